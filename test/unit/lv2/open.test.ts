import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import { drive, fixture, fixtures, numbers, started } from './driver.ts';

/** Room for the system exclusive messages of a block. */
const SYSEX_BYTES = 384 * 1024;

const refusals: [string, RegExp][] = [
  ['requires-unknown-feature', /^error Failed to instantiate \S+: it requires urn:maolan:fixture:antigravity,/],
  ['requires-fixed-block-length', /^error Failed to instantiate \S+: it requires \S+#fixedBlockLength, which/],
  ['requires-unknown-option', /^error Failed to instantiate \S+: it requires urn:maolan:fixture:colour,/],
  ['missing-library', /^error Failed to instantiate .*libmaolan-nowhere\.so\.1: cannot open shared object file/],
  ['missing-binary', /^error Failed to instantiate .*missing-binary\.so: cannot open/],
  ['not-in-library', /^error Failed to instantiate .*not-in-library\.so does not contain it/],
  ['fails-to-instantiate', /^error Failed to instantiate .*the plugin refused/],
  ['fails-verification', /^error Plugin failed verification: urn:maolan:fixture:fails-verification/],
  ['old-event-port', /^error Failed to instantiate .*port 2 is of the old event kind/],
  ['unknown-port', /^error Failed to instantiate .*port 2 is of a kind that this host does not know/],
  [
    'no-such-plugin',
    /^error Plugin not found for URI: urn:maolan:fixture:no-such-plugin \(it is not installed: \d+ bundles under /,
  ],
];

for (const [name, sentence] of refusals) {
  test(`${name} is refused with a sentence, and nothing leaks`, (t) => {
    const answer = drive([`open ${fixture(name)}`]);
    t.regex(answer.lines[0] ?? '', sentence);
    t.is(answer.code, 0, answer.stderr);
  });
}

test('a spec that is no URI is refused with a sentence', (t) => {
  t.regex(
    drive(['open gain']).lines[0] ?? '',
    /^error Plugin not found for URI: gain \(an LV2 plugin is named by a URI/,
  );
});

test('a plugin without activate, deactivate and extension_data survives everything', (t) => {
  const commands = [...started('null-callbacks'), 'ramp 0', 'run 4', 'output 0 0 4', 'save'];
  const answer = drive([...commands, 'put urn:key urn:type 0 00', 'restore', 'deactivate', 'close']);
  t.deepEqual(numbers(answer), [0, 1, 2, 3]);
  t.true(answer.lines.includes('saved 0'));
  t.true(answer.lines.includes('restored -2'));
  t.is(answer.code, 0, answer.stderr);
});

test('the misspelt name of the urid feature is understood', (t) => {
  t.is(drive([`open ${fixture('requires-misspelt-map')}`]).lines[0], 'opened');
});

test('options tell the real sample rate and block lengths', (t) => {
  const answer = drive([...started('options-probe', 44100, 256), 'run 8', 'output 0 0 5']);
  t.deepEqual(numbers(answer), [1, 256, 256, SYSEX_BYTES + 98_280 + 32_768, 44100]);
});

test('a record of another build is not bound, and an unbound plugin does not process', (t) => {
  const answer = drive([`open ${fixture('gain')}`, 'record-bytes 1', 'bind', 'activate', 'run 8']);
  t.regex(answer.lines[1] ?? '', /^bound -1 /);
  t.regex(answer.lines.at(-1) ?? '', /^run -1 /);
});

test('open, close and open again in one process', (t) => {
  const once = [...started('worker-echo'), 'set 0 3', 'run 64 10', 'close'];
  const answer = drive([...once, ...once, ...once]);
  t.is(answer.lines.filter((line) => line === 'closed').length, 3);
  t.is(answer.code, 0, answer.stderr);
});

/** A folder of bundles, each a manifest and a link to the gain fixture's library. */
function bundles(manifests: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'maolan-bundles-'));
  for (const [name, manifest] of Object.entries(manifests)) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'manifest.ttl'), manifest);
    symlinkSync(join(fixtures, 'gain.lv2', 'gain.so'), join(folder, name, 'gain.so'));
  }
  return folder;
}

const PREFIXES = `@prefix lv2: <http://lv2plug.in/ns/lv2core#> .
@prefix doap: <http://usefulinc.com/ns/doap#> .\n`;
const BODY = ` a lv2:Plugin ; doap:name "Elsewhere" ; lv2:binary <gain.so> ; lv2:port
[ a lv2:AudioPort , lv2:InputPort ; lv2:index 0 ; lv2:symbol "in" ; lv2:name "In" ] ,
[ a lv2:AudioPort , lv2:OutputPort ; lv2:index 1 ; lv2:symbol "out" ; lv2:name "Out" ] ,
[ a lv2:ControlPort , lv2:InputPort ; lv2:index 2 ; lv2:symbol "gain" ; lv2:name "Gain" ] .\n`;
const spellings: Record<string, string> = {
  whole: `${PREFIXES}<urn:maolan:fixture:gain>${BODY}`,
  abbreviated: `${PREFIXES}@prefix f: <urn:maolan:fixture:> .\nf:gain${BODY}`,
  'abbreviated inside the last part': `${PREFIXES}@prefix f: <urn:maolan:fixture:ga> .\nf:in${BODY}`,
  'relative to a base': `${PREFIXES}@base <urn:maolan:fixture:> .\n@prefix f: <urn:maolan:fixture:> .\nf:gain${BODY.replace('<gain.so>', '<file:///GAIN>')}`,
  escaped: `${PREFIXES}<urn:maolan:fixture:\\u0067ain>${BODY}`,
};

for (const [spelling, manifest] of Object.entries(spellings)) {
  test(`a plugin whose URI is written ${spelling} is found`, (t) => {
    const folder = bundles({ 'other.lv2': `${PREFIXES}<urn:x:other>${BODY}`, 'sought.lv2': manifest });
    const text = manifest.replace('file:///GAIN', pathToFileURL(join(folder, 'sought.lv2', 'gain.so')).href);
    writeFileSync(join(folder, 'sought.lv2', 'manifest.ttl'), text);
    const answer = drive([`open ${fixture('gain')}`, 'describe'], { env: { LV2_PATH: `/nonexistent:${folder}` } });
    rmSync(folder, { recursive: true });
    t.is(answer.lines[1], 'description Elsewhere | parameters 1 inputs 1 outputs 1 latency 0 midi 0 0', answer.stderr);
    t.is(answer.code, 0);
  });
}

test('broken, empty and unreadable bundles do not keep a plugin from being found', (t) => {
  const folder = bundles({
    'a.lv2': 'urn:maolan:fixture:gain "',
    'b.lv2': '',
    'c.lv2': `${PREFIXES}<urn:maolan:fixture:gain>${BODY}`,
  });
  mkdirSync(join(folder, 'd.lv2', 'manifest.ttl'), { recursive: true });
  const answer = drive([`open ${fixture('gain')}`, 'describe'], { env: { LV2_PATH: folder } });
  rmSync(folder, { recursive: true });
  t.regex(answer.lines[1] ?? '', /^description Elsewhere /);
  t.is(answer.code, 0, answer.stderr);
});

test('LV2_PATH knows ~ and variables', (t) => {
  const env = (path: string) => ({ env: { HOME: join(fixtures, '..'), PLACE: fixtures, LV2_PATH: path } });
  t.is(drive([`open ${fixture('gain')}`], env('~/lv2')).lines[0], 'opened');
  t.is(drive([`open ${fixture('gain')}`], env('$PLACE/')).lines[0], 'opened');
});
