// SPDX-License-Identifier: BSD-2-Clause
/**
 * Measures the host against the floor, the cheapest possible host, in C. `npm run bench -- --help` lists the options.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { join } from 'node:path';
import { measureBefore } from './before.ts';
import {
  audioCalls,
  build,
  compare,
  DriverError,
  egAmp,
  egMidigate,
  isInstalled,
  type LostRun,
  lostBlocks,
  many,
  nullPlugin,
  type Plugin,
  type Run,
  type Starts,
  starts,
  zamDelays,
  zamVerbs,
} from './driver.ts';
import { measureEditor, missingForEditors } from './editor.ts';
import { startNode } from './node-start.ts';
import { help, type Options, readOptions, UsageError } from './options.ts';
import { measureRenders } from './render.ts';
import { report } from './report.ts';
import { measureRevivals } from './revive.ts';
import { measureScans } from './scan.ts';
import type { Compared, Results } from './tables.ts';

const frameCounts = [64, 256, 1024];

async function measured(runs: Run[]): Promise<Compared[]> {
  const results = [];
  for (const run of runs) {
    const { rival, reference, plugin, blocks, frames, pacing, placement, daw, events, midi } = run;
    const changes = events > 0 ? `, ${events} parameter changes` : midi > 0 ? `, ${midi} MIDI messages` : '';
    const how = `${blocks} blocks of ${frames}, ${pacing}, ${placement}, DAW ${daw}${changes}`;
    process.stderr.write(`${plugin.name}, ${rival} against ${reference}: ${how}\n`);
    results.push({ run, result: await compare(run) });
  }
  return results;
}

/** Every placement, pacing and block size. */
function allRuns(usual: Run, pacedBlocks: number): Run[] {
  const pacings = [{ pacing: 'back to back' }, { pacing: 'paced', blocks: pacedBlocks }] as const;
  return (['pinned', 'free'] as const).flatMap((placement) =>
    pacings.flatMap((pacing) => frameCounts.map((frames) => ({ ...usual, placement, ...pacing, frames }))),
  );
}

function workingPlugins(usual: Run): { runs: Run[]; leftOut: Plugin[] } {
  const leftOut = zamDelays.filter((plugin) => !isInstalled(plugin));
  for (const { name, bundle, debianPackage } of leftOut)
    process.stderr.write(`${name} is left out: there is no ${bundle} (Debian: apt-get install ${debianPackage})\n`);
  const runs = zamDelays
    .filter(isInstalled)
    .flatMap((plugin) =>
      frameCounts.map((frames) => ({ ...usual, plugin, frames, reference: 'floor + plugin' }) as const),
    );
  return { runs, leftOut };
}

interface NodeChoice {
  /** Empty: the host's default. */
  path: string;
  version: string;
}

/** Checked before measuring: a wrong path must not be noticed only after half an hour. */
function nodes(): NodeChoice[] {
  const paths = process.env.BENCH_NODES?.split(':').filter(Boolean) ?? [''];
  return paths.map((path) => {
    const executable = path || process.env.MAOLAN_NODE || process.execPath;
    try {
      return { path, version: execFileSync(executable, ['--version'], { encoding: 'utf8' }).trim() };
    } catch {
      throw new UsageError(`${executable} is not a Node.js executable; correct BENCH_NODES or MAOLAN_NODE`);
    }
  });
}

/** Likewise: create the file now. */
function createFile(path: string): void {
  try {
    writeFileSync(path, '');
  } catch (error) {
    throw new UsageError(`--json: ${(error as Error).message}`);
  }
}

/** The second plugin of a DAW starts the zygote, from which later ones are forked. */
const ZYGOTE_STARTS_AFTER = 2;

function joined(parts: Starts[]): Starts {
  return { starts: parts.flatMap(({ starts }) => starts), memoryKib: parts.at(-1)?.memoryKib ?? {} };
}

async function measuredStarts(choices: NodeChoice[], count: number): Promise<Results['starts']> {
  const results = [];
  for (const { path, version } of choices) {
    process.stderr.write(`${count} starts with Node ${version}\n`);
    const first: Starts[] = [];
    const empty = [];
    for (let i = 0; i < count; i++) {
      first.push(await starts('host', 0, 1, path));
      empty.push(await startNode(path || process.env.MAOLAN_NODE || process.execPath));
    }
    const later = await starts('host', ZYGOTE_STARTS_AFTER, count, path);
    results.push({ version, first: joined(first), later, empty });
  }
  return results;
}

async function measuredEditors(blocks: number): Promise<Results['editors']> {
  const missing = missingForEditors();
  if (missing !== undefined) {
    process.stderr.write(`windows are left out: there is no ${missing} (npm run setup installs it)\n`);
    return [];
  }
  const results = [];
  for (const plugin of zamDelays.filter(isInstalled)) {
    process.stderr.write(`${plugin.name}: ${blocks} blocks of 64, paced, with a window and without\n`);
    results.push(await measureEditor(plugin, blocks));
  }
  return results;
}

function say(what: string): void {
  process.stderr.write(`${what}\n`);
}

/** Only root may set real-time scheduling. */
function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * Version 7, by counter and by bytes, alternating with version 6. A DAW whose audio thread has real-time scheduling, as
 * today's has, is measured on a core of its own and on any, paced: back to back it would leave the others no time.
 */
