/**
 * Real editors (zam-plugins, DPF with OpenGL) from opening to closing.
 *
 * Debian packages: zam-plugins libgl1-mesa-dri, and those of x-server.ts.
 */
import { readdirSync } from 'node:fs';
import test, { type ExecutionContext } from 'ava';
import { lv2Folder } from '../../../support/lv2-folder.ts';
import { until, XServer } from '../../../unit/window/x-server.ts';
import { Driver } from './driver.ts';

const TITLE = '^Title$';

/** Editors with the place of a knob or slider, its parameter, and the window's size, in pixels. */
const editors: [name: string, knob: [number, number], parameter: number, size: [number, number]][] = [
  ['ZamComp', [35, 50], 0, [800, 107]],
  ['ZamEQ2', [35, 35], 7, [633, 225]],
  ['ZamDelay', [80, 80], 3, [418, 290]],
  ['ZamGEQ31', [35, 20], 1, [590, 170]],
  ['ZaMultiComp', [260, 50], 26, [581, 410]],
  ['ZamGate', [35, 50], 0, [644, 107]],
  ['ZamVerb', [35, 35], 1, [313, 163]],
];

const start = (t: ExecutionContext, x: XServer, name: string): Promise<Driver> =>
  Driver.with(t, x.env, `urn:zamaudio:${name}`, { build: 'native', env: { LV2_PATH: lv2Folder } });

const isDrawn = (x: XServer, window: string): boolean => x.isVisible(window) && x.screenshot(window).uniformity() < 0.9;

async function shown(x: XServer, driver: Driver): Promise<string> {
  await driver.show();
  const [window] = await until('a window', () => x.windowsNamed(TITLE).length === 1 && x.windowsNamed(TITLE));
  await until('drawn', () => isDrawn(x, window!));
  return window!;
}

for (const [name, knob, parameter, [width, height]] of editors)
  test.serial(
    `${name}: shown, dragged, changed by the DAW, hidden, closed by the user, embedded, orphaned`,
    async (t) => {
      const x = await XServer.start(t, { openGl: true });
      const driver = await start(t, x, name);
      await driver.do('play-on 256');
      const before = await driver.do('count');
      const window = await shown(x, driver);
      t.like(x.area(window), { width, height });
      const first = x.screenshot(window);

      const value = await driver.do(`value ${parameter}`);
      x.drag(window, knob, [knob[0], knob[1] - 15]);
      await driver.line(`event 3 ${parameter}`);
      await driver.line(`event 4 ${parameter}`);
      const dragged = await driver.do(`value ${parameter}`);
      t.notDeepEqual(dragged, value);
      x.moveTo(window, 0, 0);
      await until('the knob turned', () => x.screenshot(window).difference(first) > 0.001);

      const turned = x.screenshot(window);
      await driver.do(`set ${parameter} -1000`);
      await until('the knob turned by the DAW', () => x.screenshot(window).difference(turned) > 0.001);

      await driver.do('hide');
      await until('hidden', () => !x.isVisible(window));
      await driver.show();
      await until('drawn again', () => isDrawn(x, window));
      x.closeWindow(window);
      await until('closed', () => !x.isVisible(window));
      await driver.show();
      await until('drawn after that', () => isDrawn(x, window));

      const daw = (await driver.do('window 900 600'))[0]!.split(' ')[1]!;
      t.is(await driver.show(daw), '0 ');
      const [container] = await until('a container', () => x.children(daw).length === 1 && x.children(daw));
      await until('drawn embedded', () => isDrawn(x, container!));
      t.like(x.area(container!), { width, height });
      await driver.do('window-resize 850 550');
      await driver.do('window-destroy');
      await until('gone', () => x.windowsNamed('The DAW').length === 0);
      t.is(await driver.show(), '0 ');
      await until('drawn on its own', () => x.windowsNamed(TITLE).some((id) => isDrawn(x, id)));

      await driver.do('close-editor');
      await driver.do('window-close');
      t.deepEqual(await driver.do('count'), before);
      await driver.do('play-off');
      t.is(await driver.end(), 0, driver.stderr);
    },
  );

test('All that are installed are shown, and leave nothing behind', async (t) => {
  const x = await XServer.start(t, { openGl: true });
  const names = readdirSync(lv2Folder).flatMap((name) => /^(Za.*)\.lv2$/.exec(name)?.[1] ?? []);
  t.true(names.length >= 17);
  for (const name of names) {
    const driver = await start(t, x, name);
    const before = await driver.do('count');
    const window = await shown(x, driver);
    const child = x.area(x.children(window)[0]!)!;
    t.like(x.area(window), { width: child.width, height: child.height }, name);
    await driver.do('close-editor');
    t.deepEqual(await driver.do('count'), before, name);
    t.is(await driver.end(), 0, driver.stderr);
  }
});

test('200 cycles leave nothing behind', async (t) => {
  const x = await XServer.start(t, { openGl: true });
  const driver = await start(t, x, 'ZamComp');
  const before = await driver.do('count');
  for (let i = 0; i < 10; i++) await driver.do('cycles 20');
  t.is(driver.count('error'), 0);
  t.deepEqual(await driver.do('count'), before);
  t.deepEqual(x.windowsOf(driver.pid, false), []);
  t.is(await driver.end(), 0, driver.stderr);
});
