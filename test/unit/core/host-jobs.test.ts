import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { HOST_PASS_THROUGH } from '../../../ts/contract/core.ts';
import { HIDE, rigWithBlock, SAVE, SHOW, serve } from './jobs.ts';
import { v7 } from './layouts.ts';
import { holds } from './property.ts';
import { BLOCK, HELD, NOTHING, REQUEST, Rig, record, SHUTDOWN, v1 } from './support.ts';

test('A wake byte with nothing else in the header is a block and gets one reply', (t) => {
  const rig = rigWithBlock();
  for (let i = 0; i < 3; i++) {
    t.is(rig.wake(i), BLOCK);
    t.is(rig.x.host_replies(), 0, 'none before the block has run');
    t.is(rig.end(i), 1);
    t.is(rig.x.host_replies(), 0);
  }
});

test('Shutdown comes before a request and a block, and gets no reply', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(SAVE, -1);
  rig.x.daw_shut_down();
  t.is(rig.wake(), SHUTDOWN);
  t.is(rig.x.host_replies(), 0);
  t.is(rig.word(v1.requestType), SAVE);
});

test('A request is served instead of a block, and gets one reply', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(SAVE, -1);
  t.is(rig.wake(), REQUEST);
  t.is(rig.x.host_request_type(), SAVE);
  t.is(rig.x.host_replies(), 0);
  t.is(serve(rig, SAVE, 1), NOTHING);
  t.is(rig.x.host_replies(), 1);
  t.is(rig.word(v1.requestStatus), 1);
  t.is(rig.word(v1.requestType), 0);
  t.is(rig.word(v1.heartbeat), 0, 'no block was run');
});

test('A request not known is given to the main thread; version 1 expects no reply', (t) => {
  const rig = rigWithBlock();
  rig.setWord(v1.requestType, 0xfffffff0);
  t.is(rig.wake(), REQUEST);
  t.is(rig.x.host_request_type() >>> 0, 0xfffffff0);
  t.is(rig.requestDone(rig.x.host_request_finish(0xfffffff0, 2, -1, 0)), NOTHING);
  t.is(rig.x.host_replies(), 0);
  t.is(rig.word(v1.requestStatus), 2);
  t.is(rig.word(v1.requestType), 0);
});

test('Editor requests are taken at once, leave the status alone, get no reply and put no block off', (t) => {
  for (const type of [SHOW, HIDE]) {
    const rig = rigWithBlock();
    rig.setWord(v1.requestStatus, 77);
    rig.setWord(v1.requestType, type);
    t.is(rig.wake(), REQUEST);
    t.is(rig.x.host_request_type(), type);
    t.is(rig.word(v1.requestType), 0);
    t.is(rig.word(v1.requestStatus), 77);
    t.is(rig.x.host_replies(), 0);
    t.is(rig.wake(), BLOCK);
    t.is(rig.end(), 1);
  }
});

test('An editor request while a save is outstanding leaves the save outstanding', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(SAVE, -1);
  rig.wake(0);
  rig.setWord(v1.requestType, SHOW);
  t.is(rig.wake(1), REQUEST);
  t.is(rig.x.host_request_type(), SHOW);
  t.is(rig.wake(2), NOTHING, 'a block is put off');
  t.is(rig.requestDone(rig.x.host_request_finish(SAVE, 1, -1, 3), 3), BLOCK);
  t.is(rig.end(3), 2, 'the block’s and the save’s, though the client has overwritten it');
});

test('A request without its byte is left alone; the reply to the block is given if no byte comes', (t) => {
  const rig = rigWithBlock();
  t.is(rig.wake(), BLOCK);
  rig.x.daw_request(SAVE, -1);
  t.is(rig.end(), HELD);
  t.is(rig.release(), 1);
  t.is(rig.word(v1.requestType), SAVE);
  t.is(rig.word(v1.requestStatus), 0);
  t.is(rig.wake(), REQUEST);
});

test('A block that ends beside a request whose byte is coming is answered with it, and not run again', (t) => {
  const rig = rigWithBlock();
  t.is(rig.wake(0), BLOCK);
  rig.x.daw_request(SAVE, -1);
  t.is(rig.end(1), HELD);
  t.is(rig.wake(2), REQUEST);
  t.is(serve(rig, SAVE, 3), NOTHING);
  t.is(rig.x.host_replies(), 2);
  t.is(rig.wake(4), BLOCK);
  t.is(rig.end(4), 1);
});

