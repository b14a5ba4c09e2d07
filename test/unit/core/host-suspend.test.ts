import test from 'ava';
import { HOST_PASS_THROUGH as passThrough, HOST_RUN as run } from '../../../ts/contract/core.ts';
import { BLOCK, NOTHING, REQUEST, Rig, record, v1 } from './support.ts';

const SAVE = 1;

function rigWithPlugin(): Rig {
  const rig = new Rig();
  rig.bind([{ id: 7, value: 0.5 }], 1, 1);
  rig.x.daw_set_block(64, 1, 1);
  return rig;
}

test('Without a plugin a block is answered at once, with its input', (t) => {
  const rig = rigWithPlugin();
  rig.x.host_suspend(passThrough);
  rig.plane(0, 0).fill(0.5);
  rig.plane(0, 1).fill(7);
  const heartbeat = rig.word(v1.heartbeat);
  t.is(rig.wake(), NOTHING);
  t.is(rig.x.host_replies(), 1);
  t.true(
    rig
      .plane(0, 1)
      .subarray(0, 64)
      .every((sample) => sample === 0.5),
  );
  t.true(
    rig
      .plane(0, 1)
      .subarray(64)
      .every((sample) => sample === 7),
    'frames beyond the block',
  );
  t.is(rig.word(v1.heartbeat), heartbeat + 1);
});

test('Parameter changes wait for the plugin, and all its parameters are reported when it is loaded', (t) => {
  const rig = rigWithPlugin();
  rig.wake();
  rig.end();
  rig.echoes();
  rig.x.host_suspend(passThrough);
  rig.x.daw_push_parameter(7, 0.25, 0, 0);
  rig.wake();
  t.is(rig.word(v1.parameterRead), 0, 'the change was taken');
  rig.x.host_suspend(run);
  t.is(rig.wake(), BLOCK);
  t.deepEqual(rig.events(), [{ offset: 0, index: 0, value: 0.25 }]);
  rig.end();
  t.deepEqual(rig.echoes(), [{ id: 7, value: 0.5 }]);
});

test('A restarted plugin may have another table of the same length', (t) => {
  const rig = rigWithPlugin();
  rig.wake();
  rig.end();
  rig.echoes();
  rig.x.host_suspend(passThrough);
  rig.bind([{ id: 9, value: 0.5 }], 1, 1);
  rig.x.host_suspend(run);
  rig.x.daw_push_parameter(9, 1, 0, 0);
  rig.wake();
  t.deepEqual(rig.events(), [{ offset: 0, index: 0, value: 1 }]);
  rig.end();
  t.deepEqual(rig.echoes(), [{ id: 9, value: 0.5 }]);
});

test('A flush runs the plugin with 0 frames and reports what changed', (t) => {
  const rig = rigWithPlugin();
  rig.wake();
  rig.end();
  rig.echoes();
  t.is(rig.x.host_flush(), BLOCK);
  t.is(rig.field(record.frames), 0);
  t.is(rig.field(record.eventCount), 0);
  rig.values[0] = 0.75;
  rig.x.host_flush_end();
  t.deepEqual(rig.echoes(), [{ id: 7, value: 0.75 }]);
  t.is(rig.x.host_replies(), 0, 'nobody waits for a flush');
});

