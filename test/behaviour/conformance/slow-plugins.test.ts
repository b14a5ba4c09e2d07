/*
 * What goes wrong between a DAW of version 7 and its host (protocol, 13.13) when an answer is late, or is looked for too late: C1, C2, C3, C10,
 * C12, C17, in all formats. The plugin is a gain that a script makes slow.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Daw, DawOptions } from '../../support/daw.ts';
import { until } from '../../support/host-process.ts';
import { constant, readyTest } from '../../support/host-test.ts';
import { RING_SLOTS, request, status } from '../../support/layout.ts';
import { formats, maxima, parameterId, torture } from '../torture/support.ts';

const FRAMES = 64;
/** The plugin's gain, unless it is set. */
const GAIN = 0.5;
const GIVEN_UP_AFTER_MS = 50;
/** Long enough for a byte that the host keeps until no thread waits for a block. */
const QUIET_MS = 300;

const seven = (plugin: DawOptions): DawOptions => ({ ...plugin, version: 7, eventless: true });

/** One block. @returns the last sample of its answer, as it was before the gain; undefined without one. */
async function heard(daw: Daw, value: number, milliseconds?: number): Promise<number | undefined> {
  daw.segment.writePlane(0, 'toHost', constant(FRAMES, value));
  if (!(await daw.countedBlock(FRAMES, milliseconds))) return undefined;
  return (daw.segment.readPlane(0, 'toDaw', FRAMES)[FRAMES - 1] ?? Number.NaN) / GAIN;
}

for (const format of formats) {
  readyTest(
    `${format}, C1: a DAW that reads the counter late waits in vain, and is in step with its next block`,
    () => seven(torture(format)),
    async (t, daw) => {
      for (let i = 1; i <= 20; i++) {
        daw.segment.writePlane(0, 'toHost', constant(FRAMES, -i));
        daw.prepareBlock(FRAMES);
        daw.toHost.signal();
        t.true(await until(() => daw.counter === 2 * i - 1));
        const late = daw.counter;
        t.false(await until(() => daw.counter !== late, 10), 'a second answer, as a rescue, would be the next block’s');
        t.is(await heard(daw, i), i);
        t.is(daw.counter, 2 * i);
      }
    },
  );

  readyTest(
    `${format}, C2: a block that was given up is not the answer to the next one`,
    () => seven(torture(format, 'slow(150)@process:5;slow(150)@process:12;slow(150)@process:19')),
    async (t, daw) => {
      let givenUp = 0;
      for (let i = 1; i <= 30; i++) {
        const answer = await heard(daw, i, GIVEN_UP_AFTER_MS);
        if (answer === undefined) {
          givenUp++;
          t.is(await heard(daw, 1000 + i), 1000 + i);
        } else t.is(answer, i);
      }
      t.true(givenUp >= 3, `${givenUp} blocks were given up`);
      t.is(daw.counter, 30 + givenUp, 'one for each wake, those given up, too');
      t.is(daw.toDaw.drain(), 0);
    },
  );

  readyTest(
    `${format}, C3: beside bytes that were left behind each block is answered as ever`,
    () => seven(torture(format, 'slow(4)@process')),
    async (t, daw) => {
      for (let i = 0; i < 5; i++) {
        // As clients of LV2 and CLAP do: until the status is there. Whatever byte comes stays in the pipe.
        daw.askFor(request.saveState);
        t.true(await until(() => daw.segment.readU32(daw.at.requestStatus) === status.ok));
        await sleep(QUIET_MS / 3);
      }
      for (let i = 1; i <= 20; i++) t.is(await heard(daw, i), i);
      t.is(daw.counter, 20);
      daw.toDaw.drain();
    },
  );

  readyTest(
    `${format}, C10: a plugin slower than the spin is answered by the counter alone, and no byte cuts the wait of the DAW short`,
    () => seven(torture(format, 'slow(3)@process')),
    async (t, daw) => {
      for (let i = 1; i <= 20; i++) {
        t.is(await heard(daw, i), i);
        t.is(daw.counter, i);
        t.is(daw.toDaw.drain(), 0, `a byte in block ${i}`);
      }
    },
  );

  readyTest(
    `${format}, C12: after a bounce at the limit of the live cycle, too short for the plugin, each wake is counted and the next block is its own`,
    () => seven(torture(format, 'slow(10)@process*20')),
    async (t, daw) => {
      for (let i = 1; i <= 50; i++) await heard(daw, i, 3);
      t.is(await heard(daw, 1000), 1000);
      t.is(await heard(daw, 1001), 1001);
      t.is(daw.counter, 52);
      t.is(daw.toDaw.drain(), 0);
    },
  );

  readyTest(
    `${format}, C17: 5000 parameter changes without a block, of which the ring holds 4095`,
    () => seven(torture(format)),
    async (t, daw) => {
      const scale = format === 'vst3' ? maxima.gain : 1;
      let pushed = 0;
      for (let i = 0; i < 5000; i++)
        pushed += daw.setParameter({ parameter: parameterId(format, 'gain'), value: (i % 4096) / 8192 / scale })
          ? 1
          : 0;
      t.is(pushed, RING_SLOTS - 1);
      t.true(await daw.countedBlock(FRAMES));
      t.is(await heard(daw, 1), Math.fround(4094 / 8192) / GAIN, 'the last one that there was room for');
    },
  );
}
