/** A toolkit, or an editor in it, that ends the process: the plugin comes back with its settings, and its window. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { editorTest, show, windowOf } from '../support/editor.ts';
import { until } from '../support/host-process.ts';
import { root } from '../support/paths.ts';
import { livesAfter } from './support.ts';

const fixtures = join(root, 'build', 'fixtures', 'editor-lv2');
const make = 'make -s -C test/editor/lv2/fixtures';
execFileSync('flock', ['build/editor-lv2-tests.lock', 'sh', '-c', make], { cwd: root });

for (const [name, how] of [
  ['gtk2-aborts', 'aborts'],
  ['gtk2-exits', 'calls exit'],
])
  editorTest(
    `A widget that ${how} takes nothing with it`,
    () => ({
      format: 'lv2',
      spec: `urn:maolan:editor:${name}`,
      inputs: 1,
      outputs: 1,
      environment: { LV2_PATH: fixtures },
    }),
    async (t, scene) => {
      const { x, daw } = scene;
      const window = await show(scene);
      await until(() => x.screenshot(window).at(10, 10) === 0xff8000);
      x.click(window, 100, 50); // gain 2
      t.true(await until(() => x.screenshot(window).at(90, 50) === 0xff8000));
      t.is(await daw.block(64), 'byte');
      x.click(window, 250, 150);
      t.true(await until(() => livesAfter(daw) === 1), daw.process.stderr);
      const again = await windowOf(scene);
      t.true(await until(() => x.screenshot(again).at(90, 50) === 0xff8000), 'with its setting');
      t.is(await daw.block(64), 'byte');
    },
  );
