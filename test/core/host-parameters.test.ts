import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { holds } from './property.ts';
import { type Parameter, Rig, record, v1 } from './support.ts';

/** A rig with these parameters and a block of 64 frames announced. */
function rigWith(parameters: Parameter[]): Rig {
  const rig = new Rig();
  rig.bind(parameters);
  rig.x.daw_set_block(64, 0, 0);
  return rig;
}

function runBlock(rig: Rig): void {
  rig.wake();
  rig.end();
}

const refusals = (rig: Rig): [number, number] => [
  rig.x.host_refused_parameters(),
  rig.x.host_refused_parameter_id() >>> 0,
];

// ---- from the DAW ----

test('A value event becomes a parameter event at the parameter’s position in the table.', (t) => {
  const rig = rigWith([
    { id: 40, value: 0, maximum: 24 },
    { id: 0xfffffff0, value: 0, maximum: 24 },
  ]);
  rig.x.daw_push_parameter(0xfffffff0, 12.5, 33, 0);
  rig.wake();
  t.deepEqual(rig.events(), [{ offset: 33, index: 1, value: 12.5 }]);
  const at = rig.field(record.eventsAt);
  t.deepEqual(
    [...rig.bytes(at + 4, 4), ...rig.bytes(at + 12, 4)],
    [1, 0, 0, 0, 0, 0, 0, 0],
    'kind 1, port 0, reserved 0',
  );
});

test('The core does not write the parameter’s value: the plugin’s side does.', (t) => {
  const rig = rigWith([{ id: 1, value: 0.25 }]);
  rig.x.daw_push_parameter(1, 1, 0, 0);
  rig.wake();
  t.is(rig.values[0], 0.25);
});

test('Values are clamped to the parameter’s range.', (t) => {
  const rig = rigWith([{ id: 1, value: 0, minimum: -90, maximum: 24 }]);
  for (const value of [999, -999, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 7]) {
    rig.x.daw_push_parameter(1, value, 0, 0);
  }
  rig.wake();
  t.deepEqual(
    rig.events().map(({ value }) => value),
    [24, -90, 24, -90, 7],
  );
});

test('NaN and unknown ids are refused and counted, the last id kept; asking for the count clears it.', (t) => {
  const rig = rigWith([{ id: 1, value: 0 }]);
  rig.x.daw_push_parameter(77, 0, 0, 0);
  rig.x.daw_push_parameter(1, 0.5, 0, 0);
  rig.x.daw_push_parameter(1, Number.NaN, 0, 0);
  rig.x.daw_push_parameter(0xffffffff, 0, 0, 0);
  rig.wake();
  t.is(rig.events().length, 1);
  t.deepEqual(refusals(rig), [3, 0xffffffff]);
  t.deepEqual(refusals(rig), [0, 0xffffffff]);
});

test('Modulation, gestures and kinds not known are ignored, not refused.', (t) => {
  const rig = rigWith([{ id: 1, value: 0 }]);
  for (const kind of [1, 2, 3, 4, 0xffffffff]) {
    rig.x.daw_push_parameter(1, 0.5, 0, kind);
    rig.x.daw_push_parameter(99, 0.5, 0, kind);
  }
  rig.wake();
  t.deepEqual(rig.events(), []);
  t.is(refusals(rig)[0], 0);
});

test('An offset at or behind the end of the block becomes its last frame.', (t) => {
  const rig = rigWith([{ id: 1, value: 0 }]);
  for (const offset of [63, 64, 0xffffffff]) {
    rig.x.daw_push_parameter(1, 0, offset, 0);
  }
  rig.wake();
  t.deepEqual(
    rig.events().map(({ offset }) => offset),
    [63, 63, 63],
  );
});

test('Events are sorted by offset, and those of one offset stay in the order of the ring.', (t) => {
  const rig = rigWith([{ id: 1, value: 0, maximum: 1e6 }]);
  const offsets = fc.array(fc.nat(80), { maxLength: 300 });
  holds(
    t,
    fc.property(offsets, (list) => {
      list.forEach((offset, i) => {
        rig.x.daw_push_parameter(1, i, offset, 0);
      });
      rig.wake();
      rig.end();
      const expected = list
        .map((offset, i) => ({ offset: Math.min(offset, 63), index: 0, value: i }))
        .toSorted((a, b) => a.offset - b.offset);
      assert.deepEqual(rig.events(), expected);
    }),
  );
});

