import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import { StateStore } from '../../../ts/state-store/store.ts';
import { withTypeScript } from '../../support/paths.ts';

const run = promisify(execFile);
const writer = fileURLToPath(new URL('./writer.ts', import.meta.url));

/** Run body with a store in a private folder (which is not there yet), removed afterwards. */
export function storeTest(title: string, body: (t: ExecutionContext, store: StateStore) => Promise<void> | void): void {
  test(title, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'maolan-test-'));
    try {
      await body(t, new StateStore(join(folder, 'maolan-plugin-host/states')));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}

/** An incompressible state. */
export function noise(bytes: number): Buffer {
  return randomBytes(bytes);
}

export interface Written {
  hash?: string;
  /** Of the StateError. */
  refused?: string;
  /** What is in the folder afterwards. */
  names: string[];
}

/** Words before a command that make it run behind those of a shell. */
export function behind(shell: string): string[] {
  return ['bash', '-c', `${shell} && exec "$@"`, 'bash'];
}

/**
 * What another process gets when it puts a state of so many bytes (the same for the same seed) into a store. around: words before its
 * command.
 */
export async function putElsewhere(
  folder: string,
  bytes: number,
  seed: number,
  around: readonly string[] = [],
): Promise<Written> {
  const words = [...around, process.execPath, withTypeScript, writer, folder, String(bytes), String(seed)];
  const [command = '', ...args] = words;
  const { stdout } = await run(command, args);
  return JSON.parse(stdout);
}
