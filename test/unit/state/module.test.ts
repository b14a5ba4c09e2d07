/** maolan-plugin-host/state, as a program has it: built. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import fc from 'fast-check';
import {
  classIdOf,
  decodeState,
  encodeState,
  inspectState,
  type State,
  StateFormatError,
  type StateSource,
  vst3Id,
} from 'maolan-plugin-host/state';
import {
  clapParameterStates,
  clapStreamStates,
  damaged,
  lv2States,
  states,
  vst3States,
} from 'maolan-plugin-host/state/arbitraries';

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const CLASS_ID = '6E33225254224A00AA69301AF318797D';
const PACKED_MAX = 65_536;
const STATE_MAX = 67_108_864;

/** As the protocol's description has them. */
const golden: [name: string, bytes: Uint8Array, state: State][] = [
  [
    'LV2',
    bytesOf(
      '02000000 00000000 0000003f 01000000 0000803f 01000000 16000000 687474703a2f2f6578616d706c652e636f6d2f6b6579' +
        '17000000 687474703a2f2f6578616d706c652e636f6d2f74797065 00000000 03000000 010203',
    ),
    {
      format: 'lv2',
      ports: [
        { index: 0, value: 0.5 },
        { index: 1, value: 1 },
      ],
      properties: [
        { key: 'http://example.com/key', type: 'http://example.com/type', flags: 0, value: Uint8Array.of(1, 2, 3) },
      ],
    },
  ],
  [
    'VST3',
    bytesOf(
      '40000000 5b36452c2033332c2032322c2035322c2035342c2032322c2034412c2030302c2041412c2036392c2033302c2031412c20' +
        '46332c2031382c2037392c2037445d 04000000 434f4d50 04000000 4354524c',
    ),
    {
      format: 'vst3',
      id: vst3Id(CLASS_ID),
      component: Uint8Array.from(Buffer.from('COMP')),
      controller: Uint8Array.from(Buffer.from('CTRL')),
    },
  ],
  [
    'CLAP parameters',
    bytesOf('f416b955 44e9567c 722a1be3 dcda8170 01000000 01000000 07000000 000000000000e03f'),
    { format: 'clap', parameters: [{ id: 7, value: 0.5 }] },
  ],
];

async function refused(source: StateSource, options = {}): Promise<StateFormatError> {
  const error = await decodeState(source, options).catch((reason) => reason);
  assert(error instanceof StateFormatError, `${error}`);
  return error;
}

for (const [name, bytes, state] of golden) {
  test(`The golden ${name} state is recognized, read, and written byte for byte`, async (t) => {
    t.deepEqual(await decodeState(bytes), state);
    t.deepEqual(await decodeState(bytes, { format: state.format }), state);
    t.deepEqual(await encodeState(state), bytes);
  });

  test(`Of the golden ${name} state, every cut is refused with an offset in what is left`, async (t) => {
    for (let length = 0; length < bytes.length; length++) {
      // Fewer bytes than the mark are whatever a CLAP plugin writes.
      if (state.format === 'clap' && length < 16) continue;
      const error = await refused(bytes.subarray(0, length), { format: state.format });
      t.true(['cut', 'count', 'length'].includes(error.reason), error.message);
      t.true(error.offset <= length, `${error.message} (${length})`);
    }
  });
}

const faults: [what: string, format: 'lv2' | 'vst3' | 'clap', hex: string, reason: string, offset: number][] = [
  ['a count of ports', 'lv2', 'ffffff1f 00000000', 'count', 0],
  ['a count of properties', 'lv2', '00000000 ffffffff', 'count', 4],
  ['a key that is not UTF-8', 'lv2', '00000000 01000000 02000000 61ff 00000000 00000000 00000000', 'text', 13],
  ['a type that is cut', 'lv2', '00000000 01000000 00000000 09000000 61626364 00000000', 'cut', 16],
  ['an id that is not UTF-8', 'vst3', '01000000 80 00000000 00000000', 'text', 4],
  ['no length of the controller', 'vst3', '00000000 00000000', 'cut', 8],
  ['a version', 'clap', 'f416b955 44e9567c 722a1be3 dcda8170 02000000 00000000', 'value', 16],
  ['a count of parameters', 'clap', 'f416b955 44e9567c 722a1be3 dcda8170 01000000 01000000', 'count', 20],
  ['bytes too many', 'clap', 'f416b955 44e9567c 722a1be3 dcda8170 01000000 00000000 09', 'length', 24],
];
for (const [what, format, hex, reason, offset] of faults)
  test(`What is wrong, and where: ${what} (${format})`, async (t) => {
    const error = await refused(bytesOf(hex), { format });
    t.like(error, { reason, offset, name: 'StateFormatError' });
    t.regex(error.message, new RegExp(`\\b${offset}\\b`));
  });

