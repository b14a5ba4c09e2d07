/* Version 7: the counter answers blocks, alone or with a byte; bytes answer requests. */
import test from 'ava';
import { restore, save, serve, show } from './jobs.ts';
import { v7 } from './layouts.ts';
import { block, nothing, Rig, record, request, shutdown } from './support.ts';

/** A rig with a block of 64 frames of one channel; the counter alone answers blocks, or bytes as well. */
function rigOf(eventless: 0 | 1 = 1): Rig {
  const rig = new Rig(7);
  rig.bind([], 1, 1);
  rig.x.daw_set_block(64, 1, 1);
  rig.setWord(v7.blockResponseEventless, eventless);
  return rig;
}

const counter = (rig: Rig): number => rig.word(v7.responseCounter) >>> 0;

/** So many wakes have come and are not acted upon, when the next function is called. */
const unread = (rig: Rig, count: number): void => rig.setField(record.wakesUnread, count);

/** Read a request's byte at that time, and serve it. */
function request1(rig: Rig, ms: number, type = save): number {
  rig.x.daw_request(type, -1);
  rig.wake(ms);
  return serve(rig, type, ms);
}

test('A block advances the counter by one when it is finished, and has a byte only where bytes answer too.', (t) => {
  for (const eventless of [1, 0] as const) {
    const rig = rigOf(eventless);
    for (let i = 0; i < 1000; i++) {
      t.is(rig.wake(i), block);
      t.is(counter(rig), i, 'not before it has run');
      t.is(rig.end(i), 1 - eventless);
      t.is(counter(rig), i + 1);
    }
  }
});

test('The way in which blocks are answered may change between two of them.', (t) => {
  const rig = rigOf(1);
  for (const [i, eventless] of [1, 0, 0, 1, 0, 1].entries()) {
    rig.setWord(v7.blockResponseEventless, eventless);
    t.is(rig.wake(i), block);
    t.is(rig.end(i), 1 - eventless);
    t.is(counter(rig), i + 1);
  }
});

test('A block of a size not allowed advances the counter and leaves the planes alone.', (t) => {
  for (const eventless of [1, 0] as const) {
    const rig = rigOf(eventless);
    rig.plane(0, 1).fill(7);
    for (const [i, frames] of [0, 4097, 0xffffffff].entries()) {
      rig.x.daw_set_block(frames, 1, 1);
      t.is(rig.wake(i), nothing);
      t.is(rig.x.host_replies(), 1 - eventless);
      t.is(counter(rig), i + 1);
    }
    t.true(rig.plane(0, 1).every((sample) => sample === 7));
  }
});

test('The counter wraps.', (t) => {
  const rig = rigOf();
  rig.setWord(v7.responseCounter, 0xffffffff);
  rig.wake();
  rig.end();
  t.is(counter(rig), 0);
});

test('Blocks without a plugin advance the counter; starting, suspending and waiting do not.', (t) => {
  const rig = rigOf();
  rig.x.host_set_ready();
  rig.x.host_announce(0, 1, 1, 0, 0, 0, 0);
  for (const mode of [1, 2, 0]) t.is(rig.x.host_suspend(mode), nothing);
  t.is(rig.time(100), nothing);
  t.is(rig.x.host_flush(), block);
  rig.x.host_flush_end();
  t.is(counter(rig), 0);
  for (const [i, mode] of [1, 2].entries()) {
    rig.x.host_suspend(mode);
    t.is(rig.wake(200 + i), nothing);
    t.is(rig.x.host_replies(), 0);
    t.is(counter(rig), i + 1);
  }
  t.is(rig.x.host_needs_replies(), 0);
});

test('Shutdown and requests leave the counter alone; a request has its byte in both ways.', (t) => {
  for (const eventless of [1, 0] as const) {
    const rig = rigOf(eventless);
    rig.wake(0);
    rig.end(0);
    for (const type of [save, restore, 5, 6, 7, 9, 12, 99]) {
      t.is(request1(rig, 10, type), nothing);
      t.is(rig.word(v7.requestStatus), 1, 'the status is there before the byte');
      t.is(rig.x.host_replies(), 1, `${type}`);
    }
    for (const type of [show, 4]) {
      rig.setWord(v7.requestType, type);
      t.is(rig.wake(20), request);
      t.is(rig.x.host_replies(), 0);
    }
    rig.x.daw_shut_down();
    t.is(rig.wake(30), shutdown);
    t.is(rig.x.host_replies(), 0);
    t.is(counter(rig), 1);
  }
});

