// SPDX-License-Identifier: BSD-2-Clause
/**
 * Tries one plugin in separate processes: load it, play, save its state, restore that elsewhere, and show its window.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type FoundPlugin, type Parameter, PluginHost, type PluginHostError } from '../../ts/client/index.ts';
import { soundsAsInLilv } from './lilv.ts';
import { type Answer, no, notTried, type Question, questions, yes } from './results.ts';

const SAMPLE_RATE = 48_000;
const BLOCK_FRAMES = 256;
/** A second and a half: attack, echo, and background loading. */
const BLOCKS = 280;
/** A chord for keyboards, and drums for drum kits. */
const NOTES = [60, 64, 67, 36, 38, 42];
/** A silent plugin may still be loading its sounds, so it is played again this often, after a pause. */
const ATTEMPTS = 4;
const PAUSE_MS = 1500;
const WINDOW_MS = 30_000;

/** The same on all machines. */
export function noise(frames: number, channel: number): Float32Array {
  let seed = 12345 + channel;
  return Float32Array.from({ length: frames }, () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
    return seed / 2 ** 32;
  });
}

const sentence = (error: unknown): string => (error as PluginHostError).message.replaceAll(/\s+/g, ' ');

/** The answer; an error counts as a no. */
async function asked(question: () => Promise<Answer>): Promise<Answer> {
  try {
    return await question();
  } catch (error) {
    return no(sentence(error));
  }
}

/** Problems apart from blocks, in the host's words. */
class Incidents {
  last = '';

  constructor(host: PluginHost) {
    host.on('crash', ({ message }) => {
      this.last = message;
    });
    host.on('gaveUp', (reason) => {
      this.last ||= 'message' in reason ? reason.message : `the host ${reason.kind}`;
    });
    host.on('exit', (reason) => {
      this.last ||= reason.kind === 'crashed' ? `the host ended by ${reason.signal}` : `the host ${reason.kind}`;
    });
  }
}

/** Play blocks of noise and notes. @returns whether any sound came out, or what went wrong */
async function playOnce(host: PluginHost, incidents: Incidents): Promise<boolean | Answer> {
  const { audioInputs, audioOutputs, midiInputs } = host.ports;
  const outputs = Array.from({ length: audioOutputs }, () => new Float32Array(BLOCK_FRAMES));
  let heard = false;
  host.once('midi', () => {
    heard = true;
  });
  const notes = (status: number) =>
    NOTES.map((note) => ({ type: 'midi' as const, frame: 0, data: [status, note, 100] }));
  for (let block = 0; block < BLOCKS; block++) {
    const inputs = Array.from({ length: audioInputs }, (_, channel) => noise(BLOCK_FRAMES, channel + block * 64));
    const struck = midiInputs > 0 && block % 100 === 10 ? notes(0x90) : [];
    const released = midiInputs > 0 && block % 100 === 90 ? notes(0x80) : [];
    const transport = { position: block * BLOCK_FRAMES, tempo: 120, numerator: 4, denominator: 4, playing: true };
    const options = { events: [...struck, ...released], transport, timeoutMs: 5000 };
    if (!(await host.processAsync(inputs, outputs, options)))
      return no(incidents.last || `block ${block} was not played`);
    for (const [channel, samples] of outputs.entries()) {
      if (!samples.every(Number.isFinite)) return no(`output ${channel} is NaN or infinite in block ${block}`);
      heard ||= samples.some((sample) => Math.abs(sample) > 1e-6);
    }
  }
  return heard;
}

async function play(host: PluginHost, incidents: Incidents): Promise<Answer> {
  const { audioOutputs, midiOutputs } = host.ports;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await sleep(PAUSE_MS);
    const heard = await playOnce(host, incidents);
    if (typeof heard !== 'boolean') return heard;
    if (heard || audioOutputs + midiOutputs === 0) return yes;
  }
  return no(audioOutputs > 0 ? 'silent' : 'no MIDI came out');
}

/** A parameter that a user would change, and a value other than its current one. */
function movable(host: PluginHost): { parameter: Parameter; value: number } | undefined {
  for (const parameter of host.parameters) {
    const { isReadOnly, isTrigger, isHidden, isProgram, isBypass, minimum, maximum } = parameter;
    if (isReadOnly || isTrigger || isHidden || isProgram || isBypass || !(maximum > minimum)) continue;
    return { parameter, value: parameter.value === maximum ? minimum : maximum };
  }
  return undefined;
}

