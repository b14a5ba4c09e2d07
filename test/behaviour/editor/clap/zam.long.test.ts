/**
 * Editors of plugins that are not ours, drawn with OpenGL (Debian packages zam-plugins, libgl1-mesa-dri).
 *
 * MAOLAN_TEST_PICTURES names a folder for pictures to look at.
 */

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { Driver as Daw } from '../../../unit/window/driver.ts';
import type { Picture } from '../../../unit/window/picture.ts';
import { Driver, until, XServer } from './driver.ts';

const FOLDER = '/usr/lib/clap';
const plugins = existsSync(FOLDER)
  ? readdirSync(FOLDER)
      .filter((name) => /^Za.*\.clap$/.test(name))
      .map((name) => name.slice(0, -'.clap'.length))
  : [];
/** Kinds of event, see block.h. */
const GESTURE_BEGIN = 3;
const GESTURE_END = 4;
/** A gesture of a parameter, and a value of the same in it. */
const GESTURE = / kind 3 port 0 index (\d+)\b(?:.|\n)* kind 1 port 0 index \1 value (?:.|\n)* kind 4 port 0 index \1\b/;
const WITHOUT_CONTROLS = ['ZamAutoSat']; // a picture only

async function start(t: ExecutionContext, name: string): Promise<{ x: XServer; driver: Driver }> {
  const x = await XServer.start(t, { openGl: true });
  return { x, driver: await Driver.start(t, x, join(FOLDER, `${name}.clap`), { build: 'driver' }) };
}

/** Wait until it is drawn, and has stopped to change. */
async function drawn(x: XServer, id: string): Promise<Picture> {
  let last: Picture | undefined;
  return until('drawn', () => {
    if (!x.isVisible(id)) return undefined;
    const now = x.screenshot(id);
    const still = last && last.width === now.width && last.height === now.height && now.difference(last) < 0.01;
    last = now;
    return still && now.uniformity() < 0.98 ? now : undefined;
  });
}

/** Drag up and down at places of a grid until that is a gesture with values in it. */
async function dragUntilHeard(x: XServer, driver: Driver, id: string): Promise<void> {
  const { width, height } = x.area(id)!;
  const tried = 15;
  for (let row = 0; row < tried; row++)
    for (let column = 0; column < tried; column++) {
      const at = [((column + 0.5) * width) / tried, ((row + 0.5) * height) / tried].map(Math.round) as [number, number];
      x.drag(id, at, [at[0], at[1] + (column % 2 ? 15 : -15)], 3);
      await driver.do('run 64 2');
      let events = (await driver.events()).join('\n');
      if (events.includes(` kind ${GESTURE_BEGIN} `) && !events.includes(` kind ${GESTURE_END} `))
        events += `\n${(await driver.eventOf(GESTURE_END)).join('\n')}`;
      if (GESTURE.test(events)) return;
    }
  throw new Error('nothing in it can be dragged');
}

for (const name of plugins)
  test.serial(`${name}: drawn, dragged, set, hidden, closed, embedded, and left behind by its parent`, async (t) => {
    const { x, driver } = await start(t, name);
    const before = await driver.count();
    const id = await driver.show(x);
    const picture = await drawn(x, id);
    const [child] = x.children(id);
    t.like(x.area(child!), { width: picture.width, height: picture.height }, 'the child fills its container');
    const pictures = process.env.MAOLAN_TEST_PICTURES;
    if (pictures) x.save(join(pictures, `${name}.png`), id);
    if (!WITHOUT_CONTROLS.includes(name)) await dragUntilHeard(x, driver, id);
    const dragged = await drawn(x, id);
    await driver.do('hide');
    await until('hidden', () => !x.isVisible(id));
    await driver.show(x);
    t.true((await drawn(x, id)).difference(dragged) < 0.05, 'as it was');
    x.closeWindow(id);
    await until('hidden', () => !x.isVisible(id));
    const daw = Daw.start(t, x.env);
    const parent = await daw.id('open daw 0 1200 780 - DAW');
    await daw.do('show daw');
    await drawn(x, await driver.show(x, parent));
    await daw.do('close daw');
    await until('gone', () => x.windowsOf(driver.pid, false).length === 0);
    t.true((await driver.do('run 64 2')).includes('ran 0'));
    t.is(await driver.count(), before);
    await drawn(x, await driver.show(x));
    await driver.do('close');
    t.is(await driver.end(), 0, driver.stderr);
  });

/** Of each: a parameter whose value is to be seen, and one that differs. */
const SHOWN: Record<string, string> = {
  ZamComp: 'set 0 90',
  ZamGate: 'set 0 90',
  ZamTube: 'set 0 25',
  ZamEQ2: 'set 0 15',
  ZamDelay: 'set 0 1',
  ZamVerb: 'set 0 -10',
};
for (const [name, command] of Object.entries(SHOWN).filter(([plugin]) => plugins.includes(plugin)))
  test.serial(`${name} shows a value that the DAW sets, in a block or between them`, async (t) => {
    const { x, driver } = await start(t, name);
    const id = await driver.show(x);
    const first = await drawn(x, id);
    t.deepEqual(await driver.do(command), ['set 0']);
    await until('another picture', () => x.screenshot(id).difference(first) > 0.0005);
    const second = await drawn(x, id);
    await driver.do('event 0 0');
    await driver.do('run 64 2');
    await until('yet another', () => x.screenshot(id).difference(second) > 0.0005);
    t.is(await driver.end(), 0, driver.stderr);
  });

if (plugins.includes('ZamComp'))
  test.serial('Two hundred times shown and hidden, and opened and closed, ZamComp leaves nothing', async (t) => {
    const { x, driver } = await start(t, 'ZamComp');
    const before = await driver.count();
    await driver.do('reopen 1');
    await driver.do('cycles 100');
    await driver.do('cycles 100');
    await driver.do('close-editor');
    t.is(await driver.count(), before);
    for (let tens = 0; tens < 20; tens++) await driver.do('reopen 10');
    t.is(await driver.count(), before);
    t.deepEqual(x.windowsOf(driver.pid, false), []);
    t.is(await driver.end(), 0, driver.stderr);
  });

if (plugins.includes('ZamComp'))
  test.serial('ZamComp survives the end of the X server', async (t) => {
    const number = 1000 + (process.pid % 10_000); // not one that others find
    const x = await XServer.start(t, { number, openGl: true });
    const driver = await Driver.start(t, x, join(FOLDER, 'ZamComp.clap'), { build: 'driver' });
    await drawn(x, await driver.show(x));
    await x.kill();
    t.true((await driver.do('run 64 10')).includes('ran 0'));
    const again = await XServer.start(t, { number, openGl: true });
    await drawn(again, await driver.show(again));
    t.is(await driver.end(), 0, driver.stderr);
  });