const arbitraries = { lv2States, vst3States, clapStreamStates, clapParameterStates };
for (const [name, arbitrary] of Object.entries(arbitraries))
  test(`Every state of ${name} is read as it was written, also through a DAW's 64 KiB`, async (t) => {
    await t.notThrowsAsync(
      fc.assert(
        fc.asyncProperty(arbitrary(), fc.constantFrom('blob', 'packed'), async (state, as) => {
          const bytes = await encodeState(state, { as });
          assert.deepEqual(plain(await decodeState(bytes, { format: state.format })), plain(state));
        }),
      ),
    );
  });

/** Records of fast-check have no prototype; a state on the wire has 32-bit values. */
function plain(state: State): unknown {
  return JSON.parse(JSON.stringify(state, (_, value) => (typeof value === 'number' ? String(value) : value)));
}

test('Damaged bytes are read or refused, and never more than that', async (t) => {
  const blobs = states().chain((state) => fc.tuple(fc.constant(state), fc.gen()));
  await t.notThrowsAsync(
    fc.assert(
      fc.asyncProperty(blobs, fc.boolean(), async ([state, gen], isNamed) => {
        const whole = await encodeState(state);
        if (whole.length === 0) return;
        const bytes = gen(() => damaged(whole));
        const options = isNamed ? { format: state.format } : {};
        const found = await inspectState(bytes, options).catch((error) => error);
        if (found instanceof StateFormatError) assert(found.offset <= bytes.length);
        else assert(found.ignoredBytes >= 0 && found.ignoredBytes <= bytes.length, `${found}`);
      }),
      { numRuns: 1000 },
    ),
  );
});

test('Bytes after an LV2 or VST3 state are counted; without a format, they are in the way', async (t) => {
  for (const [, bytes, state] of golden.filter(([, , { format }]) => format !== 'clap')) {
    const longer = Uint8Array.of(...bytes, 1, 2, 3);
    t.like(await inspectState(longer, { format: state.format }), { state, ignoredBytes: 3, rawBytes: longer.length });
    t.is((await refused(longer)).reason, 'unknown-format');
  }
});

test('A large state is deflated into a container that fits a DAW, in every format', async (t) => {
  const large = new Uint8Array(1 << 20).fill(7);
  const all: State[] = [
    { format: 'lv2', ports: [], properties: [{ key: 'urn:k', type: 'urn:t', flags: 3, value: large }] },
    { format: 'vst3', id: vst3Id(CLASS_ID), component: large, controller: Uint8Array.of(1) },
    { format: 'clap', stream: large },
  ];
  for (const state of all) {
    const raw = await encodeState(state);
    const packed = await encodeState(state, { as: 'packed' });
    t.true(packed.length <= PACKED_MAX);
    const hash = createHash('sha256').update(raw).digest('hex');
    const found = await inspectState(packed, { format: state.format });
    t.like(found, {
      rawBytes: raw.length,
      ignoredBytes: 0,
      container: { kind: 'deflated', rawBytes: raw.length, hash },
    });
    t.deepEqual(found.state, state);
    const at = Buffer.from(packed).indexOf(Buffer.from('1f8b08', 'hex'));
    const broken = packed.with(at + 20, packed[at + 20]! ^ 0xff);
    t.is((await refused(broken, { format: state.format })).reason, 'damaged');
  }
});

test('What is in the container must be what it says, and a bomb does not go off', async (t) => {
  const packed = await encodeState({ format: 'clap', stream: new Uint8Array(1 << 20) }, { as: 'packed' });
  const withSize = packed.slice();
  new DataView(withSize.buffer).setUint32(24, 1000, true);
  t.is((await refused(withSize)).reason, 'too-large');
  const withHash = packed.with(28, packed[28]! ^ 1);
  t.like(await refused(withHash), { reason: 'damaged' });
});

