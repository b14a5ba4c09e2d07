import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { holds } from './property.ts';
import { type Parameter, Rig, v1 } from './support.ts';

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

test('The first block echoes every parameter once, in order, kind 0 and offset 0; the next block none', (t) => {
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

test('Afterwards only changed values are echoed, each once', (t) => {
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

test('Values are compared bit by bit: NaN is echoed once, and -0 differs from 0', (t) => {
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

test('What does not fit the echo ring comes with later blocks; nothing is lost or sent twice', (t) => {
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

test('A DAW that never drains the echo ring leaves it full, and no byte before it is overwritten', (t) => {
  const rig = rigWith(Array.from({ length: 5000 }, (_, id) => ({ id, value: id })));
  runBlock(rig);
  const full = rig.segmentBytes.slice(v1.echoSlots, v1.echoSlots + 65_536);
  rig.values.fill(-1);
  runBlock(rig);
  t.is(rig.word(v1.echoWrite), 4095);
  t.is(Buffer.compare(rig.segmentBytes.subarray(v1.echoSlots, v1.echoSlots + 65_536), full), 0);
});

test('When more parameters change in every block than the ring holds, each still gets its turn', (t) => {
  const count = 6000;
  const rig = rigWith(Array.from({ length: count }, (_, id) => ({ id, value: 0 })));
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

test('The DAW sees the last value of any history of changes, whenever it drains', (t) => {
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

test('Attaching to another segment makes every parameter news again', (t) => {
  const rig = rigWith([{ id: 1, value: 0.5 }]);
  runBlock(rig);
  rig.attach();
  rig.x.daw_set_block(64, 0, 0);
  runBlock(rig);
  t.deepEqual(rig.echoes(), [{ id: 1, value: 0.5 }]);
});
