// SPDX-License-Identifier: BSD-2-Clause
/** Which files a render reads and writes. */
import { existsSync, fstatSync, mkdirSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, parse, resolve } from 'node:path';
import { bytesOf } from '../../path-bytes.ts';
import { CommandError, EXIT_USAGE } from '../command.ts';
import { STREAM_NAME } from '../sound-stream.ts';
import { isMidiName } from './output.ts';
import type { RenderArguments } from './plan.ts';

const STDIN_FD = 0;
const STDOUT_FD = 1;

export interface Job {
  /** undefined: no sound goes in. */
  input: string | undefined;
  output: string;
}

function usage(sentence: string): never {
  throw new CommandError(sentence, EXIT_USAGE);
}

/** @param type of the outputs; undefined: that of the inputs. */
function jobsInto(folder: string, inputs: readonly string[], type: string | undefined): Job[] {
  if (inputs.length === 0) usage('--into: no input was named');
  const named = (input: string) => (type === undefined ? basename(input) : `${parse(input).name}.${type}`);
  const jobs = inputs.map((input) => ({ input, output: join(folder, named(input)) }));
  for (const { input, output } of jobs) {
    if (resolve(input) === resolve(output))
      usage(`--into ${folder}: ${input} would be overwritten; choose another folder`);
    if (jobs.filter((job) => job.output === output).length > 1)
      usage(`--into ${folder}: several inputs would become ${named(input)}`);
  }
  return jobs;
}

/** @throws CommandError (EXIT_USAGE) */
export function readJobs({ files: named = [], midi, length, into, output, type }: RenderArguments): Job[] {
  if (into !== undefined && output !== undefined) usage('--output and --into were both given; use one of them');
  const files = output === undefined ? named : [...named, output];
  if (into !== undefined) return jobsInto(into, files, type);
  const [first, second] = files;
  if (files.length === 2 && first !== undefined && second !== undefined) return [{ input: first, output: second }];
  if (files.length === 1 && first !== undefined && (midi ?? length) !== undefined)
    return [{ input: undefined, output: first }];
  if (files.length > 2)
    return usage(`${files.length} files were named: an input and an output are expected, or --into and a folder`);
  if (midi !== undefined) return usage('the output is missing: render <plugin> <output> --midi <file>');
  return usage(
    'the input or the output is missing: render <plugin> <input> <output>; instruments need --midi <file>, generators --length',
  );
}

/** @throws CommandError if an output's folder is not there; that of --into is made. */
export function prepareFolders(jobs: readonly Job[], into: string | undefined): void {
  if (into !== undefined && !existsSync(bytesOf(into))) mkdirSync(bytesOf(into), { recursive: true });
  for (const { output } of jobs) {
    const folder = dirname(output);
    if (output === STREAM_NAME) continue;
    if (!statSync(bytesOf(folder), { throwIfNoEntry: false })?.isDirectory())
      throw new CommandError(`${output} cannot be written: there is no folder ${folder}`);
  }
}

/** @param fd what a stream's name stands for. */
function found(path: string, fd: number): Stats | undefined {
  if (path !== STREAM_NAME) return statSync(bytesOf(path), { throwIfNoEntry: false });
  try {
    return fstatSync(fd);
  } catch {
    return undefined; // closed
  }
}

/**
 * An output must not take the place of anything that is read, by whatever name (link, other path) it is the same file; and what was said of
 * its format must fit.
 * @throws CommandError (EXIT_USAGE)
 */
export function checkOutputs(jobs: readonly Job[], args: RenderArguments): void {
  const { force, bitDepth, type, midi = [], sidechain = [], state = [], preset = [] } = args;
  const read = [...jobs.flatMap(({ input }) => input ?? []), ...midi, ...sidechain, ...state, ...preset];
  const inputs = read.map((path) => ({ path, is: found(path, STDIN_FD) }));
  for (const { output } of jobs) {
    if (bitDepth !== undefined && isMidiName(output, type))
      usage(`--bit-depth ${bitDepth}: the MIDI file ${output} has no bit depth; leave it out`);
    const is = force ? undefined : found(output, STDOUT_FD);
    const same = inputs.find((one) => is?.isFile() && one.is?.ino === is.ino && one.is.dev === is.dev);
    if (same !== undefined)
      usage(`${output} is the input ${same.path} itself: name another output, or overwrite it with --force`);
  }
}
