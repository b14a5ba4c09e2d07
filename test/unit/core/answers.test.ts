import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { holds } from './property.ts';
import { hex, Rig, SCRATCH_BYTES } from './support.ts';

const FILES = 6;
const CONTROL_PORTS = 8;
const PARAMETERS = 9;
const MIDNAM = 10;
const NOTE_NAMES = 11;

const rig = new Rig(6);
const { x } = rig;

interface ControlPort {
  index: number;
  name: Uint8Array;
  numbers: [number, number, number];
}
interface Parameter {
  id: number;
  name: Uint8Array;
  module: Uint8Array;
  numbers: [number, number, number];
}
type Text = [key: number, text: Uint8Array];

/** The state buffer's first bytes, or undefined if the answer was refused. */
const answer = (size: number): Uint8Array | undefined => (size < 0 ? undefined : rig.state(size));

function controlPortsAnswer(list: ControlPort[]): Uint8Array | undefined {
  x.answer_begin(CONTROL_PORTS);
  for (const { index, name, numbers } of list) {
    rig.stage(name);
    x.answer_control_port(index, name.length, ...numbers);
  }
  return answer(x.answer_end());
}

function parametersAnswer(list: Parameter[]): Uint8Array | undefined {
  x.answer_begin(PARAMETERS);
  for (const { id, name, module, numbers } of list) {
    rig.stage(name, module);
    x.answer_parameter(id, name.length, module.length, ...numbers);
  }
  return answer(x.answer_end());
}

function textsAnswer(request: number, list: Text[]): Uint8Array | undefined {
  x.answer_begin(request);
  for (const [key, text] of list) {
    rig.stage(text);
    x.answer_text(key, text.length);
  }
  return answer(x.answer_end());
}

/** Parts of an answer, one after the other: a number is a u32, a text its length and bytes. */
function packed(...parts: (number | Uint8Array | { f32: number[] } | { f64: number[] })[]): Uint8Array {
  return Buffer.concat(
    parts.map((part) => {
      if (typeof part === 'number') return new Uint8Array(Uint32Array.of(part).buffer);
      if (part instanceof Uint8Array) return Buffer.concat([new Uint8Array(Uint32Array.of(part.length).buffer), part]);
      return new Uint8Array('f32' in part ? Float32Array.from(part.f32).buffer : Float64Array.from(part.f64).buffer);
    }),
  );
}

function same(t: { is(a: unknown, b: unknown): void }, found: Uint8Array | undefined, expected: Uint8Array): void {
  t.is(Buffer.from(found ?? []).toString('hex'), Buffer.from(expected).toString('hex'));
}

const u32 = fc.integer({ min: 0, max: 0xffffffff });
const text = fc.string({ unit: 'binary', maxLength: 12 }).map((characters) => Buffer.from(characters));
test('The golden answers are written byte for byte', (t) => {
  const gain = Buffer.from('Gain');
  same(
    t,
    controlPortsAnswer([{ index: 0, name: gain, numbers: [0, 1, 0.75] }]),
    hex('01000000 00000000 04000000 4761696e 00000000 0000803f 0000403f'),
  );
  same(
    t,
    parametersAnswer([{ id: 4242, name: gain, module: Buffer.from('main'), numbers: [-60, 12, 0] }]),
    hex('01000000 92100000 04000000 4761696e 04000000 6d61696e 0000000000004ec0 0000000000002840 0000000000000000'),
  );
  for (const request of [MIDNAM, NOTE_NAMES]) {
    same(t, textsAnswer(request, [[36, Buffer.from('Kick')]]), hex('01000000 24000000 04000000 4b69636b'));
  }
  same(
    t,
    textsAnswer(FILES, [
      [0, Buffer.from('/a')],
      [5, Buffer.from('/bc')],
    ]),
    hex('454c4946 02000000 00000000 02000000 2f61 05000000 03000000 2f6263'),
  );
  same(t, answer(x.answer_audio_ports(2, 2, 1, 1)), hex('54524f50 02000000 02000000 01000000 01000000'));
});

test('Empty lists are a count of 0', (t) => {
  same(t, controlPortsAnswer([]), hex('00000000'));
  same(t, parametersAnswer([]), hex('00000000'));
  same(t, textsAnswer(NOTE_NAMES, []), hex('00000000'));
  same(t, textsAnswer(FILES, []), hex('454c4946 00000000'));
});

