// SPDX-License-Identifier: BSD-2-Clause
/** `maolan-plugin-host <verb>`: the commands for people. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { flushed } from '../end.ts';
import { withBytes } from '../path-bytes.ts';
import { CommandError, type Context, EXIT_FAILED } from './command.ts';
import { parse, programName } from './parse.ts';
import { verbs } from './verbs/index.ts';

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type EndSignal = (typeof stopSignals)[number] | 'SIGPIPE';
const COLUMNS_OTHERWISE = 80;

/** Ended from outside. */
class Stopped extends Error {
  override name = 'Stopped';
  constructor(readonly by: EndSignal) {
    super('stopped');
  }
}

/**
 * End as the signal would have ended the program, had it not been caught: a shell that runs it in a loop then ends the loop, too. Resolves
 * never.
 */
function endBySignal(name: EndSignal): Promise<never> {
  // A listener that comes and goes leaves the signal with what it does by default, also one that Node ignores.
  process.on(name, () => {});
  process.removeAllListeners(name);
  process.kill(process.pid, name);
  return new Promise(() => {});
}

/** Aborts when a signal asks the program to end, or when its results cannot be written. A second signal ends it at once. */
function watchForEnd(): AbortSignal {
  const stop = new AbortController();
  for (const name of stopSignals)
    process.on(name, () => {
      if (stop.signal.aborted) void endBySignal(name);
      stop.abort(new Stopped(name));
    });
  // The usual reason is `| head`, which is not a failure.
  process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    stop.abort(
      code === 'EPIPE' ? new Stopped('SIGPIPE') : new CommandError(`The output cannot be written: ${message}`),
    );
  });
  process.stderr.on('error', () => {});
  // The error of a write that fails because of a file size limit reaches the writer.
  process.on('SIGXFSZ', () => {});
  return stop.signal;
}

function contextOf(folder: string, words: readonly string[], signal: AbortSignal): Context {
  return {
    folder,
    words,
    signal,
    color: isColorful(process.stdout, process.env),
    print: (text) => void process.stdout.write(`${text}\n`),
    say: (text) => void process.stderr.write(`${text}\n`),
  };
}

/** https://no-color.org: any value but the empty one. */
function isColorful(stream: { isTTY?: boolean }, environment: NodeJS.ProcessEnv): boolean {
  return stream.isTTY === true && !environment.NO_COLOR && environment.TERM !== 'dumb';
}

async function run(typed: readonly string[], folder: string, signal: AbortSignal): Promise<void> {
  const words = withBytes(typed);
  const invocation = parse(words, verbs, process.stdout.columns || COLUMNS_OTHERWISE);
  if (invocation.kind === 'text') process.stdout.write(`${invocation.text.trimEnd()}\n`);
  else await invocation.verb.run(invocation.args, contextOf(folder, invocation.words, signal));
}

/** @returns the exit code */
function tell(error: unknown): number {
  const { help, exitCode } = error instanceof CommandError ? error : { help: '', exitCode: EXIT_FAILED };
  const { message } = error as Error;
  if (help !== '') process.stderr.write(`${help}\n`);
  if (message !== '') process.stderr.write(`${programName}: ${message}\n`);
  return exitCode;
}

/**
 * Do what the command line says.
 * @param folder of the built files (dist/lib).
 * @returns the exit code; or it ends the process by the signal that stopped it. Nothing that the verb has started is left.
 */
export async function cliMain(words: readonly string[], folder: string): Promise<number> {
  const signal = watchForEnd();
  let exitCode = 0;
  try {
    await run(words, folder, signal);
  } catch (error) {
    if (!signal.aborted) exitCode = tell(error);
  }
  await flushed(process.stdout);
  await nextTurn(); // a signal that came while a verb held the event loop is heard now
  if (signal.reason instanceof Stopped) return endBySignal(signal.reason.by);
  if (signal.aborted) exitCode = tell(signal.reason);
  await flushed(process.stderr);
  return exitCode;
}
