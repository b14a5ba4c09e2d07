/** Host processes that are forked from the zygote: as if the supervisor had started them, with Node as the fallback if the zygote fails. */
import { chmodSync, chownSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { checkZygote } from '../../../ts/cli/doctor/zygote.ts';
import type { PluginHost } from '../../../ts/client/index.ts';
import { forkedHostOf, hostPidOf, until } from '../../support/host-process.ts';
import { currentHost } from '../../support/paths.ts';
import { amp, delays, next, nothingIsLeft, rejected } from '../library/support.ts';
import { endDaw, startDaw } from './daws.ts';
import {
  closeOpened,
  firstProcessor,
  isForked,
  isOpenToOthers,
  NOBODY,
  open,
  openForked,
  openSpare,
  plays,
  spareOf,
  statOf,
  statusOf,
  zygotesOf,
} from './scene.ts';

const STOPPED_MS = 10;
const PROBES = 10;

function signalZygotes(signal: NodeJS.Signals): void {
  for (const pid of zygotesOf())
    try {
      process.kill(pid, signal);
    } catch {
      // It has just ended.
    }
}

/** The program between a zygote and a host process. */
function parentOf(host: PluginHost): number {
  return Number(statOf(forkedHostOf(host.pid ?? 0))[1]);
}

function isGone(pid: number): boolean {
  try {
    return statOf(pid)[0] === 'Z';
  } catch {
    return true;
  }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  if (pid > 0) process.kill(pid, signal);
}

async function closeAll(t: ExecutionContext, hosts: readonly PluginHost[]): Promise<void> {
  await Promise.all(hosts.map((host) => host.close()));
  await nothingIsLeft(t);
}

test.afterEach.always(async () => {
  signalZygotes('SIGKILL');
  await closeOpened();
});

const ways = { 'forked when requested': openForked, 'forked ahead': openSpare };

for (const [way, openThus] of Object.entries(ways))
  for (const options of [amp, ...delays.slice(1)])
    test.serial(`${options.format}, ${way}: plays, and is what the supervisor would have started`, async (t) => {
      const before = process.umask(0o027);
      const host = await openThus(options).finally(() => process.umask(before));
      t.true(await plays(host));
      const [supervisor, forked] = [host.pid ?? 0, forkedHostOf(host.pid ?? 0)];
      for (const line of ['Umask', 'Uid', 'Gid', 'Groups', 'Cpus_allowed', 'CapEff', 'NoNewPrivs', 'Seccomp'])
        t.is(statusOf(forked, line), statusOf(supervisor, line), line);
      t.is(readlinkSync(`/proc/${forked}/cwd`), process.cwd());
      t.is(statOf(forked)[16], statOf(process.pid)[16], 'nice');
      t.is(readFileSync(`/proc/${forked}/cgroup`, 'utf8'), readFileSync(`/proc/${supervisor}/cgroup`, 'utf8'));
      for (const fd of [0, 1, 2])
        t.is(
          readlinkSync(`/proc/${forked}/fd/${fd}`),
          readlinkSync(`/proc/${supervisor}/fd/${fd}`),
          `descriptor ${fd}`,
        );
      const limits = readFileSync(`/proc/${forked}/limits`, 'utf8').split('\n');
      const theirs = readFileSync(`/proc/${supervisor}/limits`, 'utf8').split('\n');
      // Node raises the number of files, the host what the kernel limits for its audio thread; core dumps have a size of 1.
      const others = (lines: string[]) =>
        lines.filter((line) => !/open files|core file size|realtime timeout/.test(line));
      t.deepEqual(others(limits), others(theirs));
      await closeAll(t, [host]);
    });

/** A text file of /proc that belongs to a process. */
function textsOf(pid: number, file: 'cmdline' | 'environ'): string[] {
  return readFileSync(`/proc/${pid}/${file}`, 'latin1').split('\0').slice(0, -1);
}

for (const [way, openThus] of Object.entries(ways))
  test.serial(
    `Its arguments and environment are shown as those of a host process that the supervisor starts, ${way}`,
    async (t) => {
      const started = await open({ ...amp, environment: { MAOLAN_ZYGOTE: '0' } });
      const host = await openThus({ ...amp, environment: { MAOLAN_TEST_OWN: 'this one' } });
      const [pid, usual] = [forkedHostOf(host.pid ?? 0), hostPidOf(started.pid ?? 0)];
      const [shown, expected] = [textsOf(pid, 'cmdline'), textsOf(usual, 'cmdline')];
      t.deepEqual([...shown.slice(0, 5), ...shown.slice(7)], [...expected.slice(0, 5), ...expected.slice(7)]);
      t.deepEqual(shown.slice(5, 7), textsOf(host.pid ?? 0, 'cmdline').slice(3, 5), 'segment and instance');
      t.is(statusOf(pid, 'Name'), statusOf(usual, 'Name'));
      t.true(textsOf(pid, 'environ').includes('MAOLAN_TEST_OWN=this one'));
      await closeAll(t, [started, host]);
    },
  );

test.serial('Its environment is its own, for the plugin and for JavaScript', async (t) => {
  const host = await openForked(amp);
  const error = await rejected(t, open({ ...amp, environment: { LV2_PATH: '/nowhere' } }), 'LOAD_FAILED');
  t.regex(error.message, /eg-amp/);
  const relative = await open({
    ...amp,
    environment: { MAOLAN_CLIENT_AREA: '1', LV2_PATH: process.env.LV2_PATH ?? '' },
  });
  t.true(isForked(relative));
  await closeAll(t, [host, relative]);
});

for (const signal of ['SIGSEGV', 'SIGKILL', 'SIGTERM'] as const)
  test.serial(
    `A host process that ends by ${signal} is followed by another one from the zygote, with its values`,
    async (t) => {
      const host = await openForked(amp);
      host.parameters.find(({ name }) => name === 'Gain');
      const crash = next(host, 'crash');
      const revived = next(host, 'revived');
      const first = forkedHostOf(host.pid ?? 0);
      kill(first, signal);
      t.like((await crash)[0], { signal });
      await revived;
      t.true(await until(() => ![0, first].includes(forkedHostOf(host.pid ?? 0))));
      t.true(await plays(host));
      await closeAll(t, [host]);
    },
  );

test.serial('The supervisor ends: so do the host process and the one between', async (t) => {
  const host = await openForked(amp);
  const pids = [forkedHostOf(host.pid ?? 0), parentOf(host)];
  const exit = next(host, 'exit');
  kill(host.pid ?? 0, 'SIGKILL');
  await exit;
  t.true(await until(() => pids.every(isGone)));
  await closeAll(t, [host]);
});

test.serial('The program between is killed: the plugin comes back', async (t) => {
  const host = await openForked(amp);
  const revived = next(host, 'revived');
  kill(parentOf(host), 'SIGKILL');
  await revived;
  t.true(await plays(host));
  await closeAll(t, [host]);
});

test.serial('The program between is stopped: a crash is seen all the same, with its signal', async (t) => {
  const host = await openForked(amp);
  const between = parentOf(host);
  kill(between, 'SIGSTOP');
  const [crash, revived] = [next(host, 'crash'), next(host, 'revived')];
  kill(forkedHostOf(host.pid ?? 0), 'SIGKILL');
  t.like((await crash)[0], { signal: 'SIGKILL' });
  kill(between, 'SIGCONT');
  await revived;
  await closeAll(t, [host]);
});

test.serial('The zygote is killed: what it has forked goes on, and comes back after a crash', async (t) => {
  const host = await openForked(amp);
  signalZygotes('SIGKILL');
  t.true(await until(() => zygotesOf().length === 0));
  t.true(await plays(host));
  const [crash, revived] = [next(host, 'crash'), next(host, 'revived')];
  kill(forkedHostOf(host.pid ?? 0), 'SIGBUS');
  t.like((await crash)[0], { signal: 'SIGBUS' });
  await revived;
  t.true(await plays(host));
  await closeAll(t, [host]);
});

test.serial('The zygote is stopped: Node is started instead', async (t) => {
  const host = await openForked(amp);
  signalZygotes('SIGSTOP');
  await sleep(STOPPED_MS);
  const other = await open(amp);
  t.false(isForked(other));
  t.true(await plays(other));
  signalZygotes('SIGCONT');
  const third = await open(amp);
  t.true(await plays(third));
  t.true(hostPidOf(other.pid ?? 0) > 0, 'the request that was given up has started nothing');
  await closeAll(t, [host, other, third]);
});

for (const signal of ['SIGKILL', 'SIGSTOP'] as const)
  test.serial(`${signal} for the zygote at any moment of a start: every plugin plays`, async (t) => {
    const hosts = [await openForked(amp)];
    for (let ms = 0; ms < 12; ms++) {
      const opening = open(amp);
      await sleep(ms);
      signalZygotes(signal);
      const host = await opening;
      t.true(await plays(host), `after ${ms} ms`);
      if (signal === 'SIGSTOP') signalZygotes('SIGCONT');
      hosts.push(host);
    }
    await closeAll(t, hosts);
  });

const lost = {
  'the spare': (spare: number) => [spare],
  'its parent': (spare: number) => [Number(statOf(spare)[1])],
  both: (spare: number) => [Number(statOf(spare)[1]), spare],
};

for (const [what, pidsOf] of Object.entries(lost))
  test.serial(
    `The spare is lost (${what} is killed): the next plugin gets another process from the zygote`,
    async (t) => {
      const first = await openForked(amp);
      t.true(await until(() => spareOf() > 0));
      const spare = spareOf();
      for (const pid of pidsOf(spare)) kill(pid, 'SIGKILL');
      const host = await open(amp);
      t.true(isForked(host));
      t.not(forkedHostOf(host.pid ?? 0), spare);
      t.true(await plays(host));
      t.true(await until(() => spareOf() > 0), 'a new one');
      await closeAll(t, [first, host]);
    },
  );

test.serial('The spare is stopped: Node is started instead, and nothing is left of it', async (t) => {
  const first = await openForked(amp);
  t.true(await until(() => spareOf() > 0));
  const spare = spareOf();
  kill(spare, 'SIGSTOP');
  const host = await open(amp);
  t.false(isForked(host));
  t.true(await plays(host));
  t.true(await until(() => isGone(spare)));
  await closeAll(t, [first, host]);
});

test.serial('The zygote is killed: the spare ends, too', async (t) => {
  const host = await openForked(amp);
  t.true(await until(() => spareOf() > 0));
  const pids = [spareOf(), Number(statOf(spareOf())[1])];
  signalZygotes('SIGKILL');
  t.true(await until(() => pids.every(isGone)));
  await closeAll(t, [host]);
});

test.serial('A fork passes several full collections, each time', (t) => {
  for (let i = 0; i < PROBES; i++) t.is(checkZygote(join(dirname(currentHost), 'lib'), {}).status, 'ok');
});

test.serial('Ten at once', async (t) => {
  const first = await openForked(amp);
  const hosts = await Promise.all(Array.from({ length: 10 }, () => open(amp)));
  for (const host of hosts) t.true(await plays(host));
  t.is(zygotesOf().length, 1);
  await closeAll(t, [first, ...hosts]);
});

test.serial('Other limits than the zygote has: Node is started', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'maolan-zygote-'));
  const executable = join(folder, 'host.sh');
  writeFileSync(executable, `#!/bin/sh\nulimit -s 4096\nexec ${currentHost} "$@"\n`);
  chmodSync(executable, 0o755);
  const host = await openForked(amp);
  const other = await open({ ...amp, executable });
  t.false(isForked(other));
  t.regex(readFileSync(`/proc/${hostPidOf(other.pid ?? 0)}/limits`, 'utf8'), /Max stack size +4194304/);
  await closeAll(t, [host, other]);
  rmSync(folder, { recursive: true });
});

