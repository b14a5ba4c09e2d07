/* Version 7: the counter answers blocks, alone or with a byte. */
import test from 'ava';
import { HOST_HOLD, HOST_PASS_THROUGH, HOST_RUN } from '../../../ts/contract/core.ts';
import { counter, requestAt, rigOf, unread } from './counter-rig.ts';
import { RESTORE, SAVE, SHOW, serve } from './jobs.ts';
import { v7 } from './layouts.ts';
import { BLOCK, NOTHING, REQUEST, type Rig, record, SHUTDOWN } from './support.ts';

test('A block advances the counter by one when it is finished, and has a byte only where bytes answer too', (t) => {
  for (const eventless of [1, 0] as const) {
    const rig = rigOf(eventless);
    for (let i = 0; i < 1000; i++) {
      t.is(rig.wake(i), BLOCK);
      t.is(counter(rig), i, 'not before it has run');
      t.is(rig.end(i), 1 - eventless);
      t.is(counter(rig), i + 1);
    }
  }
});

test('The way in which blocks are answered may change between two of them', (t) => {
  const rig = rigOf(1);
  for (const [i, eventless] of [1, 0, 0, 1, 0, 1].entries()) {
    rig.setWord(v7.blockResponseEventless, eventless);
    t.is(rig.wake(i), BLOCK);
    t.is(rig.end(i), 1 - eventless);
    t.is(counter(rig), i + 1);
  }
});

test('A block of a size not allowed advances the counter and leaves the planes alone', (t) => {
  for (const eventless of [1, 0] as const) {
    const rig = rigOf(eventless);
    rig.plane(0, 1).fill(7);
    for (const [i, frames] of [0, 4097, 0xffffffff].entries()) {
      rig.x.daw_set_block(frames, 1, 1);
      t.is(rig.wake(i), NOTHING);
      t.is(rig.x.host_replies(), 1 - eventless);
      t.is(counter(rig), i + 1);
    }
    t.true(rig.plane(0, 1).every((sample) => sample === 7));
  }
});

test('The counter wraps', (t) => {
  const rig = rigOf();
  rig.setWord(v7.responseCounter, 0xffffffff);
  rig.wake();
  rig.end();
  t.is(counter(rig), 0);
});

test('Blocks without a plugin advance the counter; starting, suspending and waiting do not', (t) => {
  const rig = rigOf();
  rig.x.host_set_ready();
  rig.x.host_announce(0, 1, 1, 0, 0, 0, 0);
  for (const mode of [HOST_PASS_THROUGH, HOST_HOLD, HOST_RUN]) t.is(rig.x.host_suspend(mode), NOTHING);
  t.is(rig.time(100), NOTHING);
  t.is(rig.x.host_flush(), BLOCK);
  rig.x.host_flush_end();
  t.is(counter(rig), 0);
  for (const i of [0, 1]) {
    rig.x.host_suspend(HOST_PASS_THROUGH);
    t.is(rig.wake(200 + i), NOTHING);
    t.is(rig.x.host_replies(), 0);
    t.is(counter(rig), i + 1);
  }
  t.is(rig.x.host_needs_replies(), 0);
});

test('Shutdown and requests leave the counter alone; a request has its byte in both ways', (t) => {
  for (const eventless of [1, 0] as const) {
    const rig = rigOf(eventless);
    rig.wake(0);
    rig.end(0);
    for (const type of [SAVE, RESTORE, 5, 6, 7, 9, 12, 99]) {
      t.is(requestAt(rig, 200, type), NOTHING);
      t.is(rig.word(v7.requestStatus), 1, 'the status is there before the byte');
      t.is(rig.x.host_replies(), 1, `${type}`);
    }
    for (const type of [SHOW, 4]) {
      rig.setWord(v7.requestType, type);
      t.is(rig.wake(220), REQUEST);
      t.is(rig.x.host_replies(), 0);
    }
    rig.x.daw_shut_down();
    t.is(rig.wake(230), SHUTDOWN);
    t.is(rig.x.host_replies(), 0);
    t.is(counter(rig), 1);
  }
});

/* ---- blocks that were given up ---- */

test('A block behind which another has been announced was given up: both are answered when that one is finished', (t) => {
  const rig = rigOf();
  rig.wake(0);
  unread(rig, 1);
  t.is(rig.end(30), 0);
  t.is(counter(rig), 0);
  unread(rig, 0);
  t.is(rig.wake(30), BLOCK);
  rig.end(31);
  t.is(counter(rig), 2);
});

