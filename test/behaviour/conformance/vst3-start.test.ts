/** VST3: loads that fail, and bundles that are found. */
import type { ExecutionContext } from 'ava';
import type { Daw } from '../../support/daw.ts';
import { constant, hostTest, readyTest } from '../../support/host-test.ts';
import { at, request, status } from '../../support/layout.ts';
import { vst3Bundle } from '../../support/paths.ts';
import { listen, probeTest, stereo, vst3 } from '../../support/vst3.ts';

const loadFailed = { code: 6, signal: null };
const ERROR_LOAD_FAILED = 1;

/** The DAW sees ready, because it would wait for it; then the host has ended, and one sentence says which file and why. */
async function failsToLoad(t: ExecutionContext, daw: Daw, spec: string, reason: RegExp): Promise<void> {
  t.deepEqual(await daw.process.end(), loadFailed);
  t.true(await daw.ready());
  t.is(daw.segment.readU32(at.errorCode), ERROR_LOAD_FAILED);
  const lines = daw.process.stderr.split('\n').filter((line) => line !== '');
  t.is(lines.length, 1, daw.process.stderr);
  const start = `[plugin-host lv2-test] Failed to load VST3 plugin '${spec}': `;
  t.true(lines[0]?.startsWith(start), lines[0]);
  t.regex(lines[0]?.slice(start.length) ?? '', reason);
  t.throws(() => daw.toHost.signal(), { code: 'EPIPE' });
}

const missing: [string, string, RegExp][] = [
  ['that is not there', '/nonexistent.vst3', /\/nonexistent\.vst3.*/],
  ['without a name', '', /./],
  ['that is a text', '/etc/passwd', /\/etc\/passwd/],
  ['that is an empty folder', '/var/empty-of-plugins.vst3', /\/var\/empty-of-plugins\.vst3/],
];
for (const [what, spec, reason] of missing) {
  hostTest(`The DAW does not freeze over a VST3 plugin ${what}`, { format: 'vst3', spec }, (t, daw) =>
    failsToLoad(t, daw, spec, reason),
  );
}

/** Fixture, and what the sentence must name. */
const faults: [string, RegExp][] = [
  ['no-binary', /no-binary\.vst3/],
  ['wrong-architecture', /wrong-architecture\.vst3.*(x86_64|aarch64|machine|architecture)/],
  ['not-a-plugin', /not-a-plugin.*GetPluginFactory|GetPluginFactory.*not-a-plugin/],
  ['missing-library', /missing-library.*libmaolan-nowhere\.so\.1/],
  ['no-audio-class', /no-audio-class/],
  ['fails-to-initialize', /Failed to initialize component.*fails-to-initialize/],
  ['no-32-bit', /32-bit.*no-32-bit/],
];
for (const [fault, reason] of faults) {
  hostTest(
    `The DAW does not freeze over the faulty VST3 plugin ${fault}`,
    () => vst3(fault),
    (t, daw) => failsToLoad(t, daw, vst3Bundle(fault), reason),
  );
}

hostTest(
  'A class that the bundle does not have is refused',
  () => vst3('two-classes', {}, '#00000000000000000000000000000000'),
  (t, daw) =>
    failsToLoad(t, daw, `${vst3Bundle('two-classes')}#00000000000000000000000000000000`, /two-classes.*no such class/),
);

/** The id of a fixture's class is its name. */
const idOf = (name: string) => Buffer.from(name.padEnd(16, '\0').slice(0, 16)).toString('hex').toUpperCase();
for (const [suffix, heard] of [
  ['', 1],
  [`#${idOf('First of two cls')}`, 1],
  [`#${idOf('Second of two cl')}`, 2],
  [`::${idOf('Second of two cl')}`, 2],
] as const) {
  probeTest(
    `Of two classes in a bundle, '${suffix}' plays number ${heard}`,
    () => vst3('two-classes', {}, suffix),
    async (t, daw) => {
      t.deepEqual(await listen(daw), constant(64, heard));
    },
  );
}

probeTest(
  'A plugin without a folder around it plays',
  () => vst3('single-file'),
  async (t, daw) => {
    t.deepEqual(await daw.playChannels(stereo(constant(64, 0.5))), [constant(64, 0.5), constant(64, 1)]);
  },
);

/* ---- Plugins that take their time ---- */

/** A DAW waits 10 s for ready, then kills the host; the plugin takes longer. */
const longerThanADawWaits = { MAOLAN_FIXTURE_HANG_MS: '10500' };

readyTest(
  'A VST3 plugin that loads for longer than the DAW waits is passed by, and the track stays',
  () => vst3('hang-in-initialize', longerThanADawWaits),
  async (t, daw) => {
    t.false(daw.process.stderr.includes('Ready'), 'the plugin is there already');
    const input = stereo(constant(64, 0.5));
    t.deepEqual(await daw.playChannels(input), input, 'the input is not heard');
    daw.askFor(request.saveState);
    t.true(await daw.process.says('Ready for vst3 plugin'));
    t.is(await daw.toDaw.wait(5000), 'byte', 'the save that came while it loaded was not answered');
    t.is(daw.segment.readU32(at.requestStatus), status.ok);
    t.deepEqual(await daw.playChannels(stereo(constant(64, 0.5))), [constant(64, 0.5), constant(64, 1)]);
  },
);

hostTest(
  'A DAW that gives up on a VST3 plugin that never loads is left in peace',
  () => vst3('hang-in-initialize'),
  async (t, daw) => {
    t.true(await daw.ready());
    t.deepEqual(await daw.playChannels(stereo(constant(64, 0.5))), stereo(constant(64, 0.5)));
    daw.shutDown();
    t.not(await daw.process.end(5000), undefined, 'it ignores the shutdown');
  },
);

hostTest(
  'A DAW that closes its pipes while a VST3 plugin hangs leaves nothing behind',
  () => vst3('hang-in-initialize'),
  async (t, daw) => {
    daw.toHost.close();
    daw.toDaw.close();
    t.not(await daw.process.end(), undefined, 'it lives for ever');
  },
);
