// SPDX-License-Identifier: BSD-2-Clause
/** Interface to driver.c: what can be measured, and the results. */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { EditorResult } from './editor.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '../..');
const programs = join(root, 'build/bench');
const host = resolve(process.env.MAOLAN_BENCH_HOST ?? join(root, 'dist/maolan-engine-plugin-host'));
const currentHost = join(dirname(host), 'maolan-plugin-host');
const libraries = join(dirname(host), 'lib');
const SAMPLE_RATE = 48_000;

/** A plugin, as on the host's command line. */
export interface Plugin {
  name: string;
  format: 'lv2' | 'vst3' | 'clap';
  spec: string;
  /** Channels. */
  inputs: number;
  outputs: number;
  /** Where the Debian package installs it. */
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

/** What the driver needs to know about a plugin. */
export type Playable = Pick<Plugin, 'name' | 'spec' | 'inputs' | 'outputs'> & { format: Plugin['format'] | 'null' };

/** Passes the sound through; part of the host. */
export const nullPlugin: Playable = {
  name: 'null',
  format: 'null',
  spec: 'null',
  inputs: 1,
  outputs: 1,
};

const zamDelay = { inputs: 1, outputs: 1, debianPackage: 'zam-plugins' };
/** The same plugin, which does real work, in each format. */
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
/** Heavy: it computes its impulse response when it is loaded. */
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

/** Reads MIDI and passes sound through while a note is on. */
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

/** Round trips in nanoseconds, and the CPU time of all threads of the process per block. */
export interface Latency {
  min: number;
  p50: number;
  p90: number;
  p99: number;
  p999: number;
  max: number;
  /** Longest of the first 1000 blocks, and of all later ones (0: none). */
  firstMax: number;
  laterMax: number;
  cpuPerBlock: number;
}

/** Apart: the DAW on one core, the hosts on the others. */
export type Placement = 'pinned' | 'free' | 'apart';
/** What answers the blocks. */
export type Player = 'host' | 'host before' | 'host without recovery' | 'floor' | 'floor + plugin';
/** "7-bytes": version 7 with a byte for each block. */
export type Protocol = '1' | '6' | '7' | '7-bytes';

/** How blocks are played, and by what. */
export interface Run {
  rival: Player;
  reference: Player;
  plugin: Plugin;
  placement: Placement;
  /** Of the DAW's audio thread. */
  daw: Scheduling;
  pacing: 'back to back' | 'paced';
  frames: number;
  /** Parameter changes before each block. */
  events: number;
  /** MIDI messages in each block. */
  midi: number;
  /** Version 1 by default. */
  protocols?: { rival: Protocol; reference: Protocol };
  blocks: number;
}

/** The result of one of several hosts, with the CPU time that the DAW used. */
export interface Played extends Latency {
  dawCpuPerBlock: number;
}

export interface Comparison {
  rival: Played;
  reference: Played;
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
  { format, spec, inputs, outputs }: Playable,
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

interface Seat {
  player: Player;
  protocol: Protocol;
  /** For 'host before'. */
  distFolder?: string;
}

/** The executable, the folder of plugin libraries for a floor that runs the plugin, and the protocol. */
function command({ player, protocol, distFolder = '' }: Seat): [string, string, Protocol] {
  const hostOf = protocol === '1' ? host : currentHost;
  if (player === 'host') return [hostOf, '', protocol];
  if (player === 'host before') return [join(resolve(distFolder), basename(hostOf)), '', protocol];
  if (player === 'host without recovery') return [join(here, 'host-without-recovery.sh'), '', protocol];
  return [join(programs, 'floor'), player === 'floor' ? '' : libraries, protocol];
}

function periodOf({ pacing, frames }: Pick<Run, 'pacing' | 'frames'>): number {
  return pacing === 'paced' ? Math.round((frames / SAMPLE_RATE) * 1e9) : 0;
}

type Blocks = Omit<Run, 'rival' | 'reference' | 'protocols'>;

/** Runs all of them alternately, at most 500 blocks each at a time. CLAP plugins of host and floor know the length of the blocks. */
export async function compareAll(run: Blocks, seats: Seat[]): Promise<Played[]> {
  const { plugin, placement, daw, frames, blocks, events, midi } = run;
  const chunk = Math.min(500, blocks);
  const args = [frames, blocks, chunk, periodOf(run), events, midi, daw, ...seats.flatMap(command)];
  const { players, sameOutput } = await drive<{
    players: { latency: Latency; dawCpuPerBlock: number }[];
    sameOutput: boolean;
  }>('compare', placement, plugin, args, plugin.format === 'clap' ? { MAOLAN_BUFFER_SIZE: `${frames}` } : {});
  // Verifies that all did the same work; the bare floor only passes the sound through.
  if (seats.every(({ player }) => player !== 'floor') && !sameOutput)
    throw new DriverError(`${plugin.name}: ${seats.map(({ player }) => player).join(' and ')} gave different samples`);
  return players.map(({ latency, dawCpuPerBlock }) => ({ ...latency, dawCpuPerBlock }));
}

/** Runs rival and reference alternately. */
export async function compare(run: Run): Promise<Comparison> {
  const { rival: protocol, reference: referenceProtocol } = run.protocols ?? { rival: '1', reference: '1' };
  const [rival, reference] = await compareAll(run, [
    { player: run.rival, protocol },
    { player: run.reference, protocol: referenceProtocol },
  ]);
  if (rival === undefined || reference === undefined) throw new DriverError('compare did not say enough');
  return { rival, reference };
}

/** Runs two hosts of the plugin alternately; one of them opens and closes its window on that display. */
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

/** Start the player count times, beside other ones; a host with this Node (empty: the host's default). */
export async function starts(player: Player, beside: number, count: number, node = ''): Promise<Starts> {
  const [executable] = command({ player, protocol: '1' });
  return drive('start', 'free', egAmp, [beside, count, executable], node ? { MAOLAN_NODE: node } : {});
}

/** Run work with a temporary folder. */
async function withFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'maolan-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Calls that the audio thread must not make, and their number. */
export interface Calls {
  heap: number;
  /** Mutexes and read-write locks. */
  locks: number;
  /** Files opened, and writes to stdout and stderr. */
  files: number;
}

export interface AudioCalls {
  /** The first blocks after ready, and the calls during them. */
  warmBlocks: number;
  duringWarmBlocks: Calls;
  duringBlocks: Calls;
  /**
   * During rare events: an unknown parameter, blocks of invalid sizes, a saved and a restored state, a DAW that was
   * stopped.
   */
  duringSeldom: Calls;
  /** Of the main thread, from its start on: evidence that the counters work. */
  mainThread: Calls;
}

/** Calls of the audio thread while blocks are played, in version 6 or 7. */
export async function audioCalls(protocol: '6' | '7', blocks: number): Promise<AudioCalls> {
  const library = join(programs, 'libheap-counter.so');
  return withFolder((folder) =>
    drive('heap', 'free', egAmp, [protocol, blocks, currentHost, library, join(folder, 'counters')]),
  );
}

export interface LostRun {
  plugin: Playable;
  placement: Placement;
  daw: Scheduling;
  host: Scheduling;
  frames: number;
  pacing: Run['pacing'];
}

/** Ordinary or real-time scheduling (SCHED_FIFO: the DAW 18, the host 5). */
export type Scheduling = 'normal' | 'fifo';

export interface Lost {
  blocks: number;
  /** Answered before the DAW first read the counter. */
  lost: number;
  /** Not answered within the time limit. */
  late: number;
  latency: Latency;
}

/** Counts the blocks that a client of version 7 loses. Stops after that many seconds. */
export async function lostBlocks(run: LostRun, blocks: number, seconds: number): Promise<Lost> {
  const args = [run.frames, blocks, periodOf(run), seconds, run.daw, run.host, currentHost];
  return drive('lost', run.placement, run.plugin, args);
}

export interface Many {
  /** Periods in which the DAW did not finish all of them in time. */
  late: number;
  /** Answers that did not come within 100 ms. */
  missing: number;
  /** The longest wait for one answer (ns). */
  slowest: number;
  /** Of all hosts together. */
  latency: Latency;
}

/** Plays that many hosts, or floors that run the plugin: woken together in each period, collected in turn. */
export async function many(
  plugin: Plugin,
  { player, protocol }: { player: Player; protocol: Protocol },
  count: number,
  frames: number,
  periods: number,
): Promise<Many> {
  return drive('many', 'free', plugin, [frames, periods, count, ...command({ player, protocol })]);
}
