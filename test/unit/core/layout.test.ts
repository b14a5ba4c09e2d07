import { execFileSync } from 'node:child_process';
import test from 'ava';
import { type Layout, laterLayouts, layouts, older6, v3, v7 } from './layouts.ts';
import { nativeFolder, plane, RECORD_BYTES, Rig, record, SCRATCH_BYTES, STATE_BYTES, v1 } from './support.ts';

test('Planes lie where the protocol puts them', (t) => {
  const { x } = new Rig();
  const at = (channel: number, bus: number) => x.daw_plane(channel, bus) - x.core_window();
  t.is(at(0, 0), 512);
  t.is(at(0, 1), 16_896);
  t.is(at(1, 0), 33_280);
  t.is(at(1, 1), 49_664);
  t.is(at(31, 0), 1_016_320);
  t.is(at(31, 1), 1_032_704);
  t.is(at(31, 1), plane(31, 1));
});

test('There is no plane beyond channel 31 and direction 1', (t) => {
  const { x } = new Rig();
  t.is(x.daw_plane(32, 0), 0);
  t.is(x.daw_plane(0, 2), 0);
  t.is(x.daw_plane(0xffffffff, 1), 0);
});

test('A fresh version 1 segment is magic, version, and zeros', (t) => {
  const rig = new Rig();
  rig.segmentBytes.fill(7);
  t.is(rig.x.daw_initialize(1), 0);
  t.is(Buffer.from(rig.segmentBytes.subarray(0, 16)).toString('hex'), '4c4f414d010000000000000000000000');
  t.true(rig.segmentBytes.subarray(8).every((byte) => byte === 0));
});

test('A version that the core does not speak is not initialized', (t) => {
  const rig = new Rig();
  rig.segmentBytes.fill(7);
  for (const version of [0, 2, 8, 0xffffffff]) {
    t.is(rig.x.daw_initialize(version), -2);
  }
  t.true(rig.segmentBytes.every((byte) => byte === 7));
});

test('Attaching returns the version, distinguishes a wrong magic from an unknown version, and keeps both words', (t) => {
  const rig = new Rig();
  t.is(rig.x.core_attach(), 1);
  rig.setWord(v1.version, 0x80000009);
  t.is(rig.x.core_attach(), -2);
  t.is(rig.x.core_header_version() >>> 0, 0x80000009);
  rig.setWord(v1.magic, 0x4d414f4d);
  t.is(rig.x.core_attach(), -1);
  t.is(rig.x.core_header_magic(), 0x4d414f4d);
});

test('A host that is attached carries on with its row when magic and version are overwritten', (t) => {
  const rig = new Rig();
  rig.setWord(v1.magic, 0);
  rig.setWord(v1.version, 6);
  rig.setWord(v1.requestType, 1);
  t.is(rig.wake(), 2);
  t.is(rig.x.host_request_type(), 1);
});

test('The host’s lifecycle words are where the DAW looks for them', (t) => {
  const rig = new Rig();
  rig.x.host_set_ready();
  t.is(rig.word(v1.ready), 1);
  t.is(rig.x.daw_ready(), 1);
  t.is(rig.x.host_error_word() - rig.x.core_window(), v1.errorCode);
  rig.setWord(v1.errorCode, 2);
  t.is(rig.x.daw_error_code(), 2);
  t.is(rig.x.host_ready_word() - rig.x.core_window(), v1.ready);
  t.is(rig.x.host_shutdown_word() - rig.x.core_window(), v1.shutdownRequest);
  t.is(rig.x.host_heartbeat_word() - rig.x.core_window(), v1.heartbeat);
  rig.setWord(v1.heartbeat, 41);
  t.is(rig.x.daw_heartbeat(), 41);
  t.is(rig.x.host_shutdown_requested(), 0);
  rig.x.daw_shut_down();
  t.is(rig.word(v1.shutdownRequest), 1);
  t.is(rig.x.host_shutdown_requested(), 1);
});

test('The test mark is EF BE AD DE at the start of scratch', (t) => {
  const rig = new Rig();
  rig.x.host_write_test_mark();
  t.deepEqual([...rig.segmentBytes.subarray(1_245_952, 1_245_957)], [0xef, 0xbe, 0xad, 0xde, 0]);
});

test('The DAW’s block words and transport are where the protocol puts them', (t) => {
  const rig = new Rig();
  rig.x.daw_set_block(64, 2, 3);
  t.deepEqual(
    [v1.blockSize, v1.inputChannels, v1.outputChannels].map((at) => rig.word(at)),
    [64, 2, 3],
  );
  rig.x.daw_set_transport(2 ** 40 + 1, 98.5, 7, 8, 1, 44_100.5);
  const { segment } = rig;
  t.is(segment.getBigUint64(1_245_696, true), 2n ** 40n + 1n);
  t.is(segment.getFloat64(1_245_704, true), 98.5);
  t.is(segment.getUint32(1_245_712, true), 7);
  t.is(segment.getUint32(1_245_716, true), 8);
  t.is(segment.getUint32(1_245_720, true), 1);
  t.is(segment.getUint32(1_245_724, true), 0);
  t.is(segment.getFloat64(1_245_728, true), 44_100.5);
});

