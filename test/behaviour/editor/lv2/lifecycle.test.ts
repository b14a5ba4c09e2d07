/** Show, hide, close: what the editor is asked to do, and what is left behind. */
import test from 'ava';
import { until, XServer } from '../../../unit/window/x-server.ts';
import { Driver } from './driver.ts';

const TITLE = '^Title$';

test('An editor appears in a window with its size, in the middle, and gets all control values first', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.with(t, x.env, 'probe');
  t.is(await driver.show(), '0 ');
  const [window] = await until('a window', () => x.windowsNamed(TITLE).length === 1 && x.windowsNamed('Title'));
  await until('drawn', () => x.screenshot(window).at(10, 10) === 0xff8000);
  t.like(x.area(window!), { width: 300, height: 200 });
  const area = x.area(window!)!;
  t.true(Math.abs(area.x + 150 - 640) < 20 && Math.abs(area.y + 100 - 400) < 40, JSON.stringify(area));
  t.deepEqual(
    driver.lines.filter((line) => line.startsWith('ui value')),
    ['ui value 2 1', 'ui value 3 2', 'ui value 4 0'],
  );
  t.is(driver.count('ui wrong thread'), 0);
  t.is(await driver.end(), 0, driver.stderr);
});

test('It gets the features and options it requires, and the plugin it belongs to', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.with(t, { ...x.env, MAOLAN_SCALE: '1.5' }, 'probe');
  await driver.do('show 0 Name');
  const option = (name: string): string | undefined =>
    driver.lines.find((line) => line.startsWith('ui option') && line.includes(name))?.split(' ')[3];
  t.is(option('sampleRate'), '48000');
  t.is(option('updateRate'), '40');
  t.is(option('scaleFactor'), '1.5');
  t.is(option('windowTitle'), 'Name');
  t.is(option('minBlockLength'), '1');
  t.is(option('maxBlockLength'), '1024');
  t.is(option('nominalBlockLength'), '1024');
  t.true(driver.lines.includes('ui level 0'), 'instance-access and data-access');
  t.true(driver.lines.includes('ui ports 2 6 -1'));
  t.true(driver.lines.includes('ui subscribe 0 1 1'), 'meter: yes; notify as a float, port 99: no');
  await driver.line('log LV2 note: hello from the editor');
  t.is(await driver.end(), 0, driver.stderr);
});

test('Hidden, it keeps its state and is left alone; shown again, it gets what has changed meanwhile', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.with(t, x.env, 'probe');
  await driver.show();
  const [window] = await until('a window', () => x.windowsNamed(TITLE).length === 1 && x.windowsNamed('Title'));
  await driver.do('hide');
  await until('hidden', () => !x.isVisible(window!));
  const before = driver.count('ui value');
  await driver.do('set 0 4');
  t.is(driver.count('ui value'), before);
  t.is(await driver.show(), '0 ');
  await driver.line('ui value 2 4');
  await until('drawn', () => x.isVisible(window!) && x.screenshot(window).at(195, 10) === 0xff8000);
  t.is(driver.count('ui instantiate'), 1);
  t.is(driver.count('ui cleanup'), 0);
  t.is(await driver.end(), 0, driver.stderr);
  t.is(driver.count('ui cleanup'), 1);
});

test('Closed by the window manager it is hidden, and comes back as it was', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.with(t, x.env, 'probe');
  await driver.show();
  const [window] = await until('a window', () => x.windowsNamed(TITLE).length === 1 && x.windowsNamed('Title'));
  x.closeWindow(window!);
  await until('hidden', () => !x.isVisible(window!));
  await driver.do('hide'); // nothing to hide
  await driver.show();
  await until('back', () => x.isVisible(window!));
  t.is(driver.count('ui instantiate'), 1);
  t.is(await driver.end(), 0, driver.stderr);
});

test('Shown while it is shown it comes to the front', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.with(t, x.env, 'probe');
  await driver.show();
  const [window] = await until('a window', () => x.windowsNamed(TITLE).length === 1 && x.windowsNamed('Title'));
  await driver.do('window 600 500');
  await until('covered', () => x.stacking().at(-1) !== window && x.stacking().length === 2);
  await driver.show();
  await until('in front', () => x.stacking().at(-1) === window);
  t.is(await driver.end(), 0, driver.stderr);
});

