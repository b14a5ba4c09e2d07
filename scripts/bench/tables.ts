// SPDX-License-Identifier: BSD-2-Clause
/** The benchmark's results as tables. */

import type { AudioCalls, Comparison, Latency, Lost, LostRun, Many, Played, Run, Starts } from './driver.ts';
import { type EditorResult, editorTable } from './editor.ts';
import type { NodeStart } from './node-start.ts';
import { type RenderResult, renderTable } from './render.ts';
import { type ReviveResult, reviveTable } from './revive.ts';
import { type ScanResult, scanTable } from './scan.ts';

export interface Compared {
  run: Run;
  result: Comparison;
}

/** All results of one run of the benchmark. */
export interface Results {
  machine: string;
  /** Host against floor: every placement, pacing and block size. */
  plain: Compared[];
  /** Floor with the plugin against floor. */
  pluginCost: Compared[];
  /** Host against floor with the plugin, for plugins that do real work. */
  working: Compared[];
  /** Names of plugins that are not installed. */
  leftOut: string[];
  /** Floor against floor. */
  noise: Compared[];
  /** Host against floor, with parameter changes. */
  events: Compared[];
  /** Host against floor with the plugin, with MIDI. */
  midi: Compared[];
  /** The host in version 7 against the host in version 6. */
  versions: Compared[];
  lost: { run: LostRun; result: Lost }[];
  many: ManyRow[];
  /** Another build, this one and the floor alternately; empty without --before. */
  before: BeforeRow[];
  /** Of the first plugin of a DAW, and of one beside others. */
  starts: { version: string; first: Starts; later: Starts; empty: NodeStart[] }[];
  floorMemoryKib: Record<string, number>;
  scans: ScanResult[];
  renders: RenderResult[];
  revivals: ReviveResult[];
  /** The host with recovery against the host without. */
  recovery: Compared[];
  editors: EditorResult[];
  calls: { blocks: number; protocol: string; calls: AudioCalls }[];
}

export interface ManyRow {
  plugin: string;
  player: string;
  protocol: string;
  count: number;
  frames: number;
  periods: number;
  result: Many;
}

export interface BeforeRow {
  run: Omit<Run, 'rival' | 'reference'>;
  isBusy: boolean;
  before: Played;
  now: Played;
  floor: Played;
}

export interface Table {
  title: string;
  /** The conclusion, in one sentence. */
  shows: string;
  head: string[];
  rows: string[][];
}

const us = (ns: number) => (ns / 1000).toFixed(1);
const ms = (ns: number) => (ns / 1e6).toFixed(1);
const mib = (kib: number | undefined) => ((kib ?? 0) / 1024).toFixed(1);
const ratio = (a: number, b: number) => (a / b).toFixed(2);
/** With fewer blocks, p99.9 is simply the maximum. */
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
      'Time from the start of the process until the host says that it is ready, and until the first block is answered: of the first plugin ' +
      'of a DAW, and of further ones beside it, one after another. "empty" is Node itself with nothing to do, in turn with the first.',
    head: [
      'Node',
      'plugin',
      'starts',
      ...['ready', 'first block', 'empty'].flatMap((what) => [`${what}, min (ms)`, `${what}, p50 (ms)`]),
    ],
    rows: of.flatMap(({ version, first, later, empty }) =>
      [
        { plugin: 'the first', starts: first.starts },
        { plugin: 'further ones', starts: later.starts },
      ].map(({ plugin, starts }) => {
        const times = [
          starts.map(({ ready }) => ready),
          starts.map(({ firstBlock }) => firstBlock),
          empty.map(({ ready }) => ready),
        ];
        return [
          version,
          plugin,
          String(starts.length),
          ...times.flatMap((of) => [Math.min(...of), middle(of)]).map(ms),
        ];
      }),
    ),
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
      ...starts.flatMap(({ version, first, later, empty }) => [
        row(`Node ${version}, the first`, first.memoryKib),
        row(`Node ${version}, further ones`, later.memoryKib),
        row(`Node ${version}, empty`, empty.at(-1)?.memoryKib ?? {}),
      ]),
      row('floor', floorMemoryKib),
    ],
  };
}

function callTable(of: Results['calls']): Table {
  const cell = ({ heap, locks, files }: AudioCalls['duringBlocks']) => `${heap} / ${locks} / ${files}`;
  return {
    title: 'What the audio thread must not call',
    shows:
      'Calls of malloc, free and their kin / of mutexes and read-write locks / that open files or write to stdout and stderr. Seldom: an unknown ' +
      'parameter, blocks of sizes not allowed, a saved and a restored state, a DAW that stood still. The main thread shows that the counters count.',
    head: ['version', 'blocks', 'first blocks', 'all others', 'seldom', 'main thread'],
    rows: of.map(({ blocks, protocol, calls }) => [
      protocol,
      String(blocks),
      cell(calls.duringWarmBlocks),
      cell(calls.duringBlocks),
      cell(calls.duringSeldom),
      cell(calls.mainThread),
    ]),
  };
}

