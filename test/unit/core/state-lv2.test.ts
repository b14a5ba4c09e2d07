import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { lv2Blob, readLv2, type State, writeLv2 } from './lv2-state.ts';
import { holds } from './property.ts';
import { hex, Rig, SCRATCH_BYTES, STATE_BYTES } from './support.ts';

const rig = new Rig();
const golden = hex(
  '02000000 00000000 0000003f 01000000 0000803f 01000000 16000000 687474703a2f2f6578616d706c652e636f6d2f6b6579' +
    '17000000 687474703a2f2f6578616d706c652e636f6d2f74797065 00000000 03000000 010203',
);
const goldenState: State = {
  ports: [
    [0, 0.5],
    [1, 1],
  ],
  properties: [
    {
      key: Buffer.from('http://example.com/key'),
      type: Buffer.from('http://example.com/type'),
      flags: 0,
      value: Uint8Array.of(1, 2, 3),
    },
  ],
};

const text = fc.string({ unit: 'binary', maxLength: 30 }).map((characters) => Buffer.from(characters));
const properties = fc.record(
  { key: text, type: text, flags: fc.integer({ min: 0, max: 0xffffffff }), value: fc.uint8Array({ maxLength: 60 }) },
  { noNullPrototype: true },
);
const states: fc.Arbitrary<State> = fc.record(
  {
    ports: fc.array(fc.tuple(fc.integer({ min: 0, max: 0xffffffff }), fc.float({ noNaN: true })), { maxLength: 40 }),
    properties: fc.array(properties, { maxLength: 12 }),
  },
  { noNullPrototype: true },
);

test('The golden LV2 blob is written byte for byte', (t) => {
  t.deepEqual(Buffer.from(writeLv2(rig, goldenState) ?? []).toString('hex'), Buffer.from(golden).toString('hex'));
});

test('The golden LV2 blob is read', (t) => {
  t.deepEqual(readLv2(rig, golden), goldenState);
});

test('A plugin without ports and properties has 8 zero bytes of state', (t) => {
  t.deepEqual(writeLv2(rig, { ports: [], properties: [] }), new Uint8Array(8));
  t.deepEqual(readLv2(rig, new Uint8Array(8)), { ports: [], properties: [] });
});

test('The golden blob cut at any byte is refused, and nothing of it can be read', (t) => {
  for (let length = 0; length < golden.length; length++) {
    t.is(readLv2(rig, golden.subarray(0, length)), undefined, `cut at ${length}`);
    t.is(rig.x.state_lv2_port_count() + rig.x.state_lv2_property_count() + rig.x.state_lv2_next_property(), 0);
    t.is(rig.x.state_lv2_port_index(0), 0);
  }
});

test('What stands behind the cut in the buffer does not complete it', (t) => {
  rig.putState(golden);
  t.is(rig.x.state_lv2_read(golden.length - 1), -1);
  t.is(rig.x.state_lv2_read(golden.length), 0);
});

test('Bytes after the last property are ignored', (t) => {
  t.deepEqual(readLv2(rig, Uint8Array.of(...golden, 9, 9, 9)), goldenState);
});

test('Counts and lengths that the blob cannot hold are refused', (t) => {
  const at = { ports: 0, properties: 20, key: 24, type: 50, value: 81 };
  for (const [name, offset] of Object.entries(at)) {
    for (const value of [0x7fffffff, 0x80000000, 0xffffffff, 0xfffffff8, 0x20000001]) {
      const blob = golden.slice();
      new DataView(blob.buffer).setUint32(offset, value, true);
      t.is(readLv2(rig, blob), undefined, `${name} ${value}`);
    }
  }
});

test('An LV2 blob longer than the state buffer is refused', (t) => {
  rig.putState(golden);
  t.is(rig.x.state_lv2_read(STATE_BYTES + 1), -1);
  t.is(rig.x.state_lv2_read(0xffffffff), -1);
  t.is(rig.x.state_lv2_read(SCRATCH_BYTES + 1), 0);
  t.is(rig.x.state_lv2_read(STATE_BYTES), 0);
});

test('Whatever is written is read back the same', (t) => {
  holds(
    t,
    fc.property(states, (state) => {
      const blob = writeLv2(rig, state);
      assert.deepEqual(blob, lv2Blob(state));
      assert.deepEqual(readLv2(rig, blob!), state);
    }),
  );
});

test('Every blob cut at every byte is refused', (t) => {
  holds(
    t,
    fc.property(states, (state) => {
      const blob = lv2Blob(state);
      rig.putState(blob);
      for (let length = 0; length < blob.length; length++) {
        if (rig.x.state_lv2_read(length) !== -1) {
          throw new Error(`accepted ${length} of ${blob.length} bytes`);
        }
      }
    }),
    50,
  );
});

