/**
 * SIGKILL in the instant of a block's wake. Its byte may have left the pipe with the thread that was reading it, or lie there still; the
 * block is answered once either way. The benchmark's driver does the same with thousands ("strike").
 */
import { readdirSync, readFileSync } from 'node:fs';
import { release } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import type { Daw } from '../../support/daw.ts';
import { threadsOf, until } from '../../support/host-process.ts';
import { fixture, readyTest } from '../../support/host-test.ts';
import { torture } from '../torture/support.ts';

const STRIKES = 6;
/** From the byte to the signal: about as long as the audio thread takes to wake up and read it. */
const APART_US_MAX = 30;
const FRAMES = 64;
const ERROR_CODE_AT = 20;
const US_PER_MS = 1000;

function spin(microseconds: number): void {
  const end = performance.now() + microseconds / US_PER_MS;
  while (performance.now() < end);
}

/** One answer, of whatever kind the version has. */
async function answered(daw: Daw, counterBefore: number): Promise<boolean> {
  if (daw.at.responseCounter !== undefined) return until(() => daw.counter !== counterBefore);
  return (await daw.toDaw.wait(20_000)) === 'byte';
}

const counterOf = (daw: Daw) => (daw.at.responseCounter === undefined ? 0 : daw.counter);

async function block(daw: Daw, strikeAfterUs?: number): Promise<boolean> {
  const before = counterOf(daw);
  const host = daw.process.hostPid;
  daw.prepareBlock(FRAMES);
  daw.toHost.signal();
  if (strikeAfterUs !== undefined) {
    spin(strikeAfterUs);
    process.kill(host, 'SIGKILL');
  }
  return answered(daw, before);
}

/** @returns how many blocks were played. */
async function strikes(t: ExecutionContext, daw: Daw): Promise<number> {
  let blocks = 0;
  for (let strike = 0; strike < STRIKES; strike++) {
    const host = daw.process.hostPid;
    await sleep(3); // the audio thread waits
    t.true(await block(daw, (APART_US_MAX * strike) / STRIKES), `strike ${strike}`);
    blocks++;
    do {
      t.true(await block(daw), `a block after strike ${strike}`);
      blocks++;
      await sleep(1);
    } while (daw.process.hostPid === host || daw.segment.readU32(ERROR_CODE_AT) !== 0);
  }
  return blocks;
}

for (const version of [6, 7] as const) {
  const options = () => ({ ...fixture('gain', { MAOLAN_RECOVERY_CRASHES: '1000000' }), version, eventless: true });
  readyTest(
    `Version ${version}: a block whose byte was being read when the process was killed is answered, once`,
    options,
    async (t, daw) => {
      const blocks = await strikes(t, daw);
      await sleep(300); // what comes twice has come
      t.is(daw.toDaw.drain(), 0);
      if (version === 7) t.is(daw.counter, blocks);
    },
  );
}

/** Since Linux 6.9 the supervisor can watch a thread of another process. */
const watchesThreads = () => {
  const [major = 0, minor = 0] = release().split('.').map(Number);
  return major > 6 || (major === 6 && minor >= 9);
};

/** The names of its threads that the kernel has not yet done with. A process that has ended is a zombie, or gone. */
function threadNames(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
      .map((thread) => readFileSync(`/proc/${pid}/task/${thread}/stat`, 'latin1'))
      .flatMap((stat) => /\((.*)\) [^ZX] /.exec(stat)?.[1] ?? []);
  } catch {
    return [];
  }
}

/** The processes and threads that the supervisor has pidfds of. */
function watchedBy(pid: number): number[] {
  const texts = readdirSync(`/proc/${pid}/fdinfo`).map((fd) => readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'latin1'));
  return texts.map((text) => Number(/^Pid:\s+(\d+)$/m.exec(text)?.[1] ?? 0));
}

/** The kernel frees so much memory before it reports that a process was killed. */
const MEGABYTES = 400;
const TRIES = 5;

const large = () => torture('lv2', `leak(${MEGABYTES})@instantiate`, { MAOLAN_RECOVERY_CRASHES: '1000000' });

readyTest('A block is answered before the memory of a killed process is freed', large, async (t, daw) => {
  let isEarly = false;
  for (let tries = 0; !isEarly && tries < TRIES; tries++) {
    const host = daw.process.hostPid;
    const [thread = 0] = threadsOf(host, 'maolan-audio');
    t.true(await until(() => watchedBy(daw.process.pid).includes(thread) || !watchesThreads()));
    process.kill(host, 'SIGKILL');
    while (threadNames(host).includes('maolan-audio')); // it may still play
    t.true(await block(daw));
    isEarly = threadNames(host).length > 0;
    do await block(daw);
    while (daw.process.hostPid === host || daw.segment.readU32(ERROR_CODE_AT) !== 0);
  }
  t.true(isEarly || !watchesThreads());
});
