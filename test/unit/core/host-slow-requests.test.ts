/* Blocks go on during a request that takes long: a state that is slow, or a main thread that hangs. */
import test from 'ava';
import { HOST_PASS_THROUGH } from '../../../ts/contract/core.ts';
import { RESTORE, SAVE, SHOW, serve } from './jobs.ts';
import { v6 } from './layouts.ts';
import { BLOCK, NOTHING, REQUEST, Rig, record, SHUTDOWN, v1 } from './support.ts';

/** Longest time for which blocks are put off: where clients wait for the status, and where any byte is their answer. */
const PATIENT_MS = 60;
const ANY_REPLY_MS = 2000;

/** A rig with a block of 64 frames of one channel. */
function rigOf(version: 1 | 6): Rig {
  const rig = new Rig(version);
  rig.bind([], 1, 1);
  rig.x.daw_set_block(64, 1, 1);
  rig.plane(0, 0).fill(0.5);
  rig.plane(0, 1).fill(7);
  return rig;
}

test('A block beside a save is put off until the save is 60 ms old, then it is run and answered alone', (t) => {
  const rig = rigOf(6);
  t.is(rig.waitMs(), 0);
  rig.x.daw_request(SAVE, -1);
  t.is(rig.wake(1000), REQUEST);
  t.is(rig.waitMs(), 0, 'no block waits');
  t.is(rig.wake(1010), NOTHING);
  t.is(rig.waitMs(), PATIENT_MS - 10);
  t.is(rig.time(1060), BLOCK);
  t.is(rig.end(1061), 1);
  t.is(rig.waitMs(), 0);
  t.is(serve(rig, SAVE, 1500, 500), NOTHING);
  t.is(rig.x.host_replies(), 1, 'the save');
});

test('Beside a slow save blocks are run at once, whenever they come', (t) => {
  const rig = rigOf(6);
  rig.x.daw_request(SAVE, -1);
  rig.wake(0);
  for (const ms of [PATIENT_MS, 70, 500]) {
    t.is(rig.wake(ms), BLOCK, `${ms} ms`);
    t.is(rig.end(ms + 1), 1);
    t.is(rig.waitMs(), 0);
  }
  t.is(serve(rig, SAVE, 600, 600), NOTHING);
  t.is(rig.x.host_replies(), 1);
});

test('The next request is quick again until it has taken its time', (t) => {
  const rig = rigOf(6);
  rig.x.daw_request(SAVE, -1);
  rig.wake(0);
  rig.wake(100);
  rig.end(101);
  serve(rig, SAVE, 200, 200);
  rig.x.host_replies();
  rig.x.daw_request(SAVE, -1);
  t.is(rig.wake(300), REQUEST);
  t.is(rig.wake(310), NOTHING);
  t.is(serve(rig, SAVE, 320, 20), BLOCK);
  t.is(rig.end(321), 2);
});

test('Beside a slow restore the plugin is not run: the DAW hears its own inputs', (t) => {
  const rig = rigOf(6);
  rig.x.daw_push_parameter(7, 0.5, 0, 0);
  rig.x.daw_request(RESTORE, -1);
  rig.wake(0);
  t.is(rig.wake(1), NOTHING);
  t.is(rig.plane(0, 1)[0], 7);
  t.is(rig.time(PATIENT_MS), NOTHING);
  t.is(rig.x.host_replies(), 1);
  t.is(rig.plane(0, 1)[0], 0.5);
  rig.plane(0, 1).fill(7);
  t.is(rig.wake(1000), NOTHING);
  t.is(rig.x.host_replies(), 1);
  t.is(rig.plane(0, 1)[0], 0.5);
  t.is(rig.word(v6.parameterRead), 0, 'changes wait for the plugin');
  t.is(rig.x.host_flush(), NOTHING);
  t.is(serve(rig, RESTORE, 1100, 1100), NOTHING);
  t.is(rig.x.host_replies(), 1);
  t.is(rig.wake(1200), BLOCK);
});