test('Of the wakes behind a block one belongs to the request that stands in the header', (t) => {
  const rig = rigOf();
  rig.wake(0);
  rig.x.daw_request(SAVE, -1);
  unread(rig, 1);
  rig.end(1);
  t.is(counter(rig), 1, 'no block has been announced');
  unread(rig, 0);
  rig.wake(1);
  serve(rig, SAVE, 1);
  rig.x.host_replies();

  rig.wake(10);
  rig.x.daw_request(SAVE, -1);
  unread(rig, 2);
  rig.end(11);
  t.is(counter(rig), 1, 'the request and a block');
  unread(rig, 1);
  t.is(rig.wake(11), REQUEST);
  t.is(counter(rig), 1, 'the block that was given up is still not answered: another one is awaited');
  unread(rig, 0);
  t.is(rig.wake(11), BLOCK);
  rig.end(12);
  t.is(counter(rig), 3);
});

test('What was taken for the byte of a newer block may be a request’s: then the finished block is answered', (t) => {
  const rig = rigOf();
  rig.wake(0);
  unread(rig, 1);
  rig.end(1);
  t.is(counter(rig), 0);
  unread(rig, 0);
  rig.x.daw_request(SAVE, -1);
  t.is(rig.wake(1), REQUEST);
  t.is(counter(rig), 1);
});

test('Of blocks that were announced while no one read only the newest is run, and it answers all', (t) => {
  const rig = rigOf();
  for (const left of [3, 2, 1]) {
    unread(rig, left);
    t.is(rig.wake(10), NOTHING);
    t.is(rig.x.host_replies(), 0);
  }
  unread(rig, 0);
  t.is(rig.wake(10), BLOCK);
  t.is(counter(rig), 0);
  rig.end(11);
  t.is(counter(rig), 4);
  t.is(rig.x.host_wakes_given_up(5), 0, 'and no wake is skipped');
});

test('No block is too late for the counter: the client knows best what it has given up', (t) => {
  const rig = rigOf();
  t.is(rig.wake(1000, 800), BLOCK);
  rig.end(5000);
  t.is(counter(rig), 1);
  t.is(rig.x.host_lost_blocks(), 0);
});

/* ---- blocks during requests ---- */

test('A save puts no block off, a restore does: until the next block, or for 60 ms', (t) => {
  const rig = rigOf();
  rig.plane(0, 0).fill(0.5);
  rig.x.daw_request(SAVE, -1);
  rig.wake(0);
  t.is(rig.wake(1), BLOCK);
  rig.end(2);
  t.is(counter(rig), 1);
  serve(rig, SAVE, 150);
  t.is(rig.x.host_replies(), 1);

  rig.x.daw_request(RESTORE, -1);
  rig.wake(200);
  t.is(rig.wake(210), NOTHING);
  t.is(counter(rig), 1);
  t.is(rig.waitMs(), 50);
  t.is(rig.wake(220), NOTHING, 'the first was given up: both are passed through');
  t.is(counter(rig), 3);
  t.is(rig.plane(0, 1)[0], 0.5);
  t.is(rig.wake(221), NOTHING);
  t.is(counter(rig), 4, 'and so are all after it');
  serve(rig, RESTORE, 400);
  t.is(rig.x.host_replies(), 1);

  rig.x.daw_request(RESTORE, -1);
  rig.wake(500);
  rig.wake(510);
  t.is(rig.time(560), NOTHING);
  t.is(counter(rig), 5, 'after 60 ms');
  serve(rig, RESTORE, 570);
  t.is(rig.wake(600), BLOCK);
});

test('A block put off beside a restore is run when that is done', (t) => {
  const rig = rigOf();
  rig.x.daw_request(RESTORE, -1);
  rig.wake(0);
  t.is(rig.wake(1), NOTHING);
  t.is(serve(rig, RESTORE, 20), BLOCK);
  t.is(counter(rig), 0);
  rig.end(21);
  t.is(counter(rig), 1);
});

/* Version 7: when a request's byte is written, which any thread of the DAW may read. */

/** A wake byte is read, and what is due is written before it is acted upon. @returns how many bytes. */
function bytesAtWake(rig: Rig, us: number, waited = 0): number {
  rig.setField(record.nowUs, us);
  rig.setField(record.wakeWaited, waited);
  return rig.x.host_replies_at_wake();
}

