/* Blocks go on during a request that takes long: a state that is slow, or a main thread that hangs. */
import test from 'ava';
import { restore, save, serve, show } from './jobs.ts';
import { v6 } from './layouts.ts';
import { block, nothing, Rig, record, request, shutdown, v1 } from './support.ts';

/** Longest time for which blocks are put off: where clients wait for the status, and where any byte is their answer. */
const patientMs = 60;
const anyReplyMs = 2000;

/** A rig with a block of 64 frames of one channel. */
function rigOf(version: 1 | 6): Rig {
  const rig = new Rig(version);
  rig.bind([], 1, 1);
  rig.x.daw_set_block(64, 1, 1);
  rig.plane(0, 0).fill(0.5);
  rig.plane(0, 1).fill(7);
  return rig;
}

test('A block beside a save is put off until the save is 60 ms old, then it is run and answered alone.', (t) => {
  const rig = rigOf(6);
  t.is(rig.waitMs(), 0);
  rig.x.daw_request(save, -1);
  t.is(rig.wake(1000), request);
  t.is(rig.waitMs(), 0, 'no block waits');
  t.is(rig.wake(1010), nothing);
  t.is(rig.waitMs(), patientMs - 10);
  t.is(rig.time(1060), block);
  t.is(rig.end(1061), 1);
  t.is(rig.waitMs(), 0);
  t.is(serve(rig, save, 1500, 500), nothing);
  t.is(rig.x.host_replies(), 1, 'the save');
});

test('Beside a slow save blocks are run at once, whenever they come.', (t) => {
  const rig = rigOf(6);
  rig.x.daw_request(save, -1);
  rig.wake(0);
  for (const ms of [patientMs, 70, 500]) {
    t.is(rig.wake(ms), block, `${ms} ms`);
    t.is(rig.end(ms + 1), 1);
    t.is(rig.waitMs(), 0);
  }
  t.is(serve(rig, save, 600, 600), nothing);
  t.is(rig.x.host_replies(), 1);
});

test('The next request is quick again until it has taken its time.', (t) => {
  const rig = rigOf(6);
  rig.x.daw_request(save, -1);
  rig.wake(0);
  rig.wake(100);
  rig.end(101);
  serve(rig, save, 200, 200);
  rig.x.host_replies();
  rig.x.daw_request(save, -1);
  t.is(rig.wake(300), request);
  t.is(rig.wake(310), nothing);
  t.is(serve(rig, save, 320, 20), block);
  t.is(rig.end(321), 2);
});

test('Beside a slow restore the plugin is not run: the DAW hears its own inputs.', (t) => {
  const rig = rigOf(6);
  rig.x.daw_push_parameter(7, 0.5, 0, 0);
  rig.x.daw_request(restore, -1);
  rig.wake(0);
  t.is(rig.wake(1), nothing);
  t.is(rig.plane(0, 1)[0], 7);
  t.is(rig.time(patientMs), nothing);
  t.is(rig.x.host_replies(), 1);
  t.is(rig.plane(0, 1)[0], 0.5);
  rig.plane(0, 1).fill(7);
  t.is(rig.wake(1000), nothing);
  t.is(rig.x.host_replies(), 1);
  t.is(rig.plane(0, 1)[0], 0.5);
  t.is(rig.word(v6.parameterRead), 0, 'changes wait for the plugin');
  t.is(rig.x.host_flush(), nothing);
  t.is(serve(rig, restore, 1100, 1100), nothing);
  t.is(rig.x.host_replies(), 1);
  t.is(rig.wake(1200), block);
});

test('A block that ended beside a request whose byte came is answered after 60 ms, too.', (t) => {
  const rig = rigOf(6);
  rig.wake(0);
  rig.x.daw_request(save, -1);
  rig.end(1);
  t.is(rig.wake(2), request);
  t.is(rig.waitMs(), patientMs);
  t.is(rig.time(62), nothing, 'it has been run');
  t.is(rig.x.host_replies(), 1);
});

test('A client that takes any byte for its answer gets its request answered first; only a hang lets blocks pass.', (t) => {
  for (const version of [1, 6] as const) {
    const rig = rigOf(version);
    if (version === 6) rig.x.host_set_client(1);
    rig.x.daw_request(save, -1);
    rig.wake(0);
    t.is(rig.wake(500), nothing);
    t.is(rig.waitMs(), anyReplyMs - 500);
    t.is(rig.wake(anyReplyMs - 1), nothing);
    t.is(rig.waitMs(), 1);
    t.is(rig.time(anyReplyMs), block);
    t.is(rig.end(anyReplyMs + 1), 1, 'of the two the older one was given up');
    t.is(rig.wake(anyReplyMs + 2), block);
  }
});

test('Of a client that looks for itself blocks are put off beside a restore only, none is too late, and no reply is held back.', (t) => {
  for (const version of [1, 6] as const) {
    const rig = rigOf(version);
    rig.x.host_set_client(2);
    rig.x.daw_request(save, -1);
    t.is(rig.wake(0), request);
    t.is(rig.wake(1), block);
    t.is(rig.end(2), 1);
    t.is(rig.waitMs(), 0);
    serve(rig, save, 1);
    t.is(rig.x.host_replies(), 1);
    t.is(rig.wake(3), block);
    rig.x.daw_request(save, -1);
    t.is(rig.end(4), 1, 'its own, at once');
    t.is(rig.wake(5), request);
    serve(rig, save, 6);
    t.is(rig.x.host_replies(), 1);
    rig.x.daw_request(restore, 0);
    t.is(rig.wake(7), request);
    t.is(rig.wake(8), nothing);
    t.is(rig.waitMs(), patientMs - 1);
    t.is(serve(rig, restore, 500, 500), block, 'late, but run');
    t.is(rig.end(501), 2);
  }
});

