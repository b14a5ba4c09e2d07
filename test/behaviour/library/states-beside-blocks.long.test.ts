/**
 * Saves and restores beside blocks, as test/behaviour/conformance/states-beside-blocks.test.ts has them with the DAW's own client. That one has two threads that
 * read one pipe; the library looks at the block's mark and the request's status, so nothing can be lost or mixed up (C25).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { PluginHost } from '../../../ts/client/index.ts';
import { formats, torture } from '../torture/support.ts';

const FRAMES = 256;
const BLOCKS = 400;
const PERIOD_MS = 5.3;

const isFilled = (plane: Float32Array, value: number) => plane.every((sample) => sample === value);

for (const format of formats)
  test.serial(`${format}: ${BLOCKS} blocks every ${PERIOD_MS} ms beside saves and restores, all right`, async (t) => {
    const { spec, environment } = torture(format);
    const host = await PluginHost.open({ format, plugin: spec, environment: environment as Record<string, string> });
    try {
      let isPlaying = true;
      let restores = 0;
      const requests = (async () => {
        let count = 0;
        for (; isPlaying; count += 2) {
          const state = await host.saveState();
          restores++;
          await host.restoreState(state);
          restores++;
        }
        return count;
      })();
      const output = [new Float32Array(FRAMES), new Float32Array(FRAMES)];
      const wrong: number[] = [];
      for (let number = 1; number <= BLOCKS; number++) {
        const start = performance.now();
        const input = [0, 1].map(() => new Float32Array(FRAMES).fill(number));
        const before = restores;
        t.true(await host.processAsync(input, output));
        // The plugin is not available during a restore that takes longer than a block waits for it.
        const mayBeDry = before % 2 === 1 || restores !== before;
        const isRight = (value: number) => output.every((plane) => isFilled(plane, value));
        if (!isRight(number / 2) && !(mayBeDry && isRight(number))) wrong.push(number);
        await sleep(Math.max(0, PERIOD_MS - (performance.now() - start)));
      }
      isPlaying = false;
      t.true((await requests) > 0);
      t.deepEqual(wrong, []);
    } finally {
      await host.close();
    }
  });
