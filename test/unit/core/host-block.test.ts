import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { holds } from './property.ts';
import { BLOCK, HELD, NOTHING, plane, Rig, record, v1 } from './support.ts';

const STALE = 7;

/** A rig with a plugin of so many channels, whose output planes still hold an old block. */
function rigWithChannels(inputs: number, outputs: number): Rig {
  const rig = new Rig();
  rig.bind([], inputs, outputs);
  for (let channel = 0; channel < 32; channel++) {
    rig.plane(channel, 0).fill(channel + 1);
    rig.plane(channel, 1).fill(STALE);
    rig.buffer(channel, 0).fill(-STALE);
    rig.buffer(channel, 1).fill(-1 - channel);
  }
  return rig;
}

const all = (samples: Float32Array, value: number): boolean => samples.every((sample) => sample === value);

test('Input planes reach the plugin and its outputs reach the output planes, frame for frame and no further', (t) => {
  const rig = rigWithChannels(2, 2);
  rig.x.daw_set_block(64, 2, 2);
  rig.plane(1, 0).forEach((_, i, samples) => {
    samples[i] = i;
  });
  t.is(rig.wake(), BLOCK);
  t.is(rig.field(record.frames), 64);
  t.true(all(rig.buffer(0, 0).subarray(0, 64), 1));
  t.deepEqual([...rig.buffer(1, 0).subarray(0, 64)], [...Array(64).keys()]);
  t.true(all(rig.buffer(0, 0).subarray(64), -STALE), 'frames beyond the block');
  t.true(all(rig.buffer(2, 0), -STALE), 'channels that the plugin does not read');
  t.is(rig.end(), 1);
  for (const channel of [0, 1]) {
    t.true(all(rig.plane(channel, 1).subarray(0, 64), -1 - channel));
    t.true(all(rig.plane(channel, 1).subarray(64), STALE), 'frames beyond the block');
  }
  t.true(all(rig.plane(2, 1), STALE), 'channels that the DAW does not read');
});

test('Plugin inputs that the DAW does not supply are silent', (t) => {
  const rig = rigWithChannels(3, 0);
  rig.x.daw_set_block(100, 1, 0);
  rig.wake();
  t.true(all(rig.buffer(0, 0).subarray(0, 100), 1));
  t.true(all(rig.buffer(1, 0).subarray(0, 100), 0));
  t.true(all(rig.buffer(2, 0).subarray(0, 100), 0));
});

test('A plane that the plugin does not produce is zeroed: no old block stays in it', (t) => {
  const rig = rigWithChannels(1, 1);
  rig.x.daw_set_block(64, 1, 2);
  rig.wake();
  rig.end();
  t.true(all(rig.plane(0, 1).subarray(0, 64), -1));
  t.true(all(rig.plane(1, 1).subarray(0, 64), 0));
  t.true(all(rig.plane(1, 1).subarray(64), STALE));
});

test('A plugin that failed gives silence in every plane that the DAW reads, and a reply', (t) => {
  const rig = rigWithChannels(2, 2);
  rig.x.daw_set_block(64, 2, 3);
  rig.wake();
  t.is(rig.end(0, -1), 1);
  for (const channel of [0, 1, 2]) {
    t.true(all(rig.plane(channel, 1).subarray(0, 64), 0));
  }
});

test('40 channels on both sides are clamped to 32', (t) => {
  const rig = rigWithChannels(40, 40);
  rig.x.daw_set_block(4096, 40, 40);
  const behindPlanes = rig.segmentBytes.slice(1_049_088);
  rig.wake();
  rig.end();
  for (let channel = 0; channel < 32; channel++) {
    t.true(all(rig.buffer(channel, 0), channel + 1));
    t.true(all(rig.plane(channel, 1), -1 - channel));
  }
  t.is(Buffer.compare(rig.segmentBytes.subarray(1_049_088), behindPlanes), 0);
});

