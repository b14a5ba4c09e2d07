/** What the benchmark found out, as tables. */

import type { Comparison, HeapCalls, Latency, Run, Starts, ThreadCollections } from './driver.ts';
import { type EditorResult, editorTable } from './editor.ts';
import type { EmptyStart } from './empty-worker.ts';
import { type RenderResult, renderTable } from './render.ts';
import { type ReviveResult, reviveTable } from './revive.ts';
import { type ScanResult, scanTable } from './scan.ts';

export interface Compared {
  run: Run;
  result: Comparison;
}

/** All that one run of the benchmark found out. */
export interface Results {
  machine: string;
  /** Host against floor, every placement, pacing and block size. */
  plain: Compared[];
  /** Floor with the plugin against floor. */
  pluginCost: Compared[];
  /** Host against floor with the plugin, for plugins with work of their own. */
  working: Compared[];
  /** Names of plugins that are not installed. */
  leftOut: string[];
  /** Floor against floor. */
  noise: Compared[];
  /** Host against floor, with parameter changes. */
  events: Compared[];
  /** Host against floor with the plugin, with MIDI. */
  midi: Compared[];
  /** The floor reading as much memory as the host's code is. */
  cold: Compared[];
  starts: { version: string; result: Starts; empty: EmptyStart[] }[];
  floorMemoryKib: Record<string, number>;
  scans: ScanResult[];
  renders: RenderResult[];
  revivals: ReviveResult[];
  /** The host with its safety net against the host without. */
  recovery: Compared[];
  editors: EditorResult[];
  collections: { blocks: number; threads: ThreadCollections[] };
  heap: { blocks: number; calls: HeapCalls };
}

export interface Table {
  title: string;
  /** What it shows, in one sentence. */
  shows: string;
  head: string[];
  rows: string[][];
}

const us = (ns: number) => (ns / 1000).toFixed(1);
const ms = (ns: number) => (ns / 1e6).toFixed(1);
const mib = (kib: number | undefined) => ((kib ?? 0) / 1024).toFixed(1);
const ratio = (a: number, b: number) => (a / b).toFixed(2);
/** Of fewer blocks, p99.9 is nothing but the maximum. */
const isKnown = (key: keyof Latency, blocks: number) => key !== 'p999' || blocks >= 1000;
const pair = ({ rival, reference }: Comparison, key: keyof Latency) => `${us(rival[key])} / ${us(reference[key])}`;

