/** Editors that are slow, missing or many do not affect the sound. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { Daw, type DawOptions } from '../../support/daw.ts';
import { belongings, editorTest, isOffScreen, playFor, show, windowOf } from '../../support/editor.ts';
import { until } from '../../support/host-process.ts';
import { amp } from '../../support/host-test.ts';
import { request, status } from '../../support/layout.ts';
import { clapFile, root, vst3Bundle } from '../../support/paths.ts';
import { killAndWait } from '../recovery/support.ts';
import { torture } from '../torture/support.ts';

/** A fixture of test/behaviour/editor/vst3. */
function editorFixture(name: string): DawOptions {
  return { format: 'vst3', spec: join(root, 'build/fixtures/editor/vst3', `${name}.vst3`), inputs: 1, outputs: 1 };
}

editorTest(
  'An editor that draws for 200 ms, and once for 2 s with an X error, costs the sound nothing',
  () => editorFixture('slow'),
  async (t, scene) => {
    const { x, daw } = scene;
    t.is(await playFor(daw, 100), 0);
    const window = await show(scene);
    t.is(await playFor(daw, 1000), 0);
    x.click(window, 100, 100);
    t.is(await playFor(daw, 3000), 0);
    t.is(await daw.request(request.saveState), 1, 'the main thread is itself again');
    t.is(await daw.block(64), 'byte');
  },
);

editorTest(
  'Two hundred times shown and hidden leaves no file descriptor, no thread and no window behind',
  () => ({ format: 'clap', spec: '/usr/lib/clap/ZamGate.clap', inputs: 2, outputs: 2 }),
  async (t, scene) => {
    const { x, daw } = scene;
    await show(scene);
    t.is(await playFor(daw, 300), 0);
    const before = belongings(daw.process.hostPid);
    for (let i = 0; i < 200; i++) {
      daw.askFor(request.guiHide);
      daw.askFor(request.guiShow);
      t.is(await playFor(daw, 20), 0);
    }
    daw.askFor(request.guiHide);
    t.true(await isOffScreen(scene));
    const sameAgain = await until(() => {
      const { fds, threads } = belongings(daw.process.hostPid);
      return fds <= before.fds && threads <= before.threads;
    });
    t.true(sameAgain, JSON.stringify({ before, now: belongings(daw.process.hostPid) }));
    t.is(x.windowsOf(daw.process.hostPid, false).length, 1, 'the hidden one');
    const growth = belongings(daw.process.hostPid).memory - before.memory;
    t.log(`memory: ${growth} KiB more`);
    t.true(growth < 8192);
  },
);

for (const format of ['lv2', 'vst3'] as const) {
  editorTest(
    `Version 7, ${format}, C8: an editor that opens for 6 s stops no block, and its client, which has gone, gets no byte later`,
    () => ({ ...torture(format, 'slow(6000)@editor-open'), version: 7, eventless: true }),
    async (t, { daw }) => {
      daw.segment.writeU32(daw.at.requestStatus, status.pending);
      daw.segment.writeU32(daw.at.requestType, request.guiShow);
      daw.toHost.signal();
      const gone = performance.now() + 5000;
      for (let blocks = 1; performance.now() < gone; blocks++) {
        t.true(await daw.countedBlock(64));
        t.is(daw.counter, blocks);
        await sleep(5);
      }
      // After 4 s the audio thread has answered for the main thread, with an error.
      t.is(daw.segment.readU32(daw.at.requestStatus), status.error);
      t.is(daw.toDaw.drain(), 1);
      daw.segment.writeU32(daw.at.requestType, 0);
      await sleep(2500);
      t.true(await daw.countedBlock(64));
      await sleep(300);
      t.is(daw.toDaw.drain(), 0);
      t.is(await daw.request(request.saveState), status.ok);
    },
  );
}

const withoutEditor: DawOptions[] = [
  { ...amp },
  { format: 'vst3', spec: vst3Bundle('any-width') },
  { format: 'clap', spec: clapFile('gain'), inputs: 2, outputs: 2 },
  { format: 'null', spec: 'null' },
];
const withEditor: DawOptions[] = [
  { format: 'lv2', spec: 'urn:zamaudio:ZamDelay' },
  { format: 'vst3', spec: '/usr/lib/vst3/ZamDelay.vst3' },
  { format: 'clap', spec: '/usr/lib/clap/ZamDelay.clap' },
];

/** A sentence on stderr, no reply, no status, and everything continues. */
function isRefused(title: string, options: DawOptions, environment: NodeJS.ProcessEnv): void {
  test.serial(title, async (t) => {
    const daw = new Daw({ ...options, version: 6, environment });
    try {
      t.true(await daw.ready());
      daw.askFor(request.guiShow);
      t.true(await daw.process.says('The window is not shown: '));
      t.is(daw.segment.readU32(daw.at.requestType), 0);
      t.is(daw.segment.readU32(daw.at.requestStatus), 0);
      daw.askFor(request.guiHide);
      t.is(await daw.block(64), 'byte');
      t.is(daw.toDaw.drain(), 0, 'a reply that nobody asked for');
      daw.shutDown();
      t.deepEqual(await daw.process.end(), { code: 0, signal: null });
      t.log(/The window is not shown: .*/.exec(daw.process.stderr)?.[0]);
    } finally {
      await daw.destroy();
    }
  });
}

for (const options of withoutEditor) isRefused(`${options.format}: a plugin without an editor says so`, options, {});
for (const options of withEditor) {
  isRefused(`${options.format}: without DISPLAY the sound has lost nothing`, options, { DISPLAY: '' });
  isRefused(`${options.format}: a DISPLAY where nobody answers costs a sentence`, options, { DISPLAY: ':4711' });
}

editorTest(
  'An editor that the plugin shows again is known: the DAW hides it, and after a crash it is there',
  () => editorFixture('asks-to-open'),
  async (t, scene) => {
    const { daw } = scene;
    const askToOpen = async () => {
      for (const value of [0, 1]) {
        daw.setParameter({ parameter: 8, value });
        await playFor(daw, 50);
      }
      await windowOf(scene);
    };
    await show(scene);
    daw.askFor(request.guiHide);
    t.true(await isOffScreen(scene));
    await askToOpen();
    daw.askFor(request.guiHide);
    t.true(await isOffScreen(scene));
    await askToOpen();
    await killAndWait(t, daw);
    await windowOf(scene);
  },
);
