import type { Collections, Comparison, HeapCalls, Latency, Run, Starts } from './driver.ts';

/** All that one run of the benchmark found out. */
export interface Results {
  machine: string;
  comparisons: { run: Run; result: Comparison }[];
  noise: { run: Run; result: Comparison }[];
  events: { run: Run; result: Comparison }[];
  starts: { node: string; version: string; result: Starts }[];
  floorMemoryKib: Record<string, number>;
  collections: { blocks: number; result: Collections };
  heap: { blocks: number; result: HeapCalls };
}

interface Table {
  title: string;
  head: string[];
  rows: string[][];
}

const us = (ns: number) => (ns / 1000).toFixed(1);
const ms = (ns: number) => (ns / 1e6).toFixed(1);
const mib = (kib: number | undefined) => ((kib ?? 0) / 1024).toFixed(1);
const ratio = (a: number, b: number) => (a / b).toFixed(2);
const percentiles = ['min', 'p50', 'p90', 'p99', 'p999', 'max'] as const satisfies (keyof Latency)[];

function middle(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function name(run: Run): string {
  return `${run.frames} frames, ${run.pacing}, ${run.placement}`;
}

function latencyTable(title: string, of: Results['comparisons']): Table {
  const both = ({ host, floor }: Comparison) => percentiles.map((key) => `${us(host[key])} / ${us(floor[key])}`);
  return {
    title,
    head: ['block', 'blocks', 'min', 'p50', 'p90', 'p99', 'p99.9', 'max', 'ratio p50', 'ratio p99'],
    rows: of.map(({ run, result }) => [
      name(run),
      String(run.blocks),
      ...both(result),
      ratio(result.host.p50, result.floor.p50),
      ratio(result.host.p99, result.floor.p99),
    ]),
  };
}

function costTable(of: Results['comparisons']): Table {
  return {
    title:
      'CPU time per block (us, host / floor), and the longest round trip of the first 1000 blocks and of the later ones (us)',
    head: ['block', 'CPU', 'ratio', 'first 1000', 'later'],
    rows: of.map(({ run, result: { host, floor } }) => [
      name(run),
      `${us(host.cpuPerBlock)} / ${us(floor.cpuPerBlock)}`,
      ratio(host.cpuPerBlock, floor.cpuPerBlock),
      `${us(host.firstMax)} / ${us(floor.firstMax)}`,
      host.laterMax > 0 ? `${us(host.laterMax)} / ${us(floor.laterMax)}` : '-',
    ]),
  };
}

function eventsTable(of: Results['events']): Table {
  return {
    title: 'Parameter changes per block (us, host / floor)',
    head: ['changes', 'p50', 'p99', 'CPU'],
    rows: of.map(({ run, result: { host, floor } }) => [
      String(run.events),
      `${us(host.p50)} / ${us(floor.p50)}`,
      `${us(host.p99)} / ${us(floor.p99)}`,
      `${us(host.cpuPerBlock)} / ${us(floor.cpuPerBlock)}`,
    ]),
  };
}

function startTable(of: Results['starts']): Table {
  return {
    title: 'From the start of the process (ms)',
    head: ['Node', 'starts', 'ready, min', 'ready, p50', 'first block, min', 'first block, p50'],
    rows: of.map(({ version, result }) => {
      const ready = result.starts.map((start) => start.ready);
      const first = result.starts.map((start) => start.firstBlock);
      return [
        version,
        String(ready.length),
        ms(Math.min(...ready)),
        ms(middle(ready)),
        ms(Math.min(...first)),
        ms(middle(first)),
      ];
    }),
  };
}

function memoryTable({ starts, floorMemoryKib }: Results): Table {
  const row = (title: string, memory: Record<string, number>) => [
    title,
    mib(memory.Rss),
    mib(memory.Pss),
    mib((memory.Shared_Clean ?? 0) + (memory.Shared_Dirty ?? 0)),
    mib(memory.Private_Clean),
    mib(memory.Private_Dirty),
  ];
  return {
    title: 'Memory after 1000 blocks (MiB)',
    head: ['host', 'resident', 'proportional', 'shared', 'private clean', 'private dirty'],
    rows: [...starts.map(({ version, result }) => row(version, result.memoryKib)), row('floor', floorMemoryKib)],
  };
}

/** A table without rows would look like a measurement that was forgotten. */
function withNone(isolates: Collections['isolates']): Collections['isolates'] {
  return isolates.length > 0 ? isolates : [{ name: '', beforeBlocks: 0, duringBlocks: 0 }];
}

function collectionTable({ blocks, result }: Results['collections']): Table {
  return {
    title: `Garbage collections, before and during ${blocks} blocks`,
    head: ['isolate', 'before', 'during'],
    rows: withNone(result.isolates).map(({ beforeBlocks, duringBlocks }, index) => [
      index === 0 ? 'main thread' : `audio thread${index > 1 ? ` (${index})` : ''}`,
      String(beforeBlocks),
      String(duringBlocks),
    ]),
  };
}

function heapTable({ blocks, result }: Results['heap']): Table {
  const known = result.counting && result.thread !== 0;
  const unknown = ['unknown', 'unknown', 'unknown'];
  const counted = [result.duringWarmBlocks, result.duringBlocks].map(String);
  return {
    title: 'Heap calls of the audio thread',
    head: [`first ${result.warmBlocks} blocks`, `next ${blocks} blocks`, 'per block'],
    rows: [known ? [...counted, (result.duringBlocks / blocks).toFixed(6)] : unknown],
  };
}

function tablesOf(results: Results): Table[] {
  return [
    latencyTable('Round trip of a block (us, host / floor)', results.comparisons),
    costTable(results.comparisons),
    latencyTable('The floor against itself: what the machine adds (us)', results.noise),
    eventsTable(results.events),
    startTable(results.starts),
    memoryTable(results),
    collectionTable(results.collections),
    heapTable(results.heap),
  ].filter((table) => table.rows.length > 0);
}

function plain({ title, head, rows }: Table): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ');
  return [title, '', line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

function markdown({ title, head, rows }: Table): string {
  const line = (row: string[]) => `| ${row.join(' | ')} |`;
  const rule = line(head.map((_, i) => (i === 0 ? '---' : '---:')));
  return [`**${title}**`, '', line(head), rule, ...rows.map(line)].join('\n');
}

/** The results for people: plain text, or Markdown for the README. */
export function report(results: Results, style: 'plain' | 'markdown'): string {
  const draw = style === 'plain' ? plain : markdown;
  return `${[results.machine, ...tablesOf(results).map(draw)].join('\n\n')}\n`;
}
