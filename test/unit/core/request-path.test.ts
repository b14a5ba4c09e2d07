/** What requests 5 and, up to version 6, 7 bring: a path, and whether it is shared, or the index of a file reference. */
import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { type Layout, layouts, v6, v7 } from './layouts.ts';
import { holds } from './property.ts';
import { hex, Rig, SCRATCH_BYTES } from './support.ts';

const SET_DIRECTORY = 5;
const UPDATE_FILE = 7;

/** The path, and the index with it, or undefined if the request is refused. */
function read(
  rig: Rig,
  row: Layout,
  request: number,
  scratch: Uint8Array,
): { path: string; index: number } | undefined {
  rig.segmentBytes.fill(0, row.scratch, row.scratch + SCRATCH_BYTES);
  rig.segmentBytes.set(scratch, row.scratch);
  const length = rig.x.request_read_path(request);
  if (length < 0) return undefined;
  return { path: Buffer.from(rig.state(length)).toString(), index: rig.x.request_file_index() >>> 0 };
}

const number = (value: number): Uint8Array => new Uint8Array(Uint32Array.of(value).buffer);
const directory = (length: number, path: Uint8Array, magic = 0x46494c45): Uint8Array =>
  Buffer.concat([number(magic), number(length), path]);
const file = (index: number, length: number, path: Uint8Array, magic = 0x55504441): Uint8Array =>
  Buffer.concat([number(magic), number(index), number(length), path]);

for (const row of layouts) {
  test(`Version ${row.version}: the golden requests are read, whatever scratch_size says`, (t) => {
    const rig = new Rig(row.version);
    for (const size of [0, 14, 0xffffffff]) {
      rig.setWord(row.scratchSize, size);
      const golden = hex('454c4946 06000000 2f746d702f78');
      t.deepEqual(read(rig, row, SET_DIRECTORY, golden), { path: '/tmp/x', index: 0 });
      const update = hex('41445055 05000000 04000000 2f6e6577');
      const expected = row === v7 ? undefined : { path: '/new', index: 5 };
      t.deepEqual(read(rig, row, UPDATE_FILE, update), expected);
    }
  });
}

const rig = new Rig(6);

test('Any path that is text is read whole', (t) => {
  const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).filter((path) => !path.includes('\0'));
  holds(
    t,
    fc.property(text, fc.integer({ min: 0, max: 0xffffffff }), (path, index) => {
      const bytes = Buffer.from(path);
      assert.deepEqual(read(rig, v6, SET_DIRECTORY, directory(bytes.length, bytes)), { path, index: 0 });
      assert.deepEqual(read(rig, v6, UPDATE_FILE, file(index, bytes.length, bytes)), { path, index });
    }),
  );
});

test('The longest path ends with scratch; a longer one is refused', (t) => {
  const path = new Uint8Array(SCRATCH_BYTES).fill(0x61);
  t.is(read(rig, v6, SET_DIRECTORY, directory(65_528, path.subarray(8)))?.path.length, 65_528);
  t.is(read(rig, v6, SET_DIRECTORY, directory(65_529, path.subarray(8))), undefined);
  t.is(read(rig, v6, UPDATE_FILE, file(1, 65_524, path.subarray(12)))?.path.length, 65_524);
  t.is(read(rig, v6, UPDATE_FILE, file(1, 65_525, path.subarray(12))), undefined);
});

