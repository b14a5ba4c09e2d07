import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { type Layout, laterLayouts, layouts, v1, v3, v6 } from './layouts.ts';
import { holds } from './property.ts';
import { BLOCK, kinds, Rig, record } from './support.ts';

const CAPACITY = 4095;
const noteOn = [0x93, 60, 100] as const;

/** A rig whose plugin has MIDI ports, with a block of 64 frames announced. */
function rigWithPorts(row: Layout, inputs = 16, outputs = 16): Rig {
  const rig = new Rig(row.version);
  rig.bindMidi(inputs, outputs);
  rig.x.daw_set_block(64, 0, 0);
  return rig;
}

const push = (rig: Rig, port: number, offset: number, bytes: readonly number[]): number =>
  rig.x.daw_push_midi(port, offset, bytes[0] ?? 0, bytes[1] ?? 0, bytes[2] ?? 0);

const inWrite = (row: Layout, port: number): number => row.midiInWrite + port * row.midiStride;
const inSlots = (row: Layout, port: number): number => row.midiInSlots + port * row.midiStride;

for (const row of layouts) {
  test(`Version ${row.version}: a message is in its port’s ring where the protocol puts it, and reaches the plugin`, (t) => {
    for (const port of new Set([0, Math.min(1, row.midiInPorts - 1), row.midiInPorts - 1])) {
      const rig = rigWithPorts(row);
      t.is(push(rig, port, 17, noteOn), 1);
      t.is(rig.word(inWrite(row, port)), 1);
      const slot = inSlots(row, port);
      t.deepEqual(
        Buffer.from(rig.segmentBytes.subarray(slot, slot + 16)).toString('hex'),
        '11000000933c64030000000000000000',
      );
      t.is(rig.wake(), BLOCK);
      t.deepEqual(rig.allEvents(), [{ offset: 17, kind: kinds.midi, port, bytes: [...noteOn] }]);
      t.is(rig.word(inWrite(row, port) + 4), 1);
    }
  });

  test(`Version ${row.version}: there are ${row.midiInPorts} ports to the host and ${row.midiOutPorts} from it`, (t) => {
    const rig = rigWithPorts(row);
    for (const port of [0, 1, 15, 16, 0xffffffff]) {
      t.is(push(rig, port, 0, noteOn), port < row.midiInPorts ? 1 : 0);
    }
    rig.setField(record.midiInputs, 0xffffffff);
    rig.setField(record.midiOutputs, 0xffffffff);
    const ports = [0, 1, 15, 16, 0xffff];
    rig.run(() => rig.write(ports.map((port) => ({ offset: 0, kind: kinds.midi, port, bytes: [...noteOn] }))));
    t.deepEqual(
      rig.allEvents().map(({ port }) => port),
      [0, 1, 15].filter((port) => port < row.midiInPorts),
    );
    t.deepEqual(
      [0, 1, 15].map((port) => rig.midi(port).length),
      [0, 1, 15].map((port) => (port < row.midiOutPorts ? 1 : 0)),
    );
    t.is(rig.x.daw_pop_midi(16), 0);
  });
}

test('Slots of the later versions lie at the offsets of the protocol’s table', (t) => {
  const found = laterLayouts
    .filter(({ version }) => version >= 4)
    .map((row) => [0, 1, 15].map((port) => [inWrite(row, port), inSlots(row, port)]));
  const older = [
    [1_180_160, 1_180_168],
    [1_245_712, 1_245_720],
    [2_163_440, 2_163_448],
  ];
  const newer = [
    [1_180_160, 1_180_176],
    [1_245_712, 1_245_728],
    [2_163_440, 2_163_456],
  ];
  t.deepEqual(found, [older, older, newer, newer]);
});

test('A message is as long as its status byte says, whatever follows it', (t) => {
  const lengths = new Map<number, number>();
  for (let status = 0x80; status < 0xf0; status++) {
    lengths.set(status, status >= 0xc0 && status < 0xe0 ? 2 : 3);
  }
  [3, 2, 3, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1].forEach((length, i) => {
    lengths.set(0xf0 + i, length);
  });
  const rig = rigWithPorts(v6);
  for (const status of lengths.keys()) {
    push(rig, 0, 0, [status, 1, 2]);
  }
  rig.wake();
  const expected = [...lengths].map(([status, length]) => [status, 1, 2].slice(0, length));
  t.is(expected.length, 128);
  t.deepEqual(
    rig.allEvents().map(({ bytes }) => bytes),
    expected,
  );
  const at = rig.field(record.eventsAt);
  const programChange = (0xc0 - 0x80) * 24;
  t.deepEqual([...rig.bytes(at + programChange + 16, 8)], [0xc0, 1, 0, 0, 0, 0, 0, 0]);
});

test('What does not begin with a status byte is dropped', (t) => {
  const rig = rigWithPorts(v6);
  for (const first of [0, 1, 0x7f, 0x80]) {
    push(rig, 0, 0, [first, 60, 100]);
  }
  rig.wake();
  t.deepEqual(
    rig.allEvents().map(({ bytes }) => bytes),
    [[0x80, 60, 100]],
  );
  t.is(rig.word(v6.midiInWrite + 4), 4);
});

test('An offset at or behind the end of the block becomes its last frame, in both directions', (t) => {
  const rig = rigWithPorts(v6);
  for (const offset of [63, 64, 0xffffffff]) {
    push(rig, 0, offset, noteOn);
  }
  rig.run(() => rig.write([63, 64, 0xffffffff].map((offset) => ({ offset, kind: kinds.midi, bytes: [...noteOn] }))));
  t.deepEqual(
    rig.allEvents().map(({ offset }) => offset),
    [63, 63, 63],
  );
  t.deepEqual(
    rig.midi(0).map(({ offset }) => offset),
    [63, 63, 63],
  );
});