/** The plugin returns at that time. */
function endAt(rig: Rig, us: number): void {
  rig.setField(record.nowUs, us);
  rig.x.host_block_end(0);
}

/** A host that has answered a block at that time (us), with a request served right after it. */
function withRequestAfterBlock(us: number): Rig {
  const rig = rigOf();
  rig.wake(0);
  endAt(rig, us);
  rig.x.daw_request(SAVE, -1);
  rig.x.host_wake();
  rig.x.host_request_done(rig.x.host_request_finish(SAVE, 1, -1, 0));
  return rig;
}

test('A request’s byte is written at once where no block has been answered yet', (t) => {
  const rig = rigOf();
  rig.x.daw_request(SAVE, -1);
  rig.wake(0);
  serve(rig, SAVE, 2);
  t.is(rig.x.host_replies(), 1);
});

test('While blocks are played a request’s byte waits for the next wake, and goes out before that block is begun', (t) => {
  const rig = withRequestAfterBlock(100);
  t.is(rig.x.host_replies(), 0);
  t.is(rig.x.host_replies_pending(), 1);
  t.is(bytesAtWake(rig, 5300), 1);
  t.is(rig.x.host_reader_us(), 500);
  rig.x.host_reader_came(1);
  t.is(rig.x.host_reader_us(), 0);
  t.is(rig.wake(5), BLOCK);
  t.is(rig.x.host_replies_pending(), 0);
});

test('A request that is done in the middle of a block has its byte with the next wake', (t) => {
  const rig = rigOf();
  rig.x.daw_request(SAVE, -1);
  rig.wake(0);
  t.is(rig.wake(1), BLOCK);
  serve(rig, SAVE, 2);
  t.is(rig.x.host_replies(), 0);
  t.is(rig.x.host_wait_us(), -1, 'the block ends it');
  endAt(rig, 3000);
  t.is(rig.x.host_replies(), 0);
  t.is(bytesAtWake(rig, 5000), 1);
});

test('Without another block it is written 120 ms after the last one, when that one’s thread has given up', (t) => {
  const rig = withRequestAfterBlock(100);
  t.is(rig.x.host_wait_us(), 120_000);
  rig.setField(record.nowUs, 100 + 119_999);
  t.is(rig.x.host_replies(), 0);
  rig.setField(record.nowUs, 100 + 120_000);
  t.is(rig.x.host_time(), NOTHING);
  t.is(rig.x.host_replies(), 1);
  t.is(rig.x.host_wait_us(), -1);
});

test('A wake that has waited, or that others follow, says nothing about the DAW’s thread: the byte waits for another second', (t) => {
  const rig = withRequestAfterBlock(100);
  t.is(bytesAtWake(rig, 5000, 1), 0);
  unread(rig, 1);
  t.is(bytesAtWake(rig, 10_000), 0);
  t.is(bytesAtWake(rig, 999_000), 0);
  t.is(bytesAtWake(rig, 1_000_100, 1), 1, 'the client gives its request up after 5 s');
});

test('A byte that has gone while the request’s word stands was taken by the wrong thread: after 200 ms and 20 blocks another follows', (t) => {
  const rig = withRequestAfterBlock(100);
  t.is(bytesAtWake(rig, 5000), 1);
  for (let i = 1; i < 60; i++) {
    rig.wake(5 * i);
    endAt(rig, 5000 * i + 100);
    t.is(bytesAtWake(rig, 5000 * i + 5000), i === 40 ? 1 : 0, `${i}`);
    t.is(rig.word(v7.requestType), SAVE);
  }
});

test('A client that clears the word of its request has its answer: no byte, or no other, is written', (t) => {
  const early = withRequestAfterBlock(100);
  early.x.daw_cancel_request();
  t.is(bytesAtWake(early, 5000), 0, 'it has looked at the status');
  t.is(early.x.host_replies_pending(), 0);

  const rig = withRequestAfterBlock(100);
  t.is(bytesAtWake(rig, 5000), 1);
  rig.x.daw_cancel_request();
  for (let i = 1; i < 60; i++) {
    rig.wake(5 * i);
    endAt(rig, 5000 * i + 100);
    t.is(bytesAtWake(rig, 5000 * i + 5000), 0);
  }
});

