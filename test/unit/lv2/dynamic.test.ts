/** Dynamic manifests: bundles whose own code says which plugins they have. Each is in a folder of its own, hidden from other tests. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostTest } from '../../support/host-test.ts';
import { root } from '../../support/paths.ts';
import { fixtures } from './driver.ts';

const folder = mkdtempSync(join(tmpdir(), 'maolan-dynamic-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** A bundle with a dynamic manifest; subjects: what its code does when it is asked for them (fixtures/dynamic.c). */
function bundle(place: string, name: string, subjects: 'lists' | 'crashes' | 'hangs'): void {
  const path = join(folder, place, `${name}.lv2`);
  mkdirSync(path, { recursive: true });
  writeFileSync(
    join(path, 'manifest.ttl'),
    `@prefix d: <http://lv2plug.in/ns/ext/dynmanifest#> .
@prefix lv2: <http://lv2plug.in/ns/lv2core#> .
<urn:x:${name}> a d:DynManifest ; lv2:binary <${name}.so> .\n`,
  );
  copyFileSync(join(root, `build/test/dynamic-${subjects}.so`), join(path, `${name}.so`));
}

bundle('usable', 'has-it', 'lists');
bundle('usable', 'crashes', 'crashes');
bundle('other', 'hangs', 'hangs');

const options = (spec: string, ...places: string[]) => ({
  format: 'lv2',
  spec,
  inputs: 1,
  outputs: 1,
  environment: { LV2_PATH: [fixtures, ...places.map((place) => join(folder, place))].join(':') },
});

hostTest(
  'A plugin that a dynamic manifest lists is loaded, beside another that crashes',
  options('urn:maolan:dynamic:plugin', 'usable'),
  async (t, daw) => {
    t.true(await daw.ready(), daw.process.stderr);
    t.true(await daw.process.says(/the bundle \S*\/crashes\.lv2\/ was asked .* it is left out/), daw.process.stderr);
    t.is(await daw.block(64), 'byte');
    daw.shutDown();
    t.deepEqual(await daw.process.end(), { code: 0, signal: null });
  },
);

hostTest(
  'A plugin that is not installed is called so, whatever dynamic manifests do',
  options('urn:maolan:nowhere', 'usable', 'other'),
  async (t, daw) => {
    t.deepEqual(await daw.process.end(), { code: 6, signal: null });
    t.regex(daw.process.stderr, /Plugin not found for URI: urn:maolan:nowhere \(it is not installed/);
  },
);
