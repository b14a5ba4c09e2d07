/** Parameters in both directions. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Daw, Echo } from '../../support/daw.ts';
import { until } from '../../support/host-process.ts';
import { amp, constant, readyTest } from '../../support/host-test.ts';
import { at, RING_SLOTS } from '../../support/layout.ts';
import { listen, playUntil, probeTest, stereo, vst3 } from '../../support/vst3.ts';

/** 20 dB on eg-amp is a factor of 10; the plugin computes it with powf. */
const TENFOLD = 10;
const GAIN = 0;

readyTest('The first block reports to the DAW every parameter once', amp, async (t, daw) => {
  await daw.play(constant(64, 0.5));
  t.deepEqual(daw.takeEchoes(), [{ parameter: GAIN, value: 0, sampleOffset: 0, kind: 0 }]);
  await daw.play(constant(64, 0.5));
  t.deepEqual(daw.takeEchoes(), []);
});

readyTest('A parameter change is heard in the next block and reported once', amp, async (t, daw) => {
  await daw.play(constant(64, 0.5));
  daw.takeEchoes();
  daw.setParameter({ parameter: GAIN, value: 20 });
  t.deepEqual(await daw.play(constant(64, 0.5)), constant(64, 0.5 * TENFOLD));
  t.deepEqual(daw.takeEchoes(), [{ parameter: GAIN, value: 20, sampleOffset: 0, kind: 0 }]);
  await daw.play(constant(64, 0.5));
  t.deepEqual(daw.takeEchoes(), []);
});

readyTest('A value beyond the range of the parameter is brought back into it', amp, async (t, daw) => {
  await daw.play(constant(64, 0.5));
  for (const [value, clamped] of [
    [999, 24],
    [-999, -90],
  ] as const) {
    daw.takeEchoes();
    daw.setParameter({ parameter: GAIN, value });
    await daw.play(constant(64, 0.5));
    t.deepEqual(
      daw.takeEchoes().map((echo) => echo.value),
      [clamped],
    );
  }
  t.deepEqual(await daw.play(constant(64, 0.5)), constant(64, 0));
});

readyTest('A value that is no finite number never reaches the ears', amp, async (t, daw) => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    daw.setParameter({ parameter: GAIN, value });
    const heard = await daw.play(constant(64, 0.5));
    t.true(heard.every(Number.isFinite), String(heard[0]));
    t.true(daw.takeEchoes().every((echo) => Number.isFinite(echo.value)));
    daw.setParameter({ parameter: GAIN, value: 0 });
    t.deepEqual(await daw.play(constant(64, 0.5)), constant(64, 0.5));
  }
});

readyTest('A change of a port that is not a parameter is reported and ignored', amp, async (t, daw) => {
  for (const parameter of [1, 2, 77, 0xffff_ffff]) {
    daw.setParameter({ parameter, value: 5 });
    t.deepEqual(await daw.play(constant(64, 0.5)), constant(64, 0.5));
    const line = `[plugin-host] LV2 set_control_value failed: Unknown LV2 control port index: ${parameter}`;
    t.true(await daw.process.says(line), daw.process.stderr);
  }
});

readyTest('A change in the middle of a block is heard from its sample on', amp, async (t, daw) => {
  daw.setParameter({ parameter: GAIN, value: 20, sampleOffset: 40 });
  const heard = await daw.play(constant(64, 0.5));
  t.deepEqual(heard.subarray(0, 40), constant(40, 0.5));
  t.deepEqual(heard.subarray(40), constant(24, 0.5 * TENFOLD));
});

readyTest('A change after the end of the block is not lost', amp, async (t, daw) => {
  daw.setParameter({ parameter: GAIN, value: 20, sampleOffset: 0xffff_ffff });
  await daw.play(constant(64, 0.5));
  t.deepEqual(await daw.play(constant(64, 0.5)), constant(64, 0.5 * TENFOLD));
});

readyTest('Of several changes the last one stays', amp, async (t, daw) => {
  for (const value of [3, -40, 12, 20]) daw.setParameter({ parameter: GAIN, value });
  t.deepEqual(await daw.play(constant(64, 0.5)), constant(64, 0.5 * TENFOLD));
});

