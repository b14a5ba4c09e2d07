/** From the mouse to the DAW, and from the DAW to the picture. */
import test from 'ava';
import { BACKGROUND, BAR, Driver, fixture, until, XServer } from './driver.ts';

const GESTURE_BEGIN = 3;
const GESTURE_END = 4;
const shape = (events: string[]): string[] =>
  events.map((line) => /kind (\d) .*?index (\d+)( value .*)?/.exec(line)!.slice(1, 4).join(' '));

test('A click is a gesture with a value between its ends, in the next block', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.start(t, x, fixture('plain'));
  const id = await driver.show(x);
  await until('drawn', () => x.screenshot(id).at(20, 100) === BAR);
  x.click(id, 150, 100);
  const events = await driver.eventOf(GESTURE_END);
  t.deepEqual(shape(events), [`${GESTURE_BEGIN} 0 `, '1 0  value 0.5', `${GESTURE_END} 0 `]);
  t.is(await driver.value(0), 0.5);
  await until('drawn', () => x.screenshot(id).at(140, 100) === BAR && x.screenshot(id).at(160, 100) === BACKGROUND);
  t.deepEqual(driver.faults(), []);
  t.is(await driver.end(), 0, driver.stderr);
});

test('A drag is one gesture with its values in order', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.start(t, x, fixture('plain'));
  const id = await driver.show(x);
  await until('drawn', () => x.screenshot(id).at(20, 100) === BAR);
  x.drag(id, [30, 100], [270, 100]);
  const events = shape(await driver.eventOf(GESTURE_END));
  t.is(events[0], `${GESTURE_BEGIN} 0 `);
  t.is(events.at(-1), `${GESTURE_END} 0 `);
  const values = events.slice(1, -1).map((line) => Number(line.split(' value ')[1]));
  t.deepEqual(
    values,
    [...values].sort((a, b) => a - b),
  );
  t.true(values.length > 2, values.join(' '));
  t.is(values.at(-1), 0.9);
});

for (const kind of ['plain', 'no-flush'])
  test(`While no blocks come the edits are flushed, whether the editor asks for it or not: ${kind}`, async (t) => {
    const x = await XServer.start(t);
    const driver = await Driver.start(t, x, fixture(kind));
    const id = await driver.show(x);
    await until('drawn', () => x.screenshot(id).at(20, 100) === BAR);
    x.click(id, 225, 100);
    const events: string[] = [];
    for (const end = Date.now() + 10_000; Date.now() < end && events.length < 3; )
      events.push(...(await driver.events()));
    t.deepEqual(shape(events), [`${GESTURE_BEGIN} 0 `, '1 0  value 0.75', `${GESTURE_END} 0 `]);
    t.is(await driver.value(0), 0.75);
    t.deepEqual(driver.faults(), []);
    t.is(await driver.end(), 0, driver.stderr);
  });

test('An edit reaches the table of a plugin that is not active', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.start(t, x, fixture('no-flush'));
  const id = await driver.show(x);
  await until('drawn', () => x.screenshot(id).at(20, 100) === BAR);
  await driver.do('deactivate');
  x.click(id, 225, 100);
  let value = 0;
  for (const end = Date.now() + 10_000; Date.now() < end && value !== 0.75; ) value = await driver.value(0);
  t.is(value, 0.75);
  t.deepEqual(driver.faults(), []);
  t.is(await driver.end(), 0, driver.stderr);
});

test('Hidden or closed, the editor has no more flushes than the plugin asks for', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.start(t, x, fixture('no-flush'));
  await driver.show(x);
  await driver.called('params.flush');
  await driver.do('hide');
  await driver.do('count');
  const flushes = driver.calls('params.flush').length;
  await new Promise((resolve) => setTimeout(resolve, 300));
  t.is(driver.calls('params.flush').length, flushes);
});

for (const [how, commands] of [
  ['in a block', ['event 0 0.8', 'run 64 1']],
  ['by plugin_parameter_set', ['set 0 0.8']],
] as const)
  test(`A value that the DAW changes ${how} is shown`, async (t) => {
    const x = await XServer.start(t);
    const driver = await Driver.start(t, x, fixture('plain'));
    const id = await driver.show(x);
    await until('drawn', () => x.screenshot(id).at(20, 100) === BAR && x.screenshot(id).at(200, 100) === BACKGROUND);
    for (const command of commands) await driver.do(command);
    await until('drawn anew', () => x.screenshot(id).at(200, 100) === BAR);
    t.deepEqual(driver.faults(), []);
    t.is(await driver.end(), 0, driver.stderr);
  });
