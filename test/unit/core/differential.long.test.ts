import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import test from 'ava';
import fc from 'fast-check';
import { lv2Blob, readLv2 } from './lv2-state.ts';
import { holds } from './property.ts';
import { nativeFolder, Rig } from './support.ts';

const rig = new Rig();

const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function describeLv2(blob: Uint8Array): string {
  const state = readLv2(rig, blob);
  if (state === undefined) {
    return 'refused\n';
  }
  const bits = (i: number) => rig.core.u32[(rig.x.state_buffer() + 4 + i * 8 + 4) / 4];
  return [
    ...state.ports.map(([index], i) => `port ${index} ${bits(i)}\n`),
    ...state.properties.map(
      ({ key, type, flags, value }) => `property ${toHex(key)},${toHex(type)},${flags},${toHex(value)}\n`,
    ),
    'end\n',
  ].join('');
}

function describeVst3(blob: Uint8Array): string {
  const { x } = rig;
  rig.putState(blob);
  if (x.state_vst3_read(blob.length) !== 0) {
    return 'refused\n';
  }
  const id = rig.bytes(x.state_vst3_id(), x.state_vst3_id_bytes());
  const component = rig.bytes(x.state_vst3_component(), x.state_vst3_component_bytes());
  const controller = rig.bytes(x.state_vst3_controller(), x.state_vst3_controller_bytes());
  return `state ${toHex(id)},${toHex(component)},${toHex(controller)}\n`;
}

/** What the native program says of the blobs, each preceded by its length. */
function describeNatively(format: 'lv2' | 'vst3', blobs: Uint8Array[]): string {
  const input = blobs.flatMap((blob) => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(blob.length);
    return [length, blob];
  });
  return execFileSync(`${nativeFolder}print-state`, [format], { input: Buffer.concat(input), encoding: 'utf8' });
}

const text = fc.string({ unit: 'binary', maxLength: 12 }).map((characters) => new Uint8Array(Buffer.from(characters)));
const bytes = fc.uint8Array({ maxLength: 20 });
const u32 = fc.integer({ min: 0, max: 0xffffffff });

const lv2 = fc
  .record({
    ports: fc.array(fc.tuple(u32, fc.float()), { maxLength: 5 }),
    properties: fc.array(fc.record({ key: text, type: text, flags: u32, value: bytes }), { maxLength: 5 }),
  })
  .map(lv2Blob);

const vst3 = fc
  .tuple(text, bytes, bytes)
  .map((pieces) => Uint8Array.from(pieces.flatMap((piece) => [piece.length, 0, 0, 0, ...piece])));

/** The blob with some bytes changed, or cut, or extended. */
function mutated(blobs: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const change = fc.tuple(fc.nat(), fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 4, 255)));
  const changes = fc.array(change, { maxLength: 4 });
  return fc.tuple(blobs, changes, fc.integer({ min: -10, max: 4 })).map(([blob, list, growth]) => {
    const copy = new Uint8Array(Math.max(0, blob.length + growth));
    copy.set(blob.subarray(0, copy.length));
    for (const [at, value] of list) {
      if (copy.length > 0) {
        copy[at % copy.length] = value;
      }
    }
    return copy;
  });
}

for (const [format, valid, describe] of [
  ['lv2', lv2, describeLv2],
  ['vst3', vst3, describeVst3],
] as const) {
  test(`The ${format} codec says the same of any blob natively and in WebAssembly`, (t) => {
    const blob = fc.oneof(valid, mutated(valid), fc.uint8Array({ maxLength: 80 }));
    holds(
      t,
      fc.property(fc.array(blob, { minLength: 1, maxLength: 200, size: 'max' }), (blobs) => {
        assert.equal(describeNatively(format, blobs), blobs.map(describe).join(''));
      }),
      40,
    );
  });
}
