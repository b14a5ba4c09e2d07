import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { holds } from './property.ts';
import { kinds, type Parameter, Rig, record, wireKinds } from './support.ts';

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

test('A value event becomes a parameter event at the parameter’s position in the table', (t) => {
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

test('The core does not write the parameter’s value: the plugin’s side does', (t) => {
  const rig = rigWith([{ id: 1, value: 0.25 }]);
  rig.x.daw_push_parameter(1, 1, 0, 0);
  rig.wake();
  t.is(rig.values[0], 0.25);
});

test('Values are clamped to the parameter’s range', (t) => {
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

test('NaN and unknown ids are refused and counted, the last id kept; asking for the count clears it', (t) => {
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

test('Gestures, modulation and values reach the plugin in their order; a kind not known counts as a value', (t) => {
  const rig = rigWith([
    { id: 8, value: 0 },
    { id: 9, value: 0, minimum: -1 },
  ]);
  for (const kind of [2, 0, 1, 4, 0xffffffff, 3]) {
    rig.x.daw_push_parameter(9, -0.5, 7, kind);
  }
  rig.wake();
  const { gestureBegin, parameter, modulation, gestureEnd } = kinds;
  const event = { offset: 7, index: 1 };
  t.deepEqual(rig.allEvents(), [
    { ...event, kind: gestureBegin },
    { ...event, kind: parameter, value: -0.5 },
    { ...event, kind: modulation, value: -0.5 },
    { ...event, kind: parameter, value: -0.5 },
    { ...event, kind: parameter, value: -0.5 },
    { ...event, kind: gestureEnd },
  ]);
  t.is(refusals(rig)[0], 0);
});

test('Modulation is an offset: it is not clamped to the range, but must be finite', (t) => {
  const rig = rigWith([{ id: 1, value: 0 }]);
  for (const value of [-7, 1e30, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    rig.x.daw_push_parameter(1, value, 0, wireKinds.modulation);
  }
  rig.wake();
  t.deepEqual(
    rig.allEvents().map(({ value }) => value),
    [-7, Math.fround(1e30)],
  );
  t.deepEqual(refusals(rig), [3, 1]);
});

test('A gesture’s value means nothing, not even NaN', (t) => {
  const rig = rigWith([{ id: 1, value: 0 }]);
  rig.x.daw_push_parameter(1, Number.NaN, 0, wireKinds.gestureBegin);
  rig.wake();
  t.deepEqual(rig.allEvents(), [{ offset: 0, kind: kinds.gestureBegin, index: 0 }]);
});

test('Unknown ids are refused in events of every kind', (t) => {
  const rig = rigWith([{ id: 1, value: 0 }]);
  for (const kind of [0, 1, 2, 3, 4]) {
    rig.x.daw_push_parameter(90 + kind, 0, 0, kind);
  }
  rig.wake();
  t.deepEqual(rig.events(), []);
  t.deepEqual(refusals(rig), [5, 94]);
});

test('An offset at or behind the end of the block becomes its last frame', (t) => {
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

test('Events are sorted by offset, and those of one offset stay in the order of the ring', (t) => {
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

test('A full ring in descending order is sorted', (t) => {
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

test('Every id of any table is found, and no other', (t) => {
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

test('Of parameters with the same id the first is meant', (t) => {
  const rig = rigWith([5, 9, 5, 9, 5].map((id) => ({ id, value: 0 })));
  rig.x.daw_push_parameter(9, 0, 0, 0);
  rig.x.daw_push_parameter(5, 0, 0, 0);
  rig.wake();
  t.deepEqual(
    rig.events().map(({ index }) => index),
    [1, 0],
  );
});

test('A table of 16 384 parameters is used in full; a larger count is cut to it', (t) => {
  const rig = rigWith(Array.from({ length: 16_384 }, (_, i) => ({ id: 0xffffffff - i * 3, value: 0 })));
  rig.setField(record.parameterCount, 0xffffffff);
  rig.x.daw_push_parameter(0xffffffff - 16_383 * 3, 0, 0, 0);
  rig.wake();
  t.deepEqual(
    rig.events().map(({ index }) => index),
    [16_383],
  );
});

test('A new table with another count is followed', (t) => {
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
