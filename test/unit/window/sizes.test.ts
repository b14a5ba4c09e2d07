/** Sizes: the owner's, the user's, the child's. */
import test from 'ava';
import { Driver } from './driver.ts';
import { until, XServer } from './x-server.ts';

test('A window that is not resizable has one size; resizing it by its owner changes that size', async (t) => {
  const x = await XServer.start(t);
  const driver = Driver.start(t, x.env);
  const id = await driver.id('open w 0 300 200 - W');
  await driver.do('show w');
  await until('visible', () => x.isVisible(id));
  t.regex(x.property(id, 'WM_NORMAL_HINTS'), /minimum size: 300 by 200[\s\S]*maximum size: 300 by 200/);
  t.deepEqual(await driver.do('resize w 400 250'), ['resize 0']);
  await until('resized', () => x.area(id)?.width === 400);
  t.like(x.area(id), { width: 400, height: 250 });
  t.regex(x.property(id, 'WM_NORMAL_HINTS'), /minimum size: 400 by 250[\s\S]*maximum size: 400 by 250/);
  await driver.do('resizable w 1');
  x.moveResize(id, { x: 10, y: 50, width: 444, height: 333 });
  await driver.line('w resized 444 333');
  t.is(driver.count('w resized'), 1); // not for what the owner did
});

test('A size that is granted while the main thread is busy is no size refused', async (t) => {
  const x = await XServer.start(t);
  const driver = Driver.start(t, x.env);
  const id = await driver.id('open w 0 640 480 - W');
  await driver.do('resize-slowly-and-show w 633 225 400');
  await until('visible', () => x.isVisible(id));
  await new Promise((resolve) => setTimeout(resolve, 600));
  t.like(x.area(id), { width: 633, height: 225 });
  t.regex(x.property(id, 'WM_NORMAL_HINTS'), /minimum size: 633 by 225[\s\S]*maximum size: 633 by 225/);
  t.is(driver.count('w resized'), 0);
});

test('Size hints reach the window manager and hold for the user', async (t) => {
  const x = await XServer.start(t);
  const driver = Driver.start(t, x.env);
  const id = await driver.id('open w 0 300 200 r W');
  await driver.do('hints w 250 150 500 400');
  t.regex(x.property(id, 'WM_NORMAL_HINTS'), /minimum size: 250 by 150[\s\S]*maximum size: 500 by 400/);
  await driver.do('show w');
  await until('visible', () => x.isVisible(id));
  x.moveResize(id, { x: 10, y: 50, width: 900, height: 100 });
  await driver.line('w resized 500 150');
  t.like(x.area(id), { width: 500, height: 150 });
});

test('A container that follows its child takes its size from it, when it appears and later', async (t) => {
  const x = await XServer.start(t);
  const driver = Driver.start(t, x.env);
  const id = await driver.id('open w 0 300 200 f W');
  await driver.id('child c w 420 240');
  await driver.line('w resized 420 240');
  await driver.do('show w');
  await until('visible', () => x.isVisible(id));
  t.like(x.area(id), { width: 420, height: 240 });
  await driver.do('child-configure c 0 0 500 260');
  await driver.line('w resized 500 260');
  await until('followed', () => x.area(id)?.width === 500 && x.area(id)?.height === 260);
  await driver.do('child-close c');
  t.is(await driver.end(), 0, driver.stderr);
});

test('A change that arrives with the answer to a question of ours is not left in memory until the next one', async (t) => {
  const x = await XServer.start(t, { windowManager: false });
  const driver = Driver.start(t, x.env);
  const id = await driver.id('open w 0 300 200 f W');
  await driver.id('child c w 300 200');
  await driver.do('show w');
  await until('visible', () => x.isVisible(id));
  await driver.do('child-configure-in-sync c 0 0 420 240');
  await driver.do('resize w 310 210'); // whose result is asked for a little later
  await driver.line('w resized 420 240');
  t.is(await driver.end(), 0, driver.stderr);
});

