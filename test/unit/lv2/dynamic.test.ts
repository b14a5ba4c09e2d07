/** Dynamic manifests: bundles whose own code says which plugins they have. Each is built here, for no other test is to meet it. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostTest } from '../../support/host-test.ts';
import { fixtures } from './driver.ts';

const folder = mkdtempSync(join(tmpdir(), 'maolan-dynamic-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** A bundle with a dynamic manifest; subjects is C code, which writes Turtle to the FILE out. */
function bundle(place: string, name: string, subjects: string): void {
  const path = join(folder, place, `${name}.lv2`);
  mkdirSync(path, { recursive: true });
  writeFileSync(
    join(path, 'manifest.ttl'),
    `@prefix d: <http://lv2plug.in/ns/ext/dynmanifest#> .
@prefix lv2: <http://lv2plug.in/ns/lv2core#> .
<urn:x:${name}> a d:DynManifest ; lv2:binary <${name}.so> .\n`,
  );
  const source = `#include <lv2/core/lv2.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
static void run(LV2_Handle handle, uint32_t frames) { (void)handle; (void)frames; }
static LV2_Handle make(const LV2_Descriptor *d, double r, const char *b, const LV2_Feature *const *f) { (void)d, (void)r, (void)b, (void)f; return malloc(1); }
static void port(LV2_Handle h, uint32_t p, void *d) { (void)h, (void)p, (void)d; }
static const LV2_Descriptor descriptor = {"urn:maolan:dynamic:plugin", make, port, NULL, run, NULL, free, NULL};
const LV2_Descriptor *lv2_descriptor(uint32_t i) { return i == 0 ? &descriptor : NULL; }
int lv2_dyn_manifest_open(void **handle, const LV2_Feature *const *features) { (void)features; *handle = NULL; return 0; }
int lv2_dyn_manifest_get_subjects(void *handle, FILE *out) { (void)handle; ${subjects} return 0; }
int lv2_dyn_manifest_get_data(void *handle, FILE *out, const char *uri) { (void)handle; (void)out; (void)uri; return 0; }
void lv2_dyn_manifest_close(void *handle) { (void)handle; }
`;
  const flags = execFileSync('pkg-config', ['--cflags', 'lv2'], { encoding: 'utf8' })
    .trim()
    .split(/\s+/)
    .filter(Boolean);
  execFileSync('cc', ['-shared', '-fPIC', ...flags, '-x', 'c', '-', '-o', join(path, `${name}.so`)], { input: source });
}

const plugin = `fputs("@prefix lv2: <http://lv2plug.in/ns/lv2core#> .\\n@prefix doap: <http://usefulinc.com/ns/doap#> .\\n"
  "<urn:maolan:dynamic:plugin> a lv2:Plugin ; doap:name \\"Dynamic\\" ; lv2:binary <file://${folder}/usable/has-it.lv2/has-it.so> ; lv2:port ["
  " a lv2:AudioPort , lv2:OutputPort ; lv2:index 0 ; lv2:symbol \\"out\\" ; lv2:name \\"Out\\" ] .\\n", out);`;
bundle('usable', 'has-it', plugin);
bundle('usable', 'crashes', 'abort();');
bundle('other', 'hangs', 'for (;;) pause();');

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
