import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../support/host-process.ts';
import { amp, constant, readyTest } from '../../support/host-test.ts';
import { at, RING_SLOTS, SCRATCH_BYTES } from '../../support/layout.ts';

/** A small seeded generator, so that a failure can be reproduced. */
function generator(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

readyTest('Another instance that takes over the segment does not stop the sound', amp, async (t, daw) => {
  await daw.play(constant(64, 0.5));
  daw.segment.takeOver();
  t.deepEqual(await daw.play(constant(64, 0.25)), constant(64, 0.25));
  daw.segment.writeU32(at.magic, 0);
  daw.segment.writeU32(at.version, 99);
  t.deepEqual(await daw.play(constant(64, 0.75)), constant(64, 0.75));
});

const jumps: [string, number, number][] = [
  ['parameter write counter jumps far ahead', at.parameterWrite, 1_000_000],
  ['parameter write counter jumps back', at.parameterWrite, 0xffff_0000],
  ['parameter read counter jumps ahead of the write counter', at.parameterRead, 5000],
  ['echo read counter jumps ahead', at.echoRead, 5000],
  ['echo write counter jumps ahead', at.echoWrite, 1_000_000],
];
for (const [what, word, value] of jumps) {
  readyTest(`When the ${what}, the next changes are heard again`, amp, async (t, daw) => {
    await daw.play(constant(64, 0.5));
    daw.segment.writeU32(word, value);
    await daw.play(constant(64, 0.5));
    // The DAW starts over, as a second instance does when it zeroes the segment.
    for (const counter of [at.parameterWrite, at.parameterRead, at.echoWrite, at.echoRead]) {
      daw.segment.writeU32(counter, 0);
    }
    await daw.play(constant(64, 0.5));
    for (const gain of [20, 0]) {
      daw.setParameter({ parameter: 0, value: gain });
      t.deepEqual(await daw.play(constant(64, 0.5)), constant(64, gain === 20 ? 5 : 0.5));
      t.is(daw.takeEchoes().at(-1)?.value, gain);
    }
  });
}

readyTest('A parameter ring full of garbage does not stop the sound', amp, async (t, daw) => {
  daw.segment.write(at.parameterSlots, randomBytes(RING_SLOTS * 16));
  daw.segment.writeU32(at.parameterWrite, RING_SLOTS - 1);
  t.is(await daw.block(4096), 'byte');
  t.is(daw.segment.readU32(at.parameterRead), RING_SLOTS - 1);
  daw.setParameter({ parameter: 0, value: 0 });
  t.deepEqual(await daw.play(constant(64, 0.5)), constant(64, 0.5));
});

readyTest('A scratch full of garbage is refused as a state, whatever its size', amp, async (t, daw) => {
  for (let i = 0; i < 200; i++) {
    const garbage = randomBytes(SCRATCH_BYTES);
    // A small number of ports lets the parser come past the first check.
    garbage.writeUInt32LE(i % 5, 0);
    const result = await daw.restoreState(garbage, (i * 331) % SCRATCH_BYTES);
    if (result !== 1 && result !== 2) return t.fail(`no status for garbage number ${i}`);
  }
  daw.setParameter({ parameter: 0, value: 0 });
  t.deepEqual(await daw.play(constant(64, 0.5)), constant(64, 0.5));
});

readyTest('Transport values that no song has do not stop the sound', amp, async (t, daw) => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 1e308]) {
    daw.segment.writePlane(0, 'toHost', constant(64, 0.5));
    daw.prepareBlock(64);
    daw.writeTransport({ playhead: 2 ** 63, tempo: value, numerator: 0, denominator: 0, playing: true });
    daw.toHost.signal();
    t.is(await daw.toDaw.wait(5000), 'byte');
    t.deepEqual(daw.segment.readPlane(0, 'toDaw', 64), constant(64, 0.5));
  }
});

for (const seed of [1, 2, 3, 4]) {
  readyTest(`A DAW that has lost its mind (seed ${seed}) does not crash the host`, amp, async (t, daw) => {
    const next = generator(seed * 7919);
    const words = [at.blockSize, at.inputChannels, at.outputChannels, at.requestStatus, at.scratchSize];
    const counters = [at.parameterWrite, at.parameterRead, at.echoWrite, at.echoRead, 264, 268, 60];
    for (let i = 0; i < 300; i++) {
      for (const word of [...words, ...counters])
        if (next() % 3 === 0) daw.segment.writeU32(word, next() >>> (next() % 32));
      if (next() % 4 === 0) daw.segment.write(at.planes + (next() % 3_000_000), randomBytes(5000));
      daw.segment.writeU32(at.requestType, [0, 0, 1, 2, 3, 4, 99, next()][next() % 8] ?? 0);
      daw.toHost.signal(1 + (next() % 3));
      if (next() % 4 === 0) await sleep(1);
      if (!daw.process.alive) return t.fail(`it ended in round ${i}`);
    }
    // Back to sense. What was left over must be gone after a rest.
    t.true(await until(() => daw.segment.readU32(at.requestType) === 0));
    daw.segment.takeOver();
    await sleep(500);
    daw.toDaw.drain();
    daw.setParameter({ parameter: 0, value: 0 });
    for (let block = 1; block < 20; block++) t.deepEqual(await daw.play(constant(64, block)), constant(64, block));
  });
}
