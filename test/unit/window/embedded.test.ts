/** Windows in a window of the DAW, which is another process. */
import test from 'ava';
import { Driver } from './driver.ts';
import { until, XServer } from './x-server.ts';

test("An embedded window is a child of the DAW's, and shows its own child in it", async (t) => {
  const x = await XServer.start(t);
  const daw = Driver.start(t, x.env);
  const driver = Driver.start(t, x.env);
  const parent = await daw.id('open daw 0 500 400 - DAW');
  await daw.do('show daw');
  const id = await driver.id(`open w ${parent} 300 200 -`);
  t.deepEqual(x.children(parent), [id]);
  await driver.id('child c w 300 200');
  await driver.do('show w');
  await until('drawn', () => x.isVisible(id) && x.screenshot(parent).at(299, 199) === 0xff8800);
  t.is(x.screenshot(parent).at(301, 201), 0);
  await driver.do('hide w');
  await until('hidden', () => !x.isVisible(id) && x.screenshot(parent).uniformity() === 1);
  t.is(driver.count('w destroyed'), 0);
  await driver.do('child-close c');
  t.is(await driver.end(), 0, driver.stderr);
});

test('A window manager that is late does not take an embedded window for the floating one before it', async (t) => {
  const x = await XServer.start(t);
  const daw = Driver.start(t, x.env);
  const driver = Driver.start(t, x.env);
  const parent = await daw.id('open daw 0 500 400 - DAW');
  await daw.do('show daw');
  await until('visible', () => x.isVisible(parent));
  x.hangWindowManager(true);
  await driver.id('open w 0 300 200 - W');
  for (const command of ['show w', 'close w']) await driver.do(command);
  const id = await driver.id(`open w ${parent} 300 200 -`);
  await driver.do('show w');
  const last = await daw.id('open last 0 300 200 - last');
  await daw.do('show last');
  x.hangWindowManager(false);
  await until('managed', () => x.isVisible(last));
  t.deepEqual(x.children(parent), [id]);
  t.is(await driver.end(), 0, driver.stderr);
});

test('A parent that does not exist is refused with a sentence, and no connection stays open', async (t) => {
  const x = await XServer.start(t);
  const driver = Driver.start(t, x.env);
  const [before] = await driver.do('count');
  t.deepEqual(await driver.do('open w 0x7fffff 300 200 -'), [
    'error cannot embed in window 0x7fffff: there is no such window',
  ]);
  t.deepEqual(await driver.do('open w 0xfffffffffffff 300 200 -'), [
    'error cannot embed in window 0xfffffffffffff: there is no such window',
  ]);
  t.deepEqual(await driver.do('count'), [before]);
  t.is(driver.count('log'), 0);
  t.is(await driver.end(), 0, driver.stderr);
});

for (const [how, command] of [
  ['destroyed', 'close daw'],
  ['gone with the DAW that was killed', ''],
] as const)
  test(`A parent ${how} takes the window with it: the owner is notified once, and can close it and open another`, async (t) => {
    const x = await XServer.start(t);
    const daw = Driver.start(t, x.env);
    const driver = Driver.start(t, x.env);
    const parent = await daw.id('open daw 0 500 400 - DAW');
    await daw.do('show daw');
    await driver.id(`open w ${parent} 300 200 f`);
    await driver.id('child c w 300 200');
    await driver.do('show w');
    if (command) await daw.do(command);
    else process.kill(daw.pid, 'SIGKILL');
    await driver.line('w destroyed');
    await driver.line('c gone');
    t.deepEqual(await driver.do('resize w 100 100'), ['resize -1']);
    for (const late of ['show w', 'hide w', 'resizable w 1', 'hints w 1 1 2 2', 'child-destroy c', 'child-close c'])
      await driver.do(late);
    await driver.do('close w');
    t.is(driver.count('w destroyed'), 1);
    await driver.id('open again 0 100 100 - W');
    t.is(await driver.end(), 0, driver.stderr);
  });

test('The window may be closed inside the callback that says that it is gone', async (t) => {
  const x = await XServer.start(t);
  const daw = Driver.start(t, x.env);
  const driver = Driver.start(t, x.env);
  const [before] = await driver.do('count');
  const parent = await daw.id('open daw 0 500 400 - DAW');
  await driver.id(`open a ${parent} 300 200 c`);
  await driver.id(`open b ${parent} 300 200 c`);
  await daw.do('close daw');
  await driver.line('a destroyed');
  await driver.line('b destroyed');
  t.deepEqual(await driver.do('count'), [before]);
  t.is(await driver.end(), 0, driver.stderr);
});

test("The child learns where it is on the screen when the DAW's window moves", async (t) => {
  const x = await XServer.start(t);
  const daw = Driver.start(t, x.env);
  const driver = Driver.start(t, x.env);
  const parent = await daw.id('open daw 0 500 400 r DAW');
  await daw.do('show daw');
  await until('visible', () => x.isVisible(parent));
  await driver.id(`open w ${parent} 300 200 -`);
  await driver.id('child c w 300 200');
  await driver.do('show w');
  x.moveResize(parent, { x: 210, y: 130, width: 500, height: 400 });
  await driver.line('c configure 1 210 130 300 200');
  t.pass();
});

test("A plugin's own window is put above the DAW's top-level window, not above the container in it", async (t) => {
  const x = await XServer.start(t);
  const daw = Driver.start(t, x.env);
  const driver = Driver.start(t, x.env);
  const top = await daw.id('open daw 0 500 400 - DAW');
  const inner = await daw.id('child inner daw 400 300');
  await daw.do('show daw');
  await until('visible', () => x.isVisible(top));
  await driver.id(`open w ${inner} 300 200 -`);
  const own = await driver.id('child own 0 100 100');
  await driver.do('transient w own');
  await until('transient', () => x.property(own, 'WM_TRANSIENT_FOR').includes(top));
  t.pass();
});