test('A byte that was not taken is not followed by another', (t) => {
  const rig = withRequestAfterBlock(100);
  t.is(bytesAtWake(rig, 5000), 1);
  rig.setField(record.repliesUnread, 1);
  for (let i = 1; i < 60; i++) {
    rig.wake(5 * i);
    endAt(rig, 5000 * i + 100);
    t.is(bytesAtWake(rig, 5000 * i + 5000), 0);
  }
});

test('Without blocks the second byte follows after 200 ms', (t) => {
  const rig = withRequestAfterBlock(100);
  t.is(bytesAtWake(rig, 5000), 1);
  rig.wake(5);
  endAt(rig, 5100);
  t.is(rig.x.host_wait_us(), 199_900);
  rig.setField(record.nowUs, 205_000);
  t.is(rig.x.host_time(), NOTHING);
  t.is(rig.x.host_replies(), 1);
  t.is(rig.word(v7.requestType), 0);
  t.is(rig.x.host_wait_us(), -1);
});

test('While a request’s word stands, further wakes bring blocks, and the next request is heard', (t) => {
  const rig = withRequestAfterBlock(100);
  t.is(rig.wake(5), BLOCK);
  endAt(rig, 5100);
  rig.x.daw_request(SAVE, -1);
  t.is(bytesAtWake(rig, 6000), 0);
  t.is(rig.wake(6), REQUEST, 'of the same number');
});

test('The wake of another request or of the end does not bring the byte', (t) => {
  const rig = withRequestAfterBlock(100);
  rig.x.daw_request(RESTORE, -1);
  t.is(bytesAtWake(rig, 5000), 0);
  rig.x.daw_cancel_request();
  rig.x.daw_shut_down();
  t.is(bytesAtWake(rig, 5000), 0);
});

test('Beside a byte that its reader has not taken a slow plugin is not run, a quick one is: for 20 ms', (t) => {
  for (const [us, action] of [
    [1499, BLOCK],
    [1500, NOTHING],
  ] as const) {
    const rig = withRequestAfterBlock(us);
    rig.plane(0, 0).fill(0.5);
    t.is(bytesAtWake(rig, 5000), 1);
    rig.x.host_reader_came(0);
    t.is(rig.wake(5), action);
    if (action === BLOCK) continue;
    t.is(counter(rig), 2, 'it is answered at once');
    t.is(rig.plane(0, 1)[0], 0.5, 'with its input');
    t.is(bytesAtWake(rig, 24_999), 0);
    t.is(rig.x.host_reader_us(), 500);
    t.is(rig.wake(24), NOTHING);
    t.is(bytesAtWake(rig, 25_000), 0);
    t.is(rig.x.host_reader_us(), 0, 'nobody will read it any more');
    t.is(rig.wake(25), BLOCK);
  }
});

test('A byte that is unread when a request comes is its client’s answer, if any byte is: then its own is not written', (t) => {
  for (const [type, bytes] of [
    [SAVE, 1],
    [SHOW, 0],
  ] as const) {
    const rig = rigOf();
    rig.x.host_set_answers_show(1);
    for (const [left, expected] of [
      [1, bytes],
      [0, 1],
    ] as const) {
      rig.x.daw_request(type, -1);
      t.is(rig.x.host_counts_replies(), 1);
      rig.setField(record.repliesUnread, left);
      rig.wake(0);
      serve(rig, type, 1);
      t.is(rig.x.host_replies(), expected);
    }
  }
});

test('Where bytes answer blocks nothing is written before one', (t) => {
  const rig = rigOf(0);
  rig.x.daw_request(SAVE, -1);
  rig.wake(0);
  rig.x.host_request_done(rig.x.host_request_finish(SAVE, 1, -1, 0));
  t.is(rig.x.host_replies_at_wake(), 0);
  t.is(rig.x.host_replies(), 1);
});

test('A request that its client has taken back gets no byte from the counter’s host, and one where bytes answer blocks', (t) => {
  for (const eventless of [1, 0] as const) {
    const rig = rigOf(eventless);
    rig.x.daw_request(SAVE, -1);
    rig.wake(0);
    rig.x.daw_cancel_request();
    serve(rig, SAVE, 10);
    t.is(rig.x.host_replies(), 1 - eventless);
    rig.x.daw_request(SAVE, -1);
    rig.wake(20);
    rig.x.daw_request(RESTORE, -1);
    t.is(rig.wake(30), NOTHING);
    rig.x.daw_cancel_request();
    serve(rig, SAVE, 40);
    t.is(rig.x.host_replies(), eventless === 1 ? 0 : 2, 'nor does the one that replaced it');
  }
});
