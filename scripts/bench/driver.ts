/** The door to driver.c: what can be measured, and what comes back. */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { EditorResult } from './editor.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '../..');
const programs = join(root, 'build/bench');
const host = resolve(process.env.MAOLAN_BENCH_HOST ?? join(root, 'dist/maolan-engine-plugin-host'));
const libraries = join(dirname(host), 'lib');
const sampleRate = 48_000;

/** A plugin to play, as the host's command line has it. */
export interface Plugin {
  name: string;
  format: 'lv2' | 'vst3' | 'clap';
  spec: string;
  /** Channels. */
  inputs: number;
  outputs: number;
  /** Where the Debian package puts it. */
  bundle: string;
  debianPackage: string;
}

export const egAmp: Plugin = {
  name: 'eg-amp (LV2)',
  format: 'lv2',
  spec: 'http://lv2plug.in/plugins/eg-amp',
  inputs: 1,
  outputs: 1,
  bundle: '/usr/lib/lv2/eg-amp.lv2',
  debianPackage: 'lv2-examples',
};

const zamDelay = { inputs: 1, outputs: 1, debianPackage: 'zam-plugins' };
/** The same plugin, with work of its own, in each format. */
export const zamDelays: Plugin[] = [
  {
    ...zamDelay,
    name: 'ZamDelay (VST3)',
    format: 'vst3',
    spec: '/usr/lib/vst3/ZamDelay.vst3',
    bundle: '/usr/lib/vst3/ZamDelay.vst3',
  },
  {
    ...zamDelay,
    name: 'ZamDelay (LV2)',
    format: 'lv2',
    spec: 'urn:zamaudio:ZamDelay',
    bundle: '/usr/lib/lv2/ZamDelay.lv2',
  },
  {
    ...zamDelay,
    name: 'ZamDelay (CLAP)',
    format: 'clap',
    spec: '/usr/lib/clap/ZamDelay.clap',
    bundle: '/usr/lib/clap/ZamDelay.clap',
  },
];

const zamVerb = { inputs: 2, outputs: 2, debianPackage: 'zam-plugins' };
/** Heavy: it works out its impulse response when it is loaded. */
export const zamVerbs: Plugin[] = [
  {
    ...zamVerb,
    name: 'ZamVerb (CLAP)',
    format: 'clap',
    spec: '/usr/lib/clap/ZamVerb.clap',
    bundle: '/usr/lib/clap/ZamVerb.clap',
  },
  {
    ...zamVerb,
    name: 'ZamVerb (VST3)',
    format: 'vst3',
    spec: '/usr/lib/vst3/ZamVerb.vst3',
    bundle: '/usr/lib/vst3/ZamVerb.vst3',
  },
];

/** Reads MIDI and lets sound through while a note sounds. */
export const egMidigate: Plugin = {
  name: 'eg-midigate (LV2)',
  format: 'lv2',
  spec: 'http://lv2plug.in/plugins/eg-midigate',
  inputs: 1,
  outputs: 1,
  bundle: '/usr/lib/lv2/eg-midigate.lv2',
  debianPackage: 'lv2-examples',
};

export function isInstalled(plugin: Plugin): boolean {
  return existsSync(plugin.bundle);
}

/** Round trips in nanoseconds, and the CPU time that all threads of the process took per block. */
export interface Latency {
  min: number;
  p50: number;
  p90: number;
  p99: number;
  p999: number;
  max: number;
  /** Longest of the first 1000 blocks, and of all later ones (0: there were none). */
  firstMax: number;
  laterMax: number;
  cpuPerBlock: number;
}

export type Placement = 'pinned' | 'free';
/** Who can answer blocks. */
export type Player = 'host' | 'host without recovery' | 'floor' | 'floor + plugin' | 'floor + memory';

/** How blocks are played, and to whom. */
export interface Run {
  rival: Player;
  reference: Player;
  plugin: Plugin;
  placement: Placement;
  pacing: 'back to back' | 'paced';
  frames: number;
  /** Parameter changes before each block. */
  events: number;
  /** MIDI messages in each block. */
  midi: number;
  blocks: number;
}

export interface Comparison {
  rival: Latency;
  reference: Latency;
}

export interface Start {
  ready: number;
  firstBlock: number;
}

export interface Starts {
  starts: Start[];
  memoryKib: Record<string, number>;
}

/** The driver could not measure; the message says why. */
export class DriverError extends Error {}

/** Compile the driver, the floor and the heap counter. */
export function build(): void {
  try {
    execFileSync('make', ['-s', '-C', here], { stdio: 'inherit' });
  } catch {
    throw new DriverError('the programs in scripts/bench could not be built; see above');
  }
}

