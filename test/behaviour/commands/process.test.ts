/** How the commands behave as processes: terminals, pipes, signals, full disks. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import { processesWith, until } from '../../support/host-process.ts';
import { currentHost } from '../../support/paths.ts';
import { fixture } from '../scan/support.ts';
import { folderOf, run, runInTerminal, runLine, runProgram, start } from './commands.ts';

const TEST_TONE = 'http://drobilla.net/plugins/mda/TestTone';
/** Runs for hours unless it is ended. */
const endless = ['render', TEST_TONE, 'out.wav', '--length', '90000s', '--bit-depth', '16'];

/** Neither a process nor shared memory of the commands that a program has started. */
async function assertNothingLeft(t: ExecutionContext, pid: number): Promise<void> {
  const name = `maolan-client-${pid}-`;
  t.true(await until(() => processesWith(name).length === 0), 'a host process is left');
  t.deepEqual(
    readdirSync('/dev/shm').filter((file) => file.startsWith(name)),
    [],
  );
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  test.serial(`${signal} while rendering ends it by that signal, and nothing is left behind`, async (t) => {
    const folder = folderOf(t);
    writeFileSync(join(folder, 'out.wav'), 'before');
    const { child, ended } = start(t, currentHost, [...endless, '--then', 'lv2:ZamComp'], { cwd: folder });
    t.true(await until(() => readdirSync(folder).length > 1), 'it has begun to write');
    child.kill(signal);
    t.deepEqual(await ended, { code: null, signal, stdout: '', stderr: '' });
    t.deepEqual(readdirSync(folder), ['out.wav']);
    t.is(readFileSync(join(folder, 'out.wav'), 'utf8'), 'before');
    await assertNothingLeft(t, child.pid ?? 0);
  });

test.serial('Ctrl-C at a terminal, which all processes of the command hear', async (t) => {
  const folder = folderOf(t);
  const line = [currentHost, ...endless].join(' ');
  const typist = spawn('script', ['-q', '-e', '-c', line, '/dev/null'], {
    cwd: folder,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  t.teardown(() => typist.kill('SIGKILL'));
  const ended = once(typist, 'close');
  t.true(await until(() => readdirSync(folder).length > 0), 'it has begun to write');
  const pid = Number(/\.out\.wav\.(\d+)/.exec(readdirSync(folder).join())?.[1]);
  typist.stdin.write('\x03');
  t.deepEqual(await ended, [130, null]);
  t.deepEqual(readdirSync(folder), []);
  await assertNothingLeft(t, pid);
});

test.serial('Ctrl-C while a plugin hangs leaves none of its processes behind', async (t) => {
  const path = fixture('hang-in-init');
  const { child, ended } = start(t, currentHost, ['info', path], { environment: { MAOLAN_SCAN_TIMEOUT_MS: '60000' } });
  const scanner = ['maolan-plugin-scanner', 'clap', '0', path].join('\0');
  t.true(await until(() => processesWith(scanner).length > 0), 'the plugin is being looked at');
  child.kill('SIGINT');
  t.deepEqual(await ended, { code: null, signal: 'SIGINT', stdout: '', stderr: '' });
  t.true(await until(() => processesWith(scanner).length === 0), 'the scanner is left');
});

test.serial('A reader that goes away ends a command quietly', async (t) => {
  const { stdout, stderr } = await runLine('maolan-plugin-host scan --json | true; echo $PIPESTATUS');
  t.true(['0\n', '141\n'].includes(stdout), stdout);
  t.regex(stderr, /^(\d+ plugins\n)?$/);
});

test.serial('On a terminal there are colours, without NO_COLOR; in a pipe there are none', async (t) => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours are
  const colour = /\x1b\[\d+m/;
  const shown = await runInTerminal(['info', 'lv2:ZamComp']);
  t.is(shown.code, 0);
  t.regex(shown.stdout, colour);
  t.notRegex((await runInTerminal(['info', 'lv2:ZamComp'], { environment: { NO_COLOR: '1' } })).stdout, colour);
  t.notRegex((await run(['info', 'lv2:ZamComp'])).stdout, colour);
});

test.serial('On a terminal a render shows how far it is, and takes that away', async (t) => {
  const folder = folderOf(t);
  const words = ['render', TEST_TONE, 'out.wav', '--length', '600s', '--bit-depth', '16'];
  const { code, stdout } = await runInTerminal(words, { cwd: folder });
  t.is(code, 0, stdout);
  t.regex(stripVTControlCharacters(stdout), /out\.wav .* [1-9]\d? % /);
  t.true(
    stdout.includes('\x1b[?25l') && stdout.lastIndexOf('\x1b[?25h') > stdout.lastIndexOf('\x1b[?25l'),
    'the cursor is back',
  );
});

for (const words of [
  ['scan', '--format', 'lv2'],
  ['presets', 'lv2:ZamComp'],
  ['state', 'list'],
  ['state', 'save', 'lv2:ZamComp', 'a.state'],
])
  test.serial(`${words.join(' ')} runs in a terminal`, async (t) => {
    const { code, stdout } = await runInTerminal(words, { cwd: folderOf(t) });
    t.is(code, 0, stdout);
    t.true(stdout.length > 10);
  });

test.serial('Fewer words than a DAW has are a person’s, at a terminal or not', async (t) => {
  t.regex((await runInTerminal([])).stdout, /^Usage: maolan-plugin-host <verb>/);
  const nothing = await run([]);
  t.deepEqual([nothing.code, nothing.stdout], [1, '']);
  t.regex(nothing.stderr, /^Usage: maolan-plugin-host <verb>/);
  const help = await run(['help']);
  t.deepEqual([help.code, help.stdout, help.stderr], [0, nothing.stderr, '']);
  for (const runOne of [run, runInTerminal]) {
    const typo = await runOne(['rendr']);
    t.is(typo.code, 2);
    t.regex(typo.stdout + typo.stderr, /^maolan-plugin-host: rendr is not a verb; did you mean render\?/);
  }
});

test.serial('Ctrl-C ends a loop of a shell', async (t) => {
  const folder = folderOf(t);
  const line = `for i in 1 2; do ${[currentHost, ...endless].join(' ')}; echo again; done`;
  const typist = spawn('script', ['-q', '-e', '-c', `bash -c '${line}'`, '/dev/null'], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  t.teardown(() => typist.kill('SIGKILL'));
  let screen = '';
  typist.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text;
  });
  const ended = once(typist, 'close');
  t.true(await until(() => readdirSync(folder).length > 0), 'it has begun to write');
  typist.stdin.write('\x03');
  t.deepEqual(await ended, [130, null]);
  t.false(screen.includes('again'), screen);
  t.deepEqual(readdirSync(folder), []);
});

for (const words of ['help', 'scan --format lv2 --json', 'info lv2:ZamComp'])
  test.serial(`Results that cannot be written are a failure: ${words} > /dev/full`, async (t) => {
    const { code, stderr } = await runLine(`maolan-plugin-host ${words} >/dev/full`);
    t.is(code, 1, stderr);
    t.regex(stderr, /maolan-plugin-host: The output cannot be written: .*no space left on device/);
  });

test.serial('A Node that is too old costs one sentence', async (t) => {
  const folder = folderOf(t);
  const old = join(folder, 'old-node');
  const version = "Object.defineProperty(process.versions, 'node', { value: '18.19.0' });";
  writeFileSync(join(folder, 'version.cjs'), version);
  writeFileSync(old, `#!/bin/sh\nexec "${process.execPath}" --require "${join(folder, 'version.cjs')}" "$@"\n`, {
    mode: 0o755,
  });
  for (const words of [['scan'], ['lv2', 'urn:x', '/shm', 'id', '3', '4', '48000', '256', '2', '2']]) {
    const { code, stdout, stderr } = await run(words, { environment: { MAOLAN_NODE: old } });
    t.deepEqual([code, stdout], [127, '']);
    t.regex(stderr, /^maolan-plugin-host: Node\.js 18\.19\.0 \(.*\) is too old; install version 20 or newer.*\n$/);
  }
});

/** As much as a file may have here; more than shared memory needs. */
const LIMIT_KIB = 8192;

test.serial('A file that may not become so large is a failure, and nothing half is left', async (t) => {
  const folder = folderOf(t);
  writeFileSync(join(folder, 'out.wav'), 'before');
  const words = `render ${TEST_TONE} out.wav --length 120s --bit-depth 32f`;
  const { code, stderr } = await runLine(`ulimit -f ${LIMIT_KIB}; exec maolan-plugin-host ${words}`, { cwd: folder });
  t.is(code, 1, stderr);
  t.regex(stderr, /^maolan-plugin-host: out\.wav cannot be written: File too large\n$/);
  t.is(readFileSync(join(folder, 'out.wav'), 'utf8'), 'before');
  t.deepEqual(readdirSync(folder), ['out.wav']);
});

function mountSmall(t: ExecutionContext, folder: string): boolean {
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'maolan-test', folder]).status !== 0) return false;
  t.teardown(() => execFileSync('umount', ['-l', folder]));
  return true;
}

