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
  brief: 'do random things to a plugin until it breaks',
  summary:
    'do whatever a host may do to a plugin, in random order, until the time is over or it breaks; exit code 0: passed, 1: failed, 3: crashed or hung',
  examples: [
    { words: 'fuzz lv2:ZamTube --minutes 0.05 --seed 7', says: 'some rounds, each in a separate process' },
    { words: 'fuzz lv2:ZamTube --reproduce 7', says: 'the round with that seed once more' },
  ],
  options: (yargs) =>
    yargs
      .positional('plugin', pluginArgument)
      .option('minutes', { type: 'number', default: 10, description: 'how long; fractions are possible' })
      .option('seed', { type: 'number', description: 'of the first round; default: another one each time' })
      .option('reproduce', { type: 'number', description: 'run the round with this seed, once' })
      .option('hold', {
        type: 'string',
        description: 'leave parameters alone whose name matches this regular expression',
      })
      .option('timeout', { type: 'string', default: '60s', description: 'of a round; what takes longer hangs' })
      .option('jobs', { type: 'number', description: 'rounds at a time; default: as many as there are processors' })
      .option('json', jsonOption),
  run,
};
