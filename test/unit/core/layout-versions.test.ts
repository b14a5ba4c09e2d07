import { execFileSync } from 'node:child_process';
import test from 'ava';
import { type Layout, laterLayouts, layouts, older6, v3, v7 } from './layouts.ts';
import { nativeFolder, Rig, SCRATCH_BYTES } from './support.ts';

const titled = (versions: readonly Layout[]) => versions.map((row) => [`Version ${row.version}`, row] as const);

test('Every row of the table of versions is the one of the protocol’s description', (t) => {
  const lines = execFileSync(`${nativeFolder}print-layout`, { encoding: 'utf8' }).trim().split('\n');
  const expected: [string, Layout][] = [...layouts.map((row): [string, Layout] => [`${row.version}`, row])];
  expected.push(['older-6', older6]);
  t.deepEqual(
    lines,
    expected.map(([name, row]) => [name, ...Object.values(row)].join(' ')),
  );
});

for (const [title, row] of titled(layouts)) {
  test(`${title}: a fresh segment is magic, version, and zeros; attaching returns the version`, (t) => {
    const rig = new Rig(row.version);
    rig.segmentBytes.fill(7);
    t.is(rig.x.daw_initialize(row.version), 0);
    t.is(Buffer.from(rig.segmentBytes.subarray(0, 8)).toString('hex'), `4c4f414d0${row.version}000000`);
    t.true(rig.segmentBytes.subarray(8).every((byte) => byte === 0));
    t.is(rig.x.core_attach(), row.version);
  });

  test(`${title}: transport, parameter ring and echo ring lie where the protocol puts them`, (t) => {
    const rig = new Rig(row.version);
    const { x, segment } = rig;
    x.daw_set_transport(77, 98.5, 7, 8, 1, 44_100.5);
    t.is(segment.getBigUint64(row.transport, true), 77n);
    t.is(segment.getFloat64(row.transport + 8, true), 98.5);
    t.is(segment.getFloat64(row.transport + 32, true), 44_100.5);
    x.daw_push_parameter(0xfedcba98, 0.5, 17, 3);
    t.is(rig.word(256), 1);
    t.is(rig.word(1_049_088) >>> 0, 0xfedcba98);
    rig.segmentBytes.set(Buffer.from('98badcfe0000003f1100000003000000', 'hex'), row.echoSlots);
    rig.setWord(row.echoWrite, 1);
    t.deepEqual(rig.allEchoes(), [{ id: 0xfedcba98, kind: 3, offset: 17, value: 0.5 }]);
    t.is(rig.word(row.echoRead), 1);
  });

  test(`${title}: a request, its status and its scratch lie where the protocol puts them, for the DAW and for the host`, (t) => {
    const rig = new Rig(row.version);
    const { x } = rig;
    rig.setWord(row.requestStatus, 9);
    rig.putState(Uint8Array.of(1, 2, 3));
    x.daw_request(2, 3);
    t.deepEqual(
      [row.requestType, row.requestStatus, row.scratchSize].map((at) => rig.word(at)),
      [2, 0, 3],
    );
    t.deepEqual([...rig.segmentBytes.subarray(row.scratch, row.scratch + 4)], [1, 2, 3, 0]);
    t.is(x.host_request_read(), 3);
    t.is(rig.wake(), 2);
    x.daw_request(1, -1);
    rig.putState(new Uint8Array(SCRATCH_BYTES).fill(5));
    x.host_request_finish(1, 1, SCRATCH_BYTES, 0);
    t.deepEqual(
      [row.requestType, row.requestStatus, row.scratchSize].map((at) => rig.word(at)),
      [0, 1, SCRATCH_BYTES],
    );
    t.is(rig.segmentBytes[row.end - 1], 5);
    t.is(rig.segmentBytes[row.end], 0);
  });

  test(`${title}: the mark of __test__ stands at the start of scratch`, (t) => {
    const rig = new Rig(row.version);
    rig.x.host_write_test_mark();
    t.deepEqual([...rig.segmentBytes.subarray(row.scratch, row.scratch + 5)], [0xef, 0xbe, 0xad, 0xde, 0]);
  });
}

