import test from 'ava';
import { PluginHost } from '../../../ts/client/index.ts';
import { DawWindow } from '../../support/editor.ts';
import { hostPidOf, until } from '../../support/host-process.ts';
import { XServer } from '../../unit/window/x-server.ts';
import { delays, nothingIsLeft, rejected } from './support.ts';

for (const options of delays)
  test.serial(`${options.format}: the editor is shown, hidden and shown again while blocks go on`, async (t) => {
    const x = await XServer.start(t, { openGl: true });
    // Patient: a machine that is busy with windows may take its time over a block.
    const host = await PluginHost.open({ ...options, blockTimeoutMs: 20_000, environment: { DISPLAY: x.display } });
    const isSeen = () => x.windowsOf(hostPidOf(host.pid ?? 0)).length > 0;
    let isOver = false;
    const heard = (async () => {
      const blocks: boolean[] = [];
      for (; !isOver; await new Promise((resolve) => setTimeout(resolve, 5)))
        blocks.push(await host.processAsync([new Float32Array(64)], [new Float32Array(64)]));
      return blocks;
    })();
    try {
      for (let i = 0; i < 2; i++) {
        await host.showEditor();
        t.true(await until(isSeen), 'no window appears');
        const state = await host.saveState();
        t.true(state.length > 0);
        await host.hideEditor();
        t.true(await until(() => !isSeen()), 'the window stays');
      }
      isOver = true;
      const blocks = await heard;
      t.deepEqual(
        blocks,
        blocks.map(() => true),
      );
    } finally {
      isOver = true;
      await heard;
      await host.close();
    }
    await nothingIsLeft(t);
  });

test.serial(
  'The editor is embedded in the window that is named; or it floats, if that is asked for, too',
  async (t) => {
    const x = await XServer.start(t, { openGl: true });
    const [options] = delays;
    if (options === undefined) throw new Error('no plugin');
    const host = await PluginHost.open({ ...options, environment: { DISPLAY: x.display } });
    try {
      const { id } = await DawWindow.open(t, x);
      await host.showEditor({ parent: Number(id) });
      t.true(await until(() => x.children(id).length === 1), 'nothing is embedded');
      await host.showEditor({ parent: Number(id), floating: true });
      const floats = () => x.children(id).length === 0 && x.windowsOf(hostPidOf(host.pid ?? 0)).length > 0;
      t.true(await until(floats), 'it has no window of its own');
    } finally {
      await host.close();
    }
  },
);

test.serial('Without a display the editor is refused with the reason, and everything else works', async (t) => {
  const [options] = delays;
  if (options === undefined) throw new Error('no plugin');
  const host = await PluginHost.open({ ...options, environment: { DISPLAY: '' } });
  try {
    const error = await rejected(t, host.showEditor(), 'REQUEST_FAILED');
    t.regex(error.message, /^the editor is not shown: .*DISPLAY is not set/);
    t.true(host.process([new Float32Array(64)], [new Float32Array(64)]));
  } finally {
    await host.close();
  }
});
