// SPDX-License-Identifier: BSD-2-Clause
/**
 * Maps C types to TypeScript and koffi, and applies the headers' conventions:
 *
 * - the suffix of a name, or a typedef, gives the unit of a number (UNITS, TYPEDEFS);
 * - `const char *text` is a NUL-terminated string, but bytes if there is a `text_bytes`; `char *` and `void *` are
 *   bytes;
 * - "text may be NULL" in a comment permits null for it;
 * - a struct that is not const is filled in by the function; one that contains function pointers is opaque;
 * - a function that takes a callback is for C only; a _Noreturn function returns never.
 */
import type { CFunction, CType, Struct, Variable } from './headers.ts';

/**
 * A number's unit, by the last words of its name or of the function that returns it: milliseconds end in _ms, file
 * descriptors in fd. Other results have a typedef.
 */
const UNITS: readonly (readonly [unit: string, names: RegExp])[] = [
  ['Milliseconds', /(^|_)ms$/],
  ['Fd', /(^|_)(fd|daw_to_host|host_to_daw)$/],
  ['Frames', /(^|_)(frames|frames_max|sample_offset|latency|latency_samples)$/],
];
const TYPEDEFS: Readonly<Record<CType, readonly [typescript: string, koffi: string]>> = { os_fd: ['Fd', 'int32_t'] };
const INTEGERS: readonly CType[] = ['int', 'int32_t', 'uint32_t', 'uint16_t', 'uint8_t', 'uint64_t'];
const FLOATS: readonly CType[] = ['float', 'double'];
const NOTHING = 'void';

/** In TypeScript, and in a koffi prototype or struct. */
export interface Mapped {
  readonly typescript: string;
  readonly koffi: string;
}

/** A declaration without a TypeScript counterpart, and how to resolve that. */
export class ContractError extends Error {}

function unitOf(name: string): string | undefined {
  return UNITS.find(([, names]) => names.test(name))?.[0];
}

function numberType(name: string, type: CType): string | undefined {
  const [unit] = TYPEDEFS[type] ?? [];
  if (unit !== undefined) return unit;
  if (INTEGERS.includes(type)) return unitOf(name) ?? 'number';
  return FLOATS.includes(type) ? 'number' : undefined;
}

/** A type of the core's functions: WebAssembly has only numbers. */
export function coreType(name: string, type: CType, isResult: boolean): string {
  if (type === NOTHING) return 'void';
  if (type.endsWith('*')) return 'Offset';
  if (type === 'uint64_t') throw new ContractError(`${name}: WebAssembly would make it a BigInt; use double`);
  const number = numberType(name, type);
  if (number === undefined) throw new ContractError(`${name}: no TypeScript type for ${type}`);
  return isResult && type === 'uint32_t' && number === 'number' ? 'U32' : number;
}

/** The types of one header of the shim. */
export class NativeTypes {
  readonly #layouts: ReadonlySet<string>;

  constructor(structs: readonly Struct[]) {
    this.#layouts = new Set(structs.filter(hasLayout).map(({ name }) => name));
  }

  hasLayout(name: string): boolean {
    return this.#layouts.has(name);
  }

  result({ name, result, isNoReturn }: CFunction): Mapped {
    if (isNoReturn) return { typescript: 'never', koffi: 'void' };
    if (result === NOTHING) return { typescript: 'void', koffi: 'void' };
    if (result === 'const char *') return { typescript: 'string', koffi: result };
    return this.#number(name, result) ?? this.#pointer(name, result);
  }

  parameter({ name, type }: Variable, { parameters, comment }: CFunction): Mapped {
    const number = this.#number(name, type);
    if (number !== undefined) return number;
    if (type === 'const char *' && !isCounted(name, parameters)) return { typescript: 'string', koffi: type };
    if (type === 'int32_t *') return { typescript: 'Int32Array', koffi: type };
    if (type === 'double *') return { typescript: 'Float64Array', koffi: type };
    const struct = structOf(type);
    if (struct !== undefined && this.hasLayout(struct)) {
      const direction = type.startsWith('const ') ? '' : '_Out_ ';
      return { typescript: structName(struct), koffi: `${direction}${struct} *` };
    }
    const isNullable = comment.includes(`${name} may be NULL`);
    const bytes = isNullable ? 'Uint8Array | null' : 'Uint8Array';
    // Both are in the core's linear memory: the audio thread has views of it, the main thread their addresses.
    if (name === 'base' || name === 'block')
      return { typescript: `Pointer<'${name}'> | ${bytes}`, koffi: this.#pointer(name, type).koffi };
    if (struct !== undefined) return this.#pointer(name, type);
    if (/^(const )?(void|char) \*$/.test(type)) return { typescript: bytes, koffi: type.replace('char', 'void') };
    throw new ContractError(`${name}: no TypeScript type for ${type}`);
  }

  field({ name, type }: Variable, fields: readonly Variable[]): Mapped {
    const [, length] = /^char\[(\d+)\]$/.exec(type) ?? [];
    if (length !== undefined) return { typescript: 'string', koffi: `char[${length}]` };
    if (type === 'const char *' && !isCounted(name, fields)) return { typescript: 'string', koffi: type };
    const number = this.#number(name, type);
    if (number !== undefined) return number;
    return structOf(type) === undefined ? { typescript: 'unknown', koffi: 'const void *' } : this.#pointer(name, type);
  }

  #number(name: string, type: CType): Mapped | undefined {
    const typescript = numberType(name, type);
    return typescript === undefined ? undefined : { typescript, koffi: TYPEDEFS[type]?.[1] ?? type };
  }

  #pointer(name: string, type: CType): Mapped {
    const brand = structOf(type) ?? name.split('_').at(-1) ?? name;
    if (!type.endsWith('*')) throw new ContractError(`${name}: no TypeScript type for ${type}`);
    return { typescript: `Pointer<'${brand}'>`, koffi: 'void *' };
  }
}

/** Functions with callbacks are for C only. */
export function isForC({ parameters }: CFunction): boolean {
  return parameters.some(({ type }) => type.endsWith('_callback') || type.includes('('));
}

/** `plugin_file` is PluginFileStruct in TypeScript. */
export function structName(name: string): string {
  return `${camelCase(`_${name}`)}Struct`;
}

export function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Whether one of the functions takes it. */
export function isPassed({ name }: Struct, functions: readonly CFunction[]): boolean {
  return functions.some(({ parameters }) => parameters.some(({ type }) => structOf(type) === name));
}

function structOf(type: CType): string | undefined {
  return /^(?:const )?struct (\w+) \*$/.exec(type)?.[1];
}

/** Tables of functions are for C only; in TypeScript they are opaque. */
function hasLayout({ fields }: Struct): boolean {
  return fields.every(({ type }) => !type.includes('('));
}

/** Text with an explicit length instead of a NUL. */
function isCounted(name: string, among: readonly Variable[]): boolean {
  return among.some((other) => other.name === `${name}_bytes`);
}
