/** Whose size follows whose; embedded in the DAW's window. */
import test, { type ExecutionContext } from 'ava';
import { until, XServer } from '../../../unit/window/x-server.ts';
import { Driver } from './driver.ts';

async function shown(t: ExecutionContext, name: string): Promise<[XServer, Driver, string]> {
  const x = await XServer.start(t);
  const driver = await Driver.with(t, x.env, name);
  t.is(await driver.show(), '0 ');
  const [window] = await until('a window', () => x.windowsNamed('^Title$').length === 1 && x.windowsNamed('^Title$'));
  return [x, driver, window!];
}

const hasSize = (x: XServer, window: string, width: number, height: number) => (): boolean => {
  const area = x.area(window);
  return area?.width === width && area.height === height;
};

test('A size asked for through ui:resize is given, in instantiate and later', async (t) => {
  const [x, driver, window] = await shown(t, 'asks-for-size');
  await until('first size', hasSize(x, window, 300, 200));
  x.click(window, 50, 50);
  await until('second size', hasSize(x, window, 400, 250));
  await driver.line('ui window 400 250');
  t.is(driver.count('ui resize 0'), 2);
  t.is(await driver.end(), 0, driver.stderr);
});

test('The window follows an editor that just resizes itself', async (t) => {
  const [x, driver, window] = await shown(t, 'sizes-itself');
  await until('first size', hasSize(x, window, 300, 200));
  x.click(window, 50, 50);
  await until('second size', hasSize(x, window, 420, 260));
  t.is(await driver.end(), 0, driver.stderr);
});

test('A size that the user gives reaches the editor: its window, and its ui:resize if it has that', async (t) => {
  const [x, driver, window] = await shown(t, 'takes-size');
  await until('first size', hasSize(x, window, 300, 200));
  x.moveResize(window, { x: 100, y: 100, width: 350, height: 220 });
  await driver.line('ui told 350 220');
  await driver.line('ui window 350 220');
  t.is(await driver.end(), 0, driver.stderr);
});

for (const name of ['no-user-resize', 'fixed-size'])
  test(`The user cannot resize an editor of ui:${name === 'fixed-size' ? 'fixedSize' : 'noUserResize'}`, async (t) => {
    const [x, driver, window] = await shown(t, name);
    await until('first size', hasSize(x, window, 300, 200));
    const hints = x.property(window, 'WM_NORMAL_HINTS');
    t.regex(hints, /minimum size: 300 by 200/);
    t.regex(hints, /maximum size: 300 by 200/);
    t.is(await driver.end(), 0, driver.stderr);
  });

test('Embedded, the editor is in the window of the DAW; another parent opens it anew', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.with(t, x.env, 'probe');
  const daw = (await driver.do('window 500 400'))[0]!.split(' ')[1]!;
  t.is(await driver.show(daw), '0 ');
  const [container] = await until('a container', () => x.children(daw).length === 1 && x.children(daw));
  await until('visible', () => x.isVisible(container!) && x.screenshot(daw).at(10, 10) === 0xff8000);
  t.is(x.screenshot(daw).at(400, 300), 0x0000ff, 'the rest is the DAW');
  await driver.do('hide');
  await until('hidden', () => x.screenshot(daw).at(10, 10) === 0x0000ff);
  await driver.show(daw);
  await until('shown', () => x.screenshot(daw).at(10, 10) === 0xff8000);
  t.is(driver.count('ui instantiate'), 1);
  await driver.show();
  await until('on its own', () => x.windowsNamed('^Title$').length === 1);
  t.is(driver.count('ui instantiate'), 2);
  t.is(driver.count('ui cleanup'), 1);
  t.deepEqual(x.children(daw), []);
  t.is(await driver.end(), 0, driver.stderr);
});
