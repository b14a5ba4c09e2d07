import { constant, fixture, hostTest, readyTest } from '../../support/host-test.ts';
import { at, request, status } from '../../support/layout.ts';
import { stereo, vst3 } from '../../support/vst3.ts';
import { formats, torture } from '../torture/support.ts';

/** A DAW waits 10 s for ready, then kills the host; the plugin takes longer. */
const LONGER_MS = '10500';
const longerThanADawWaits = { MAOLAN_FIXTURE_SLOW_MS: LONGER_MS };

readyTest(
  'A plugin that loads for longer than the DAW waits is bypassed until it is there',
  () => fixture('slow-instantiate', longerThanADawWaits),
  async (t, daw) => {
    t.false(daw.process.stderr.includes('Ready'), 'the plugin is there already');
    t.deepEqual(await daw.play(constant(64, 0.25)), constant(64, 0.25));
    daw.askFor(1);
    t.true(await daw.process.says('Ready for lv2 plugin'));
    t.is(await daw.toDaw.wait(5000), 'byte', 'the save that came while it loaded was not answered');
    t.is(daw.segment.readU32(at.requestStatus), 1);
    t.deepEqual(await daw.play(constant(64, 0.5)), constant(64, 0.5));
  },
);

for (const format of formats)
  for (const fault of ['hang', 'stop'])
    readyTest(
      `${format}: a plugin that ${fault}s while it is loaded is bypassed`,
      () => torture(format, `${fault}@instantiate`, { MAOLAN_READY_MS: '300', MAOLAN_MAIN_HANG_MS: '1500' }),
      async (t, daw) => {
        for (let i = 0; i < 20; i++) t.deepEqual(await daw.play(constant(64, 0.25)), constant(64, 0.25));
        t.false(daw.process.stderr.includes('Ready'));
        // What is stopped may be in a debugger's hands.
        if (fault === 'hang')
          t.true(await daw.process.says('The plugin hung (while it was loading). It is bypassed now'));
        t.deepEqual(await daw.play(constant(64, 0.25)), constant(64, 0.25));
      },
    );

hostTest(
  'A DAW that gives up while the plugin still loads is left in peace',
  () => fixture('slow-instantiate', longerThanADawWaits),
  async (t, daw) => {
    t.true(await daw.ready());
    daw.shutDown();
    t.deepEqual(await daw.process.end(), { code: 0, signal: null });
  },
);

readyTest(
  'A VST3 plugin that loads for longer than the DAW waits is passed by, and the track stays',
  () => vst3('hang-in-initialize', { MAOLAN_FIXTURE_HANG_MS: LONGER_MS }),
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

readyTest(
  'What a plugin logs while it plays is read by the user, line by line',
  () => fixture('log-from-run'),
  async (t, daw) => {
    t.deepEqual(await daw.play(constant(64, 0.5)), constant(64, 0.5));
    t.true(await daw.process.says(/^\[plugin-host lv2-test\] .*run 1\n/m), daw.process.stderr);
    t.true(await daw.process.says(/^\[plugin-host lv2-test\] .*of 64 frames\n/m));
    t.true(await daw.process.says(/^\[plugin-host lv2-test\] .*100% wrong\n/m));
  },
);
