/** A window reopens where it was when the plugin crashed (native-shim/include/recovery.h). */
import test from 'ava';
import { Driver } from './driver.ts';
import { until, XServer } from './x-server.ts';

/** Until the driver says that the window is there. */
async function placed(driver: Driver, x: number, y: number): Promise<void> {
  for (const end = Date.now() + 30_000; Date.now() < end; )
    if ((await driver.do('place'))[0] === `place 1 ${x} ${y}`) return;
  throw new Error(`waited in vain: place ${x} ${y}\n${driver.lines.join('\n')}`);
}

for (const windowManager of [true, false]) {
  test(`The next process knows where a window is, ${windowManager ? 'with' : 'without'} a window manager`, async (t) => {
    const x = await XServer.start(t, { windowManager });
    const driver = Driver.start(t, x.env);
    t.deepEqual(await driver.do('place'), ['place 0 0 0']);
    const id = await driver.id('open w 0 300 200 r Title');
    await driver.do('show w');
    await until('visible', () => x.isVisible(id));
    const shown = x.area(id)!;
    await placed(driver, shown.x, shown.y);
    if (windowManager) x.moveResize(id, { x: 123, y: 234, width: 320, height: 210 });
    else x.run('xdotool', 'windowmove', id, '123', '234');
    await placed(driver, 123, 234);
    t.is(await driver.end(), 0, driver.stderr);
  });

  test(`The first window appears where the previous process had it, ${windowManager ? 'with' : 'without'} a window manager`, async (t) => {
    const x = await XServer.start(t, { windowManager });
    const driver = Driver.start(t, x.env);
    await driver.do('place-before 321 123');
    const first = await driver.id('open a 0 300 200 - Title');
    await driver.do('show a');
    await until('visible', () => x.isVisible(first));
    t.deepEqual(x.area(first), { x: 321, y: 123, width: 300, height: 200 });
    await driver.do('place-before 400 400');
    const second = await driver.id('open b 0 300 200 - Title');
    await driver.do('show b');
    await until('visible', () => x.isVisible(second));
    t.notDeepEqual(x.area(second), { x: 400, y: 400, width: 300, height: 200 });
    t.is(await driver.end(), 0, driver.stderr);
  });
}

test('A place that is off the screen is not taken', async (t) => {
  const x = await XServer.start(t);
  const driver = Driver.start(t, x.env);
  await driver.do('place-before 5000 -70');
  const id = await driver.id('open w 0 300 200 - Title');
  await driver.do('show w');
  await until('visible', () => x.isVisible(id));
  const area = x.area(id)!;
  t.true(area.x >= 0 && area.x + 300 <= 1280 && area.y >= 0, JSON.stringify(area));
  t.is(await driver.end(), 0, driver.stderr);
});

test('An embedded window has no place of its own', async (t) => {
  const x = await XServer.start(t);
  const driver = Driver.start(t, x.env);
  const daw = await driver.id('child daw 0 500 400');
  const id = await driver.id(`open w ${daw} 300 200 - Title`);
  await driver.do('show w');
  await until('visible', () => x.isVisible(id));
  t.deepEqual(await driver.do('place'), ['place 0 0 0']);
});
