// SPDX-License-Identifier: BSD-2-Clause
/**
 * Scan times: of everything installed, and with a growing number of LV2 bundles. Cold: without a cache. Warm: unchanged
 * since the last scan. Alone: `npx tsx scripts/bench/scan.ts`
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Table } from './tables.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const engineHost = process.env.MAOLAN_BENCH_HOST ?? join(root, 'dist/maolan-engine-plugin-host');
const host = join(dirname(resolve(engineHost)), 'maolan-plugin-host');
const lib = join(dirname(host), 'lib');
const LV2_FOLDER = '/usr/lib/lv2';

/** A fresh Node that times the scan without its own start. The last line of stderr is the time in milliseconds. */
const timedScan = `
const { scanMain } = require(${JSON.stringify(join(lib, 'scan.cjs'))});
const start = performance.now();
scanMain(process.argv.slice(1), ${JSON.stringify(lib)}).then((code) => {
  process.stderr.write(String(performance.now() - start));
  process.exitCode = code;
});`;

/** Milliseconds: of the scan alone, and of the whole process including Node's start. */
export interface ScanTime {
  inside: number;
  process: number;
}

export interface ScanResult {
  what: string;
  /** Number of plugins found. */
  plugins: number;
  cold: ScanTime;
  warm: ScanTime;
}

function run(
  command: string,
  args: string[],
  environment: NodeJS.ProcessEnv,
): { stderr: string; milliseconds: number } {
  const start = performance.now();
  const { status, stderr } = spawnSync(command, args, { env: environment, encoding: 'utf8' });
  const milliseconds = performance.now() - start;
  if (status !== 0) throw new Error(`${command} failed (${status}): ${stderr}`);
  return { stderr, milliseconds };
}

function middle(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Medians over the rounds. */
export function measureScan(
  what: string,
  format: string,
  rounds: number,
  environment: NodeJS.ProcessEnv = {},
): ScanResult {
  const folder = mkdtempSync(join(tmpdir(), 'maolan-bench-'));
  const cache = join(folder, 'cache');
  const output = join(folder, 'list.json');
  const all = { ...process.env, ...environment, XDG_CACHE_HOME: cache, XDG_CONFIG_HOME: join(folder, 'config') };
  const words = ['--format', format, '--output', output];
  const inside = () => Number(run(process.execPath, ['-e', timedScan, '--', ...words], all).stderr);
  const whole = () => run(host, ['--scan', ...words], all).milliseconds;
  const times = { cold: { inside: [], process: [] }, warm: { inside: [], process: [] } } as {
    [state in 'cold' | 'warm']: { [scope in keyof ScanTime]: number[] };
  };
  const measures = [
    ['inside', inside],
    ['process', whole],
  ] as const;
  try {
    for (let round = 0; round < rounds; round++)
      for (const [scope, measure] of measures) {
        rmSync(cache, { recursive: true, force: true });
        times.cold[scope].push(measure());
        times.warm[scope].push(measure());
      }
    const { data } = JSON.parse(readFileSync(output, 'utf8')) as { data: unknown[] };
    const medians = (of: { [scope in keyof ScanTime]: number[] }) => ({
      inside: middle(of.inside),
      process: middle(of.process),
    });
    return { what, plugins: data.length, cold: medians(times.cold), warm: medians(times.warm) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Bundles with realistic data: copies of installed bundles, each plugin under its own URI. A scan needs no binaries.
 */
export function copyBundles(folder: string, count: number): void {
  const sources = readdirSync(LV2_FOLDER).filter((name) => /^Za.*\.lv2$/.test(name));
  if (sources.length === 0) throw new Error(`no Zam plugins in ${LV2_FOLDER} (Debian: apt-get install zam-plugins)`);
  cpSync(join(LV2_FOLDER, 'core.lv2'), join(folder, 'core.lv2'), { recursive: true });
  for (let i = 0; i < count; i++) {
    const source = join(LV2_FOLDER, sources[i % sources.length] ?? '');
    const target = join(folder, `copy-${i}.lv2`);
    mkdirSync(target);
    for (const name of readdirSync(source).filter((file) => file.endsWith('.ttl'))) {
      const text = readFileSync(join(source, name), 'utf8').replaceAll('urn:zamaudio:', `urn:maolan:bench:${i}:`);
      writeFileSync(join(target, name), text);
    }
  }
}

function measureGrowth(count: number, rounds: number): ScanResult {
  const folder = mkdtempSync(join(tmpdir(), 'maolan-bench-'));
  try {
    copyBundles(folder, count);
    return measureScan(`${count} LV2 bundles`, 'lv2', rounds, { LV2_PATH: folder });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Everything installed, then 50 to 500 bundles. */
export function measureScans(rounds: number, progress: (what: string) => void = () => {}): ScanResult[] {
  const results = [];
  for (const format of ['clap', 'vst3', 'lv2']) {
    progress(`scan of installed ${format} plugins`);
    results.push(measureScan(`installed ${format}`, format, rounds));
  }
  for (const count of [50, 100, 200, 500]) {
    progress(`scan of ${count} LV2 bundles`);
    results.push(measureGrowth(count, rounds));
  }
  return results;
}

export function scanTable(results: ScanResult[]): Table {
  const ms = (value: number) => value.toFixed(1);
  return {
    title: 'Scan',
    shows: 'milliseconds of a first scan and of a second one; inside: without the start of Node, process: with it.',
    head: ['what', 'plugins', 'first, inside', 'second, inside', 'ratio', 'first, process', 'second, process', 'ratio'],
    rows: results.map(({ what, plugins, cold, warm }) => [
      what,
      String(plugins),
      ms(cold.inside),
      ms(warm.inside),
      (cold.inside / warm.inside).toFixed(1),
      ms(cold.process),
      ms(warm.process),
      (cold.process / warm.process).toFixed(1),
    ]),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { head, rows } = scanTable(measureScans(5, (what) => process.stderr.write(`${what}\n`)));
  for (const row of [head, ...rows])
    console.log(row.map((cell, i) => (i === 0 ? cell.padEnd(18) : cell.padStart(16))).join(''));
}