test('Every malformed request is refused: empty, too long, another mark, not UTF-8, with a NUL', (t) => {
  const path = Buffer.from('/tmp/x');
  const lengths = [0, 65_536, 0x7fffffff, 0x80000000, 0xffffffff];
  const texts = [Uint8Array.of(0x2f, 0xff), Uint8Array.of(0x2f, 0xc3), Uint8Array.of(0x2f, 0, 0x61), Uint8Array.of(0)];
  for (const length of lengths) {
    t.is(read(rig, v6, SET_DIRECTORY, directory(length, path)), undefined, `${length}`);
    t.is(read(rig, v6, UPDATE_FILE, file(5, length, path)), undefined, `${length}`);
  }
  for (const text of texts) {
    t.is(read(rig, v6, SET_DIRECTORY, directory(text.length, text)), undefined, `${text}`);
    t.is(read(rig, v6, UPDATE_FILE, file(5, text.length, text)), undefined, `${text}`);
  }
  for (const magic of [0, 0x46494c46, 0x454c4946]) {
    t.is(read(rig, v6, SET_DIRECTORY, directory(6, path, magic)), undefined);
    t.is(read(rig, v6, UPDATE_FILE, file(5, 6, path, magic)), undefined);
  }
  t.is(read(rig, v6, SET_DIRECTORY, file(5, 6, path)), undefined, 'the other request’s mark');
  t.is(read(rig, v6, UPDATE_FILE, directory(6, path)), undefined, 'the other request’s mark');
});

test('Other requests bring no path', (t) => {
  const path = Buffer.from('/tmp/x');
  for (const request of [0, 1, 2, 6, 8, 0xffffffff]) {
    t.is(read(rig, v6, request, directory(6, path)), undefined);
    t.is(read(rig, v6, request, file(5, 6, path)), undefined);
  }
});

const newer = new Rig(7);
const shared = (length: number, path: Uint8Array, flag: number): Uint8Array =>
  Buffer.concat([directory(length, path), number(flag)]);

test('Version 7: the golden requests say whether the directory is shared; before, each may be', (t) => {
  const golden = [
    ['454c4946 06000000 2f746d702f78 00000000', '/tmp/x', 0],
    ['454c4946 06000000 2f746d702f78 01000000', '/tmp/x', 1],
    ['454c4946 09000000 2f746d702f72c3a973 01000000', '/tmp/rés', 1],
    ['454c4946 06000000 2f746d702f78 00000080', '/tmp/x', 1],
  ] as const;
  for (const [bytes, path, flag] of golden) {
    t.deepEqual(read(newer, v7, SET_DIRECTORY, hex(bytes)), { path, index: 0 });
    t.is(newer.x.request_path_shared(), flag);
    t.deepEqual(read(rig, v6, SET_DIRECTORY, hex(bytes)), { path, index: 0 }, 'version 6 reads as far as the path');
    t.is(rig.x.request_path_shared(), 1);
  }
});

test('Version 7: behind the longest path there is room for the flag; a longer one is refused', (t) => {
  const path = new Uint8Array(SCRATCH_BYTES).fill(0x61);
  for (const flag of [0, 1]) {
    t.is(read(newer, v7, SET_DIRECTORY, shared(65_524, path.subarray(0, 65_524), flag))?.path.length, 65_524);
    t.is(newer.x.request_path_shared(), flag);
  }
  for (const length of [65_525, 65_528, 65_529])
    t.is(read(newer, v7, SET_DIRECTORY, directory(length, path.subarray(8))), undefined, `${length}`);
});

test('Version 7: every malformed request is refused', (t) => {
  const path = Buffer.from('/tmp/x');
  for (const length of [0, 65_536, 0x7fffffff, 0x80000000, 0xffffffff])
    t.is(read(newer, v7, SET_DIRECTORY, shared(length, path, 0)), undefined, `${length}`);
  for (const text of [[0x2f, 0xff], [0x2f, 0xc3], [0x2f, 0, 0x61], [0]])
    t.is(read(newer, v7, SET_DIRECTORY, shared(text.length, Uint8Array.from(text), 1)), undefined, `${text}`);
  for (const magic of [0, 0x46494c46, 0x454c4946, 0x55504441])
    t.is(read(newer, v7, SET_DIRECTORY, directory(6, path, magic)), undefined, `${magic}`);
});

test('The path is a copy, which the DAW can no longer change', (t) => {
  t.is(read(rig, v6, SET_DIRECTORY, directory(6, Buffer.from('/tmp/x')))?.path, '/tmp/x');
  rig.segmentBytes.fill(0x7a, v6.scratch, v6.scratch + SCRATCH_BYTES);
  t.is(Buffer.from(rig.state(6)).toString(), '/tmp/x');
});