test('The end of a put-off that came too late for its request does nothing.', (t) => {
  const rig = rigOf(6);
  t.is(rig.time(0), nothing);
  rig.x.daw_request(save, -1);
  rig.wake(0);
  serve(rig, save, 1);
  rig.x.host_replies();
  t.is(rig.time(60), nothing);
  t.is(rig.x.host_replies(), 0);
  rig.x.daw_request(save, -1);
  rig.wake(100);
  t.is(rig.wake(101), nothing, 'and makes no other request slow');
});

test('While the plugin is not there, blocks beside a slow save are bypassed.', (t) => {
  const rig = rigOf(6);
  rig.x.host_suspend(1);
  rig.x.daw_request(save, -1);
  rig.wake(0);
  t.is(rig.wake(100), nothing);
  t.is(rig.x.host_replies(), 1);
  t.is(rig.plane(0, 1)[0], 0);
});

test('An editor request and a shutdown are taken beside a slow save.', (t) => {
  const rig = rigOf(6);
  rig.x.daw_request(save, -1);
  rig.wake(0);
  rig.setWord(v6.requestType, show);
  t.is(rig.wake(100), request);
  t.is(rig.x.host_request_type(), show);
  t.is(rig.wake(101), block);
  rig.end(101);
  rig.x.daw_shut_down();
  t.is(rig.wake(102), shutdown);
});

/* ---- giving up ---- */

test('A request that is given up is answered with an error, and nothing in scratch is touched.', (t) => {
  const rig = rigOf(6);
  rig.setWord(v6.scratchSize, 77);
  rig.x.daw_request(save, -1);
  rig.wake(0);
  rig.at(4000);
  t.is(rig.x.host_request_give_up(1), nothing);
  t.is(rig.x.host_replies(), 1);
  t.is(rig.word(v6.requestStatus), 2);
  t.is(rig.word(v6.requestType), 0);
  t.is(rig.word(v6.scratchSize), 77);
  t.is(rig.wake(4001), block, 'a save may go on beside blocks');
});

test('With a request that is given up the blocks that wait are answered.', (t) => {
  const rig = rigOf(1);
  rig.x.daw_request(save, -1);
  rig.wake(0);
  rig.wake(10);
  rig.at(50);
  t.is(rig.x.host_request_give_up(0), block);
  t.is(rig.end(51), 2);
});

test('After a restore was given up the plugin is not run until the main thread has done with it.', (t) => {
  const rig = rigOf(1);
  rig.x.daw_request(restore, -1);
  rig.wake(0);
  rig.at(4000);
  t.is(rig.x.host_request_give_up(1), nothing);
  t.is(rig.x.host_replies(), 1);
  t.is(rig.wake(4010), nothing);
  t.is(rig.x.host_replies(), 1);
  t.is(rig.plane(0, 1)[0], 0.5);
  t.is(rig.x.host_flush(), nothing);
  rig.x.host_request_settled();
  t.is(rig.wake(4020), block);
});

test('Of several requests given up the main thread has to have done with all before the plugin runs again.', (t) => {
  const rig = rigOf(1);
  for (const [type, ms] of [
    [restore, 0],
    [save, 5000],
  ] as const) {
    rig.x.daw_request(type, -1);
    t.is(rig.wake(ms), request);
    rig.setField(record.wakeMs, ms + 4000);
    rig.x.host_request_give_up(1);
    t.is(rig.x.host_replies(), 1);
  }
  rig.x.host_request_settled();
  t.is(rig.wake(9100), nothing);
  rig.x.host_replies();
  rig.x.host_request_settled();
  t.is(rig.wake(9200), block);
  rig.end(9200);
  rig.x.host_request_settled();
  t.is(rig.wake(9300), block, 'one settled too many does nothing');
});

test('Giving up what the main thread never heard of leaves the plugin running; giving up nothing does nothing.', (t) => {
  const rig = rigOf(1);
  rig.x.daw_request(restore, -1);
  rig.wake(0);
  t.is(rig.x.host_request_give_up(0), nothing);
  t.is(rig.x.host_replies(), 1);
  t.is(rig.word(v1.requestStatus), 2);
  t.is(rig.x.host_request_give_up(1), nothing);
  t.is(rig.x.host_replies(), 0);
  t.is(rig.wake(10), block);
});

test('A request whose client has gone is given up without a word.', (t) => {
  const rig = rigOf(1);
  rig.x.daw_request(save, -1);
  rig.wake(0);
  rig.at(4500);
  t.is(rig.x.host_request_give_up(1), nothing);
  t.is(rig.x.host_replies(), 0);
  t.is(rig.word(v1.requestType), save);
});

test('The request that had replaced one that is given up is handed over.', (t) => {
  const rig = rigOf(1);
  rig.x.daw_request(save, -1);
  rig.wake(0);
  rig.x.daw_request(restore, -1);
  rig.wake(3000);
  rig.at(4000);
  t.is(rig.x.host_request_give_up(1), request);
  t.is(rig.x.host_request_type(), restore);
  t.is(rig.x.host_request_wake_ms(), 3000);
  t.is(rig.x.host_replies(), 1);
});

test('Attaching forgets what was given up.', (t) => {
  const rig = rigOf(1);
  rig.x.daw_request(restore, -1);
  rig.wake(0);
  rig.x.host_request_give_up(1);
  rig.attach();
  rig.x.daw_set_block(64, 1, 1);
  t.is(rig.wake(1), block);
});
