/** Two forms of the core, driven alike, return the same and hold the same bytes. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'ava';
import fc from 'fast-check';
import type { Core, CoreExports } from '../../../../ts/core.ts';
import { coreOf, type Form, keepCores, prototypes, releaseCores, type Size } from '../form.ts';
import { RECORD_BYTES, record } from '../offsets.ts';
import { holds } from '../property.ts';
import { EVENT_BYTES, SEGMENT_BYTES, v1, wasmFolder } from '../support.ts';

test.before(() => {
  keepCores();
});

const EVENT_WORDS = (8192 * EVENT_BYTES) / 4;
const PLANE_WORDS = 4112;
const DATA_WORDS = 393_216 / 4;

/** The words of the record that say where something lies, which differs from form to form, and how many words lie there. */
const places = new Map<number, number>([
  [record.eventsAt, EVENT_WORDS],
  ...[record.idsAt, record.minimumsAt, record.maximumsAt, record.valuesAt].map((at) => [at, 16_384] as const),
  [record.outputEventsAt, EVENT_WORDS],
  [record.dataAt, DATA_WORDS],
  [record.outputDataAt, DATA_WORDS],
  ...Array.from({ length: 64 }, (_, i) => [record.inputsAt + i * 4, PLANE_WORDS] as const),
]);

/** A core seen through offsets that all forms share. */
class Side {
  readonly x: CoreExports;
  readonly segment: Uint32Array;
  readonly record: Uint32Array;
  readonly #core: Core;

  constructor(form: Form, size: Size) {
    this.#core = coreOf(form, size);
    this.x = this.#core.exports;
    const { memory } = this.#core;
    this.segment = new Uint32Array(memory, this.x.core_window(), SEGMENT_BYTES / 4);
    this.record = new Uint32Array(memory, this.x.host_block(), RECORD_BYTES / 4);
    this.x.daw_initialize(6);
    this.x.core_attach();
    this.x.host_suspend(0);
  }

  /** The words that the record's word names. */
  table(at: number): Uint32Array {
    return new Uint32Array(this.#core.memory, this.record[at / 4]!, places.get(at));
  }

  /** What the record says, apart from places. */
  facts(): number[] {
    return [...this.record].filter((_, i) => !places.has(i * 4));
  }
}

/** What is called: everything of both roles that returns a number or nothing. */
const callable = [...prototypes()].filter(
  ([name, { result }]) => /^(core|host|daw|answer|request)_/.test(name) && result !== 'pointer',
);

const number = fc.oneof(
  fc.integer({ min: 0, max: 7 }),
  fc.constantFrom(16, 32, 33, 64, 4095, 4096, 4097, 65_536, -1),
  fc.integer(),
);
const headerWord = fc.constantFrom(v1.blockSize, v1.inputChannels, v1.outputChannels, v1.requestType, v1.version);

interface Step {
  readonly kind: 'call' | 'header' | 'segment' | 'record' | 'table';
  readonly where: number;
  readonly values: number[];
}
const step: fc.Arbitrary<Step> = fc.oneof(
  ...['host_wake', 'host_block_end', 'daw_push_parameter', 'daw_push_midi', 'daw_request', 'host_request_done'].map(
    (name) => callOf(fc.constant(callable.findIndex(([found]) => found === name))),
  ),
  callOf(fc.nat(callable.length - 1)),
  fc.record({ kind: fc.constant('header' as const), where: headerWord, values: fc.tuple(number) }),
  fc.record({ kind: fc.constant('segment' as const), where: fc.nat(SEGMENT_BYTES / 4 - 1), values: fc.tuple(number) }),
  fc.record({ kind: fc.constant('segment' as const), where: fc.nat(127), values: fc.tuple(number) }),
  fc.record({ kind: fc.constant('record' as const), where: fc.nat(RECORD_BYTES / 4 - 1), values: fc.tuple(number) }),
  fc.record({
    kind: fc.constant('table' as const),
    where: fc.nat(places.size - 1),
    values: fc.tuple(fc.nat(), number),
  }),
);

function callOf(which: fc.Arbitrary<number>): fc.Arbitrary<Step> {
  const values = fc.array(number, { minLength: 7, maxLength: 7 });
  return fc.record({ kind: fc.constant('call' as const), where: which, values });
}

/** Returns what the core returned. */
function take(side: Side, { kind, where, values }: Step): unknown {
  const [first, second] = values as [number, number];
  if (kind === 'call') {
    const [name, { parameters }] = callable[where]!;
    return (side.x as unknown as Record<string, (...values: number[]) => unknown>)[name]!(
      ...values.slice(0, parameters.length),
    );
  }
  if (kind === 'header') side.segment[where / 4] = first;
  else if (kind === 'segment') side.segment[where] = first;
  else if (kind === 'table') {
    const table = side.table([...places.keys()][where]!);
    // More often where events and parameters are.
    table[first % (first % 2 === 0 ? 48 : table.length)] = second;
  } else if (!places.has(where * 4)) side.record[where] = first;
  return undefined;
}

function assertAlike(one: Side, other: Side): void {
  assert.equal(Buffer.compare(bytes(one.segment), bytes(other.segment)), 0, 'the segment');
  for (const at of places.keys())
    assert.equal(Buffer.compare(bytes(one.table(at)), bytes(other.table(at))), 0, `what the word at ${at} names`);
}

const bytes = ({ buffer, byteOffset, byteLength }: Uint32Array) => Buffer.from(buffer, byteOffset, byteLength);

for (const [form, size] of [
  ['ahead-of-time', 'small'],
  ['ahead-of-time', 'full'],
  ['native', 'full'],
] as const) {
  test(`The ${size} core does the same in the engine and ${form}, whatever is done to it`, (t) => {
    holds(
      t,
      fc.property(fc.array(step, { minLength: 1, maxLength: 80, size: 'max' }), (steps) => {
        releaseCores();
        const one = new Side('engine', size);
        const other = new Side(form, size);
        for (const each of steps) {
          assert.deepEqual(take(other, each), take(one, each));
          assert.deepEqual(other.facts(), one.facts());
        }
        assertAlike(one, other);
      }),
      60,
    );
  });
}

test('The core asks for no memory order stronger than acquire and release: ahead of time it gets no other', (t) => {
  const folder = `${wasmFolder}src/`;
  for (const name of readdirSync(folder)) {
    const source = readFileSync(folder + name, 'utf8');
    t.notRegex(source, /seq_cst|atomic_thread_fence|__sync_|__atomic_/, name);
    t.notRegex(
      source,
      /\batomic_(load|store|exchange|compare_exchange_strong|compare_exchange_weak|fetch_(?!\w*_explicit)\w+)\s*\(/,
      name,
    );
  }
});
