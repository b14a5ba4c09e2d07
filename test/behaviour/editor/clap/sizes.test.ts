/** Sizes: the plugin's, the user's, the container's. */
import test, { type ExecutionContext } from 'ava';
import { Driver as Daw } from '../../../unit/window/driver.ts';
import { Action, Driver, fixture, type Options, until, XServer } from './driver.ts';

interface Shown {
  x: XServer;
  driver: Driver;
  id: string;
}

async function shown(t: ExecutionContext, kind: string, options: Options = {}): Promise<Shown> {
  const x = await XServer.start(t);
  const driver = await Driver.start(t, x, fixture(kind), options);
  const id = await driver.show(x);
  await until('visible', () => x.isVisible(id));
  return { x, driver, id };
}

const sized = (x: XServer, id: string, width: number, height: number): Promise<unknown> =>
  until(`${width}x${height}`, () => {
    const [child] = x.children(id);
    return [id, child!].every((each) => x.area(each)?.width === width && x.area(each)?.height === height);
  });

async function finish(t: ExecutionContext, driver: Driver): Promise<void> {
  t.deepEqual(driver.faults(), []);
  t.is(await driver.end(), 0, driver.stderr);
}

/** As the user does. */
const userResizes = (x: XServer, id: string, width: number, height: number): void =>
  x.moveResize(id, { x: 100, y: 100, width, height });

test('An editor may ask for another size while it is created, put into its window, and shown', async (t) => {
  const { x, driver, id } = await shown(t, 'asks');
  t.deepEqual(driver.calls('host.requestResize'), [
    'main host.requestResize 310 210 = 1',
    'main host.requestResize 320 220 = 1',
    'main host.requestResize 330 230 = 1',
  ]);
  await sized(x, id, 330, 230);
  t.is(driver.calls('gui.setSize').length, 0);
  await finish(t, driver);
});

test('Asked on the main thread, or on another, the container takes the size, and set_size is not called', async (t) => {
  const { x, driver, id } = await shown(t, 'plain');
  await driver.act(Action.Resize);
  await sized(x, id, 400, 300);
  await driver.act(Action.ResizeFromThread);
  await sized(x, id, 420, 310);
  t.true((await driver.called('host.requestResize 420 310 = 1')).length > 0);
  t.is(driver.calls('gui.setSize').length, 0);
  t.regex(x.property(id, 'WM_NORMAL_HINTS'), /minimum size: 420 by 310[\s\S]*maximum size: 420 by 310/);
  await finish(t, driver);
});

test('A size that no window can have is refused', async (t) => {
  const { x, driver, id } = await shown(t, 'plain');
  await driver.act(Action.ResizeImpossible);
  await sized(x, id, 300, 200);
  await finish(t, driver);
});

test('While no editor is open no size is granted', async (t) => {
  const { driver } = await shown(t, 'plain');
  await driver.do('close-editor');
  await driver.act(Action.Resize);
  await driver.act(Action.ResizeFromThread);
  t.deepEqual(
    driver.calls('host.requestResize').map((call) => call.split(' ').slice(2).join(' ')),
    ['400 300 = 0', '420 310 = 0'],
  );
  await finish(t, driver);
});

test('Resized by the user the editor is asked what fits, gets that, and the container follows', async (t) => {
  const { x, driver, id } = await shown(t, 'resizable');
  userResizes(x, id, 463, 347);
  await sized(x, id, 450, 340);
  t.deepEqual(driver.calls('gui.adjustSize').at(-1), 'main gui.adjustSize 463 347');
  t.deepEqual(driver.calls('gui.setSize'), ['main gui.setSize 450 340']);
  userResizes(x, id, 20, 20);
  await sized(x, id, 150, 100);
  await finish(t, driver);
});

test('Only in the direction that the editor can be resized in is it offered to the user', async (t) => {
  const { x, driver, id } = await shown(t, 'only-width');
  t.regex(x.property(id, 'WM_NORMAL_HINTS'), /minimum size: \d+ by 200/);
  t.regex(x.property(id, 'WM_NORMAL_HINTS'), /maximum size: \d{5} by 200/);
  userResizes(x, id, 400, 400);
  await sized(x, id, 390, 200);
  await driver.act(Action.Resize);
  await sized(x, id, 400, 300);
  await driver.show(x);
  t.regex(x.property(id, 'WM_NORMAL_HINTS'), /maximum size: \d{5} by 300/);
  await finish(t, driver);
});

test('An editor of fixed size is not resized; when it says that its hints have changed, it is', async (t) => {
  const { x, driver, id } = await shown(t, 'plain');
  userResizes(x, id, 360, 240);
  t.regex(x.property(id, 'WM_NORMAL_HINTS'), /minimum size: 300 by 200[\s\S]*maximum size: 300 by 200/);
  await driver.act(Action.BecomeResizable);
  await until('new hints', () => !/maximum size: 300/.test(x.property(id, 'WM_NORMAL_HINTS')));
  userResizes(x, id, 360, 240);
  await sized(x, id, 360, 240);
  t.deepEqual(driver.calls('gui.setSize'), ['main gui.setSize 360 240']);
  await finish(t, driver);
});

test('An editor that refuses the size keeps the one that it has, and so does its window', async (t) => {
  const { x, driver, id } = await shown(t, 'refuses-size');
  userResizes(x, id, 450, 340);
  await driver.called('gui.setSize 450 340');
  await sized(x, id, 300, 200);
  await finish(t, driver);
});

test('What an editor asks for inside set_size is what it gets', async (t) => {
  const { x, driver, id } = await shown(t, 'asks-resizable');
  userResizes(x, id, 463, 347);
  await sized(x, id, 451, 341);
  t.deepEqual(driver.calls('gui.setSize'), ['main gui.setSize 450 340']);
  await finish(t, driver);
});

for (const kind of ['resizable', 'late'])
  test(`The user's size comes back when the editor is opened again: ${kind}`, async (t) => {
    const { x, driver, id } = await shown(t, kind);
    userResizes(x, id, 450, 340);
    await sized(x, id, 450, 340);
    await driver.do('close-editor');
    await sized(x, await driver.show(x), 450, 340);
    t.is(driver.calls('gui.setSize 450 340').length, 2);
    await finish(t, driver);
  });

test('The scale is handed over before the size is asked for', async (t) => {
  const { x, driver, id } = await shown(t, 'plain', { env: { MAOLAN_SCALE: '1.5' } });
  t.is(driver.calls('gui.setScale')[0], 'main gui.setScale 1.5');
  await sized(x, id, 450, 300);
  await finish(t, driver);
});

test("In the DAW's window, whoever insists on another size of the container is not fought for ever", async (t) => {
  const x = await XServer.start(t);
  const parent = await Daw.start(t, x.env).id('open daw 0 800 600 - DAW');
  const driver = await Driver.start(t, x, fixture('resizable'));
  const id = await driver.show(x, parent);
  const insist = (): string => x.run('xdotool', 'windowsize', id, '463', '347');
  insist();
  await sized(x, id, 450, 340);
  insist();
  await driver.called('gui.adjustSize 463 347', 1);
  await driver.do('count');
  t.like(x.area(id), { width: 463, height: 347 });
  t.like(x.area(x.children(id)[0]!), { width: 450, height: 340 });
  await finish(t, driver);
});
