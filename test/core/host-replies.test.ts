/*
 * Where bytes answer blocks: which replies are swallowed or held back when the client may have left some unread. What the core knows of
 * pipes and time stands in the block record, so each rule is a few numbers here.
 */
import test from 'ava';
import { SAVE } from './jobs.ts';
import { BLOCK, NOTHING, Rig, record } from './support.ts';

const PERIOD_US = 10_000;

/** A host with a block of 64 frames, at time 0, in doubt or not. */
class Host {
  readonly rig = new Rig(6);
  readonly x = this.rig.x;

  constructor(inDoubt = true) {
    this.x.daw_set_block(64, 0, 0);
    this.x.host_set_sees_replies(1);
    this.x.host_set_client(0);
    if (inDoubt) this.x.host_doubt();
  }

  at(us: number): void {
    for (const [field, value] of [
      [record.nowUs, us],
      [record.wakeMs, Math.floor(us / 1000)],
      [record.readMs, Math.floor(us / 1000)],
      [record.doneMs, Math.floor(us / 1000)],
    ] as const)
      this.rig.setField(field, value);
  }

  /** A wake byte is read while so many replies lie unread, and so many wakes have been read with it. */
  wake(us: number, replies = 0, wakes = 0, waited = 0): number {
    this.at(us);
    this.rig.setField(record.repliesUnread, replies);
    this.rig.setField(record.wakesUnread, wakes);
    this.rig.setField(record.wakeWaited, waited);
    return this.x.host_wake();
  }

  /** The plugin has returned, and so many wakes are there. @returns the bytes written. */
  end(us: number, wakes = 0): number {
    this.at(us);
    this.rig.setField(record.wakesUnread, wakes);
    this.x.host_block_end(0);
    return this.x.host_replies();
  }

  /** A whole block. */
  block(us: number, replies = 0): number {
    this.wake(us, replies);
    return this.end(us + 100);
  }

  /** A request's byte comes, and its answer is written. */
  request(us: number): number {
    this.x.daw_request(SAVE, -1);
    this.wake(us);
    this.x.host_request_done(this.x.host_request_finish(SAVE, 1, -1, 0));
    return this.x.host_replies();
  }
}

test('Without doubt nothing is counted, swallowed or held back', (t) => {
  const host = new Host(false);
  t.is(host.x.host_counts_wakes(), 0);
  for (let i = 0; i < 5; i++) t.is(host.block(i * PERIOD_US, 7), 1);
  t.is(host.x.host_doubts(), 0);
  t.is(host.x.host_watches_replies(), 0);
});

test('A client that has read all replies, while no wake is there, ends the doubt', (t) => {
  const host = new Host();
  t.is(host.x.host_watches_replies(), 0, 'nothing has been written yet');
  t.is(host.block(0), 1);
  t.is(host.x.host_watches_replies(), 1);
  host.x.host_replies_taken();
  t.is(host.x.host_doubts(), 0);
});

test('Replies that lie unread when a fresh wake comes are for nobody: as many are swallowed, once', (t) => {
  const host = new Host();
  t.is(host.block(0), 1);
  t.is(host.block(PERIOD_US, 1), 0, 'the client has the one that lay there');
  t.is(host.block(2 * PERIOD_US, 0), 1, 'and now waits for its own');
  host.x.host_replies_taken();
  t.is(host.x.host_doubts(), 0);
});

test('Unread replies are those of one wake: a block that was not answered takes them with it', (t) => {
  const host = new Host();
  t.is(host.block(0), 1);
  host.wake(PERIOD_US, 1);
  t.is(host.end(PERIOD_US + 96_000), 0, 'too late to be answered');
  t.is(host.block(PERIOD_US + 97_000, 0), 1, 'nothing lies there any more');
});

test('A wake that was there before the last reply was written says nothing of unread replies', (t) => {
  const host = new Host();
  host.wake(0);
  t.is(host.end(100, 1), 1);
  t.is(host.block(200, 1), 1, 'its client reads that byte in a moment');
});

test('After two wakes before which no reply was seen taken the next reply is held back for a period and a quarter', (t) => {
  const host = new Host();
  t.is(host.block(0), 1);
  t.is(host.block(PERIOD_US), 1);
  t.is(host.block(2 * PERIOD_US), 0);
  t.is(host.x.host_wait_us(), 12_500 - 100);
  host.at(2 * PERIOD_US + 12_499);
  t.is(host.x.host_time(), NOTHING);
  t.is(host.x.host_replies(), 0);
  host.at(2 * PERIOD_US + 12_500);
  t.is(host.x.host_time(), NOTHING);
  t.is(host.x.host_replies(), 1, 'somebody waits for it');
  t.is(host.x.host_wait_us(), -1);
  t.is(host.block(4 * PERIOD_US), 1, 'and the next is not held back');
});