test.serial('A closed stdout fails what writes to it, and nothing else', async (t) => {
  const cwd = folderOf(t);
  const closed = async (...words: string[]) => {
    const script = 'exec "$0" "$@" >&-';
    return runProgram('sh', ['-c', script, currentHost, ...words], { cwd });
  };
  for (const words of [['--version'], ['scan', '/usr/lib/clap/ZamComp.clap'], ['state', 'save', 'lv2:ZamComp', '-']]) {
    const { code, stderr } = await closed(...words);
    t.is(code, 1, words.join(' '));
    t.regex(stderr, /The output cannot be written: EBADF/);
  }
  t.is((await closed('state', 'save', 'lv2:ZamComp', 'x.state')).code, 0);
});

test.serial('A full disk is a failure, and nothing half is left', async (t) => {
  const folder = join(folderOf(t), 'disk');
  mkdirSync(folder);
  if (!mountSmall(t, folder)) {
    t.log('no tmpfs can be mounted here; the limit of a file has been tested in its place');
    t.true(existsSync(folder));
    return;
  }
  writeFileSync(join(folder, 'out.wav'), 'before');
  for (const name of ['out.wav', 'new.flac']) {
    const { code, stderr } = await run(['render', TEST_TONE, name, '--length', '120s'], { cwd: folder });
    t.is(code, 1, stderr);
    t.regex(stderr, new RegExp(`^maolan-plugin-host: ${name} cannot be written: `));
  }
  t.deepEqual(readdirSync(folder), ['out.wav']);
  t.is(readFileSync(join(folder, 'out.wav'), 'utf8'), 'before');
});
