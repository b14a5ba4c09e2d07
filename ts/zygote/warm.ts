// SPDX-License-Identifier: BSD-2-Clause
/**
 * What a host process does first, done once by the zygote: Node loads much of itself at its first use, and the engine compiles what is
 * called.
 */
import { Socket } from 'node:net';
import type { Koffi } from '../native.ts';

/** A pipe that wakes the event loop: Node reads its code for sockets. */
function useSocket(koffi: Koffi): Promise<void> {
  const ends = new Int32Array(2);
  const libc = koffi.load(null);
  if (libc.func('int pipe(int32_t *ends)')(ends) !== 0) return Promise.resolve();
  const [read = -1, write = -1] = ends;
  const socket = new Socket({ fd: read, readable: true, writable: false });
  return new Promise((resolve) => {
    socket.once('data', () => {
      libc.func('int close(int fd)')(write);
      socket.once('close', () => resolve()).destroy();
    });
    libc.func('long write(int fd, const char *text, size_t bytes)')(write, 'x', 1);
  });
}

export async function warmUp(koffi: Koffi): Promise<void> {
  await useSocket(koffi);
}
