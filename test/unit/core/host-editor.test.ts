/** Where the DAW wants the plugin's editor. */
import test from 'ava';
import { Rig } from './support.ts';

const FLOATING = 1;
const X11 = 1;
const WAYLAND = 2;

interface Words {
  parent?: number;
  high?: number;
  mode?: number;
  api?: number;
}

function parentOf(version: number, { parent = 0, high = 0, mode = 0, api = 0 }: Words): number {
  const rig = new Rig(version);
  const at = version >= 4 ? 72 : version === 3 ? 64 : 60;
  rig.setWord(at, parent);
  if (version >= 3) rig.setWord(at + 4, high);
  if (version >= 4) rig.setWord(272, mode);
  if (version >= 6) rig.setWord(276, api);
  return rig.x.host_editor_parent() >>> 0;
}

test('Versions 1 and 3 have floating windows only', (t) => {
  t.is(parentOf(1, { parent: 0x400001 }), 0);
  t.is(parentOf(3, { parent: 0x400001 }), 0);
});

for (const version of [4, 5, 6]) {
  const api = version >= 6 ? X11 : 0;
  test(`Version ${version}: the parent is the DAW's window, unless the mode says floating`, (t) => {
    t.is(parentOf(version, { parent: 0x400001, api }), 0x400001);
    t.is(parentOf(version, { parent: 0x400001, api, mode: 7 }), 0x400001, 'any other mode means embedded');
    t.is(parentOf(version, { parent: 0x400001, api, mode: FLOATING }), 0);
    t.is(parentOf(version, { api }), 0);
    t.is(parentOf(version, { parent: 1, high: 1, api }), 0, 'no X11 window has such an id');
  });
}

test('Version 6: a parent of another window system is none', (t) => {
  t.is(parentOf(6, { parent: 0x400001, api: WAYLAND }), 0);
  t.is(parentOf(6, { parent: 0x400001 }), 0);
});
