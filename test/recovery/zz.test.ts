import { readyTest } from '../support/host-test.ts';
import { Player } from '../torture/player.ts';
import { setParameter, torture } from '../torture/support.ts';
import { gain } from './scene.ts';
import { dawPatienceMs, killIn, livesAfter } from './support.ts';
import { setTimeout as sleep } from 'node:timers/promises';

for (const format of ['lv2','vst3','clap'] as const)
for (const thread of ['main','audio'] as const)
readyTest(`${format} ${thread}`, () => torture(format), async (t, daw) => {
  const player = new Player(daw, gain);
  setParameter(daw, format, 'gain', gain);
  t.true(await player.playUntil('heard'));
  const times: number[] = [];
  killIn(daw, thread);
  const start = performance.now();
  while (livesAfter(daw) === 0) {
    const a = performance.now();
    const r = await daw.block(64, dawPatienceMs);
    const took = performance.now() - a;
    times.push(took);
    if (took > 3) t.log(`${(a - start).toFixed(1)}: ${r} ${took.toFixed(2)}`);
    await sleep(1);
  }
  times.sort((x, y) => x - y);
  t.log(times.length, times[times.length >> 1], times.at(-1));
  t.pass();
});
