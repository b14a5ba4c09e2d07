// SPDX-License-Identifier: BSD-2-Clause
/** How long a crashed plugin is silent: from the signal to the first block that the plugin processes again. */
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { hostPidOf } from '../../test/support/host-process.ts';
import { PluginHost } from '../../ts/client/index.ts';
import type { Plugin } from './driver.ts';
import type { Table } from './tables.ts';

export interface ReviveResult {
  plugin: string;
  /** Milliseconds, sorted. */
  heard: number[];
}

const FRAMES = 256;
const executable = fileURLToPath(new URL('../../dist/maolan-plugin-host', import.meta.url));

async function once({ format, spec, inputs, outputs }: Plugin): Promise<number> {
  const host = await PluginHost.open({ format, plugin: spec, inputs, outputs, maxFrames: FRAMES, executable });
  const planes = (count: number) => Array.from({ length: count }, () => new Float32Array(FRAMES).fill(0.25));
  const [input, output] = [planes(inputs), planes(outputs)];
  try {
    for (let block = 0; block < 100; block++) host.process(input, output);
    await sleep(500); // until its state has been captured
    const hostPid = hostPidOf(host.pid ?? 0);
    if (hostPid === 0) throw new Error(`${spec}: its host process is not found`);
    const start = performance.now();
    process.kill(hostPid, 'SIGSEGV');
    // The process ends a moment after the signal.
    while (await host.processAsync(input, output)) await sleep(1);
    while (!(await host.processAsync(input, output))) await sleep(1);
    return performance.now() - start;
  } finally {
    await host.close();
  }
}

export async function measureRevivals(
  plugins: readonly Plugin[],
  rounds: number,
  progress: (what: string) => void,
): Promise<ReviveResult[]> {
  const results = [];
  for (const plugin of plugins) {
    progress(`${plugin.name}: ${rounds} crashes`);
    const heard = [];
    for (let round = 0; round < rounds; round++) heard.push(await once(plugin));
    results.push({ plugin: plugin.name, heard: heard.toSorted((a, b) => a - b) });
  }
  return results;
}

export function reviveTable(results: readonly ReviveResult[]): Table {
  const at = (heard: number[], share: number) =>
    (heard[Math.floor((heard.length - 1) * share)] ?? Number.NaN).toFixed(0);
  return {
    title: 'Recovery',
    shows: "milliseconds from a crash (SIGSEGV) to the first block that is the plugin's again, blocks of 256.",
    head: ['plugin', 'crashes', 'min', 'p50', 'max'],
    rows: results.map(({ plugin, heard }) => [
      plugin,
      String(heard.length),
      at(heard, 0),
      at(heard, 0.5),
      at(heard, 1),
    ]),
  };
}
