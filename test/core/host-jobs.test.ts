import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { holds } from './property.ts';
import { block, nothing, Rig, record, request, shutdown, v1 } from './support.ts';

const save = 1;
const restore = 2;
const show = 3;
const hide = 4;

/** A rig with a block of 64 frames announced. */
function rigWithBlock(): Rig {
  const rig = new Rig();
  rig.x.daw_set_block(64, 0, 0);
  return rig;
}

/** The main thread serves the request, and the audio thread hears of it. */
function serve(rig: Rig, type: number, ms: number, ageMs = 0): number {
  return rig.requestDone(rig.x.host_request_finish(type, 1, -1, ageMs), ms);
}

test('A wake byte with nothing else in the header is a block and gets one reply.', (t) => {
  const rig = rigWithBlock();
  for (let i = 0; i < 3; i++) {
    t.is(rig.wake(i), block);
    t.is(rig.x.host_replies(), 0, 'none before the block has run');
    t.is(rig.end(i), 1);
    t.is(rig.x.host_replies(), 0);
  }
});

test('Shutdown comes before a request and a block, and gets no reply.', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(save, -1);
  rig.x.daw_shut_down();
  t.is(rig.wake(), shutdown);
  t.is(rig.x.host_replies(), 0);
  t.is(rig.word(v1.requestType), save);
});

test('A request is served instead of a block, and gets one reply.', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(save, -1);
  t.is(rig.wake(), request);
  t.is(rig.x.host_request_type(), save);
  t.is(rig.x.host_replies(), 0);
  t.is(serve(rig, save, 1), nothing);
  t.is(rig.x.host_replies(), 1);
  t.is(rig.word(v1.requestStatus), 1);
  t.is(rig.word(v1.requestType), 0);
  t.is(rig.word(v1.heartbeat), 0, 'no block was run');
});

test('A request not known is given to the main thread; version 1 expects no reply.', (t) => {
  const rig = rigWithBlock();
  rig.setWord(v1.requestType, 0xfffffff0);
  t.is(rig.wake(), request);
  t.is(rig.x.host_request_type() >>> 0, 0xfffffff0);
  t.is(rig.requestDone(rig.x.host_request_finish(0xfffffff0, 2, -1, 0)), nothing);
  t.is(rig.x.host_replies(), 0);
  t.is(rig.word(v1.requestStatus), 2);
  t.is(rig.word(v1.requestType), 0);
});

test('Editor requests are taken at once, leave the status alone, get no reply and put no block off.', (t) => {
  for (const type of [show, hide]) {
    const rig = rigWithBlock();
    rig.setWord(v1.requestStatus, 77);
    rig.setWord(v1.requestType, type);
    t.is(rig.wake(), request);
    t.is(rig.x.host_request_type(), type);
    t.is(rig.word(v1.requestType), 0);
    t.is(rig.word(v1.requestStatus), 77);
    t.is(rig.x.host_replies(), 0);
    t.is(rig.wake(), block);
    t.is(rig.end(), 1);
  }
});

test('An editor request while a save is outstanding leaves the save outstanding.', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(save, -1);
  rig.wake(0);
  rig.setWord(v1.requestType, show);
  t.is(rig.wake(1), request);
  t.is(rig.x.host_request_type(), show);
  t.is(rig.wake(2), nothing, 'a block is put off');
  t.is(rig.requestDone(rig.x.host_request_finish(save, 1, -1, 3), 3), block);
  t.is(rig.end(3), 1, 'the block’s; the save was overwritten by its own client');
});

test('A request without its byte is left alone.', (t) => {
  const rig = rigWithBlock();
  t.is(rig.wake(), block);
  rig.x.daw_request(save, -1);
  t.is(rig.end(), 1);
  t.is(rig.word(v1.requestType), save);
  t.is(rig.word(v1.requestStatus), 0);
  t.is(rig.wake(), request);
});

// ---- blocks put off ----

