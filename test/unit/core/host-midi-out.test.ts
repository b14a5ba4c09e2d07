import test from 'ava';
import { type Layout, laterLayouts, v6 } from './layouts.ts';
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

test('The plugin’s messages go to their port’s ring as raw bytes, missing ones 0, with their channel', (t) => {
  for (const row of laterLayouts) {
    const port = row.midiOutPorts - 1;
    const rig = rigWithPorts(row);
    const messages = [[0x9c, 60, 100], [0xc1, 5], [0xf8], [0x90, 1, 2, 3]];
    rig.run(() => rig.write(messages.map((bytes, i) => ({ offset: i, kind: kinds.midi, port, bytes }))));
    const slots = row.midiOutSlots + port * row.midiStride;
    t.is(rig.word(row.midiOutWrite + port * row.midiStride), 4);
    t.is(
      Buffer.from(rig.segmentBytes.subarray(slots, slots + 64)).toString('hex'),
      '000000009c3c640c0000000000000000' +
        '01000000c10500010000000000000000' +
        '02000000f80000080000000000000000' +
        '03000000900102000000000000000000',
    );
    t.deepEqual(rig.midi(port), [
      { offset: 0, bytes: [0x9c, 60, 100] },
      { offset: 1, bytes: [0xc1, 5, 0] },
      { offset: 2, bytes: [0xf8, 0, 0] },
      { offset: 3, bytes: [0x90, 1, 2] },
    ]);
  }
});

test('Messages without bytes and those of ports that the plugin does not have are dropped', (t) => {
  const rig = rigWithPorts(v6, 0, 1);
  rig.run(() =>
    rig.write([
      { offset: 0, kind: kinds.midi, port: 1, bytes: [...noteOn] },
      { offset: 0, kind: kinds.midi, port: 0, bytes: [] },
    ]),
  );
  t.is(rig.midi(0).length + rig.midi(1).length, 0);
});

test('A full ring that is not read keeps its messages; more are dropped', (t) => {
  const rig = rigWithPorts(v6);
  const messages = (first: number) =>
    Array.from({ length: 3000 }, (_, i) => ({ offset: 0, kind: kinds.midi, bytes: [0x90, (first + i) & 127, 1] }));
  rig.run(() => rig.write(messages(0)));
  rig.run(() => rig.write(messages(3000)));
  const notes = rig.midi(0).map(({ bytes }) => bytes[1]);
  t.deepEqual(
    notes,
    Array.from({ length: CAPACITY }, (_, i) => i & 127),
  );
  rig.run(() => rig.write(messages(0)));
  t.is(rig.midi(0).length, 3000);
});

test('A flush brings the plugin’s messages, too, and none twice', (t) => {
  const rig = rigWithPorts(v6);
  t.is(rig.x.host_flush(), BLOCK);
  rig.write([{ offset: 9, kind: kinds.midi, bytes: [...noteOn] }]);
  rig.x.host_flush_end();
  rig.x.host_flush_end();
  t.deepEqual(rig.midi(0), [{ offset: 0, bytes: [...noteOn] }]);
});

test('A count of output events beyond the list is cut to it', (t) => {
  const rig = rigWithPorts(v6);
  rig.wake();
  rig.write(Array.from({ length: 8192 }, (_, i) => ({ offset: 0, kind: kinds.midi, port: i % 4, bytes: [...noteOn] })));
  rig.setField(record.outputEventCount, 0xffffffff);
  rig.end();
  t.deepEqual(
    [0, 1, 2, 3].map((port) => rig.midi(port).length),
    [2048, 2048, 2048, 2048],
  );
});
