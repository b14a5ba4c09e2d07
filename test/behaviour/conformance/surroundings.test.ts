/** What surrounds the host's process: limits, its working directory, signals, a loader that is busy. */
import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { PluginHost } from '../../../ts/client/index.ts';
import { clap } from '../../support/clap.ts';
import { hostPidOf } from '../../support/host-process.ts';
import { amp, fixture, hostTest, readyTest } from '../../support/host-test.ts';
import { currentHost, root } from '../../support/paths.ts';
import { vst3 } from '../../support/vst3.ts';

const run = promisify(execFile);

const FIFO = 1;

interface Scheduling {
  name: string;
  priority: number;
  policy: number;
}

function schedulingOf(pid: number): Scheduling[] {
  return readdirSync(`/proc/${pid}/task`).map((thread) => {
    const line = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'latin1');
    // Fields 40 and 41; the second one is the name, which may contain blanks.
    const end = line.lastIndexOf(')');
    const [priority, policy] = line
      .slice(end + 2)
      .split(' ')
      .slice(37, 39)
      .map(Number);
    return { name: line.slice(line.indexOf('(') + 1, end), priority: priority ?? -1, policy: policy ?? -1 };
  });
}

readyTest(
  'C21: only the audio thread has real-time priority, less than the DAW’s 18, and the one that waits for the end',
  amp,
  async (t, daw) => {
    const threads = schedulingOf(daw.process.hostPid);
    t.is(threads.filter(({ name }) => name === 'maolan-audio').length, 1);
    for (const { name, policy, priority } of threads)
      if (policy === FIFO)
        t.true(
          (name === 'maolan-audio' && priority < 18) || (name === 'maolan-link' && priority === 1),
          `${name}: ${priority}`,
        );
      else t.is(policy, 0, name);
  },
);

readyTest(
  'A thread with real-time priority has a limit: a block without end frees its processor',
  amp,
  async (t, daw) => {
    const pid = daw.process.hostPid;
    const isRealTime = schedulingOf(pid).some(({ policy }) => policy === FIFO);
    const [, soft] = /^Max realtime timeout +(\S+)/m.exec(readFileSync(`/proc/${pid}/limits`, 'latin1')) ?? [];
    if (isRealTime) t.true(Number(soft) <= 2_000_000, `${soft} us`);
    else t.log('no right to real-time scheduling here');
  },
);

readyTest(
  'The supervisor has that limit, too: at its end it has ordinary priority, says so, and answers during a restart',
  amp,
  async (t, daw) => {
    const { pid, hostPid } = daw.process;
    const isRealTime = () => schedulingOf(pid).some(({ policy }) => policy === FIFO);
    if (!isRealTime()) return t.log('no right to real-time scheduling here');
    const [, soft] = /^Max realtime timeout +(\S+)/m.exec(readFileSync(`/proc/${pid}/limits`, 'latin1')) ?? [];
    t.true(Number(soft) <= 2_000_000, `${soft} us`);
    process.kill(pid, 'SIGXCPU'); // as the kernel does
    t.true(await daw.process.says('it has lost its real-time scheduling'));
    t.false(isRealTime());
    process.kill(hostPid, 'SIGKILL');
    do t.is(await daw.block(64, 5000), 'byte');
    while (daw.process.hostPid === hostPid);
  },
);

readyTest('SIGUSR1 opens no debugger', amp, async (t, daw) => {
  for (let i = 0; i < 3; i++) {
    daw.process.kill('SIGUSR1');
    t.is(await daw.block(64), 'byte');
  }
  t.false(daw.process.stderr.includes('Debugger'), daw.process.stderr);
});

test.serial('C22: on one processor with a DAW that spins each block is answered', async (t) => {
  const allowed = execFileSync('taskset', ['-cp', String(process.pid)], { encoding: 'latin1' });
  const [, processor = '0'] = /: (\d+)/.exec(allowed) ?? [];
  const words = [join(root, 'build/daw/daw-7'), currentHost, amp.format, amp.spec, 'blocks=100', 'limit_ms=2000'];
  const { stdout } = await run('taskset', ['-c', processor, ...words, 'gain_percent=0']);
  t.like(JSON.parse(stdout), { blocks: 100, timeouts: 0, counter: 100, left: true });
});