test('A block that arrives during a request is run afterwards, and both replies are sent together.', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(save, -1);
  rig.wake(0);
  t.is(rig.wake(10), nothing, 'the save’s word still stands');
  t.is(rig.x.host_replies(), 0);
  t.is(serve(rig, save, 30), block);
  t.is(rig.end(40), 2);
  t.is(rig.x.host_replies(), 0);
});

test('A block whose byte is read between the main thread’s answer and the audio thread’s hearing of it is put off too.', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(save, -1);
  rig.wake(0);
  const reply = rig.x.host_request_finish(save, 1, -1, 10);
  t.is(rig.wake(20), nothing);
  t.is(rig.requestDone(reply, 21), block);
  t.is(rig.end(22), 2);
});

test('When the block’s byte is read first, request and block have swapped bytes: still one reply each.', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(save, -1);
  t.is(rig.wake(0), request, 'the block’s byte');
  t.is(rig.wake(1), nothing, 'the save’s byte');
  t.is(serve(rig, save, 2), block);
  t.is(rig.end(3), 2);
  t.is(rig.wake(4), block);
  t.is(rig.end(5), 1);
});

test('Several blocks put off are one run with the replies of all that are not late.', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(save, -1);
  rig.wake(1000);
  rig.wake(1010);
  rig.wake(1100);
  rig.wake(1150);
  t.is(serve(rig, save, 1160), block);
  t.is(rig.end(1170), 1 + 2, 'the save, 1100 and 1150; 1010 is too old');
  t.is(rig.word(v1.heartbeat), 1);
});

test('A block put off that becomes late while it runs is not answered.', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(save, -1);
  rig.wake(0);
  rig.wake(10);
  rig.wake(60);
  t.is(serve(rig, save, 100), block);
  t.is(rig.end(120), 2, 'the save and 60');
});

test('Blocks that are all too old when the request is done are neither run nor answered.', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(save, -1);
  rig.wake(0);
  rig.wake(10);
  t.is(serve(rig, save, 105), nothing);
  t.is(rig.x.host_replies(), 1, 'the save');
  t.is(rig.wake(106), block);
  t.is(rig.end(107), 1, 'and they do not answer later ones');
});

test('A block put off whose size is no longer allowed is answered without a run.', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(save, -1);
  rig.wake(0);
  rig.wake(1);
  rig.x.daw_set_block(0, 0, 0);
  t.is(serve(rig, save, 2), nothing);
  t.is(rig.x.host_replies(), 2);
});

test('Of more than 16 blocks put off the oldest are forgotten.', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(save, -1);
  rig.wake(0);
  for (let i = 0; i < 40; i++) {
    t.is(rig.wake(1 + i), nothing);
  }
  t.is(serve(rig, save, 41), block);
  t.is(rig.end(42), 1 + 16);
});

test('Without a reply for the request only the blocks are answered.', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(save, -1);
  rig.wake(0);
  rig.wake(1);
  rig.x.daw_cancel_request();
  t.is(serve(rig, save, 2), block);
  t.is(rig.end(3), 1);
});

test('A request done that nobody asked for does nothing.', (t) => {
  const rig = rigWithBlock();
  t.is(rig.requestDone(1), nothing);
  t.is(rig.x.host_replies(), 0);
});

// ---- requests that replace others ----

test('The same request standing at a byte 4499 ms later is a block; at 4500 ms the client has asked again.', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(save, -1);
  rig.wake(0xfffffff0);
  t.is(rig.wake(0xfffffff0 + 4499 - 2 ** 32), nothing);
  rig.requestDone(rig.x.host_request_finish(save, 1, -1, 4499), 4500);
  rig.end(4500);
  t.is(rig.wake(4501), block, 'nothing is left of it');
  rig.end(4501);

  rig.x.daw_request(save, -1);
  rig.wake(10_000);
  t.is(rig.wake(14_500), nothing);
  t.is(serve(rig, save, 15_200, 5200), request, 'the second one is handed over when the first is done');
  t.is(rig.x.host_replies(), 0, 'and the first is not answered');
  t.is(serve(rig, save, 15_300, 800), nothing);
  t.is(rig.x.host_replies(), 1);
});

