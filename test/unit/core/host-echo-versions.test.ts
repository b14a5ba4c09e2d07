/** What is echoed unasked: everything in version 1; later, where the DAW asks for lists, only what it cannot know. */
import test from 'ava';
import { HOST_PASS_THROUGH, HOST_RUN } from '../../../ts/contract/core.ts';
import { laterLayouts } from './layouts.ts';
import { kinds, Rig, record, wireKinds } from './support.ts';

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
