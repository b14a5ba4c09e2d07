/** From createView to the release: the order of VST3, and what can go wrong on the way. */
import test from 'ava';
import { XServer } from '../../../unit/window/x-server.ts';
import { Driver, fixture } from './driver.ts';

/** The calls that the host makes unprompted, without those that the user caused. */
const calls = (driver: Driver): string[] =>
  driver.calls
    .map(({ text }) => text)
    .filter((text) => text.startsWith('view.') && !/^view\.(onFocus|pressed|canResize)/.test(text));

test('An editor is opened in the order of VST3, shown, hidden, shown and closed', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.open(t, x, fixture('slider'));
  const id = await driver.show(x, 'Mine');
  t.like(x.area(id), { width: 300, height: 200 });
  t.is(x.property(id, 'WM_CLASS'), '"maolan-plugin", "Slider"');
  await driver.do('hide');
  await driver.until('hidden', () => !x.isVisible(id));
  t.is(await driver.show(x, 'Mine'), id);
  await driver.do('editor-close', 'obey 50');
  t.is(x.area(id), undefined);
  t.deepEqual(calls(driver), [
    'view.createView',
    'view.isPlatformTypeSupported',
    'view.setFrame some',
    'view.setContentScaleFactor 1',
    'view.getSize',
    'view.attached',
    'view.getSize',
    'view.onSize 300 200',
    'view.removed',
    'view.window lives',
    'view.setFrame none',
    'view.free',
  ]);
  await driver.end(t);
});

test('Without a title the window has the name of the plugin', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.open(t, x, fixture('slider'));
  t.is(await driver.answer('show', 'shown'), '0 ');
  await driver.until('the window', () => x.windowsNamed('^Slider$')[0]);
  await driver.end(t);
});

test('Shown while it is shown the editor comes to the front', async (t) => {
  const x = await XServer.start(t);
  const [a, b] = [await Driver.open(t, x, fixture('slider')), await Driver.open(t, x, fixture('slider'))];
  const first = await a.show(x, 'A');
  const second = await b.show(x, 'B');
  x.activate(second);
  await a.until('B in front', () => x.stacking().at(-1) === second);
  t.is(await a.answer('show 0 A', 'shown'), '0 ');
  await a.until('A in front', () => x.stacking().at(-1) === first);
  t.is(a.callsTo('view.createView').length, 1);
  await a.end(t);
  await b.end(t);
});

test('Closed by the window manager it is hidden, and stays as it is', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.open(t, x, fixture('slider'));
  const id = await driver.show(x);
  x.closeWindow(id);
  await driver.until('hidden', () => !x.isVisible(id));
  await driver.do('obey 50');
  t.deepEqual(driver.callsTo('view.removed'), []);
  t.is(await driver.show(x), id);
  await driver.end(t);
});

test('A plugin may ask for its editor once it has been open: it comes back where it was', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.open(t, x, fixture('asks-to-open'));
  await driver.do('set 1 1');
  t.is(driver.callsTo('open.asked').at(-1), 'open.asked 1', 'nobody knows where');
  const id = await driver.show(x);
  await driver.do('hide');
  await driver.until('hidden', () => !x.isVisible(id));
  await driver.do('set 1 1');
  t.is(driver.callsTo('open.asked').at(-1), 'open.asked 0');
  await driver.until('shown', () => x.isVisible(id));
  await driver.end(t);
});

test('The plugin hears of the focus', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.open(t, x, fixture('slider'));
  const other = await Driver.open(t, x, fixture('slider'));
  const first = await driver.show(x, 'A');
  x.activate(first);
  await driver.until('focus', () => driver.callsTo('view.onFocus').at(-1) === 'view.onFocus 1');
  const second = await other.show(x, 'B');
  x.activate(second);
  await driver.until('no focus', () => driver.callsTo('view.onFocus').at(-1) === 'view.onFocus 0');
  await driver.end(t);
  await other.end(t);
});

test('The scale is set before the size is asked for', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.open(t, x, fixture('slider'), { env: { MAOLAN_SCALE: '1.5' } });
  const id = await driver.show(x);
  t.like(x.area(id), { width: 450, height: 300 });
  t.deepEqual(driver.callsTo('view.setContentScaleFactor'), ['view.setContentScaleFactor 1.5']);
  await driver.end(t);
});

const REFUSALS: [name: string, status: string, view: string[]][] = [
  ['no-x11', '-2 The editor of "No X11" cannot be shown: it knows no X11 windows', ['view.free']],
  [
    'fails-to-attach',
    '-1 The editor of "Fails to attach" failed to attach to its window (result: 4)',
    ['view.setFrame none', 'view.free'],
  ],
];
for (const [name, status, last] of REFUSALS)
  test(`An editor that cannot be shown is refused with a sentence: ${name}`, async (t) => {
    const x = await XServer.start(t);
    const driver = await Driver.open(t, x, fixture(name));
    const before = await driver.answer('count', 'count');
    t.is(await driver.answer('show', 'shown'), status);
    t.is(await driver.answer('show', 'shown'), status);
    t.deepEqual(driver.callsTo('view.removed'), []);
    t.deepEqual(driver.calls.map(({ text }) => text).slice(-last.length), last);
    t.is(await driver.answer('count', 'count'), before);
    await driver.do('hide', 'editor-close');
    await driver.end(t);
  });

test('A plugin without an editor is refused with a sentence', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.open(t, x, fixture('../../vst3/gestures'));
  t.is(await driver.answer('show', 'shown'), '-2 "gestures" has no editor');
  await driver.end(t);
});

test('Without a server the view is not even attached', async (t) => {
  const driver = await Driver.open(t, { env: { ...process.env, DISPLAY: '' } }, fixture('slider'));
  t.regex(await driver.answer('show', 'shown'), /^-1 Failed to open the editor of "Slider": DISPLAY is not set/);
  t.deepEqual(driver.callsTo('view.setFrame'), []);
  await driver.end(t);
});

test('Closing the plugin closes its editor first', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.open(t, x, fixture('slider'));
  await driver.show(x);
  await driver.end(t);
  const order = driver.calls.map(({ text }) => text);
  t.true(
    order.indexOf('view.free') < order.findIndex((text) => text.startsWith('processor.setProcessing 0')) ||
      !order.includes('processor.setProcessing 0'),
  );
  t.true(order.indexOf('view.free') < order.indexOf('component.terminate'));
  t.true(order.indexOf('view.free') > 0);
});

test('Twenty openings and closings leave no window, file descriptor or thread', async (t) => {
  const x = await XServer.start(t);
  const driver = await Driver.open(t, x, fixture('run-loop'));
  await driver.do('cycles 1');
  const before = await driver.answer('count', 'count');
  t.is((await driver.do('cycles 20')).filter((line) => line === 'shown 0 ').length, 20);
  t.is(await driver.answer('count', 'count'), before);
  t.deepEqual(x.windowsNamed('Run loop', false), []);
  await driver.end(t);
});