readyTest('A full parameter ring is taken in one block', amp, async (t, daw) => {
  for (let i = 0; i < RING_SLOTS - 1; i++) t.true(daw.setParameter({ parameter: GAIN, value: i % 20 }));
  t.false(daw.setParameter({ parameter: GAIN, value: 1 }), 'one slot stays free');
  await daw.play(constant(64, 0.5));
  t.is(daw.segment.readU32(at.parameterRead), daw.segment.readU32(at.parameterWrite));
  t.is(daw.takeEchoes().at(-1)?.value, (RING_SLOTS - 2) % 20);
});

readyTest('The ring counters wrap without losing a change', amp, async (t, daw) => {
  await daw.play(constant(64, 0.5));
  daw.takeEchoes();
  for (const word of [at.parameterWrite, at.parameterRead, at.echoWrite, at.echoRead])
    daw.segment.writeU32(word, 0xffff_fffe);
  for (let i = 1; i <= 4; i++) {
    daw.setParameter({ parameter: GAIN, value: i });
    await daw.play(constant(64, 0.5));
  }
  t.deepEqual(
    daw.takeEchoes().map((echo) => echo.value),
    [1, 2, 3, 4],
  );
  t.is(daw.segment.readU32(at.parameterRead), 2);
});

readyTest('A DAW that reads the echoes too late still learns the newest values', amp, async (t, daw) => {
  for (let i = 0; i < RING_SLOTS + 100; i++) {
    daw.setParameter({ parameter: GAIN, value: i % 2 === 0 ? 20 : 0 });
    if ((await daw.block(16)) !== 'byte') return t.fail(`no reply to block ${i}`);
  }
  t.is(daw.segment.readU32(at.echoWrite), RING_SLOTS - 1);
  const reported = daw.takeEchoes();
  t.is(reported.length, RING_SLOTS - 1);
  // Each block pushes one change, so the last that found room is number ringSlots - 1, an even one.
  t.is(reported.at(-1)?.value, 20);
  t.deepEqual(await daw.play(constant(64, 0.5)), constant(64, 0.5));
  t.deepEqual(
    daw.takeEchoes(),
    [{ parameter: GAIN, value: 0, sampleOffset: 0, kind: 0 }],
    'the newest value was not told',
  );
});

/* ---- VST3: known by id, and normalized ---- */

/** An echo of a value: of version 1 every other kind would be taken for a value of 0. */
function echo(parameter: number, value: number): Echo {
  return { parameter, value: Math.fround(value), sampleOffset: 0, kind: 0 };
}

/** sample-accurate: output 0 = parameter 5 at each sample, output 1 = parameter 3 at the end of the block. */
const accurate = () => vst3('sample-accurate');
const VALUE = 5;
const OTHER = 3;

/** Take the initial echoes out of the way. */
async function begin(daw: Daw): Promise<void> {
  await listen(daw);
  daw.takeEchoes();
}

probeTest('The first block reports to the DAW every VST3 parameter once, in their order', accurate, async (t, daw) => {
  t.deepEqual(daw.takeEchoes(), [], 'echoes before any block');
  await listen(daw);
  t.deepEqual(daw.takeEchoes(), [echo(VALUE, 0.125), echo(OTHER, 0)]);
  for (let block = 0; block < 20; block++) await listen(daw);
  t.deepEqual(daw.takeEchoes(), []);
});

probeTest(
  'A separate processor hears a change in the next block, and the DAW gets it once',
  () => vst3('separate-controller'),
  async (t, daw, log) => {
    await begin(daw);
    daw.setParameter({ parameter: 1000, value: 0.75 });
    t.deepEqual(await daw.playChannels(stereo(constant(64, 1))), stereo(constant(64, 0.75)));
    t.deepEqual(daw.takeEchoes(), [echo(1000, 0.75)]);
    t.true(await log.has('controller.setParamNormalized', 1));
    t.deepEqual(log.calls('controller.setParamNormalized'), [
      { thread: 'main', name: 'controller.setParamNormalized', details: '1000 0.75' },
    ]);
    for (let block = 0; block < 20; block++) await listen(daw);
    t.deepEqual(daw.takeEchoes(), []);
  },
);

