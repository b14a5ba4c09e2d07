/**
 * SIGKILL in the instant of a block's wake. Its byte may have left the pipe with the thread that was reading it, or lie there still; the
 * block is answered once either way. The benchmark's driver does the same with thousands ("strike").
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import type { Daw } from '../../support/daw.ts';
import { until } from '../../support/host-process.ts';
import { fixture, readyTest } from '../../support/host-test.ts';

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
