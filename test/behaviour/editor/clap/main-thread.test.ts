/** Timers, descriptors and requests of an editor, on the main thread and from others; editors that are slow or wrong. */
import test from 'ava';
import { Action, BAR, Driver, fixture, until, XServer } from './driver.ts';

const PERIOD_MS = 30;

test("An editor's timers run at their rate while it is shown, on the main thread, and may end themselves", async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.start(t, x, fixture('plain'));
  const start = Date.now();
  const id = await driver.show(x);
  await driver.called('timer.onTimer', 20);
  const calls = driver.calls('timer.onTimer').length;
  const most = (Date.now() - start) / PERIOD_MS + 1;
  t.true(calls <= most, `${calls} calls, at most ${most} expected`);
  t.is(driver.calls('timer.short').length, 3);
  t.true(driver.calls('timer.').every((call) => call.startsWith('main ')));
  await driver.do('hide');
  await until('hidden', () => !x.isVisible(id));
  t.deepEqual(driver.faults(), []);
  t.is(await driver.end(), 0, driver.stderr);
});

test('An editor that draws for 200 ms each time, or hangs for 2 s, only shows late what has changed', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.start(t, x, fixture('plain'));
  const id = await driver.show(x);
  await until('drawn', () => x.screenshot(id).at(20, 100) === BAR);
  await driver.act(Action.DrawSlowly);
  for (const value of [0.5, 0.7, 0.9]) {
    await driver.do(`event 0 ${value}`);
    t.deepEqual(await driver.do('run 64 1'), ['ran 0']);
    await until('drawn', () => x.screenshot(id).at(300 * value - 10, 100) === BAR);
  }
  await driver.act(Action.HangOnce);
  await driver.do('event 0 1');
  t.deepEqual(await driver.do('run 64 1'), ['ran 0']);
  await until('drawn', () => x.screenshot(id).at(299, 100) === BAR);
  t.deepEqual(await driver.do('run 64 1'), ['ran 0']);
  t.deepEqual(driver.faults(), []);
  t.is(await driver.end(), 0, driver.stderr);
});

test('An X error of the editor is logged, and nothing else', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.start(t, x, fixture('plain'));
  const id = await driver.show(x);
  await driver.act(Action.BadWindow);
  await until('a line', () => driver.lines.some((line) => line.startsWith('log X11: BadWindow')));
  await driver.do('event 0 0.8');
  await driver.do('run 64 1');
  await until('drawn', () => x.screenshot(id).at(200, 100) === BAR);
  t.deepEqual(driver.faults(), []);
  t.is(await driver.end(), 0, driver.stderr);
});

for (const [where, hide, show] of [
  ['the main thread', Action.Hide, Action.Show],
  ['another thread', Action.HideFromThread, Action.ShowFromThread],
] as const)
  test(`The editor asks to be hidden and to be shown on ${where}`, async (t) => {
    const x = await XServer.start(t);
    const driver = await Driver.start(t, x, fixture('plain'));
    const id = await driver.show(x);
    await until('visible', () => x.isVisible(id));
    await driver.act(hide);
    await until('hidden', () => !x.isVisible(id));
    await driver.act(show);
    await until('visible', () => x.isVisible(id));
    await driver.do('close-editor');
    await driver.act(hide);
    await driver.act(show);
    const answers = driver.calls('host.request').map((call) => call.split(' ').slice(1).join(' '));
    t.deepEqual(answers, [
      'host.requestHide = 1',
      'host.requestShow = 1',
      'host.requestHide = 0',
      'host.requestShow = 0',
    ]);
    t.deepEqual(x.windowsOf(driver.pid, false), []);
    t.deepEqual(driver.faults(), []);
    t.is(await driver.end(), 0, driver.stderr);
  });

test('An editor that says that it is closed is hidden; one whose window is gone is destroyed', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.start(t, x, fixture('plain'));
  const before = await driver.count();
  const id = await driver.show(x);
  await driver.act(Action.Closed);
  await until('hidden', () => !x.isVisible(id));
  t.is(driver.calls('gui.destroy').length, 0);
  await driver.show(x);
  await driver.act(Action.ClosedDestroyed);
  await driver.called('gui.destroy');
  t.is(driver.calls('gui.hide').length, 1);
  t.is(await driver.count(), before);
  const again = await driver.show(x);
  await until('drawn', () => x.isVisible(again) && x.screenshot(again).at(20, 100) === BAR);
  t.deepEqual(driver.faults(), []);
  t.is(await driver.end(), 0, driver.stderr);
});

for (const build of ['driver-asan', 'driver-tsan'] as const)
  test(`A thread that asks for everything at once does no harm (${build})`, async (t) => {
    const x = await XServer.start(t);
    const driver = await Driver.start(t, x, fixture('plain'), { build });
    await driver.show(x);
    await driver.act(Action.Storm);
    for (let times = 0; times < 20; times++) {
      await driver.do(times % 2 ? 'show 0 Storm' : 'hide');
      await driver.do('run 64 10');
    }
    await driver.do('close-editor');
    await driver.do('show 0 Storm');
    t.deepEqual(driver.faults(), []);
    t.is(await driver.end(), 0, driver.stderr);
  });
