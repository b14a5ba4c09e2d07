/** Floating windows, under a window manager. */
import test from 'ava';
import { Driver } from './driver.ts';
import { until, XServer } from './x-server.ts';

test('A window has its title in UTF-8, its class, process, machine, type and protocols', async (t) => {
  const x = await XServer.start(t);
  const driver = Driver.start(t, x.env);
  const id = await driver.id('open w 0 300 200 - Verzögerung ♫ 1');
  t.is(x.property(id, '_NET_WM_NAME'), '"Verzögerung ♫ 1"');
  t.true(x.property(id, 'WM_NAME').startsWith('"Verz'));
  t.is(x.property(id, 'WM_CLASS'), '"maolan-plugin", "Test Plugin"');
  t.is(x.property(id, '_NET_WM_PID'), String(driver.pid));
  t.not(x.property(id, 'WM_CLIENT_MACHINE'), '');
  t.is(x.property(id, '_NET_WM_WINDOW_TYPE'), '_NET_WM_WINDOW_TYPE_DIALOG, _NET_WM_WINDOW_TYPE_NORMAL');
  t.regex(x.property(id, 'WM_PROTOCOLS'), /WM_DELETE_WINDOW, _NET_WM_PING/);
  t.is(await driver.end(), 0, driver.stderr);
});

test('A window is not to be seen before it is shown, then in its size and wholly on the screen', async (t) => {
  const x = await XServer.start(t);
  const driver = Driver.start(t, x.env);
  const id = await driver.id('open w 0 300 200 - Title');
  t.false(x.isVisible(id));
  await driver.do('show w');
  await until('visible', () => x.isVisible(id));
  const area = x.area(id)!;
  t.like(area, { width: 300, height: 200 });
  t.true(area.x >= 0 && area.y >= 0 && area.x + 300 <= 1280 && area.y + 200 <= 800, JSON.stringify(area));
  t.deepEqual(x.windowsOf(driver.pid), [id]);
});

test('Without a window manager it appears in the middle', async (t) => {
  const x = await XServer.start(t, { windowManager: false });
  const driver = Driver.start(t, x.env);
  const id = await driver.id('open w 0 300 200 - Title');
  await driver.do('show w');
  await until('visible', () => x.isVisible(id));
  t.deepEqual(x.area(id), { x: 490, y: 300, width: 300, height: 200 });
});

test('Closed by the window manager it is hidden, says so once, and comes back with what is in it', async (t) => {
  const x = await XServer.start(t);
  const driver = Driver.start(t, x.env);
  const id = await driver.id('open w 0 300 200 - Title');
  await driver.id('child c w 300 200');
  await driver.do('show w');
  await until('drawn', () => x.isVisible(id) && x.screenshot(id).at(150, 100) === 0xff8800);
  x.closeWindow(id);
  await driver.line('w closed');
  await until('hidden', () => !x.isVisible(id));
  await driver.do('show w');
  await until('drawn again', () => x.isVisible(id) && x.screenshot(id).at(150, 100) === 0xff8800);
  t.is(driver.count('w closed'), 1);
  t.is(driver.count('c gone'), 0);
  await driver.do('child-close c');
  t.is(await driver.end(), 0, driver.stderr);
});

test('Hidden and shown again it is where the user had put it', async (t) => {
  const x = await XServer.start(t);
  const driver = Driver.start(t, x.env);
  const id = await driver.id('open w 0 300 200 r Title');
  await driver.do('show w');
  await until('visible', () => x.isVisible(id));
  const wanted = { x: 123, y: 234, width: 320, height: 210 };
  x.moveResize(id, wanted);
  await until('moved', () => x.area(id)?.x === 123 && x.area(id)?.width === 320);
  await driver.do('hide w');
  await until('hidden', () => !x.isVisible(id));
  t.is(driver.count('w closed'), 0);
  await driver.do('show w');
  await until('visible', () => x.isVisible(id));
  t.deepEqual(x.area(id), wanted);
});