test.serial('In a working directory that is gone a DAW’s plugin plays', async (t) => {
  const cwd = mkdtempSync(join(tmpdir(), 'maolan-gone-'));
  const play = 'rmdir "$PWD" && exec "$0" "$@"';
  const words = [join(root, 'build/daw/daw-7'), currentHost, amp.format, amp.spec, 'blocks=10', 'limit_ms=2000'];
  const { stdout } = await run('sh', ['-c', play, ...words, 'gain_percent=0'], { cwd });
  t.false(existsSync(cwd));
  t.like(JSON.parse(stdout), { blocks: 10, timeouts: 0, left: true });
});

for (const [what, shell] of [
  ['closed stdin, stdout and stderr', 'exec <&- 2>&-; exec "$0" "$@"'],
  ['limited address space (ulimit -v)', 'ulimit -v 1300000; exec "$0" "$@"'],
] as const)
  for (const zygote of ['0', '1'])
    test.serial(
      `With ${what} a plugin plays, and comes back after a crash${zygote === '1' ? ', also forked' : ''}`,
      async (t) => {
        const folder = mkdtempSync(join(tmpdir(), 'maolan-surroundings-'));
        const executable = join(folder, 'host.sh');
        writeFileSync(executable, `#!/bin/sh\n${shell.replace('"$0"', currentHost)}\n`, { mode: 0o755 });
        const environment = { MAOLAN_ZYGOTE: zygote };
        const open = () => PluginHost.open({ format: 'lv2', plugin: amp.spec, executable, environment });
        // The zygote begins with the second one, and serves the third.
        const hosts = [await open(), await open(), await open()];
        const host = hosts[2] as PluginHost;
        const plays = async () => {
          const output = new Float32Array(64);
          return (await host.processAsync([new Float32Array(64).fill(0.5)], [output])) && output.at(-1) !== 0;
        };
        t.true(await plays());
        const revived = once(host, 'revived');
        process.kill(hostPidOf(host.pid ?? 0), 'SIGSEGV');
        await revived;
        t.true(await plays(), 'after the crash');
        await Promise.all(hosts.map((one) => one.close()));
        rmSync(folder, { recursive: true });
      },
    );

test.serial('With too little address space the host says a sentence', async (t) => {
  const limited = run('sh', ['-c', 'ulimit -v 500000; exec "$0" "$@"', currentHost, '--scan', '--format', 'lv2']);
  const error = await t.throwsAsync<Error & { stderr: string; code: number }>(limited);
  t.regex(
    error?.stderr ?? '',
    /^maolan-plugin-host: the address space is limited to 488 MiB \(ulimit -v\), .*raise it\n$/,
  );
});

test.serial('Where no file may be large the plugin plays without recovery, and a sentence says so', async (t) => {
  const words = [join(root, 'build/daw/daw-7'), currentHost, amp.format, amp.spec, 'blocks=10', 'limit_ms=2000'];
  const limited = run('sh', ['-c', 'ulimit -f 100000; exec "$0" "$@"', ...words, 'gain_percent=0']);
  const { stdout, stderr } = await limited;
  t.like(JSON.parse(stdout), { blocks: 10, timeouts: 0, left: true });
  t.regex(stderr, /^\[plugin-host\] There is no recovery, .* ulimit -f/m);
});

// Case 55.
for (const [format, plugin] of [
  ['lv2', fixture('gain')],
  ['vst3', vst3('mono-only')],
  ['clap', clap('gain')],
] as const) {
  test.serial(`${format}: with 64 KiB to lock and no right to real-time scheduling blocks are played`, async (t) => {
    const words = ['--memlock=65536:65536', '--rtprio=0:0'];
    // root may do all that without limits, unless these rights are taken away, too.
    const asUser = process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-sys_nice,-ipc_lock'] : [];
    const host = [join(root, 'build/daw/daw-7'), currentHost, format, plugin.spec];
    const [command = '', ...rest] = [...asUser, 'prlimit', ...words, ...host];
    const { stdout } = await run(command, [...rest, 'blocks=200', 'limit_ms=2000', 'gain_percent=0'], {
      env: { ...process.env, ...plugin.environment },
    });
    t.like(JSON.parse(stdout), { blocks: 200, timeouts: 0, counter: 200, left: true });
  });
}

/** A plugin whose file never finishes loading. */
const endless = join(root, 'build/test/endless.clap');

hostTest(
  'While a plugin’s static constructor holds the loader the host becomes ready, and answers blocks',
  () => ({
    format: 'clap',
    spec: endless,
    version: 6,
    environment: { MAOLAN_READY_MS: '500' },
  }),
  async (t, daw) => {
    t.true(await daw.ready());
    for (let i = 0; i < 3; i++) t.is(await daw.block(64), 'byte');
  },
);