test('A full ring in descending order is sorted.', (t) => {
  const rig = rigWith([{ id: 1, value: 0, maximum: 1e6 }]);
  rig.x.daw_set_block(4096, 0, 0);
  for (let i = 0; i < 4095; i++) {
    rig.x.daw_push_parameter(1, i, 4095 - i, 0);
  }
  rig.wake();
  t.deepEqual(
    rig.events().map(({ offset }) => offset),
    Array.from({ length: 4095 }, (_, i) => i + 1),
  );
});

test('Every id of any table is found, and no other.', (t) => {
  const rig = new Rig();
  const ids = fc.uniqueArray(fc.oneof(fc.nat(50), fc.integer({ min: 0, max: 0xffffffff })), { maxLength: 200 });
  holds(
    t,
    fc.property(ids, fc.integer({ min: 0, max: 0xffffffff }), (table, stranger) => {
      rig.reset();
      rig.bind(table.map((id) => ({ id, value: 0 })));
      rig.x.daw_set_block(64, 0, 0);
      for (const id of [...table, stranger]) {
        rig.x.daw_push_parameter(id, 0, 0, 0);
      }
      rig.wake();
      const expected = [...table.keys(), ...(table.includes(stranger) ? [table.indexOf(stranger)] : [])];
      assert.deepEqual(
        rig.events().map(({ index }) => index),
        expected,
      );
      rig.x.host_refused_parameters();
    }),
  );
});

test('Of parameters with the same id the first is meant.', (t) => {
  const rig = rigWith([5, 9, 5, 9, 5].map((id) => ({ id, value: 0 })));
  rig.x.daw_push_parameter(9, 0, 0, 0);
  rig.x.daw_push_parameter(5, 0, 0, 0);
  rig.wake();
  t.deepEqual(
    rig.events().map(({ index }) => index),
    [1, 0],
  );
});

test('A table of 16 384 parameters is used in full; a larger count is cut to it.', (t) => {
  const rig = rigWith(Array.from({ length: 16_384 }, (_, i) => ({ id: 0xffffffff - i * 3, value: 0 })));
  rig.setField(record.parameterCount, 0xffffffff);
  rig.x.daw_push_parameter(0xffffffff - 16_383 * 3, 0, 0, 0);
  rig.wake();
  t.deepEqual(
    rig.events().map(({ index }) => index),
    [16_383],
  );
});

test('A new table with another count is followed.', (t) => {
  const rig = rigWith([{ id: 1, value: 0 }]);
  runBlock(rig);
  rig.echoes();
  rig.bind([
    { id: 7, value: 0.5 },
    { id: 1, value: 0.25 },
  ]);
  rig.x.daw_push_parameter(1, 0, 0, 0);
  rig.wake();
  t.deepEqual(
    rig.events().map(({ index }) => index),
    [1],
  );
  rig.end();
  t.deepEqual(rig.echoes(), [
    { id: 7, value: 0.5 },
    { id: 1, value: 0.25 },
  ]);
});

// ---- to the DAW ----

test('The first block echoes every parameter once, in order, kind 0 and offset 0; the next block none.', (t) => {
  const rig = rigWith([
    { id: 9, value: 0.5 },
    { id: 3, value: 0 },
    { id: 0xffffffff, value: -0.25 },
  ]);
  runBlock(rig);
  t.is(rig.word(v1.echoWrite), 3);
  t.deepEqual(
    Array.from({ length: 3 }, (_, i) => [8, 12].map((at) => rig.word(v1.echoSlots + i * 16 + at))),
    [
      [0, 0],
      [0, 0],
      [0, 0],
    ],
  );
  t.deepEqual(rig.echoes(), [
    { id: 9, value: 0.5 },
    { id: 3, value: 0 },
    { id: 0xffffffff, value: -0.25 },
  ]);
  runBlock(rig);
  t.deepEqual(rig.echoes(), []);
});

test('Afterwards only changed values are echoed, each once.', (t) => {
  const rig = rigWith([1, 2, 3].map((id) => ({ id, value: 0 })));
  runBlock(rig);
  rig.echoes();
  rig.wake();
  rig.values[1] = 0.75;
  rig.end();
  t.deepEqual(rig.echoes(), [{ id: 2, value: 0.75 }]);
  runBlock(rig);
  t.deepEqual(rig.echoes(), []);
});

