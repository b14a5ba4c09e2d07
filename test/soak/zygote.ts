/**
 * DAWs one after the other, each with a zygote; every other one is killed. Two run at a time, one of them as things usually are, the other with
 * limits, priority, processor, mask, folder, environment and, for root, user of its own.
 */
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Belongings } from '../behaviour/zygote/daw.ts';
import { type DawSurroundings, endDaw, startDaw } from '../behaviour/zygote/daws.ts';
import { firstProcessor, isOpenToOthers, NOBODY, statOf, statusOf } from '../behaviour/zygote/scene.ts';

const DAWS = 200;
const STACK_KIB = 6000;
const NICE_STEP = 3;
const NICE_MAX = 19;

interface Lane {
  surroundings: DawSurroundings;
  /** What its host processes must have. */
  expected: Partial<Belongings>;
}

const own = (name: string) => statusOf(process.pid, name)?.trim();
const ownNice = () => Number(statOf(process.pid)[16]);
const four = (id: number) => Array(4).fill(id).join('\t');

function usual(): Lane {
  const expected = {
    uid: own('Uid'),
    umask: own('Umask'),
    affinity: own('Cpus_allowed_list'),
    nice: ownNice(),
    directory: process.cwd(),
    controlGroup: readFileSync('/proc/self/cgroup', 'utf8'),
    mark: 'usual',
  };
  return { surroundings: { environment: { MAOLAN_TEST_MARK: 'usual' } }, expected };
}

function special(folder: string): Lane {
  const mayBeOther = isOpenToOthers();
  const shell = `umask 027; ulimit -s ${STACK_KIB}; exec "$@"`;
  const as = ['setpriv', '--reuid', `${NOBODY}`, '--regid', `${NOBODY}`, '--clear-groups'];
  const through = ['sh', '-c', shell, 'sh', 'nice', '-n', `${NICE_STEP}`, 'taskset', '-c', firstProcessor()];
  const expected = {
    uid: mayBeOther ? four(NOBODY) : own('Uid'),
    umask: '0027',
    affinity: firstProcessor(),
    nice: Math.min(NICE_MAX, ownNice() + NICE_STEP),
    directory: folder,
    stack: String(STACK_KIB * 1024),
    mark: 'special',
  };
  const environment = { MAOLAN_TEST_MARK: 'special', HOME: folder, TMPDIR: folder };
  return { surroundings: { through: mayBeOther ? [...through, ...as] : through, cwd: folder, environment }, expected };
}

/** @param words how many. @returns whether nothing was wrong, and nothing is left of any. */
export async function soakZygote(words: readonly string[]): Promise<boolean> {
  const count = Number(words[0]) || DAWS;
  const faults: string[] = [];
  let next = 0;
  const play = async ({ surroundings, expected }: Lane) => {
    for (let number = next++; number < count; number = next++) {
      const daw = await startDaw(surroundings);
      const left = await endDaw(daw, number % 2 === 0 ? 'SIGKILL' : undefined);
      for (const [name, value] of Object.entries({ plays: true, ...expected })) {
        const found = daw.belongings[name as keyof Belongings];
        if (found !== value) faults.push(`DAW ${number}: ${name} is ${found}, not ${value}`);
      }
      faults.push(...left.map((what) => `DAW ${number}: ${what} is left`));
      if ((number + 1) % 20 === 0) process.stderr.write(`${number + 1} DAWs\n`);
    }
  };
  const folder = mkdtempSync(join(tmpdir(), 'maolan-zygote-'));
  if (process.getuid?.() === 0) chownSync(folder, NOBODY, NOBODY);
  await Promise.all([play(usual()), play(special(folder))]);
  rmSync(folder, { recursive: true });
  process.stdout.write(`${count} DAWs, ${faults.length} faults\n${faults.map((fault) => `  ${fault}\n`).join('')}`);
  return faults.length === 0;
}