function middle(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

const percentiles = [
  ['min', 'min (us)'],
  ['p50', 'p50 (us)'],
  ['p90', 'p90 (us)'],
  ['p99', 'p99 (us)'],
  ['p999', 'p99.9 (us)'],
  ['max', 'max (us)'],
] as const satisfies [keyof Latency, string][];
const ratios = [
  ['p50', 'p50 ratio'],
  ['p99', 'p99 ratio'],
  ['p999', 'p99.9 ratio'],
] as const satisfies [keyof Latency, string][];

function latencyTable(of: Compared[], title: string, shows: string, nameOf: (run: Run) => string): Table {
  return {
    title,
    shows,
    head: ['block', 'blocks', ...percentiles.map(([, head]) => head), ...ratios.map(([, head]) => head)],
    rows: of.map(({ run, result }) => [
      nameOf(run),
      String(run.blocks),
      ...percentiles.map(([key]) => (isKnown(key, run.blocks) ? pair(result, key) : '-')),
      ...ratios.map(([key]) => (isKnown(key, run.blocks) ? ratio(result.rival[key], result.reference[key]) : '-')),
    ]),
  };
}

function costTable(of: Compared[], nameOf: (run: Run) => string): Table {
  return {
    title: 'CPU time and outliers',
    shows:
      'CPU time of all threads per block, and the longest round trip of the first 1000 blocks and of all later ones: a host that is not ' +
      'warm when it says it is ready would show in the first.',
    head: ['block', 'CPU (us)', 'CPU ratio', 'longest of first 1000 (us)', 'longest of later (us)'],
    rows: of.map(({ run, result }) => [
      nameOf(run),
      pair(result, 'cpuPerBlock'),
      ratio(result.rival.cpuPerBlock, result.reference.cpuPerBlock),
      pair(result, 'firstMax'),
      result.rival.laterMax > 0 ? pair(result, 'laterMax') : '-',
    ]),
  };
}

function pluginCostTable(of: Compared[]): Table {
  return {
    title: 'What the plugin itself costs',
    shows:
      "The floor that also runs eg-amp through the host's own plugin library, against the floor that runs nothing: this much of the first " +
      "table's difference is not the host's. A cell is floor with plugin / floor.",
    head: ['block', 'p50 (us)', 'p50 ratio', 'p99 (us)', 'CPU (us)', 'CPU ratio'],
    rows: of.map(({ run, result }) => [
      `${run.frames} frames`,
      pair(result, 'p50'),
      ratio(result.rival.p50, result.reference.p50),
      pair(result, 'p99'),
      pair(result, 'cpuPerBlock'),
      ratio(result.rival.cpuPerBlock, result.reference.cpuPerBlock),
    ]),
  };
}

function eventsTable(of: Compared[]): Table {
  return {
    title: 'Parameter changes',
    shows: 'What parameter changes before each block add, in blocks of 256 frames, back to back, pinned.',
    head: ['changes per block', 'p50 (us)', 'p99 (us)', 'CPU (us)'],
    rows: of.map(({ run, result }) => [
      String(run.events),
      pair(result, 'p50'),
      pair(result, 'p99'),
      pair(result, 'cpuPerBlock'),
    ]),
  };
}

function midiTable(of: Compared[]): Table {
  return {
    title: 'MIDI',
    shows:
      'A chord that begins in one block and ends in the next, spread over blocks of 256 frames, back to back, pinned. Both run eg-midigate. ' +
      'A cell is host / floor with plugin.',
    head: ['messages per block', 'p50 (us)', 'p99 (us)', 'CPU (us)', 'p50 ratio'],
    rows: of.map(({ run, result }) => [
      String(run.midi),
      pair(result, 'p50'),
      pair(result, 'p99'),
      pair(result, 'cpuPerBlock'),
      ratio(result.rival.p50, result.reference.p50),
    ]),
  };
}

function startTable(of: Results['starts']): Table {
  return {
    title: 'Start',
    shows:
      'Time from the start of the process until the host says that it is ready, and until the first block is answered; "empty" is Node ' +
      'itself with a worker that does nothing, in turn with it.',
    head: [
      'Node',
      'starts',
      ...['ready', 'first block', 'empty'].flatMap((what) => [`${what}, min (ms)`, `${what}, p50 (ms)`]),
    ],
    rows: of.map(({ version, result: { starts }, empty }) => {
      const times = [
        starts.map(({ ready }) => ready),
        starts.map((start) => start.firstBlock),
        empty.map(({ ready }) => ready),
      ];
      return [version, String(starts.length), ...times.flatMap((of) => [Math.min(...of), middle(of)]).map(ms)];
    }),
  };
}

function memoryTable({ starts, floorMemoryKib }: Results): Table {
  const row = (title: string, memory: Record<string, number>) => [
    title,
    mib(memory.Rss),
    mib(memory.Pss),
    mib((memory.Shared_Clean ?? 0) + (memory.Shared_Dirty ?? 0)),
    mib((memory.Private_Clean ?? 0) + (memory.Private_Dirty ?? 0)),
    mib(memory.Private_Dirty),
  ];
  return {
    title: 'Memory',
    shows:
      'Memory of one process after 1000 blocks: "private" is what each further plugin costs; "private, written" is the part of it that the ' +
      'system cannot simply read from disk again.',
    head: ['host', 'resident (MiB)', 'proportional (MiB)', 'shared (MiB)', 'private (MiB)', 'private, written (MiB)'],
    rows: [
      ...starts.flatMap(({ version, result, empty }) => [
        row(`Node ${version}`, result.memoryKib),
        row(`Node ${version}, empty`, empty.at(-1)?.memoryKib ?? {}),
      ]),
      row('floor', floorMemoryKib),
    ],
  };
}

function collectionTable({ blocks, threads }: Results['collections']): Table {
  return {
    title: 'Garbage collections',
    shows:
      `Collections from the start until ready, and during ${blocks} blocks; the last column must be 0 for the audio thread. (One of those ` +
      'before ready is asked for, to prove that the trace shows that thread.)',
    head: ['thread', 'before (collections)', 'during (collections)'],
    rows: threads.map(({ thread, beforeBlocks, duringBlocks }) => [
      thread === 'audio' ? 'audio thread' : 'all others',
      String(beforeBlocks),
      String(duringBlocks),
    ]),
  };
}

function heapTable({ blocks, calls }: Results['heap']): Table {
  const perBlock = (count: number, during: number) => (count / during).toFixed(6);
  return {
    title: 'Heap calls of the audio thread',
    shows: 'Calls of malloc, free and their kin while blocks are played.',
    head: ['while', 'calls', 'calls per block'],
    rows: [
      [
        `the first ${calls.warmBlocks} blocks`,
        String(calls.duringWarmBlocks),
        perBlock(calls.duringWarmBlocks, calls.warmBlocks),
      ],
      [`the next ${blocks} blocks`, String(calls.duringBlocks), perBlock(calls.duringBlocks, blocks)],
      ['what happens seldom: a request, an unknown parameter, ...', String(calls.duringSeldom), '-'],
    ],
  };
}

function workingTable({ working, leftOut }: Results): Table {
  const missing = leftOut.length > 0 ? ` Not installed, so left out: ${leftOut.join(', ')}.` : '';
  return latencyTable(
    working,
    'A plugin with work of its own',
    'Both run ZamDelay, the floor through the same plugin library, and give the same samples; back to back, pinned: the difference is the ' +
      `host's own. A cell is host / floor with plugin.${missing}`,
    (run) => `${run.plugin.name}, ${run.frames} frames`,
  );
}

export function tablesOf(results: Results): Table[] {
  const nameOf = (run: Run) => `${run.frames} frames, ${run.pacing}, ${run.placement}`;
  return [
    latencyTable(
      results.plain,
      'Round trip of a block',
      'Time from the DAW\'s first store to the return of its read, with eg-amp (LV2) in the host and no plugin in the floor; "pinned" has ' +
        'DAW and host on one core, "free" on any.',
      nameOf,
    ),
    costTable(results.plain, nameOf),
    pluginCostTable(results.pluginCost),
    workingTable(results),
    latencyTable(
      results.noise,
      'The machine',
      'The floor against a second floor: a ratio other than 1.00 is what the machine adds, and no smaller difference above means anything.',
      nameOf,
    ),
    latencyTable(
      results.cold,
      'Cold caches',
      'The host against a floor that reads 250 cache lines in 48 pages, which is the code that the host runs for a block.',
      nameOf,
    ),
    eventsTable(results.events),
    midiTable(results.midi),
    startTable(results.starts),
    memoryTable(results),
    latencyTable(results.recovery, 'The safety net', 'The host against the same host with MAOLAN_RECOVERY=0.', nameOf),
    reviveTable(results.revivals),
    scanTable(results.scans),
    renderTable(results.renders),
    ...(results.editors.length > 0 ? [editorTable(results.editors)] : []),
    collectionTable(results.collections),
    heapTable(results.heap),
  ];
}
