/** Blocks with more events than the rings hold at a time. */
import test from 'ava';
import { piecesOf } from '../../../ts/client/pieces.ts';
import type { BlockEvent } from '../../../ts/client/types.ts';
import { clapFile } from '../../support/paths.ts';
import { hostTest } from './support.ts';

const note = (frame: number, key: number): BlockEvent => ({ type: 'midi', frame, data: [0x90, key, 100] });

test('A block is cut where its events do not fit, and nowhere else', (t) => {
  const events = [note(90, 3), note(0, 0), note(1, 1), note(2, 2)];
  const { pieces, left } = piecesOf({ frames: 100, events, room: 3, others: () => 0 });
  t.deepEqual(left, []);
  t.deepEqual(
    pieces.map(({ from, to, events: own }) => [from, to, own.map(({ frame }) => from + frame)]),
    [
      [0, 50, [0, 1, 2]],
      [50, 100, [90]],
    ],
  );
});

test('Of too many events at one frame the later ones come a frame later, at the end in the next block', (t) => {
  const events = Array.from({ length: 7 }, (_, key) => note(1, key));
  const { pieces, left } = piecesOf({ frames: 3, events, room: 3, others: () => 0 });
  t.deepEqual(
    pieces.map(({ from, events: own }) => [from, own.length]),
    [
      [0, 0],
      [1, 3],
      [2, 3],
    ],
  );
  t.deepEqual(left, [note(0, 6)]);
});

test('Other changes take room, too', (t) => {
  const { pieces } = piecesOf({ frames: 64, events: [], room: 100, others: (from, to) => (to - from) * 10 });
  t.true(pieces.every(({ from, to }) => (to - from) * 10 <= 100));
  t.is(pieces.at(-1)?.to, 64);
});

hostTest(
  'Twelve thousand parameter changes in a block count at their frames',
  () => ({ format: 'clap', plugin: clapFile('gain'), maxFrames: 4096, blockTimeoutMs: 20_000 }),
  async (t, host) => {
    const id = host.parameters[0]?.id ?? 0;
    const input = new Float32Array(4096).fill(1);
    const values = Float32Array.from({ length: 4096 }, (_, frame) => (frame % 97) / 100);
    const events = Array.from(values).flatMap((value, frame): BlockEvent[] =>
      [0.99, 0.98, value].map((one) => ({ type: 'parameter', frame, id, value: one })),
    );
    for (const play of [
      (outputs: Float32Array[]) => host.process([input, input], outputs, { events }),
      (outputs: Float32Array[]) => host.processAsync([input, input], outputs, { events }),
    ]) {
      const outputs = [new Float32Array(4096), new Float32Array(4096)];
      t.true(await play(outputs));
      // The parameter is in decibels.
      const isAsSaid = (value: number, i: number) => Math.abs(value - 10 ** ((values[i] ?? 0) / 20)) < 1e-6;
      t.true(outputs[0]?.every(isAsSaid));
    }
  },
);

hostTest(
  'Nine thousand MIDI messages in a block come through at their frames',
  () => ({ format: 'clap', plugin: clapFile('note-echo'), maxFrames: 4096, blockTimeoutMs: 20_000 }),
  (t, host) => {
    const events = Array.from({ length: 9000 }, (_, i): BlockEvent => {
      return { type: 'midi', frame: Math.floor(i / 3), data: [0xb0, 1, i % 128] };
    });
    const back: [number, number | undefined][] = [];
    host.on('midi', ({ frame, data }) => back.push([frame, data[2]]));
    t.true(host.process([], [new Float32Array(4096)], { events, frames: 4096 }));
    const expected = events.map(({ frame }, i) => [frame, i % 128] as [number, number]);
    t.deepEqual(back, expected);
  },
);
