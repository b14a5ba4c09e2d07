/** Show, hide, close, and which calls are allowed when. */
import test from 'ava';
import { Driver as Daw } from '../../../unit/window/driver.ts';
import { BACKGROUND, BAR, Driver, fixture, until, withoutEditor, XServer } from './driver.ts';

test('An editor is created by the rules, and its window has its size, title and class', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.start(t, x, fixture('plain'));
  t.deepEqual(await driver.do('show 0 Plain – track 1'), ['shown 0']);
  const id = await until('a window', () => x.windowsOf(driver.pid)[0]);
  t.like(x.area(id), { width: 300, height: 200 });
  t.is(x.property(id, '_NET_WM_NAME'), '"Plain – track 1"');
  t.true(x.property(id, 'WM_CLASS').includes('Editor plain'));
  await until('drawn', () => x.screenshot(id).at(20, 100) === BAR && x.screenshot(id).at(299, 199) === BACKGROUND);
  t.deepEqual(driver.calls('gui.'), [
    'main gui.create x11 0',
    'main gui.setScale 1',
    `main gui.setParent x11 ${id}`,
    'main gui.show',
  ]);
  await driver.do('close');
  t.deepEqual(driver.calls('gui.').slice(4), ['main gui.hide', 'main gui.destroy']);
  t.deepEqual(driver.faults(), []);
  t.is(await driver.end(), 0, driver.stderr);
});

test('Hidden it keeps what it is; shown again it is the same, and drawn', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.start(t, x, fixture('plain'));
  const id = await driver.show(x);
  await driver.do('hide');
  await until('hidden', () => !x.isVisible(id));
  await driver.do('hide');
  t.is(await driver.show(x), id);
  await until('drawn', () => x.isVisible(id) && x.screenshot(id).at(20, 100) === BAR);
  t.is(driver.calls('gui.create').length, 1);
  t.is(driver.calls('gui.show').length, 2);
  t.is(driver.calls('gui.hide').length, 1);
  t.deepEqual(driver.faults(), []);
  t.is(await driver.end(), 0, driver.stderr);
});

test('Shown while it is shown it comes to the front, and the plugin is not asked twice', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.start(t, x, fixture('plain'));
  const other = await Daw.start(t, x.env).id('open over 0 600 400 - Over');
  const id = await driver.show(x);
  x.activate(other);
  await until('behind', () => x.stacking().at(-1) !== id || x.stacking().length === 1);
  await driver.show(x);
  await until('in front', () => x.stacking().at(-1) === id);
  t.is(driver.calls('gui.show').length, 1);
  t.deepEqual(driver.faults(), []);
});

test('Closed by the window manager it is hidden, and can be shown again', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.start(t, x, fixture('plain'));
  const id = await driver.show(x);
  x.closeWindow(id);
  await driver.called('gui.hide');
  await until('hidden', () => !x.isVisible(id));
  await driver.do('hide');
  await driver.show(x);
  await until('drawn', () => x.isVisible(id) && x.screenshot(id).at(20, 100) === BAR);
  t.is(driver.calls('gui.create').length, 1);
  t.is(driver.calls('gui.hide').length, 1);
  t.deepEqual(driver.faults(), []);
  t.is(await driver.end(), 0, driver.stderr);
});

test("Embedded it is in the DAW's window; in another one it is opened anew", async (t) => {
  const x = await XServer.start(t);
  const daw = Daw.start(t, x.env);
  const driver = await Driver.start(t, x, fixture('plain'));
  const [first, second] = [await daw.id('open a 0 500 400 - A'), await daw.id('open b 0 500 400 - B')];
  await daw.do('show a');
  await daw.do('show b');
  const id = await driver.show(x, first);
  await until('drawn', () => x.isVisible(id) && x.area(id)?.width === 300);
  const other = await driver.show(x, second);
  t.deepEqual(x.children(first), []);
  await until('drawn', () => x.isVisible(other) && x.screenshot(other).at(299, 199) === BACKGROUND);
  t.is(await driver.show(x, second), other);
  t.is(driver.calls('gui.create').length, 2);
  t.is(driver.calls('gui.destroy').length, 1);
  t.deepEqual(driver.faults(), []);
  t.is(await driver.end(), 0, driver.stderr);
});

for (const [how, command] of [
  ['destroyed', 'close daw'],
  ['gone with the DAW that was killed', ''],
] as const)
  test(`A DAW's window ${how} takes the editor with it, which can be shown elsewhere`, async (t) => {
    const x = await XServer.start(t);
    const daw = Daw.start(t, x.env);
    const driver = await Driver.start(t, x, fixture('plain'));
    const before = await driver.count();
    const parent = await daw.id('open daw 0 500 400 - DAW');
    await daw.do('show daw');
    await driver.show(x, parent);
    if (command) await daw.do(command);
    else process.kill(daw.pid, 'SIGKILL');
    await driver.called('gui.destroy');
    t.is(driver.calls('gui.hide').length, 0);
    t.is(await driver.count(), before);
    const id = await driver.show(x);
    await until('drawn', () => x.isVisible(id) && x.screenshot(id).at(20, 100) === BAR);
    t.deepEqual(driver.faults(), []);
    t.is(await driver.end(), 0, driver.stderr);
  });