test.serial('Not asked for, there is none', async (t) => {
  const hosts = [];
  for (let i = 0; i < 3; i++) hosts.push(await open({ ...amp, environment: { MAOLAN_ZYGOTE: '0' } }));
  t.false(hosts.some(isForked));
  t.deepEqual(zygotesOf(), []);
  await closeAll(t, hosts);
});

test.serial('Nobody needs it: it ends, and the next one begins when it is needed', async (t) => {
  const options = { ...amp, environment: { MAOLAN_ZYGOTE_IDLE_MS: '300' } };
  const host = await openForked(options);
  t.true(await until(() => zygotesOf().length === 0));
  t.true(await plays(host));
  const other = await openForked(options);
  t.true(isForked(other));
  await closeAll(t, [host, other]);
});

test.serial('The DAW is killed: nothing is left', async (t) => {
  const daw = await startDaw({});
  t.true(zygotesOf(daw.pid).length > 0);
  t.deepEqual(await endDaw(daw, 'SIGKILL'), []);
});

for (const signal of ['SIGKILL', 'SIGSTOP'] as const)
  test.serial(`${signal} for a zygote that begins: the plugins that wait for it start Node`, async (t) => {
    for (const ms of [0, 40]) {
      const opening = Promise.all(Array.from({ length: 4 }, () => open(amp)));
      t.true(await until(() => zygotesOf().length > 0));
      await sleep(ms);
      signalZygotes(signal);
      for (const host of await opening) t.true(await plays(host), `after ${ms} ms`);
      signalZygotes('SIGKILL');
      await closeOpened();
    }
    await nothingIsLeft(t);
  });