async function drive<Result>(
  command: string,
  placement: Placement,
  { format, spec, inputs, outputs }: Plugin,
  args: (string | number)[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Result> {
  const all = [command, placement, format, spec, inputs, outputs, ...args].map(String);
  const env = { ...process.env, MAOLAN_BENCH_HOST: host, ...environment };
  try {
    const { stdout } = await promisify(execFile)(join(programs, 'driver'), all, { env });
    return JSON.parse(stdout);
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    throw new DriverError(`${command} with ${spec} failed: ${stderr?.trim().split('\n').join('; ') || message}`);
  }
}

/** The executable, and the folder of plugin libraries for a floor that runs the plugin. */
function command(player: Player): [string, string] {
  if (player === 'host') return [host, ''];
  if (player === 'host without recovery') return [join(here, 'host-without-recovery.sh'), ''];
  if (player === 'floor + memory') return [join(here, 'floor-with-memory.sh'), ''];
  return [join(programs, 'floor'), player === 'floor' ? '' : libraries];
}

/** Rival and reference in turn, at most 500 blocks each at a time. */
export async function compare(run: Run): Promise<Comparison> {
  const { rival, reference, plugin, placement, pacing, frames, blocks, events, midi } = run;
  const periodNs = pacing === 'paced' ? Math.round((frames / sampleRate) * 1e9) : 0;
  const chunk = Math.min(500, blocks);
  const args = [frames, blocks, chunk, periodNs, events, midi, ...command(rival), ...command(reference)];
  const { sameOutput, ...comparison } = await drive<Comparison & { sameOutput: boolean }>(
    'compare',
    placement,
    plugin,
    args,
  );
  // The proof that both did the same work; the bare floor only passes the sound on.
  const bothRunIt = [rival, reference].every((player) => player !== 'floor' && player !== 'floor + memory');
  if (bothRunIt && !sameOutput)
    throw new DriverError(`${plugin.name}: ${rival} and ${reference} gave different samples`);
  return comparison;
}

/** Two hosts of the plugin in turn, one of which opens and closes its window on that display. */
export async function editorRun(
  plugin: Plugin,
  frames: number,
  blocks: number,
  periodNs: number,
  display: string,
): Promise<Omit<EditorResult, 'plugin' | 'frames' | 'blocks'>> {
  return drive('editor', 'free', plugin, [frames, blocks, Math.min(1000, blocks), periodNs, host], {
    DISPLAY: display,
  });
}

/** Start the player count times; a host with this Node (empty: the host's own choice). */
export async function starts(player: Player, count: number, node = ''): Promise<Starts> {
  const [executable] = command(player);
  return drive('start', 'free', egAmp, [count, executable], node ? { MAOLAN_NODE: node } : {});
}

/** Run work with a folder of its own. */
async function withFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'maolan-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export interface HeapCalls {
  /** The first blocks after ready, and the calls during them. */
  warmBlocks: number;
  duringWarmBlocks: number;
  duringBlocks: number;
  /** Calls while what happens seldom happened: an unknown parameter, a block of no size, a saved state, a DAW that stood still. */
  duringSeldom: number;
}

/** Heap calls of the audio thread while blocks are played. */
export async function heapCalls(blocks: number): Promise<HeapCalls> {
  const library = join(programs, 'libheap-counter.so');
  return withFolder((folder) => drive('heap', 'pinned', egAmp, [blocks, host, library, join(folder, 'counters')]));
}

/** Garbage collections of one thread. */
export interface ThreadCollections {
  thread: 'audio' | 'other';
  beforeBlocks: number;
  duringBlocks: number;
}

/** Garbage collections before and while blocks are played. */
export async function collections(blocks: number): Promise<ThreadCollections[]> {
  const environment = {
    MAOLAN_NODE: join(here, 'traced-node.sh'),
    TRACED_NODE: process.env.MAOLAN_NODE || process.execPath,
  };
  return withFolder(async (folder) => {
    const trace = join(folder, 'trace');
    const { bytesBeforeBlocks } = await drive<{ bytesBeforeBlocks: number }>(
      'collections',
      'pinned',
      egAmp,
      [blocks, host, trace],
      environment,
    );
    const text = readFileSync(trace);
    return attribute(text.subarray(0, bytesBeforeBlocks).toString(), text.subarray(bytesBeforeBlocks).toString());
  });
}

/** "testing" is V8's word for a collection on demand, which only the audio thread makes: see collect-once.cjs. */
function attribute(before: string, during: string): ThreadCollections[] {
  const onDemand = before.match(/^\[\d+:(0x[0-9a-f]+)\] .* testing\b/m)?.[1];
  if (onDemand === undefined) throw new DriverError('the trace of garbage collections does not show the audio thread');
  const count = (trace: string, isAudio: boolean) =>
    [...trace.matchAll(/^\[\d+:(0x[0-9a-f]+)\] +\d+ ms: /gm)].filter(
      ([, isolate]) => (isolate === onDemand) === isAudio,
    ).length;
  return (['audio', 'other'] as const).map((thread) => ({
    thread,
    beforeBlocks: count(before, thread === 'audio'),
    duringBlocks: count(during, thread === 'audio'),
  }));
}
