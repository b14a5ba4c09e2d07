/*
 * A DAW that breaks its side of the segment: the host still writes only its own fields, keeps running, and plays in time as
 * soon as the words make sense again.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import type { Daw, DawOptions } from '../../support/daw.ts';
import { until } from '../../support/host-process.ts';
import { fixture, readyTest } from '../../support/host-test.ts';
import { RING_SLOTS, SEGMENT_BYTES, SLOT_BYTES, type Version } from '../../support/layout.ts';
import { noteOn, pushMidi, received, takeMidi } from '../../support/midi.ts';
import { Player } from '../../support/player.ts';
import { anyNumber, CANARY_BYTES, generator, Scribbler } from '../../support/scribbler.ts';

const versions = [1, 3, 6] as const;

function gain(version: Version): () => DawOptions {
  return () => ({
    ...fixture('gain', { DISPLAY: '' }),
    version,
    inputs: 2,
    outputs: 2,
    segment: { bytes: SEGMENT_BYTES + CANARY_BYTES },
  });
}

/** The words make sense again: what was outstanding is answered, nothing stale is left, and blocks are in time. */
async function recovers(t: ExecutionContext, daw: Daw, scribbler: Scribbler): Promise<void> {
  t.true(await until(() => daw.segment.readU32(daw.at.requestType) === 0), 'a request is never answered');
  await sleep(700); // so long a reply to a request may be waited for
  daw.toDaw.drain();
  scribbler.takeOver();
  await daw.block(64);
  daw.setParameter({ parameter: 2, value: 1 });
  await daw.block(64);
  t.truthy(await new Player(daw, 0).inTime(), 'it lags');
  t.is(daw.toDaw.drain(), 0);
}

/* ---- one thing at a time ---- */

const headers: [string, (scribbler: Scribbler, daw: Daw) => void][] = [
  ['another magic', (scribbler, { at }) => scribbler.writeU32(at.magic, 0xdead_beef)],
  ['every other version', (scribbler, { at }) => scribbler.writeU32(at.version, at.number === 6 ? 1 : 6)],
  ['a version that nobody knows', (scribbler, { at }) => scribbler.writeU32(at.version, 0xffff_ffff)],
  ['zeros everywhere', (scribbler) => scribbler.write(0, Buffer.alloc(SEGMENT_BYTES))],
  ['ones everywhere in the header', (scribbler) => scribbler.write(24 + 4, Buffer.alloc(512 - 28, 0xff))],
  ['a second instance’s fresh header', (scribbler) => scribbler.takeOver()],
  [
    '40 channels',
    (scribbler, { at }) => {
      scribbler.writeU32(at.inputChannels, 40);
      scribbler.writeU32(at.outputChannels, 40);
    },
  ],
  [
    'port counts without end',
    (scribbler, { at }) => {
      for (const word of [at.inputChannels, at.outputChannels, at.midiInputPorts, at.midiOutputPorts])
        if (word !== undefined) scribbler.writeU32(word, 0xffff_ffff);
    },
  ],
];
for (const version of versions) {
  for (const [what, write] of headers) {
    readyTest(`Version ${version}: ${what} while it plays`, gain(version), async (t, daw) => {
      await daw.block(64);
      const scribbler = new Scribbler(daw);
      for (const frames of [64, 4096, 0, 5000]) {
        write(scribbler, daw);
        if (daw.segment.readU32(daw.at.requestType) !== 0) scribbler.writeU32(daw.at.requestType, 0);
        scribbler.writeU32(daw.at.shutdownRequest, 0);
        scribbler.writeU32(daw.at.blockSize, frames);
        daw.toHost.signal();
        t.is(await daw.toDaw.wait(5000), 'byte');
        t.is(scribbler.trespass(), undefined);
      }
      await recovers(t, daw, scribbler);
    });
  }
}

/* ---- rings ---- */

const jumps = [1_000_000, 0xffff_0000, RING_SLOTS, RING_SLOTS + 1, 0x8000_0000];