async function keepState(host: PluginHost, reopen: (state: Uint8Array) => Promise<PluginHost>): Promise<Answer> {
  const moved = movable(host);
  if (moved) host.setParameter(moved.parameter.id, moved.value);
  await host.processAsync([], []);
  await host.processAsync([], []);
  const set = moved?.parameter.value; // as the plugin rounded it
  const state = await host.saveState();
  const other = await reopen(state);
  try {
    await other.processAsync([], []);
    if (moved !== undefined) {
      const { value, name } = other.parameter(moved.parameter.id);
      if (value !== set) return no(`"${name}" was ${set} and is ${value} after the restore`);
    }
    const again = await other.saveState();
    if (Buffer.compare(state, again) !== 0) return no(`it saves ${again.length} other bytes than it restored`);
    return yes;
  } finally {
    await other.close();
  }
}

/** Some take longer to open than showEditor waits, which is 5 s as in a DAW. */
async function isShownAtLast(host: PluginHost): Promise<boolean> {
  const deadline = performance.now() + WINDOW_MS;
  for (;;) {
    const isShown = await host.isEditorShown().catch(() => false);
    if (isShown || performance.now() > deadline) return isShown;
    await sleep(500);
  }
}

async function open(host: PluginHost): Promise<void> {
  try {
    await host.showEditor();
  } catch (error) {
    if ((error as PluginHostError).code !== 'REQUEST_TIMEOUT' || !(await isShownAtLast(host))) throw error;
  }
}

async function showWindow(host: PluginHost, incidents: Incidents): Promise<Answer> {
  if (!(await host.hasEditor())) return notTried('it has no window');
  await open(host);
  for (let block = 0; block < 20; block++)
    if (!(await host.processAsync([], [], { timeoutMs: 5000 }))) return no(incidents.last || 'a block was not played');
  if (!(await host.isEditorShown())) return no('the window is gone at once');
  await host.hideEditor();
  return (await host.isEditorShown()) ? no('the window is still there when it is hidden') : yes;
}

export interface TrialOptions {
  /** Of an X server. */
  display: string;
  /** For all checks together. */
  limitMs: number;
}

/** Run all checks in order; those after a failed load or beyond the time limit are not tried. */
export async function tryPlugin(plugin: FoundPlugin, options: TrialOptions): Promise<Record<Question, Answer>> {
  const answers = Object.fromEntries(questions.map((question) => [question, notTried('it does not load')])) as Record<
    Question,
    Answer
  >;
  const ending = new AbortController();
  const hosts: PluginHost[] = [];
  const open = async (state?: Uint8Array) => {
    const host = await PluginHost.open({
      format: plugin.format,
      plugin: plugin.plugin,
      sampleRate: SAMPLE_RATE,
      maxFrames: BLOCK_FRAMES,
      blockTimeoutMs: 2000,
      environment: { DISPLAY: options.display },
      policy: { restart: false },
      signal: ending.signal,
      ...(state ? { state } : {}),
    });
    hosts.push(host);
    if (ending.signal.aborted) await host.close();
    return host;
  };
  const ask = async (question: Question, look: () => Promise<Answer>) => {
    if (ending.signal.aborted) return;
    answers[question] = notTried(`it took longer than ${options.limitMs / 1000} s`);
    const answer = await asked(look);
    if (!ending.signal.aborted) answers[question] = answer;
  };

  const all = async () => {
    let host: PluginHost | undefined;
    await ask('loads', async () => {
      host = await open();
      return yes;
    });
    if (host === undefined) return;
    const first = host;
    for (const question of questions.slice(1)) answers[question] = notTried('what was asked before took too long');
    const incidents = new Incidents(first);
    await ask('plays', () => play(first, incidents));
    await ask('keeps its state', () => keepState(first, open));
    await ask('shows its window', () => showWindow(first, incidents));
    await first.close();
    await ask('sounds as in lv2apply', () => soundsAsInLilv(plugin, open));
  };
  const limit = new Promise<void>((resolve) => {
    setTimeout(resolve, options.limitMs).unref();
  });
  try {
    await Promise.race([all(), limit]);
  } finally {
    ending.abort();
    await Promise.all(hosts.map((host) => host.close()));
  }
  return answers;
}
