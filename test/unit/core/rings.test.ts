import { execFileSync } from 'node:child_process';
import test from 'ava';
import fc from 'fast-check';
import { holds } from './property.ts';
import { BLOCK, nativeFolder, Rig, v1 } from './support.ts';

const CAPACITY = 4095;

/** A rig whose plugin has parameters 0..9999, and a block of 64 frames announced. */
function rigWithParameters(count = 10_000): Rig {
  const rig = new Rig();
  rig.bind(Array.from({ length: count }, (_, id) => ({ id, value: 0, maximum: 1e9 })));
  rig.x.daw_set_block(64, 0, 0);
  return rig;
}

function setIndices(rig: Rig, index: number): void {
  for (const at of [v1.parameterWrite, v1.parameterRead, v1.echoWrite, v1.echoRead]) {
    rig.setWord(at, index);
  }
}

test('An empty ring gives no event', (t) => {
  const rig = rigWithParameters();
  t.is(rig.wake(), BLOCK);
  t.deepEqual(rig.events(), []);
  t.is(rig.word(v1.parameterRead), 0);
});

test('4095 events are accepted and the next is refused without a trace; one block drains them all in order', (t) => {
  const rig = rigWithParameters();
  for (let id = 0; id < CAPACITY; id++) {
    t.is(rig.x.daw_push_parameter(id, id, 0, 0), 1);
  }
  const before = rig.segmentBytes.slice();
  t.is(rig.x.daw_push_parameter(1, 1, 0, 0), 0);
  t.deepEqual(Buffer.compare(before, rig.segmentBytes), 0);
  rig.wake();
  t.deepEqual(
    rig.events().map(({ index, value }) => [index, value]),
    Array.from({ length: CAPACITY }, (_, id) => [id, id]),
  );
  t.is(rig.word(v1.parameterRead), rig.word(v1.parameterWrite));
  t.is(rig.x.daw_push_parameter(1, 1, 0, 0), 1);
});

test('Indices wrap at 2^32', (t) => {
  const rig = rigWithParameters();
  setIndices(rig, 0xffffffff);
  rig.x.daw_push_parameter(5, 5, 0, 0);
  rig.x.daw_push_parameter(6, 6, 0, 0);
  t.is(rig.word(v1.parameterWrite), 1);
  t.is(rig.segment.getUint32(v1.parameterSlots + 4095 * 16, true), 5, 'last slot');
  t.is(rig.segment.getUint32(v1.parameterSlots, true), 6, 'first slot');
  rig.wake();
  t.deepEqual(
    rig.events().map(({ index }) => index),
    [5, 6],
  );
  t.is(rig.word(v1.parameterRead), 1);
});

test('Whatever is pushed comes out once and in order, wherever the indices stand', (t) => {
  const rig = rigWithParameters();
  holds(
    t,
    fc.property(
      fc.oneof(fc.nat(), fc.constant(0xfffffffe), fc.integer({ min: 0xfffff000, max: 0xffffffff })),
      fc.array(fc.array(fc.nat(9999), { maxLength: 50 }), { maxLength: 20 }),
      (start, blocks) => {
        setIndices(rig, start);
        for (const ids of blocks) {
          const accepted = ids.filter((id) => rig.x.daw_push_parameter(id, 1, 0, 0) === 1);
          rig.wake();
          rig.end();
          const drained = rig.events().map(({ index }) => index);
          if (accepted.length !== ids.length || String(drained) !== String(ids)) {
            return false;
          }
        }
        return true;
      },
    ),
  );
});

test('The parameter ring starts again when its indices make no sense: its events are dropped, the next ones arrive', (t) => {
  const rig = rigWithParameters();
  for (const [write, read] of [
    [0, 1],
    [4097, 0],
    [0, 4096],
    [0x80000000, 0],
    [5, 0xffff0000],
  ] as const) {
    rig.setWord(v1.parameterWrite, write);
    rig.setWord(v1.parameterRead, read);
    t.is(rig.wake(), BLOCK);
    t.deepEqual(rig.events(), [], `${write} ${read}`);
    t.is(rig.word(v1.parameterRead), write);
    rig.x.daw_push_parameter(3, 3, 0, 0);
    rig.wake();
    t.deepEqual(
      rig.events().map(({ index }) => index),
      [3],
    );
  }
});

test('The DAW’s side starts the echo ring again in the same way', (t) => {
  const rig = new Rig();
  rig.setWord(v1.echoWrite, 0);
  rig.setWord(v1.echoRead, 77);
  t.is(rig.x.daw_pop_echo(), 0);
  t.is(rig.word(v1.echoRead), 0);
});

test('A producer whose peer’s index makes no sense writes nothing', (t) => {
  const rig = rigWithParameters(3);
  rig.setWord(v1.parameterRead, 1);
  t.is(rig.x.daw_push_parameter(1, 1, 0, 0), 0);
  rig.setWord(v1.parameterRead, 0);
  rig.setWord(v1.echoRead, 9);
  rig.wake();
  rig.end();
  t.is(rig.word(v1.echoWrite), 0);
  rig.setWord(v1.echoRead, 0);
  rig.wake();
  rig.end();
  t.is(rig.echoes().length, 3, 'once it makes sense again, nothing was lost');
});

test('Two threads pass events through both rings across the wrap, in order and without a data race', (t) => {
  const report = execFileSync(`${nativeFolder}ring-threads`, {
    encoding: 'utf8',
    env: { ...process.env, TSAN_OPTIONS: 'halt_on_error=1' },
  });
  t.regex(report, /passed \d{6,} events each way/);
});
