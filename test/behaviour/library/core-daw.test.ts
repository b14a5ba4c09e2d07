/** The words that the DAW's role writes, at the places that the protocol's description gives them. */
import test from 'ava';
import { Rig } from '../../unit/core/support.ts';

const words = {
  1: { parent: 60, mode: undefined, api: undefined, request: 48 },
  3: { parent: 64, mode: undefined, api: undefined, request: 48 },
  4: { parent: 72, mode: 272, api: undefined, request: 56 },
  6: { parent: 72, mode: 272, api: 276, request: 56 },
} as const;

for (const [version, at] of Object.entries(words)) {
  test(`Version ${version}: where the editor is wanted`, (t) => {
    const { x, segment } = new Rig(Number(version));
    const word = (offset: number | undefined) => (offset === undefined ? undefined : segment.getUint32(offset, true));
    const words = () => ({ parent: word(at.parent), mode: word(at.mode), api: word(at.api) });
    const expected = (parent: number, mode: number, api: number) => ({
      parent,
      mode: at.mode === undefined ? undefined : mode,
      api: at.api === undefined ? undefined : api,
    });
    x.daw_set_editor(0x1234567, 0);
    t.deepEqual(words(), expected(0x1234567, 0, 1));
    x.daw_set_editor(0x1234567, 1);
    t.deepEqual(words(), expected(0, 1, 0));
    x.daw_set_editor(0, 0);
    t.deepEqual(words(), expected(0, 1, 0));
  });

  test(`Version ${version}: the request that stands in the header`, (t) => {
    const { x, segment } = new Rig(Number(version));
    t.is(x.daw_request_type(), 0);
    x.daw_request(3, -1);
    t.is(x.daw_request_type(), 3);
    t.is(segment.getUint32(at.request, true), 3);
    x.daw_cancel_request();
    t.is(x.daw_request_type(), 0);
  });
}