test('What a block that was given up left in the ring is handed over before a save or a restore, at frame 0', (t) => {
  const rig = rigWithPlugin();
  rig.wake();
  rig.end();
  rig.echoes();
  rig.x.daw_request(SAVE, -1);
  t.is(rig.wake(), REQUEST);
  t.is(rig.x.host_flush_begin(0), NOTHING, 'there is nothing');
  rig.requestDone(1);
  t.is(rig.x.host_replies(), 1);
  rig.x.daw_push_parameter(7, 0.75, 33, 0);
  rig.x.daw_request(SAVE, -1);
  t.is(rig.wake(), REQUEST);
  t.is(rig.x.host_flush_begin(0), BLOCK);
  t.is(rig.field(record.frames), 0);
  t.deepEqual(rig.events(), [{ offset: 0, index: 0, value: 0.75 }]);
  rig.values[0] = 0.75;
  rig.x.host_flush_end();
  t.deepEqual(rig.echoes(), [{ id: 7, value: 0.75 }]);
  t.is(rig.x.host_replies(), 0, 'nobody waits for it');
  t.is(rig.x.host_flush_begin(0), NOTHING, 'it is gone from the ring');
  t.is(rig.x.host_flush_begin(1), BLOCK, 'the plugin has changes of its own');
  t.deepEqual(rig.events(), []);
  rig.x.host_flush_end();
  rig.x.daw_push_parameter(7, 0.5, 0, 0);
  rig.x.host_suspend(passThrough);
  t.is(rig.x.host_flush_begin(1), NOTHING, 'there is no plugin that could take it');
});

test('There is no flush while the main thread has the plugin', (t) => {
  const rig = rigWithPlugin();
  rig.x.daw_request(SAVE, -1);
  t.is(rig.wake(), REQUEST);
  t.is(rig.x.host_flush(), NOTHING);
  rig.requestDone(1);
  t.is(rig.x.host_flush(), BLOCK);
  rig.x.host_suspend(passThrough);
  t.is(rig.x.host_flush(), NOTHING);
});

/** A plane's first samples. */
const heard = (rig: Rig, channel: number, frames: number) => [...rig.plane(channel, 1).subarray(0, frames)];

for (const [inputs, outputs, passed] of [
  [2, 3, 2],
  [3, 2, 2],
  [0, 2, 0],
  [2, 0, 0],
  [0xffff_ffff, 40, 32],
] as const) {
  test(`Passing ${inputs} inputs through to ${outputs} outputs: ${passed} are the DAW’s own, the others are silent`, (t) => {
    const rig = rigWithPlugin();
    rig.x.daw_set_block(4, inputs, outputs);
    rig.x.host_suspend(passThrough);
    for (let channel = 0; channel < 32; channel++) {
      rig.plane(channel, 0).fill(channel + 1);
      rig.plane(channel, 1).fill(7);
    }
    rig.x.daw_push_parameter(7, 0.25, 0, 0);
    t.is(rig.wake(), NOTHING);
    t.is(rig.x.host_replies(), 1);
    for (let channel = 0; channel < 32; channel++) {
      const sample = channel < passed ? channel + 1 : channel < outputs ? 0 : 7;
      t.deepEqual(heard(rig, channel, 5), [sample, sample, sample, sample, 7], `channel ${channel}`);
      t.is(rig.plane(channel, 0)[0], channel + 1, 'an input was written');
    }
    t.is(rig.word(v1.parameterRead), 0, 'the change was taken');
    t.is(rig.word(v1.echoWrite), 0, 'something was echoed');
  });
}

test('Passing through a block of a size not allowed touches nothing and is answered', (t) => {
  const rig = rigWithPlugin();
  rig.x.host_suspend(passThrough);
  rig.plane(0, 0).fill(1);
  rig.plane(0, 1).fill(7);
  rig.x.daw_set_block(0xffff_ffff, 1, 1);
  t.is(rig.wake(), NOTHING);
  t.is(rig.x.host_replies(), 1);
  t.true(rig.plane(0, 1).every((sample) => sample === 7));
  t.is(rig.x.host_invalid_block_size() >>> 0, 0xffff_ffff);
});

test('From passing through back to the plugin', (t) => {
  const rig = rigWithPlugin();
  rig.plane(0, 0).fill(0.5);
  rig.x.host_suspend(passThrough);
  t.is(rig.wake(), NOTHING);
  t.deepEqual(heard(rig, 0, 2), [0.5, 0.5]);
  t.is(rig.x.host_flush(), NOTHING);
  rig.x.host_suspend(run);
  t.is(rig.wake(), BLOCK);
});
