// SPDX-License-Identifier: BSD-2-Clause
/**
 * Generates ts/contract/, the TypeScript declarations for the C headers. With --check, only checks that it is up to
 * date.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readHeaders } from './headers.ts';
import { type Kind, renderHeader } from './render.ts';

interface Source {
  readonly folder: string;
  readonly kind: Kind;
}

/** Headers that are not listed here are not available in TypeScript. */
const HEADERS: Readonly<Record<string, Source>> = {
  block: { folder: 'wasm/include', kind: 'constants' },
  protocol: { folder: 'wasm/include', kind: 'constants' },
  core: { folder: 'wasm/include', kind: 'wasm' },
  os: { folder: 'native-shim/include', kind: 'native' },
  'audio-thread': { folder: 'native-shim/include', kind: 'native' },
  recovery: { folder: 'native-shim/include', kind: 'native' },
  plugin: { folder: 'native-shim/include', kind: 'native' },
  probe: { folder: 'native-shim/include', kind: 'native' },
  window: { folder: 'native-shim/include', kind: 'native' },
  'jack-player': { folder: 'native-shim/include', kind: 'native' },
  zygote: { folder: 'native-shim/include', kind: 'native' },
};

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const output = join(root, 'ts/contract');

const SEPARATOR = '// ---- next file ----\n';

/** Formats all texts in the repository's style; in one call, because starting the formatter takes most of the time. */
function formatted(texts: readonly string[]): string[] {
  const text = execFileSync(join(root, 'node_modules/.bin/biome'), ['format', '--stdin-file-path=ts/contract/all.ts'], {
    cwd: root,
    input: texts.join(SEPARATOR),
    encoding: 'utf8',
  });
  return text.split(SEPARATOR).map((part) => `${part.trimEnd()}\n`);
}

/** The files' texts by name. */
function generate(): Map<string, string> {
  const headers = readHeaders(root, Object.keys(HEADERS));
  const texts = headers.map((header) => {
    const { folder, kind } = HEADERS[header.name]!;
    return renderHeader(header, kind, `${folder}/${header.name}.h`);
  });
  const parts = formatted(texts);
  return new Map(headers.map(({ name }, index) => [`${name}.ts`, parts[index] ?? '']));
}

function current(): Map<string, string> {
  mkdirSync(output, { recursive: true });
  return new Map(readdirSync(output).map((name) => [name, readFileSync(join(output, name), 'utf8')]));
}

function main(): void {
  const [wanted, found] = [generate(), current()];
  const stale = [...new Set([...wanted.keys(), ...found.keys()])].filter(
    (name) => wanted.get(name) !== found.get(name),
  );
  if (process.argv.includes('--check')) {
    if (stale.length === 0) return;
    throw new Error(`ts/contract/ is not what the headers say (${stale.join(', ')}); run \`npm run contract\``);
  }
  for (const name of stale) {
    const text = wanted.get(name);
    if (text === undefined) rmSync(join(output, name));
    else writeFileSync(join(output, name), text);
    console.error(`contract: ts/contract/${name} ${text === undefined ? 'removed' : 'written'}`);
  }
}

try {
  main();
} catch (error) {
  console.error(`contract: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
