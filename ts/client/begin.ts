// SPDX-License-Identifier: BSD-2-Clause
/**
 * The first block of a render. Plugins load what they play when they are played first, or when a message chooses it: nothing of that may be
 * missing, and the same has to come out each time.
 *
 * A plugin with its own threads or a worker plays a block of silence (some, if a thread polls: IR loads nothing before the sixth), gets time
 * behind it, begins anew, and plays the first block once: there are synthesizers whose notes ring on when they are activated
 * again. Any other begins with its first block (an oscillator would stand elsewhere behind silence), and only if that has left work, it
 * begins anew and plays it again.
 */
import type { BeginOptions, BlockEvent, Planes, ProcessAsyncOptions, Settled } from './types.ts';

/** A plugin, as far as it is needed here. */
interface Plugin {
  readonly maxFrames: number;
  readonly ports: { readonly audioInputs: number; readonly audioOutputs: number };
  processAsync(inputs: Planes, outputs: Planes, options: ProcessAsyncOptions): Promise<boolean>;
  settle(limitMs?: number): Promise<Settled>;
  restart(): Promise<void>;
}

/** A block may take its time. */
const BLOCK_MS = 30_000;
const SILENT_BLOCKS = 8;
/** A plugin that always leaves something for others begins anew so often. */
const ROUNDS_MAX = 4;
const KIND = 0xf0;
const CONTROLLER = 0xb0;
const PROGRAM = 0xc0;
const SYSEX = 0xf0;
const BANK_HIGH = 0;
const BANK_LOW = 32;

/** A bank, a program or a system exclusive message: the plugin may load other sounds. */
export function choosesSounds(event: BlockEvent): boolean {
  if (event.type !== 'midi') return false;
  const { 0: status = 0, 1: controller } = event.data;
  const isBank = (status & KIND) === CONTROLLER && (controller === BANK_HIGH || controller === BANK_LOW);
  return isBank || (status & KIND) === PROGRAM || status === SYSEX;
}

/** Nothing plays yet. @param wait called behind each block: is there more to load? @returns whether the plugin plays at all. */
async function playSilence(
  plugin: Plugin,
  { events = [], transport }: BeginOptions,
  wait: () => Promise<boolean>,
): Promise<boolean> {
  const { maxFrames: frames, ports } = plugin;
  const planes = (count: number) => Array.from({ length: count }, () => new Float32Array(frames));
  const chosen = events.filter(choosesSounds);
  const still = transport && { transport: { ...transport, playing: false } };
  let [isPlayed, isMore] = [true, true];
  for (let block = 0; isPlayed && isMore && block < SILENT_BLOCKS; block++) {
    const options = { frames, events: block === 0 ? chosen : [], timeoutMs: BLOCK_MS, ...still };
    isPlayed = await plugin.processAsync(planes(ports.audioInputs), planes(ports.audioOutputs), options);
    isMore = await wait();
  }
  return isPlayed;
}

/** See PluginHost.begin. */
export async function begin(plugin: Plugin, play: () => Promise<boolean>, options: BeginOptions): Promise<Settled> {
  const { limitMs } = options;
  const found = await plugin.settle(limitMs);
  const wait = async () => {
    const { isReady, reason, hasWorked, needsRealTime, hasPollers } = await plugin.settle(limitMs);
    if (found.isReady) Object.assign(found, { isReady, reason });
    found.hasWorked ||= hasWorked;
    found.needsRealTime ||= needsRealTime;
    found.hasPollers ||= hasPollers;
    return hasWorked;
  };
  if (found.hasHelpers && (await playSilence(plugin, options, () => wait().then(() => found.hasPollers)))) {
    await plugin.restart();
    await wait();
    if (await play()) await wait();
    return found;
  }
  for (let round = 0; (await play()) && (await wait()) && round < ROUNDS_MAX; round++) await plugin.restart();
  return found;
}