probeTest('VST3 changes within a block are heard from their samples on, in any order', accurate, async (t, daw) => {
  await begin(daw);
  daw.setParameter({ parameter: VALUE, value: 0.75, sampleOffset: 40 });
  daw.setParameter({ parameter: VALUE, value: 0.5, sampleOffset: 10 });
  daw.setParameter({ parameter: OTHER, value: 1, sampleOffset: 63 });
  const [heard, second] = await daw.playChannels(stereo(constant(64, 0)));
  t.deepEqual(heard?.subarray(0, 10), constant(10, 0.125));
  t.deepEqual(heard?.subarray(10, 40), constant(30, 0.5));
  t.deepEqual(heard?.subarray(40), constant(24, 0.75));
  t.is(second?.[0], 1);
  t.deepEqual(daw.takeEchoes(), [echo(VALUE, 0.75), echo(OTHER, 1)]);
});

probeTest('Of several VST3 changes at one sample the last one stays', accurate, async (t, daw) => {
  for (const next of [0.25, 1, 0, 0.5]) daw.setParameter({ parameter: VALUE, value: next });
  t.deepEqual(await listen(daw), constant(64, 0.5));
});

probeTest('A VST3 change after the end of the block is not lost', accurate, async (t, daw) => {
  daw.setParameter({ parameter: VALUE, value: 0.5, sampleOffset: 0xffff_ffff });
  await listen(daw);
  t.deepEqual(await listen(daw), constant(64, 0.5));
});

probeTest(
  'A change in a block that is cut into pieces lies at its sample',
  () => ({ ...accurate(), bufferFrames: 64 }),
  async (t, daw) => {
    for (const offset of [0, 63, 64, 65, 500, 999]) {
      daw.setParameter({ parameter: VALUE, value: 0 });
      await listen(daw);
      daw.setParameter({ parameter: VALUE, value: 1, sampleOffset: offset });
      const heard = await listen(daw, 1000);
      t.deepEqual(heard.indexOf(1), offset);
      t.true(heard.subarray(offset).every((sample) => sample === 1));
    }
  },
);

probeTest('Normalized values are brought back into 0 to 1', accurate, async (t, daw) => {
  await begin(daw);
  for (const [wild, tamed] of [
    [5, 1],
    [-5, 0],
    [Number.POSITIVE_INFINITY, 1],
    [Number.NEGATIVE_INFINITY, 0],
  ] as const) {
    daw.setParameter({ parameter: VALUE, value: 0.5 });
    await listen(daw);
    daw.takeEchoes();
    daw.setParameter({ parameter: VALUE, value: wild });
    const heard = await listen(daw);
    // An infinite value may as well be refused.
    const allowed = Number.isFinite(wild) ? [tamed] : [tamed, 0.5];
    t.true(allowed.includes(heard[0] ?? Number.NaN), `${wild}: ${heard[0]}`);
    t.true(
      daw.takeEchoes().every((echo) => allowed.includes(echo.value)),
      String(wild),
    );
  }
});

probeTest('A normalized value that is not a number never reaches a VST3 plugin', accurate, async (t, daw) => {
  daw.setParameter({ parameter: VALUE, value: Number.NaN });
  t.true((await listen(daw)).every(Number.isFinite));
  t.true(daw.takeEchoes().every((echo) => Number.isFinite(echo.value)));
  t.true(await daw.process.says(`VST3: the value for parameter ${VALUE} is not a number`), daw.process.stderr);
  t.notRegex(daw.process.stderr, /Parameter not found/);
  daw.setParameter({ parameter: VALUE, value: 0.5 });
  t.deepEqual(await listen(daw), constant(64, 0.5));
});

probeTest('A change of what is no VST3 parameter is reported each time and ignored', accurate, async (t, daw) => {
  for (const [i, parameter] of [0, 1, 4, 0xffff_ffff].entries()) {
    daw.setParameter({ parameter, value: 0.75 });
    t.deepEqual(await listen(daw), constant(64, 0.125));
    const said = () => daw.process.stderr.split('[plugin-host] VST3 set_parameter_value failed: Parameter not found');
    t.true(await until(() => said().length === i + 2), daw.process.stderr);
  }
});

probeTest('A full parameter ring is taken in one VST3 block', accurate, async (t, daw) => {
  for (let i = 0; i < RING_SLOTS - 1; i++) t.true(daw.setParameter({ parameter: VALUE, value: (i % 128) / 128 }));
  await listen(daw);
  t.is(daw.segment.readU32(at.parameterRead), daw.segment.readU32(at.parameterWrite));
  t.deepEqual(await listen(daw), constant(64, ((RING_SLOTS - 2) % 128) / 128));
});

