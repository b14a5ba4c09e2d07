/** Runs life.ts and reads what it printed. */
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { root } from '../../support/paths.ts';

const built = join(root, 'build/test/recovery');
const shim = ['libmaolan-os.so', 'libmaolan-exit.so'];
const patienceMs = 60_000;

/* Test files run side by side: one builds, the others wait. */
mkdirSync(join(built, 'lib'), { recursive: true });
/** A folder of each test file's own: they may be built anew while another file's tests run. */
const folder = join(built, `run-${process.pid}`);
mkdirSync(join(folder, 'lib'), { recursive: true });
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const name of shim) copyFileSync(join(root, 'build/native', name), join(folder, 'lib', name));
for (const name of ['koffi.node', 'core-small.wasm'])
  copyFileSync(join(root, 'dist/lib', name), join(folder, 'lib', name));
copyFileSync(join(built, 'libfaults.so'), join(folder, 'libfaults.so'));
buildSync({
  entryPoints: [join(root, 'test/recovery/native/life.ts')],
  outfile: join(folder, 'life.cjs'),
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
});

/** A line of life.ts. */
export interface Life {
  /** Lives before, or a negative error. */
  opened: number;
  inherited: boolean;
  cause: number;
  signal: number;
  thread: number;
  phase: number;
  deaths: number;
  ageMs: number;
  requestType: number;
  requestMs: number;
  hostWords: number[];
  state: string | number;
  changes: Record<string, number>;
  place?: number[];
  segment?: string;
  pid: number;
  argv: string[];
  directory: string;
  umask: string;
  blocked: string;
  ignored: string;
  cpus: string;
  nice: string;
  policy: string;
  preload?: string;
  record?: string;
  mine?: string;
  fds: Record<string, string>;
}

export interface Lives {
  lives: Life[];
  /** Other lines: what steps printed. */
  lines: unknown[];
  stderr: string;
  code: number | null;
  signal: NodeJS.Signals | null;
  pid: number;
  /** Whether the ends of the pipes that it was given were open until it ended. */
  pipesHeld: boolean;
}

export const preload = join(folder, 'lib/libmaolan-exit.so');

/**
 * Let it live through the plan. Its pipe ends are fds 3 and 4.
 * @param wrapper a program that becomes Node, with its words.
 */
export async function live(plan: string[][], env: NodeJS.ProcessEnv = {}, wrapper: string[] = []): Promise<Lives> {
  const [program = '', ...words] = [...wrapper, process.env.MAOLAN_NODE ?? process.execPath];
  const child = spawn(program, [...words, join(folder, 'life.cjs'), JSON.stringify(plan), '3,4'], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
    cwd: folder,
    env: { ...process.env, NODE_OPTIONS: '', LD_PRELOAD: preload, LIFE_MINE: 'kept', ...env },
    timeout: patienceMs,
    killSignal: 'SIGKILL',
  });
  let [stdout, stderr] = ['', ''];
  let isOver = false;
  let pipesHeld = true;
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    isOver = text.includes('"end"');
  });
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  for (const end of [child.stdio[3], child.stdio[4]])
    end
      ?.on('error', () => {})
      .on('close', () => {
        if (!isOver && child.exitCode === null && child.signalCode === null && !stdout.includes('"end"'))
          pipesHeld = false;
      });
  child.stdio[4]?.on('data', () => {});
  const ended = await new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal })),
  );
  const lines = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as unknown);
  const isLife = (line: unknown): line is Life => typeof line === 'object' && line !== null && 'opened' in line;
  return {
    lives: lines.filter(isLife),
    lines: lines.filter((line) => !isLife(line)),
    stderr,
    ...ended,
    pid: child.pid!,
    pipesHeld,
  };
}
