/** A toolkit, or an editor in it, that ends the process: the plugin comes back with its settings, and its window. */
import { join } from 'node:path';
import test from 'ava';
import { Daw, type DawOptions } from '../../support/daw.ts';
import { editorTest, show, windowOf } from '../../support/editor.ts';
import { until } from '../../support/host-process.ts';
import { root } from '../../support/paths.ts';
import { processesAfter } from './support.ts';

const fixtures = join(root, 'build', 'fixtures', 'editor-lv2');

const fixture = (name: string): DawOptions => ({
  format: 'lv2',
  spec: `urn:maolan:editor:${name}`,
  inputs: 1,
  outputs: 1,
  environment: { LV2_PATH: fixtures },
});

for (const [name, how] of [
  ['gtk2-aborts', 'aborts'],
  ['gtk2-exits', 'calls exit'],
] as const)
  editorTest(
    `A widget that ${how} takes nothing with it`,
    () => fixture(name),
    async (t, scene) => {
      const { x, daw } = scene;
      const window = await show(scene);
      await until(() => x.screenshot(window).at(10, 10) === 0xff8000);
      x.click(window, 100, 50); // gain 2
      t.true(await until(() => x.screenshot(window).at(90, 50) === 0xff8000));
      t.is(await daw.block(64), 'byte');
      x.click(window, 250, 150);
      t.true(await until(() => processesAfter(daw) === 1), daw.process.stderr);
      const again = await windowOf(scene);
      t.true(await until(() => x.screenshot(again).at(90, 50) === 0xff8000), 'with its setting');
      t.is(await daw.block(64), 'byte');
    },
  );

editorTest(
  'A widget of Qt 5 that aborts, and then the X server: the plugin is there with its settings after both',
  () => fixture('qt5-aborts'),
  async (t, scene) => {
    const { x, daw } = scene;
    const window = await show(scene);
    await until(() => x.area(window)?.height === 60);
    // The handle of gain 1, to gain 2 or so: it aborts.
    x.drag(window, [76, 30], [150, 30]);
    t.true(await until(() => processesAfter(daw) === 1), daw.process.stderr);
    t.is(await daw.block(64), 'byte');
    await windowOf(scene);
    await x.kill();
    t.true(await until(() => processesAfter(daw) === 2), daw.process.stderr);
    t.is(await daw.block(64), 'byte');
    t.true(daw.process.alive);
  },
);

test('A plugin that starts Qt itself is loaded without a display', async (t) => {
  const { environment, ...plugin } = fixture('qt5-in-plugin');
  const daw = new Daw({ ...plugin, version: 6, environment: { ...environment, DISPLAY: '', WAYLAND_DISPLAY: '' } });
  t.true(await daw.ready(), daw.process.stderr);
  t.is(await daw.block(64), 'byte');
  t.is(processesAfter(daw), 0);
  await daw.destroy();
});
