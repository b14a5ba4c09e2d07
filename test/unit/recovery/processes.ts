/** Runs steps-process.ts under the supervisor and reads what it printed. */
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { PROTOCOL_SEGMENT_BYTES } from '../../../ts/contract/protocol.ts';
import { root } from '../../support/paths.ts';
import { Pipe } from '../../support/pipe.ts';

const built = join(root, 'build/test/recovery');
const TIMEOUT_MS = 60_000;

/* Test files run side by side: one builds, the others wait. */
mkdirSync(join(built, 'lib'), { recursive: true });
/** A folder per test file: they may be built anew while another file's tests run. */
const folder = join(built, `run-${process.pid}`);
mkdirSync(join(folder, 'lib'), { recursive: true });
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const executable = join(folder, 'maolan-engine-plugin-host');
copyFileSync(join(root, 'build/native/maolan-engine-plugin-host'), executable);
copyFileSync(join(root, 'build/native/libmaolan-os.so'), join(folder, 'lib/libmaolan-os.so'));
for (const name of ['koffi.node', 'core-small.wasm'])
  copyFileSync(join(root, 'dist/lib', name), join(folder, 'lib', name));
copyFileSync(join(built, 'libfaults.so'), join(folder, 'lib/libfaults.so'));
buildSync({
  entryPoints: [join(root, 'test/unit/recovery/steps-process.ts')],
  outfile: join(folder, 'lib/start.cjs'),
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
});

/** A line of steps-process.ts. */
export interface HostProcess {
  /** Processes before, or a negative error. */
  opened: number;
  inherited: boolean;
  cause: number;
  signal: number;
  thread: number;
  phase: number;
  crashes: number;
  ageMs: number;
  requestType: number;
  requestMs: number;
  hostWords: number[];
  state: string | number;
  changes: Record<string, number>;
  place?: number[];
  segment?: string;
  parent: number;
  argv: string[];
  directory: string;
  umask: string;
  blocked: string;
  ignored: string;
  cpus: string;
  nice: string;
  policy: string;
  record?: string;
  mine?: string;
  fds: Record<string, string>;
}

export interface Run {
  processes: HostProcess[];
  /** Other lines: what steps printed. */
  lines: unknown[];
  stderr: string;
  code: number | null;
  signal: NodeJS.Signals | null;
  pid: number;
}

/**
 * Let it runSteps through the plan.
 * @param wrapper a program that becomes Node, with its words.
 */
export async function runSteps(plan: string[][], env: NodeJS.ProcessEnv = {}, wrapper = ''): Promise<Run> {
  const segment = `/maolan-steps-${process.pid}-${Math.random()}`;
  writeFileSync(`/dev/shm${segment}`, Buffer.alloc(PROTOCOL_SEGMENT_BYTES));
  const [toHost, toDaw] = [new Pipe(), new Pipe()];
  const words = ['steps', JSON.stringify(plan), segment, 'steps', '3', '4'];
  const child = spawn(executable, words, {
    stdio: ['ignore', 'pipe', 'pipe', toHost.readForChild, toDaw.write],
    cwd: folder,
    env: { ...process.env, STEPS_MINE: 'kept', ...(wrapper === '' ? {} : { MAOLAN_NODE: wrapper }), ...env },
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  toHost.close(toHost.readForChild, toHost.read);
  toDaw.close(toDaw.write);
  let [stdout, stderr] = ['', ''];
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = await new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal })),
  );
  toHost.close();
  toDaw.close();
  rmSync(`/dev/shm${segment}`, { force: true });
  const lines = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as unknown);
  const isProcess = (line: unknown): line is HostProcess =>
    typeof line === 'object' && line !== null && 'opened' in line;
  return {
    processes: lines.filter(isProcess),
    lines: lines.filter((line) => !isProcess(line)),
    stderr,
    ...ended,
    pid: child.pid!,
  };
}
