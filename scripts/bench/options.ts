// SPDX-License-Identifier: BSD-2-Clause
/** The command line of the benchmark. */
import { parseArgs } from 'node:util';

/** What to measure, and how to show the result. */
export interface Options {
  help: boolean;
  markdown: boolean;
  /** File for all figures; undefined for none. */
  json: string | undefined;
  /** Blocks of each row. */
  blocks: number;
  pacedBlocks: number;
  /** Folder with another build of the host; undefined for none. */
  before: string | undefined;
  /** Of each row that counts blocks lost with version 7. */
  lostBlocks: number;
  /** The numbers of hosts that one DAW plays, and the number of periods. */
  manyHosts: number[];
  manyPeriods: number;
  /** Blocks over which heap calls are counted. */
  longRunBlocks: number;
  /** Starts for each Node. */
  starts: number;
  /** First and second scans of each set of plugins. */
  scanRounds: number;
  /** Seconds of audio to render. */
  renderSeconds: number;
}

/** An invalid command line: one sentence. */
export class UsageError extends Error {}

const full = {
  blocks: 20_000,
  pacedBlocks: 20_000,
  longRunBlocks: 1_000_000,
  lostBlocks: 10_000,
  manyHosts: [8, 16, 32, 100],
  manyPeriods: 1000,
  starts: 20,
  scanRounds: 5,
  renderSeconds: 600,
};
const quick = {
  blocks: 2000,
  pacedBlocks: 200,
  longRunBlocks: 200_000,
  lostBlocks: 200,
  manyHosts: [8],
  manyPeriods: 100,
  starts: 5,
  scanRounds: 1,
  renderSeconds: 30,
};

export const help = `Usage: npm run bench -- [options]

Measures the plugin host against the floor: the cheapest host that can exist, a C program that
reads the DAW's byte, copies the same audio and answers. The benchmark plays the DAW for both, in
turn. For a plugin with its own work, the floor runs that plugin too.

It measures the round trip of a block (pinned: DAW and host on one core, the figures to judge by;
free: on any core, what users have; back to back, and paced as a sound card does it), CPU time,
the cost of parameter changes and MIDI, what a plugin itself costs, version 7 (the DAW spins on a
counter) against version 6 (it sleeps until a byte comes), blocks that a client of version 7 loses
because it looks at the counter too late, many hosts played by one DAW, time to start in turn with
Node's own, memory, heap calls, locks and files on the audio thread, what the safety net costs, and
how long scanning and rendering take.

Options:
  --quick             fewer blocks: 2 to 3 minutes instead of about 50; ${quick.blocks} blocks a row, ${quick.pacedBlocks} paced,
                      ${quick.longRunBlocks} for heap calls and locks, ${quick.starts} starts
  --blocks N          blocks of each row that is played back to back (${full.blocks})
  --paced-blocks N    blocks of each paced row (${full.pacedBlocks}); this is what takes the time: 1024 frames last 21 ms
  --before FOLDER     the dist folder of another build, in turn with this one and the floor, on a quiet
                      machine and beside two processes that spin
  --markdown          print the tables as Markdown
  --json FILE         write all figures to FILE as well, times in nanoseconds
  --help              print this text

Environment:
  BENCH_NODES         paths of Node executables, separated by colons: starts and memory of each
                      (default: the Node that the host chooses)
  MAOLAN_BENCH_HOST   the host to measure, with its lib folder beside it (default: dist/maolan-engine-plugin-host)
  MAOLAN_NODE         the Node that the host runs on

Progress goes to stderr, the tables to stdout. Nothing else should run on the machine meanwhile.
Exit code: 0, 1 if something could not be measured, 2 for wrong options.
`;

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        help: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
        markdown: { type: 'boolean', default: false },
        json: { type: 'string' },
        before: { type: 'string' },
        blocks: { type: 'string' },
        'paced-blocks': { type: 'string' },
      },
    }).values;
  } catch (error) {
    // Node's messages end with advice about '--' that does not apply here.
    const [sentence = ''] = (error as Error).message.split(/[.\n]/, 1);
    throw new UsageError(`${sentence}; --help lists the options`);
  }
}

function count(name: string, text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= 100_000_000) return value;
  throw new UsageError(`--${name} must be a whole number from 1 to 100000000, not '${text}'`);
}

/** @throws UsageError */
export function readOptions(args: string[]): Options {
  const values = parse(args);
  const amounts = values.quick ? quick : full;
  return {
    ...amounts,
    help: values.help,
    markdown: values.markdown,
    json: values.json,
    before: values.before,
    blocks: count('blocks', values.blocks, amounts.blocks),
    pacedBlocks: count('paced-blocks', values['paced-blocks'], amounts.pacedBlocks),
  };
}