/* ---- blocks that were given up ---- */

test('A block behind which another has been announced was given up: both are answered when that one is finished.', (t) => {
  const rig = rigOf();
  rig.wake(0);
  unread(rig, 1);
  t.is(rig.end(30), 0);
  t.is(counter(rig), 0);
  unread(rig, 0);
  t.is(rig.wake(30), block);
  rig.end(31);
  t.is(counter(rig), 2);
});

test('Of the wakes behind a block one belongs to the request that stands in the header.', (t) => {
  const rig = rigOf();
  rig.wake(0);
  rig.x.daw_request(save, -1);
  unread(rig, 1);
  rig.end(1);
  t.is(counter(rig), 1, 'no block has been announced');
  unread(rig, 0);
  rig.wake(1);
  serve(rig, save, 1);
  rig.x.host_replies();

  rig.wake(10);
  rig.x.daw_request(save, -1);
  unread(rig, 2);
  rig.end(11);
  t.is(counter(rig), 1, 'the request and a block');
  unread(rig, 1);
  t.is(rig.wake(11), request);
  t.is(counter(rig), 1, 'the block that was given up is still not answered: another one is awaited');
  unread(rig, 0);
  t.is(rig.wake(11), block);
  rig.end(12);
  t.is(counter(rig), 3);
});

test('What was taken for the byte of a newer block may be a request’s: then the finished block is answered.', (t) => {
  const rig = rigOf();
  rig.wake(0);
  unread(rig, 1);
  rig.end(1);
  t.is(counter(rig), 0);
  unread(rig, 0);
  rig.x.daw_request(save, -1);
  t.is(rig.wake(1), request);
  t.is(counter(rig), 1);
});

test('Of blocks that were announced while nobody read only the newest is run, and it answers all.', (t) => {
  const rig = rigOf();
  for (const left of [3, 2, 1]) {
    unread(rig, left);
    t.is(rig.wake(10), nothing);
    t.is(rig.x.host_replies(), 0);
  }
  unread(rig, 0);
  t.is(rig.wake(10), block);
  t.is(counter(rig), 0);
  rig.end(11);
  t.is(counter(rig), 4);
  t.is(rig.x.host_wakes_given_up(5), 0, 'and no wake is skipped');
});

test('No block is too late for the counter: the client knows best what it has given up.', (t) => {
  const rig = rigOf();
  t.is(rig.wake(1000, 800), block);
  rig.end(5000);
  t.is(counter(rig), 1);
  t.is(rig.x.host_lost_blocks(), 0);
});

/* ---- blocks beside requests ---- */

test('A save puts no block off, a restore does: until the next block, or for 60 ms.', (t) => {
  const rig = rigOf();
  rig.plane(0, 0).fill(0.5);
  rig.x.daw_request(save, -1);
  rig.wake(0);
  t.is(rig.wake(1), block);
  rig.end(2);
  t.is(counter(rig), 1);
  serve(rig, save, 3);
  t.is(rig.x.host_replies(), 1);

  rig.x.daw_request(restore, -1);
  rig.wake(100);
  t.is(rig.wake(110), nothing);
  t.is(counter(rig), 1);
  t.is(rig.waitMs(), 50);
  t.is(rig.wake(120), nothing, 'the first was given up: both are passed through');
  t.is(counter(rig), 3);
  t.is(rig.plane(0, 1)[0], 0.5);
  t.is(rig.wake(121), nothing);
  t.is(counter(rig), 4, 'and so are all after it');
  serve(rig, restore, 130);
  t.is(rig.x.host_replies(), 1);

  rig.x.daw_request(restore, -1);
  rig.wake(200);
  rig.wake(210);
  t.is(rig.time(260), nothing);
  t.is(counter(rig), 5, 'after 60 ms');
  serve(rig, restore, 270);
  t.is(rig.wake(300), block);
});

