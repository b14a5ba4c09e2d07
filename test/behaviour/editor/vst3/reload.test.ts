/** restartComponent(kReloadComponent) with an editor open, and with threads that edit. */
import test from 'ava';
import { XServer } from '../../../unit/window/x-server.ts';
import { DawWindow, Driver, fixture } from './driver.ts';

test('A reload closes a shown editor before the controller goes, and shows the new one in its place', async (t) => {
  const x = await XServer.start(t);
  const daw = await DawWindow.open(t, x, 640, 480);
  const driver = await Driver.open(t, x, fixture('reloads'));
  await driver.do(`show ${daw.id}`);
  await driver.until('embedded', () => x.children(daw.id)[0]);
  await driver.do('set 1 1');
  await driver.until('reloaded', () => driver.callsTo('view.createView').length === 2);
  const order = driver.calls.map(({ text }) => text);
  t.true(order.indexOf('view.free') < order.indexOf('component.terminate'));
  t.true(order.lastIndexOf('view.attached') > order.indexOf('component.free'));
  const after = await driver.until('embedded', () => x.children(daw.id)[0]);
  await driver.until('visible', () => x.isVisible(after));
  await driver.end(t);
});

test('A reload leaves an editor that was hidden closed, until it is shown', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.open(t, x, fixture('reloads'));
  const id = await driver.show(x);
  x.closeWindow(id);
  await driver.until('hidden', () => !x.isVisible(id));
  await driver.do('set 1 1', 'obey 100');
  t.is(driver.callsTo('view.free').length, 1);
  t.is(driver.callsTo('view.createView').length, 1);
  t.is(x.area(id), undefined);
  await driver.show(x);
  await driver.end(t);
});

for (const build of ['asan', 'tsan'] as const)
  test(`A thread that edits all the time, reloads included, touches nothing that is gone: ${build}`, async (t) => {
    const driver = await Driver.open(t, { env: process.env }, fixture('reloads'), {
      build,
      env: { MAOLAN_FIXTURE_EDITS: '1', MAOLAN_FIXTURE_LOG: '' },
    });
    for (let i = 0; i < 20; i++) await driver.do('set 1 1', 'idle 2', 'restart', 'run 64');
    await driver.end(t);
    t.notRegex(driver.stderr, /Sanitizer/);
  });
