/** Editors that only open their own windows. */
import test from 'ava';
import { Driver as Daw } from '../../../unit/window/driver.ts';
import { Action, BAR, Driver, fixture, until, XServer } from './driver.ts';

const shownAs = (x: XServer, name: string): Promise<string> => until('a window', () => x.windowsNamed(`^${name}$`)[0]);

test("A floating editor is given its title, and to stay above the DAW's window", async (t) => {
  const x = await XServer.start(t);
  const daw = await Daw.start(t, x.env).id('open daw 0 500 400 - DAW');
  const driver = await Driver.start(t, x, fixture('floating'));
  t.deepEqual(await driver.do(`show ${daw} Floats`), ['shown 0']);
  const id = await shownAs(x, 'Floats');
  await until('drawn', () => x.screenshot(id).at(20, 100) === BAR);
  t.true(x.property(id, 'WM_TRANSIENT_FOR').includes(daw));
  t.deepEqual(driver.calls('gui.'), [
    'main gui.create x11 1',
    `main gui.setTransient ${daw}`,
    'main gui.suggestTitle Floats',
    'main gui.show',
  ]);
  t.deepEqual(driver.faults(), []);
  t.is(await driver.end(), 0, driver.stderr);
});

test('Closed by the user it is hidden, and can be shown again; shown while it is shown it is shown anew', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.start(t, x, fixture('floating'));
  await driver.do('show 0 Floats');
  const id = await shownAs(x, 'Floats');
  x.closeWindow(id);
  await driver.called('gui.hide');
  await driver.do('hide');
  await driver.do('show 0 Floats');
  t.is(await shownAs(x, 'Floats'), id);
  await driver.do('show 0 Floats');
  t.is(await shownAs(x, 'Floats'), id);
  t.is(driver.calls('gui.create').length, 1);
  t.is(driver.calls('gui.show').length, 3);
  t.deepEqual(driver.faults(), []);
  t.is(await driver.end(), 0, driver.stderr);
});

test('Destroyed by the user it is destroyed by the host, too, and created again when it is shown', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.start(t, x, fixture('floating'));
  const before = await driver.count();
  await driver.do('show 0 Floats');
  await shownAs(x, 'Floats');
  await driver.act(Action.ClosedDestroyed);
  await driver.called('gui.destroy');
  t.is(driver.calls('gui.hide').length, 0);
  t.is(await driver.count(), before);
  await driver.do('show 0 Floats');
  await shownAs(x, 'Floats');
  t.deepEqual(driver.faults(), []);
  t.is(await driver.end(), 0, driver.stderr);
});

test('A floating editor is not given sizes: it has them itself', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.start(t, x, fixture('floating'));
  await driver.do('show 0 Floats');
  await driver.act(Action.Resize);
  t.deepEqual(driver.calls('host.requestResize'), ['main host.requestResize 400 300 = 0']);
  t.deepEqual(driver.faults(), []);
});
