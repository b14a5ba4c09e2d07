/** `gui`, on a real X server, with real mouse events. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { verb } from '../../../ts/cli/verbs/gui.ts';
import { processesWith, until as untilTrue } from '../../support/host-process.ts';
import { currentHost } from '../../support/paths.ts';
import { until, XServer } from '../../unit/window/x-server.ts';
import { folderOf, type Running, run, runLine, start } from './commands.ts';

const DELAY = 'lv2:ZamDelay';

/** The one window with that title. */
function windowOf(x: XServer, running: Running, title = 'ZamDelay'): Promise<string> {
  return until(`a window of ${title}`, () => {
    if (running.child.exitCode !== null) throw new Error(`no window: ${running.said()}`);
    return x.windowsNamed(title)[0];
  });
}

/** Drag here and there in a window until something has changed. */
async function edit(x: XServer, window: string, hasChanged: () => Promise<boolean> | boolean): Promise<void> {
  const area = await until('the size of the window', () => x.area(window));
  for (let py = 25; py < area.height; py += 22)
    for (let px = 20; px < area.width; px += 22) {
      x.drag(window, [px, py], [px, Math.max(0, py - 30)], 3);
      if (await hasChanged()) return;
    }
  throw new Error('nothing that was dragged changed anything');
}

const stateIn = (path: string): string => (JSON.parse(readFileSync(path, 'utf8')) as { state: string }).state;

for (const format of ['lv2', 'vst3', 'clap'])
  test.serial(
    `ZamDelay (${format}): what is edited is saved when the window is closed, and there the next time`,
    async (t) => {
      const x = await XServer.start(t, { openGl: true });
      const folder = folderOf(t);
      const state = join(folder, 'delay.json');
      const words = ['gui', `${format}:ZamDelay`, '--state', state];
      const open = () => start(t, currentHost, words, { cwd: folder, environment: x.env });

      const first = open();
      x.closeWindow(await windowOf(x, first));
      t.like(await first.ended, { code: 0, stdout: '', stderr: `The state is saved in ${state}\n` });
      const before = stateIn(state);

      const second = open();
      const window = await windowOf(x, second);
      // Knobs are found by dragging all over the window: the picture changes.
      const still = await until('a picture', () => x.screenshot(window).uniformity() < 0.9 && x.screenshot(window));
      await edit(x, window, () => untilTrue(() => x.screenshot(window).difference(still) > 0, 200));
      x.closeWindow(window);
      t.is((await second.ended).code, 0);
      const after = stateIn(state);
      t.not(after, before, 'the edit is not in the state');

      const third = open();
      x.closeWindow(await windowOf(x, third));
      t.is((await third.ended).code, 0);
      t.is(stateIn(state), after, 'what was saved was not loaded');
    },
  );

test.serial('Ctrl-C closes the window, and saves the state all the same', async (t) => {
  const x = await XServer.start(t, { openGl: true });
  const folder = folderOf(t);
  const running = start(t, currentHost, ['gui', DELAY, '--state', 'delay.json'], { cwd: folder, environment: x.env });
  await windowOf(x, running);
  running.child.kill('SIGINT');
  t.is((await running.ended).signal, 'SIGINT');
  t.true(existsSync(join(folder, 'delay.json')));
  t.deepEqual(x.windowsNamed('ZamDelay'), []);
  t.deepEqual(processesWith(`maolan-client-${running.child.pid}-`), [], 'a process is left');
});

test.serial('somebody at a terminal sees what is edited', async (t) => {
  const x = await XServer.start(t, { openGl: true });
  const line = `'${currentHost}' gui ${DELAY}`;
  const running = start(t, 'script', ['-q', '-e', '-c', line, '/dev/null'], { environment: x.env });
  const window = await windowOf(x, running);
  await until('a picture', () => x.screenshot(window).uniformity() < 0.9);
  await edit(x, window, () => untilTrue(() => / = -?\d/.test(running.said()), 600));
  x.closeWindow(window);
  t.is((await running.ended).code, 0);
  t.regex(running.said(), /[A-Z][\w /]* = -?\d+(\.\d+)?( \S+)?\r$/m);
});

