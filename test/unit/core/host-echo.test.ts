import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { HOST_PASS_THROUGH, HOST_RUN } from '../../../ts/contract/core.ts';
import { laterLayouts } from './layouts.ts';
import { holds } from './property.ts';
import { kinds, type Parameter, Rig, record, v1, wireKinds } from './support.ts';

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

/* What is echoed unasked: everything in version 1; later, where the DAW asks for lists, only what it cannot know. */

const table = [
  { id: 5, value: 0.25 },
  { id: 6, value: 0.5 },
];

/** The plugin is bound, then the host attaches: as it is at a start. */
function start(version: number): Rig {
  const rig = new Rig(version);
  rig.bind(table);
  rig.attach();
  rig.x.daw_set_block(64, 0, 0);
  return rig;
}

/** The plugin is restarted with what is bound then. */
function restart(rig: Rig, bind: () => void): void {
  rig.x.host_suspend(HOST_PASS_THROUGH);
  bind();
  rig.x.host_suspend(HOST_RUN);
}

test('Version 1: the first block echoes everything, and so does the first after a restart', (t) => {
  const rig = start(1);
  const everything = table.map(({ id, value }) => ({ id, value }));
  rig.run();
  t.deepEqual(rig.echoes(), everything);
  restart(rig, () => {});
  rig.run();
  t.deepEqual(rig.echoes(), everything);
});

for (const { version } of laterLayouts) {
  test(`Version ${version}: nothing is echoed at the start, then what changes`, (t) => {
    const rig = start(version);
    rig.run();
    t.deepEqual(rig.echoes(), []);
    rig.run(() => {
      rig.values[1] = 0.75;
    });
    t.deepEqual(rig.echoes(), [{ id: 6, value: 0.75 }]);
  });

  test(`Version ${version}: what changes between attaching and the first block is echoed`, (t) => {
    const rig = start(version);
    rig.values[0] = 1;
    rig.run();
    t.deepEqual(rig.echoes(), [{ id: 5, value: 1 }]);
  });

  test(`Version ${version}: of a plugin that comes late, nothing is echoed either`, (t) => {
    const rig = new Rig(version);
    rig.x.daw_set_block(64, 0, 0);
    rig.x.host_suspend(HOST_PASS_THROUGH);
    rig.wake();
    rig.bind(table);
    rig.x.host_suspend(HOST_RUN);
    rig.run();
    t.deepEqual(rig.echoes(), []);
    rig.values[0] = 1;
    rig.run();
    t.deepEqual(rig.echoes(), [{ id: 5, value: 1 }]);
  });

  test(`Version ${version}: after a restart, what differs from what the DAW knew is echoed`, (t) => {
    const rig = start(version);
    rig.run();
    restart(rig, () => {
      rig.values[1] = 1;
    });
    rig.run();
    t.deepEqual(rig.echoes(), [{ id: 6, value: 1 }]);
  });

  test(`Version ${version}: after a restart, parameters with another id or place count as known`, (t) => {
    const rig = start(version);
    rig.run();
    restart(rig, () =>
      rig.bind([
        { id: 5, value: 0.75 },
        { id: 7, value: 1 },
        { id: 6, value: 1 },
      ]),
    );
    rig.run();
    t.deepEqual(rig.echoes(), [{ id: 5, value: 0.75 }]);
    restart(rig, () => rig.bind([{ id: 5, value: 0 }]));
    restart(rig, () => rig.bind(table));
    rig.run();
    t.deepEqual(rig.echoes(), [{ id: 5, value: 0.25 }], 'of the second the DAW’s knowledge is gone');
  });

  test(`Version ${version}: another segment starts from nothing: its DAW asks for the values`, (t) => {
    const rig = start(version);
    rig.values[0] = 1;
    rig.attach();
    rig.x.daw_set_block(64, 0, 0);
    rig.run();
    t.deepEqual(rig.echoes(), []);
  });
}

test('A gesture that a restart interrupts is ended, unless its parameter is gone', (t) => {
  const rig = start(6);
  rig.run(() => rig.write([0, 1].map((index) => ({ kind: kinds.gestureBegin, index, offset: 0 }))));
  rig.allEchoes();
  restart(rig, () =>
    rig.bind([
      { id: 5, value: 0.25 },
      { id: 8, value: 0.5 },
    ]),
  );
  rig.run();
  t.deepEqual(rig.allEchoes(), [{ id: 5, kind: wireKinds.gestureEnd, offset: 0, value: 0.25 }]);
  rig.run();
  t.deepEqual(rig.allEchoes(), []);
});

test('Another segment knows of no gesture of the last one', (t) => {
  const rig = start(6);
  rig.run(() => rig.write([{ kind: kinds.gestureBegin, index: 0, offset: 0 }]));
  rig.attach();
  rig.x.daw_set_block(64, 0, 0);
  rig.run();
  t.deepEqual(rig.allEchoes(), []);
});

test('A table of another length is followed without a restart, too, and its ids are found', (t) => {
  const rig = start(6);
  rig.run();
  rig.bind([...table, { id: 9, value: 1 }]);
  rig.values[0] = 0;
  rig.x.daw_push_parameter(9, 0.5, 0, 0);
  rig.wake();
  t.deepEqual(rig.events(), [{ offset: 0, index: 2, value: 0.5 }]);
  t.is(rig.field(record.parameterCount), 3);
  rig.end();
  t.deepEqual(rig.echoes(), [{ id: 5, value: 0 }]);
});
