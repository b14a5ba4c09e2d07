// SPDX-License-Identifier: BSD-2-Clause
/** A headless X server for the plugins' windows. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

export interface Screen {
  display: string;
  end(): void;
}

export async function startScreen(): Promise<Screen> {
  const arguments_ = ['-displayfd', '3', '-screen', '0', '1920x1200x24', '-noreset', '-nolisten', 'tcp'];
  const server: ChildProcess = spawn('Xvfb', arguments_, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  server.once('error', () => {});
  const end = () => {
    server.kill();
  };
  process.once('exit', end);
  let number = '';
  for await (const data of server.stdio[3] as Readable) {
    number += String(data);
    if (number.includes('\n')) return { display: `:${number.trim()}`, end };
  }
  throw new Error('Xvfb does not start; install the package xvfb');
}
