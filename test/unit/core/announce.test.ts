import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { type Layout, laterLayouts, layouts, v6 } from './layouts.ts';
import { holds } from './property.ts';
import { hex, Rig } from './support.ts';

/** Announce the plugin with that name. */
function announce(rig: Rig, name: Uint8Array, counts = [2, 2, 1, 1], latency = 0, headerChannels = 0): void {
  const [audioInputs = 0, audioOutputs = 0, midiInputs = 0, midiOutputs = 0] = counts;
  rig.stage(name);
  rig.x.host_announce(name.length, audioInputs, audioOutputs, midiInputs, midiOutputs, latency, headerChannels);
}

/** The name as the DAW reads it. */
function announcedName(rig: Rig, row: Layout): Buffer {
  const start = row.scratch + 4;
  return Buffer.from(rig.segmentBytes.subarray(start, start + rig.word(row.scratch)));
}

const portsRecord = (rig: Rig, row: Layout): Uint8Array =>
  rig.segmentBytes.slice(row.scratch + 1024, row.scratch + 1044);

for (const row of laterLayouts) {
  test(`Version ${row.version}: name and ports go to scratch, port counts and latency to the header where it has the words`, (t) => {
    const rig = new Rig(row.version);
    rig.segmentBytes.fill(0xa5, 8);
    const expected = rig.segmentBytes.slice();
    const view = new DataView(expected.buffer);
    announce(rig, Buffer.from('Gäin'), [2, 3, 1, 16], 480);
    view.setUint32(row.scratch, 5, true);
    expected.set(Buffer.from('Gäin'), row.scratch + 4);
    expected.set(hex('54524f50 02000000 03000000 01000000 10000000'), row.scratch + 1024);
    if (row.version >= 4) {
      view.setUint32(48, 1, true);
      view.setUint32(52, 16, true);
    }
    if (row.version >= 5) {
      view.setUint32(84, 480, true);
    }
    t.is(Buffer.compare(rig.segmentBytes, expected), 0);
    t.is(rig.x.host_announces(), 1);
  });

  test(`Version ${row.version}: the header gets the audio channels only if they are asked for`, (t) => {
    const rig = new Rig(row.version);
    announce(rig, Buffer.from('x'), [3, 4, 0, 0], 0, 1);
    t.deepEqual([rig.word(40), rig.word(44)], [3, 4]);
  });
}

test('Version 1 announces nothing', (t) => {
  const rig = new Rig();
  const before = rig.segmentBytes.slice();
  announce(rig, Buffer.from('name'), [2, 2, 1, 1], 480, 1);
  rig.x.host_announce_midi_ports(3, 3);
  t.is(Buffer.compare(rig.segmentBytes, before), 0);
  t.is(rig.x.host_announces(), 0);
});

test('The PORT record of 2, 2, 1, 1 is the golden one', (t) => {
  const rig = new Rig(6);
  announce(rig, Buffer.from('x'));
  t.deepEqual(portsRecord(rig, v6), hex('54524f50 02000000 02000000 01000000 01000000'));
});

test('Counts that the segment has no room for are clamped: 32 channels, 16 ports', (t) => {
  const rig = new Rig(6);
  announce(rig, Buffer.from('x'), [33, 0xffffffff, 17, 0xffffffff], 0, 1);
  t.deepEqual(portsRecord(rig, v6), hex('54524f50 20000000 20000000 10000000 10000000'));
  t.deepEqual(
    [40, 44, 48, 52].map((at) => rig.word(at)),
    [32, 32, 16, 16],
  );
});

test('MIDI port counts may change later, in the header only', (t) => {
  for (const row of layouts) {
    const rig = new Rig(row.version);
    rig.x.host_announce_midi_ports(2, 40);
    const expected = row.version >= 4 ? [2, 16] : [0, 0];
    t.deepEqual([rig.word(48), rig.word(52)], expected, `${row.version}`);
    t.deepEqual([rig.x.daw_midi_inputs(), rig.x.daw_midi_outputs()], expected);
    t.is(rig.word(row.scratch), 0);
  }
});

test('A name is cut to 1016 bytes at the end of a character, and never reaches the ports', (t) => {
  const rig = new Rig(6);
  const names: [string, number][] = [
    ['a'.repeat(1016), 1016],
    ['a'.repeat(1017), 1016],
    [`${'a'.repeat(1015)}é`, 1015],
    [`${'a'.repeat(1014)}é`, 1016],
    [`${'a'.repeat(1013)}🎹`, 1013],
  ];
  for (const [name, length] of names) {
    announce(rig, Buffer.from(name));
    t.deepEqual(announcedName(rig, v6), Buffer.from(name).subarray(0, length));
    t.is(rig.word(v6.scratch + 1024), 0x504f5254);
  }
  rig.x.host_announce(0xffffffff, 0, 0, 0, 0, 0, 0);
  t.is(rig.word(v6.scratch) <= 1016, true);
});

test('Of any bytes as a name, the longest readable start is reported', (t) => {
  const rig = new Rig(6);
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const readable = (bytes: Uint8Array): boolean => {
    try {
      decoder.decode(bytes);
      return true;
    } catch {
      return false;
    }
  };
  const name = fc.oneof(
    fc.uint8Array({ maxLength: 20 }),
    fc.string({ unit: 'binary', maxLength: 8 }).chain((text) => {
      const bytes = new Uint8Array(Buffer.from(text));
      return fc.nat(bytes.length).map((length) => bytes.subarray(0, length));
    }),
  );
  holds(
    t,
    fc.property(name, (bytes) => {
      announce(rig, bytes);
      let length = bytes.length;
      while (!readable(bytes.subarray(0, length))) length--;
      assert.deepEqual(announcedName(rig, v6), Buffer.from(bytes.subarray(0, length)));
    }),
    2000,
  );
});

test('A block writes none of the announced words but the latency', (t) => {
  const rig = new Rig(6);
  announce(rig, Buffer.from('name'), [2, 2, 1, 1], 480);
  const before = rig.segmentBytes.slice();
  rig.x.daw_set_block(64, 2, 2);
  rig.setField(52, 256);
  rig.run();
  t.deepEqual(portsRecord(rig, v6), before.slice(v6.scratch + 1024, v6.scratch + 1044));
  t.is(announcedName(rig, v6).toString(), 'name');
  t.deepEqual([rig.x.daw_midi_inputs(), rig.x.daw_midi_outputs(), rig.x.daw_latency()], [1, 1, 256]);
});
