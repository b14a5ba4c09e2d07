/** Which requests get a byte, and where their answers lie, in each version. */
import test from 'ava';
import { laterLayouts, layouts, v1, v6, v7 } from './layouts.ts';
import { NOTHING, REQUEST, Rig, SCRATCH_BYTES } from './support.ts';

const AUDIO_PORTS = 12;

test('Version 1 answers save and restore with a byte; later versions every request but the editor’s, also unknown ones', (t) => {
  const types = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 99, 0x80000000, 0xffffffff];
  for (const row of layouts) {
    for (const type of types) {
      const rig = new Rig(row.version);
      rig.setWord(row.requestType, type);
      const expected = row === v1 ? type === 1 || type === 2 : type !== 0 && type !== 3 && type !== 4;
      t.is(rig.x.host_request_finish(type, 2, -1, 0), expected ? 1 : 0, `version ${row.version}, ${type}`);
    }
  }
});

for (const row of laterLayouts) {
  test(`Version ${row.version}: an unknown request gets an error and exactly one byte`, (t) => {
    const rig = new Rig(row.version);
    rig.x.daw_set_block(64, 0, 0);
    rig.x.daw_request(99, -1);
    t.is(rig.wake(), REQUEST);
    t.is(rig.x.host_request_type(), 99);
    t.is(rig.requestDone(rig.x.host_request_finish(99, 2, -1, 0)), NOTHING);
    t.is(rig.x.host_replies(), 1);
    t.is(rig.word(row.requestStatus), 2);
    t.is(rig.word(row.requestType), 0);
  });

  test(`Version ${row.version}: editor requests get no byte and no status`, (t) => {
    for (const type of [3, 4]) {
      const rig = new Rig(row.version);
      rig.setWord(row.requestStatus, 77);
      rig.setWord(row.requestType, type);
      t.is(rig.wake(), REQUEST);
      t.is(rig.word(row.requestType), 0);
      t.is(rig.word(row.requestStatus), 77);
      t.is(rig.x.host_replies(), 0);
    }
  });

  test(`Version ${row.version}: a request that its client takes back is still owed its byte`, (t) => {
    const rig = new Rig(row.version);
    rig.x.daw_set_block(64, 0, 0);
    rig.x.daw_request(9, -1);
    rig.wake(0);
    rig.x.daw_request(8, -1);
    rig.wake(1);
    rig.x.daw_cancel_request();
    t.is(rig.requestDone(rig.x.host_request_finish(9, 1, -1, 2), 2), NOTHING);
    t.is(rig.x.host_replies(), 2);
  });

  test(`Version ${row.version}: answers lie at the start of scratch, lists of files at 2048 and ports at 1024`, (t) => {
    const places = new Map([
      [1, [0, SCRATCH_BYTES]],
      [8, [0, SCRATCH_BYTES]],
      [9, [0, SCRATCH_BYTES]],
      [10, [0, SCRATCH_BYTES]],
      [11, [0, SCRATCH_BYTES]],
      [row.fileList, [2048, 63_488]],
      [AUDIO_PORTS, [1024, 20]],
    ] as const);
    for (const [type, [at, room]] of places) {
      const rig = new Rig(row.version);
      rig.putState(new Uint8Array(SCRATCH_BYTES).fill(5));
      rig.setWord(row.scratchSize, 77);
      rig.x.daw_request(type, -1);
      const expected = rig.segmentBytes.slice();
      const view = new DataView(expected.buffer);
      t.is(rig.x.host_request_finish(type, 1, room, 0), 1);
      expected.fill(5, row.scratch + at, row.scratch + at + room);
      view.setUint32(row.requestType, 0, true);
      view.setUint32(row.requestStatus, 1, true);
      view.setUint32(row.scratchSize, at === 0 ? room : 77, true);
      t.is(Buffer.compare(rig.segmentBytes, expected), 0, `${type}`);

      rig.x.daw_request(type, -1);
      rig.putState(new Uint8Array(SCRATCH_BYTES).fill(6));
      t.is(rig.x.host_request_finish(type, 1, room + 1, 0), 1);
      view.setUint32(row.requestStatus, 2, true);
      t.is(Buffer.compare(rig.segmentBytes, expected), 0, `${type}, one byte too long`);
    }
  });

  test(`Version ${row.version}: requests without an answer leave scratch and its size alone`, (t) => {
    for (const type of [2, 5, row === v7 ? 6 : 7]) {
      const rig = new Rig(row.version);
      rig.segmentBytes.fill(9, row.scratch, row.scratch + SCRATCH_BYTES);
      rig.setWord(row.scratchSize, 77);
      rig.x.daw_request(type, -1);
      rig.x.host_request_finish(type, 1, -1, 0);
      t.true(rig.segmentBytes.subarray(row.scratch, row.scratch + SCRATCH_BYTES).every((byte) => byte === 9));
      t.deepEqual(
        [row.scratchSize, row.requestStatus].map((at) => rig.word(at)),
        [77, 1],
      );
    }
  });
}