for (const version of versions) {
  readyTest(`Version ${version}: indices of every ring that jump`, gain(version), async (t, daw) => {
    const { at } = daw;
    const scribbler = new Scribbler(daw);
    const midi = [...at.midi.toHost, ...at.midi.toDaw].flatMap(({ write, read }) => [write, read]);
    for (const word of [at.parameterWrite, at.parameterRead, at.echoWrite, at.echoRead, ...midi]) {
      for (const jump of jumps) {
        scribbler.writeU32(word, jump);
        scribbler.writeU32(at.blockSize, 64);
        daw.toHost.signal();
        t.is(await daw.toDaw.wait(5000), 'byte', `word ${word} = ${jump}`);
      }
    }
    t.is(scribbler.trespass(), undefined);
    await recovers(t, daw, scribbler);
  });
}

readyTest(
  'MIDI rings whose indices jump pass messages again when they make sense',
  () => ({
    ...fixture('midi-echo'),
    version: 6,
    inputs: 0,
    outputs: 0,
    segment: { bytes: SEGMENT_BYTES + CANARY_BYTES },
  }),
  async (t, daw) => {
    const scribbler = new Scribbler(daw);
    const rings = [...daw.at.midi.toHost, ...daw.at.midi.toDaw];
    for (const jump of jumps) {
      for (const { write, read } of rings) {
        for (const word of [write, read]) scribbler.writeU32(word, jump);
        scribbler.writeU32(write, jump + 7000);
      }
      t.is(await daw.block(64), 'byte');
      for (const { write, read, slots } of rings) {
        scribbler.writeU32(write, 0);
        scribbler.writeU32(read, 0);
        scribbler.write(slots, Buffer.alloc(RING_SLOTS * SLOT_BYTES));
      }
      pushMidi(daw, 1, noteOn(60, 5));
      t.is(await daw.block(64), 'byte');
      t.deepEqual(takeMidi(daw, 1), [received(noteOn(60, 5))], `after ${jump}`);
      t.deepEqual(takeMidi(daw, 0), []);
    }
  },
);

/* ---- everything at once ---- */

async function scribble(daw: Daw, scribbler: Scribbler, next: () => number): Promise<void> {
  const { at } = daw;
  const midi = [...at.midi.toHost, ...at.midi.toDaw].flatMap(({ write, read }) => [write, read]);
  const words = [at.magic, at.version, at.ready, at.heartbeat, at.errorCode, at.blockSize, at.inputChannels];
  words.push(at.outputChannels, at.requestStatus, at.scratchSize, at.parameterWrite, at.parameterRead, at.echoWrite);
  words.push(at.echoRead, 48, 52, 60, 64, 68, 72, 76, 80, 84, 264, 268, 272, 276, 280, 284, ...midi);
  for (const word of words) if (next() % 4 === 0) scribbler.writeU32(word, anyNumber(next));
  const areas = [at.planes, at.parameterSlots, at.transport, at.scratch, ...at.midi.toHost.map(({ slots }) => slots)];
  for (const area of areas) if (next() % 4 === 0) scribbler.write(area + (next() % 3000) * 4, randomBytes(512));
  if (next() % 16 === 0) scribbler.takeOver();
  scribbler.writeU32(at.requestType, [0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, next()][next() % 14] ?? 0);
  daw.toHost.signal(1 + (next() % 3));
  if (next() % 2 === 0) await daw.toDaw.wait(5);
}

for (const version of versions) {
  for (const seed of [11, 12, 13]) {
    readyTest(
      `Version ${version}: a DAW that writes anything anywhere (seed ${seed}) finds nothing written that is not the host’s`,
      gain(version),
      async (t, daw) => {
        const scribbler = new Scribbler(daw);
        const next = generator(seed * 7919 + version);
        for (let round = 0; round < 200; round++) {
          await scribble(daw, scribbler, next);
          if (!daw.process.alive) return t.fail(`it ended in round ${round}`);
          if (round % 20 === 19) t.is(scribbler.trespass(), undefined, `round ${round}`);
        }
        await recovers(t, daw, scribbler);
      },
    );
  }
}
