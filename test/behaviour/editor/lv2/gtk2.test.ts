/**
 * Editors that are widgets of GTK 2: fixtures first, then the ones that come with the LV2 examples.
 *
 * Debian packages: libgtk2.0-0 lv2-examples, and those of x-server.ts.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { lv2Folder } from '../../../support/lv2-folder.ts';
import { until, XServer } from '../../../unit/window/x-server.ts';
import { Driver } from './driver.ts';

const TITLE = '^Title$';
const start = (t: ExecutionContext, x: XServer, name = 'gtk2', env: NodeJS.ProcessEnv = {}): Promise<Driver> =>
  Driver.with(t, x.env, name, { build: 'native', env });

async function windowOf(x: XServer): Promise<string> {
  const [window] = await until('a window', () => x.windowsNamed(TITLE).length === 1 && x.windowsNamed(TITLE));
  await until('drawn', () => x.screenshot(window).at(10, 10) === 0xff8000);
  return window!;
}

const hasSize = (x: XServer, window: string, width: number, height: number) => (): boolean => {
  const area = x.area(window);
  return area?.width === width && area.height === height;
};

test.serial('It is shown in its size, edited, changed by the DAW, hidden, resized and closed', async (t) => {
  const x = await XServer.start(t);
  const driver = await start(t, x);
  t.is(await driver.show(), '0 ');
  const window = await windowOf(x);
  await until('its size', hasSize(x, window, 300, 200));
  await driver.line('ui ticks');
  x.drag(window, [50, 50], [150, 50]);
  await driver.repeat('value 0', 'value 3');
  await driver.do('set 0 4');
  await driver.line('ui value 2 4');
  await until('seen', () => x.screenshot(window).at(195, 50) === 0xff8000);
  x.click(window, 250, 50);
  await driver.repeat('play 64 1', 'ui report 250');
  await until('answer seen', () => x.screenshot(window).at(250, 50) === 0x00ff00);

  x.moveResize(window, { x: 100, y: 100, width: 350, height: 220 });
  await driver.line('ui window 350 220');
  x.moveResize(window, { x: 100, y: 100, width: 20, height: 20 });
  await until('not less than it needs', hasSize(x, window, 300, 200));
  await driver.do('hide');
  await until('hidden', () => !x.isVisible(window));
  await driver.show();
  await until('back', () => x.isVisible(window) && x.screenshot(window).at(195, 50) === 0xff8000);
  x.closeWindow(window);
  await until('closed', () => !x.isVisible(window));
  await driver.show();
  await until('back', () => x.isVisible(window));
  t.is(driver.count('ui instantiate'), 1);
  t.is(driver.count('ui wrong thread'), 0);
  await driver.do('close-editor');
  await until('no window', () => x.windowsNamed(TITLE, false).length === 0);
  t.is(await driver.end(), 0, driver.stderr);
  t.is(driver.stderr, '', 'GTK has nothing to complain of');
});

test.serial('In the window of the DAW; it goes with it, and 20 times leave nothing behind', async (t) => {
  const x = await XServer.start(t);
  const driver = await start(t, x);
  const daw = (await driver.do('window 500 400'))[0]!.split(' ')[1]!;
  t.is(await driver.show(daw), '0 ');
  await until('drawn', () => x.screenshot(daw).at(10, 10) === 0xff8000);
  t.is(x.screenshot(daw).at(400, 300), 0x0000ff, 'the rest is the DAW');
  await driver.do('window-destroy');
  await driver.line('ui cleanup');
  await driver.do('cycles 1');
  const before = await driver.do('count');
  await driver.do('cycles 20');
  t.deepEqual(await driver.do('count'), before);
  t.is(driver.count('error'), 0);
  t.is(driver.count('ui cleanup'), 22);
  t.deepEqual(x.windowsNamed('Cycle', false), []);
  t.is(await driver.end(), 0, driver.stderr);
});

test.serial('The death of the server takes it along; on a new server it can be shown again', async (t) => {
  const number = 2000 + (process.pid % 1000);
  const first = await XServer.start(t, { windowManager: false, number });
  const driver = await start(t, first);
  await driver.show();
  await windowOf(first);
  await first.kill();
  await driver.line('ui cleanup');
  t.regex(await driver.show(), /^-1 .*cannot connect/);
  const second = await XServer.start(t, { windowManager: false, number });
  t.is(await driver.show(), '0 ');
  await windowOf(second);
  await driver.do('close-editor');
  t.is(await driver.end(), 0, driver.stderr);
});

test.serial('Where GTK is not installed, the sentence names the package; the libraries are hidden', async (t) => {
  const x = await XServer.start(t, { windowManager: false });
  const folder = join(import.meta.dirname, '..', '..', '..', 'build', 'test', 'no-gtk');
  mkdirSync(join(folder, 'libgtk-x11-2.0.so.0'), { recursive: true }); // a folder in its place
  const driver = await start(t, x, 'gtk2', { LD_LIBRARY_PATH: folder });
  t.regex(await driver.show(), /^-1 .*needs GTK 2, .*install it \(Debian: apt-get install libgtk2\.0-0\)/);
  t.is(await driver.end(), 0, driver.stderr);
});

for (const name of ['eg-sampler', 'eg-scope#Mono', 'eg-scope#Stereo'])
  test.serial(`The installed ${name} is shown, and closed`, async (t) => {
    const x = await XServer.start(t, { windowManager: false });
    const uri = `http://lv2plug.in/plugins/${name}`;
    const driver = await start(t, x, uri, { LV2_PATH: lv2Folder });
    t.is(await driver.show(), '0 ');
    const [window] = await until('a window', () => x.windowsNamed(TITLE).length === 1 && x.windowsNamed(TITLE));
    await until('drawn', () => x.isVisible(window!) && x.screenshot(window).uniformity() < 0.99);
    await driver.do('play 64 10');
    await driver.do('cycles 3');
    t.is(driver.count('error'), 0);
    t.is(await driver.end(), 0, driver.stderr);
  });
