/** Editors that misbehave, parents that vanish, servers that end. */
import test from 'ava';
import { cutServer } from '../../../unit/window/cut-server.ts';
import { until, XServer } from '../../../unit/window/x-server.ts';
import { Driver } from './driver.ts';

const CUTS = 40;

test('X errors of an editor are said, and nothing else happens', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.with(t, x.env, 'bad-window');
  t.is(await driver.show(), '0 ');
  await driver.line('log X11: BadWindow');
  const [window] = await until('a window', () => x.windowsNamed('^Title$').length === 1 && x.windowsNamed('^Title$'));
  x.click(window!, 100, 50);
  await driver.repeat('value 0', 'value 2');
  t.is(await driver.end(), 0, driver.stderr);
});

test('A parent that is destroyed takes the editor along; it can be shown again', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.with(t, x.env, 'probe');
  const daw = (await driver.do('window 500 400'))[0]!.split(' ')[1]!;
  await driver.show(daw);
  await until('a container', () => x.children(daw).length === 1);
  await driver.do('window-destroy');
  await driver.line('ui cleanup');
  await driver.do('hide');
  t.is(await driver.show(), '0 ');
  await until('a window', () => x.windowsNamed('^Title$').length === 1);
  t.is(await driver.end(), 0, driver.stderr);
});

test('The death of the server takes the editor along; on a new server it can be shown again', async (t) => {
  const number = 1000 + (process.pid % 1000); // no other test is given such a one when this one is free
  const first = await XServer.start(t, { windowManager: false, number });
  const driver = await Driver.with(t, first.env, 'probe', { build: 'native' });
  await driver.do('play-on 64');
  await driver.show();
  await until('a window', () => first.windowsNamed('^Title$').length === 1);
  await first.kill();
  await driver.line('ui cleanup');
  t.regex(await driver.show(), /^-1 .*cannot connect/);
  const second = await XServer.start(t, { windowManager: false, number });
  t.is(await driver.show(), '0 ');
  await until('a window', () => second.windowsNamed('^Title$').length === 1);
  await driver.do('play-off');
  t.is(await driver.end(), 0, driver.stderr);
});

test('The server dies under an editor with a window of its own, and the host survives', async (t) => {
  const x = await XServer.start(t, { windowManager: false });
  const driver = await Driver.with(t, x.env, 'shows-itself', { build: 'native' });
  await driver.show();
  await until('a window', () => x.windowsNamed('Shows itself').length === 1);
  await x.kill();
  await driver.do('hide');
  await driver.do('close-editor');
  t.is(driver.count('ui cleanup'), 1);
  t.is(await driver.end(), 0, driver.stderr);
});

test('The server may die at any moment of the opening', async (t) => {
  const x = await XServer.start(t, { windowManager: false });
  const whole = await cutServer(t, x, Number.MAX_SAFE_INTEGER);
  const driver = await Driver.with(t, whole.env, 'shows-itself', { build: 'native' });
  await driver.show();
  await until('a window', () => x.windowsNamed('Shows itself').length === 1);
  t.is(await driver.end(), 0, driver.stderr);
  t.true(whole.bytes > 500);
  for (let i = 1; i <= CUTS; i++) {
    const cut = await cutServer(t, x, Math.ceil((whole.bytes * i) / (CUTS + 1)));
    const victim = await Driver.with(t, cut.env, 'shows-itself', { build: 'native' });
    await victim.show();
    await victim.do('hide');
    await victim.do('close-editor');
    t.is(await victim.end(), 0, `cut after ${cut.bytes} bytes: ${victim.stderr}`);
  }
});

test('While an editor hangs in its drawing, the plugin runs on', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.with(t, x.env, 'hangs-once', { build: 'native' });
  await driver.do('play-on 64');
  await driver.show();
  await until('a window', () => x.windowsNamed('^Title$').length === 1);
  await until('drawn at last', () => x.screenshot(x.windowsNamed('^Title$')[0]).at(10, 10) === 0xff8000);
  t.is(driver.count('process'), 0);
  t.is(await driver.end(), 0, driver.stderr);
});

test('An editor that takes 200 ms to draw is usable', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.with(t, x.env, 'slow-to-draw');
  await driver.show();
  const [window] = await until('a window', () => x.windowsNamed('^Title$').length === 1 && x.windowsNamed('^Title$'));
  await until('drawn', () => x.screenshot(window).at(10, 10) === 0xff8000);
  x.click(window!, 150, 50);
  await driver.repeat('value 0', 'value 3');
  t.is(await driver.end(), 0, driver.stderr);
});
