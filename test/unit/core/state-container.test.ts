/** The host's own container for a state that does not fit the DAW's 65 536 bytes. */
import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { lv2Blob } from './lv2-state.ts';
import { holds } from './property.ts';
import { hex, Rig, SCRATCH_BYTES, STATE_BYTES } from './support.ts';

const rig = new Rig(6);
const { x } = rig;

const formats = { lv2: 1, vst3: 2, clap: 3 } as const;
type Format = keyof typeof formats;
const everyFormat = ['lv2', 'vst3', 'clap'] as const;
const NONE = 0;
const DEFLATED_KIND = 1;
const FILE_KIND = 2;
const DAMAGED = -1;

const MARK = 'f56343c363709396688e244a339259a1';
const hash = hex('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f');
const deflated = hex('1f8b0800 cafe');
/** Bytes 0x00012345 of raw state. */
const RAW_BYTES = 0x12345;
const inline = hex(`${MARK} 01000000 01000000 45230100 ${Buffer.from(hash).toString('hex')} 06000000 1f8b0800cafe`);
const inFile = hex(`${MARK} 01000000 02000000 45230100 ${Buffer.from(hash).toString('hex')} 00000000`);

const id = Buffer.from('[6E, 33, 22, 52, 54, 22, 4A, 00, AA, 69, 30, 1A, F3, 18, 79, 7D]');
const piece = (bytes: Uint8Array) => Buffer.concat([new Uint8Array(Uint32Array.of(bytes.length).buffer), bytes]);
const vst3Blob = (component: Uint8Array, controller = new Uint8Array()) =>
  Buffer.concat([piece(id), piece(component), piece(controller)]);
const key = Buffer.from('urn:maolan:plugin-host:state-container');
const chunk = Buffer.from('http://lv2plug.in/ns/ext/atom#Chunk');
const property = { key, type: chunk, flags: 3, value: new Uint8Array() };
const lv2BlobOf = (value: Uint8Array, other = {}) =>
  lv2Blob({ ports: [], properties: [{ ...property, ...other, value }] });

/** The blob in which that container travels, typed independently of the core. */
function around(format: Format, container: Uint8Array): Uint8Array {
  if (format === 'vst3') return vst3Blob(container);
  return format === 'lv2' ? lv2BlobOf(container) : container;
}

/** A raw state of that size, as far as the core looks at it: VST3 has its id. */
function putRaw(format: Format, bytes: number): void {
  if (format === 'vst3') rig.putState(vst3Blob(new Uint8Array(bytes - 76).fill(7)));
  else rig.core.u8.fill(7, x.state_buffer(), x.state_buffer() + bytes);
}

interface Container {
  kind: number;
  rawBytes: number;
  hash: Uint8Array;
  deflated: Uint8Array;
}

function write(format: Format, { kind, rawBytes, hash, deflated }: Container): Uint8Array | undefined {
  rig.stage(hash, deflated);
  const size = x.state_container_write(formats[format], kind, rawBytes, deflated.length);
  return size < 0 ? undefined : rig.state(size);
}

/** What the core reads, or none, or damaged: then it has no contents. */
function read(format: Format, blob: Uint8Array): Container | number {
  rig.putState(blob);
  const kind = x.state_container_read(formats[format], blob.length);
  const rawBytes = x.state_container_raw_bytes() >>> 0;
  const deflated = rig.bytes(x.state_container_deflated(), x.state_container_deflated_bytes());
  if (kind > 0) return { kind, rawBytes, hash: rig.bytes(x.state_container_hash(), 32), deflated };
  assert.deepEqual([x.state_container_hash(), rawBytes, deflated.length], [0, 0, 0]);
  return kind;
}

const golden: [name: string, Uint8Array, Container][] = [
  ['deflated', inline, { kind: DEFLATED_KIND, rawBytes: RAW_BYTES, hash, deflated }],
  ['file', inFile, { kind: FILE_KIND, rawBytes: RAW_BYTES, hash, deflated: new Uint8Array() }],
];

