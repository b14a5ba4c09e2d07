import test from 'ava';
import { RESTORE, rigWithBlock, SAVE, serve } from './jobs.ts';
import { BLOCK, NOTHING, REQUEST, v1 } from './support.ts';

test('A block that arrives during a request is run afterwards, and both replies are sent together', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(SAVE, -1);
  rig.wake(0);
  t.is(rig.wake(10), NOTHING, 'the save’s word still stands');
  t.is(rig.x.host_replies(), 0);
  t.is(serve(rig, SAVE, 30), BLOCK);
  t.is(rig.end(40), 2);
  t.is(rig.x.host_replies(), 0);
});

test('A block whose byte is read between the main thread’s answer and the audio thread’s hearing of it is put off too', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(SAVE, -1);
  rig.wake(0);
  const reply = rig.x.host_request_finish(SAVE, 1, -1, 10);
  t.is(rig.wake(20), NOTHING);
  t.is(rig.requestDone(reply, 21), BLOCK);
  t.is(rig.end(22), 2);
});

test('When the block’s byte is read first, request and block have swapped bytes: still one reply each', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(SAVE, -1);
  t.is(rig.wake(0), REQUEST, 'the block’s byte');
  t.is(rig.wake(1), NOTHING, 'the save’s byte');
  t.is(serve(rig, SAVE, 2), BLOCK);
  t.is(rig.end(3), 2);
  t.is(rig.wake(4), BLOCK);
  t.is(rig.end(5), 1);
});

test('Several blocks put off are one run with the replies of all that are not late', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(SAVE, -1);
  rig.wake(1000);
  rig.wake(1010);
  rig.wake(1100);
  rig.wake(1150);
  t.is(serve(rig, SAVE, 1160), BLOCK);
  t.is(rig.end(1170), 1 + 2, 'the save, 1100 and 1150; 1010 is too old');
  t.is(rig.word(v1.heartbeat), 1);
});

test('A block put off that becomes late while it runs is not answered', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(SAVE, -1);
  rig.wake(0);
  rig.wake(10);
  rig.wake(60);
  t.is(serve(rig, SAVE, 100), BLOCK);
  t.is(rig.end(120), 2, 'the save and 60');
});

test('Blocks that are all too old when the request is done are neither run nor answered', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(SAVE, -1);
  rig.wake(0);
  rig.wake(10);
  t.is(serve(rig, SAVE, 105), NOTHING);
  t.is(rig.x.host_replies(), 1, 'the save');
  t.is(rig.wake(106), BLOCK);
  t.is(rig.end(107), 1, 'and they do not answer later ones');
});

test('A block put off whose size is no longer allowed is answered without a run', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(SAVE, -1);
  rig.wake(0);
  rig.wake(1);
  rig.x.daw_set_block(0, 0, 0);
  t.is(serve(rig, SAVE, 2), NOTHING);
  t.is(rig.x.host_replies(), 2);
});

test('Of more than 16 blocks put off the oldest are forgotten', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(SAVE, -1);
  rig.wake(0);
  for (let i = 0; i < 40; i++) {
    t.is(rig.wake(1 + i), NOTHING);
  }
  t.is(serve(rig, SAVE, 41), BLOCK);
  t.is(rig.end(42), 1 + 16);
});

test('Without a reply for the request only the blocks are answered', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(99, -1);
  rig.wake(0);
  rig.x.daw_cancel_request();
  rig.wake(1);
  t.is(serve(rig, 99, 2), BLOCK);
  t.is(rig.end(3), 1);
});

test('An unexpected completion of a request does nothing', (t) => {
  const rig = rigWithBlock();
  t.is(rig.requestDone(1), NOTHING);
  t.is(rig.x.host_replies(), 0);
});

test('The same request standing at a byte 4499 ms later is a block; at 4500 ms the client has asked again', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(SAVE, -1);
  rig.wake(0xfffffff0);
  t.is(rig.wake(0xfffffff0 + 4499 - 2 ** 32), BLOCK, 'which goes on beside so slow a request');
  t.is(rig.end(0xfffffff0 + 4499 - 2 ** 32), 1);
  t.is(rig.requestDone(rig.x.host_request_finish(SAVE, 1, -1, 4499), 4500), NOTHING);
  t.is(rig.x.host_replies(), 1);
  t.is(rig.wake(4501), BLOCK, 'nothing is left of it');
  rig.end(4501);

  rig.x.daw_request(SAVE, -1);
  rig.wake(10_000);
  t.is(rig.wake(14_500), NOTHING);
  t.is(serve(rig, SAVE, 15_200, 5200), REQUEST, 'the second one is handed over when the first is done');
  t.is(rig.x.host_replies(), 0, 'and the first is not answered');
  t.is(serve(rig, SAVE, 15_300, 800), NOTHING);
  t.is(rig.x.host_replies(), 1);
});

test('A byte after the second request is a block again', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(SAVE, -1);
  rig.wake(0);
  rig.wake(5000);
  t.is(rig.wake(5010), BLOCK);
  t.is(rig.end(5011), 1);
  t.is(serve(rig, SAVE, 5020, 5020), REQUEST);
  t.is(rig.x.host_request_wake_ms(), 5000);
  t.is(serve(rig, SAVE, 5030, 30), NOTHING);
  t.is(rig.x.host_replies(), 1);
});

test('Another request in its place is handed over when the first is done, of which only the byte is left', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(SAVE, -1);
  rig.wake(0);
  rig.x.daw_request(RESTORE, -1);
  t.is(rig.wake(10), NOTHING);
  t.is(serve(rig, SAVE, 20), REQUEST);
  t.is(rig.x.host_request_type(), RESTORE);
  t.is(rig.x.host_replies(), 1);
  t.is(rig.word(v1.requestStatus), 0, 'the first one’s status was not stored either');
  t.is(serve(rig, RESTORE, 30), NOTHING);
  t.is(rig.x.host_replies(), 1);
});

test('Once the second request is done, nothing is left of it', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(SAVE, -1);
  rig.wake(0);
  rig.x.daw_request(RESTORE, -1);
  rig.wake(10);
  serve(rig, SAVE, 20);
  serve(rig, RESTORE, 30);
  rig.x.host_replies();
  rig.x.daw_request(SAVE, -1);
  t.is(rig.wake(40), REQUEST);
  t.is(rig.wake(50), NOTHING);
  t.is(serve(rig, SAVE, 60), BLOCK, 'the byte at 50 was a block');
  t.is(rig.end(60), 2);
});

test('A second request that was taken back meanwhile is not handed over; both bytes are answered', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(SAVE, -1);
  rig.wake(0);
  rig.x.daw_request(RESTORE, -1);
  rig.wake(10);
  rig.x.daw_cancel_request();
  t.is(serve(rig, SAVE, 20), NOTHING);
  t.is(rig.x.host_replies(), 2);
  t.is(rig.wake(21), BLOCK);
});

test('A third request whose byte has not been read waits for its byte', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(SAVE, -1);
  rig.wake(0);
  rig.x.daw_request(RESTORE, -1);
  rig.wake(10);
  rig.x.daw_request(99, -1);
  t.is(serve(rig, SAVE, 20), NOTHING);
  t.is(rig.wake(30), REQUEST);
  t.is(rig.x.host_request_type(), 99);
});

test('Attaching forgets an outstanding request and the blocks put off', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(SAVE, -1);
  rig.wake(0);
  rig.wake(1);
  rig.reset();
  rig.x.daw_set_block(64, 0, 0);
  t.is(rig.wake(2), BLOCK);
  t.is(rig.end(3), 1);
});