/** Is a key with these bytes accepted by the reader, and a type with them by the writer? */
function accepted(candidate: Uint8Array): [read: boolean, written: boolean] {
  const property = { flags: 0, value: new Uint8Array() };
  const withKey = { ports: [], properties: [{ ...property, key: candidate, type: Buffer.from('t') }] };
  const withType = { ports: [], properties: [{ ...property, key: Buffer.from('k'), type: candidate }] };
  const [asKey, asType] = [withKey, withType].map((state) => [
    readLv2(rig, lv2Blob(state)) !== undefined,
    writeLv2(rig, state) !== undefined,
  ]);
  assert.deepEqual(asKey, asType);
  return asKey as [boolean, boolean];
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

test('Key and type are UTF-8 for the core exactly when they are for TextDecoder: every lead byte with second bytes at the edges', (t) => {
  const seconds = [0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff];
  const wrong: string[] = [];
  for (let lead = 0; lead < 256; lead++) {
    for (const second of seconds) {
      for (const bytes of [[lead], [lead, second], [lead, second, 0xbf], [lead, second, 0x80, 0xbf]]) {
        const candidate = Uint8Array.from(bytes);
        const valid = isUtf8(candidate);
        if (accepted(candidate).some((found) => found !== valid)) {
          wrong.push(Buffer.from(candidate).toString('hex'));
        }
      }
    }
  }
  t.deepEqual(wrong, []);
});

test('Key and type are UTF-8 for the core exactly when they are for TextDecoder: any bytes', (t) => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 12 }),
    text.map((characters) => new Uint8Array(characters)),
  );
  holds(
    t,
    fc.property(bytes, (candidate) => {
      assert.deepEqual(accepted(candidate), [isUtf8(candidate), isUtf8(candidate)]);
    }),
    1000,
  );
});

test('An LV2 state that fills the state buffer is written; with one byte more it is refused', (t) => {
  const overhead = 8 + 16 + 2;
  const state = (bytes: number): State => ({
    ports: [],
    properties: [{ key: Buffer.from('k'), type: Buffer.from('t'), flags: 0, value: new Uint8Array(bytes).fill(3) }],
  });
  const largest = STATE_BYTES - overhead;
  const blob = writeLv2(rig, state(largest))!;
  t.is(blob.length, STATE_BYTES);
  const { value } = readLv2(rig, blob)!.properties[0]!;
  t.is(value.length, largest);
  t.true(value.every((byte) => byte === 3));
  t.is(writeLv2(rig, state(largest + 1)), undefined);
});

test('Ports beyond the state buffer are refused', (t) => {
  const { x } = rig;
  const bytesOf = (ports: number): number => {
    x.state_lv2_begin(ports);
    for (let i = 0; i < ports; i++) x.state_lv2_port(i, i);
    x.state_lv2_properties(0);
    return x.state_lv2_end();
  };
  const most = (STATE_BYTES - 8) / 8;
  t.is(bytesOf(most), STATE_BYTES);
  t.is(x.state_lv2_read(STATE_BYTES), 0);
  t.is(x.state_lv2_port_value(most - 1), most - 1);
  t.is(bytesOf(most + 1), -1);
});

test('16 384 properties are written and read; one more is refused by both, for its reader compares each with each', (t) => {
  const state = (count: number): State => ({
    ports: [],
    properties: Array.from({ length: count }, (_, i) => ({ ...goldenState.properties[0]!, flags: i })),
  });
  const blob = writeLv2(rig, state(16_384))!;
  t.is(Buffer.compare(blob, lv2Blob(state(16_384))), 0);
  t.is(readLv2(rig, blob)?.properties.at(-1)?.flags, 16_383);
  t.is(writeLv2(rig, state(16_385)), undefined);
  t.is(readLv2(rig, lv2Blob(state(16_385))), undefined);
});

test('Fewer or more pieces than announced make end return -1', (t) => {
  const { x } = rig;
  const property = () => {
    rig.stage(Buffer.from('kt'));
    x.state_lv2_property(1, 1, 0, 0);
  };
  const attempts: Record<string, () => void> = {
    'port missing': () => {
      x.state_lv2_begin(1);
      x.state_lv2_properties(0);
    },
    'port too many': () => {
      x.state_lv2_begin(0);
      x.state_lv2_port(0, 0);
      x.state_lv2_properties(0);
    },
    'port after the properties': () => {
      x.state_lv2_begin(0);
      x.state_lv2_properties(0);
      x.state_lv2_port(0, 0);
    },
    'properties not announced': () => x.state_lv2_begin(0),
    'properties announced twice': () => {
      x.state_lv2_begin(0);
      x.state_lv2_properties(0);
      x.state_lv2_properties(0);
    },
    'property missing': () => {
      x.state_lv2_begin(0);
      x.state_lv2_properties(1);
    },
    'property too many': () => {
      x.state_lv2_begin(0);
      x.state_lv2_properties(1);
      property();
      property();
    },
    'pieces larger than the staging area': () => {
      x.state_lv2_begin(0);
      x.state_lv2_properties(1);
      x.state_lv2_property(1, 0xffffffff, 0, 1);
    },
  };
  for (const [name, attempt] of Object.entries(attempts)) {
    attempt();
    t.is(x.state_lv2_end(), -1, name);
  }
  x.state_lv2_begin(0);
  x.state_lv2_properties(1);
  property();
  t.is(x.state_lv2_end(), 26, 'and a later state is not spoilt');
});

test('Random bytes as an LV2 blob are refused or read without leaving the blob', (t) => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.array(fc.constantFrom(0, 0, 0, 1, 2, 8, 16, 255), { maxLength: 200 }).map((list) => Uint8Array.from(list)),
  );
  holds(
    t,
    fc.property(bytes, (blob) => {
      const state = readLv2(rig, blob);
      if (state !== undefined) {
        const again = lv2Blob(state);
        assert.deepEqual(again, blob.slice(0, again.length));
      }
    }),
    3000,
  );
});

test('Ports that are not there read as zeros', (t) => {
  readLv2(rig, golden);
  for (const i of [2, 0x1fffffff, 0x20000000, 0xffffffff]) {
    t.is(rig.x.state_lv2_port_index(i), 0);
    t.is(rig.x.state_lv2_port_value(i), 0);
  }
});