test('A block that ended beside a request whose byte came is answered after 60 ms, too', (t) => {
  const rig = rigOf(6);
  rig.wake(0);
  rig.x.daw_request(SAVE, -1);
  rig.end(1);
  t.is(rig.wake(2), REQUEST);
  t.is(rig.waitMs(), PATIENT_MS);
  t.is(rig.time(62), NOTHING, 'it has been run');
  t.is(rig.x.host_replies(), 1);
});

test('A client that takes any byte for its answer gets its request answered first; only a hang lets blocks pass', (t) => {
  for (const version of [1, 6] as const) {
    const rig = rigOf(version);
    if (version === 6) rig.x.host_set_client(1);
    rig.x.daw_request(SAVE, -1);
    rig.wake(0);
    t.is(rig.wake(500), NOTHING);
    t.is(rig.waitMs(), ANY_REPLY_MS - 500);
    t.is(rig.wake(ANY_REPLY_MS - 1), NOTHING);
    t.is(rig.waitMs(), 1);
    t.is(rig.time(ANY_REPLY_MS), BLOCK);
    t.is(rig.end(ANY_REPLY_MS + 1), 1, 'of the two the older one was given up');
    t.is(rig.wake(ANY_REPLY_MS + 2), BLOCK);
  }
});

test('Of a client that looks for itself blocks are put off beside a restore only, none is too late, and no reply is held back', (t) => {
  for (const version of [1, 6] as const) {
    const rig = rigOf(version);
    rig.x.host_set_client(2);
    rig.x.daw_request(SAVE, -1);
    t.is(rig.wake(0), REQUEST);
    t.is(rig.wake(1), BLOCK);
    t.is(rig.end(2), 1);
    t.is(rig.waitMs(), 0);
    serve(rig, SAVE, 1);
    t.is(rig.x.host_replies(), 1);
    t.is(rig.wake(3), BLOCK);
    rig.x.daw_request(SAVE, -1);
    t.is(rig.end(4), 1, 'its own, at once');
    t.is(rig.wake(5), REQUEST);
    serve(rig, SAVE, 6);
    t.is(rig.x.host_replies(), 1);
    rig.x.daw_request(RESTORE, 0);
    t.is(rig.wake(7), REQUEST);
    t.is(rig.wake(8), NOTHING);
    t.is(rig.waitMs(), PATIENT_MS - 1);
    t.is(serve(rig, RESTORE, 500, 500), BLOCK, 'late, but run');
    t.is(rig.end(501), 2);
  }
});

test('The end of a put-off that came too late for its request does nothing', (t) => {
  const rig = rigOf(6);
  t.is(rig.time(0), NOTHING);
  rig.x.daw_request(SAVE, -1);
  rig.wake(0);
  serve(rig, SAVE, 1);
  rig.x.host_replies();
  t.is(rig.time(60), NOTHING);
  t.is(rig.x.host_replies(), 0);
  rig.x.daw_request(SAVE, -1);
  rig.wake(100);
  t.is(rig.wake(101), NOTHING, 'and makes no other request slow');
});

test('While the plugin is not there, blocks beside a slow save are bypassed', (t) => {
  const rig = rigOf(6);
  rig.x.host_suspend(HOST_PASS_THROUGH);
  rig.x.daw_request(SAVE, -1);
  rig.wake(0);
  t.is(rig.wake(100), NOTHING);
  t.is(rig.x.host_replies(), 1);
  t.is(rig.plane(0, 1)[0], 0.5);
});

test('An editor request and a shutdown are taken beside a slow save', (t) => {
  const rig = rigOf(6);
  rig.x.daw_request(SAVE, -1);
  rig.wake(0);
  rig.setWord(v6.requestType, SHOW);
  t.is(rig.wake(100), REQUEST);
  t.is(rig.x.host_request_type(), SHOW);
  t.is(rig.wake(101), BLOCK);
  rig.end(101);
  rig.x.daw_shut_down();
  t.is(rig.wake(102), SHUTDOWN);
});

/* ---- giving up ---- */