test('An empty ring gives nothing; a full one refuses the 4096th message; one block drains it', (t) => {
  const rig = rigWithPorts(v6);
  rig.wake();
  t.deepEqual(rig.allEvents(), []);
  for (let i = 0; i < CAPACITY; i++) {
    t.is(push(rig, 3, 0, [0x90, i & 127, i >> 7]), 1);
  }
  const before = rig.segmentBytes.slice();
  t.is(push(rig, 3, 0, noteOn), 0);
  t.is(Buffer.compare(rig.segmentBytes, before), 0);
  rig.wake();
  t.deepEqual(
    rig.allEvents().map(({ bytes }) => bytes![1]! + bytes![2]! * 128),
    [...Array(CAPACITY).keys()],
  );
  t.is(push(rig, 3, 0, noteOn), 1);
});

test('Indices wrap at 2^32, in both directions', (t) => {
  for (const row of [v3, v6]) {
    const rig = rigWithPorts(row);
    for (const at of [row.midiInWrite, row.midiOutWrite]) {
      rig.setWord(at, 0xffffffff);
      rig.setWord(at + 4, 0xffffffff);
    }
    push(rig, 0, 1, noteOn);
    push(rig, 0, 2, noteOn);
    t.is(rig.word(row.midiInWrite), 1);
    rig.run(() => rig.write([3, 4].map((offset) => ({ offset, kind: kinds.midi, bytes: [0xf8] }))));
    t.deepEqual(
      rig.allEvents().map(({ offset }) => offset),
      [1, 2],
    );
    t.is(rig.word(row.midiOutWrite), 1);
    t.is(rig.word(row.midiOutSlots + 4095 * 16), 3, 'last slot');
    t.is(rig.word(row.midiOutSlots), 4, 'first slot');
    t.deepEqual(
      rig.midi(0).map(({ offset }) => offset),
      [3, 4],
    );
  }
});

test('A ring whose indices make no sense starts again: its messages are dropped, the next ones arrive', (t) => {
  const rig = rigWithPorts(v6);
  rig.setWord(v6.midiInWrite, 5);
  rig.setWord(v6.midiInWrite + 4, 0xffff0000);
  rig.wake();
  t.deepEqual(rig.allEvents(), []);
  push(rig, 0, 0, noteOn);
  rig.wake();
  t.is(rig.allEvents().length, 1);
});

test('Rings of ports that the plugin does not have are left alone', (t) => {
  const rig = rigWithPorts(v6, 2, 2);
  for (const port of [0, 1, 2, 15]) {
    push(rig, port, 0, noteOn);
  }
  rig.wake();
  t.deepEqual(
    rig.allEvents().map(({ port }) => port),
    [0, 1],
  );
  t.deepEqual(
    [0, 1, 2, 15].map((port) => rig.word(inWrite(v6, port) + 4)),
    [1, 1, 0, 0],
  );
  const without = rigWithPorts(v1, 0, 0);
  push(without, 0, 0, noteOn);
  without.wake();
  t.deepEqual(without.allEvents(), []);
  t.is(without.word(v1.midiInWrite + 4), 0);
});

test('What the event list has no room for comes with the next block: nothing is lost, nothing comes twice', (t) => {
  const rig = rigWithPorts(v6);
  rig.bind([{ id: 1, value: 0, maximum: 1e6 }]);
  for (let i = 0; i < CAPACITY; i++) {
    rig.x.daw_push_parameter(1, i, 0, 0);
    for (const port of [0, 7, 15]) {
      push(rig, port, 0, [0x90, i & 127, i >> 7]);
    }
  }
  const counts: number[] = [];
  const seen: string[] = [];
  for (let i = 0; i < 4; i++) {
    rig.run();
    const events = rig.allEvents();
    counts.push(events.length);
    seen.push(
      ...events.map(({ kind, port, value, bytes }) => `${kind} ${port} ${value ?? bytes![1]! + bytes![2]! * 128}`),
    );
  }
  t.deepEqual(counts, [8192, 4 * CAPACITY - 8192, 0, 0]);
  const numbers = [...Array(CAPACITY).keys()];
  const expected = [
    ...numbers.map((i) => `1 undefined ${i}`),
    ...[0, 7, 15].flatMap((port) => numbers.map((i) => `2 ${port} ${i}`)),
  ];
  t.deepEqual(seen, expected);
});

test('Parameters and all ports come in one list by offset; at one offset, parameters first, then the ports in order', (t) => {
  const rig = rigWithPorts(v6);
  rig.bind([{ id: 1, value: 0, maximum: 1e6 }]);
  const source = fc.record({ port: fc.integer({ min: -1, max: 15 }), offset: fc.nat(70) });
  holds(
    t,
    fc.property(fc.array(source, { maxLength: 200 }), (list) => {
      list.forEach(({ port, offset }, i) => {
        if (port < 0) {
          rig.x.daw_push_parameter(1, i, offset, 0);
        } else {
          push(rig, port, offset, [0x90, i & 127, i >> 7]);
        }
      });
      rig.run();
      const expected = list
        .map(({ port, offset }, i) => ({ port, offset: Math.min(offset, 63), i }))
        .toSorted((a, b) => a.offset - b.offset || a.port - b.port || a.i - b.i)
        .map(({ offset, i }) => [offset, i]);
      const found = rig.allEvents().map(({ offset, value, bytes }) => [offset, value ?? bytes![1]! + bytes![2]! * 128]);
      assert.deepEqual(found, expected);
    }),
  );
});
