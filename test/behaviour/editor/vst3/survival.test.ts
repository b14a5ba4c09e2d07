/** Parents that vanish, servers that end, views that are slow or fail. */
import test from 'ava';
import { XServer } from '../../../unit/window/x-server.ts';
import { DawWindow, Driver, fixture } from './driver.ts';

test("When the DAW's window dies the view is removed, and can be shown elsewhere", async (t) => {
  const x = await XServer.start(t);
  const daw = await DawWindow.open(t, x, 640, 480);
  const driver = await Driver.open(t, x, fixture('slider'));
  t.is(await driver.answer(`show ${daw.id}`, 'shown'), '0 ');
  await driver.until('embedded', () => x.children(daw.id)[0]);
  await daw.kill();
  await driver.until('removed', () => driver.callsTo('view.free').length === 1);
  t.deepEqual(driver.callsTo('view.window'), ['view.window gone']);
  t.regex(
    await driver.answer(`show ${daw.id}`, 'shown'),
    /^-1 Failed to open the editor of "Slider": .*no such window/,
  );
  await driver.show(x);
  await driver.end(t);
});

test('When a hidden editor loses its parent it is forgotten, too', async (t) => {
  const x = await XServer.start(t);
  const daw = await DawWindow.open(t, x, 640, 480);
  const driver = await Driver.open(t, x, fixture('slider'));
  await driver.do(`show ${daw.id}`, 'obey 50', 'hide', 'obey 50');
  await daw.kill();
  await driver.until('removed', () => driver.callsTo('view.free').length === 1);
  await driver.show(x);
  await driver.end(t);
});

test('Shown with another parent it moves', async (t) => {
  const x = await XServer.start(t);
  const daw = await DawWindow.open(t, x, 640, 480);
  const driver = await Driver.open(t, x, fixture('slider'));
  await driver.show(x);
  t.is(await driver.answer(`show ${daw.id}`, 'shown'), '0 ');
  await driver.until('embedded', () => x.children(daw.id)[0]);
  await driver.until('no window of its own', () => x.windowsNamed('^Title$').length === 0 && x.stacking().length === 1);
  t.deepEqual(driver.callsTo('view.window'), ['view.window lives']);
  await driver.show(x);
  await driver.until('out of the DAW', () => x.children(daw.id).length === 0);
  await driver.end(t);
});

test("The server's death costs the editor, and nothing else", async (t) => {
  const number = 4000 + (process.pid % 1000); // unlikely to be taken by another server
  const first = await XServer.start(t, { number });
  const driver = await Driver.open(t, first, fixture('slider'));
  await driver.show(first);
  await first.kill();
  await driver.until('removed', () => driver.callsTo('view.free').length === 1);
  await driver.do('event 0 0 0.5', 'run 64');
  t.is(await driver.value(0), 0.5);
  t.regex(await driver.answer('show', 'shown'), /^-1 Failed to open the editor of "Slider": cannot connect/);
  const second = await XServer.start(t, { number });
  await driver.show(second);
  await driver.end(t);
});

test('A view that draws slowly, then hangs for two seconds and errs, is there afterwards', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.open(t, x, fixture('slow'));
  const id = await driver.show(x);
  await driver.until('drawn', () => driver.callsTo('view.drawn short').length > 0);
  x.click(id, 10, 10);
  await driver.until('drawn long', () => driver.callsTo('view.drawn long').length > 0);
  await driver.do('obey 20');
  t.is(driver.printed('log X11: BadWindow').length, 1);
  await driver.do('hide', 'obey 20');
  t.is(await driver.show(x), id);
  await driver.until('drawn again', () => driver.callsTo('view.drawn').at(-1) === 'view.drawn short');
  await driver.end(t);
});