test('A block that ended beside a request and one that was put off are answered together, the second being run', (t) => {
  const rig = rigWithBlock();
  rig.wake(0);
  rig.x.daw_request(SAVE, -1);
  t.is(rig.end(1), HELD);
  t.is(rig.wake(2), REQUEST);
  t.is(rig.wake(3), NOTHING);
  t.is(serve(rig, SAVE, 4), BLOCK);
  t.is(rig.end(4), 3);
});

test('A block that ended beside a request is not answered when the save has taken too long', (t) => {
  const rig = rigWithBlock();
  rig.wake(0);
  rig.x.daw_request(SAVE, -1);
  t.is(rig.end(1), HELD);
  t.is(rig.wake(2), REQUEST);
  t.is(serve(rig, SAVE, 95), NOTHING);
  t.is(rig.x.host_replies(), 1, 'the one of the save');
});

test('A block that took 94 ms is answered, one of 95 ms is not; the clock may wrap meanwhile', (t) => {
  const rig = rigWithBlock();
  for (const start of [0, 1234, 0xffffffff, 0xffffffc0]) {
    const at = (ms: number) => (start + ms) % 2 ** 32;
    t.is(rig.wake(at(0)), BLOCK);
    t.is(rig.end(at(94)), 1);
    t.is(rig.wake(at(0)), BLOCK);
    t.is(rig.end(at(95)), 0);
    t.is(rig.wake(at(0)), BLOCK);
    t.is(rig.end(at(100_000)), 0);
    t.is(rig.word(v1.heartbeat) > 0, true);
  }
});

test('Of two bytes that waited for this process the one that was given up is neither run nor answered', (t) => {
  const rig = rigWithBlock();
  t.is(rig.wake(1000, 905), NOTHING);
  t.is(rig.x.host_replies(), 0);
  t.is(rig.wake(1000, 906), BLOCK);
  t.is(rig.end(1000), 1);
});

test('A block that is passed through is not answered either if it was given up before it was read', (t) => {
  const rig = rigWithBlock();
  rig.x.host_suspend(HOST_PASS_THROUGH);
  rig.wake(1000, 905);
  t.is(rig.x.host_replies(), 0);
  rig.wake(1000, 906);
  t.is(rig.x.host_replies(), 1);
});

test('A late block’s audio is still written', (t) => {
  const rig = new Rig();
  rig.bind([], 0, 1);
  rig.x.daw_set_block(4, 0, 1);
  rig.wake(0);
  rig.buffer(0, 1).fill(0.5);
  t.is(rig.end(200), 0);
  t.deepEqual([...rig.plane(0, 1).subarray(0, 5)], [0.5, 0.5, 0.5, 0.5, 0]);
});

/*
 * A client with two threads, as the engine's: one runs blocks, one saves, both wait for a byte on the same pipe, and either may take the
 * other's. Each writes its next byte only after it got one. No one is late here, so in the end each byte written was answered by
 * exactly one.
 */
test('Whatever the interleaving of a client’s saves and blocks, each byte gets exactly one reply', (t) => {
  const rig = new Rig();
  const steps = fc.array(fc.constantFrom('block', 'save: store', 'save: byte', 'host: read', 'host: main is done'), {
    maxLength: 60,
  });
  holds(
    t,
    fc.property(steps, (list) => {
      rig.reset();
      rig.x.daw_set_block(64, 0, 0);
      let bytesInPipe = 0;
      let written = 0;
      let replies = 0;
      let saving: 'no' | 'stored' | 'waiting' = 'no';
      let blockWaiting = false;
      let outstanding = false;
      const take = (count: number) => {
        replies += count;
        for (let i = 0; i < count; i++) {
          if (saving === 'waiting' && rig.word(v1.requestType) === 0) {
            saving = 'no';
          } else {
            blockWaiting = false;
          }
        }
      };
      const act = (action: number) => {
        if (action === REQUEST) {
          outstanding = true;
        }
        take(action === BLOCK ? rig.end() : rig.x.host_replies());
      };
      const perform: Record<string, () => void> = {
        block: () => {
          if (!blockWaiting) {
            blockWaiting = true;
            bytesInPipe++;
            written++;
          }
        },
        'save: store': () => {
          if (saving === 'no') {
            saving = 'stored';
            rig.x.daw_request(SAVE, -1);
          }
        },
        'save: byte': () => {
          if (saving === 'stored') {
            saving = 'waiting';
            bytesInPipe++;
            written++;
          }
        },
        'host: read': () => {
          if (bytesInPipe > 0) {
            bytesInPipe--;
            act(rig.wake());
          }
        },
        'host: main is done': () => {
          if (outstanding) {
            outstanding = false;
            act(serve(rig, SAVE, rig.field(record.wakeMs)));
          }
        },
      };
      for (const step of list) {
        perform[step]!();
        assert(replies <= written);
      }
      perform['save: byte']!();
      while (bytesInPipe > 0 || outstanding) {
        perform['host: read']!();
        perform['host: main is done']!();
      }
      assert.equal(replies, written);
      assert.equal(rig.word(v1.requestType), 0);
    }),
    2000,
  );
});