test('Shown while it is shown it comes to the front', async (t) => {
  const x = await XServer.start(t);
  const driver = Driver.start(t, x.env);
  const a = await driver.id('open a 0 300 200 - A');
  const b = await driver.id('open b 0 300 200 - B');
  await driver.do('show a');
  await until('a', () => x.stacking().at(-1) === a);
  await driver.do('show b');
  x.activate(b);
  await until('b', () => x.stacking().at(-1) === b);
  await driver.do('show a');
  await until('a again', () => x.stacking().at(-1) === a);
  t.pass();
});

test('Iconified by the user it comes back when shown', async (t) => {
  const x = await XServer.start(t);
  const driver = Driver.start(t, x.env);
  const id = await driver.id('open w 0 300 200 - W');
  await driver.do('show w');
  await until('visible', () => x.isVisible(id));
  x.run('xdotool', 'windowminimize', id);
  await until('iconified', () => !x.isVisible(id));
  await driver.do('show w');
  await until('visible', () => x.isVisible(id));
  t.is(driver.count('w closed'), 0);
});

test("The window manager's question whether it lives is answered", async (t) => {
  const x = await XServer.start(t, { windowManager: false });
  const driver = Driver.start(t, x.env);
  const id = await driver.id('open w 0 300 200 - W');
  await driver.id('child c 0 10 10');
  await driver.do('child-ping c w');
  t.is(await driver.line('c pong'), `c pong ${id}`);
});

test('A window that a plugin made is put above the container', async (t) => {
  const x = await XServer.start(t);
  const driver = Driver.start(t, x.env);
  const id = await driver.id('open w 0 300 200 - W');
  const own = await driver.id('child c 0 100 100');
  await driver.do('transient w c');
  await until('transient', () => x.property(own, 'WM_TRANSIENT_FOR').includes(id));
  await driver.do('transient w 0x7fffff'); // no such window
  t.is(await driver.end(), 0, driver.stderr);
});

test('The window may be closed inside the callback that says that it was closed', async (t) => {
  const x = await XServer.start(t);
  const driver = Driver.start(t, x.env);
  const id = await driver.id('open w 0 300 200 c W');
  await driver.do('show w');
  await until('visible', () => x.isVisible(id));
  x.closeWindow(id);
  await driver.line('w closed');
  await until('destroyed', () => x.area(id) === undefined);
  t.is(await driver.end(), 0, driver.stderr);
});

test('A window manager that hangs holds nothing up', async (t) => {
  const x = await XServer.start(t);
  const driver = Driver.start(t, x.env);
  x.hangWindowManager(true);
  await driver.id('open w 0 300 200 - W');
  for (const command of ['show w', 'resize w 400 300', 'hide w', 'show w', 'close w']) await driver.do(command);
  t.is(await driver.end(), 0, driver.stderr);
});

test('Two hundred openings and closings leave no file descriptor, thread or memory', async (t) => {
  const x = await XServer.start(t);
  const driver = Driver.start(t, x.env, 'native');
  const number = async (command: string): Promise<number> => Number((await driver.do(command))[0]!.split(' ')[1]);
  const [before] = await driver.do('count');
  await driver.do('cycles 20');
  const pages = await number('memory');
  await driver.do('cycles 200');
  const [after] = await driver.do('count');
  t.is(after, before);
  t.true((await number('memory')) - pages < 256, 'a megabyte');
  await driver.do('open w 0 300 200 - W');
  const inherited = (line?: string): string | undefined => / inherited (\d+) /.exec(line ?? '')?.[1];
  t.is(inherited((await driver.do('count'))[0]), inherited(before)); // the connection is closed on exec
  t.is(await driver.end(), 0);
});

test('The same under AddressSanitizer finds no leak', async (t) => {
  const x = await XServer.start(t);
  const driver = Driver.start(t, x.env);
  await driver.do('cycles 50');
  t.is(await driver.end(), 0, driver.stderr);
});

test('There is a connection only while there is a window', async (t) => {
  const x = await XServer.start(t);
  const driver = Driver.start(t, x.env);
  const [before] = await driver.do('count');
  await driver.do('open a 0 300 200 - A');
  const [one] = await driver.do('count');
  t.not(one, before);
  await driver.do('open b 0 300 200 - B');
  t.deepEqual(await driver.do('count'), [one]);
  await driver.do('close a');
  t.deepEqual(await driver.do('count'), [one]);
  await driver.do('close b');
  t.deepEqual(await driver.do('count'), [before]);
});
