/**
 * Editors that are widgets of Qt 5.
 *
 * Debian packages: libqt5widgets5, and those of x-server.ts.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { until, XServer } from '../../../unit/window/x-server.ts';
import { Driver } from './driver.ts';

const TITLE = '^Title$';
const runtime = mkdtempSync(join(tmpdir(), 'qt5-')); // Qt wants one that is nobody else's
process.once('exit', () => rmSync(runtime, { recursive: true, force: true }));
const start = (t: ExecutionContext, x: XServer, name = 'qt5', env: NodeJS.ProcessEnv = {}): Promise<Driver> =>
  Driver.with(t, { ...x.env, XDG_RUNTIME_DIR: runtime }, name, { build: 'native', env });

const hasSize = (x: XServer, window: string, width: number, height: number) => (): boolean => {
  const area = x.area(window);
  return area?.width === width && area.height === height;
};

test.serial('It is shown in its size, edited, changed by the DAW, hidden, resized and closed', async (t) => {
  const x = await XServer.start(t);
  const driver = await start(t, x);
  t.is(await driver.show(), '0 ');
  const [window] = await until('a window', () => x.windowsNamed(TITLE).length === 1 && x.windowsNamed(TITLE));
  await until('its size', hasSize(x, window!, 300, 60));
  await until('drawn', () => x.screenshot(window).uniformity() < 1);
  const pixel = () => x.screenshot(window).at(290, 30);
  const empty = pixel();
  x.drag(window!, [76, 30], [290, 30]);
  await driver.repeat('value 0', 'value 4');
  const full = await until('drawn where it was dragged to', () => pixel() !== empty && pixel());
  await driver.do('set 0 0');
  await driver.line('ui value 2 0');
  await until('seen', () => pixel() !== full);

  x.moveResize(window!, { x: 100, y: 100, width: 350, height: 80 });
  await until('its child, too', () => x.children(window!).every((child) => hasSize(x, child, 350, 80)()));
  x.moveResize(window!, { x: 100, y: 100, width: 20, height: 20 });
  await until('not less than it needs', hasSize(x, window!, 300, 60));
  await driver.do('hide');
  await until('hidden', () => !x.isVisible(window!));
  await driver.show();
  await until('back', () => x.isVisible(window!));
  t.is(driver.count('ui instantiate'), 1);
  await driver.do('close-editor');
  await until('no window', () => x.windowsNamed(TITLE, false).length === 0);
  t.is(await driver.end(), 0, driver.stderr);
  t.is(driver.stderr, '', 'Qt has nothing to complain of');
});

for (const name of ['qt5', 'qt5-leaves-widget'])
  test.serial(`In the DAW's window it goes with it; 20 times leave nothing behind (${name})`, async (t) => {
    const x = await XServer.start(t);
    const driver = await start(t, x, name);
    const daw = (await driver.do('window 500 400'))[0]!.split(' ')[1]!;
    t.is(await driver.show(daw), '0 ');
    await until('drawn', () => x.screenshot(daw).at(10, 10) !== 0x0000ff);
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

test.serial('Where Qt is not installed, the sentence names the package', async (t) => {
  const x = await XServer.start(t, { windowManager: false });
  const folder = join(import.meta.dirname, '..', '..', '..', 'build', 'test', 'no-qt');
  mkdirSync(join(folder, 'libQt5Widgets.so.5'), { recursive: true }); // a folder in its place
  const driver = await start(t, x, 'qt5', { LD_LIBRARY_PATH: folder });
  t.regex(await driver.show(), /^-1 .*needs Qt 5, .*install it \(Debian: apt-get install libqt5widgets5\)/);
  t.is(await driver.end(), 0, driver.stderr);
});
