/** What must not end the process: no display, X errors, toolkits' handlers, a server that ends. */
import test from 'ava';
import { Driver } from './driver.ts';
import { until, XServer } from './x-server.ts';

test('Without DISPLAY there is a sentence, and with Wayland a hint', async (t) => {
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ...env } = process.env;
  const driver = Driver.start(t, env);
  t.deepEqual(await driver.do('open w 0 300 200 - W'), ['error DISPLAY is not set: editors need an X server']);
  t.deepEqual(await driver.do('scale'), ['scale 1']);
  t.is(await driver.end(), 0, driver.stderr);
  const wayland = Driver.start(t, { ...env, WAYLAND_DISPLAY: 'wayland-0' });
  const [answer] = await wayland.do('open w 0 300 200 - W');
  t.is(answer, 'error DISPLAY is not set: editors need an X server, which under Wayland is XWayland');
});

test('A display without a server gives a sentence that names it', async (t) => {
  const driver = Driver.start(t, { ...process.env, DISPLAY: ':9999' });
  t.regex((await driver.do('open w 0 300 200 - W'))[0]!, /^error cannot connect to the X server ":9999"/);
  t.is(await driver.end(), 0, driver.stderr);
});

test('An X error of a plugin is logged and ignored, and many are not logged for ever', async (t) => {
  const x = await XServer.start(t);
  const driver = Driver.start(t, x.env);
  await driver.id('open w 0 300 200 - W');
  await driver.id('child c w 300 200');
  for (let i = 0; i < 40; i++) await driver.do('child-error c');
  t.regex(await driver.line('log'), /^log X11: BadWindow \(3\) for request 8\.0 on 0x7fffff, ignored$/);
  await driver.line('log X11: BadWindow (3) for request 8.0 on 0x7fffff, ignored; further errors are not reported');
  t.is(driver.count('log'), 16);
  await driver.do('child-close c');
  t.is(await driver.end(), 0, driver.stderr);
});

test('A container closed before its child costs the child errors, not the process', async (t) => {
  const x = await XServer.start(t);
  const driver = Driver.start(t, x.env);
  await driver.id('open w 0 300 200 - W');
  await driver.id('child c w 300 200');
  await driver.do('close w');
  await driver.line('c gone');
  await driver.do('child-destroy c');
  await driver.line('log X11: BadWindow');
  await driver.do('child-close c');
  t.is(await driver.end(), 0, driver.stderr);
});

for (const [who, how] of [
  ['A plugin with no window of ours', ''],
  ['A plugin that looks up the functions of libX11 itself', 'direct'],
] as const)
  test(`${who} has its X errors and the server's death survived as well`, async (t) => {
    const x = await XServer.start(t, { windowManager: false });
    const driver = Driver.start(t, x.env, 'native');
    await driver.id(`child c 0 300 200 ${how}`);
    await driver.do('child-error c');
    await driver.line('log X11: BadWindow');
    await x.kill();
    t.deepEqual((await driver.do('child-abuse c')).slice(-1), ['abused']);
    await driver.do('child-close c');
    t.is(await driver.end(), 0);
  });

test('Handlers of a toolkit that exit are replaced when the window is shown', async (t) => {
  const x = await XServer.start(t);
  const driver = Driver.start(t, x.env);
  await driver.id('open w 0 300 200 - W');
  await driver.id('child c w 300 200');
  await driver.do('child-handlers');
  await driver.do('show w');
  await driver.do('child-error c');
  await driver.line('log X11: BadWindow');
  await driver.do('child-handlers');
  await x.kill();
  await driver.line('w destroyed');
  await driver.do('child-close c');
  t.is(await driver.end(), 0, driver.stderr);
});

for (const build of ['asan', 'native'] as const)
  test(`When the server dies, owners are notified, and what a plugin still does is survived (${build})`, async (t) => {
    const x = await XServer.start(t);
    const driver = Driver.start(t, x.env, build);
    await driver.do('open a 0 300 200 f A');
    await driver.do('open b 0 300 200 c B');
    await driver.id('child c a 300 200');
    await driver.do('show a');
    await driver.do('show b');
    await x.kill();
    await driver.line('a destroyed');
    await driver.line('b destroyed');
    t.deepEqual(await driver.do('resize a 100 100'), ['resize -1']);
    for (const late of ['show a', 'hide a', 'transient a 0x1234', 'child-error c', 'child-configure c 0 0 10 10'])
      await driver.do(late);
    t.deepEqual(await driver.do('child-abuse c'), ['abused']);
    for (const late of ['child-destroy c', 'child-close c', 'close a']) await driver.do(late);
    t.deepEqual([driver.count('a destroyed'), driver.count('b destroyed')], [1, 1]);
    t.is(await driver.end(), 0, driver.stderr);
  });

test("A function called between the server's death and its notice is survived, and the owner is notified later", async (t) => {
  const number = 4000 + (process.pid % 1000); // no other test's server takes it when this one is gone
  const x = await XServer.start(t, { number, windowManager: false });
  const driver = Driver.start(t, x.env);
  await driver.do('open w 0 300 200 - W');
  process.kill(driver.pid, 'SIGSTOP');
  await x.kill();
  const commands = ['show w', 'resize w 5 5', 'hide w', 'open v 0 10 10 - V'].map((command) => driver.do(command));
  process.kill(driver.pid, 'SIGCONT');
  await Promise.all(commands);
  await driver.line('w destroyed');
  t.is(driver.count('w destroyed'), 1);
  t.is(driver.count('error'), 1);
  t.is(await driver.end(), 0, driver.stderr);
});

test('With a new server on the same display, windows open again', async (t) => {
  const number = 3000 + (process.pid % 1000); // unlikely to be taken by another server
  const x = await XServer.start(t, { number });
  const driver = Driver.start(t, x.env);
  await driver.do('open a 0 300 200 - A');
  await x.kill();
  await driver.line('a destroyed');
  t.regex((await driver.do('open b 0 300 200 - B'))[0]!, /^error cannot connect/);
  const next = await XServer.start(t, { number });
  const id = await driver.id('open b 0 300 200 - B');
  await driver.do('show b');
  await until('visible', () => next.isVisible(id));
  await driver.do('close a');
  t.true(next.isVisible(id));
  t.is(await driver.end(), 0, driver.stderr);
});