test('The child is sized with a container that the user resizes, and the two come to rest', async (t) => {
  const x = await XServer.start(t);
  const driver = Driver.start(t, x.env);
  const id = await driver.id('open w 0 300 200 rf W');
  const child = await driver.id('child c w 300 200');
  await driver.do('show w');
  await until('visible', () => x.isVisible(id));
  for (let width = 310; width <= 400; width += 10) x.moveResize(id, { x: 10, y: 50, width, height: 333 });
  await driver.line('w resized 400 333');
  await until('sized', () => x.area(child)?.width === 400 && x.area(child)?.height === 333);
  const lines = driver.lines.length;
  await new Promise((resolve) => setTimeout(resolve, 300));
  t.is(driver.lines.length, lines, driver.lines.slice(lines).join('\n'));
  t.like(x.area(id), { width: 400, height: 333 });
});

test('A child that insists on its own size wins, without a quarrel', async (t) => {
  const x = await XServer.start(t);
  const driver = Driver.start(t, x.env);
  const id = await driver.id('open w 0 300 200 rf W');
  await driver.id('child c w 300 200');
  await driver.do('show w');
  await until('visible', () => x.isVisible(id));
  x.moveResize(id, { x: 10, y: 50, width: 400, height: 333 });
  await driver.line('w resized 400 333');
  await driver.do('child-configure c 0 0 350 233');
  await driver.line('w resized 350 233');
  await until('back', () => x.area(id)?.width === 350);
  t.is(driver.count('w resized'), 2);
});

test('Without following, neither changes the other', async (t) => {
  const x = await XServer.start(t);
  const driver = Driver.start(t, x.env);
  const id = await driver.id('open w 0 300 200 r W');
  const child = await driver.id('child c w 100 80');
  await driver.do('show w');
  await until('visible', () => x.isVisible(id));
  x.moveResize(id, { x: 10, y: 50, width: 400, height: 333 });
  await driver.line('w resized 400 333');
  await driver.do('child-configure c 0 0 120 90');
  await driver.line('c configure 0 0 0 120 90');
  t.like(x.area(id), { width: 400, height: 333 });
  t.like(x.area(child), { width: 120, height: 90 });
});

test('A size of zero or beyond what X11 knows is none that ends the process', async (t) => {
  const x = await XServer.start(t);
  const driver = Driver.start(t, x.env);
  await driver.id('open w 0 0 0 - W');
  t.deepEqual(await driver.do('resize w 0 4000000000'), ['resize 0']);
  t.deepEqual(await driver.do('resize w 100 100'), ['resize 0']);
  t.is(await driver.end(), 0, driver.stderr);
});

test('The child learns where it is on the screen when the window moves', async (t) => {
  const x = await XServer.start(t);
  const driver = Driver.start(t, x.env);
  const id = await driver.id('open w 0 300 200 r W');
  await driver.id('child c w 300 200');
  await driver.do('show w');
  await until('visible', () => x.isVisible(id));
  x.moveResize(id, { x: 222, y: 333, width: 300, height: 200 });
  await driver.line('c configure 1 222 333 300 200');
  t.like(x.area(id), { x: 222, y: 333 });
});

test('Of several requests in a row, which the window manager carries out one by one, none is news to the owner', async (t) => {
  const x = await XServer.start(t);
  const driver = Driver.start(t, x.env);
  const id = await driver.id('open w 0 300 200 r W');
  await Promise.all(['resize w 310 210', 'resize w 320 220', 'show w'].map((command) => driver.do(command)));
  await until('resized', () => x.isVisible(id) && x.area(id)?.width === 320);
  await Promise.all(['resize w 330 230', 'resize w 340 240', 'resize w 350 250'].map((command) => driver.do(command)));
  await until('resized', () => x.area(id)?.width === 350);
  x.moveResize(id, { x: 100, y: 100, width: 400, height: 300 });
  await driver.line('w resized 400 300');
  t.is(driver.count('w resized'), 1);
  t.is(await driver.end(), 0, driver.stderr);
});