test('Noise does not fit a DAW, and says so', async (t) => {
  const noise = crypto.getRandomValues(new Uint8Array(PACKED_MAX));
  const state: State = { format: 'vst3', id: vst3Id(CLASS_ID), component: noise, controller: new Uint8Array() };
  const error = await t.throwsAsync(encodeState(state, { as: 'packed' }), { instanceOf: StateFormatError });
  t.is(error.reason, 'too-large');
  t.is((await encodeState(state)).length, PACKED_MAX + 76);
});

test('A state in a file is asked for by its hash', async (t) => {
  const raw = await encodeState({ format: 'clap', stream: Uint8Array.of(1, 2, 3) });
  const hash = createHash('sha256').update(raw).digest('hex');
  const mark = 'f56343c363709396688e244a339259a1';
  const bytes = bytesOf(`${mark} 01000000 02000000 03000000 ${hash} 00000000`);
  const asked: string[] = [];
  const file = async (name: string) => {
    asked.push(name);
    return gzipSync(raw);
  };
  t.like(await inspectState(bytes, { file }), { state: { stream: raw }, container: { kind: 'file', hash } });
  t.deepEqual(asked, [hash]);
  const missing = await refused(bytes);
  t.is(missing.reason, 'needs-file');
  t.true(missing.message.includes(hash));
  t.is((await refused(bytes, { file: async () => gzipSync('other') })).reason, 'too-large');
  t.is((await refused(bytes, { file: async () => gzipSync('abc') })).reason, 'damaged');
});

test("A file of the host's folder of large states is read as it is", async (t) => {
  const [, bytes, state] = golden[0]!;
  t.like(await inspectState(gzipSync(bytes)), { state, file: 'gzip', rawBytes: bytes.length });
});

test('A .vstpreset is written as it is specified, and read', async (t) => {
  const [, , state] = golden[1]!;
  const bytes = Buffer.from(await encodeState(state, { as: 'vstpreset', info: '<MetaInfo/>' }));
  t.is(bytes.toString('latin1', 0, 4), 'VST3');
  t.is(bytes.readInt32LE(4), 1);
  t.is(bytes.toString('latin1', 8, 40), CLASS_ID);
  const list = Number(bytes.readBigInt64LE(40));
  t.is(list, 48 + 4 + 4 + 11);
  t.is(bytes.toString('latin1', list, list + 4), 'List');
  const entries = [0, 1, 2].map((i) => {
    const at = list + 8 + 20 * i;
    const place = Number(bytes.readBigInt64LE(at + 4));
    return [bytes.toString('latin1', at, at + 4), place, Number(bytes.readBigInt64LE(at + 12))];
  });
  t.deepEqual(entries, [
    ['Comp', 48, 4],
    ['Cont', 52, 4],
    ['Info', 56, 11],
  ]);
  t.like(await inspectState(bytes), { state, file: 'vstpreset', info: '<MetaInfo/>' });
  for (let length = 4; length < bytes.length; length++)
    t.true((await refused(bytes.subarray(0, length))).offset <= length);
  const other = await refused(bytes, { format: 'lv2' });
  t.is(other.reason, 'other-format');
});

test('A preset without a component, or of a class that is none, is refused', async (t) => {
  const [, , state] = golden[1]!;
  const bytes = Buffer.from(await encodeState(state, { as: 'vstpreset' }));
  const renamed = Buffer.from(bytes);
  renamed.write('Prog', Number(bytes.readBigInt64LE(40)) + 8, 'latin1');
  t.is((await refused(renamed)).reason, 'missing');
  const classless = Buffer.from(bytes);
  classless.write('?', 20, 'latin1');
  t.like(await refused(classless), { reason: 'text', offset: 20 });
  await t.throwsAsync(encodeState({ ...state, id: 'urn:x' } as State, { as: 'vstpreset' }), { instanceOf: TypeError });
});

