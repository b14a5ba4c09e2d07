import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { holds } from './property.ts';
import { hex, Rig, SCRATCH_BYTES, STATE_BYTES } from './support.ts';

const rig = new Rig();
const ID = '[6E, 33, 22, 52, 54, 22, 4A, 00, AA, 69, 30, 1A, F3, 18, 79, 7D]';
const golden = hex(
  '40000000 5b36452c2033332c2032322c2035322c2035342c2032322c2034412c2030302c2041412c2036392c2033302c2031412c2046332c2031382c2037392c2037445d 04000000 434f4d50 04000000 4354524c',
);

type Pieces = [id: Uint8Array, component: Uint8Array, controller: Uint8Array];
const goldenPieces: Pieces = [Buffer.from(ID), Buffer.from('COMP'), Buffer.from('CTRL')];

/** The blob as the core writes it, or undefined if the core refuses. */
function write(pieces: Pieces): Uint8Array | undefined {
  rig.stage(...pieces);
  const size = rig.x.state_vst3_write(pieces[0].length, pieces[1].length, pieces[2].length);
  return size < 0 ? undefined : rig.state(size);
}

/** What the core reads in a blob, or undefined if it refuses. */
function read(blob: Uint8Array): Pieces | undefined {
  const { x } = rig;
  rig.putState(blob);
  if (x.state_vst3_read(blob.length) !== 0) {
    return undefined;
  }
  return [
    rig.bytes(x.state_vst3_id(), x.state_vst3_id_bytes()),
    rig.bytes(x.state_vst3_component(), x.state_vst3_component_bytes()),
    rig.bytes(x.state_vst3_controller(), x.state_vst3_controller_bytes()),
  ];
}

function same(found: Pieces | undefined, expected: Pieces): boolean {
  return found?.every((piece, i) => Buffer.compare(piece, expected[i]!) === 0) ?? false;
}

const pieces: fc.Arbitrary<Pieces> = fc.tuple(
  fc.string({ unit: 'binary', maxLength: 70 }).map((characters) => new Uint8Array(Buffer.from(characters))),
  fc.uint8Array({ maxLength: 100 }),
  fc.uint8Array({ maxLength: 100 }),
);

test('The golden VST3 blob is written byte for byte', (t) => {
  t.is(ID.length, 64);
  t.is(Buffer.compare(write(goldenPieces)!, golden), 0);
});

test('The golden VST3 blob is read, also with bytes behind it', (t) => {
  t.true(same(read(golden), goldenPieces));
  t.true(same(read(Uint8Array.of(...golden, 1, 2)), goldenPieces));
});

test('Whatever is written is read back the same, and refused when cut at any byte', (t) => {
  holds(
    t,
    fc.property(pieces, (state) => {
      const blob = write(state)!;
      assert.equal(blob.length, 12 + state[0].length + state[1].length + state[2].length);
      assert(same(read(blob), state));
      for (let length = 0; length < blob.length; length++) {
        if (rig.x.state_vst3_read(length) !== -1) {
          throw new Error(`accepted ${length} of ${blob.length} bytes`);
        }
      }
      assert.equal(
        rig.x.state_vst3_id_bytes() + rig.x.state_vst3_component_bytes() + rig.x.state_vst3_controller_bytes(),
        0,
      );
    }),
  );
});

test('65 460 bytes of component and controller beside an id of 64 are what the DAW takes; one more is one more', (t) => {
  const state = (bytes: number): Pieces => [
    Buffer.from(ID),
    new Uint8Array(60_000).fill(1),
    new Uint8Array(bytes - 60_000).fill(2),
  ];
  for (const bytes of [65_460, 65_461]) {
    const blob = write(state(bytes))!;
    t.is(blob.length, SCRATCH_BYTES + bytes - 65_460);
    t.true(same(read(blob), state(bytes)));
  }
});

test('A VST3 state that fills the state buffer is written; with one byte more it is refused', (t) => {
  const state = (bytes: number): Pieces => [
    Buffer.from(ID),
    new Uint8Array(bytes - 10_000_000).fill(1),
    new Uint8Array(10_000_000).fill(2),
  ];
  const most = STATE_BYTES - 76;
  t.is(write(state(most))?.length, STATE_BYTES);
  t.true(same(read(rig.state(STATE_BYTES)), state(most)));
  t.is(write(state(most + 1)), undefined);
});

test('Lengths that the blob cannot hold are refused', (t) => {
  for (const [name, offset] of Object.entries({ id: 0, component: 68, controller: 76 })) {
    for (const value of [5 + 64, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffffc]) {
      const blob = golden.slice();
      new DataView(blob.buffer).setUint32(offset, value, true);
      t.is(read(blob), undefined, `${name} ${value}`);
    }
  }
});

test('Pieces larger than the staging area are refused', (t) => {
  t.is(rig.x.state_vst3_write(0, 0xffffffff, 1), -1);
  t.is(rig.x.state_vst3_write(0xffffffff, 0xffffffff, 2), -1);
});

test('An id that is not UTF-8 is refused, written or read', (t) => {
  const blob = golden.slice();
  blob[10] = 0xff;
  t.is(read(blob), undefined);
  t.is(write([Uint8Array.of(0xc3), new Uint8Array(), new Uint8Array()]), undefined);
});

test('A VST3 blob longer than the state buffer is refused', (t) => {
  rig.putState(golden);
  t.is(rig.x.state_vst3_read(SCRATCH_BYTES + 1), 0);
  t.is(rig.x.state_vst3_read(STATE_BYTES + 1), -1);
  t.is(rig.x.state_vst3_read(0xffffffff), -1);
});

test('Random bytes as a VST3 blob are refused or read without leaving the blob', (t) => {
  const bytes = fc.array(fc.constantFrom(0, 0, 0, 0, 1, 2, 4, 65, 255), { maxLength: 60 });
  holds(
    t,
    fc.property(bytes, (list) => {
      const blob = Uint8Array.from(list);
      const state = read(blob);
      if (state !== undefined) {
        const again = write(state)!;
        assert.deepEqual(again, blob.slice(0, again.length));
      }
    }),
    5000,
  );
});
