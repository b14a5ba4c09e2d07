/** The transport that plugins see. */
import { clap, writeSampleRate } from '../../support/clap.ts';
import { readyTest } from '../../support/host-test.ts';
import { at } from '../../support/layout.ts';
import { probeTest, vst3 } from '../../support/vst3.ts';

const PLAYING = 1 << 1;
const KNOWN = (1 << 9) | (1 << 10) | (1 << 11) | (1 << 13); // musical time, tempo, bar, signature
const UNKNOWABLE = (1 << 12) | (1 << 14) | (1 << 15) | (1 << 18); // cycle, SMPTE, clock, chord

const positions = [
  { title: 'rolling in 4/4', playhead: 240_000, numerator: 4, denominator: 4, rolls: true, quarters: 10, bar: 8 },
  { title: 'rolling in 6/8', playhead: 240_000, numerator: 6, denominator: 8, rolls: true, quarters: 10, bar: 9 },
  { title: 'standing', playhead: 48_000, numerator: 4, denominator: 4, rolls: false, quarters: 2, bar: 0 },
  { title: 'at the start', playhead: 0, numerator: 4, denominator: 4, rolls: true, quarters: 0, bar: 0 },
];
for (const { title, playhead, numerator, denominator, rolls, quarters, bar } of positions) {
  probeTest(
    `The ProcessContext of a transport ${title} is true`,
    () => vst3('context-probe'),
    async (t, daw) => {
      daw.prepareBlock(64);
      daw.writeTransport({ playhead, tempo: 120, numerator, denominator, playing: rolls });
      daw.toHost.signal();
      t.is(await daw.toDaw.wait(5000), 'byte');
      const [state = 0, rate, samples, , ...musical] = daw.segment.readPlane(0, 'toDaw', 9);
      t.deepEqual([rate, samples, ...musical], [48_000, playhead, quarters, bar, 120, numerator, denominator]);
      t.is(state & PLAYING, rolls ? PLAYING : 0);
      t.is(state & KNOWN, KNOWN);
      t.is(state & UNKNOWABLE, 0);
    },
  );
}

probeTest(
  'A transport that the DAW never wrote is not passed off as one',
  () => vst3('context-probe'),
  async (t, daw) => {
    daw.segment.writeU32(at.blockSize, 64);
    daw.segment.writeU32(at.outputChannels, 2);
    daw.toHost.signal();
    t.is(await daw.toDaw.wait(5000), 'byte');
    const [state = 0, rate] = daw.segment.readPlane(0, 'toDaw', 64);
    t.true(daw.segment.readPlane(0, 'toDaw', 64).every(Number.isFinite));
    t.is(rate, 48_000);
    t.is(state & (KNOWN | UNKNOWABLE | PLAYING), 0);
  },
);

/* ---- CLAP at the rate of the segment ---- */

for (const [rate, expected] of [
  [0, 48_000],
  [44_100, 44_100],
  [96_000, 96_000],
  [Number.NaN, 48_000],
  [-1, 48_000],
] as const) {
  readyTest(
    `A CLAP plugin runs at ${expected} Hz when the segment says ${rate}`,
    () => ({
      ...clap('transport-probe'),
      prepare: (segment, at) => writeSampleRate(segment, at, rate),
    }),
    async (t, daw) => {
      daw.prepareBlock(64);
      daw.writeTransport({ playhead: expected * 3, tempo: 120, numerator: 4, denominator: 4, playing: true });
      daw.toHost.signal();
      t.is(await daw.toDaw.wait(5000), 'byte');
      const seconds = daw.segment.readPlane(0, 'toDaw', 3)[2];
      t.is(seconds, 3, 'three seconds at that rate');
    },
  );
}
