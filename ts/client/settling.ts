// SPDX-License-Identifier: BSD-2-Clause
/**
 * Waiting for a plugin that is still loading something, offline (the host's side: ts/host/main-thread/offline.ts).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { PROTOCOL_REQUEST_SETTLE } from '../contract/protocol.ts';
import { PluginHostError } from './errors.ts';
import type { HostProcess } from './host-process.ts';
import type { Requests } from './requests.ts';
import type { Settled } from './types.ts';

/** The host's answer. */
interface Answer {
  /** Since the last question a block has left work for other threads. */
  hasWorked: boolean;
  /** The plugin says that it loads, or its timers are not through. */
  isLoading: boolean;
  /** It demands blocks in real time. */
  needsRealTime: boolean;
  /** It has its own threads. */
  hasThreads: boolean;
  /** It has a worker (LV2). */
  hasWorker: boolean;
  /** Names of those at work. */
  busy: string[];
  /** For how long one of them was ready to run and had no processor since the last question. */
  waitedMs: number;
  /** A thread that looks for work now and then has not looked since the first question. */
  isUnseen: boolean;
  /** Threads may begin to work later, though no block wakes them. */
  hasPollers: boolean;
}

const QUESTION_BYTES = 8;
const RESTART = 1;
const BEGIN = 2;
/** Sound that timers go through at once: a plugin that loads a piece at each call is done then. */
const TIMER_MS = 10_000;
const LOOK_MS = 10;
/** A thread between two pieces of work looks idle for a moment. */
const QUIET_LOOKS = 4;
/** Of a thread that was not given a name: the process's, as far as the kernel keeps it. */
const INHERITED_NAME = 'maolan-plugin-h';

async function ask(requests: Requests, host: HostProcess, flags: number, ms: number): Promise<Answer> {
  const question = new Uint8Array(QUESTION_BYTES);
  const view = new DataView(question.buffer);
  view.setUint32(0, flags, true);
  view.setUint32(4, ms, true);
  const answer = await requests.ask(host, PROTOCOL_REQUEST_SETTLE, 'checking whether the plugin is ready', question);
  return JSON.parse(new TextDecoder().decode(answer)) as Answer;
}

/** The host gives a request up after 4 s: the plugin holds its main thread, so it is at work. */
function isHeldUp(error: unknown, sinceMs: number): boolean {
  if (!(error instanceof PluginHostError)) return false;
  return error.code === 'REQUEST_TIMEOUT' || (error.code === 'REQUEST_FAILED' && performance.now() - sinceMs > 1000);
}

const heldUp: Answer = {
  hasWorked: true,
  isLoading: true,
  needsRealTime: false,
  hasThreads: false,
  hasWorker: false,
  busy: [],
  waitedMs: 0,
  isUnseen: false,
  hasPollers: false,
};

/** See PluginHost.settle; in one's turn. @throws PluginHostError REQUEST_FAILED (the host does not know the question), HOST_EXITED */
export async function settle(requests: Requests, host: HostProcess, limitMs: number): Promise<Settled> {
  let deadline = performance.now() + limitMs;
  const found = { hasWorked: false, needsRealTime: false, hasHelpers: false, hasPollers: false };
  let [timerMs, quiet, wasBusy, isFirst] = [TIMER_MS, 0, false, true];
  for (;;) {
    const asked = performance.now();
    const answer = await ask(requests, host, isFirst ? BEGIN : 0, timerMs).catch((error: unknown) => {
      if (isHeldUp(error, asked)) return heldUp;
      throw error;
    });
    timerMs = 0;
    deadline += answer.waitedMs; // a busy machine does not make it late
    found.hasWorked ||= answer.hasWorked || (isFirst && answer.busy.length > 0);
    isFirst = false;
    found.needsRealTime ||= answer.needsRealTime;
    found.hasPollers ||= answer.hasPollers;
    found.hasHelpers ||= answer.hasThreads || answer.hasWorker;
    const isBusy = answer.isLoading || answer.busy.length > 0;
    wasBusy ||= isBusy && answer !== heldUp;
    quiet = isBusy || answer.isUnseen ? 0 : quiet + 1;
    if (quiet >= (answer.hasThreads ? QUIET_LOOKS : 1)) {
      if (!wasBusy) return { ...found, isReady: true, reason: '' };
      // What the threads have loaded may be for a timer to pick up.
      [timerMs, quiet, wasBusy] = [TIMER_MS, 0, false];
    } else if (performance.now() > deadline) return { ...found, isReady: false, reason: reasonOf(answer) };
    else await sleep(LOOK_MS);
  }
}

function reasonOf({ busy, isLoading }: Answer): string {
  if (busy.length > 0) {
    const names = [...new Set(busy)].filter((name) => name !== INHERITED_NAME);
    const work =
      busy.length > 1 ? `${busy.length} of its threads are still working` : 'one of its threads is still working';
    return names.length > 0 ? `${work} (${names.join(', ')})` : work;
  }
  return isLoading ? 'it is still loading' : 'its threads did not become idle';
}

/** See PluginHost.restart; in one's turn. @throws as settle */
export async function restart(requests: Requests, host: HostProcess): Promise<void> {
  await ask(requests, host, RESTART, 0);
}
