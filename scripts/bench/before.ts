// SPDX-License-Identifier: BSD-2-Clause
/** Before and after: another build of the host, alternating with this one and the floor. */
import { spawn } from 'node:child_process';
import { compareAll, isInstalled, type Run, zamDelays } from './driver.ts';
import type { Options } from './options.ts';
import type { BeforeRow } from './tables.ts';

const frameCounts = [64, 256, 1024];
const SPINNERS = 2;

/** Run work while other processes keep all CPUs busy. */
async function amidSpinners<Result>(work: () => Promise<Result>): Promise<Result> {
  const children = Array.from({ length: SPINNERS }, () =>
    spawn(process.execPath, ['--eval', 'for (;;);'], { stdio: 'ignore' }),
  );
  try {
    return await work();
  } finally {
    for (const child of children) child.kill('SIGKILL');
  }
}

export async function measureBefore(
  { before: distFolder, blocks, pacedBlocks }: Options,
  usual: Run,
  progress: (what: string) => void,
): Promise<BeforeRow[]> {
  if (distFolder === undefined) return [];
  const pacings = [
    { pacing: 'back to back', blocks },
    { pacing: 'paced', blocks: pacedBlocks },
  ] as const;
  const runs = [usual.plugin, ...zamDelays.filter(isInstalled)].flatMap((plugin) =>
    pacings.flatMap((pacing) => frameCounts.map((frames) => ({ ...usual, plugin, frames, ...pacing }))),
  );
  const results = [];
  for (const isBusy of [false, true])
    for (const run of runs) {
      const { plugin, pacing, frames } = run;
      progress(`${plugin.name}, before, now and floor: ${frames} frames, ${pacing}${isBusy ? ', busy' : ''}`);
      const protocol = '1';
      const floor = plugin === usual.plugin ? 'floor' : 'floor + plugin';
      const play = () =>
        compareAll(run, [
          { player: 'host before', protocol, distFolder },
          { player: 'host', protocol },
          { player: floor, protocol },
        ]);
      const [before, now, reference] = await (isBusy ? amidSpinners(play) : play());
      if (before !== undefined && now !== undefined && reference !== undefined)
        results.push({ run, isBusy, before, now, floor: reference });
    }
  return results;
}
