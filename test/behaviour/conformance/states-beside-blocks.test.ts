/*
 * Blocks by the counter in one thread of a DAW, saves and restores in another (C5, C25; cases 41, 42, 46): at the counter's step every
 * sample, message and latency is there. `npm run soak -- wire` plays the same for longer.
 */
import test from 'ava';
import { clap } from '../../support/clap.ts';
import { type Counts, plainGain, playDaw7 } from '../../support/daw-7.ts';
import { fixture } from '../../support/host-test.ts';
import { Pipe } from '../../support/pipe.ts';
import { vst3 } from '../../support/vst3.ts';

const formats = ['lv2', 'vst3', 'clap'] as const;
const right = { timeouts: 0, wrong: 0, wrongMidi: 0, wrongLatency: 0, hangs: 0, left: true };

/**
 * No request is lost. What a busy machine may cost: a DAW's thread that lost its processor for 2 ms in its spin, while the one that waits for
 * its save has none either, takes the byte of the save for its block's; then that block is wrong, and perhaps the one behind it (C2). See
 * docs/conformance.md.
 */
function isRight({ requests, failedRequests, wrong, stolen }: Counts): boolean {
  return requests > 0 && failedRequests === 0 && wrong <= 2 * stolen;
}

for (const format of formats) {
  test.serial(
    `${format}, C5: 600 blocks every 5.3 ms beside saves and restores, each block answered once`,
    async (t) => {
      const [plugin, expected] = plainGain(format);
      const counts = await playDaw7(plugin, { ...expected, blocks: 600, period_us: 5300, requests: 200 });
      t.like(counts, { blocks: 600, timeouts: 0, wrongLatency: 0, counter: 600, left: true });
      t.true(isRight(counts) && counts.dry <= counts.blocks / 100, JSON.stringify(counts));
      // Clients that look at the status may leave the byte.
      if (format === 'vst3') t.is(counts.unread, 0);
    },
  );

  test.serial(`${format}, C25: slow blocks back to back beside saves`, async (t) => {
    const [plugin, expected] = plainGain(format, 'slow(4)@process');
    const counts = await playDaw7(plugin, { ...expected, blocks: 200, requests: 100 });
    t.like(counts, { blocks: 200, timeouts: 0, counter: 200, left: true });
    t.true(isRight(counts), JSON.stringify(counts));
  });
}

for (const [format, plugin] of [
  ['lv2', fixture('midi-echo')],
  ['vst3', vst3('note-echo')],
  ['clap', clap('note-echo')],
] as const) {
  test.serial(`${format}: at the counter's step the plugin's message of that block is there, 5000 times`, async (t) => {
    const counts = await playDaw7(plugin, { blocks: 5000, gain_percent: 0, midi: 1 });
    t.like(counts, { blocks: 5000, counter: 5000, unread: 0, ...right });
  });
}

for (const eventless of [1, 0] as const) {
  const mode = eventless === 1 ? 'the counter' : 'bytes';
  test.serial(`Back to back by ${mode}: at the counter's step every sample is there, 20 000 times`, async (t) => {
    const counts = await playDaw7({ format: 'null', spec: 'null' }, { blocks: 20_000, eventless });
    t.like(counts, { blocks: 20_000, counter: 20_000, unread: 0, ...right });
  });
}

for (const format of formats) {
  test.serial(
    `${format}, C23: no one reads what the host says, and it plays, saves, crashes and comes back`,
    async (t) => {
      const full = new Pipe();
      try {
        full.signal(65_536);
        const [plugin, expected] = plainGain(format);
        const counts = await playDaw7(
          plugin,
          { ...expected, blocks: 400, period_us: 5300, requests: 50, crash_every: 200, limit_ms: 100 },
          full.write,
        );
        t.like(counts, { crashes: 2, hangs: 0, left: true });
        t.true(counts.recovering < 200, JSON.stringify(counts));
      } finally {
        full.close();
      }
    },
  );
}
