/** `maolan-plugin-host <verb>`: the commands for people. */
import { constants } from 'node:os';
import { CommandError, type Context, EXIT_FAILED } from './command.ts';
import { parse, programName } from './parse.ts';
import { verbs } from './verbs/index.ts';

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const columnsOtherwise = 80;

/** As shells tell the end by a signal. */
function codeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}

/** Ended from outside, with the exit code that tells so. */
class Stopped extends Error {
  override name = 'Stopped';
  constructor(readonly exitCode: number) {
    super('stopped');
  }
}

/** Aborts when a signal asks the program to end, or when nobody reads what it says. A second signal ends it at once. */
function watchForEnd(): AbortSignal {
  const stop = new AbortController();
  for (const name of stopSignals)
    process.on(name, () => {
      if (stop.signal.aborted) process.exit(codeOf(name));
      stop.abort(new Stopped(codeOf(name)));
    });
  // The usual reason is `| head`. The error of a write that fails because of a file size limit comes to whoever writes.
  process.stdout.on('error', () => stop.abort(new Stopped(codeOf('SIGPIPE'))));
  process.stderr.on('error', () => {});
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

async function run(words: readonly string[], folder: string, signal: AbortSignal): Promise<void> {
  const wish = parse(words.length === 0 ? ['--help'] : words, verbs, process.stdout.columns ?? columnsOtherwise);
  if (wish.kind === 'text') process.stdout.write(`${wish.text.trimEnd()}\n`);
  else await wish.verb.run(wish.args, contextOf(folder, wish.words, signal));
}

/** Resolves when all that was written to a stream has left the process, or cannot any more. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}

/**
 * Do what the command line says.
 * @param folder of the built files (dist/lib).
 * @returns the exit code. Nothing that the verb has started is left.
 */
export async function cliMain(words: readonly string[], folder: string): Promise<number> {
  const signal = watchForEnd();
  let exitCode = 0;
  try {
    await run(words, folder, signal);
  } catch (error) {
    exitCode = error instanceof CommandError ? error.exitCode : EXIT_FAILED;
    if (!signal.aborted) process.stderr.write(`${programName}: ${(error as Error).message}\n`);
  }
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  return signal.reason instanceof Stopped ? signal.reason.exitCode : exitCode;
}
