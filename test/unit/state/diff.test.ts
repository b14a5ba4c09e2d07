import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { diffStates, type State, vst3Id } from 'maolan-plugin-host/state';
import { states } from 'maolan-plugin-host/state/arbitraries';

const lv2 = (ports: [number, number][], properties: [string, number[]][] = []): State => ({
  format: 'lv2',
  ports: ports.map(([index, value]) => ({ index, value })),
  properties: properties.map(([key, value]) => ({ key, type: 'urn:t', flags: 0, value: Uint8Array.from(value) })),
});
const vst3 = (component: number[], controller: number[] = []): State => ({
  format: 'vst3',
  id: vst3Id('00'.repeat(16)),
  component: Uint8Array.from(component),
  controller: Uint8Array.from(controller),
});

test('A state does not differ from itself, nor from itself in another order', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(states(), (state) => {
        assert.deepEqual(diffStates(state, structuredClone(state)), []);
      }),
    ),
  );
  t.deepEqual(
    diffStates(
      lv2([
        [0, 1],
        [1, Number.NaN],
      ]),
      lv2([
        [1, Number.NaN],
        [0, 1],
      ]),
    ),
    [],
  );
});

test('What was added on the way there was removed on the way back', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(states(), states(), (one, other) => {
        const there = diffStates(one, other);
        const back = diffStates(other, one);
        assert.equal(there.length, back.length);
        const count = (list: typeof there, wanted: string) => list.filter(({ kind }) => kind === wanted).length;
        assert.equal(count(there, 'added'), count(back, 'removed'));
        assert.equal(count(there, 'changed'), count(back, 'changed'));
      }),
    ),
  );
});

test('Ports and properties are compared one by one', (t) => {
  const before = lv2(
    [
      [0, 1],
      [1, 2],
      [2, 3],
    ],
    [
      ['urn:a', [1, 2, 3]],
      ['urn:b', [1]],
    ],
  );
  const after = lv2(
    [
      [0, 1],
      [1, 2.5],
      [3, 4],
    ],
    [
      ['urn:a', [1, 9, 3, 4]],
      ['urn:c', [1]],
    ],
  );
  t.like(diffStates(before, after), [
    { kind: 'changed', part: 'port', key: 1, before: 2, after: 2.5 },
    { kind: 'removed', part: 'port', key: 2, before: 3 },
    { kind: 'added', part: 'port', key: 3, after: 4 },
    { kind: 'changed', part: 'property', key: 'urn:a', bytes: { first: 1, count: 2 } },
    { kind: 'removed', part: 'property', key: 'urn:b' },
    { kind: 'added', part: 'property', key: 'urn:c' },
  ]);
});

test('A key that comes twice is compared turn by turn', (t) => {
  t.deepEqual(
    diffStates(
      lv2([
        [0, 1],
        [0, 2],
      ]),
      lv2([
        [0, 1],
        [0, 3],
      ]),
    ),
    [{ kind: 'changed', part: 'port', key: 0, before: 2, after: 3 }],
  );
});

test("A property's type and flags count, too", (t) => {
  const property = { key: 'urn:a', type: 'urn:t', flags: 0, value: Uint8Array.of(1) };
  const with_ = (more: object): State => ({ format: 'lv2', ports: [], properties: [{ ...property, ...more }] });
  for (const more of [{ type: 'urn:u' }, { flags: 1 }])
    t.like(diffStates(with_({}), with_(more)), [{ kind: 'changed', part: 'property', after: more }]);
});

test('Bytes are compared as such, and other kinds not at all', (t) => {
  t.like(diffStates(vst3([1, 2]), vst3([1, 3, 4], [5])), [
    { part: 'component', bytes: { first: 1, count: 2 } },
    { part: 'controller', bytes: { first: 0, count: 1 } },
  ]);
  const stream: State = { format: 'clap', stream: Uint8Array.of(1) };
  const parameters: State = { format: 'clap', parameters: [{ id: 1, value: 0 }] };
  t.deepEqual(diffStates(stream, vst3([])), [{ kind: 'changed', part: 'format', before: 'clap', after: 'vst3' }]);
  t.like(diffStates(stream, parameters), [{ kind: 'changed', part: 'content' }]);
  t.like(diffStates(parameters, { format: 'clap', parameters: [{ id: 1, value: -0 }] }), [
    { part: 'parameter', key: 1 },
  ]);
});