test('A byte after the second request is a block again.', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(save, -1);
  rig.wake(0);
  rig.wake(5000);
  t.is(rig.wake(5010), nothing);
  t.is(serve(rig, save, 5020, 5020), request);
  t.is(serve(rig, save, 5030, 30), block);
  t.is(rig.end(5031), 2);
});

test('Another request in its place is handed over when the first is done, which gets no reply.', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(save, -1);
  rig.wake(0);
  rig.x.daw_request(restore, -1);
  t.is(rig.wake(10), nothing);
  t.is(serve(rig, save, 20), request);
  t.is(rig.x.host_request_type(), restore);
  t.is(rig.x.host_replies(), 0);
  t.is(rig.word(v1.requestStatus), 0, 'the first one’s status was not stored either');
  t.is(serve(rig, restore, 30), nothing);
  t.is(rig.x.host_replies(), 1);
});

test('Once the second request is done, nothing is left of it.', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(save, -1);
  rig.wake(0);
  rig.x.daw_request(restore, -1);
  rig.wake(10);
  serve(rig, save, 20);
  serve(rig, restore, 30);
  rig.x.host_replies();
  rig.x.daw_request(save, -1);
  t.is(rig.wake(40), request);
  t.is(rig.wake(50), nothing);
  t.is(serve(rig, save, 60), block, 'the byte at 50 was a block');
  t.is(rig.end(60), 2);
});

test('A second request that was given up meanwhile is not handed over.', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(save, -1);
  rig.wake(0);
  rig.x.daw_request(restore, -1);
  rig.wake(10);
  rig.x.daw_cancel_request();
  t.is(serve(rig, save, 20), nothing);
  t.is(rig.x.host_replies(), 0);
  t.is(rig.wake(21), block);
});

test('A third request whose byte has not been read waits for its byte.', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(save, -1);
  rig.wake(0);
  rig.x.daw_request(restore, -1);
  rig.wake(10);
  rig.x.daw_request(99, -1);
  t.is(serve(rig, save, 20), nothing);
  t.is(rig.wake(30), request);
  t.is(rig.x.host_request_type(), 99);
});

test('Attaching forgets an outstanding request and the blocks put off.', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(save, -1);
  rig.wake(0);
  rig.wake(1);
  rig.reset();
  rig.x.daw_set_block(64, 0, 0);
  t.is(rig.wake(2), block);
  t.is(rig.end(3), 1);
});

// ---- late blocks ----

test('A block that took 94 ms is answered, one of 95 ms is not; the clock may wrap meanwhile.', (t) => {
  const rig = rigWithBlock();
  for (const start of [0, 1234, 0xffffffff, 0xffffffc0]) {
    const at = (ms: number) => (start + ms) % 2 ** 32;
    t.is(rig.wake(at(0)), block);
    t.is(rig.end(at(94)), 1);
    t.is(rig.wake(at(0)), block);
    t.is(rig.end(at(95)), 0);
    t.is(rig.wake(at(0)), block);
    t.is(rig.end(at(100_000)), 0);
    t.is(rig.word(v1.heartbeat) > 0, true);
  }
});

test('A late block’s audio is still written.', (t) => {
  const rig = new Rig();
  rig.bind([], 0, 1);
  rig.x.daw_set_block(4, 0, 1);
  rig.wake(0);
  rig.buffer(0, 1).fill(0.5);
  t.is(rig.end(200), 0);
  t.deepEqual([...rig.plane(0, 1).subarray(0, 5)], [0.5, 0.5, 0.5, 0.5, 0]);
});

// ---- a client ----

/*
 * A client with two threads, as the engine's: one runs blocks, one saves, both wait for a byte on the same pipe, and either may take the
 * other's. Each writes its next byte only after it got one. Nobody is late here, so in the end each byte written was answered by
 * exactly one.
 */
test('Whatever the interleaving of a client’s saves and blocks, each byte gets exactly one reply.', (t) => {
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
        if (action === request) {
          outstanding = true;
        }
        take(action === block ? rig.end() : rig.x.host_replies());
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
            rig.x.daw_request(save, -1);
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
            act(serve(rig, save, rig.field(record.wakeMs)));
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