test('Blocks of 1 and of 4096 frames run', (t) => {
  for (const frames of [1, 4096]) {
    const rig = rigWithChannels(1, 1);
    rig.x.daw_set_block(frames, 1, 1);
    t.is(rig.wake(), BLOCK);
    t.is(rig.field(record.frames), frames);
    t.true(all(rig.buffer(0, 0).subarray(0, frames), 1));
    t.is(rig.end(), 1);
    t.true(all(rig.plane(0, 1).subarray(0, frames), -1));
    t.true(all(rig.plane(0, 1).subarray(frames), STALE));
  }
});

test('A block of 0, 4097 or 2^32 - 1 frames gets one reply and touches nothing, not even the rings', (t) => {
  for (const frames of [0, 4097, 0xffffffff]) {
    const rig = rigWithChannels(2, 2);
    rig.bind([{ id: 1, value: 0 }], 2, 2);
    rig.x.daw_set_block(frames, 2, 2);
    rig.x.daw_push_parameter(1, 1, 0, 0);
    const before = rig.segmentBytes.slice();
    t.is(rig.wake(), NOTHING, `${frames}`);
    t.is(rig.x.host_replies(), 1);
    t.is(rig.x.host_replies(), 0);
    t.is(Buffer.compare(rig.segmentBytes, before), 0);
    t.is(rig.end(), 0, 'there is no block to end');
    t.is(Buffer.compare(rig.segmentBytes, before), 0);
  }
});

test('The size of a refused block can be asked for once; 1 means that there was none', (t) => {
  const rig = rigWithChannels(0, 0);
  const ask = () => rig.x.host_invalid_block_size() >>> 0;
  for (const frames of [0, 4097, 0xffffffff]) {
    rig.x.daw_set_block(frames, 0, 0);
    rig.wake();
    t.is(ask(), frames);
    t.is(ask(), 1);
  }
  rig.x.daw_set_block(4096, 0, 0);
  rig.wake();
  t.is(ask(), 1);
});

test('The plugin’s list of output events is empty before it runs', (t) => {
  const rig = rigWithChannels(0, 0);
  rig.x.daw_set_block(64, 0, 0);
  rig.setField(record.outputEventCount, 5);
  rig.wake();
  t.is(rig.field(record.outputEventCount), 0);
});

test('A header that changes while the plugin runs does not change where its block goes', (t) => {
  const rig = rigWithChannels(1, 1);
  rig.x.daw_set_block(64, 1, 1);
  rig.wake();
  rig.x.daw_set_block(4096, 32, 32);
  rig.setField(record.frames, 4096);
  rig.end();
  t.true(all(rig.plane(0, 1).subarray(64), STALE));
  t.true(all(rig.plane(1, 1), STALE));
});

test('Ending a block twice gives the DAW one block and one reply', (t) => {
  const rig = rigWithChannels(1, 1);
  rig.x.daw_set_block(64, 1, 1);
  rig.wake();
  t.is(rig.end(), 1);
  rig.plane(0, 1).fill(STALE);
  t.is(rig.end(), 0);
  t.true(all(rig.plane(0, 1), STALE));
});

test('Each block advances the heartbeat', (t) => {
  const rig = rigWithChannels(1, 1);
  rig.x.daw_set_block(64, 1, 1);
  rig.setWord(v1.heartbeat, 0xffffffff);
  rig.wake();
  rig.end();
  t.is(rig.word(v1.heartbeat), 0);
});

test('Version 1 has no latency word: none is written', (t) => {
  const rig = rigWithChannels(1, 1);
  rig.x.daw_set_block(64, 1, 1);
  rig.setField(record.latency, 0xabcdef);
  const before = rig.segmentBytes.slice();
  rig.wake();
  rig.end();
  const changed = [...rig.segmentBytes.subarray(0, 512).keys()].filter((at) => rig.segmentBytes[at] !== before[at]);
  t.deepEqual(changed, [v1.heartbeat]);
});

