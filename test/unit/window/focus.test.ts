/** The keyboard, and XEmbed. */
import test from 'ava';
import { Driver } from './driver.ts';
import { until, XServer } from './x-server.ts';

test('When the window gets the focus, its child has the keyboard, and the owner is notified', async (t) => {
  const x = await XServer.start(t);
  const driver = Driver.start(t, x.env);
  const id = await driver.id('open w 0 300 200 - W');
  const child = await driver.id('child c w 300 200');
  await driver.do('show w');
  await until('visible', () => x.isVisible(id));
  x.activate(id);
  await driver.line('w focused 1');
  await until('the child has it', () => x.focused() === child);
  x.type('a');
  await driver.line('c key a');
  const other = await driver.id('open o 0 100 100 - O');
  await driver.do('show o');
  await until('visible', () => x.isVisible(other));
  x.activate(other);
  await driver.line('w focused 0');
  await driver.line('o focused 1');
  t.is(driver.count('w focused'), 2);
});

test('A child that comes when the window has the focus already gets it', async (t) => {
  const x = await XServer.start(t);
  const driver = Driver.start(t, x.env);
  const id = await driver.id('open w 0 300 200 - W');
  await driver.do('show w');
  await until('visible', () => x.isVisible(id));
  x.activate(id);
  await driver.line('w focused 1');
  const child = await driver.id('child c w 300 200');
  await until('the child has it', () => x.focused() === child);
  await driver.do('child-destroy c');
  const next = await driver.id('child d w 300 200');
  await until('the next child has it', () => x.focused() === next);
  t.is(driver.count('w focused 0'), 0);
});

test('A child that announces XEmbed is embedded, mapped, and notified of focus and activity', async (t) => {
  const x = await XServer.start(t);
  const driver = Driver.start(t, x.env);
  const id = await driver.id('open w 0 300 200 - W');
  const child = await driver.id('child c w 300 200 xembed');
  await driver.line('c xembed 0');
  await driver.do('show w');
  await until('mapped', () => x.isVisible(child));
  x.activate(id);
  await driver.line('c xembed 1');
  await driver.line('c xembed 4');
  const other = await driver.id('open o 0 100 100 - O');
  await driver.do('show o');
  await until('visible', () => x.isVisible(other));
  x.activate(other);
  await driver.line('c xembed 5');
  await driver.line('c xembed 2');
  t.is(driver.count('c xembed 0'), 1);
});

test('A child that does not announce XEmbed gets no messages of it', async (t) => {
  const x = await XServer.start(t);
  const driver = Driver.start(t, x.env);
  const id = await driver.id('open w 0 300 200 - W');
  await driver.id('child c w 300 200');
  await driver.do('show w');
  await until('visible', () => x.isVisible(id));
  x.activate(id);
  await driver.line('c focus 1');
  t.is(driver.count('c xembed'), 0);
});

test('An embedded window leaves the keyboard with the DAW, mapped or clicked', async (t) => {
  const x = await XServer.start(t);
  const daw = Driver.start(t, x.env);
  const driver = Driver.start(t, x.env);
  const parent = await daw.id('child daw 0 500 400');
  await until('visible', () => x.isVisible(parent));
  x.activate(parent);
  await daw.line('daw focus 1');
  const id = await driver.id(`open w ${parent} 300 200 -`);
  const child = await driver.id('child c w 300 200');
  await driver.do('show w');
  await until('visible', () => x.isVisible(child));
  x.click(id, 20, 30);
  await driver.line('c button 20 30');
  t.is(x.focused(), parent);
  t.is(driver.count('w focused'), 0);
  x.type('a');
  t.is(await driver.line('c key'), 'c key a'); // the pointer is over it: X11 itself brings the key there
});
