// SPDX-License-Identifier: BSD-2-Clause
/** `test`: the plugin validator. Its code is loaded on demand: ts/cli/test/. */
import { loadBuilt } from '../../built-file.ts';
import { readRegularFile } from '../../regular-file.ts';
import { CommandError, type Context, EXIT_USAGE, type Verb } from '../command.ts';
import { jsonOption } from '../options.ts';
import { parseTime } from '../times.ts';

type Tester = typeof import('../test/index.ts');

export const LEVEL_MAX = 10;

export interface TestArguments {
  plugin: string[];
  level: number;
  only?: string;
  skip?: string;
  hold?: string;
  seed?: number;
  timeout: string;
  jobs?: number;
  json: boolean;
  junit?: string;
  tap: boolean;
  list: boolean;
  explain?: string;
  verbose: boolean;
  host?: string;
}

/** Do something with the tester. @throws CommandError: the tester's own is another class, since it is another bundle */
export async function withTester(folder: string, action: (tester: Tester) => Promise<void> | void): Promise<void> {
  const tester = loadBuilt<Tester>(folder, 'test.cjs');
  try {
    await action(tester);
  } catch (error) {
    const { name, message, exitCode } = error as CommandError;
    throw name === 'CommandError' ? new CommandError(message, exitCode) : error;
  }
}

/** @throws CommandError (EXIT_USAGE) */
export function checkWhole(option: string, value: number | undefined, least: number, most: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
  throw new CommandError(`--${option} ${value}: it must be a whole number from ${least} to ${most}`, EXIT_USAGE);
}

/** @throws CommandError (EXIT_USAGE) */
export function patternOf(option: string, text: string | undefined): RegExp | undefined {
  if (text === undefined) return undefined;
  try {
    return new RegExp(text, 'i');
  } catch (error) {
    throw new CommandError(`--${option} ${text}: ${(error as Error).message}`, EXIT_USAGE);
  }
}

/** Milliseconds. @throws CommandError (EXIT_USAGE) */
export function millisecondsOf(option: string, text: string): number {
  const { value, unit } = parseTime(text, `--${option}`);
  if (unit === 'f') throw new CommandError(`--${option} ${text}: it must be in s or ms`, EXIT_USAGE);
  const milliseconds = unit === 's' ? value * 1000 : value;
  if (milliseconds > 0) return milliseconds;
  throw new CommandError(`--${option} ${text}: it must be more than 0`, EXIT_USAGE);
}

/** Room for far more options than there are. */
const CONFIG_BYTES_MAX = 1 << 20;

/** @throws CommandError (EXIT_USAGE) */
function readConfig(path: string): object {
  let text = '';
  try {
    text = readRegularFile(path, CONFIG_BYTES_MAX).toString('utf8');
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new CommandError(`--config ${path} cannot be read: ${code === '' ? message : code}`, EXIT_USAGE);
  }
  try {
    const options: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (typeof options === 'object' && options !== null && !Array.isArray(options)) return options;
  } catch (error) {
    throw new CommandError(`--config ${path} is not JSON: ${(error as Error).message}`, EXIT_USAGE);
  }
  throw new CommandError(`--config ${path}: an object of options is expected, like {"level": 3}`, EXIT_USAGE);
}

/** An empty variable of a script is no file. @throws CommandError (EXIT_USAGE) */
function checkGiven(args: TestArguments): void {
  for (const option of ['junit', 'host', 'explain'] as const)
    if (args[option] === '') throw new CommandError(`--${option} needs a value`, EXIT_USAGE);
}

async function run(args: TestArguments, context: Context): Promise<void> {
  checkGiven(args);
  const { level, seed, jobs, plugin: plugins, list, explain, host } = args;
  checkWhole('level', level, 1, LEVEL_MAX);
  checkWhole('seed', seed, 0, 0xffffffff);
  checkWhole('jobs', jobs, 1, 64);
  const patterns = {
    only: patternOf('only', args.only),
    skip: patternOf('skip', args.skip),
    hold: patternOf('hold', args.hold),
  };
  const { json, junit, tap, verbose } = args;
  if (json && tap) throw new CommandError('--json and --tap: one of them; --junit goes with both', EXIT_USAGE);
  const timeoutMs = millisecondsOf('timeout', args.timeout);
  await withTester(context.folder, (tester) => {
    if (explain !== undefined) return tester.explain(explain, context);
    if (list) return tester.list({ ...patterns, level, json }, context);
    if (host !== undefined) return tester.testHost(host, json, context);
    if (plugins.length === 0) throw new CommandError('missing argument: <plugin> (see test --help)', EXIT_USAGE);
    return tester.testPlugins(
      { ...patterns, plugins, level, seed, jobs, timeoutMs, json, junit, tap, verbose },
      context,
    );
  });
}

export const verb: Verb<TestArguments> = {
  usage: 'test [plugin..]',
  brief: 'test plugins against the rules of their formats',
  summary:
    'test plugins against the rules of their formats: each test in a separate process; exit code 0: passed, 1: failed, 3: crashed or hung',
  usual: ['level', 'only', 'json', 'junit', 'list', 'explain'],
  examples: [
    { words: 'test lv2:ZamDelay --level 1', says: 'smoke: does it load, play and save?' },
    {
      words: 'test clap:ZamDelay --only "^state/" --junit report.xml',
      says: 'a part of the tests, and a report for CI',
    },
    { words: 'test --list --level 10', says: 'all tests, with their formats and levels' },
    { words: 'test --explain state/round-trip', says: 'a rule, its source, and why it matters' },
  ],
  options: (yargs) =>
    yargs
      .positional('plugin', {
        type: 'string',
        array: true,
        default: [],
        description: 'name, id, URI, or path: then all plugins in it',
      })
      .option('level', { type: 'number', default: 5, description: '1 (smoke) to 10 (hours); 5: before a release' })
      .option('only', { type: 'string', description: 'only tests whose id matches this regular expression' })
      .option('skip', { type: 'string', description: 'skip tests whose id matches this regular expression' })
      .option('hold', {
        type: 'string',
        description: 'leave parameters alone whose name matches this regular expression',
      })
      .option('seed', { type: 'number', description: 'seed of random values; default: random' })
      .option('timeout', {
        type: 'string',
        default: '30s',
        description: 'limit for a test; one that takes longer counts as a hang',
      })
      .option('jobs', {
        type: 'number',
        description: 'tests in parallel; default: twice the number of processors, for tests wait much',
      })
      .option('json', jsonOption)
      .option('junit', { type: 'string', description: 'write a JUnit file, too' })
      .option('tap', { type: 'boolean', default: false, description: 'print TAP 13' })
      .option('config', {
        type: 'string',
        config: true,
        configParser: readConfig,
        description: 'JSON file with these options, by their names; the command line takes precedence',
      })
      .option('list', { type: 'boolean', default: false, description: 'list the tests, with formats and levels' })
      .option('explain', { type: 'string', description: 'explain one test: the rule, its source, why it matters' })
      .option('verbose', {
        type: 'boolean',
        default: false,
        description: 'also report tests that passed or were skipped',
      })
      .option('host', {
        type: 'string',
        description: 'test a host executable instead, with a checking plugin in each format',
      }),
  run,
};
