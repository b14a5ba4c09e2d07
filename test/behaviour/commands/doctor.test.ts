/** `doctor` on machines that lack something. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import type { Finding } from '../../../ts/cli/doctor/finding.ts';
import { verb } from '../../../ts/cli/verbs/doctor.ts';
import { currentHost } from '../../support/paths.ts';
import { XServer } from '../../unit/window/x-server.ts';
import { type End, folderOf, type RunOptions, run, runInTerminal, runLine, runProgram } from './commands.ts';

interface Examination extends End {
  /** What was found of something; the last if there are several. */
  of(check: string): Finding | undefined;
  all(check: string): Finding[];
}

function read(end: End): Examination {
  const findings = JSON.parse(end.stdout) as Finding[];
  const all = (check: string) => findings.filter((finding) => finding.check === check);
  return { ...end, all, of: (check) => all(check).at(-1) };
}

async function examine(options: RunOptions = {}): Promise<Examination> {
  return read(await run(['doctor', '--json'], options));
}

test.serial('every finding is complete, and each that is not ok says what to do', async (t) => {
  const findings = JSON.parse((await run(['doctor', '--json'])).stdout) as Finding[];
  t.true(findings.length > 15);
  for (const { check, status, message, advice } of findings) {
    t.true(check.length > 0 && message.length > 0);
    t.true(['ok', 'warning', 'problem'].includes(status));
    t.is(advice === undefined, status === 'ok', check);
  }
});

test.serial('each example of --help does what it says', async (t) => {
  for (const { words } of verb.examples) {
    const { code, stdout } = await runLine(`maolan-plugin-host ${words}`);
    t.true(code === 0 || code === 1);
    t.true(stdout.includes('Node.js'));
  }
});

test.serial('here is what the tests need: libraries, shared memory, plugins', async (t) => {
  const found = await examine();
  for (const check of [
    'Node.js',
    'core library',
    'LV2',
    'VST3',
    'CLAP',
    'editor windows',
    'libsndfile',
    'LV2 plugins',
    'VST3 plugins',
  ])
    t.is(found.of(check)?.status, 'ok', check);
  t.true(found.all('shared memory').some(({ message }) => /MiB free/.test(message)));
});

test.serial('without a display only editors suffer', async (t) => {
  const found = await examine({ environment: { DISPLAY: undefined, WAYLAND_DISPLAY: undefined } });
  t.is(found.of('X server')?.status, 'warning');
  t.regex(found.of('X server')?.message ?? '', /DISPLAY is not set: editors cannot be shown; sound is not affected/);
  const wayland = await examine({ environment: { DISPLAY: undefined, WAYLAND_DISPLAY: 'wayland-0' } });
  t.regex(wayland.of('X server')?.advice ?? '', /XWayland/);
  const dead = await examine({ environment: { DISPLAY: ':4711' } });
  t.regex(dead.of('X server')?.message ?? '', /:4711 refuses the connection/);
});

test.serial('an X server is found, and whether it has a window manager', async (t) => {
  const managed = await XServer.start(t, { openGl: true });
  const found = await examine({ environment: managed.env });
  t.is(found.of('X server')?.status, 'ok');
  t.is(found.of('window manager')?.status, 'ok');
  const bare = await XServer.start(t, { windowManager: false, openGl: true });
  t.is((await examine({ environment: bare.env })).of('window manager')?.status, 'warning');
});

test.serial('folders that cannot be written are distinguished by what they cost', async (t) => {
  const folder = folderOf(t);
  // A file where a folder should be: root may write everywhere else.
  writeFileSync(join(folder, 'file'), '');
  const there = join(folder, 'file');
  const found = await examine({ environment: { XDG_CACHE_HOME: there, XDG_STATE_HOME: there } });
  t.is(found.code, 1);
  t.is(found.of('cache folder')?.status, 'warning');
  t.is(found.of('state folder')?.status, 'problem');
  t.regex(found.of('state folder')?.advice ?? '', /XDG_STATE_HOME/);
  t.regex(found.stderr, /1 problem and \d+ warnings?; the lines marked -> say what to do/);
});

test.serial('a plugin path that leads nowhere, and formats without plugins', async (t) => {
  const folder = folderOf(t);
  const missing = join(folder, 'nowhere');
  const found = await examine({ environment: { VST3_PATH: missing, LV2_PATH: folder } });
  t.regex(found.of('VST3 plugins')?.message ?? '', new RegExp(`VST3_PATH names ${missing}, which is not there`));
  t.is(found.of('LV2 plugins')?.status, 'warning');
  t.regex(found.of('LV2 plugins')?.message ?? '', /^0 bundles in/);
});

test.serial('the blocklist is counted, and one that cannot be read is a problem', async (t) => {
  const folder = folderOf(t);
  const file = join(folder, 'maolan/plugin-blocklist.json');
  mkdirSync(join(folder, 'maolan'));
  writeFileSync(file, JSON.stringify({ entries: [{ path: '/usr/lib/clap/bad.clap', error: 'crashed' }] }));
  const options = { environment: { XDG_CONFIG_HOME: folder } };
  t.regex(
    (await examine(options)).of('blocklist')?.message ?? '',
    /^1 skipped when scanning: \/usr\/lib\/clap\/bad\.clap/,
  );
  writeFileSync(file, '{');
  const found = await examine(options);
  t.is(found.of('blocklist')?.status, 'problem');
  t.is(found.code, 1);
});

test.serial('segments that dead programs left are counted', async (t) => {
  const { pid } = spawnSync('true');
  const segment = `/dev/shm/maolan-client-${pid}-0123456789ab`;
  t.teardown(() => rmSync(segment, { force: true }));
  writeFileSync(segment, '');
  const found = (await examine()).of('shared memory');
  t.is(found?.status, 'warning');
  t.true(found?.advice?.includes(segment));
});

test.serial('what the loader was given is reported', async (t) => {
  t.is((await examine({ environment: { LD_LIBRARY_PATH: '/opt/lib' } })).of('LD_LIBRARY_PATH')?.status, 'warning');
  // The loader reports the missing library; the program runs nevertheless.
  const found = await examine({ environment: { LD_PRELOAD: '/nonexistent/spy.so' } });
  t.regex(found.of('LD_PRELOAD')?.message ?? '', /\/nonexistent\/spy\.so is not there/);
});

test.serial('a Node that cannot be executed is reported', async (t) => {
  const folder = folderOf(t);
  const node = join(folder, 'node');
  writeFileSync(node, '');
  chmodSync(node, 0o644);
  const found = await examine({ environment: { MAOLAN_NODE: node } });
  t.is(found.of('MAOLAN_NODE')?.status, 'warning');
});

test.serial('low limits are reported in figures', async (t) => {
  const words = ['--memlock=65536:65536', '--rttime=50000:50000', currentHost, 'doctor', '--json'];
  const found = read(await runProgram('prlimit', words));
  t.regex(found.of('locked memory')?.message ?? '', /only 0\.1 MiB/);
  t.regex(found.of('real-time timeout')?.message ?? '', /computes for 50 ms/);
});

test.serial('colours are for terminals that want them', async (t) => {
  t.false((await run(['doctor'])).stdout.includes('\x1b['));
  t.true(
    (await runInTerminal(['doctor'], { environment: { NO_COLOR: undefined, TERM: 'xterm' } })).stdout.includes(
      '\x1b[32mok',
    ),
  );
  t.false((await runInTerminal(['doctor'], { environment: { NO_COLOR: '1' } })).stdout.includes('\x1b['));
});
