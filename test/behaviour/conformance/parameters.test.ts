import { amp, constant, readyTest } from '../../support/host-test.ts';
import { at, RING_SLOTS } from '../../support/layout.ts';

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

for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
  readyTest(`A value of ${value} never reaches the ears`, amp, async (t, daw) => {
    daw.setParameter({ parameter: GAIN, value });
    const heard = await daw.play(constant(64, 0.5));
    t.true(heard.every(Number.isFinite), String(heard[0]));
    t.true(daw.takeEchoes().every((echo) => Number.isFinite(echo.value)));
    daw.setParameter({ parameter: GAIN, value: 0 });
    t.deepEqual(await daw.play(constant(64, 0.5)), constant(64, 0.5));
  });
}

for (const parameter of [1, 2, 77, 0xffff_ffff]) {
  readyTest(`A change of port ${parameter}, which is not a parameter, is reported and ignored`, amp, async (t, daw) => {
    daw.setParameter({ parameter, value: 5 });
    t.deepEqual(await daw.play(constant(64, 0.5)), constant(64, 0.5));
    const line = `[plugin-host] LV2 set_control_value failed: Unknown LV2 control port index: ${parameter}`;
    t.true(await daw.process.says(line), daw.process.stderr);
  });
}

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
