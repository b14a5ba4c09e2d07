/** Real editors: the Zam plugins', which draw with OpenGL. */
import { readdirSync } from 'node:fs';
import test, { type ExecutionContext } from 'ava';
import { XServer } from '../../../unit/window/x-server.ts';
import { DawWindow, Driver } from './driver.ts';

const FOLDER = '/usr/lib/vst3';
const installed = readdirSync(FOLDER).filter((name) => /^Zam?.*\.vst3$/.test(name));

const open = (t: ExecutionContext, x: XServer, name: string): Promise<Driver> =>
  Driver.open(t, x, `${FOLDER}/${name}`, { build: 'native' });

/** Share of the most frequent colour: all of these editors are pictures, and none is mostly background. */
const BLANK = 0.8;

const isDrawn = (x: XServer, id: string): boolean => x.screenshot(id).uniformity() < BLANK;

/** All values of the table. */
async function values(driver: Driver): Promise<number[]> {
  const lines = await driver.do('parameters');
  return lines.flatMap((line) => /^parameter .* value (\S+) table/.exec(line)?.slice(1, 2).map(Number) ?? []);
}

test('There are Zam plugins to look at', (t) => {
  t.true(installed.length >= 5, `${installed.length} in ${FOLDER}: install zam-plugins`);
});

for (const name of installed)
  test.serial(`The editor of ${name} is drawn, in a window of its size, and leaves nothing behind`, async (t) => {
    const x = await XServer.start(t, { openGl: true });
    const driver = await open(t, x, name);
    const before = await driver.answer('count', 'count');
    const id = await driver.show(x);
    await driver.until('drawn', () => isDrawn(x, id));
    const [container, view] = [x.area(id), x.area(x.children(id)[0]!)];
    t.deepEqual(view, container);
    x.closeWindow(id);
    await driver.until('hidden', () => !x.isVisible(id));
    t.is(await driver.show(x), id);
    await driver.until('drawn again', () => isDrawn(x, id));
    await driver.do('hide', 'editor-close');
    await driver.do('cycles 5');
    t.is(await driver.answer('count', 'count'), before);
    await driver.end(t);
  });

/** Middle of a knob, in pixels of the editor. */
const KNOBS: [name: string, x: number, y: number][] = [
  ['ZamEQ2.vst3', 44, 43],
  ['ZamTube.vst3', 84, 53],
  ['ZamGrains.vst3', 47, 55],
  ['ZamComp.vst3', 206, 66],
  ['ZamDelay.vst3', 88, 100],
  ['ZaMultiComp.vst3', 278, 61],
];

for (const [name, left, top] of KNOBS)
  test.serial(`A knob of ${name} is dragged by the user, and turned back by the DAW`, async (t) => {
    const x = await XServer.start(t, { openGl: true });
    const driver = await open(t, x, name);
    const id = await driver.show(x);
    await driver.until('drawn', () => isDrawn(x, id));
    await driver.do('run 64', 'events'); // what the plugin itself changes at its start
    const initial = await values(driver);
    const picture = x.screenshot(id);
    x.drag(id, [left, top], [left, top + 30]);
    x.moveTo(id, 1, 1);
    const events: string[] = [];
    await driver.until(
      'a gesture',
      async () => events.push(...(await driver.do('events'))) && events.length > 1 && /kind 4/.test(events.join()),
    );
    await driver.until('the knob', () => x.screenshot(id).difference(picture) > 0);
    t.deepEqual(
      events.flatMap((line) => /kind (\d)/.exec(line)?.[1] ?? []),
      ['3', '4'],
    );
    const index = Number(/index (\d+)/.exec(events.join())![1]);
    t.not((await values(driver))[index], initial[index]);
    const turned = x.screenshot(id);
    await driver.do(`event 0 ${index} ${initial[index]}`, 'run 64');
    await driver.until('turned back', () => x.screenshot(id).difference(turned) > 0);
    t.is((await values(driver))[index], initial[index]);
    await driver.end(t);
  });

for (const name of installed.slice(0, 6))
  test.serial(`The editor of ${name} works in a DAW's window, and survives it`, async (t) => {
    const x = await XServer.start(t, { openGl: true });
    const daw = await DawWindow.open(t, x, 1000, 600);
    const driver = await open(t, x, name);
    const before = await driver.answer('count', 'count');
    t.is(await driver.answer(`show ${daw.id}`, 'shown'), '0 ');
    const id = await driver.until('embedded', () => x.children(daw.id)[0]);
    await driver.until('drawn', () => isDrawn(x, id));
    await daw.kill();
    await driver.do('obey 200');
    t.is(await driver.answer('count', 'count'), before);
    await driver.do('run 64');
    const floating = await driver.show(x);
    await driver.until('drawn', () => isDrawn(x, floating));
    await driver.end(t);
  });

test.serial("A real editor survives the server's death, and opens on the next one", async (t) => {
  const number = 5000 + (process.pid % 1000); // unlikely to be taken by another server
  const first = await XServer.start(t, { number, openGl: true });
  const driver = await open(t, first, 'ZamTube.vst3');
  const before = await driver.answer('count', 'count');
  await driver.show(first);
  await first.kill();
  await driver.until('the end', async () => (await driver.answer('count', 'count')) === before);
  const second = await XServer.start(t, { number, openGl: true });
  const id = await driver.show(second);
  await driver.until('drawn', () => isDrawn(second, id));
  await driver.end(t);
});

test.serial('Two hundred openings of a real editor leave no file descriptor or thread', async (t) => {
  const x = await XServer.start(t, { openGl: true });
  const driver = await open(t, x, 'ZamTube.vst3');
  await driver.do('cycles 1');
  const before = await driver.answer('count', 'count');
  await driver.do('cycles 200');
  t.is(await driver.answer('count', 'count'), before);
  await driver.end(t);
});
