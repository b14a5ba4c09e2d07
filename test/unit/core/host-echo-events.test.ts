/** What the plugin tells of its parameters by events: gestures, modulation, values at an offset. */
import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { laterLayouts, v1, v6 } from './layouts.ts';
import { holds } from './property.ts';
import { type AnyEvent, BLOCK, type Echo, kinds, Rig, wireKinds } from './support.ts';

const CAPACITY = 4095;
const { value, modulation, gestureBegin, gestureEnd } = wireKinds;

/** A rig of version 6 whose parameters 10, 11, ... are 0, with a block of 64 frames announced. */
function rigWithParameters(count = 4, version = 6): Rig {
  const rig = new Rig(version);
  rig.bind(Array.from({ length: count }, (_, i) => ({ id: 10 + i, value: 0 })));
  rig.x.daw_set_block(64, 0, 0);
  rig.run();
  return rig;
}

const begin = (index: number, offset = 0): AnyEvent => ({ kind: kinds.gestureBegin, index, offset });
const end = (index: number, offset = 0): AnyEvent => ({ kind: kinds.gestureEnd, index, offset });
const set = (index: number, to: number, offset = 0): AnyEvent => ({ kind: kinds.parameter, index, value: to, offset });
const modulate = (index: number, by: number, offset = 0): AnyEvent => ({
  kind: kinds.modulation,
  index,
  value: by,
  offset,
});

const echo = (id: number, kind: number, at: number, offset = 0): Echo => ({ id, kind, offset, value: at });

/** Leave so many slots of the echo ring free. */
function fillEcho(rig: Rig, free: number): void {
  rig.setWord(v6.echoRead, 0);
  rig.setWord(v6.echoWrite, CAPACITY - free);
}

for (const row of laterLayouts) {
  test(`Version ${row.version}: gesture, values and modulation are echoed in the plugin’s order, with kind and offset`, (t) => {
    const rig = rigWithParameters(4, row.version);
    rig.run(() => {
      rig.values[2] = 0.75;
      rig.write([begin(2, 3), set(2, 0.5, 7), modulate(1, -0.25, 8), set(2, 0.75, 20), end(2, 21)]);
    });
    t.deepEqual(rig.allEchoes(), [
      echo(12, gestureBegin, 0, 3),
      echo(12, value, 0.5, 7),
      echo(11, modulation, -0.25, 8),
      echo(12, value, 0.75, 20),
      echo(12, gestureEnd, 0.75, 21),
    ]);
    rig.run();
    t.deepEqual(rig.allEchoes(), [], 'nothing is repeated by the comparison');
  });
}

test('In version 1 only values are echoed, at offset 0, as its hosts did', (t) => {
  const rig = rigWithParameters(4, 1);
  t.is(rig.allEchoes().length, 4);
  rig.run(() => {
    rig.values[2] = 0.75;
    rig.write([begin(2, 3), set(2, 0.75, 7), modulate(1, 0.5, 8), end(2, 21)]);
  });
  t.deepEqual(rig.allEchoes(), [echo(12, value, 0.75)]);
  t.is(rig.word(v1.echoWrite), 5);
});

test('A value that an editor wrote to the table only comes before the end of its gesture, in the same block or a later one', (t) => {
  const rig = rigWithParameters();
  rig.run(() => {
    rig.values[1] = 0.5;
    rig.write([begin(1, 4), end(1, 9)]);
  });
  t.deepEqual(rig.allEchoes(), [echo(11, gestureBegin, 0, 4), echo(11, value, 0.5, 9), echo(11, gestureEnd, 0.5, 9)]);
  rig.run(() => rig.write([begin(1)]));
  rig.run(() => {
    rig.values[1] = 0.75;
  });
  rig.run(() => {
    rig.values[1] = 1;
    rig.write([end(1)]);
  });
  t.deepEqual(rig.allEchoes(), [
    echo(11, gestureBegin, 0.5),
    echo(11, value, 0.75),
    echo(11, value, 1),
    echo(11, gestureEnd, 1),
  ]);
});

test('A value reported by an event and the table’s own, where they differ, are both reported, the table’s last', (t) => {
  const rig = rigWithParameters();
  rig.run(() => {
    rig.values[0] = 0.75;
    rig.write([set(0, 0.5, 5)]);
  });
  t.deepEqual(rig.allEchoes(), [echo(10, value, 0.5, 5), echo(10, value, 0.75)]);
});

test('A gesture that has begun already, or has not, is not reported again', (t) => {
  const rig = rigWithParameters();
  rig.run(() => rig.write([end(0), begin(0), begin(0), end(0), end(0), begin(0)]));
  t.deepEqual(
    rig.allEchoes().map(({ kind }) => kind),
    [gestureBegin, gestureEnd, gestureBegin],
  );
});

