/*
 * Where bytes answer blocks: which replies are swallowed when the client may have left some unread. What the core knows of
 * pipes and time stands in the block record, so each rule is a few numbers here.
 */
import test from 'ava';
import { SAVE } from './jobs.ts';
import { BLOCK, NOTHING, REQUEST, Rig, record } from './support.ts';

const PERIOD_US = 10_000;

/** A host with a block of 64 frames, at time 0, which expects unread replies or not. */
class Host {
  readonly rig = new Rig(6);
  readonly x = this.rig.x;

  constructor(expectsUnread = true) {
    this.x.daw_set_block(64, 0, 0);
    this.x.host_set_sees_replies(1);
    this.x.host_set_client(0);
    if (expectsUnread) this.x.host_expect_unread();
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
  t.is(host.x.host_expects_unread(), 0);
});

test('A client that has read all replies, while no wake is there, ends the doubt', (t) => {
  const host = new Host();
  t.is(host.block(0), 1);
  host.x.host_replies_taken();
  t.is(host.x.host_expects_unread(), 0);
});

test('It does not while the client waits for a block that is put off', (t) => {
  const host = new Host();
  host.x.daw_request(SAVE, -1);
  t.is(host.wake(0), REQUEST);
  t.is(host.wake(100), NOTHING);
  host.x.host_replies_taken();
  t.is(host.x.host_expects_unread(), 1);
});

test('Replies that are unread when a fresh wake comes were given up: as many are swallowed, once', (t) => {
  const host = new Host();
  t.is(host.block(0), 1);
  t.is(host.block(PERIOD_US, 1), 0, 'the client has the one that lay there');
  t.is(host.block(2 * PERIOD_US, 0), 1, 'and now waits for its own');
  host.x.host_replies_taken();
  t.is(host.x.host_expects_unread(), 0);
});

test('Unread replies are those of one wake: a block that was not answered takes them with it', (t) => {
  const host = new Host();
  t.is(host.block(0), 1);
  host.wake(PERIOD_US, 1);
  t.is(host.end(PERIOD_US + 96_000), 0, 'too late to be answered');
  t.is(host.block(PERIOD_US + 97_000, 0), 1, 'nothing lies there any more');
});

test('In doubt, a block behind which another one is announced was given up: the other one’s reply is its client’s', (t) => {
  const host = new Host();
  host.wake(0);
  t.is(host.end(100, 1), 0);
  t.is(host.block(200), 1);
});

test('Blocks that are announced together without an earlier doubt are all answered', (t) => {
  const host = new Host(false);
  host.wake(0);
  t.is(host.end(100, 1), 1);
  host.wake(200, 1, 0, 1);
  t.is(host.x.host_expects_unread(), 1);
  t.is(host.end(300), 1, 'the client has not had the time to read the first reply');
  t.is(host.block(PERIOD_US, 1), 0, 'in doubt, what is unread at a fresh wake is stale');
});

test('While blocks are played, the first of two that are announced together was given up', (t) => {
  const host = new Host(false);
  t.is(host.block(0), 1);
  host.wake(100_000, 0, 1);
  t.is(host.end(100_100, 1), 0);
  host.wake(100_200, 0, 0, 1);
  t.is(host.end(100_300), 1);
});

test('A request’s byte does not announce a block, and its reply is never swallowed', (t) => {
  const host = new Host();
  host.wake(0);
  host.x.daw_request(SAVE, -1);
  host.at(100);
  host.rig.setField(record.wakesUnread, 1);
  host.x.host_block_end(0);
  host.x.host_release();
  t.is(host.x.host_replies(), 1);
  t.is(host.request(200), 1);
});

test('The last block that was given up before a pause costs the next one its time, and no other', (t) => {
  // Block 0 is answered when its client has gone. Block 1 finds that answer, whether or not its client has read it before it is counted.
  const host = new Host();
  t.is(host.block(0), 1);
  t.is(host.block(2_000_000, 1), 0);
  t.is(host.block(2_300_000, 0), 1);
  host.x.host_replies_taken();
  t.is(host.block(2_305_000, 0), 1);
});

test('A block answered 40 ms after its wake raises doubt, 39 ms does not; so does one that was given up', (t) => {
  for (const [ms, bytes, expected] of [
    [39, 1, 0],
    [40, 1, 1],
    [94, 1, 1],
    [95, 0, 1],
  ] as const) {
    const host = new Host(false);
    host.wake(0);
    t.is(host.end(ms * 1000), bytes);
    t.is(host.x.host_expects_unread(), expected, `${ms} ms`);
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
      t.is(host.x.host_expects_unread(), 1);
      t.is(host.block(passed, 1), bytes, `client ${client}, ${passed} us`);
    }
  }
});

test('5 s after its wake nobody waits for a request any more, however late its byte was written', (t) => {
  const host = new Host(false);
  host.x.host_set_client(1);
  host.x.daw_request(SAVE, -1);
  host.wake(0);
  host.x.host_request_done(host.x.host_request_finish(SAVE, 1, -1, 4400));
  host.at(6_000_000); // the process was stopped meanwhile
  t.is(host.x.host_replies(), 1);
  t.is(host.block(6_001_000, 1), 0, 'the client has the byte that was left');
});

test('Of blocks that were announced while this process was seen to be away the last one is answered, at once', (t) => {
  const host = new Host();
  host.wake(0, 0, 1);
  t.is(host.x.host_expects_unread(), 1);
  t.is(host.end(100, 1), 0);
  t.is(host.wake(200, 0, 0, 1), BLOCK);
  t.is(host.end(300), 1);
  t.is(host.x.host_wait_us(), -1);
});

test('Where the shim cannot see that replies were read, or the counter answers, there is no doubt', (t) => {
  const blind = new Host(false);
  blind.x.host_set_sees_replies(0);
  blind.x.host_expect_unread();
  t.is(blind.x.host_expects_unread(), 0);
  const rig = new Rig(7);
  rig.x.host_set_sees_replies(1);
  rig.x.daw_answer_by_counter();
  rig.x.host_expect_unread();
  t.is(rig.x.host_expects_unread(), 0);
  t.is(rig.x.host_counts_wakes(), 1, 'but wakes are counted');
});

test('Replies owed by the process before are given on top; never more than 32 at once', (t) => {
  const host = new Host(false);
  host.x.host_add_replies(1);
  t.is(host.x.host_replies_pending(), 1);
  t.is(host.x.host_replies(), 1);
  host.x.host_add_replies(40);
  t.is(host.x.host_replies(), 32);
  t.is(host.x.host_replies(), 8, 'the rest is not lost');
  t.is(host.x.host_replies(), 0);
});

test('Attaching forgets doubt and what is due', (t) => {
  const host = new Host();
  host.wake(0, 1);
  host.x.host_add_replies(2);
  host.rig.attach();
  t.is(host.x.host_expects_unread(), 0);
  t.is(host.x.host_wait_us(), -1);
  t.is(host.x.host_replies_pending(), 0);
});
