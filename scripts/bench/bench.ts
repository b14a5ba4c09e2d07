/**
 * Measures the host against the floor: the cheapest host that can exist, in C. Usage: npm run bench -- [--quick] [--json FILE]
 * [--markdown] [--blocks N] [--paced-blocks N]. BENCH_NODES: paths of further Node executables, separated by colons.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { parseArgs } from 'node:util';
import { build, collections, compare, floorStarts, heapCalls, type Run, starts } from './driver.ts';
import { type Results, report } from './report.ts';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
    json: { type: 'string' },
    blocks: { type: 'string' },
    'paced-blocks': { type: 'string' },
  },
});

function count(name: 'blocks' | 'paced-blocks', fallback: number): number {
  const value = Number(options[name] ?? fallback);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`--${name} must be a whole number above 0, not '${options[name]}'`);
}

const blocks = count('blocks', options.quick ? 2000 : 20_000);
const pacedBlocks = count('paced-blocks', options.quick ? 500 : 20_000);
const startCount = options.quick ? 3 : 20;
const longRunBlocks = options.quick ? 10_000 : 1_000_000;

const placements = ['pinned', 'free'] as const;
const pacings = ['back to back', 'paced'] as const;

async function measured(runs: Run[]): Promise<Results['comparisons']> {
  const results = [];
  for (const run of runs) {
    const events = run.events > 0 ? `, ${run.events} parameter changes` : '';
    const what = run.floorOnly ? 'floor against floor' : 'host against floor';
    process.stderr.write(`${what}: ${run.blocks} blocks of ${run.frames}, ${run.pacing}, ${run.placement}${events}\n`);
    results.push({ run, result: await compare(run) });
  }
  return results;
}

/** Every placement, pacing and block size. */
function allRuns(): Run[] {
  return placements.flatMap((placement) =>
    pacings.flatMap((pacing) =>
      [64, 256, 1024].map((frames) => {
        const many = pacing === 'paced' ? pacedBlocks : blocks;
        return { placement, pacing, frames, events: 0, blocks: many };
      }),
    ),
  );
}

const usual = { placement: 'pinned', pacing: 'back to back', frames: 256, events: 0, blocks } as const;

async function measuredStarts(): Promise<Results['starts']> {
  const results = [];
  for (const node of process.env.BENCH_NODES?.split(':').filter(Boolean) ?? ['']) {
    const version = execFileSync(node || process.execPath, ['--version'], { encoding: 'utf8' }).trim();
    process.stderr.write(`${startCount} starts with Node ${version}\n`);
    results.push({ node, version, result: await starts(node, startCount) });
  }
  return results;
}

build();
const results: Results = {
  machine: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown CPU'}, Linux ${release()}, ${blocks} blocks, paced ${pacedBlocks}`,
  comparisons: await measured(allRuns()),
  noise: await measured(placements.map((placement) => ({ ...usual, placement, floorOnly: true }))),
  events: await measured([0, 1, 16, 64].map((events) => ({ ...usual, events }))),
  starts: await measuredStarts(),
  floorMemoryKib: (await floorStarts(1)).memoryKib,
  collections: { blocks: longRunBlocks, result: await collections(longRunBlocks) },
  heap: { blocks: longRunBlocks, result: await heapCalls(longRunBlocks) },
};
process.stdout.write(report(results, options.markdown ? 'markdown' : 'plain'));
if (options.json) writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`);