probeTest(
  'Fast automation reaches the processor and the controller to its last value',
  accurate,
  async (t, daw, log) => {
    await begin(daw);
    for (let i = 1; i <= 480; i++) {
      daw.setParameter({ parameter: VALUE, value: i / 512 });
      t.deepEqual(await listen(daw, 16), constant(16, i / 512));
    }
    t.deepEqual(daw.takeEchoes().at(-1), echo(VALUE, 480 / 512));
    const last = () => log.calls('controller.setParamNormalized').at(-1)?.details;
    t.true(await playUntil(daw, () => last() === `${VALUE} ${480 / 512}`), last());
  },
);

/* ---- What the plugin says ---- */

probeTest(
  'An edit of the controller reaches the processor and the DAW',
  () => vst3('gestures'),
  async (t, daw) => {
    await begin(daw);
    daw.setParameter({ parameter: 1, value: 0.75 });
    const echoes: Echo[] = [];
    const edited = () => echoes.push(...daw.takeEchoes()) > 0 && echoes.some(({ parameter }) => parameter === 2);
    t.true(await playUntil(daw, edited));
    t.deepEqual(await listen(daw), constant(64, 0.75));
    for (let block = 0; block < 20; block++) await listen(daw);
    echoes.push(...daw.takeEchoes());
    t.deepEqual(
      echoes.filter(({ kind }) => kind === 0),
      [echo(1, 0.75), echo(2, 0.75)],
    );
    t.deepEqual(
      echoes.filter(({ kind }) => kind !== 0),
      [],
      'the 0.2.0 DAW takes every kind for a value',
    );
  },
);

probeTest(
  'A program change is reported with every value that it changes',
  () => vst3('program-change'),
  async (t, daw) => {
    await begin(daw);
    for (const program of [0.5, 1, 0.25]) {
      daw.setParameter({ parameter: 50, value: program });
      const echoes: Echo[] = [];
      const level = Math.fround(program * 0.9);
      const complete = () =>
        echoes.push(...daw.takeEchoes()) > 0 && echoes.some((echo) => echo.parameter === 60 && echo.value === level);
      t.true(await playUntil(daw, complete), JSON.stringify(echoes));
      t.deepEqual(echoes, [echo(50, program), echo(60, program * 0.9)]);
      t.is((await listen(daw))[0], level);
    }
  },
);

probeTest(
  'A meter of a VST3 plugin is reported to the DAW',
  () => vst3('parameter-output'),
  async (t, daw) => {
    await listen(daw);
    t.deepEqual(daw.takeEchoes(), [echo(1, 0), echo(7, 0)]);
    for (const peak of [0.5, 0.25]) {
      await daw.playChannels(stereo(constant(64, peak)));
      t.deepEqual(daw.takeEchoes(), [echo(7, peak)]);
    }
    await daw.playChannels(stereo(constant(64, 0.25)));
    t.deepEqual(daw.takeEchoes(), []);
  },
);

probeTest(
  'An edit from a thread where VST3 forbids it is handed over, although no block comes',
  () => vst3('foreign-thread'),
  async (t, daw, log) => {
    await sleep(1000);
    const runs = log.calls('processor.process').map(({ details }) => details);
    t.true(runs.includes('1'), 'the processor does not know of the edit');
    t.deepEqual(
      runs.filter((frames) => frames !== '1' && frames !== '0'),
      [],
      'there was a block',
    );
    await daw.playChannels(stereo(constant(64, 0)));
    const threads = new Set(log.calls('processor.process').map(({ thread }) => thread));
    t.is(threads.size, 1, 'the flush came on another thread than the blocks');
    t.false(threads.has('main'));
    t.deepEqual(daw.takeEchoes(), [echo(1, 0.75)]);
    t.is((await daw.saveState()).readDoubleLE(4 + 64 + 4), 0.75, 'what the processor knows');
    t.is(
      log.calls('component.setActive').filter(({ details }) => details === '1').length,
      2,
      'the restart it asked for',
    );
  },
);

probeTest(
  'An edit from a thread where VST3 forbids it reaches processor and DAW while blocks come',
  () => vst3('foreign-thread'),
  async (t, daw) => {
    let edited = false;
    t.true(await playUntil(daw, () => (edited ||= daw.takeEchoes().some((echo) => echo.value === 0.75))));
    await listen(daw);
    t.is((await daw.saveState()).readDoubleLE(4 + 64 + 4), 0.75);
  },
);
