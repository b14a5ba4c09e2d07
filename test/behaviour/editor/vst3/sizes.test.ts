/** resizeView, onSize, checkSizeConstraint: view, container and what is on the screen have one size. */
import test, { type ExecutionContext } from 'ava';
import { XServer } from '../../../unit/window/x-server.ts';
import { DawWindow, Driver, fixture } from './driver.ts';

/** Container and view have that size. */
async function hasSize(t: ExecutionContext, driver: Driver, x: XServer, id: string, width: number, height: number) {
  await driver.until(`${width} x ${height}`, () => {
    const [container, view] = [x.area(id), x.area(x.children(id)[0] ?? '')];
    return container?.width === width && view?.width === width && container.height === height && view.height === height;
  });
  t.is(driver.callsTo('view.onSize').at(-1), `view.onSize ${width} ${height}`);
}

test('A view resizes itself inside attached, and inside the onSize that follows', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.open(t, x, fixture('resizes-itself'));
  const id = await driver.show(x);
  await hasSize(t, driver, x, id, 410, 310);
  t.deepEqual(driver.callsTo('asked'), ['asked in onSize 0: 410 310', 'asked in attached 0: 410 310']);
  await driver.end(t);
});

test('A view resizes itself when the user wants it, and is refused in one of its own threads', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.open(t, x, fixture('resizes-itself'));
  const id = await driver.show(x);
  await hasSize(t, driver, x, id, 410, 310);
  x.click(id, 10, 300);
  await driver.until('the answer', () => driver.callsTo('asked').at(-1) === 'asked in a thread 1: 410 310');
  await hasSize(t, driver, x, id, 410, 310);
  x.click(id, 10, 10);
  await hasSize(t, driver, x, id, 500, 350);
  t.is(driver.callsTo('asked').at(-1), 'asked in a callback 0: 500 350');
  await driver.end(t);
});

test('A view that is never content is left with a size', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.open(t, x, fixture('never-content'));
  const id = await driver.show(x);
  await hasSize(t, driver, x, id, 307, 200);
  await driver.end(t);
});

test('A view that knows its size only when attached gets it', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.open(t, x, fixture('late-size'));
  await hasSize(t, driver, x, await driver.show(x), 333, 222);
  await driver.end(t);
});

test('The user resizes an editor within its constraints', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.open(t, x, fixture('stretches'));
  const id = await driver.show(x);
  for (const [width, height, becomes] of [
    [400, 300, 400],
    [100, 100, 200],
    [1000, 700, 800],
    [640, 320, 640],
  ] as const) {
    x.moveResize(id, { x: 50, y: 50, width, height });
    await hasSize(t, driver, x, id, becomes, becomes / 2);
  }
  await driver.end(t);
});

test('The window of an editor with a fixed size is fixed for the window manager', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.open(t, x, fixture('slider'));
  const id = await driver.show(x);
  const hints = x.run('xprop', '-id', id, 'WM_NORMAL_HINTS');
  t.regex(hints, /minimum size: 300 by 200/);
  t.regex(hints, /maximum size: 300 by 200/);
  await driver.end(t);
});

test('A window manager that insists on a size is not fought', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.open(t, x, fixture('stretches'));
  const id = await driver.show(x);
  x.run('wmctrl', '-i', '-r', id, '-b', 'add,maximized_vert,maximized_horz');
  await driver.until('the largest size', () => driver.callsTo('view.onSize').at(-1) === 'view.onSize 800 400');
  await driver.do('obey 300');
  const asked = driver.callsTo('view.checkSizeConstraint').length;
  await driver.do('obey 300');
  t.is(driver.callsTo('view.checkSizeConstraint').length, asked, 'still arguing');
  await driver.end(t);
});

test("In a DAW's window an editor has the size it wants", async (t) => {
  const x = await XServer.start(t);
  const daw = await DawWindow.open(t, x, 640, 480);
  const driver = await Driver.open(t, x, fixture('resizes-itself'));
  t.is(await driver.answer(`show ${daw.id}`, 'shown'), '0 ');
  const id = await driver.until('the container', () => x.children(daw.id)[0]);
  await hasSize(t, driver, x, id, 410, 310);
  await driver.until('drawn', () => x.isVisible(id));
  x.click(id, 10, 10);
  await hasSize(t, driver, x, id, 500, 350);
  await driver.end(t);
});

for (const manager of [true, false])
  for (const embedded of [true, false]) {
    const where = `${embedded ? "in a DAW's window" : 'on its own'}, ${manager ? 'with' : 'without'} a window manager`;
    test(`A resizable view that asks inside attached for the size that it has keeps it: ${where}`, async (t) => {
      const x = await XServer.start(t, { windowManager: manager });
      const driver = await Driver.open(t, x, fixture('asks-for-present-size'));
      const daw = embedded ? await DawWindow.open(t, x, 640, 480) : undefined;
      t.is(await driver.answer(`show ${daw?.id ?? 0}`, 'shown'), '0 ');
      const id = daw && (await driver.until('the container', () => x.children(daw.id)[0]));
      await driver.do('obey 400');
      const sizes = new Set(driver.callsTo('view.onSize'));
      t.deepEqual([...sizes], ['view.onSize 350 120']);
      if (id) await hasSize(t, driver, x, id, 350, 120);
      await driver.end(t);
    });
  }
