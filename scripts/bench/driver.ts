import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../', import.meta.url));
const programs = join(root, 'build/bench');
const host = process.env.MAOLAN_BENCH_HOST ?? join(root, 'dist/maolan-engine-plugin-host');
const plugin = 'http://lv2plug.in/plugins/eg-amp';
const sampleRate = 48_000;

/** Round trips in nanoseconds, and the CPU time that all threads of the process took per block. */
export interface Latency {
  min: number;
  p50: number;
  p90: number;
  p99: number;
  p999: number;
  max: number;
  /** Longest of the first 1000 blocks, and of all later ones. */
  firstMax: number;
  laterMax: number;
  cpuPerBlock: number;
}

export interface Comparison {
  host: Latency;
  floor: Latency;
}

/** How blocks are played. */
export interface Run {
  placement: 'pinned' | 'free';
  pacing: 'back to back' | 'paced';
  frames: number;
  /** Parameter changes before each block. */
  events: number;
  blocks: number;
  /** Measure the floor against a second floor: what the machine alone makes of it. */
  floorOnly?: boolean;
}

export interface Start {
  ready: number;
  firstBlock: number;
}

export interface Starts {
  starts: Start[];
  memoryKib: Record<string, number>;
}

/** Compile the driver, the floor and the heap counter. */
export function build(): void {
  execFileSync('make', ['-s', '-C', fileURLToPath(new URL('.', import.meta.url))], { stdio: 'inherit' });
}

async function drive<Result>(args: (string | number)[], environment: NodeJS.ProcessEnv = {}): Promise<Result> {
  const env = { ...process.env, ...environment };
  const { stdout } = await promisify(execFile)(join(programs, 'driver'), args.map(String), { env });
  return JSON.parse(stdout);
}

/** Host and floor in turn, 500 blocks each at a time. */
export async function compare(run: Run): Promise<Comparison> {
  const core = run.placement === 'pinned' ? cpus().length - 1 : -1;
  const periodNs = run.pacing === 'paced' ? Math.round((run.frames / sampleRate) * 1e9) : 0;
  const floor = join(programs, 'floor');
  const chunk = Math.min(500, run.blocks);
  const rivals = [run.floorOnly ? floor : host, floor];
  return drive(['compare', core, plugin, run.frames, run.blocks, chunk, periodNs, run.events, ...rivals]);
}

/** Start the host count times with this Node (empty: the host's own choice). */
export async function starts(node: string, count: number): Promise<Starts> {
  return drive(['start', plugin, count, host], node ? { MAOLAN_NODE: node } : {});
}

/** Memory of the floor, for comparison. */
export async function floorStarts(count: number): Promise<Starts> {
  return drive(['start', plugin, count, join(programs, 'floor')]);
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
  /** Kernel id of the audio thread; 0: not found. */
  thread: number;
  counting: boolean;
  /** The first blocks after ready, and the calls during them. */
  warmBlocks: number;
  duringWarmBlocks: number;
  duringBlocks: number;
}

/** Heap calls of the audio thread while blocks are played. */
export async function heapCalls(blocks: number): Promise<HeapCalls> {
  const library = join(programs, 'libheap-counter.so');
  return withFolder((folder) => drive(['heap', plugin, blocks, host, library, join(folder, 'counters')]));
}

export interface Collections {
  /** Garbage collections per V8 isolate, in the order in which the isolates first collected; the main thread's comes first. */
  isolates: { name: string; beforeBlocks: number; duringBlocks: number }[];
}

/** Garbage collections before and while blocks are played. */
export async function collections(blocks: number): Promise<Collections> {
  return withFolder(async (folder) => {
    const trace = join(folder, 'trace');
    const { bytesBeforeBlocks } = await drive<{ bytesBeforeBlocks: number }>(['gc', plugin, blocks, host, trace]);
    const text = readFileSync(trace);
    const before = countByIsolate(text.subarray(0, bytesBeforeBlocks).toString());
    const during = countByIsolate(text.subarray(bytesBeforeBlocks).toString());
    const names = [...new Set([...before.keys(), ...during.keys()])];
    return {
      isolates: names.map((name) => ({
        name,
        beforeBlocks: before.get(name) ?? 0,
        duringBlocks: during.get(name) ?? 0,
      })),
    };
  });
}

/** Lines of --trace-gc look like "[4711:0x55d0c8a40000]       52 ms: Scavenge 4.2 (5.0) -> ..." */
function countByIsolate(trace: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [, isolate = ''] of trace.matchAll(/^\[\d+:(0x[0-9a-f]+)\]\s+\d+ ms: /gm))
    counts.set(isolate, (counts.get(isolate) ?? 0) + 1);
  return counts;
}