function versionRuns(usual: Run, pacedBlocks: number): Run[] {
  return (['7', '7-bytes'] as const).flatMap((rival) => {
    const run: Run = { ...usual, reference: 'host', protocols: { rival, reference: '6' } };
    const realTime: Run = { ...run, daw: 'fifo', pacing: 'paced', blocks: pacedBlocks };
    const placements = isRoot() ? (['apart', 'free'] as const) : [];
    return [
      ...allRuns(run, pacedBlocks),
      ...placements.flatMap((placement) => frameCounts.map((frames) => ({ ...realTime, placement, frames }))),
    ];
  });
}

const LOST_SECONDS = 10;

async function measuredLost({ lostBlocks: blocks }: Options): Promise<Results['lost']> {
  if (!isRoot()) say('version 7 with real-time scheduling, and blocks lost to it, are left out: they need root');
  const schedulings = isRoot() ? (['normal', 'fifo'] as const) : [];
  const runs = [nullPlugin, egAmp].flatMap((plugin) =>
    (['pinned', 'apart', 'free'] as const).flatMap((placement) =>
      schedulings.flatMap((daw) =>
        schedulings.map((host): LostRun => ({ plugin, placement, daw, host, frames: 64, pacing: 'back to back' })),
      ),
    ),
  );
  const results = [];
  for (const run of runs) {
    say(`${run.plugin.name}, blocks lost to version 7: ${run.placement}, DAW ${run.daw}, host ${run.host}`);
    results.push({ run, result: await lostBlocks(run, blocks, LOST_SECONDS) });
  }
  return results;
}

async function measuredMany({ manyHosts, manyPeriods: periods }: Options): Promise<Results['many']> {
  const results = [];
  for (const count of manyHosts)
    for (const [player, protocol] of [
      ['floor', '6'],
      ['host', '6'],
      ['host', '7'],
    ] as const) {
      say(`${count} x ${player}, version ${protocol}: ${periods} periods`);
      const frames = 1024;
      const result = await many(egAmp, { player, protocol }, count, frames, periods);
      results.push({ plugin: egAmp.name, player, protocol, count, frames, periods, result });
    }
  return results;
}

/**
 * When two hosts alternate, the one started first is slowed down by the start of the other: both are measured as the
 * second.
 */
async function measuredRecovery(usual: Run): Promise<Compared[]> {
  const [rival, reference] = ['host', 'host without recovery'] as const;
  const results = [];
  for (const frames of frameCounts) {
    const run: Run = { ...usual, frames, rival, reference };
    const [without, withIt] = await measured([run, { ...run, rival: reference, reference: rival }]);
    if (without !== undefined && withIt !== undefined)
      results.push({ run, result: { rival: withIt.result.reference, reference: without.result.reference } });
  }
  return results;
}

async function measureAll(options: Options, choices: NodeChoice[]): Promise<Results> {
  const { blocks, pacedBlocks, longRunBlocks } = options;
  const usual: Run = {
    rival: 'host',
    reference: 'floor',
    plugin: egAmp,
    placement: 'pinned',
    daw: 'normal',
    pacing: 'back to back',
    frames: 256,
    events: 0,
    midi: 0,
    blocks,
  };
  const withMidi: Run = { ...usual, plugin: egMidigate, reference: 'floor + plugin' };
  const { runs, leftOut } = workingPlugins(usual);
  const plain = await measured(allRuns(usual, pacedBlocks));
  const noise = (['pinned', 'free'] as const).map((placement): Run => ({ ...usual, placement, rival: 'floor' }));
  const pluginCost = frameCounts.map((frames): Run => ({ ...usual, frames, rival: 'floor + plugin' }));
  const results = {
    machine: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown CPU'}, Linux ${release()}`,
    plain,
    pluginCost: await measured(pluginCost),
    working: await measured(runs),
    leftOut: leftOut.map(({ name }) => name),
    noise: await measured(noise),
    versions: await measured(versionRuns(usual, pacedBlocks)),
    lost: await measuredLost(options),
    many: await measuredMany(options),
    before: await measureBefore(options, usual, say),
    events: await measured([0, 1, 16, 64].map((events) => ({ ...usual, events }))),
    midi: await measured([0, 1, 16, 64].map((midi) => ({ ...withMidi, midi }))),
    starts: await measuredStarts(choices, options.starts),
    editors: await measuredEditors(pacedBlocks),
    floorMemoryKib: (await starts('floor', 0, 1)).memoryKib,
    recovery: await measuredRecovery(usual),
    revivals: await measureRevivals([egAmp, ...zamDelays, ...zamVerbs].filter(isInstalled), options.starts, say),
    renders: measureRenders(options.renderSeconds, 2, say),
    scans: measureScans(options.scanRounds, say),
  };
  say(`heap calls, locks and files of the audio thread: ${longRunBlocks} blocks each`);
  const calls = [];
  for (const protocol of ['6', '7'] as const)
    calls.push({ blocks: longRunBlocks, protocol, calls: await audioCalls(protocol, longRunBlocks) });
  return { ...results, calls };
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(help);
    return;
  }
  const choices = nodes();
  if (options.json !== undefined) createFile(options.json);
  if (options.before !== undefined && !existsSync(join(options.before, 'maolan-engine-plugin-host')))
    throw new UsageError(`--before: there is no maolan-engine-plugin-host in ${options.before}`);
  if (!isInstalled(egAmp))
    throw new DriverError(`there is no ${egAmp.bundle} (Debian: apt-get install ${egAmp.debianPackage})`);
  build();
  const results = await measureAll(options, choices);
  process.stdout.write(report(results, options.markdown ? 'markdown' : 'plain'));
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`);
}

try {
  await main();
} catch (error) {
  // Unexpected errors, above all bugs in this program, keep their stack trace.
  if (!(error instanceof UsageError || error instanceof DriverError)) throw error;
  process.stderr.write(`bench: ${error.message}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