test('A request that is given up is answered with an error, and nothing in scratch is touched', (t) => {
  const rig = rigOf(6);
  rig.setWord(v6.scratchSize, 77);
  rig.x.daw_request(SAVE, -1);
  rig.wake(0);
  rig.at(4000);
  t.is(rig.x.host_request_give_up(1), NOTHING);
  t.is(rig.x.host_replies(), 1);
  t.is(rig.word(v6.requestStatus), 2);
  t.is(rig.word(v6.requestType), 0);
  t.is(rig.word(v6.scratchSize), 77);
  t.is(rig.wake(4001), BLOCK, 'a save may go on beside blocks');
});

test('With a request that is given up the blocks that wait are answered', (t) => {
  const rig = rigOf(1);
  rig.x.daw_request(SAVE, -1);
  rig.wake(0);
  rig.wake(10);
  rig.at(50);
  t.is(rig.x.host_request_give_up(0), BLOCK);
  t.is(rig.end(51), 2);
});

test('After a restore was given up the plugin is not run until the main thread has done with it', (t) => {
  const rig = rigOf(1);
  rig.x.daw_request(RESTORE, -1);
  rig.wake(0);
  rig.at(4000);
  t.is(rig.x.host_request_give_up(1), NOTHING);
  t.is(rig.x.host_replies(), 1);
  t.is(rig.wake(4010), NOTHING);
  t.is(rig.x.host_replies(), 1);
  t.is(rig.plane(0, 1)[0], 0.5);
  t.is(rig.x.host_flush(), NOTHING);
  rig.x.host_request_settled();
  t.is(rig.wake(4020), BLOCK);
});

test('Of several requests given up the main thread has to have done with all before the plugin runs again', (t) => {
  const rig = rigOf(1);
  for (const [type, ms] of [
    [RESTORE, 0],
    [SAVE, 5000],
  ] as const) {
    rig.x.daw_request(type, -1);
    t.is(rig.wake(ms), REQUEST);
    rig.setField(record.wakeMs, ms + 4000);
    rig.x.host_request_give_up(1);
    t.is(rig.x.host_replies(), 1);
  }
  rig.x.host_request_settled();
  t.is(rig.wake(9100), NOTHING);
  rig.x.host_replies();
  rig.x.host_request_settled();
  t.is(rig.wake(9200), BLOCK);
  rig.end(9200);
  rig.x.host_request_settled();
  t.is(rig.wake(9300), BLOCK, 'one settled too many does nothing');
});

test('Giving up what the main thread never heard of leaves the plugin running; giving up nothing does nothing', (t) => {
  const rig = rigOf(1);
  rig.x.daw_request(RESTORE, -1);
  rig.wake(0);
  t.is(rig.x.host_request_give_up(0), NOTHING);
  t.is(rig.x.host_replies(), 1);
  t.is(rig.word(v1.requestStatus), 2);
  t.is(rig.x.host_request_give_up(1), NOTHING);
  t.is(rig.x.host_replies(), 0);
  t.is(rig.wake(10), BLOCK);
});

test('A request whose client has gone is given up without a word', (t) => {
  const rig = rigOf(1);
  rig.x.daw_request(SAVE, -1);
  rig.wake(0);
  rig.at(4500);
  t.is(rig.x.host_request_give_up(1), NOTHING);
  t.is(rig.x.host_replies(), 0);
  t.is(rig.word(v1.requestType), SAVE);
});

test('The request that had replaced one that is given up is handed over', (t) => {
  const rig = rigOf(1);
  rig.x.daw_request(SAVE, -1);
  rig.wake(0);
  rig.x.daw_request(RESTORE, -1);
  rig.wake(3000);
  rig.at(4000);
  t.is(rig.x.host_request_give_up(1), REQUEST);
  t.is(rig.x.host_request_type(), RESTORE);
  t.is(rig.x.host_request_wake_ms(), 3000);
  t.is(rig.x.host_replies(), 1);
});

test('Attaching forgets what was given up', (t) => {
  const rig = rigOf(1);
  rig.x.daw_request(RESTORE, -1);
  rig.wake(0);
  rig.x.host_request_give_up(1);
  rig.attach();
  rig.x.daw_set_block(64, 1, 1);
  t.is(rig.wake(1), BLOCK);
});
