/** VST3: parameters in both directions. On the wire they are known by id, and normalized. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Daw, Echo } from '../../support/daw.ts';
import { constant } from '../../support/host-test.ts';
import { at, RING_SLOTS } from '../../support/layout.ts';
import { listen, playUntil, probeTest, stereo, vst3 } from '../../support/vst3.ts';

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

for (const [wild, tamed] of [
  [5, 1],
  [-5, 0],
  [Number.POSITIVE_INFINITY, 1],
  [Number.NEGATIVE_INFINITY, 0],
] as const) {
  probeTest(`A normalized value of ${wild} is brought back into 0 to 1`, accurate, async (t, daw) => {
    await begin(daw);
    daw.setParameter({ parameter: VALUE, value: 0.5 });
    await listen(daw);
    daw.takeEchoes();
    daw.setParameter({ parameter: VALUE, value: wild });
    const heard = await listen(daw);
    // An infinite value may as well be refused.
    const allowed = Number.isFinite(wild) ? [tamed] : [tamed, 0.5];
    t.true(allowed.includes(heard[0] ?? Number.NaN), String(heard[0]));
    t.true(daw.takeEchoes().every((echo) => allowed.includes(echo.value)));
  });
}

probeTest('A normalized value that is not a number never reaches a VST3 plugin', accurate, async (t, daw) => {
  daw.setParameter({ parameter: VALUE, value: Number.NaN });
  t.true((await listen(daw)).every(Number.isFinite));
  t.true(daw.takeEchoes().every((echo) => Number.isFinite(echo.value)));
  t.true(await daw.process.says(`VST3: the value for parameter ${VALUE} is not a number`), daw.process.stderr);
  t.notRegex(daw.process.stderr, /Parameter not found/);
  daw.setParameter({ parameter: VALUE, value: 0.5 });
  t.deepEqual(await listen(daw), constant(64, 0.5));
});

for (const parameter of [0, 1, 4, 0xffff_ffff]) {
  probeTest(
    `A change of ${parameter}, which is no VST3 parameter, is reported and ignored`,
    accurate,
    async (t, daw) => {
      daw.setParameter({ parameter, value: 0.75 });
      t.deepEqual(await listen(daw), constant(64, 0.125));
      const line = '[plugin-host] VST3 set_parameter_value failed: Parameter not found';
      t.true(await daw.process.says(line), daw.process.stderr);
    },
  );
}

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
