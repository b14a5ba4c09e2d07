/** A server that ends at a chosen moment: a connection to a real one that is cut after a number of bytes from its clients. */
import { rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import type { ExecutionContext } from 'ava';
import type { XServer } from './x-server.ts';

/** Servers take the lowest number that is free; these are for the tests. */
let number = 2000 + (process.pid % 1000) * 1000;

export interface CutServer {
  /** The environment for programs that use it. */
  env: NodeJS.ProcessEnv;
  /** So many bytes came from clients. */
  readonly bytes: number;
}

/** @param limit bytes from all clients together, after which every connection is cut, and no other accepted. */
export async function cutServer(t: ExecutionContext, x: XServer, limit: number): Promise<CutServer> {
  const display = number++;
  const path = `/tmp/.X11-unix/X${display}`;
  const sockets = new Set<Socket>();
  const result = { env: { ...x.env, DISPLAY: `:${display}` }, bytes: 0 };
  const server = createServer((client) => {
    const real = connect(`/tmp/.X11-unix/X${x.display.slice(1)}`);
    for (const socket of [client, real]) sockets.add(socket.on('error', () => {}));
    real.pipe(client);
    client.on('end', () => real.end());
    client.on('data', (data) => {
      const left = limit - result.bytes;
      result.bytes += data.length;
      if (data.length < left) real.write(data);
      else cut();
    });
  });
  function cut(): void {
    server.close();
    for (const socket of sockets) socket.destroy();
  }
  rmSync(path, { force: true });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  t.teardown(cut);
  return result;
}