test.serial('each example of --help opens its window', async (t) => {
  const x = await XServer.start(t, { openGl: true });
  const folder = folderOf(t);
  const path = `${join(currentHost, '..')}:${process.env.PATH}`;
  for (const { words } of verb.examples) {
    const running = start(t, 'bash', ['-c', `exec maolan-plugin-host ${words}`], {
      cwd: folder,
      environment: { ...x.env, PATH: path },
    });
    x.closeWindow(await windowOf(x, running));
    t.is((await running.ended).code, 0, running.said());
  }
  t.true(existsSync(join(folder, 'delay.json')));
});

test.serial('the death of the X server is the end of the window, and no failure', async (t) => {
  const x = await XServer.start(t, { openGl: true });
  const running = start(t, currentHost, ['gui', DELAY], { environment: x.env });
  await windowOf(x, running);
  await x.kill();
  const { code, signal } = await running.ended;
  t.is(signal, null);
  t.is(code, 0, running.said());
});

test.serial('without a display it says so, and writes no state', async (t) => {
  const folder = folderOf(t);
  const environment = { DISPLAY: undefined, WAYLAND_DISPLAY: undefined };
  const { code, stderr } = await run(['gui', DELAY, '--state', 'delay.json'], { cwd: folder, environment });
  t.is(code, 1);
  t.regex(stderr, /^maolan-plugin-host: No window can be shown: .*DISPLAY.*\n$/);
  t.false(existsSync(join(folder, 'delay.json')));
});

test.serial('a plugin without an editor says so', async (t) => {
  const x = await XServer.start(t, { openGl: true });
  const { code, stderr } = await run(['gui', 'http://lv2plug.in/plugins/eg-amp'], { environment: x.env });
  t.is(code, 1);
  t.regex(stderr, /^maolan-plugin-host: No window can be shown: .*\n$/);
});

test.serial("another plugin's state is refused and kept", async (t) => {
  const x = await XServer.start(t, { openGl: true });
  const folder = folderOf(t);
  const first = start(t, currentHost, ['gui', 'lv2:ZamComp', '--state', 'comp.json'], {
    cwd: folder,
    environment: x.env,
  });
  x.closeWindow(await windowOf(x, first, 'ZamComp'));
  t.is((await first.ended).code, 0, first.said());
  const before = readFileSync(join(folder, 'comp.json'));
  const { code, stderr } = await run(['gui', DELAY, '--state', 'comp.json'], { cwd: folder, environment: x.env });
  t.is(code, 1);
  t.regex(stderr, /comp\.json holds a state of lv2:ZamComp/);
  t.deepEqual(readFileSync(join(folder, 'comp.json')), before);
  writeFileSync(join(folder, 'none.json'), 'no state');
  t.regex(
    (await run(['gui', DELAY, '--state', 'none.json'], { cwd: folder, environment: x.env })).stderr,
    /none\.json contains no plugin state/,
  );
});

test.serial('a state that could not be saved later is refused at once', async (t) => {
  const { code, stderr } = await run(['gui', DELAY, '--state', 'no/such/delay.json'], { cwd: folderOf(t) });
  t.is(code, 1);
  t.is(stderr, 'maolan-plugin-host: --state no/such/delay.json: nothing can be saved in no/such: no such folder\n');
});

test.serial('an unknown plugin is one sentence', async (t) => {
  const { code, stderr } = await runLine('maolan-plugin-host gui NoSuchPluginAnywhere');
  t.is(code, 1);
  t.regex(stderr, /^maolan-plugin-host: No installed plugin is called "NoSuchPluginAnywhere".*\n$/);
});