test('Any list is packed as the protocol says', (t) => {
  const f32 = fc.float({ noNaN: true });
  const port = fc.record({ index: u32, name: text, numbers: fc.tuple(f32, f32, f32) });
  const f64 = fc.double({ noNaN: true });
  const parameter = fc.record({ id: u32, name: text, module: text, numbers: fc.tuple(f64, f64, f64) });
  const note = fc.tuple(
    fc.nat(127),
    text.filter(({ length }) => length > 0),
  );
  const check = (found: Uint8Array | undefined, expected: Uint8Array) =>
    assert.equal(Buffer.compare(found ?? new Uint8Array(), expected), 0);
  holds(
    t,
    fc.property(fc.array(port), fc.array(parameter), fc.array(note), (ports, list, notes) => {
      check(
        controlPortsAnswer(ports),
        packed(ports.length, ...ports.flatMap(({ index, name, numbers }) => [index, name, { f32: numbers }])),
      );
      check(
        parametersAnswer(list),
        packed(list.length, ...list.flatMap(({ id, name, module, numbers }) => [id, name, module, { f64: numbers }])),
      );
      check(textsAnswer(NOTE_NAMES, notes), packed(notes.length, ...notes.flat()));
      check(textsAnswer(FILES, notes), packed(0x46494c45, notes.length, ...notes.flat()));
    }),
  );
});

test('A name too long or not UTF-8 is left empty, its neighbours stay', (t) => {
  const numbers: [number, number, number] = [0, 1, 0.5];
  const bad = [new Uint8Array(257).fill(0x61), Uint8Array.of(0x61, 0xff), Uint8Array.of(0xc3)];
  const none = new Uint8Array();
  const good = Buffer.from('é');
  for (const name of bad) {
    same(
      t,
      controlPortsAnswer([
        { index: 7, name, numbers },
        { index: 8, name: good, numbers },
      ]),
      packed(2, 7, none, { f32: numbers }, 8, good, { f32: numbers }),
    );
    same(t, parametersAnswer([{ id: 7, name, module: good, numbers }]), packed(1, 7, none, good, { f64: numbers }));
  }
  const module = new Uint8Array(1025).fill(0x61);
  same(t, parametersAnswer([{ id: 7, name: good, module, numbers }]), packed(1, 7, good, none, { f64: numbers }));
  const longest = { name: new Uint8Array(256).fill(0x61), module: new Uint8Array(1024).fill(0x62) };
  same(
    t,
    parametersAnswer([{ id: 7, ...longest, numbers }]),
    packed(1, 7, longest.name, longest.module, { f64: numbers }),
  );
});

test('A note or file without a readable text, and a note beyond 127, is left out', (t) => {
  const list: Text[] = [
    [1, Uint8Array.of(0xff)],
    [2, new Uint8Array()],
    [127, Buffer.from('x')],
    [128, Buffer.from('y')],
  ];
  for (const request of [MIDNAM, NOTE_NAMES]) {
    same(t, textsAnswer(request, list), packed(1, 127, Buffer.from('x')));
  }
  same(t, textsAnswer(FILES, list), packed(0x46494c45, 2, 127, Buffer.from('x'), 128, Buffer.from('y')));
});

test('An answer that fills its room is given; one byte more is refused as a whole', (t) => {
  const filler = (bytes: number) => new Uint8Array(bytes).fill(0x61);
  t.is(textsAnswer(NOTE_NAMES, [[0, filler(SCRATCH_BYTES - 12)]])?.length, SCRATCH_BYTES);
  t.is(textsAnswer(NOTE_NAMES, [[0, filler(SCRATCH_BYTES - 11)]]), undefined);
  t.is(textsAnswer(FILES, [[0, filler(63_488 - 16)]])?.length, 63_488);
  t.is(textsAnswer(FILES, [[0, filler(63_488 - 15)]]), undefined);
  const numbers: [number, number, number] = [0, 1, 0.5];
  const ports = (count: number) =>
    Array.from({ length: count }, (_, index): ControlPort => ({ index, name: filler(236), numbers }));
  t.is(controlPortsAnswer(ports(255))?.length, 4 + 255 * 256);
  t.is(controlPortsAnswer(ports(256)), undefined);
  t.is(textsAnswer(NOTE_NAMES, [[0, filler(1)]])?.length, 13, 'the next answer is not spoilt');
});

test('Texts larger than the staging area refuse the answer', (t) => {
  x.answer_begin(NOTE_NAMES);
  x.answer_text(1, SCRATCH_BYTES + 1);
  t.is(x.answer_end(), -1);
  x.answer_begin(PARAMETERS);
  x.answer_parameter(1, 0xffffffff, 1, 0, 1, 0);
  t.is(x.answer_end(), -1);
});
