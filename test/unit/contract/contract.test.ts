/** What TypeScript knows of the C headers is what they say. That its units do not mix: units.ts. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { buildSync } from 'esbuild';
import { root } from '../../support/paths.ts';

const generator = buildSync({
  entryPoints: [join(root, 'scripts/contract/contract.ts')],
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  write: false,
}).outputFiles[0]!.contents;

/** A copy of the headers, the generator and its output, to change. */
function copy(): string {
  const folder = mkdtempSync(join(tmpdir(), 'contract-'));
  for (const part of [
    'wasm/include',
    'native-shim/include',
    'scripts/contract',
    'ts/contract',
    'biome.json',
    'package.json',
  ])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'scripts/contract/contract.mjs'), generator);
  return folder;
}

/** In a copy without the compiler of TypeScript, which takes as long as the rest. */
function contract(folder: string, ...options: string[]): string {
  const script = join(folder, 'scripts/contract/contract');
  const words = folder === root ? ['--import=tsx', `${script}.ts`] : [`${script}.mjs`];
  try {
    return execFileSync(process.execPath, [...words, ...options], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    return String((error as { stderr: string }).stderr);
  }
}

function add(folder: string, header: string, text: string): void {
  const path = join(folder, header);
  writeFileSync(path, readFileSync(path, 'utf8').replace(/#endif\s*$/, `${text}\n#endif\n`));
}

test('The committed contract is what the headers say', (t) => {
  t.is(contract(root, '--check'), '');
});

test('A function, a constant and a struct added to a header are found, and --check names the file until they are written', (t) => {
  const folder = copy();
  t.teardown(() => rmSync(folder, { recursive: true }));
  add(
    folder,
    'native-shim/include/plugin.h',
    `#define PLUGIN_TEST_HALF 5
     #define PLUGIN_TEST_MAX (2u * PLUGIN_TEST_HALF)
     enum plugin_test { PLUGIN_TEST_LATE = -7 /* too late */ };
     struct plugin_test_item { uint32_t kind; char name[8]; const void *value; uint32_t value_bytes; };
     /* [main-thread] Look for it. path may be NULL. */
     PLUGIN_API int32_t plugin_test(struct plugin *plugin, int32_t log_fd, uint32_t wait_ms, void *path,
         struct plugin_test_item *item);`,
  );
  t.regex(contract(folder, '--check'), /not what the headers say \(plugin\.ts\); run `npm run contract`/);
  contract(folder);
  t.is(contract(folder, '--check'), '');
  const text = readFileSync(join(folder, 'ts/contract/plugin.ts'), 'utf8').replace(/\s+/g, ' ');
  for (const part of [
    'export const PLUGIN_TEST_MAX = 10;',
    '/** too late */ export const PLUGIN_TEST_LATE = -7;',
    'export interface PluginTestItemStruct { kind: number; name: string; value: unknown; value_bytes: number; }',
    "plugin_test_item: { kind: 'uint32_t', name: 'char[8]', value: 'const void *', value_bytes: 'uint32_t', },",
    '/** [main-thread] Look for it. path may be NULL. */',
    "plugin_test( plugin: Pointer<'plugin'>, logFd: Fd, waitMs: Milliseconds, path: Uint8Array | null, item: PluginTestItemStruct, ): number;",
    "'int32_t plugin_test(void *plugin, int32_t log_fd, uint32_t wait_ms, void *path, _Out_ plugin_test_item *item)'",
  ])
    t.true(text.includes(part), part);
});

test('What TypeScript cannot express is refused with the name and the reason', (t) => {
  for (const [header, text, sentence] of [
    ['wasm/include/core-daw.h', 'CORE_EXPORT uint64_t host_age(void);', /contract: host_age: .*BigInt; use double/],
    [
      'native-shim/include/os.h',
      'OS_API void os_fill(float **values);',
      /contract: values: no TypeScript type for float \*\*/,
    ],
    [
      'native-shim/include/os.h',
      'enum os_kind { OS_FIRST };',
      /contract: OS_FIRST has no value of its own; write it down/,
    ],
    ['native-shim/include/os.h', 'OS_API void os_broken(;', /contract: the headers do not compile; see above/],
  ] as const) {
    const folder = copy();
    t.teardown(() => rmSync(folder, { recursive: true }));
    add(folder, header, text);
    t.regex(contract(folder), sentence);
  }
});
