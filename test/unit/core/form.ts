/**
 * The three forms of the core behind one interface: WebAssembly in the engine, the same module compiled ahead of time, and the C compiled
 * natively.
 */
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import koffi from 'koffi';
import { type Core, type CoreExports, instantiateCore } from '../../../ts/core.ts';

export type Form = 'engine' | 'ahead-of-time' | 'native';
export type Size = 'full' | 'small';

const build = new URL('../../../build/', import.meta.url).pathname;
const wasmFolder = new URL('../../../wasm/', import.meta.url).pathname;

let chosen: Form = 'engine';

/** What `newCore` makes from now on, in this process. */
export function chooseForm(form: Form): void {
  chosen = form;
}

/** A fresh instance of the form that was chosen. */
export const newCore = (): Core => coreOf(chosen);

/** A fresh instance. A small native form does not exist. */
export function coreOf(form: Form, size: Size = 'full'): Core {
  const suffix = size === 'small' ? '-small' : '';
  return form === 'engine'
    ? instantiateCore(readFileSync(`${build}core${suffix}.wasm`))
    : openLibrary(`${build}native/core/form-${form}${suffix}.so`, form);
}

export interface Prototype {
  result: string;
  parameters: string[];
}

/** core.h and the parts that it includes, without comments. */
export function coreHeader(name = 'core.h'): string {
  const text = readFileSync(`${wasmFolder}include/${name}`, 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');
  if (name !== 'core.h') return text;
  return [...text.matchAll(/#include "(.*)"/g)].map(([, part]) => coreHeader(part)).join('');
}

/** The functions of core.h with their C types. */
export function prototypes(): Map<string, Prototype> {
  const header = coreHeader();
  const declarations = header.matchAll(/^CORE_EXPORT ([^;(]*?)(\w+)\(([^)]*)\);/gm);
  const typeOf = (text: string): string => /\b(int32_t|uint32_t|float|double|void)\b/.exec(text)![1]!;
  return new Map(
    [...declarations].map(([, result, name, list]) => [
      name!,
      {
        result: result!.includes('*') ? 'pointer' : typeOf(result!),
        parameters: list === 'void' ? [] : list!.split(',').map(typeOf),
      },
    ]),
  );
}

/** Numbers are handed over and come back as an engine does it: 32 bits, signed. */
const koffiType = (type: string): string => (type === 'uint32_t' ? 'int32_t' : type);
const wrap = (value: number, type: string): number => (type.includes('int32') ? value | 0 : value);

/* Koffi unloads an unreferenced library, whatever points into it, so each is kept here with its release function. */
const made: (() => void)[] = [];
let kept = 0;

/** The instances made until now stay. */
export function keepCores(): void {
  kept = made.length;
}

/** All later ones go, with their memory: they must not be used any more. */
export function releaseCores(): void {
  for (const release of made.splice(kept)) release();
}

/** The native form's data is the library's own: a copy for each instance. */
function loadCopy(path: string): ReturnType<typeof koffi.load> {
  const folder = mkdtempSync(join(tmpdir(), 'core-form-'));
  try {
    copyFileSync(path, join(folder, 'form.so'));
    return koffi.load(join(folder, 'form.so'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** NULL is offset 0. */
const offsetOf = (address: bigint, origin: bigint): number => (address === 0n ? 0 : Number(address - origin));

function openLibrary(path: string, form: 'ahead-of-time' | 'native'): Core {
  const library = form === 'native' ? loadCopy(path) : koffi.load(path);
  const instance = library.func('form_open', 'void *', [])();
  const close = library.func('form_close', 'void', ['void *']);
  made.push(() => {
    close(instance);
    library.unload();
  });
  const base = library.func('form_base', 'void *', ['void *'])(instance);
  const bytes = Number(library.func('form_bytes', 'uint64_t', ['void *'])(instance));
  const find = library.func('form_function', 'void *', ['str']);
  const exports: Record<string, (...values: number[]) => unknown> = {};
  for (const [name, { result, parameters }] of prototypes()) {
    const types = parameters.map(koffiType);
    const address = find(name);
    if (form === 'native') {
      const type = koffi.proto(result === 'pointer' ? 'uintptr_t' : koffiType(result), types);
      const origin = result === 'pointer' ? BigInt(koffi.address(base)) : undefined;
      exports[name] = (...values) => {
        const found = koffi.call(address, type, ...parameters.map((parameter, i) => wrap(values[i]!, parameter)));
        return origin === undefined ? found : offsetOf(BigInt(found), origin);
      };
    } else {
      const type = koffi.proto(result === 'pointer' ? 'int32_t' : koffiType(result), ['void *', ...types]);
      exports[name] = (...values) =>
        koffi.call(address, type, instance, ...parameters.map((parameter, i) => wrap(values[i]!, parameter)));
    }
  }
  const memory = koffi.view(base, bytes - (bytes % 8));
  return {
    exports: exports as unknown as CoreExports,
    memory,
    u8: new Uint8Array(memory),
    u32: new Uint32Array(memory),
    f32: new Float32Array(memory),
    f64: new Float64Array(memory),
  };
}
