/**
 * Version 6 means two layouts: slots 8 or 16 bytes behind a port's start. Both DAWs are played here by hand, with the protocol's numbers.
 */
import test from 'ava';
import { type Layout, older6, v4, v5, v6 } from './layouts.ts';
import { kinds, Rig } from './support.ts';

const noteOn = [0x90, 60, 100] as const;

/** A DAW that knows only its own layout. */
class TypedDaw {
  constructor(
    readonly rig: Rig,
    readonly row: Layout,
  ) {}

  send(port: number, offset: number, bytes: readonly number[]): void {
    const { rig, row } = this;
    const write = row.midiInWrite + port * row.midiStride;
    const index = rig.word(write);
    const slot = row.midiInSlots + port * row.midiStride + (index % 4096) * 16;
    rig.setWord(slot, offset);
    rig.segmentBytes.set(bytes, slot + 4);
    rig.setWord(write, (index + 1) >>> 0);
  }

  /** All messages of a port. */
  receive(port: number): number[][] {
    const { rig, row } = this;
    const write = row.midiOutWrite + port * row.midiStride;
    const found: number[][] = [];
    for (let read = rig.word(write + 4); read !== rig.word(write); read = (read + 1) >>> 0) {
      const slot = row.midiOutSlots + port * row.midiStride + (read % 4096) * 16;
      found.push([...rig.segmentBytes.subarray(slot + 4, slot + 7)]);
    }
    rig.setWord(write + 4, rig.word(write));
    return found;
  }
}

function start(row: Layout): { rig: Rig; daw: TypedDaw } {
  const rig = new Rig(row.version);
  rig.bindMidi(16, 16);
  rig.x.daw_set_block(64, 0, 0);
  return { rig, daw: new TypedDaw(rig, row) };
}

/** A block in which the plugin answers on some ports with the bytes that it is given. */
function answer(rig: Rig, ports: number[], bytes: number[]): void {
  rig.run(() => rig.write(ports.map((port) => ({ offset: 0, kind: kinds.midi, port, bytes }))));
}

for (const [title, row] of [
  ['the newer layout', v6],
  ['the older layout', older6],
] as const) {
  test(`A DAW of ${title} is understood from its first message on, and answered in its layout, on all ports`, (t) => {
    for (const port of [0, 1, 15]) {
      const { rig, daw } = start(row);
      daw.send(port, 5, noteOn);
      daw.send(port, 6, [0x80, 60, 0]);
      answer(rig, [0, 1, 15], [0xb0, 7, 1]);
      t.deepEqual(rig.allEvents(), [
        { offset: 5, kind: kinds.midi, port, bytes: [...noteOn] },
        { offset: 6, kind: kinds.midi, port, bytes: [0x80, 60, 0] },
      ]);
      for (const out of [0, 1, 15]) {
        t.deepEqual(daw.receive(out), [[0xb0, 7, 1]]);
      }
    }
  });

  test(`A DAW of ${title} stays understood over many rounds of the ring, and in blocks without messages`, (t) => {
    const { rig, daw } = start(row);
    for (let round = 0; round < 10; round++) {
      const notes = Array.from({ length: 1000 }, (_, i) => [0x90, (round + i) & 127, 1]);
      for (const note of notes) {
        daw.send(2, 0, note);
      }
      answer(rig, [2], [0xc0, round, 0]);
      t.deepEqual(
        rig.allEvents().map(({ bytes }) => bytes),
        notes,
      );
      answer(rig, [2], [0xc1, round, 0]);
      t.deepEqual(daw.receive(2), [
        [0xc0, round, 0],
        [0xc1, round, 0],
      ]);
    }
  });
}

test('Until anything was received, the newer layout is assumed', (t) => {
  const { rig, daw } = start(v6);
  answer(rig, [0], [...noteOn]);
  t.deepEqual(daw.receive(0), [[...noteOn]]);
});

test('The layout follows a segment that is created anew, to the other one and back, without a word in the header', (t) => {
  const { rig } = start(v6);
  for (const row of [older6, v6, older6, v6]) {
    rig.segmentBytes.fill(0, 8);
    rig.x.daw_set_block(64, 0, 0);
    const daw = new TypedDaw(rig, row);
    daw.send(0, 3, noteOn);
    answer(rig, [15], [0xe0, 1, 2]);
    t.deepEqual(
      rig.allEvents().map(({ offset, bytes }) => [offset, bytes]),
      [[3, [...noteOn]]],
    );
    t.deepEqual(daw.receive(15), [[0xe0, 1, 2]]);
  }
});

test('Attaching assumes the newer layout again', (t) => {
  const { rig, daw } = start(older6);
  daw.send(0, 0, noteOn);
  answer(rig, [0], [...noteOn]);
  rig.attach();
  rig.x.daw_set_block(64, 0, 0);
  answer(rig, [0], [...noteOn]);
  t.deepEqual(new TypedDaw(rig, v6).receive(0), [[...noteOn]]);
});

test('Versions 4 and 5 have one layout only, whatever their first message is', (t) => {
  for (const row of [v4, v5]) {
    const { rig, daw } = start(row);
    daw.send(0, 0, [0, 0, 0]);
    daw.send(0, 1, noteOn);
    answer(rig, [0], [0xf8]);
    t.deepEqual(
      rig.allEvents().map(({ offset, bytes }) => [offset, bytes]),
      [[1, [...noteOn]]],
    );
    t.deepEqual(daw.receive(0), [[0xf8, 0, 0]]);
  }
});
