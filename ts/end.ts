// SPDX-License-Identifier: BSD-2-Clause
/** Ends a process that is not a DAW's host: commands and scans. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type OsFunctions, osPrototypes } from './contract/os.ts';
import { declareFunctions, type Koffi } from './native.ts';

/** Resolves when everything written to a stream has left the process, or no longer can. */
export function flushed(stream: NodeJS.WriteStream): Promise<void> {
  // Writing nothing is an error, too, where nothing can be written: a stdout that was closed.
  if (stream.writableLength === 0) return Promise.resolve();
  return new Promise((resolve) => stream.write('', () => resolve()));
}

/**
 * End the process once its output has been written. process.exit() would join the engine's threads, one of which may
 * wait for a garbage collection that never comes (https://github.com/nodejs/node/issues/54918): on a busy machine about
 * one command in a thousand hung there.
 * @param folder of the built files.
 */
export async function endProcess(folder: string, exitCode: number): Promise<never> {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', () => {}); // no reader
    await flushed(stream);
  }
  const koffi = createRequire(join(folder, 'koffi.node'))('./koffi.node') as Koffi;
  const { process_exit } = osPrototypes;
  const os = declareFunctions<Pick<OsFunctions, 'process_exit'>>(koffi, join(folder, 'libmaolan-os.so'), {
    process_exit,
  });
  return os.process_exit(exitCode);
}
