import test from 'ava';
import { restore, rigWithBlock, save, serve } from './jobs.ts';
import { block, nothing, request, v1 } from './support.ts';

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
  rig.x.daw_request(99, -1);
  rig.wake(0);
  rig.x.daw_cancel_request();
  rig.wake(1);
  t.is(serve(rig, 99, 2), block);
  t.is(rig.end(3), 1);
});

test('A request done that nobody asked for does nothing.', (t) => {
  const rig = rigWithBlock();
  t.is(rig.requestDone(1), nothing);
  t.is(rig.x.host_replies(), 0);
});

test('The same request standing at a byte 4499 ms later is a block; at 4500 ms the client has asked again.', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(save, -1);
  rig.wake(0xfffffff0);
  t.is(rig.wake(0xfffffff0 + 4499 - 2 ** 32), block, 'which goes on beside so slow a request');
  t.is(rig.end(0xfffffff0 + 4499 - 2 ** 32), 1);
  t.is(rig.requestDone(rig.x.host_request_finish(save, 1, -1, 4499), 4500), nothing);
  t.is(rig.x.host_replies(), 1);
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
  t.is(rig.wake(5010), block);
  t.is(rig.end(5011), 1);
  t.is(serve(rig, save, 5020, 5020), request);
  t.is(rig.x.host_request_wake_ms(), 5000);
  t.is(serve(rig, save, 5030, 30), nothing);
  t.is(rig.x.host_replies(), 1);
});

test('Another request in its place is handed over when the first is done, of which only the byte is left.', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(save, -1);
  rig.wake(0);
  rig.x.daw_request(restore, -1);
  t.is(rig.wake(10), nothing);
  t.is(serve(rig, save, 20), request);
  t.is(rig.x.host_request_type(), restore);
  t.is(rig.x.host_replies(), 1);
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

test('A second request that was taken back meanwhile is not handed over; both bytes are answered.', (t) => {
  const rig = rigWithBlock();
  rig.x.daw_request(save, -1);
  rig.wake(0);
  rig.x.daw_request(restore, -1);
  rig.wake(10);
  rig.x.daw_cancel_request();
  t.is(serve(rig, save, 20), nothing);
  t.is(rig.x.host_replies(), 2);
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