for (const format of everyFormat) {
  for (const [name, bytes, container] of golden) {
    test(`The golden container (${name}) is written and read byte for byte in ${format}`, (t) => {
      putRaw(format, RAW_BYTES);
      t.is(Buffer.compare(write(format, container)!, around(format, bytes)), 0);
      t.deepEqual(read(format, around(format, bytes)), container);
    });

    test(`The golden container (${name}) in ${format}, cut at any byte, is damaged or none`, (t) => {
      for (let length = 0; length < bytes.length; length++)
        t.is(read(format, around(format, bytes.subarray(0, length))), length < 16 && format !== 'lv2' ? NONE : DAMAGED);
      const blob = around(format, bytes);
      for (let length = 0; length < blob.length; length++) {
        const found = read(format, blob.subarray(0, length));
        t.true(found === NONE || found === DAMAGED, `${length}`);
      }
    });
  }

  test(`Bytes behind the container are damage in ${format}`, (t) => {
    t.is(read(format, around(format, Buffer.concat([inline, Buffer.of(0)]))), DAMAGED);
    t.is(read(format, around(format, Buffer.concat([inFile, Buffer.of(0)]))), DAMAGED);
  });

  test(`Words of the container that make no sense are damage in ${format}`, (t) => {
    const words: [what: string, at: number, values: number[]][] = [
      ['version', 16, [0, 2, 0xffffffff]],
      ['kind', 20, [0, 2, 3, 0xffffffff]],
      ['raw bytes', 24, [0, STATE_BYTES + 1, 0xffffffff]],
      ['deflated bytes', 60, [0, 5, 7, 0x7fffffff, 0xffffffff]],
    ];
    for (const [what, at, values] of words) {
      for (const value of values) {
        const other = inline.slice();
        new DataView(other.buffer).setUint32(at, value, true);
        t.is(read(format, around(format, other)), DAMAGED, `${what} ${value}`);
      }
    }
  });

  test(`Whatever is written is read back the same in ${format}`, (t) => {
    const containers: fc.Arbitrary<Container> = fc.oneof(
      fc.record(
        {
          kind: fc.constant(DEFLATED_KIND),
          rawBytes: fc.integer({ min: 76, max: 100_000 }),
          hash: fc.uint8Array({ minLength: 32, maxLength: 32 }),
          deflated: fc.uint8Array({ minLength: 1, maxLength: 200 }),
        },
        { noNullPrototype: true },
      ),
      fc.record(
        {
          kind: fc.constant(FILE_KIND),
          rawBytes: fc.integer({ min: 76, max: format === 'vst3' ? 100_000 : STATE_BYTES }),
          hash: fc.uint8Array({ minLength: 32, maxLength: 32 }),
          deflated: fc.constant(new Uint8Array()),
        },
        { noNullPrototype: true },
      ),
    );
    const comesBack = (container: Container) => {
      // What follows the raw state does not matter; of VST3 the id must be whole.
      if (format === 'vst3') rig.putState(vst3Blob(new Uint8Array(container.rawBytes - 76)));
      const blob = write(format, container)!;
      assert(blob.length <= SCRATCH_BYTES);
      assert.deepEqual(read(format, blob), container);
    };
    holds(t, fc.property(containers, comesBack), 200);
    comesBack({ kind: FILE_KIND, rawBytes: STATE_BYTES, hash, deflated: new Uint8Array() });
  });

  test(`A container that fills what the DAW takes is written in ${format}; one byte more leaves the raw state as it was`, (t) => {
    const room = SCRATCH_BYTES - around(format, inFile).length;
    putRaw(format, RAW_BYTES);
    const before = Buffer.from(rig.state(RAW_BYTES));
    t.is(
      write(format, { kind: DEFLATED_KIND, rawBytes: RAW_BYTES, hash, deflated: new Uint8Array(room + 1) }),
      undefined,
    );
    t.is(Buffer.compare(rig.state(RAW_BYTES), before), 0);
    const blob = write(format, {
      kind: DEFLATED_KIND,
      rawBytes: RAW_BYTES,
      hash,
      deflated: new Uint8Array(room).fill(9),
    });
    t.is(blob?.length, SCRATCH_BYTES);
    t.is((read(format, blob!) as Container).deflated.length, room);
  });

  test(`Arguments out of range are refused in ${format}`, (t) => {
    const nothing = new Uint8Array();
    const container = { kind: DEFLATED_KIND, rawBytes: RAW_BYTES, hash, deflated };
    for (const wrong of [
      { kind: 0 },
      { kind: 3 },
      { kind: FILE_KIND },
      { deflated: nothing },
      { rawBytes: 0 },
      { rawBytes: STATE_BYTES + 1 },
      { rawBytes: 0xffffffff },
    ]) {
      putRaw(format, RAW_BYTES);
      t.is(write(format, { ...container, ...wrong }), undefined, JSON.stringify(wrong));
    }
    t.is(x.state_container_write(formats[format], DEFLATED_KIND, RAW_BYTES, STATE_BYTES), -1);
    t.is(x.state_container_write(formats[format], DEFLATED_KIND, RAW_BYTES, 0xffffffff), -1);
  });

  test(`Random bytes in ${format} are never a container`, (t) => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 150 }),
      fc.uint8Array({ maxLength: 150 }).map((b) => around(format, b)),
    );
    holds(
      t,
      fc.property(bytes, (blob) => {
        const found = read(format, blob);
        assert(found === NONE || (format === 'lv2' && found === DAMAGED));
      }),
      2000,
    );
  });
}

