/**
 * Loads that fail. The first DAW would wait for ready, and hears it; later ones take a host that is never ready for a failed load. One
 * sentence says what and why.
 */
import type { ExecutionContext } from 'ava';
import { clap, writeSampleRate } from '../../support/clap.ts';
import { type Daw, type DawOptions, INSTANCE_ID } from '../../support/daw.ts';
import { ended, exitedWith, fixture, hostTest } from '../../support/host-test.ts';
import { at, type Version } from '../../support/layout.ts';
import { vst3Bundle } from '../../support/paths.ts';
import { vst3 } from '../../support/vst3.ts';

const EXIT_LOAD_FAILED = 6;
const ERROR_LOAD_FAILED = 1;
const nowhere = (format: string, spec: string) => (): DawOptions => ({ format, spec });

/** The one line that the host says of it. */
function reasonOf(t: ExecutionContext, daw: Daw): string {
  const lines = daw.process.stderr.split('\n').filter((line) => line !== '');
  t.is(lines.length, 1, daw.process.stderr);
  return lines[0] ?? '';
}

/* ---- Version 1 ---- */

async function failsToLoad(t: ExecutionContext, daw: Daw, name: string, spec: string, reason: RegExp): Promise<void> {
  t.deepEqual(await daw.process.end(), exitedWith(EXIT_LOAD_FAILED));
  t.true(await daw.ready());
  t.is(daw.segment.readU32(at.errorCode), ERROR_LOAD_FAILED);
  const start = `[plugin-host ${INSTANCE_ID}] Failed to load ${name} plugin '${spec}': `;
  const line = reasonOf(t, daw);
  t.true(line.startsWith(start), line);
  t.regex(line.slice(start.length), reason);
  t.throws(() => daw.toHost.signal(), { code: 'EPIPE' });
}

const missing: [string, string, string, RegExp][] = [
  ['that is not installed', 'lv2', 'http://example.com/no-such-plugin', /./],
  ['whose name is no URI', 'lv2', 'not a uri', /./],
  ['without a name', 'lv2', '', /./],
  ['that is not there', 'vst3', '/nonexistent.vst3', /\/nonexistent\.vst3.*/],
  ['without a name', 'vst3', '', /./],
  ['that is a text', 'vst3', '/etc/passwd', /\/etc\/passwd/],
  ['that is an empty folder', 'vst3', '/var/empty-of-plugins.vst3', /\/var\/empty-of-plugins\.vst3/],
];
for (const [what, format, spec, reason] of missing) {
  hostTest(`The DAW does not freeze over a ${format} plugin ${what}`, { format, spec }, (t, daw) =>
    failsToLoad(t, daw, format.toUpperCase(), spec, reason),
  );
}

const faults = [
  'fails-to-instantiate',
  'fails-verification',
  'missing-binary',
  'missing-library',
  'not-in-library',
  'old-event-port',
  'requires-fixed-block-length',
  'requires-unknown-feature',
  'requires-unknown-option',
  'unknown-port',
];
for (const fault of faults) {
  hostTest(
    `The DAW does not freeze over the faulty LV2 plugin ${fault}`,
    () => fixture(fault),
    (t, daw) => failsToLoad(t, daw, 'LV2', `urn:maolan:fixture:${fault}`, /./),
  );
}

/** Fixture, and what the sentence must name. */
const vst3Faults: [string, RegExp][] = [
  ['no-binary', /no-binary\.vst3/],
  ['wrong-architecture', /wrong-architecture\.vst3.*(x86_64|aarch64|machine|architecture)/],
  ['not-a-plugin', /not-a-plugin.*GetPluginFactory|GetPluginFactory.*not-a-plugin/],
  ['missing-library', /missing-library.*libmaolan-nowhere\.so\.1/],
  ['no-audio-class', /no-audio-class/],
  ['fails-to-initialize', /Failed to initialize component.*fails-to-initialize/],
  ['no-32-bit', /32-bit.*no-32-bit/],
];
for (const [fault, reason] of vst3Faults) {
  hostTest(
    `The DAW does not freeze over the faulty VST3 plugin ${fault}`,
    () => vst3(fault),
    (t, daw) => failsToLoad(t, daw, 'VST3', vst3Bundle(fault), reason),
  );
}

const NO_CLASS = '#00000000000000000000000000000000';
hostTest(
  'A class that the bundle does not have is refused',
  () => vst3('two-classes', {}, NO_CLASS),
  (t, daw) => failsToLoad(t, daw, 'VST3', `${vst3Bundle('two-classes')}${NO_CLASS}`, /two-classes.*no such class/),
);

hostTest(
  'Version 1 in the hands of the newer host: a DAW that would wait for ready hears it',
  { format: 'clap', spec: '/nonexistent.clap', version: 1, current: true },
  async (t, daw) => {
    t.deepEqual(await daw.process.end(), exitedWith(EXIT_LOAD_FAILED));
    t.true(await daw.ready());
  },
);

/* ---- Later versions (7: case 54, C14) ---- */

const later: [what: string, options: () => DawOptions, versions: readonly Version[]][] = [
  ['an LV2 plugin that is not there', nowhere('lv2', 'http://maolan.example/nowhere'), [3, 6, 7]],
  ['an LV2 plugin that refuses', () => fixture('fails-to-instantiate'), [6]],
  ['a VST3 bundle that is not there', nowhere('vst3', '/nonexistent.vst3'), [3, 6, 7]],
  ['a VST3 plugin that refuses', () => vst3('fails-to-initialize'), [6]],
  ['a CLAP file that is not there', nowhere('clap', '/nonexistent.clap'), [3, 6, 7]],
  ['a CLAP plugin that refuses', () => clap('fails-to-init'), [3, 6]],
  [
    'a CLAP plugin that cannot be activated at this rate',
    () => ({ ...clap('fails-to-activate'), prepare: (segment, at) => writeSampleRate(segment, at, 192_000) }),
    [3, 6],
  ],
];
for (const [what, options, versions] of later) {
  for (const version of versions) {
    hostTest(
      `Version ${version}: after ${what} the host is gone and was never ready`,
      () => ({ ...options(), version, eventless: version === 7 }),
      async (t, daw) => {
        await ended(t, daw, EXIT_LOAD_FAILED);
        const line = reasonOf(t, daw);
        t.true(line.startsWith(`[plugin-host ${INSTANCE_ID}] Failed to load `), line);
        t.is(daw.segment.readU32(daw.at.errorCode), ERROR_LOAD_FAILED);
      },
    );
  }
}
