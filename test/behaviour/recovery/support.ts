/** Killing plugins, and playing on as a DAW does that does not know of it. */
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import type { Daw } from '../../support/daw.ts';
import { TIMEOUT_MS, threadsOf, until } from '../../support/host-process.ts';

/** As long as the DAW waits for a block. */
export const DAW_TIMEOUT_MS = 100;

const SIGSEGV = 11;
const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi');
const tgkill = koffi.load('libc.so.6').func('int tgkill(int process, int thread, int signal)');

/** A fault in the plugin's code on this thread, as far as the host can tell. */
export function killIn(daw: Daw, thread: 'audio' | 'main'): void {
  const pid = daw.process.hostPid;
  const [id] = thread === 'main' ? [pid] : threadsOf(pid, 'maolan-audio');
  if (id === undefined || tgkill(pid, id, SIGSEGV) !== 0) throw new Error(`no ${thread} thread to kill`);
}

/** How often this host has come back, by what it said of it. */
export function processesAfter(daw: Daw): number {
  return daw.process.stderr.split(/It was loaded again|It is bypassed now/).length - 1;
}

/** Play blocks, as the DAW does, until something holds; false when patience ran out. Blocks that are not answered count. */
export async function playUntil(
  daw: Daw,
  holds: () => boolean,
  frames = 64,
): Promise<{ held: boolean; unanswered: number }> {
  let unanswered = 0;
  for (const end = performance.now() + TIMEOUT_MS; performance.now() < end; await sleep(1)) {
    if (holds()) return { held: true, unanswered };
    if ((await daw.block(frames, DAW_TIMEOUT_MS)) !== 'byte') unanswered++;
  }
  return { held: false, unanswered };
}

/** Kill it, and play until it is back and answers. */
export async function killAndWait(t: ExecutionContext, daw: Daw, thread: 'audio' | 'main' = 'audio'): Promise<void> {
  const count = processesAfter(daw) + 1;
  killIn(daw, thread);
  const { held } = await playUntil(daw, () => processesAfter(daw) >= count);
  t.true(held, 'it did not come back');
  t.true(daw.process.alive);
  // A reply to a block that was given up may be read once more; then every block has its own.
  await playQuietly(daw, 10);
}

/** Blocks whose answers do not matter. */
export async function playQuietly(daw: Daw, blocks: number, frames = 64): Promise<void> {
  for (let i = 0; i < blocks; i++) {
    await daw.block(frames, DAW_TIMEOUT_MS);
    await sleep(1);
  }
}

/** The last good state is taken within 300 ms of quiet; wait for more. */
export async function untilKept(): Promise<void> {
  await sleep(700);
}

/** No reply is left, nor comes later. */
export async function noReplyIsLeft(t: ExecutionContext, daw: Daw): Promise<void> {
  await sleep(50);
  t.is(daw.toDaw.drain(), 0, 'replies are left');
}

/** The host says this on stderr (in time). */
export async function says(t: ExecutionContext, daw: Daw, text: string | RegExp): Promise<void> {
  t.true(await daw.process.says(text), `${text} was not said`);
}

/** Wait for a header word. */
export async function wordIs(daw: Daw, at: number, value: number): Promise<boolean> {
  return until(() => daw.segment.readU32(at) === value);
}
