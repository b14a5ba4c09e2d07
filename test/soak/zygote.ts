/** DAWs one after the other, each with a zygote; every other one is killed. Two run at a time. */
import { endDaw, startDaw } from '../behaviour/zygote/daws.ts';

const DAWS = 200;

/** @param words how many. @returns whether nothing was wrong, and nothing is left of any. */
export async function soakZygote(words: readonly string[]): Promise<boolean> {
  const count = Number(words[0]) || DAWS;
  const faults: string[] = [];
  let next = 0;
  const play = async () => {
    for (let number = next++; number < count; number = next++) {
      const daw = await startDaw({});
      const left = await endDaw(daw, number % 2 === 0 ? 'SIGKILL' : undefined);
      if (!daw.belongings.plays) faults.push(`DAW ${number}: its plugin does not play`);
      faults.push(...left.map((what) => `DAW ${number}: ${what} is left`));
      if ((number + 1) % 20 === 0) process.stderr.write(`${number + 1} DAWs\n`);
    }
  };
  await Promise.all([play(), play()]);
  process.stdout.write(`${count} DAWs, ${faults.length} faults\n${faults.map((fault) => `  ${fault}\n`).join('')}`);
  return faults.length === 0;
}