test('The transport reaches the plugin', (t) => {
  const rig = rigWithChannels(0, 0);
  rig.x.daw_set_block(64, 0, 0);
  rig.x.daw_set_transport(2 ** 33, 120, 3, 4, 1, 96_000);
  rig.segment.setUint32(v1.transport + 24, 0xffffffff, true);
  rig.wake();
  t.is(rig.record.getBigUint64(record.playhead, true), 2n ** 33n);
  t.is(rig.record.getFloat64(record.tempo, true), 120);
  t.is(rig.field(record.numerator), 3);
  t.is(rig.field(record.denominator), 4);
  t.is(rig.field(record.playing), 1, 'bit 0 of the flags, whatever the others');
});

test('A tempo that is negative, infinite or NaN is unknown: 0', (t) => {
  const rig = rigWithChannels(0, 0);
  rig.x.daw_set_block(64, 0, 0);
  for (const tempo of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1, -0]) {
    rig.x.daw_set_transport(0, tempo, 4, 4, 0, 0);
    rig.wake();
    t.is(rig.record.getFloat64(record.tempo, true), 0, `${tempo}`);
  }
  for (const tempo of [Number.MIN_VALUE, Number.MAX_VALUE]) {
    rig.x.daw_set_transport(0, tempo, 4, 4, 0, 0);
    rig.wake();
    t.is(rig.record.getFloat64(record.tempo, true), tempo);
  }
  t.is(rig.field(record.playing), 0);
});

/** What the host may change in a segment during a block of this header, as a list of [first byte, number of bytes]. */
function writable(frames: number, dawOutputs: number): [number, number][] {
  const planes = Array.from({ length: Math.min(dawOutputs, 32) }, (_, channel): [number, number] => [
    plane(channel, 1),
    frames * 4,
  ]);
  const echoRing: [number, number][] = [
    [v1.echoWrite, 4],
    [v1.echoSlots, 65_536],
  ];
  return [...planes, ...echoRing, [v1.heartbeat, 4], [v1.errorCode, 4], [v1.parameterRead, 4]];
}

test('Whatever the header holds, a block changes no byte outside the areas that are the host’s to write', (t) => {
  const rig = new Rig();
  const anyCount = fc.oneof(fc.nat(40), fc.integer({ min: 0, max: 0xffffffff }));
  const anyFrames = fc.oneof(fc.nat(4100), fc.integer({ min: 0, max: 0xffffffff }));
  const headers = fc.record({
    frames: anyFrames,
    dawInputs: anyCount,
    dawOutputs: anyCount,
    pluginInputs: anyCount,
    pluginOutputs: anyCount,
    indices: fc.array(fc.oneof(fc.nat(5000), fc.integer({ min: 0, max: 0xffffffff })), { minLength: 8, maxLength: 8 }),
    status: fc.constantFrom(0, -1),
  });
  holds(
    t,
    fc.property(headers, (header) => {
      rig.reset();
      rig.bind([{ id: 1, value: 0.5 }], header.pluginInputs, header.pluginOutputs);
      rig.segmentBytes.fill(0xa5, 512);
      header.indices.forEach((index, i) => {
        rig.setWord(256 + i * 4, index);
      });
      rig.x.daw_set_block(header.frames, header.dawInputs, header.dawOutputs);
      const expected = rig.segmentBytes.slice();
      const action = rig.wake();
      const runs = header.frames >= 1 && header.frames <= 4096;
      assert.equal(action, runs ? BLOCK : NOTHING);
      const due = runs ? rig.end(0, header.status) : rig.x.host_replies();
      assert.equal(due === HELD ? rig.release() : due, 1);
      rig.x.host_refused_parameters();
      for (const [at, bytes] of runs ? writable(header.frames, header.dawOutputs) : []) {
        expected.set(rig.segmentBytes.subarray(at, at + bytes), at);
      }
      assert.equal(Buffer.compare(rig.segmentBytes, expected), 0);
    }),
    150,
  );
});

test('error_code says whether the last block failed', (t) => {
  const rig = rigWithChannels(1, 1);
  rig.x.daw_set_block(64, 1, 1);
  for (const [status, error] of [
    [0, 0],
    [-1, 2],
    [-1, 2],
    [0, 0],
  ] as const) {
    rig.wake();
    rig.end(0, status);
    t.is(rig.word(v1.errorCode), error);
  }
});
