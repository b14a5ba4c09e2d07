// SPDX-License-Identifier: BSD-2-Clause
/**
 * Whether the plugin's window affects the audio: on a headless X server (Xvfb), with a window manager and a script that
 * moves the window.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { editorRun, type Latency, type Plugin } from './driver.ts';
import type { Table } from './tables.ts';

export interface EditorResult {
  plugin: string;
  frames: number;
  blocks: number;
  with: Latency;
  without: Latency;
  /** Blocks answered later than their period. */
  withLate: number;
  withoutLate: number;
  /** Blocks that missed the limit of 95 ms, and so were not answered. */
  withUnanswered: number;
  withoutUnanswered: number;
}

const FRAMES = 64;
const SAMPLE_RATE = 48_000;

/** What is missing to run this, or undefined. */
export function missingForEditors(): string | undefined {
  const tools = ['Xvfb', 'openbox', 'xdotool'];
  const missing = tools.filter((tool) => spawnSync('which', [tool]).status !== 0);
  return missing.length > 0 ? missing.join(', ') : undefined;
}

async function startServer(): Promise<{ server: ChildProcess; display: string }> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [line] = (await once(server.stdio[3] as Readable, 'data')) as [Buffer];
  return { server, display: `:${String(line).trim()}` };
}

/** Moves every window, and drags inside it, as fast as the tools allow. */
const DRAGS = `while :; do for window in $(xdotool search --onlyvisible --class maolan-plugin); do
  xdotool windowmove $window $((RANDOM % 400)) $((RANDOM % 300)) mousemove --window $window 210 100 mousedown 1 \\
    mousemove_relative 0 -20 mousemove_relative 0 20 mouseup 1
done; sleep 0.02; done`;

/**
 * Measures both in one run: a host whose window is constantly opened, moved, redrawn and closed, and one without a
 * window.
 */
export async function measureEditor(plugin: Plugin, blocks: number): Promise<EditorResult> {
  const { server, display } = await startServer();
  const env = { ...process.env, DISPLAY: display };
  const helpers = [
    spawn('openbox', [], { env, stdio: 'ignore' }),
    spawn('bash', ['-c', DRAGS], { env, stdio: 'ignore' }),
  ];
  try {
    const periodNs = Math.round((FRAMES / SAMPLE_RATE) * 1e9);
    const result = await editorRun(plugin, FRAMES, blocks, periodNs, display);
    return { plugin: plugin.name, frames: FRAMES, blocks, ...result };
  } finally {
    for (const child of [...helpers, server]) child.kill('SIGKILL');
  }
}

export function editorTable(results: EditorResult[]): Table {
  const us = (ns: number) => (ns / 1000).toFixed(1);
  const pair = (a: number, b: number) => `${us(a)} / ${us(b)}`;
  return {
    title: 'A window beside the sound',
    shows:
      'Blocks of 64 frames at their real period, free, while the window is opened, moved, redrawn, edited and closed all the time, and beside ' +
      'it in turn without a window. A cell is with window / without.',
    head: [
      'plugin',
      'blocks',
      'later than the period',
      'not answered',
      'p50 (us)',
      'p99 (us)',
      'p99.9 (us)',
      'max (us)',
    ],
    rows: results.map((result) => [
      result.plugin,
      String(result.blocks),
      `${result.withLate} / ${result.withoutLate}`,
      `${result.withUnanswered} / ${result.withoutUnanswered}`,
      pair(result.with.p50, result.without.p50),
      pair(result.with.p99, result.without.p99),
      pair(result.with.p999, result.without.p999),
      pair(result.with.max, result.without.max),
    ]),
  };
}
