/**
 * `npm run soak -- renders [rounds] [words]`: every kind of plugin that loads something, rendered again and again on the machine as it is and
 * beside two busy processes: the bytes are the same each time. Words choose those whose names have one of them. What is installed of
 * avldrums.lv2, drumgizmo, ir.lv2, samplv1-lv2, zynaddsubfx-lv2 and mda-lv2 is rendered, too (LV2_PATH says where).
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { readWav } from '../behaviour/commands/sounds.ts';
import { currentHost } from '../support/paths.ts';
import { installedWorks, lateWorks, type Work } from './render-works.ts';

const USUAL_ROUNDS = 20;
const BUSY_PROCESSES = 2;
const LOADS_MS = [100, 1000, 5000];

interface Outcome {
  hashes: Map<string, number>;
  /** What went wrong, and unexpected messages. */
  faults: string[];
}

function render({ words, environment }: Work, output: string): Promise<string> {
  const env = { ...process.env, ...environment };
  const child = spawn(currentHost, [...words, '--bit-depth', '32f', '--', output], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (code) => {
      if (code === 0 && !said.includes('was not ready')) resolve(said);
      else reject(new Error(`exit code ${code}: ${said.trim()}`));
    });
  });
}

function isSilent(path: string): boolean {
  return readWav(path).planes.every((plane) => plane.every((sample) => sample === 0));
}

async function repeat(work: Work, rounds: number, output: string, { hashes, faults }: Outcome): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    try {
      await render(work, output);
      const hash = createHash('sha256').update(readFileSync(output)).digest('hex').slice(0, 12);
      if (!hashes.has(hash) && isSilent(output)) faults.push(`round ${round} is silent`);
      hashes.set(hash, (hashes.get(hash) ?? 0) + 1);
    } catch (error) {
      faults.push((error as Error).message);
    }
  }
}

function beBusy(): ChildProcess[] {
  return Array.from({ length: BUSY_PROCESSES }, () =>
    spawn(process.execPath, ['-e', 'for (;;) {}'], { stdio: 'ignore' }),
  );
}

async function soak(work: Work, rounds: number, folder: string): Promise<boolean> {
  const output = join(folder, 'out.wav');
  const outcome: Outcome = { hashes: new Map(), faults: [] };
  const started = performance.now();
  await repeat(work, rounds, output, outcome);
  const busy = beBusy();
  try {
    await repeat(work, rounds, output, outcome);
  } finally {
    for (const process of busy) process.kill('SIGKILL');
  }
  const { hashes, faults } = outcome;
  const isOne = hashes.size === 1 && faults.length === 0;
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const found = Array.from(hashes, ([hash, count]) => `${hash} x ${count}`).join(', ');
  const load = loadavg()[0]?.toFixed(1);
  process.stdout.write(`${isOne ? 'ok   ' : 'FAULT'} ${work.name}: ${found} (${seconds} s, load ${load})\n`);
  for (const fault of new Set(faults)) process.stdout.write(`      ${fault}\n`);
  return isOne;
}

/** @param words the number of rounds, and parts of names. @returns how many kinds were not the same each time. */
export async function soakRenders([count, ...words]: readonly string[]): Promise<number> {
  const rounds = Number(count) || USUAL_ROUNDS;
  const folder = mkdtempSync(join(tmpdir(), 'maolan-renders-'));
  let faults = 0;
  try {
    const { works, missing } = installedWorks(folder);
    for (const name of missing) process.stdout.write(`left out, not installed: ${name}\n`);
    for (const work of [...works, ...LOADS_MS.flatMap(lateWorks)])
      if (words.length === 0 || words.some((word) => work.name.includes(word)))
        if (!(await soak(work, rounds, folder))) faults++;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return faults;
}