test('A block put off beside a restore is run when that is done.', (t) => {
  const rig = rigOf();
  rig.x.daw_request(restore, -1);
  rig.wake(0);
  t.is(rig.wake(1), nothing);
  t.is(serve(rig, restore, 20), block);
  t.is(counter(rig), 0);
  rig.end(21);
  t.is(counter(rig), 1);
});

/* ---- when a request's byte is written ---- */

/** The plugin returned that long after the wake. */
function endAfter(rig: Rig, us: number): void {
  rig.setField(record.nowUs, rig.field(record.nowUs) + us);
  rig.x.host_block_end(0);
}

test('While a block is awaited a request’s byte is held back, and after a slow one for 6 ms.', (t) => {
  const rig = rigOf();
  rig.x.daw_request(save, -1);
  rig.wake(0);
  t.is(rig.wake(1), block);
  serve(rig, save, 2);
  t.is(rig.x.host_replies(), 0);
  t.is(rig.x.host_replies_pending(), 1);
  t.is(rig.x.host_wait_us(), -1, 'the block ends it');
  rig.setField(record.nowUs, 1000);
  endAfter(rig, 1500);
  t.is(rig.x.host_replies(), 0);
  t.is(rig.x.host_wait_us(), 6000);
  rig.setField(record.nowUs, 2500 + 5999);
  t.is(rig.x.host_replies(), 0);
  t.is(rig.x.host_wait_us(), 1);
  rig.setField(record.nowUs, 2500 + 6000);
  t.is(rig.x.host_time(), nothing);
  t.is(rig.x.host_replies(), 1);
  t.is(rig.x.host_replies_pending(), 0);
  t.is(rig.x.host_wait_us(), -1);
});

test('A block answered within 1.5 ms holds no byte back, unless its wake had waited.', (t) => {
  for (const [us, waited, bytes] of [
    [1499, 0, 1],
    [1500, 0, 0],
    [10, 1, 0],
  ] as const) {
    const rig = rigOf();
    rig.setField(record.wakeWaited, waited);
    rig.wake(0);
    endAfter(rig, us);
    rig.setField(record.wakeWaited, 0);
    rig.x.daw_request(save, -1);
    rig.x.host_wake();
    rig.x.host_request_done(rig.x.host_request_finish(save, 1, -1, 0));
    t.is(rig.x.host_replies(), bytes, `${us} us, ${waited}`);
  }
});

test('Between slow blocks the byte goes out with the next wake, if that has just come.', (t) => {
  for (const [waited, bytes] of [
    [0, 1],
    [1, 0],
  ] as const) {
    const rig = rigOf();
    rig.wake(0);
    endAfter(rig, 4000);
    rig.x.daw_request(save, -1);
    rig.wake(5);
    serve(rig, save, 5);
    t.is(rig.x.host_replies(), 0);
    rig.setField(record.wakeWaited, waited);
    t.is(rig.wake(6), block);
    t.is(rig.x.host_replies_before_block(), bytes);
    t.is(rig.x.host_replies_before_block(), 0);
    endAfter(rig, 100);
    t.is(rig.x.host_replies(), 0);
    t.is(rig.x.host_replies_pending(), 1 - bytes);
  }
});

test('Where bytes answer blocks nothing is written before one.', (t) => {
  const rig = rigOf(0);
  rig.x.daw_request(save, -1);
  rig.wake(0);
  rig.x.host_request_done(rig.x.host_request_finish(save, 1, -1, 0));
  t.is(rig.x.host_replies_before_block(), 0);
  t.is(rig.x.host_replies(), 1);
});

test('A request that its client has taken back gets no byte from the counter’s host, and one where bytes answer blocks.', (t) => {
  for (const eventless of [1, 0] as const) {
    const rig = rigOf(eventless);
    rig.x.daw_request(save, -1);
    rig.wake(0);
    rig.x.daw_cancel_request();
    serve(rig, save, 10);
    t.is(rig.x.host_replies(), 1 - eventless);
    rig.x.daw_request(save, -1);
    rig.wake(20);
    rig.x.daw_request(restore, -1);
    t.is(rig.wake(30), nothing);
    rig.x.daw_cancel_request();
    serve(rig, save, 40);
    t.is(rig.x.host_replies(), eventless === 1 ? 0 : 2, 'nor does the one that replaced it');
  }
});