test('A file of "state save" says whose state it is', async (t) => {
  const [, bytes, state] = golden[0]!;
  const file = { kind: 'maolan-plugin-state', version: 1, format: 'lv2', plugin: 'urn:p', name: 'P' };
  const text = (more: object) =>
    Buffer.from(JSON.stringify({ ...file, state: Buffer.from(bytes).toString('base64'), ...more }));
  t.like(await inspectState(text({})), { state, file: 'state-file', plugin: { id: 'urn:p', name: 'P' } });
  t.is((await refused(text({}), { format: 'clap' })).reason, 'other-format');
  for (const more of [{ version: 2 }, { format: 'au' }, { state: 5 }, { state: '%' }, { plugin: null }])
    t.is((await refused(text(more))).reason, 'value', JSON.stringify(more));
});

test('Bytes come from whatever holds them', async (t) => {
  const [, bytes, state] = golden[0]!;
  const halves = [bytes.subarray(0, 10), bytes.subarray(10)];
  const sources: StateSource[] = [
    bytes.slice().buffer,
    new Blob([bytes.slice()]),
    new Response(bytes.slice()),
    new Blob([bytes.slice()]).stream(),
    Readable.from(halves),
    (async function* () {
      yield* halves;
    })(),
  ];
  for (const source of sources) t.deepEqual(await decodeState(source), state);
  for (const source of ['text', 5, null, undefined, {}])
    await t.throwsAsync(decodeState(source as unknown as StateSource), { instanceOf: TypeError });
});

test('A stream without end is read no further than a state can go', async (t) => {
  let chunks = 0;
  let isClosed = false;
  async function* endless() {
    try {
      for (;;) {
        chunks++;
        yield new Uint8Array(1 << 20);
      }
    } finally {
      isClosed = true;
    }
  }
  t.is((await refused(endless())).reason, 'too-large');
  t.true(chunks <= 90 && isClosed);
  const asked = { size: 2 ** 40, arrayBuffer: () => Promise.reject(new Error('read')) };
  t.is((await refused(asked)).reason, 'too-large');
});

test('A state of 64 MiB is read; one byte more is refused', async (t) => {
  const stream = new Uint8Array(STATE_MAX).fill(1);
  t.like(await inspectState(stream, { format: 'clap' }), { rawBytes: STATE_MAX });
  t.is((await refused(new Uint8Array(STATE_MAX + 1), { format: 'clap' })).reason, 'too-large');
  await t.throwsAsync(encodeState({ format: 'clap', stream: new Uint8Array(STATE_MAX + 1) }), {
    instanceOf: StateFormatError,
  });
});

test('What a state cannot hold is refused by name', async (t) => {
  const property = { key: 'k', type: 't', flags: 0, value: new Uint8Array() };
  const wrong: [RegExp, unknown][] = [
    [/ports\[0\]\.index/, { format: 'lv2', ports: [{ index: -1, value: 0 }], properties: [] }],
    [/ports\[0\]\.value/, { format: 'lv2', ports: [{ index: 1, value: '0' }], properties: [] }],
    [/properties\[0\]\.flags/, { format: 'lv2', ports: [], properties: [{ ...property, flags: 2 ** 32 }] }],
    [/properties has 16385 entries/, { format: 'lv2', ports: [], properties: Array(16_385).fill(property) }],
    [/key has half of a surrogate pair/, { format: 'lv2', ports: [], properties: [{ ...property, key: '\ud800' }] }],
    [/component must be a Uint8Array, not string/, { format: 'vst3', id: '', component: '', controller: '' }],
    [/stream must be a Uint8Array/, { format: 'clap', stream: [1] }],
    [/parameters\[0\]\.id/, { format: 'clap', parameters: [{ id: 0.5, value: 0 }] }],
    [/format must be/, { format: 'au' }],
    [/format must be/, null],
  ];
  for (const [message, state] of wrong)
    await t.throwsAsync(encodeState(state as State), { instanceOf: TypeError, message });
});

test('A class id is written in both ways', (t) => {
  t.is(classIdOf(vst3Id(CLASS_ID.toLowerCase())), CLASS_ID);
  t.is(classIdOf('urn:other'), undefined);
  t.throws(() => vst3Id('6E33'), { instanceOf: TypeError, message: /"6E33"/ });
});

test('The module has nothing of Node, and asks for nothing', (t) => {
  const text = readFileSync(new URL('../../../dist/state/index.js', import.meta.url), 'utf8');
  t.deepEqual(text.match(/^import\b.*|\brequire\(|\bnode:|\bBuffer\b|\bprocess\./gm) ?? [], []);
});