test('Values are compared bit by bit: NaN is echoed once, and -0 differs from 0.', (t) => {
  const rig = rigWith([
    { id: 1, value: 0 },
    { id: 2, value: 0 },
  ]);
  runBlock(rig);
  rig.echoes();
  rig.values[0] = Number.NaN;
  rig.values[1] = -0;
  runBlock(rig);
  t.deepEqual(rig.echoes(), [
    { id: 1, value: Number.NaN },
    { id: 2, value: -0 },
  ]);
  runBlock(rig);
  t.deepEqual(rig.echoes(), []);
});

test('What does not fit the echo ring comes with later blocks; nothing is lost or sent twice.', (t) => {
  const count = 10_000;
  const rig = rigWith(Array.from({ length: count }, (_, id) => ({ id, value: id })));
  const sizes: number[] = [];
  const ids: number[] = [];
  for (let i = 0; i < 4; i++) {
    runBlock(rig);
    const echoes = rig.echoes();
    sizes.push(echoes.length);
    ids.push(...echoes.map(({ id }) => id));
  }
  t.deepEqual(sizes, [4095, 4095, 1810, 0]);
  t.deepEqual(ids, [...Array(count).keys()]);
});

test('A DAW that never drains the echo ring leaves it full, and no byte before it is overwritten.', (t) => {
  const rig = rigWith(Array.from({ length: 5000 }, (_, id) => ({ id, value: id })));
  runBlock(rig);
  const full = rig.segmentBytes.slice(v1.echoSlots, v1.echoSlots + 65_536);
  rig.values.fill(-1);
  runBlock(rig);
  t.is(rig.word(v1.echoWrite), 4095);
  t.is(Buffer.compare(rig.segmentBytes.subarray(v1.echoSlots, v1.echoSlots + 65_536), full), 0);
});

test('When more parameters change in every block than the ring holds, each still gets its turn.', (t) => {
  const count = 6000;
  const rig = rigWith(Array.from({ length: count }, (_, id) => ({ id, value: 0 })));
  rig.x.host_forget_changes();
  const seen = new Set<number>();
  for (let i = 1; i <= 2; i++) {
    rig.values.fill(i, 0, count);
    runBlock(rig);
    for (const { id } of rig.echoes()) {
      seen.add(id);
    }
  }
  t.is(seen.size, count);
});

test('The DAW sees the last value of any history of changes, whenever it drains.', (t) => {
  const rig = new Rig();
  const step = fc.record({ index: fc.nat(4), value: fc.constantFrom(0, -0, 1, 0.5, Number.NaN), drain: fc.boolean() });
  holds(
    t,
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      rig.reset();
      rig.bind(Array.from({ length: 5 }, (_, id) => ({ id, value: 0 })));
      rig.x.daw_set_block(64, 0, 0);
      const seen = new Map<number, number>();
      const drain = () => {
        for (const { id, value } of rig.echoes()) {
          seen.set(id, value);
        }
      };
      for (const { index, value, drain: now } of steps) {
        rig.values[index] = value;
        runBlock(rig);
        if (now) {
          drain();
        }
      }
      runBlock(rig);
      drain();
      assert.deepEqual(
        Array.from({ length: 5 }, (_, id) => seen.get(id)),
        [...rig.values.subarray(0, 5)],
      );
    }),
  );
});

test('After host_forget_changes the first block echoes nothing, and later changes as ever.', (t) => {
  const rig = rigWith([
    { id: 1, value: 0.5 },
    { id: 2, value: 0.5 },
  ]);
  rig.x.host_forget_changes();
  runBlock(rig);
  t.deepEqual(rig.echoes(), []);
  rig.values[1] = 1;
  runBlock(rig);
  t.deepEqual(rig.echoes(), [{ id: 2, value: 1 }]);
});

test('Attaching to another segment makes every parameter news again.', (t) => {
  const rig = rigWith([{ id: 1, value: 0.5 }]);
  runBlock(rig);
  rig.reset();
  rig.x.daw_set_block(64, 0, 0);
  runBlock(rig);
  t.deepEqual(rig.echoes(), [{ id: 1, value: 0.5 }]);
});
