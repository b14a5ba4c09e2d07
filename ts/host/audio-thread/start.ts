/**
 * Starting the audio thread (a worker). Nothing takes as long as booting one, so this comes before all else: the main thread reads its own
 * code, attaches and loads the plugin meanwhile.
 */
import { join } from 'node:path';
import { SHARE_ENV, Worker } from 'node:worker_threads';
import { HOST_CLIENT_LOOKS, HOST_CLIENT_OF_VERSION, HOST_CLIENT_TAKES_ANY } from '../../contract/core.ts';
import type { CommandLine } from '../command-line.ts';
import { type AudioThreadData, HANDSHAKE_BYTES, READY_DEADLINE_MS } from '../handshake.ts';

/** A DAW that says in the environment that replies are but hints to it (as the library of ts/client does) is believed. */
function clientOf(format: string): number {
  if (process.env.MAOLAN_REPLIES_ARE_HINTS === '1') return HOST_CLIENT_LOOKS;
  return format === 'vst3' ? HOST_CLIENT_TAKES_ANY : HOST_CLIENT_OF_VERSION;
}

/**
 * @param folder of the built files.
 * @returns the words of handshake.ts, by which the two threads meet.
 */
export function startAudioThread(folder: string, { format, dawToHost, hostToDaw }: CommandLine): Int32Array {
  const handshake = new SharedArrayBuffer(HANDSHAKE_BYTES);
  const workerData: AudioThreadData = {
    handshake,
    folder,
    dawToHost,
    hostToDaw,
    client: clientOf(format),
    deadline: performance.timeOrigin + READY_DEADLINE_MS,
  };
  // Its own stdio would go through this thread's event loop; it has nothing to say there.
  new Worker(join(folder, 'audio-thread.cjs'), { workerData, env: SHARE_ENV, trackUnmanagedFds: false }).unref();
  return new Int32Array(handshake);
}