test('An editor that closes itself is gone, and is opened anew', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.with(t, x.env, 'closes-itself');
  await driver.show();
  await driver.line('ui cleanup');
  await until('no window', () => x.windowsNamed(TITLE).length === 0);
  t.is(await driver.show(), '0 ');
  await until('a window', () => x.windowsNamed(TITLE).length === 1);
  t.is(driver.count('ui instantiate'), 2);
  t.is(await driver.end(), 0, driver.stderr);
});

test('An editor with a window of its own is shown, hidden, and shown again after the user closed it', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.with(t, x.env, 'shows-itself');
  t.is(await driver.show(), '0 ');
  const [window] = await until(
    'a window',
    () => x.windowsNamed('Shows itself').length === 1 && x.windowsNamed('Shows itself'),
  );
  await until('drawn', () => x.isVisible(window!) && x.screenshot(window).at(10, 10) === 0xff8000);
  await driver.do('hide');
  await until('hidden', () => !x.isVisible(window!));
  await driver.show();
  await until('shown', () => x.isVisible(window!));
  x.closeWindow(window!);
  await until('closed', () => !x.isVisible(window!));
  await until('told to hide', () => driver.count('ui hide') === 2);
  await driver.show();
  await until('shown', () => x.isVisible(window!));
  t.is(driver.count('ui instantiate'), 1);
  t.is(await driver.end(), 0, driver.stderr);
});

test('An editor is found in a bundle of its own', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.with(t, x.env, 'elsewhere');
  t.is(await driver.show(), '0 ');
  const [window] = await until('a window', () => x.windowsNamed(TITLE).length === 1 && x.windowsNamed('Title'));
  t.regex(x.property(window!, 'WM_NORMAL_HINTS'), /maximum size: 300 by 200/); // as its second file says
  t.is(await driver.end(), 0, driver.stderr);
});

test('Of several editors the one for X11 is taken', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.with(t, x.env, 'prefers-x11');
  t.is(await driver.show(), '0 ');
  await until('a window', () => x.windowsNamed(TITLE).length === 1);
  t.is(await driver.end(), 0, driver.stderr);
});

test('Nothing is left of it: no window, connection, file descriptor or thread, also after 20 times', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.with(t, x.env, 'probe', { build: 'native' });
  const before = await driver.do('count');
  await driver.show();
  await until('a window', () => x.windowsNamed(TITLE).length === 1);
  t.notDeepEqual(await driver.do('count'), before);
  await driver.do('hide');
  await driver.do('close-editor');
  t.deepEqual(await driver.do('count'), before);
  await driver.do('cycles 20');
  t.is(driver.count('error'), 0);
  t.is(driver.count('ui instantiate'), 21);
  t.is(driver.count('ui cleanup'), 21);
  t.deepEqual(await driver.do('count'), before);
  t.deepEqual(x.windowsOf(driver.pid, false), []);
  t.is(await driver.end(), 0, driver.stderr);
});

test('A plugin is closed with its editor open', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.with(t, x.env, 'probe');
  await driver.show();
  await until('a window', () => x.windowsNamed(TITLE).length === 1);
  await driver.do('close');
  t.is(driver.count('ui cleanup'), 1);
  await until('no window', () => x.windowsNamed(TITLE).length === 0);
  t.is(await driver.end(), 0, driver.stderr);
});

test('An external editor is run, shown, hidden, and made anew after the user closed it', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.with(t, x.env, 'external');
  t.is(await driver.show(), '0 ');
  const find = () => x.windowsNamed(TITLE);
  const [window] = await until('a window', () => find().length === 1 && find());
  await until('drawn', () => x.isVisible(window!) && x.screenshot(window!).at(10, 10) === 0xff8000);
  await driver.do('hide');
  await until('hidden', () => !x.isVisible(window!));
  await driver.show();
  await until('shown', () => x.isVisible(window!));
  t.is(driver.count('ui instantiate'), 1);
  x.closeWindow(window!);
  await until('cleaned up', () => driver.count('ui closed') === 1 && driver.count('ui cleanup') === 1);
  await driver.show();
  await until('another window', () => find().length === 1);
  t.is(driver.count('ui instantiate'), 2);
  t.is(await driver.end(), 0, driver.stderr);
});
