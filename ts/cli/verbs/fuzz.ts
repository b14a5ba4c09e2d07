// SPDX-License-Identifier: BSD-2-Clause
/** `fuzz`: random hosts for one plugin. */
import { CommandError, type Context, EXIT_USAGE, type Verb } from '../command.ts';
import { jsonOption, pluginArgument } from '../options.ts';
import { checkWhole, millisecondsOf, patternOf, withTester } from './test.ts';

interface Arguments {
  plugin: string;
  minutes: number;
  seed?: number;
  reproduce?: number;
  hold?: string;
  timeout: string;
  jobs?: number;
  json: boolean;
}

const SEED_MAX = 0xffffffff;

async function run(args: Arguments, context: Context): Promise<void> {
  const { plugin, minutes, seed, reproduce, jobs, json } = args;
  if (!(minutes > 0)) throw new CommandError(`--minutes ${minutes}: it must be more than 0`, EXIT_USAGE);
  checkWhole('seed', seed, 0, SEED_MAX);
  checkWhole('reproduce', reproduce, 0, SEED_MAX);
  checkWhole('jobs', jobs, 1, 64);
  const [hold, timeoutMs] = [patternOf('hold', args.hold), millisecondsOf('timeout', args.timeout)];
  const options = { plugin, minutes, seed, reproduce, hold, timeoutMs, jobs, json };
  await withTester(context.folder, ({ fuzz }) => fuzz(options, context));
}

export const verb: Verb<Arguments> = {
  usage: 'fuzz <plugin>',
  brief: 'call a plugin at random until it breaks',
  summary:
    'make random calls that a host may make, until the time is over or the plugin breaks; exit code 0: passed, 1: failed, 3: crashed or hung',
  usual: ['minutes', 'seed', 'reproduce', 'timeout'],
  examples: [
    { words: 'fuzz lv2:ZamTube --minutes 0.05 --seed 7', says: 'some rounds, each in a separate process' },
    { words: 'fuzz lv2:ZamTube --reproduce 7', says: 'repeat the round with that seed' },
  ],
  options: (yargs) =>
    yargs
      .positional('plugin', pluginArgument)
      .option('minutes', { type: 'number', default: 10, description: 'duration; may be a fraction' })
      .option('seed', { type: 'number', description: 'seed of the first round; default: random' })
      .option('reproduce', { type: 'number', description: 'run the round with this seed, once' })
      .option('hold', {
        type: 'string',
        description: 'leave parameters alone whose name matches this regular expression',
      })
      .option('timeout', {
        type: 'string',
        default: '60s',
        description: 'limit for a round; one that takes longer counts as a hang',
      })
      .option('jobs', { type: 'number', description: 'rounds in parallel; default: the number of processors' })
      .option('json', jsonOption),
  run,
};
