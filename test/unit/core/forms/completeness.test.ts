import { readdirSync, readFileSync } from 'node:fs';
import test from 'ava';

/* They are about the WebAssembly modules themselves. */
const engineOnly = ['module.test.ts', 'state-small-core.test.ts'];

test('Every test file of the core runs against every form', (t) => {
  const all = readFileSync(new URL('all.ts', import.meta.url), 'utf8');
  const imported = [...all.matchAll(/'\.\.\/(.*)'/g)].map(([, name]) => name!);
  const files = readdirSync(new URL('../', import.meta.url)).filter((name) => name.endsWith('.test.ts'));
  t.deepEqual([...imported, ...engineOnly].toSorted(), files.toSorted());
});
