/** Editors of real plugins, as the DAW and its user have them: requests 3 and 4 to the real process, and real mouse events. */
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { Daw, type DawOptions } from '../../support/daw.ts';
import {
  DawWindow,
  editorTest,
  editSomething,
  embedIn,
  isOffScreen,
  playFor,
  type Scene,
  show,
  windowOf,
} from '../../support/editor.ts';
import { until } from '../../support/host-process.ts';
import { request } from '../../support/layout.ts';
import { XServer } from '../../unit/window/x-server.ts';

const formats = ['lv2', 'vst3', 'clap'] as const;
type Format = (typeof formats)[number];
/** One in every format, and others. All of them, driven directly: test/behaviour/editor/*\/zam.long.test.ts. */
const plugins: Readonly<Record<Format, readonly string[]>> = {
  lv2: ['ZamDelay', 'ZamComp'],
  vst3: ['ZamDelay', 'ZamEQ2'],
  clap: ['ZamDelay', 'ZamGate'],
};

function zam(format: Format, name: string): DawOptions {
  const spec = format === 'lv2' ? `urn:zamaudio:${name}` : `/usr/lib/${format}/${name}.${format}`;
  return { format, spec, inputs: 1, outputs: 1 };
}

const isDrawn = (picture: { uniformity(): number }) => picture.uniformity() < 0.9;

/** Does what the DAW sets show in the window? One of the values may be the one that it has. */
async function changesPicture({ x, daw }: Scene, window: string, parameter: number): Promise<boolean> {
  const before = x.screenshot(window);
  for (const value of [1, 0, 0.5, 10]) {
    daw.setParameter({ parameter, value });
    await playFor(daw, 50);
    if (await until(() => x.screenshot(window).difference(before) > 0, 1000)) return true;
  }
  return false;
}

for (const format of formats) {
  for (const name of plugins[format]) {
    editorTest(
      `${name} (${format}) is shown, edited, changed by the DAW, hidden, closed and shown again`,
      () => zam(format, name),
      async (t, scene) => {
        const { x, daw } = scene;
        t.is(await playFor(daw, 50), 0);
        daw.takeEchoes();
        const window = await show(scene);
        t.true(x.property(window, 'WM_NAME').includes(name));
        t.true(await until(() => isDrawn(x.screenshot(window))), 'nothing is drawn');
        const area = x.area(window);
        t.true(area !== undefined && area.width > 100 && area.height > 60);

        const edited = (await editSomething(scene, window)).find(({ kind }) => kind === 0);
        t.true(await changesPicture(scene, window, edited?.parameter ?? 0), 'the change by the DAW is not to be seen');

        daw.askFor(request.guiHide);
        t.true(await isOffScreen(scene), 'still there after hide');
        t.is(await show(scene), window, 'the same window, as it was');
        x.closeWindow(window);
        t.true(await isOffScreen(scene), 'still there after being closed');
        t.is(await playFor(daw, 50), 0);
        await show(scene);
        t.is(daw.segment.readU32(daw.at.requestStatus), 0, 'nobody asked for a status');
      },
    );
  }

  editorTest(
    `ZamDelay (${format}) lives in the DAW's window, and the sound outlives that window`,
    () => zam(format, 'ZamDelay'),
    async (t, scene) => {
      const { x, daw } = scene;
      const parent = await DawWindow.open(t, x);
      embedIn(daw, parent.id);
      daw.askFor(request.guiShow);
      t.true(await until(() => x.children(parent.id).length === 1), 'nothing is embedded');
      const [container = ''] = x.children(parent.id);
      t.true(await until(() => isDrawn(x.screenshot(container))), 'nothing is drawn');
      await editSomething(scene, container);
      daw.askFor(request.guiHide);
      t.true(await until(() => !x.isVisible(container)));
      daw.askFor(request.guiShow);
      t.true(await until(() => x.isVisible(container)));

      await parent.destroy();
      t.is(await playFor(daw, 300), 0);
      daw.segment.writeU32(272, 1); // floating
      daw.askFor(request.guiShow);
      t.true(x.property(await windowOf(scene), 'WM_NAME').includes('ZamDelay'), 'a window of its own');
    },
  );

  // Closing the editor on a dead connection may keep the main thread for seconds (Mesa clears a frame of an unknown size).
  test.serial(`The X server's death takes the editor of ZamDelay (${format}), not the sound`, async (t) => {
    const x = await XServer.start(t, { openGl: true });
    const daw = new Daw({ ...zam(format, 'ZamDelay'), version: 6, environment: { DISPLAY: x.display } });
    try {
      t.true(await daw.ready());
      await show({ x, daw });
      await sleep(300);
      await x.kill();
      t.is(await playFor(daw, 500), 0);
      t.true(daw.process.alive);
    } finally {
      await daw.destroy();
    }
  });
}
