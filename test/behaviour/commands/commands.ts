/** The commands as people and scripts start them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { built, builtFolder, type Environment, inProcess } from '../../support/in-process.ts';
import { currentHost } from '../../support/paths.ts';

export interface End {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd?: string;
  /** Added to the tests' own; undefined removes a variable. */
  environment?: Environment;
}

/** A new folder, gone with the test. */
export function folderOf(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'maolan-cli-'));
  // A program that has just ended may have left one that fills a cache.
  t.teardown(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
  return folder;
}

/** A program that is still running. */
export interface Running {
  readonly child: ChildProcess;
  /** What has come so far of both streams. */
  said(): string;
  readonly ended: Promise<End>;
}

function launch(program: string, words: readonly string[], { cwd, environment = {} }: RunOptions): Running {
  const env: NodeJS.ProcessEnv = { ...process.env, ...environment };
  for (const [name, value] of Object.entries(environment)) if (value === undefined) delete env[name];
  const child = spawn(program, words, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text;
  });
  const ended = new Promise<End>((resolve, reject) => {
    child.once('error', reject).once('close', (code, signal) => resolve({ code, signal, ...said }));
  });
  return { child, said: () => said.stdout + said.stderr, ended };
}

/** Start a program that runs until the test ends it, at the latest with the test itself. */
export function start(
  t: ExecutionContext,
  program: string,
  words: readonly string[],
  options: RunOptions = {},
): Running {
  const running = launch(program, words, options);
  t.teardown(() => running.child.kill('SIGKILL'));
  return running;
}

/** Run a program to its end. */
export function runProgram(program: string, words: readonly string[], options: RunOptions = {}): Promise<End> {
  return launch(program, words, options).ended;
}

/** `maolan-plugin-host <words>` */
export function run(words: readonly string[], options: RunOptions = {}): Promise<End> {
  return runProgram(currentHost, words, options);
}

/**
 * What `maolan-plugin-host <words>` does, by the built program in the test's process, which saves a start of Node. How commands behave as
 * processes is process.test.ts's; what changes variables or listens to signals needs run().
 */
export async function call(words: readonly string[], options: RunOptions = {}): Promise<End> {
  const { cliMain } = built<typeof import('../../../ts/cli/main.ts')>('cli.cjs');
  return { ...(await inProcess(() => cliMain(words, builtFolder), options)), signal: null };
}

/** The same through a shell, as people type it, with the program in the PATH. */
export function runLine(line: string, options: RunOptions = {}): Promise<End> {
  const path = `${join(currentHost, '..')}:${process.env.PATH}`;
  return runProgram('bash', ['-c', line], { ...options, environment: { ...options.environment, PATH: path } });
}

/** In a pseudo-terminal (script(1)): standard output and error are one terminal. */
export function runInTerminal(words: readonly string[], options: RunOptions = {}): Promise<End> {
  const line = [currentHost, ...words].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  return runProgram('script', ['-q', '-e', '-c', line, '/dev/null'], options);
}