/** The words of the header and the control area that differ from 0, but for magic and version. */
function changedWords(rig: Rig): [at: number, value: number][] {
  return Array.from({ length: 128 }, (_, i): [number, number] => [i * 4, rig.word(i * 4)])
    .slice(2)
    .filter(([, value]) => value !== 0);
}

for (const [title, row] of titled(layouts)) {
  test(`${title}: latency is reported after each block where there is a word for it`, (t) => {
    const rig = new Rig(row.version);
    rig.x.daw_set_block(64, 0, 0);
    rig.setField(52, 480);
    rig.run();
    const words: [number, number][] = [
      [16, 1],
      [36, 64],
    ];
    if (row.latency !== 0) words.push([84, 480]);
    if (row.responseCounter !== 0) words.push([88, 1]);
    t.deepEqual(changedWords(rig), words);
    t.is(rig.x.daw_latency(), row.latency === 0 ? 0 : 480);
  });

  test(`${title}: a changed state is reported where there is a word for it, which the DAW reads and clears`, (t) => {
    const rig = new Rig(row.version);
    rig.x.host_set_state_dirty();
    t.deepEqual(changedWords(rig), row.stateDirty === 0 ? [] : [[row.stateDirty, 1]]);
    t.is(rig.x.daw_take_state_dirty(), row.stateDirty === 0 ? 0 : 1);
    t.is(rig.x.daw_take_state_dirty(), 0);
    t.deepEqual(changedWords(rig), []);
  });

  test(`${title}: the sample rate is read from the transport; what is none counts as 0`, (t) => {
    const rig = new Rig(row.version);
    t.is(rig.x.host_transport_sample_rate(), 0);
    for (const rate of [1000, 44_100.5, 192_000]) {
      rig.segment.setFloat64(row.transport + 32, rate, true);
      t.is(rig.x.host_transport_sample_rate(), rate);
    }
    for (const rate of [Number.NaN, Number.POSITIVE_INFINITY, -48_000, 1e-300, 999, 1e9]) {
      rig.segment.setFloat64(row.transport + 32, rate, true);
      t.is(rig.x.host_transport_sample_rate(), 0, `${rate}`);
    }
  });
}

test('Version 7: the DAW says that the counter answers blocks in the word at 92; versions before have neither word', (t) => {
  for (const row of layouts) {
    const rig = new Rig(row.version);
    rig.x.daw_answer_by_counter();
    t.deepEqual(changedWords(rig), row === v7 ? [[92, 1]] : [], `version ${row.version}`);
    rig.setWord(88, 0xfffffffe);
    t.is(rig.x.daw_response_counter() >>> 0, row === v7 ? 0xfffffffe : 0);
  }
  const rig = new Rig(7);
  rig.x.daw_answer_by_counter();
  const start = `4c4f414d07000000${'00'.repeat(84)}01000000`;
  t.is(Buffer.from(rig.segmentBytes.subarray(0, 96)).toString('hex'), start);
});

for (const [title, row] of titled(layouts.filter((each) => each !== v7))) {
  test(`${title}: no word of a later version is read or written, whatever it contains`, (t) => {
    const rig = new Rig(row.version);
    rig.x.daw_set_block(64, 0, 0);
    rig.setWord(92, 1);
    rig.setWord(88, 7);
    rig.wake();
    t.is(rig.end(), 1, 'a byte answers the block');
    t.deepEqual([rig.word(88), rig.word(92)], [7, 1]);
    t.is(rig.x.host_needs_replies(), 1);
  });
}

test('Version 2 was never released and is unknown', (t) => {
  const rig = new Rig();
  t.is(rig.x.daw_initialize(2), -2);
  rig.setWord(4, 2);
  t.is(rig.x.core_attach(), -2);
});

test('Attaching to a segment of another version changes to its layout', (t) => {
  const rig = new Rig(6);
  rig.x.daw_initialize(v3.version);
  t.is(rig.x.core_attach(), 3);
  rig.setWord(v3.requestType, 1);
  t.is(rig.wake(), 2);
  t.is(laterLayouts.length, 5);
});