test('The end of the X server ends the editor only; on a new server it is shown again', async (t) => {
  const number = 11_000 + (process.pid % 10_000); // not one that others find
  const x = await XServer.start(t, { number });
  const driver = await Driver.start(t, x, fixture('plain'));
  await driver.show(x);
  await x.kill();
  await driver.called('gui.destroy');
  // The server's end is logged, whenever the next look at the connection finds it.
  const answers = async (command: string) => (await driver.do(command)).filter((line) => !line.startsWith('log '));
  t.deepEqual(await answers('run 64 10'), ['ran 0']);
  const [refused, status] = await answers('show 0 Title');
  t.regex(refused!, /^refused -1 cannot connect to the X server ":\d+"/);
  t.is(status, 'shown -1');
  t.is(driver.calls('gui.create').length, 1);
  const again = await XServer.start(t, { number });
  const id = await driver.show(again);
  await until('drawn', () => again.isVisible(id) && again.screenshot(id).at(20, 100) === BAR);
  t.deepEqual(driver.faults(), []);
  t.is(await driver.end(), 0, driver.stderr);
});

test('Without a display the plugin is left alone, and a sentence says why', async (t) => {
  const driver = await Driver.start(t, { env: { ...process.env, DISPLAY: '' } }, fixture('plain'));
  t.deepEqual(await driver.do('show 0 Title'), ['refused -1 DISPLAY is not set: editors need an X server', 'shown -1']);
  t.deepEqual(driver.calls('gui.'), []);
  t.is(await driver.end(), 0, driver.stderr);
});

const REFUSALS = {
  'refuses-create': '-1 "org.maolan.editor.refuses-create" failed to create its editor',
  'refuses-parent': '-1 "org.maolan.editor.refuses-parent" failed to put its editor into a window',
  'refuses-show-floating': '-1 "org.maolan.editor.refuses-show-floating" failed to show its editor',
  'lacks-create': '-2 "org.maolan.editor.lacks-create" has no editor',
  'refuses-x11': '-2 the editor of "org.maolan.editor.refuses-x11" does not support X11',
};
for (const [kind, sentence] of Object.entries(REFUSALS))
  test(`An editor that ${kind.replaceAll('-', ' ')} is refused with a sentence, and leaves nothing behind`, async (t) => {
    const x = await XServer.start(t);
    const driver = await Driver.start(t, x, fixture(kind));
    const before = await driver.count();
    for (let times = 0; times < 3; times++) t.is((await driver.do('show 0 Title'))[0], `refused ${sentence}`);
    t.is(await driver.count(), before);
    t.deepEqual(x.windowsOf(driver.pid, false), []);
    t.deepEqual(driver.faults(), []);
    t.is(await driver.end(), 0, driver.stderr);
  });

test('A plugin without an editor says so; hiding and closing do nothing', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.start(t, x, withoutEditor);
  t.deepEqual(await driver.do('show 0 Title'), ['refused -2 "org.maolan.gain" has no editor', 'shown -2']);
  await driver.do('hide');
  await driver.do('close-editor');
  t.is(await driver.end(), 0, driver.stderr);
});

for (const kind of ['lacks-much', 'refuses-show'])
  test(`An embedded editor that ${kind.replaceAll('-', ' ')} is shown all the same`, async (t) => {
    const x = await XServer.start(t);
    const driver = await Driver.start(t, x, fixture(kind));
    const id = await driver.show(x);
    await until('drawn', () => x.screenshot(id).at(20, 100) === BAR);
    await driver.do('hide');
    await driver.show(x);
    await until('drawn again', () => x.isVisible(id) && x.screenshot(id).at(20, 100) === BAR);
    await driver.do('close-editor');
    t.is(await driver.end(), 0, driver.stderr);
  });

test('The editor stays open while the plugin is restarted, and while it is not active', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.start(t, x, fixture('plain'));
  const id = await driver.show(x);
  await driver.do('restart');
  await driver.do('deactivate');
  await driver.do('hide');
  await driver.show(x);
  await driver.do('activate');
  await until('drawn', () => x.isVisible(id) && x.screenshot(id).at(20, 100) === BAR);
  t.is(driver.calls('gui.create').length, 1);
  t.deepEqual(driver.faults(), []);
  t.is(await driver.end(), 0, driver.stderr);
});

test('Twenty times shown and hidden, and opened and closed: no descriptor, thread or window is left', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.start(t, x, fixture('plain'));
  const before = await driver.count();
  await driver.do('cycles 20');
  await driver.do('close-editor');
  t.is(await driver.count(), before);
  await driver.do('reopen 20');
  t.is(await driver.count(), before);
  t.is(driver.calls('gui.create').length, 21);
  t.deepEqual(x.windowsOf(driver.pid, false), []);
  t.deepEqual(driver.faults(), []);
  t.is(await driver.end(), 0, driver.stderr);
});
