/** Control values, gestures and messages between the editor and the plugin. */
import test, { type ExecutionContext } from 'ava';
import { until, XServer } from '../../../unit/window/x-server.ts';
import { type Build, Driver } from './driver.ts';

async function shown(t: ExecutionContext, name: string, build: Build = 'asan'): Promise<[XServer, Driver, string]> {
  const x = await XServer.start(t, { windowManager: false });
  const driver = await Driver.with(t, x.env, name, { build });
  t.is(await driver.show(), '0 ');
  const [window] = await until('a window', () => x.windowsNamed('^Title$').length === 1 && x.windowsNamed('^Title$'));
  await until('drawn', () => x.screenshot(window).at(10, 10) === 0xff8000);
  return [x, driver, window!];
}

const GESTURE_BEGIN = 'event 3 0';
const GESTURE_END = 'event 4 0';

test('A drag reaches the table within a gesture, and asks for a flush', async (t) => {
  const [x, driver, window] = await shown(t, 'probe');
  const requests = driver.count('request 2');
  x.drag(window, [50, 50], [150, 50]);
  await until('a request', () => driver.count('request 2') > requests);
  await driver.repeat('value 0', 'value 3');
  const answer = await driver.do('flush');
  t.deepEqual(answer, [GESTURE_BEGIN, GESTURE_END]);
  t.deepEqual(await driver.do('value 0'), ['value 3']);
  t.is(driver.count('ui value 2 3'), 0, 'it is not told of its own edit');
  t.is(await driver.end(), 0, driver.stderr);
});

test('A gesture is there while the button is held', async (t) => {
  const [x, driver, window] = await shown(t, 'probe');
  x.moveTo(window, 100, 50);
  x.run('xdotool', 'mousedown', '1');
  await driver.repeat('play 64 1', GESTURE_BEGIN);
  t.is(driver.count(GESTURE_END), 0);
  x.run('xdotool', 'mouseup', '1');
  await driver.repeat('play 64 1', GESTURE_END);
  t.is(driver.count(GESTURE_BEGIN), 1);
  t.is(await driver.end(), 0, driver.stderr);
});

test('A gesture that the editor does not end, because it is closed, is ended for it', async (t) => {
  const [x, driver, window] = await shown(t, 'probe');
  x.moveTo(window, 100, 50);
  x.run('xdotool', 'mousedown', '1');
  await driver.repeat('play 64 1', GESTURE_BEGIN);
  await driver.do('close-editor');
  t.deepEqual(await driver.do('play 64 1'), [GESTURE_END]);
  await driver.line('request 2');
  t.is(await driver.end(), 0, driver.stderr);
});

test('A value that the port does not take is put right in the editor, too', async (t) => {
  const [x, driver, window] = await shown(t, 'probe');
  x.click(window, 250, 150); // writes 3.6 to a port of integers
  await driver.line('ui value 3 4');
  t.deepEqual(await driver.do('value 1'), ['value 4']);
  t.is(await driver.end(), 0, driver.stderr);
});

test('What the DAW changes is passed on and seen, once', async (t) => {
  const [x, driver, window] = await shown(t, 'probe');
  await driver.do('set 0 4');
  await driver.line('ui value 2 4');
  await until('seen', () => x.screenshot(window).at(195, 50) === 0xff8000);
  await driver.do('set 0 4');
  await driver.do('play 64 1');
  await driver.line('ui value 4 4'); // the meter, later than that
  t.is(driver.count('ui value 2 4'), 1);
  t.is(await driver.end(), 0, driver.stderr);
});

test('A patch:Set goes to the plugin in the next block, and its answer to the editor', async (t) => {
  const [x, driver, window] = await shown(t, 'probe');
  x.click(window, 250, 50);
  await driver.repeat('play 64 1', 'ui report 250');
  await until('seen', () => x.screenshot(window).at(250, 50) === 0x00ff00);
  t.is(driver.count('ui report'), 1);
  t.is(await driver.end(), 0, driver.stderr);
});

test('The answer reaches an editor that is hidden; one that is opened later finds the plugin as it is', async (t) => {
  const [x, driver, window] = await shown(t, 'probe');
  x.click(window, 250, 50);
  x.click(window, 250, 150); // the click after it has arrived, so it has
  await driver.line('ui value 3 4');
  await driver.do('hide');
  await driver.repeat('play 64 1', 'ui report 250');
  await driver.do('close-editor');
  await driver.show();
  await driver.line('ui level 250');
  t.is(await driver.end(), 0, driver.stderr);
});

test('Subscriptions are heard; messages that are too large for the port are dropped with one sentence', async (t) => {
  const [x, driver, window] = await shown(t, 'subscribes');
  t.true(driver.lines.includes('ui subscribe 0'));
  t.true(driver.lines.includes('ui unsubscribe 0'));
  await driver.line('log LV2: a message between urn:maolan:editor:subscribes and its editor was dropped: it is larger');
  x.click(window, 250, 50);
  await driver.repeat('play 64 1', 'ui report 250');
  t.is(driver.count('ui value 4'), 0, 'the meter was unsubscribed');
  t.is(await driver.end(), 0, driver.stderr);
});

for (const build of ['asan', 'tsan'] as const)
  test(`Floods both ways while the plugin runs are borne, what is too much is dropped (${build})`, async (t) => {
    const [x, driver, window] = await shown(t, 'floods', build);
    await driver.do('play-on 64');
    x.click(window, 250, 50);
    x.drag(window, [20, 50], [180, 50]);
    await driver.line('log LV2: a message between urn:maolan:editor:floods');
    await driver.do('hide');
    await driver.show();
    await driver.do('close-editor');
    await driver.show();
    await driver.do('play-off');
    await driver.do('deactivate');
    const said = driver.count('log LV2: a message');
    t.true(said >= 1 && said <= 2, 'once for each time that it was opened');
    t.is(await driver.end(), 0, driver.stderr);
  });
