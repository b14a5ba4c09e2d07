/** Keys and the wheel, where the editor's own window has not taken them. */
import test from 'ava';
import { XServer } from '../../../unit/window/x-server.ts';
import { Driver, fixture } from './driver.ts';

const EVENT_GESTURE_BEGIN = 3;
const EVENT_GESTURE_END = 4;
/** Of the SDK's virtual keys. */
const [RETURN, LEFT, F5, SHIFT] = [4, 11, 44, 54];
const SHIFT_HELD = 1;

test('Keys reach the view with character, virtual key and modifiers, down and up', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.open(t, x, fixture('leaves-room'));
  x.activate(await driver.show(x));
  await driver.until('focus', () => driver.callsTo('view.onFocus').at(-1) === 'view.onFocus 1');
  x.moveTo((await driver.until('the window', () => x.windowsNamed('^Title$')[0])) as string, 200, 100);
  for (const name of ['a', 'Return', 'Left', 'F5', 'shift+b']) x.key(name);
  await driver.until('all', () => driver.callsTo('view.onKeyUp').length >= 6);
  const [a, b, enter] = ['a', 'B', '\r'].map((text) => text.charCodeAt(0));
  t.deepEqual(
    driver.callsTo('view.onKeyDown').map((text) => text.split(' ').slice(1).map(Number)),
    [
      [a, 0, 0],
      [enter, RETURN, 0],
      [0, LEFT, 0],
      [0, F5, 0],
      [0, SHIFT, 0],
      [b, 0, SHIFT_HELD],
    ],
  );
  await driver.end(t);
});

test('A wheel that the view does not want turns the parameter that it finds under the pointer, for the DAW to hear', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.open(t, x, fixture('leaves-room'));
  const id = await driver.show(x);
  await driver.do('events', 'run 64', 'events');
  x.click(id, 200, 30, 4);
  await driver.until('turned up', async () => Math.abs((await driver.value(0)) - 0.26) < 1e-6);
  t.deepEqual(driver.callsTo('view.onWheel'), ['view.onWheel 1']);
  t.deepEqual(driver.callsTo('view.findParameter'), ['view.findParameter 200 30']);
  x.click(id, 200, 30, 5);
  await driver.until('turned down', async () => Math.abs((await driver.value(0)) - 0.25) < 1e-6);
  const kinds = (await driver.do('run 64', 'events')).flatMap((line) => /^event \d+ kind (\d+)/.exec(line)?.[1] ?? []);
  t.deepEqual(kinds.map(Number), [EVENT_GESTURE_BEGIN, EVENT_GESTURE_END, EVENT_GESTURE_BEGIN, EVENT_GESTURE_END]);
  x.click(id, 200, 150, 4);
  await driver.until('asked', () => driver.callsTo('view.findParameter').length === 3);
  t.true(Math.abs((await driver.value(0)) - 0.25) < 1e-6, 'nothing is found there');
  await driver.end(t);
});

test("In a DAW's window keys and the wheel are the DAW's", async (t) => {
  const x = await XServer.start(t);
  const outer = await Driver.open(t, x, fixture('leaves-room'));
  const parent = await outer.show(x, 'Outer');
  const driver = await Driver.open(t, x, fixture('leaves-room'));
  await driver.do(`show ${parent}`);
  await driver.until('embedded', () => x.children(parent).length > 1);
  x.activate(parent);
  await outer.until('focus', () => outer.callsTo('view.onFocus').at(-1) === 'view.onFocus 1');
  x.moveTo(parent, 200, 100);
  x.key('a');
  x.click(parent, 200, 100, 4);
  await outer.until('it', () => outer.callsTo('view.onKeyUp').length > 0 && outer.callsTo('view.onWheel').length > 0);
  await driver.do('obey 50');
  t.deepEqual([driver.callsTo('view.onKeyDown'), driver.callsTo('view.onWheel')], [[], []]);
  await driver.do('close');
  await outer.end(t);
});