function versionTable(of: Compared[], nameOf: (run: Run) => string): Table {
  const keys = ['p50', 'p90', 'p99', 'p999', 'max', 'cpuPerBlock'] as const;
  return {
    title: 'Version 7 against version 6',
    shows:
      'The same host and plugin. In version 7 the DAW spins on the counter for 2 ms, then polls; "7-bytes" is version 7 with a byte for each block, ' +
      'for which the DAW sleeps, as in version 6. A DAW without real-time scheduling costs the host a pause of 20 us in version 7 (ARCHITECTURE.md). A cell is version 7 / version 6; CPU is per block, of all threads of the host, and of the DAW.',
    head: [
      'block',
      ...keys.slice(0, 5).map((key) => `${key === 'p999' ? 'p99.9' : key} (us)`),
      'CPU (us)',
      'DAW CPU (us)',
    ],
    rows: of.map(({ run, result: { rival, reference } }) => [
      `${run.protocols?.rival}: ${nameOf(run)}${run.daw === 'fifo' ? ', DAW real-time' : ''}`,
      ...keys.map((key) => `${us(rival[key])} / ${us(reference[key])}`),
      `${us(rival.dawCpuPerBlock)} / ${us(reference.dawCpuPerBlock)}`,
    ]),
  };
}

function lostTable(of: Results['lost']): Table {
  return {
    title: 'Blocks lost to version 7',
    shows:
      'The client reads the counter only when its wake byte is written. "Lost" are answers that came before: the client waits for its whole limit ' +
      '(here 5.3 ms) in vain. "Late" was not answered within it. Pinned: DAW and host on one core; apart: on two.',
    head: ['block', 'DAW', 'host', 'blocks', 'lost', 'late', 'p50 (us)', 'p99 (us)', 'max (us)', 'CPU (us)'],
    rows: of.map(({ run, result: { blocks, lost, late, latency } }) => [
      `${run.plugin.name}, ${run.frames} frames, ${run.pacing}, ${run.placement}`,
      run.daw,
      run.host,
      String(blocks),
      String(lost),
      String(late),
      us(latency.p50),
      us(latency.p99),
      us(latency.max),
      us(latency.cpuPerBlock),
    ]),
  };
}

function manyTable(of: ManyRow[]): Table {
  return {
    title: 'Many hosts',
    shows:
      'One DAW wakes them together in each period and collects their answers in turn; times and CPU (all hosts together) are per period, but for ' +
      'the longest wait for one answer.',
    head: [
      'hosts',
      'periods',
      'later than the period',
      'not answered',
      'longest wait (us)',
      'p50 (us)',
      'p99 (us)',
      'max (us)',
      'CPU (us)',
    ],
    rows: of.map(
      ({ plugin, player, protocol, count, frames, periods, result: { late, missing, slowest, latency } }) => [
        `${count} x ${player}, version ${protocol}, ${plugin}, ${frames} frames`,
        String(periods),
        String(late),
        String(missing),
        us(slowest),
        us(latency.p50),
        us(latency.p99),
        us(latency.max),
        us(latency.cpuPerBlock),
      ],
    ),
  };
}

function beforeTable(of: BeforeRow[]): Table {
  const keys = ['p50', 'p99', 'p999', 'cpuPerBlock'] as const;
  return {
    title: 'Before and now',
    shows:
      'Another build of the host (--before), this one and the floor in turn; beyond eg-amp the floor runs the plugin. "Busy": two processes ' +
      'spin beside. A cell is before / now / floor in us, then before and now as ratios to the floor.',
    head: ['block', ...['p50', 'p99', 'p99.9', 'CPU'].flatMap((name) => [name, 'ratios'])],
    rows: of.map(({ run, isBusy, before, now, floor }) => [
      `${run.plugin.name}, ${run.frames} frames, ${run.pacing}, ${run.placement}${isBusy ? ', busy' : ''}`,
      ...keys.flatMap((key) =>
        isKnown(key, run.blocks)
          ? [
              [before, now, floor].map((player) => us(player[key])).join(' / '),
              [before, now].map((player) => ratio(player[key], floor[key])).join(' / '),
            ]
          : ['-', '-'],
      ),
    ]),
  };
}

function workingTable({ working, leftOut }: Results): Table {
  const missing = leftOut.length > 0 ? ` Not installed, so left out: ${leftOut.join(', ')}.` : '';
  return latencyTable(
    working,
    'A plugin with its own work',
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
    versionTable(results.versions, nameOf),
    lostTable(results.lost),
    manyTable(results.many),
    ...(results.before.length > 0 ? [beforeTable(results.before)] : []),
    eventsTable(results.events),
    midiTable(results.midi),
    startTable(results.starts),
    memoryTable(results),
    latencyTable(results.recovery, 'The safety net', 'The host against the same host with MAOLAN_RECOVERY=0.', nameOf),
    reviveTable(results.revivals),
    scanTable(results.scans),
    renderTable(results.renders),
    ...(results.editors.length > 0 ? [editorTable(results.editors)] : []),
    callTable(results.calls),
  ];
}