test('An event for a parameter that is not in the table, or of a kind not known, is ignored', (t) => {
  const rig = rigWithParameters();
  rig.run(() => {
    rig.write([
      set(4, 1),
      begin(0xffffffff),
      modulate(16_384, 1),
      { kind: 0, index: 0, offset: 0 },
      { kind: 9, index: 0, offset: 0 },
    ]);
  });
  t.deepEqual(rig.allEchoes(), []);
});

test('A flush reports the plugin’s events, at offset 0, once', (t) => {
  const rig = rigWithParameters();
  t.is(rig.x.host_flush(), BLOCK);
  rig.write([begin(3, 40), set(3, 0, 50)]);
  rig.x.host_flush_end();
  rig.x.host_flush_end();
  t.deepEqual(rig.allEchoes(), [echo(13, gestureBegin, 0), echo(13, value, 0)]);
});

test('An offset behind the block becomes its last frame', (t) => {
  const rig = rigWithParameters();
  rig.run(() => rig.write([begin(0, 64), end(0, 0xffffffff)]));
  t.deepEqual(
    rig.allEchoes().map(({ offset }) => offset),
    [63, 63],
  );
});

test('A gesture that finds the ring full begins and ends when there is room; modulation is lost', (t) => {
  const rig = rigWithParameters();
  fillEcho(rig, 0);
  rig.run(() => rig.write([modulate(0, 1), begin(2)]));
  rig.run();
  t.is(rig.word(v6.echoWrite), CAPACITY);
  fillEcho(rig, CAPACITY);
  rig.run();
  t.deepEqual(rig.allEchoes(), [echo(12, gestureBegin, 0)]);
  fillEcho(rig, 0);
  rig.run(() => {
    rig.values[2] = 0.5;
    rig.write([end(2)]);
  });
  fillEcho(rig, 1);
  rig.setWord(v6.echoRead, 0);
  rig.run();
  rig.setWord(v6.echoRead, CAPACITY - 1);
  t.deepEqual(rig.allEchoes(), [echo(12, value, 0.5)], 'the value first');
  rig.run();
  t.deepEqual(rig.allEchoes(), [echo(12, gestureEnd, 0.5)]);
});

test('What an earlier block had no room for comes before the plugin’s next events for that parameter', (t) => {
  const rig = rigWithParameters();
  fillEcho(rig, 0);
  rig.run(() => rig.write([begin(2)]));
  fillEcho(rig, CAPACITY);
  rig.run(() => {
    rig.values[2] = 0.5;
    rig.write([set(2, 0.5, 6), end(2, 7)]);
  });
  t.deepEqual(rig.allEchoes(), [echo(12, gestureBegin, 0, 6), echo(12, value, 0.5, 6), echo(12, gestureEnd, 0.5, 7)]);
});

test('Whatever the plugin writes and whenever the DAW drains, gestures alternate and the DAW’s last view is the plugin’s', (t) => {
  const count = 3;
  const rig = new Rig(6);
  const index = fc.nat(count - 1);
  const quarter = fc.integer({ min: 0, max: 4 }).map((i) => i / 4);
  const event = fc.oneof(
    index.map((i) => begin(i)),
    index.map((i) => end(i)),
    fc.tuple(index, quarter).map(([i, to]) => set(i, to)),
  );
  const step = fc.record({
    table: fc.tuple(index, quarter),
    events: fc.array(event, { maxLength: 6 }),
    free: fc.nat(8),
  });
  holds(
    t,
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      rig.reset();
      rig.bind(Array.from({ length: count }, (_, i) => ({ id: 10 + i, value: 0 })));
      rig.x.daw_set_block(64, 0, 0);
      rig.run();
      const touched = Array<boolean>(count).fill(false);
      const seenTouched = Array<boolean>(count).fill(false);
      const seen = Array<number>(count).fill(0);
      const drain = () => {
        for (const { id, kind, value: echoed } of rig.allEchoes()) {
          if (kind === value) {
            seen[id - 10] = echoed;
          } else {
            assert.notEqual(seenTouched[id - 10], kind === gestureBegin);
            seenTouched[id - 10] = kind === gestureBegin;
          }
        }
      };
      for (const { table, events, free } of steps) {
        const writeIndex = rig.word(v6.echoWrite);
        rig.setWord(v6.echoRead, (writeIndex - CAPACITY + free) >>> 0);
        rig.run(() => {
          rig.values[table[0]] = table[1];
          for (const { kind, index: i = 0, value: to = 0 } of events) {
            if (kind === kinds.parameter) rig.values[i] = to;
            else touched[i] = kind === kinds.gestureBegin;
          }
          rig.write(events);
        });
        rig.setWord(v6.echoRead, writeIndex);
        drain();
      }
      rig.run();
      drain();
      assert.deepEqual(seenTouched, touched);
      assert.deepEqual(seen, [...rig.values.subarray(0, count)]);
    }),
    500,
  );
});