test.serial('Two DAWs at once: each has its own zygote, and all that belongs to its processes', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'maolan-zygote-'));
  const shell = 'umask 027; ulimit -s 6000; exec "$@"';
  const daws = await Promise.all([
    startDaw({ through: ['sh', '-c', shell, 'sh', 'nice', '-n', '3', 'taskset', '-c', firstProcessor()], cwd: folder }),
    startDaw({}),
  ]);
  for (const { child } of daws) t.teardown(() => void child.kill('SIGKILL'));
  const [special, usual] = daws.map(({ belongings }) => belongings);
  t.like(special, { plays: true, umask: '0027', affinity: firstProcessor(), stack: String(6000 * 1024) });
  t.is(special?.directory, folder);
  t.is(special?.nice, Math.min(19, Number(statOf(process.pid)[16]) + 3));
  t.like(usual, {
    plays: true,
    umask: statusOf(process.pid, 'Umask'),
    affinity: statusOf(process.pid, 'Cpus_allowed_list'),
    nice: Number(statOf(process.pid)[16]),
    directory: process.cwd(),
    controlGroup: readFileSync('/proc/self/cgroup', 'utf8'),
  });
  for (const daw of daws) t.deepEqual(await endDaw(daw), []);
  rmSync(folder, { recursive: true });
});

(isOpenToOthers() ? test.serial : test.serial.skip)('As another user', async (t) => {
  const home = mkdtempSync(join(tmpdir(), 'maolan-zygote-'));
  chownSync(home, NOBODY, NOBODY);
  const through = ['setpriv', '--reuid', `${NOBODY}`, '--regid', `${NOBODY}`, '--clear-groups'];
  const daw = await startDaw({ through, environment: { HOME: home, TMPDIR: home } });
  t.teardown(() => void daw.child.kill('SIGKILL'));
  const four = (id: number) => Array(4).fill(id).join('\t');
  t.like(daw.belongings, { plays: true, uid: four(NOBODY), gid: four(NOBODY), groups: '' });
  t.deepEqual(await endDaw(daw), []);
  rmSync(home, { recursive: true });
});