test('Version 7: the golden lists of files lie at 2048, and scratch_size is left alone; one that is too long is refused', (t) => {
  const rig = new Rig(7);
  const lists = [
    ['454c494600000000', []],
    [
      '454c494602000000 00000000 05000000 612e776176 02000000 07000000 622f632e776176'.replaceAll(' ', ''),
      [
        [0, 'a.wav'],
        [2, 'b/c.wav'],
      ],
    ],
  ] as const;
  const serve = (files: readonly (readonly [number, string])[]) => {
    rig.x.daw_request(7, -1);
    rig.setWord(v7.scratchSize, 77);
    rig.x.answer_begin(rig.x.request_file_list());
    for (const [index, path] of files) {
      rig.stage(Buffer.from(path));
      rig.x.answer_text(index, Buffer.byteLength(path));
    }
    const size = rig.x.answer_end();
    t.is(rig.x.host_request_finish(7, size < 0 ? 2 : 1, size, 0), 1);
    return [v7.requestType, v7.requestStatus, v7.scratchSize].map((at) => rig.word(at));
  };
  for (const [golden, files] of lists) {
    rig.segmentBytes.fill(9, v7.scratch, v7.end);
    t.deepEqual(serve(files), [0, 1, 77]);
    const expected = new Uint8Array(SCRATCH_BYTES).fill(9);
    expected.set(Buffer.from(golden, 'hex'), 2048);
    t.is(Buffer.compare(rig.segmentBytes.subarray(v7.scratch, v7.end), expected), 0);
  }
  t.deepEqual(serve([[0, 'x'.repeat(63_472)]]), [0, 1, 77], 'the longest path');
  t.is(rig.segmentBytes[v7.end - 1], 'x'.charCodeAt(0));
  rig.segmentBytes.fill(9, v7.scratch, v7.end);
  t.deepEqual(serve([[0, 'x'.repeat(63_473)]]), [0, 2, 77]);
  t.deepEqual(serve(Array.from({ length: 5 }, (_, i) => [i, 'x'.repeat(12_692)] as const)), [0, 2, 77]);
  t.true(
    rig.segmentBytes.subarray(v7.scratch, v7.end).every((byte) => byte === 9),
    'not even a part is written',
  );
});

test('Up to version 6 request 6 asks for the files, from version 7 on 7; version 1 has no such request', (t) => {
  t.deepEqual(
    layouts.map(({ version }) => new Rig(version).x.request_file_list()),
    [0, 6, 6, 6, 6, 7],
  );
});

test('Version 7: show is answered if the client waits for it, with a status before the byte; hide never is', (t) => {
  for (const answers of [0, 1]) {
    const rig = new Rig(7);
    rig.x.host_set_answers_show(answers);
    rig.x.daw_answer_by_counter();
    for (const type of [3, 4]) {
      const isAnswered = type === 3 && answers === 1;
      rig.setWord(v7.requestStatus, isAnswered ? 0 : 77);
      rig.setWord(v7.requestType, type);
      t.is(rig.wake(), REQUEST);
      t.is(rig.x.host_request_is_answered(), isAnswered ? 1 : 0);
      t.is(rig.word(v7.requestType), isAnswered ? 3 : 0);
      const reply = rig.x.host_request_finish(type, 2, -1, 0);
      t.is(reply, isAnswered ? 1 : 0);
      if (isAnswered) rig.requestDone(reply);
      t.is(rig.x.host_replies(), isAnswered ? 1 : 0);
      t.is(rig.word(v7.requestStatus), isAnswered ? 2 : 77);
      t.is(rig.word(v7.requestType), 0);
    }
    t.is(rig.word(v7.responseCounter), 0);
  }
});

test('Up to version 6 show is never answered, whatever the format', (t) => {
  for (const row of layouts.filter((each) => each !== v7)) {
    const rig = new Rig(row.version);
    rig.x.host_set_answers_show(1);
    rig.setWord(row.requestType, 3);
    t.is(rig.wake(), REQUEST);
    t.is(rig.x.host_request_is_answered(), 0);
    t.is(rig.word(row.requestType), 0);
    t.is(rig.x.host_request_finish(3, 1, -1, 0), 0);
  }
});

test('An answer to requests 6 and 12 is complete before its status is there, and leaves the name alone', (t) => {
  const rig = new Rig(6);
  rig.stage(Buffer.from('name'));
  rig.x.host_announce(4, 1, 1, 0, 0, 0, 0);
  rig.x.daw_request(AUDIO_PORTS, -1);
  rig.x.host_request_finish(AUDIO_PORTS, 1, rig.x.answer_audio_ports(2, 2, 1, 1), 0);
  t.is(rig.word(v6.scratch), 4);
  t.deepEqual(
    [...Array(5).keys()].map((i) => rig.word(v6.scratch + 1024 + 4 * i)),
    [0x504f5254, 2, 2, 1, 1],
  );
});