test('While a request is being answered its client may have asked for the same once more: that is heard when the main thread has done', (t) => {
  for (const looks of [0, 2]) {
    const rig = new Rig(7);
    rig.x.host_set_client(looks);
    rig.bind([], 1, 1);
    rig.x.daw_set_block(16, 1, 1);
    rig.x.daw_request(99, -1);
    t.is(rig.wake(0), REQUEST);
    const reply = rig.x.host_request_finish(99, 1, -1, 0);
    // The client has seen the status; the main thread has lost its processor before it could say that it is done.
    rig.x.daw_request(99, -1);
    rig.setField(record.isBeingAnswered, 1);
    t.is(rig.wake(1), NOTHING, 'not taken for a block');
    rig.setField(record.isBeingAnswered, 0);
    t.is(rig.requestDone(reply, 2), REQUEST);
    t.is(rig.x.host_request_type(), 99);
    rig.requestDone(rig.x.host_request_finish(99, 1, -1, 0), 3);
    t.is(rig.word(v7.responseCounter), 0);
    t.is(rig.x.host_wait_us(), -1);
  }
});

test('A block’s wake while a request is being answered waits for the main thread’s word, or 5 ms', (t) => {
  for (const isDone of [true, false]) {
    const rig = new Rig(7);
    rig.x.host_set_client(2);
    rig.bind([], 1, 1);
    rig.x.daw_set_block(16, 1, 1);
    rig.x.daw_request(SAVE, -1);
    t.is(rig.wake(0), REQUEST);
    rig.setField(record.isBeingAnswered, 1);
    t.is(rig.wake(1), NOTHING);
    t.is(rig.x.host_wait_us(), 5000);
    const reply = rig.x.host_request_finish(SAVE, 1, -1, 0);
    t.is(isDone ? rig.requestDone(reply, 2) : rig.time(6), BLOCK);
    rig.setField(record.isBeingAnswered, 0);
    rig.end(7);
    t.is(rig.word(v7.responseCounter), 1);
  }
});

test('A byte that was taken for a block’s because the main thread took long is a request all the same', (t) => {
  for (const isUnread of [false, true]) {
    const rig = new Rig(7);
    rig.x.host_set_client(2);
    rig.bind([], 1, 1);
    rig.x.daw_set_block(16, 1, 1);
    rig.x.daw_request(99, -1);
    t.is(rig.wake(0), REQUEST);
    const reply = rig.x.host_request_finish(99, 1, -1, 0);
    rig.x.daw_request(99, -1);
    rig.setField(record.isBeingAnswered, 1);
    t.is(rig.wake(1), NOTHING);
    t.is(rig.time(6), BLOCK);
    rig.end(7);
    rig.setField(record.isBeingAnswered, 0);
    rig.setField(record.wakesUnread, Number(isUnread));
    t.is(rig.requestDone(reply, 20), isUnread ? NOTHING : REQUEST, 'unless its own byte is still to come');
    rig.setField(record.wakesUnread, 0);
    if (isUnread) t.is(rig.wake(21), REQUEST);
    t.is(rig.requestDone(rig.x.host_request_finish(99, 1, -1, 0), 22), NOTHING);
    t.is(rig.wake(30), BLOCK, 'nothing is left of it');
  }
});
