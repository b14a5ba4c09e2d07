/** The host's own container for the settings of a plugin that has no state. */
import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { holds } from './property.ts';
import { Rig, STATE_BYTES } from './support.ts';

const rig = new Rig(6);
const { x } = rig;

const HEAD_BYTES = 24;
const PARAMETER_BYTES = 12;
const longest = Math.floor((STATE_BYTES - HEAD_BYTES) / PARAMETER_BYTES);
const NOT_OURS = -1;
const DAMAGED = -2;

type Parameter = [id: number, value: number];

/** The container as the core writes it, or undefined if the core refuses. */
function write(parameters: Parameter[], count = parameters.length): Uint8Array | undefined {
  x.state_parameters_begin(count);
  for (const [id, value] of parameters) {
    x.state_parameters_put(id, value);
  }
  const size = x.state_parameters_end();
  return size < 0 ? undefined : rig.state(size);
}

/** What the core reads, or its refusal. */
function read(blob: Uint8Array): Parameter[] | number {
  rig.putState(blob);
  const count = x.state_parameters_read(blob.length);
  if (count < 0) return count;
  return Array.from({ length: count }, (_, i) => [x.state_parameters_id(i) >>> 0, x.state_parameters_value(i)]);
}

const parameters: fc.Arbitrary<Parameter[]> = fc.array(fc.tuple(fc.integer({ min: 0, max: 0xffffffff }), fc.double()), {
  maxLength: 20,
});

test('It is a mark of 16 bytes, version 1, the count, and ids with their values', (t) => {
  const blob = write([
    [0xfedcba98, -6.5],
    [7, 1],
  ])!;
  t.is(blob.length, 48);
  t.is(
    Buffer.from(blob.subarray(16)).toString('hex'),
    '0100000002000000' + '98badcfe0000000000001ac0' + '07000000000000000000f03f',
  );
  t.true(new Set(blob.subarray(0, 16)).size > 8, 'the mark is no simple pattern');
});

test('Whatever is written is read back the same, and refused when cut at any byte or extended', (t) => {
  holds(
    t,
    fc.property(parameters, fc.uint8Array({ minLength: 1, maxLength: 30 }), (list, more) => {
      const blob = write(list)!;
      assert.equal(blob.length, HEAD_BYTES + PARAMETER_BYTES * list.length);
      assert.deepEqual(read(blob), list);
      for (let length = 0; length < blob.length; length++) {
        assert.equal(read(blob.subarray(0, length)), length < 16 ? NOT_OURS : DAMAGED);
      }
      assert.equal(read(Buffer.concat([blob, more])), DAMAGED);
      assert.equal(x.state_parameters_id(0), 0);
      assert.equal(x.state_parameters_value(0), 0);
    }),
  );
});

test('It is never mistaken for a plugin’s stream, nor one for it: any other mark is not ours', (t) => {
  const blob = write([[1, 1]])!;
  for (let bit = 0; bit < 128; bit++) {
    const other = blob.slice();
    other[bit >> 3]! ^= 1 << (bit & 7);
    t.is(read(other), NOT_OURS, `bit ${bit}`);
  }
  holds(
    t,
    fc.property(fc.uint8Array({ maxLength: 200 }), (stream) => {
      assert.equal(read(stream), NOT_OURS);
    }),
    1000,
  );
});

test('Another version of it, or a count that the length does not bear out, is damaged', (t) => {
  const blob = write([
    [1, 1],
    [2, 2],
  ])!;
  const changed = (at: number, value: number): Uint8Array => {
    const other = blob.slice();
    new DataView(other.buffer).setUint32(at, value, true);
    return other;
  };
  for (const version of [0, 2, 0xffffffff]) {
    t.is(read(changed(16, version)), DAMAGED);
  }
  /* The last two times 12 are 24, mod 2^32. */
  for (const count of [0, 1, 3, 0xffffffff, 0x40000002, 0x80000002]) {
    t.is(read(changed(20, count)), DAMAGED, `${count}`);
  }
  t.deepEqual(read(blob), [
    [1, 1],
    [2, 2],
  ]);
});

test('As many parameters as a plugin may have are kept', (t) => {
  const list = Array.from({ length: 16_384 }, (_, i): Parameter => [i, i / 2]);
  const blob = write(list)!;
  t.is(blob.length, HEAD_BYTES + list.length * PARAMETER_BYTES);
  t.deepEqual(read(blob), list);
});

test('As many parameters as fit the state buffer are kept; one more is refused as a whole', (t) => {
  const bytesOf = (count: number): number => {
    x.state_parameters_begin(count);
    for (let i = 0; i < count; i++) x.state_parameters_put(i, i / 2);
    return x.state_parameters_end();
  };
  t.is(bytesOf(longest), HEAD_BYTES + longest * PARAMETER_BYTES);
  t.is(x.state_parameters_read(HEAD_BYTES + longest * PARAMETER_BYTES), longest);
  t.is(x.state_parameters_value(longest - 1), (longest - 1) / 2);
  t.is(bytesOf(longest + 1), -1);
});

test('A count announced and not kept is refused', (t) => {
  t.is(write([[1, 1]], 2), undefined);
  t.is(write([[1, 1]], 0), undefined);
  t.is(write([], 1), undefined);
  t.is(write([])?.length, HEAD_BYTES);
});

test('Values are kept bit by bit, and parameters beyond the count read as zeros', (t) => {
  const values = [-0, Number.MIN_VALUE, Number.MAX_VALUE, Number.NaN, Number.NEGATIVE_INFINITY];
  t.deepEqual(
    read(write(values.map((value, i): Parameter => [i, value]))!),
    values.map((value, i) => [i, value]),
  );
  t.is(x.state_parameters_value(values.length), 0);
  t.is(x.state_parameters_id(0xffffffff), 0);
});

test('A container longer than the state buffer is refused', (t) => {
  rig.putState(write([[1, 1]])!);
  t.is(x.state_parameters_read(STATE_BYTES + 1), NOT_OURS);
  t.is(x.state_parameters_read(0xffffffff), NOT_OURS);
});