test('A playhead that is not a sample position becomes the nearest one', (t) => {
  const rig = new Rig();
  const playhead = (value: number) => {
    rig.x.daw_set_transport(value, 120, 4, 4, 0, 0);
    return rig.segment.getBigUint64(v1.transport, true);
  };
  t.is(playhead(-1), 0n);
  t.is(playhead(Number.NaN), 0n);
  t.is(playhead(Number.NEGATIVE_INFINITY), 0n);
  t.is(playhead(12.9), 12n);
  t.is(playhead(Number.POSITIVE_INFINITY), 2n ** 64n - 1n);
});

test('A parameter event goes to the ring at 1 049 088 and its index to 256', (t) => {
  const rig = new Rig();
  t.is(rig.x.daw_push_parameter(0xfedcba98, 0.5, 17, 3), 1);
  t.is(rig.word(256), 1);
  t.is(rig.word(260), 0);
  t.is(
    Buffer.from(rig.segmentBytes.subarray(1_049_088, 1_049_104)).toString('hex'),
    '98badcfe0000003f1100000003000000',
  );
});

test('An echo event comes from the ring at 1 180 160 and its index at 276', (t) => {
  const rig = new Rig();
  rig.segmentBytes.set(Buffer.from('98badcfe0000003f1100000003000000', 'hex'), 1_180_160);
  rig.setWord(272, 1);
  t.is(rig.x.daw_pop_echo(), 1);
  t.is(rig.x.daw_echo_id() >>> 0, 0xfedcba98);
  t.is(rig.x.daw_echo_value(), 0.5);
  t.is(rig.x.daw_echo_sample_offset(), 17);
  t.is(rig.x.daw_echo_kind(), 3);
  t.is(rig.word(276), 1);
  t.is(rig.x.daw_pop_echo(), 0);
});

test('A restore request puts blob, size, type and status where the protocol puts them', (t) => {
  const rig = new Rig();
  rig.setWord(v1.requestStatus, 1);
  rig.putState(Uint8Array.of(1, 2, 3));
  rig.x.daw_request(2, 3);
  t.deepEqual([...rig.segmentBytes.subarray(1_245_952, 1_245_956)], [1, 2, 3, 0]);
  t.is(rig.word(56), 3);
  t.is(rig.word(48), 2);
  t.is(rig.word(52), 0);
  rig.x.daw_cancel_request();
  t.is(rig.word(48), 0);
});

test('A save request leaves scratch and its size alone', (t) => {
  const rig = new Rig();
  rig.setWord(v1.scratchSize, 99);
  rig.putState(Uint8Array.of(1, 2, 3));
  rig.x.daw_request(1, -1);
  t.is(rig.word(v1.scratchSize), 99);
  t.is(rig.word(v1.scratch), 0);
  t.is(rig.word(v1.requestType), 1);
});

test('The DAW reads status and scratch back, a size beyond scratch cut to it', (t) => {
  const rig = new Rig();
  rig.setWord(v1.requestStatus, 2);
  t.is(rig.x.daw_request_status(), 2);
  rig.segmentBytes.set([9, 8, 7], v1.scratch);
  rig.setWord(v1.scratchSize, 3);
  t.is(rig.x.daw_read_scratch(), 3);
  t.deepEqual([...rig.state(4)], [9, 8, 7, 0]);
  rig.setWord(v1.scratchSize, 0xffffffff);
  t.is(rig.x.daw_read_scratch(), SCRATCH_BYTES);
});

test('The block record has its size and where its tables and buffers are, each within the memory and apart', (t) => {
  const rig = new Rig();
  t.is(rig.field(record.recordBytes), RECORD_BYTES);
  const areas: [number, number][] = [
    [rig.x.core_window(), 4_194_304],
    [rig.x.host_block(), RECORD_BYTES],
    [rig.x.state_buffer(), STATE_BYTES],
    [rig.x.state_staging(), STATE_BYTES],
    [rig.field(record.eventsAt), 8192 * 24],
    [rig.field(record.outputEventsAt), 8192 * 24],
    [rig.field(record.dataAt), 393_216],
    [rig.field(record.outputDataAt), 393_216],
    ...[record.idsAt, record.minimumsAt, record.maximumsAt, record.valuesAt].map((at): [number, number] => [
      rig.field(at),
      16_384 * 4,
    ]),
  ];
  for (let channel = 0; channel < 32; channel++) {
    for (const buffers of [record.inputsAt, record.outputsAt]) {
      const at = rig.field(buffers + channel * 4);
      t.is(at % 16, 0);
      areas.push([at, 16_384]);
    }
  }
  areas.sort(([a], [b]) => a - b);
  areas.forEach(([at, bytes], i) => {
    t.true(at + bytes <= (areas[i + 1]?.[0] ?? rig.core.u8.length), `${at} + ${bytes}`);
  });
});

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
