/** What is kept with a state, behind its bytes: ts/host/main-thread/kept-state.ts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { instantiateCore } from '../../../ts/core.ts';
import { room, unwrap, wrap } from '../../../ts/host/main-thread/kept-state.ts';
import { root } from '../../support/paths.ts';

const core = instantiateCore(readFileSync(join(root, 'build/core.wasm')));

/** Put bytes where states are built. */
function put(bytes: Uint8Array): void {
  room(core).set(bytes);
}

test('A state comes back with its belongings', (t) => {
  const states = fc.uint8Array({ maxLength: 5000 });
  const path = fc.string({ unit: 'grapheme' });
  fc.assert(
    fc.property(states, fc.boolean(), path, path, (state, onWire, own, shared) => {
      const directories = { own, shared };
      put(state);
      const whole = wrap(core, { bytes: state.length, onWire, directories });
      if (whole === undefined) return t.fail('it does not fit');
      const kept = Uint8Array.from(whole);
      put(new Uint8Array(10_000).fill(0xaa));
      put(kept);
      t.deepEqual(unwrap(core, kept.length), { bytes: state.length, onWire, directories });
      t.deepEqual(room(core).slice(0, state.length), state);
    }),
  );
});

test('A state that leaves no room for its belongings is not kept', (t) => {
  const bytes = room(core).length;
  t.is(wrap(core, { bytes, onWire: false, directories: { own: '', shared: '' } }), undefined);
  t.is(wrap(core, { bytes: bytes - 9, onWire: false, directories: { own: '', shared: '/' } }), undefined);
  t.is(wrap(core, { bytes: bytes - 9, onWire: false, directories: { own: '', shared: '' } })?.length, bytes);
});

test('Bytes that are not a kept state are recognized as such', (t) => {
  put(new Uint8Array(16).fill(0xff));
  t.is(unwrap(core, 0), undefined);
  t.is(unwrap(core, 7), undefined);
  t.is(unwrap(core, 16), undefined);
  t.is(unwrap(core, room(core).length + 1), undefined);
});
