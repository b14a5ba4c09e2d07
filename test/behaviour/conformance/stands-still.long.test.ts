/*
 * A DAW's thread that has seen a reply byte, stands still for up to a second, and then reads it, right after a crash and without one. `npm run
 * soak -- wire still` does it 500 times.
 */
import test from 'ava';
import { plainGain, playDaw7 } from '../../support/daw-7.ts';

for (const format of ['lv2', 'vst3', 'clap'] as const) {
  test.serial(`${format}: the byte is there when the DAW goes on, and blocks are in step afterwards`, async (t) => {
    const [plugin, expected] = plainGain(format);
    const usual = { ...expected, version: 6, eventless: 0, period_us: 5300, still_ms: 1000 } as const;
    const calm = await playDaw7(plugin, { ...usual, blocks: 40, still_every: 10 });
    t.like(calm, { stills: 4, hangs: 0, timeouts: 0, wrong: 0, unread: 0, left: true });
    // The run goes on behind the last crash: on a busy machine its block may be answered only after the limit.
    const blocks = { blocks: 650, crash_every: 200, limit_ms: 100 };
    const crashed = await playDaw7(plugin, { ...usual, ...blocks, still_after_crash: 1 });
    t.like(crashed, { stills: 3, crashes: 3, hangs: 0, wrong: 0, left: true });
  });
}

test.serial('By the counter: a save’s byte waits for a thread that stands still, while blocks go on', async (t) => {
  const [plugin, expected] = plainGain('vst3');
  const usual = { ...expected, period_us: 5300, still_ms: 300 };
  const counts = await playDaw7(plugin, { ...usual, blocks: 600, requests: 10, still_every: 1 });
  t.like(counts, { blocks: 600, timeouts: 0, counter: 600, left: true });
});
