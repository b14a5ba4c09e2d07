// SPDX-License-Identifier: BSD-2-Clause
/**
 * The process of instances.ts: opens, activates, plays and closes plugins on one thread, without a host around it. Its word is a job as
 * JSON; it answers on file descriptor 3.
 */
import { readdirSync, readFileSync, writeSync } from 'node:fs';
import {
  PLUGIN_PARAMETER_INTEGER,
  PLUGIN_PARAMETER_READ_ONLY,
  PLUGIN_PARAMETER_TOGGLED,
  PLUGIN_REQUEST_RESTART,
} from '../../contract/plugin.ts';
import { type ProbeFunctions, probePrototypes } from '../../contract/probe.ts';
import { RECOVERY_CLOSE, RECOVERY_LOAD, RECOVERY_SERVE } from '../../contract/recovery.ts';
import type { Frames, Pointer } from '../../contract-types.ts';
import { declareFunctions, Native } from '../../native.ts';
import { openPlugin, type Plugin } from '../../plugin.ts';
import type { Instances, InstancesOptions, TextAnswer, TrialAnswer } from './instances.ts';

const ANSWER_FD = 3;
const FRAMES = 512 as Frames;
const BLOCKS = 10;
/** For two instances at the same time: half a second. */
const BLOCKS_BESIDE = 48;
const NOISE_LEVEL = 0.5;
/** Of all parameters together, and of each. */
const [TEXTS_MAX, TEXTS_LEAST] = [50_000, 5];
const BLOCK_SECONDS = FRAMES / 48_000;

interface Job extends InstancesOptions {
  format: string;
  spec: string;
}

interface Instance {
  plugin: Plugin;
  memory: Pointer<'base'>;
}

class Failed extends Error {}

const job = JSON.parse(process.argv[2] ?? '') as Job;
const native = new Native(__dirname);
const probe = declareFunctions<ProbeFunctions>(native.koffi, `${__dirname}/libmaolan-probe.so`, probePrototypes);

function during<Result>(phase: number, action: () => Result): Result {
  const before = probe.probe_enter(phase);
  try {
    return action();
  } finally {
    probe.probe_leave(before);
  }
}

function open(number: number): Instance {
  goOn();
  const options = { sampleRate: 48_000, framesMax: FRAMES, inputChannels: 2, outputChannels: 2 };
  const plugin = openPlugin(native, job.format, job.spec, { ...options, instanceId: `test-${number}`, offline: false });
  const memory = probe.probe_memory() as unknown as Pointer<'base'>;
  if (memory === null || !plugin.bind(memory, memory as unknown as Pointer<'block'>))
    throw new Failed(`instance ${number} could not be bound`);
  if (!plugin.activate()) throw new Failed(`instance ${number} could not be activated`);
  return { plugin, memory };
}

function play({ plugin, memory }: Instance): void {
  goOn();
  for (let i = 0; i < BLOCKS; i++) {
    probe.probe_run(plugin.pointer, memory, FRAMES, 0);
    plugin.idle();
  }
}

/** While the first one plays noise, the second one gets silence. @returns its peak; 0 if it is never silent */
function peakBeside(loud: Instance, silent: Instance): number {
  if (probe.probe_peak(silent.memory) > 0) return 0;
  let peak = 0;
  for (let i = 0; i < BLOCKS_BESIDE; i++) {
    goOn();
    probe.probe_run(loud.plugin.pointer, loud.memory, FRAMES, NOISE_LEVEL);
    probe.probe_run(silent.plugin.pointer, silent.memory, FRAMES, 0);
    peak = Math.max(peak, probe.probe_peak(silent.memory));
  }
  return peak;
}

/** Shows the tester that it is still running: JSON may begin with spaces. */
function goOn(): void {
  writeSync(ANSWER_FD, ' ');
}

function close({ plugin, memory }: Instance): void {
  goOn();
  plugin.close();
  probe.probe_free(memory);
}

