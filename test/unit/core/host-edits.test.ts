/* What the host sends unprompted, and what it counts for a later process. */
import test from 'ava';
import { HOST_PASS_THROUGH, HOST_RUN } from '../../../ts/contract/core.ts';
import { kinds, Rig, record, wireKinds } from './support.ts';

/** Version 6: nothing is echoed at the start. */
function rigWithParameters(count = 3): Rig {
  const rig = new Rig(6);
  rig.bind(Array.from({ length: count }, (_, i) => ({ id: 10 + i, value: i / count, maximum: count })));
  rig.attach();
  rig.x.daw_set_block(64, 0, 0);
  rig.wake();
  rig.end();
  return rig;
}

function playBlock(rig: Rig): void {
  rig.wake();
  rig.end();
}

/** Edits counted by the action. */
function edits(rig: Rig, action: () => void): number {
  const before = rig.field(record.edits);
  action();
  return (rig.field(record.edits) - before) >>> 0;
}

test('Every parameter is reported again with the next block, once', (t) => {
  const rig = rigWithParameters();
  t.deepEqual(rig.echoes(), []);
  rig.x.host_report_all();
  t.deepEqual(rig.echoes(), []);
  playBlock(rig);
  t.deepEqual(
    rig.echoes().map(({ id }) => id),
    [10, 11, 12],
  );
  playBlock(rig);
  t.deepEqual(rig.echoes(), []);
});

test('Everything is reported even if the plugin is loaded later, with a table that was not there yet', (t) => {
  const rig = new Rig(6);
  rig.attach();
  rig.x.daw_set_block(64, 0, 0);
  rig.x.host_suspend(HOST_PASS_THROUGH);
  rig.x.host_report_all();
  playBlock(rig);
  rig.bind([{ id: 5, value: 0.5 }]);
  rig.x.host_suspend(HOST_RUN);
  playBlock(rig);
  t.deepEqual(rig.echoes(), [{ id: 5, value: 0.5 }]);
  rig.x.host_suspend(HOST_PASS_THROUGH);
  rig.x.host_suspend(HOST_RUN);
  playBlock(rig);
  t.deepEqual(rig.echoes(), [], 'once');
});

test('Everything is reported by a flush, too, if no block comes', (t) => {
  const rig = rigWithParameters();
  rig.x.host_report_all();
  rig.x.host_flush();
  rig.x.host_flush_end();
  t.is(rig.echoes().length, 3);
});

test('A full ring delays reports, and loses none', (t) => {
  const rig = rigWithParameters(6000);
  rig.x.host_report_all();
  playBlock(rig);
  const first = rig.echoes();
  t.is(first.length, 4095);
  playBlock(rig);
  const ids = [...first, ...rig.echoes()].map(({ id }) => id);
  t.deepEqual(
    ids,
    Array.from({ length: 6000 }, (_, i) => 10 + i),
  );
});

test('Another segment ends it', (t) => {
  const rig = rigWithParameters();
  rig.x.host_report_all();
  rig.attach();
  rig.x.daw_set_block(64, 0, 0);
  playBlock(rig);
  t.deepEqual(rig.echoes(), []);
});

test('A value from the DAW and a value reported to it are edits; modulation, gestures of the DAW and refusals are not', (t) => {
  const rig = rigWithParameters();
  t.is(
    edits(rig, () => playBlock(rig)),
    0,
  );
  for (const [kind, counted] of [
    [wireKinds.value, 1],
    [wireKinds.modulation, 0],
    [wireKinds.gestureBegin, 0],
    [wireKinds.gestureEnd, 0],
  ] as const) {
    rig.x.daw_push_parameter(10, 0.25, 0, kind);
    t.is(
      edits(rig, () => playBlock(rig)),
      counted,
      `kind ${kind}`,
    );
  }
  rig.x.daw_push_parameter(99, 0.25, 0, 0);
  t.is(
    edits(rig, () => playBlock(rig)),
    0,
    'of no parameter',
  );
  rig.values[1] = 0.75;
  t.is(
    edits(rig, () => playBlock(rig)),
    1,
    'told',
  );
});

test('Gestures of the plugin are edits, its modulation is not', (t) => {
  const rig = rigWithParameters();
  for (const [kind, counted] of [
    [kinds.gestureBegin, 1],
    [kinds.gestureEnd, 1],
    [kinds.modulation, 0],
  ] as const) {
    rig.wake();
    rig.write([{ offset: 0, kind, index: 1, value: 0.5 }]);
    t.is(
      edits(rig, () => rig.end()),
      counted,
      `kind ${kind}`,
    );
  }
});

test('The count of edits wraps', (t) => {
  const rig = rigWithParameters();
  rig.setField(record.edits, 0xffff_ffff);
  rig.values[0] = 1;
  playBlock(rig);
  t.is(rig.field(record.edits), 0);
});
