/** Values both ways: what the user does in the window, and what the DAW changes. */
import test from 'ava';
import { XServer } from '../../../unit/window/x-server.ts';
import { Driver, fixture } from './driver.ts';

const BAR = 0x00c000;
const EVENT_GESTURE_BEGIN = 3;
const EVENT_GESTURE_END = 4;

/** Width of the bar on the screen. */
function bar(x: XServer, id: string): number {
  const picture = x.screenshot(id);
  let width = 0;
  while (width < picture.width && picture.at(width, 100) === BAR) width++;
  return width;
}

/** Kinds of the gestures that came out. */
const gestures = async (driver: Driver): Promise<number[]> =>
  (await driver.do('events')).flatMap(
    (line) => /^event \d+ kind (\d+) port 0 index 0/.exec(line)?.slice(1, 2).map(Number) ?? [],
  );

test('What the user drags reaches the table and the processor, as one gesture, with no block but a flush', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.open(t, x, fixture('slider'));
  const id = await driver.show(x);
  await driver.until('drawn', () => bar(x, id) === 75);
  t.deepEqual(await gestures(driver), []);
  x.drag(id, [30, 100], [240, 100]);
  await driver.until('the value', async () => Math.abs((await driver.value(0)) - 0.8) < 0.02);
  const dragged = await driver.value(0);
  t.is(bar(x, id), Math.floor(dragged * 300));
  await driver.do('obey 50');
  t.deepEqual(await gestures(driver), [EVENT_GESTURE_BEGIN, EVENT_GESTURE_END]);
  await driver.do('run 64');
  t.is(Number((await driver.answer('output 0 0 1', 'output')).split(' ')[0]), dragged);
  await driver.end(t);
});

test('A block that comes instead of the flush carries begin and value, and a later one the end', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.open(t, x, fixture('slider'));
  const id = await driver.show(x);
  x.moveTo(id, 150, 100);
  x.run('xdotool', 'mousedown', '1');
  await driver.until('pressed', async () => {
    await driver.do('idle 20');
    return driver.callsTo('view.pressed').length > 0;
  });
  await driver.do('run 64');
  t.is(await driver.value(0), 0.5);
  t.deepEqual(await gestures(driver), [EVENT_GESTURE_BEGIN]);
  x.run('xdotool', 'mouseup', '1');
  const ended: number[] = [];
  await driver.until('released', async () => ended.push(...(await gestures(driver))) > 0);
  t.deepEqual(ended, [EVENT_GESTURE_END]);
  await driver.end(t);
});

test('What the DAW changes is drawn: an event in a block, and a value set beside the blocks', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.open(t, x, fixture('slider'));
  const id = await driver.show(x);
  await driver.until('drawn', () => bar(x, id) === 75);
  await driver.do('event 10 0 0.5', 'run 64');
  await driver.until('drawn', () => bar(x, id) === 150);
  await driver.do('set 0 1');
  await driver.until('drawn', () => bar(x, id) === 300);
  t.deepEqual(await gestures(driver), []);
  await driver.end(t);
});

test('Hidden, the view still follows; shown again it is right at once', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.open(t, x, fixture('slider'));
  const id = await driver.show(x);
  await driver.do('hide');
  await driver.do('event 0 0 0.5', 'run 64', 'obey 50');
  t.is(await driver.show(x), id);
  await driver.until('drawn', () => bar(x, id) === 150);
  await driver.end(t);
});
