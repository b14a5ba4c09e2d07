import test from 'ava';
import { Rig, SCRATCH_BYTES, v1 } from './support.ts';

const SAVE = 1;
const RESTORE = 2;
const scratchAt = v1.scratch;

/** A rig whose scratch holds 4 old bytes, with this request stored. */
function rigWithRequest(type: number): Rig {
  const rig = new Rig();
  rig.segmentBytes.set([9, 9, 9, 9], scratchAt);
  rig.setWord(v1.scratchSize, 4);
  rig.x.daw_request(type, -1);
  return rig;
}

test('The answer to a save is blob, size and status; the type is taken back and a reply is due', (t) => {
  const rig = rigWithRequest(SAVE);
  rig.putState(Uint8Array.of(1, 2, 3));
  t.is(rig.x.host_request_finish(SAVE, 1, 3, 0), 1);
  t.deepEqual([...rig.segmentBytes.subarray(scratchAt, scratchAt + 4)], [1, 2, 3, 9]);
  t.is(rig.word(v1.scratchSize), 3);
  t.is(rig.word(v1.requestStatus), 1);
  t.is(rig.word(v1.requestType), 0);
});

test('A save that failed leaves scratch and its size as they were', (t) => {
  const rig = rigWithRequest(SAVE);
  t.is(rig.x.host_request_finish(SAVE, 2, -1, 0), 1);
  t.is(rig.word(v1.scratch), 0x09090909);
  t.is(rig.word(v1.scratchSize), 4);
  t.is(rig.word(v1.requestStatus), 2);
});

test('A blob of 65 536 bytes is stored; a size beyond becomes status 2 and stores nothing', (t) => {
  const rig = rigWithRequest(SAVE);
  rig.putState(new Uint8Array(SCRATCH_BYTES).fill(5));
  t.is(rig.x.host_request_finish(SAVE, 1, SCRATCH_BYTES + 1, 0), 1);
  t.is(rig.word(v1.requestStatus), 2);
  t.is(rig.word(v1.scratchSize), 4);
  t.is(rig.word(v1.scratch), 0x09090909);
  rig.x.daw_request(SAVE, -1);
  t.is(rig.x.host_request_finish(SAVE, 1, SCRATCH_BYTES, 0), 1);
  t.is(rig.word(v1.scratchSize), SCRATCH_BYTES);
  t.true(rig.segmentBytes.subarray(scratchAt, scratchAt + SCRATCH_BYTES).every((byte) => byte === 5));
  t.is(rig.segmentBytes[scratchAt + SCRATCH_BYTES], 0);
});

test('For a request that was taken back or replaced nothing is stored; the byte is due, as its client has read another thread’s', (t) => {
  for (const now of [0, RESTORE, 3, 99]) {
    const rig = rigWithRequest(SAVE);
    rig.setWord(v1.requestType, now);
    const before = rig.segmentBytes.slice();
    t.is(rig.x.host_request_finish(SAVE, 1, 3, 0), 1, `${now}`);
    t.is(Buffer.compare(rig.segmentBytes, before), 0);
  }
});

test('A request as old as the client’s patience is not answered, though the same number stands there', (t) => {
  const rig = rigWithRequest(RESTORE);
  const before = rig.segmentBytes.slice();
  for (const age of [4500, 5000, 0xffffffff]) {
    t.is(rig.x.host_request_finish(RESTORE, 1, -1, age), 0);
    t.is(Buffer.compare(rig.segmentBytes, before), 0);
  }
  t.is(rig.x.host_request_finish(RESTORE, 1, -1, 4499), 1);
});

test('Save and restore get a reply, every other number of version 1 none', (t) => {
  const expected = new Map([
    [1, 1],
    [2, 1],
    [5, 0],
    [12, 0],
    [99, 0],
    [0xffffffff, 0],
  ]);
  for (const [type, reply] of expected) {
    const rig = rigWithRequest(type);
    t.is(rig.x.host_request_finish(type, 2, -1, 0), reply, `${type}`);
    t.is(rig.word(v1.requestStatus), 2);
    t.is(rig.word(v1.requestType), 0);
  }
});

test('Finishing an editor request, or none, touches nothing', (t) => {
  for (const type of [3, 4, 0]) {
    const rig = rigWithRequest(type);
    const before = rig.segmentBytes.slice();
    t.is(rig.x.host_request_finish(type, 1, 3, 0), 0);
    t.is(Buffer.compare(rig.segmentBytes, before), 0);
  }
});

test('Scratch is read as a copy, which the DAW can no longer change', (t) => {
  const rig = new Rig();
  rig.segmentBytes.set([1, 2, 3], scratchAt);
  rig.setWord(v1.scratchSize, 3);
  t.is(rig.x.host_request_read(), 3);
  rig.segmentBytes.fill(7, scratchAt, scratchAt + 3);
  t.deepEqual([...rig.state(4)], [1, 2, 3, 0]);
});

test('A scratch size of 65 536 is read, a larger one is refused', (t) => {
  const rig = new Rig();
  rig.segmentBytes.fill(6, scratchAt, scratchAt + SCRATCH_BYTES);
  rig.setWord(v1.scratchSize, SCRATCH_BYTES);
  t.is(rig.x.host_request_read(), SCRATCH_BYTES);
  t.true(rig.state(SCRATCH_BYTES).every((byte) => byte === 6));
  for (const size of [SCRATCH_BYTES + 1, 0x80000000, 0xffffffff]) {
    rig.setWord(v1.scratchSize, size);
    t.is(rig.x.host_request_read(), -1, `${size}`);
  }
});