function textsOf(plugin: Plugin, most: number): TextAnswer[] {
  const parameters = plugin.parameters();
  const values = Math.max(TEXTS_LEAST, Math.min(most, Math.floor(TEXTS_MAX / parameters.length)));
  return parameters.flatMap(({ name, minimum, maximum, flags }, index) => {
    goOn();
    const isInteger = (flags & (PLUGIN_PARAMETER_INTEGER | PLUGIN_PARAMETER_TOGGLED)) !== 0;
    const isReadOnly = (flags & PLUGIN_PARAMETER_READ_ONLY) !== 0;
    return Array.from({ length: values }, (_, i): TextAnswer => {
      const exact = minimum + ((maximum - minimum) * i) / Math.max(1, values - 1);
      const value = isInteger ? Math.round(exact) : exact;
      const text = plugin.parameterText(index, value) ?? null;
      const parsed = (text === null ? undefined : plugin.parseParameter(index, text)) ?? null;
      const again = parsed === null ? null : (plugin.parameterText(index, parsed) ?? null);
      return { name, value, text, parsed, again, isInteger, isReadOnly, minimum, maximum };
    });
  });
}

/** The plugin cannot be used for anything else then. */
function tryOne(trial: number): TrialAnswer {
  const options = { sampleRate: 48_000, framesMax: FRAMES, inputChannels: 2, outputChannels: 2 };
  const plugin = during(RECOVERY_LOAD, () =>
    openPlugin(native, job.format, job.spec, { ...options, instanceId: 'test-1', offline: false }),
  );
  const answer = during(RECOVERY_SERVE, () => plugin.tryOut(trial));
  during(RECOVERY_CLOSE, () => plugin.close());
  return answer;
}

/** As a host does: at the pace of the sound, with its main thread. @returns how often it was restarted, but for the first moments. */
function playOn({ plugin, memory }: Instance, seconds: number): number {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  let restarts = 0;
  const blocks = Math.ceil(seconds / BLOCK_SECONDS);
  for (let i = 0; i < blocks; i++) {
    goOn();
    probe.probe_run(plugin.pointer, memory, FRAMES, 0);
    const requests = plugin.idle();
    Atomics.wait(pause, 0, 0, BLOCK_SECONDS * 1000);
    if ((requests & PLUGIN_REQUEST_RESTART) === 0) continue;
    if (!plugin.restart()) throw new Failed('it could not be restarted, as it had asked');
    if (i > blocks / 4) restarts++;
  }
  return restarts;
}

function pass(answer: Omit<Instances, 'leaks'>): void {
  const open_: Instance[] = during(RECOVERY_LOAD, () => Array.from({ length: job.together }, (_, i) => open(i + 1)));
  during(RECOVERY_SERVE, () => {
    for (const instance of open_) play(instance);
    const [first, second] = open_;
    if (first !== undefined && second !== undefined) answer.peak = Math.max(answer.peak, peakBeside(first, second));
    if (job.ask !== undefined && first !== undefined && answer.texts.length === 0)
      answer.texts = textsOf(first.plugin, job.ask.values);
    if (job.seconds !== undefined && first !== undefined) answer.restarts += playOn(first, job.seconds);
  });
  // The first opened goes first.
  during(RECOVERY_CLOSE, () => {
    for (const instance of open_) close(instance);
  });
  answer.rss.push(Number(/VmRSS:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024);
  answer.heap.push(probe.probe_heap_bytes());
  answer.threads.push(readdirSync('/proc/self/task').length);
  answer.fds.push(readdirSync('/proc/self/fd').length);
}

function main(): void {
  probe.probe_begin();
  // What is unloaded has no names in the report, either.
  const kept = job.leaksOf ?? job.keep;
  if (kept !== undefined) native.koffi.load(kept);
  const answer: Omit<Instances, 'leaks'> = { rss: [], heap: [], threads: [], fds: [], texts: [], restarts: 0, peak: 0 };
  if (job.trial !== undefined) answer.trial = tryOne(job.trial);
  else for (let i = 0; i < job.times; i++) pass(answer);
  if (job.leaksOf !== undefined) probe.probe_leaks();
  writeSync(ANSWER_FD, JSON.stringify(answer));
}

try {
  main();
  native.os.process_exit(0);
} catch (error) {
  process.stderr.write(`sentence: ${(error as Error).message}\n`);
  native.os.process_exit(1);
}
