/** The IRunLoop of the frame: rates, unregistering inside callbacks, and what a view forgets. */
import test from 'ava';
import { XServer } from '../../../unit/window/x-server.ts';
import { Driver, fixture } from './driver.ts';

test('Timers and file descriptors of a view are served, and may unregister themselves and each other', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.open(t, x, fixture('run-loop'));
  await driver.show(x);
  await driver.until('timers', () => driver.callsTo('pipe').length >= 5);
  t.is(driver.callsTo('timer fast').length, 3);
  t.true(driver.callsTo('timer victim').length <= 1);
  const [slow, forgotten] = [driver.callsTo('timer slow').length, driver.callsTo('timer forgotten').length];
  t.true(slow >= 5);
  t.true(forgotten > slow, `${forgotten} calls at 10 ms, ${slow} at 50 ms`);
  t.true(driver.calls.every(({ thread, text }) => thread === 'main' || text.startsWith('processor.')));
  await driver.end(t);
});

test('Timers go on while the editor is hidden', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.open(t, x, fixture('run-loop'));
  await driver.show(x);
  await driver.do('hide', 'obey 30');
  const before = driver.callsTo('timer slow').length;
  await driver.until('timers', () => driver.callsTo('timer slow').length > before);
  await driver.end(t);
});

test("What a view forgets to unregister is gone with it, and the controller's own timer stays", async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.open(t, x, fixture('run-loop'));
  await driver.show(x);
  await driver.until('timers', () => driver.callsTo('timer forgotten').length > 0);
  await driver.do('editor-close');
  const [forgotten, context] = [driver.callsTo('timer forgotten').length, driver.callsTo('timer context').length];
  await driver.until('its own timer', () => driver.callsTo('timer context').length > context + 3);
  t.is(driver.callsTo('timer forgotten').length, forgotten);
  await driver.show(x);
  await driver.until('timers again', () => driver.callsTo('timer forgotten').length > forgotten);
  await driver.end(t);
});