test('Another mark is none of ours: what a plugin writes is its own', (t) => {
  for (const format of ['vst3', 'clap'] as const) {
    for (let bit = 0; bit < 128; bit++) {
      const other = inline.slice();
      other[bit >> 3]! ^= 1 << (bit & 7);
      t.is(read(format, around(format, other)), NONE, `${format}, bit ${bit}`);
    }
  }
  const other = inline.slice();
  other[0]! ^= 1;
  t.is(read('lv2', around('lv2', other)), DAMAGED, 'in LV2 the key says that it is ours');
});

test('In LV2 the property must be alone, and exactly ours', (t) => {
  const own = { ...property, value: inline };
  t.is(read('lv2', lv2Blob({ ports: [[0, 1]], properties: [own] })), NONE);
  t.is(read('lv2', lv2Blob({ ports: [], properties: [own, own] })), NONE);
  t.is(read('lv2', lv2BlobOf(inline, { key: Buffer.from('urn:maolan:plugin-host:state-containe') })), NONE);
  t.is(read('lv2', lv2BlobOf(inline, { key: Buffer.from('urn:maolan:plugin-host:state-container2') })), NONE);
  t.is(read('lv2', lv2BlobOf(inline, { type: Buffer.from('http://lv2plug.in/ns/ext/atom#String') })), DAMAGED);
  t.is(read('lv2', lv2BlobOf(inline, { flags: 0 })), DAMAGED);
});

test('In VST3 the container has no controller beside it', (t) => {
  t.is(read('vst3', vst3Blob(inline, Buffer.from('x'))), DAMAGED);
});

test('A raw VST3 state that is none cannot be put into a container', (t) => {
  rig.core.u8.fill(0xff, x.state_buffer(), x.state_buffer() + RAW_BYTES);
  t.is(write('vst3', { kind: FILE_KIND, rawBytes: RAW_BYTES, hash, deflated: new Uint8Array() }), undefined);
});

test('A format that is none has no containers', (t) => {
  rig.putState(inline);
  for (const format of [0, 4, 0xffffffff]) {
    t.is(x.state_container_read(format, inline.length), NONE);
    t.is(x.state_container_write(format, FILE_KIND, RAW_BYTES, 0), -1);
  }
});

test('A size beyond the state buffer is no container', (t) => {
  rig.putState(inline);
  for (const format of everyFormat) {
    t.is(x.state_container_read(formats[format], STATE_BYTES + 1), NONE);
    t.is(x.state_container_read(formats[format], 0xffffffff), NONE);
  }
});
