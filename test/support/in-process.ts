/** The built programs in the test's own process, one at a time: the folder, the variables and the streams are the process's. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './paths.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export const builtFolder = join(root, 'dist/lib');

/** A module of the built program. */
export function built<Module>(name: string): Module {
  return createRequire(import.meta.url)(join(builtFolder, name)) as Module;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGXFSZ'] as const;

function setEnvironment(variables: Environment): void {
  for (const name of Object.keys(process.env)) if (variables[name] === undefined) delete process.env[name];
  for (const [name, value] of Object.entries(variables)) if (value !== undefined) process.env[name] = value;
}

/** Keep what is written to a stream of this process. @returns ends that, and says what it was */
function keep(stream: NodeJS.WriteStream): () => string {
  const { write } = stream;
  let said = '';
  stream.write = ((text: string | Uint8Array, ...more: unknown[]) => {
    said += Buffer.from(text).toString();
    const written = more.find((one) => typeof one === 'function');
    if (written !== undefined) setImmediate(written as () => void);
    return true;
  }) as typeof write;
  return () => {
    stream.write = write;
    stream.removeAllListeners('error');
    return said;
  };
}

/** Run the main function of a program. @param environment added to the tests' own; undefined removes a variable */
export async function inProcess(
  main: () => Promise<number>,
  { cwd, environment = {} }: { cwd?: string; environment?: Environment } = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const before = { ...process.env };
  const folder = process.cwd();
  const stdout = keep(process.stdout);
  const stderr = keep(process.stderr);
  try {
    if (cwd !== undefined) process.chdir(cwd);
    setEnvironment({ ...before, ...environment });
    const code = await main();
    return { code, stdout: stdout(), stderr: stderr() };
  } finally {
    stdout();
    stderr();
    for (const signal of signals) process.removeAllListeners(signal);
    setEnvironment(before);
    process.chdir(folder);
  }
}