test('A reply is held back for 85 ms at most', (t) => {
  const host = new Host();
  host.block(0);
  host.block(75_000);
  t.is(host.block(150_000), 0);
  t.is(host.x.host_wait_us(), 85_000 - 100);
});

test('A held reply is dropped by another block’s wake, and given with a request’s', (t) => {
  for (const isRequest of [false, true]) {
    const host = new Host();
    host.block(0);
    host.block(PERIOD_US);
    t.is(host.block(2 * PERIOD_US), 0);
    if (isRequest) t.is(host.request(2 * PERIOD_US + 1000), 2);
    else t.is(host.block(3 * PERIOD_US), 1, 'nobody waited for it: one was one too many');
    t.is(host.x.host_wait_us(), -1);
  }
});

test('A reply that is to be held back while another block is announced already is dropped at once', (t) => {
  const host = new Host();
  host.block(0);
  host.block(PERIOD_US);
  host.wake(2 * PERIOD_US);
  t.is(host.end(2 * PERIOD_US + 100, 1), 0);
  t.is(host.x.host_wait_us(), -1);
});

test('A reply that is later than its time to be held back is written', (t) => {
  const host = new Host();
  host.block(0);
  host.block(PERIOD_US);
  host.wake(2 * PERIOD_US);
  t.is(host.end(2 * PERIOD_US + 12_500), 1);
});

test('A block answered 40 ms after its wake raises doubt, 39 ms does not; so does one that was given up', (t) => {
  for (const [ms, bytes, doubts] of [
    [39, 1, 0],
    [40, 1, 1],
    [94, 1, 1],
    [95, 0, 1],
  ] as const) {
    const host = new Host(false);
    host.wake(0);
    t.is(host.end(ms * 1000), bytes);
    t.is(host.x.host_doubts(), doubts, `${ms} ms`);
  }
});

test('A request’s byte raises doubt, and its client may be about to read it: for 2 ms, or 500 ms if it takes any byte', (t) => {
  for (const [client, us] of [
    [0, 2000],
    [1, 500_000],
  ] as const) {
    for (const [passed, bytes] of [
      [us - 1, 1],
      [us, 0],
    ] as const) {
      const host = new Host(false);
      host.x.host_set_client(client);
      t.is(host.request(0), 1);
      t.is(host.x.host_doubts(), 1);
      t.is(host.block(passed, 1), bytes, `client ${client}, ${passed} us`);
    }
  }
});

test('A second block of a series that was read late raises doubt, and after the last one a reply is held back for 20 ms', (t) => {
  const host = new Host(false);
  host.wake(0, 0, 1);
  t.is(host.end(100, 1), 1);
  t.is(host.x.host_doubts(), 0);
  t.is(host.wake(200, 0, 0, 1), BLOCK);
  t.is(host.x.host_doubts(), 1);
  t.is(host.end(300), 0);
  t.is(host.x.host_wait_us(), 20_000 - 100);
});

test('Where the shim cannot see that replies were read, or the counter answers, there is no doubt', (t) => {
  const blind = new Host(false);
  blind.x.host_set_sees_replies(0);
  blind.x.host_doubt();
  t.is(blind.x.host_doubts(), 0);
  const rig = new Rig(7);
  rig.x.host_set_sees_replies(1);
  rig.x.daw_answer_by_counter();
  rig.x.host_doubt();
  t.is(rig.x.host_doubts(), 0);
  t.is(rig.x.host_counts_wakes(), 1, 'but wakes are counted');
});

test('Replies owed by the process before are given on top; never more than 32 at once', (t) => {
  const host = new Host(false);
  host.x.host_owe_replies(1);
  t.is(host.x.host_replies_pending(), 1);
  t.is(host.x.host_replies(), 1);
  host.x.host_owe_replies(40);
  t.is(host.x.host_replies(), 32);
  t.is(host.x.host_replies(), 8, 'the rest is not lost');
  t.is(host.x.host_replies(), 0);
});

test('Attaching forgets doubt and what is held back', (t) => {
  const host = new Host();
  host.block(0);
  host.block(PERIOD_US);
  t.is(host.block(2 * PERIOD_US), 0);
  host.rig.attach();
  t.is(host.x.host_doubts(), 0);
  t.is(host.x.host_wait_us(), -1);
  t.is(host.x.host_replies_pending(), 0);
});
