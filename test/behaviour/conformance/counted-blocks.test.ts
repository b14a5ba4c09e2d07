/** Blocks of version 7: one count for each, and a byte only for a DAW that does not read the count. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import { clap } from '../../support/clap.ts';
import type { Daw, DawOptions } from '../../support/daw.ts';
import { constant, fixture, readyTest } from '../../support/host-test.ts';
import type { Version } from '../../support/layout.ts';
import { vst3 } from '../../support/vst3.ts';

const FRAMES = 64;
const COUNTER_AT = 88;
const EVENTLESS_AT = 92;
const untouched = constant(FRAMES, 77);

const plugins: [string, () => DawOptions][] = [
  ['the null plugin', () => ({ format: 'null', spec: 'null' })],
  ['LV2', () => fixture('gain')],
  ['VST3', () => vst3('silent-output')],
  ['CLAP', () => clap('gain')],
];
const modes = [
  ['counter alone', true],
  ['counter and byte', false],
] as const;

/** The bytes in the pipe, once none can follow. */
async function bytes(daw: Daw): Promise<number> {
  await sleep(20);
  return daw.toDaw.drain();
}

async function answered(t: ExecutionContext, daw: Daw, size: number): Promise<void> {
  const before = daw.counter;
  t.true(await daw.countedBlock(size), `no answer to a block of ${size} frames`);
  t.is(daw.counter, (before + 1) >>> 0);
}

for (const [format, plugin] of plugins) {
  for (const [mode, eventless] of modes) {
    const options = (): DawOptions => ({ ...plugin(), version: 7, eventless });
    const expected = eventless ? 0 : 1;

    readyTest(`${format}, ${mode}, C4, C11, C20: each block is counted once, of any size`, options, async (t, daw) => {
      t.is(daw.counter, 0, 'something was counted before the first block');
      for (let block = 1; block <= 1000; block++) {
        t.true(await daw.countedBlock(FRAMES));
        if (daw.counter !== block) t.fail(`${daw.counter} after ${block} blocks`);
        if (!eventless) t.is(await daw.toDaw.wait(20_000), 'byte');
      }
      t.is(await bytes(daw), 0);
      t.is(daw.counter, 1000);
      for (const size of [0, 4097, 0xffff_ffff]) {
        daw.segment.writePlane(0, 'toDaw', untouched);
        await answered(t, daw, size);
        t.deepEqual(daw.segment.readPlane(0, 'toDaw', FRAMES), untouched);
        t.is(await bytes(daw), expected);
      }
      daw.segment.writeU32(COUNTER_AT, 0xffff_ffff);
      await answered(t, daw, FRAMES);
      t.is(daw.counter, 0, 'it wraps');
      t.is(await bytes(daw), expected);
    });
  }

  readyTest(
    `${format}: the DAW may change its mind about bytes between two blocks`,
    () => ({ ...plugin(), version: 7, eventless: true }),
    async (t, daw) => {
      for (const [eventless, expected] of [
        [1, 0],
        [0, 1],
        [0xffff_ffff, 0],
        [0, 1],
      ] as const) {
        daw.segment.writeU32(EVENTLESS_AT, eventless);
        await answered(t, daw, FRAMES);
        t.is(await bytes(daw), expected, `with ${eventless}`);
      }
    },
  );
}

const older = [1, 3, 4, 5, 6, '6-older'] as const satisfies readonly Version[];
for (const version of older) {
  readyTest(
    `Version ${version}: blocks are answered by bytes, whatever stands where version 7 has its words`,
    () => ({
      ...fixture('gain'),
      version,
      prepare: (segment) => {
        segment.writeU32(COUNTER_AT, 5);
        segment.writeU32(EVENTLESS_AT, 1);
      },
    }),
    async (t, daw) => {
      for (let block = 1; block <= 100; block++)
        t.deepEqual(await daw.play(constant(FRAMES, block)), constant(FRAMES, block));
      t.is(daw.segment.readU32(EVENTLESS_AT), 1);
    },
  );
}
