/** VST3: the block cycle, buses on the DAW's channels, transport, and the end. */
import { setTimeout as sleep } from 'node:timers/promises';
import { constant, hostTest, readyTest, signal } from '../../support/host-test.ts';
import { at, FRAMES_MAX } from '../../support/layout.ts';
import { listen, probeTest, stereo, vst3 } from '../../support/vst3.ts';

/** fixtures copy: output channel n = input channel n times n, counted from 1. */
const copy = () => vst3('any-width');
const mono = () => ({ ...vst3('mono-only'), inputs: 1, outputs: 1 });

probeTest('A VST3 effect hears its input', copy, async (t, daw) => {
  t.deepEqual(await daw.playChannels(stereo(constant(64, 0.5))), [constant(64, 0.5), constant(64, 1)]);
});

readyTest('Every block of a VST3 plugin is heard in its own time', mono, async (t, daw) => {
  let late = 0;
  for (let block = 1; block <= 1000; block++) {
    const heard = await daw.play(constant(64, block));
    if (!heard.every((sample) => sample === block)) late++;
  }
  t.is(late, 0);
  await sleep(100);
  t.is(daw.toDaw.drain(), 0);
});

for (const frames of [0, 4097, 0xffff_ffff]) {
  probeTest(`A VST3 block of ${frames} frames is answered and touches nothing`, copy, async (t, daw, log) => {
    daw.segment.writePlane(0, 'toDaw', constant(FRAMES_MAX, 7));
    t.is(await daw.block(frames), 'byte');
    t.deepEqual(daw.segment.readPlane(0, 'toDaw', FRAMES_MAX), constant(FRAMES_MAX, 7));
    t.true(await daw.process.says(`Invalid block size ${frames}, skipping`), daw.process.stderr);
    t.true(log.calls('processor.process').every(({ details }) => Number.parseInt(details, 10) <= 1024));
    t.deepEqual((await daw.playChannels(stereo(constant(64, 0.5))))[0], constant(64, 0.5));
  });
}

probeTest(
  'A VST3 plugin never gets more frames than it was set up for, and no frame is lost',
  () => ({ ...copy(), bufferFrames: 64 }),
  async (t, daw, log) => {
    for (const frames of [1, 63, 64, 65, 128, 1000, FRAMES_MAX]) {
      const samples = signal(frames);
      const [heard] = await daw.playChannels(stereo(samples));
      t.deepEqual(heard, samples, `${frames} frames`);
      t.deepEqual(daw.segment.readPlane(1, 'toHost', frames), samples, 'the input is left as it was');
    }
    const given = log.calls('processor.process').map(({ details }) => Number.parseInt(details, 10));
    t.true(Math.max(...given) <= 64, String(given));
  },
);

readyTest(
  'Channels that a VST3 plugin does not have are silent',
  () => ({ ...vst3('mono-only'), inputs: 2, outputs: 4 }),
  async (t, daw) => {
    for (let channel = 0; channel < 5; channel++) daw.segment.writePlane(channel, 'toDaw', constant(FRAMES_MAX, 7));
    t.deepEqual(await daw.playChannels(stereo(constant(256, 0.5))), [
      constant(256, 0.5),
      constant(256, 0),
      constant(256, 0),
      constant(256, 0),
    ]);
    t.deepEqual(daw.segment.readPlane(4, 'toDaw', 256), constant(256, 7), 'a channel nobody asked for');
  },
);

readyTest('Two wake bytes are two VST3 blocks with two answers', copy, async (t, daw) => {
  daw.prepareBlock(64);
  daw.toHost.signal(2);
  t.is(await daw.toDaw.wait(5000), 'byte');
  t.is(await daw.toDaw.wait(5000), 'byte');
  await sleep(150);
  t.is(daw.toDaw.drain(), 0);
});

probeTest(
  'The side chain of a VST3 plugin follows its main input in the channels',
  () => ({ ...vst3('side-chain'), inputs: 4 }),
  async (t, daw) => {
    const inputs = [2, 3, 5, 7].map((value) => constant(64, value));
    t.deepEqual(await daw.playChannels(inputs), [constant(64, 10), constant(64, 21)]);
  },
);

probeTest(
  'A track that does not feed the side chain gives it silence',
  () => vst3('side-chain'),
  async (t, daw) => {
    for (const channel of [2, 3]) daw.segment.writePlane(channel, 'toHost', constant(64, 9));
    t.deepEqual(await daw.playChannels(stereo(constant(64, 0.5))), stereo(constant(64, 0)));
  },
);

probeTest(
  'Six channels of a VST3 plugin keep their order',
  () => ({ ...vst3('six-channels'), inputs: 6, outputs: 6 }),
  async (t, daw) => {
    const values = [1, 2, 3, 4, 5, 6];
    const heard = await daw.playChannels(values.map((value) => constant(64, value)));
    t.deepEqual(
      heard.map((samples) => samples[0]),
      values.map((value) => value * value),
    );
  },
);

probeTest(
  'A VST3 plugin with forty channels plays the first 32',
  () => ({ ...vst3('forty-channels'), inputs: 40, outputs: 32 }),
  async (t, daw) => {
    const heard = await daw.playChannels(Array.from({ length: 32 }, () => constant(FRAMES_MAX, 1)));
    t.deepEqual(
      heard.map((samples) => samples[FRAMES_MAX - 1]),
      Array.from({ length: 32 }, (_, channel) => channel + 1),
    );
  },
);

probeTest(
  'A VST3 instrument without an input plays',
  () => ({ ...vst3('instrument'), inputs: 0 }),
  async (t, daw) => {
    t.is(await daw.block(64), 'byte');
    t.deepEqual(daw.segment.readPlane(0, 'toDaw', 64), constant(64, 0));
  },
);

readyTest(
  'A VST3 plugin that reports a failure and writes its audio is heard, and the header says that it failed',
  () => vst3('fails-to-process'),
  async (t, daw) => {
    daw.setParameter({ parameter: 1, value: 1 });
    t.deepEqual(await listen(daw), constant(64, 1e6));
    t.is(daw.segment.readU32(at.errorCode), 2);
    daw.setParameter({ parameter: 1, value: 0 });
    t.deepEqual(await listen(daw), constant(64, 1e6));
    t.is(daw.segment.readU32(at.errorCode), 0);
  },
);

probeTest(
  'A VST3 plugin that can be mono or stereo becomes what the track is',
  () => ({ ...vst3('any-width'), inputs: 1, outputs: 1 }),
  async (t, daw, log) => {
    t.deepEqual(await daw.playChannels([constant(64, 0.5)]), [constant(64, 0.5)]);
    t.is(log.calls('processor.setBusArrangements').at(-1)?.details, '1 1 first 0x80000 0x80000');
  },
);

/** Index and text of an argument, and what the plugin is then set up with. */
const oddNumbers: [string, number, string, string][] = [
  ['sample rate', 6, '44100.5', 'max 1024 rate 44100.5'],
  ['sample rate', 6, 'fast', 'max 1024 rate 48000'],
  ['sample rate', 6, '0', 'max 1024 rate 48000'],
  ['sample rate', 6, 'inf', 'max 1024 rate 48000'],
  ['buffer size', 7, 'many', 'max 256 rate 48000'],
  ['number of inputs', 8, '1000', 'max 1024 rate 48000'],
  ['number of outputs', 9, 'two', 'max 1024 rate 48000'],
];
for (const [what, index, text, setup] of oddNumbers) {
  probeTest(
    `A ${what} of '${text}' does not keep a VST3 plugin from playing`,
    () => ({ ...copy(), arguments: (usual) => usual.with(index, text) }),
    async (t, daw, log) => {
      t.deepEqual(await daw.playChannels(stereo(constant(64, 0.5))), [constant(64, 0.5), constant(64, 1)]);
      t.is(log.calls('processor.setupProcessing').at(-1)?.details, `mode 0 size 0 ${setup}`);
    },
  );
}

probeTest(
  "A track's buffer size of 0 does not keep a VST3 plugin from playing",
  () => ({ ...copy(), bufferFrames: 0 }),
  async (t, daw) => {
    const samples = signal(1024);
    t.deepEqual((await daw.playChannels(stereo(samples)))[0], samples);
  },
);

/* ---- Transport ---- */

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

/* ---- The end ---- */

readyTest('The shutdown of a VST3 host is confirmed on stderr', copy, async (t, daw) => {
  await listen(daw);
  daw.shutDown();
  t.deepEqual(await daw.process.end(), { code: 0, signal: null });
  t.regex(
    daw.process.stderr,
    /\[plugin-host lv2-test\] Shutdown requested\n[\s\S]*\[plugin-host lv2-test\] VST3 host exiting\n$/,
  );
  t.is(daw.toDaw.drain(), 0, 'the shutdown byte was answered like a block');
});

readyTest('A VST3 host sees a shutdown without a byte', copy, async (t, daw) => {
  daw.shutDown({ withByte: false });
  t.deepEqual(await daw.process.end(), { code: 0, signal: null });
});

hostTest('A VST3 host goes when the DAW closes its pipes', copy, async (t, daw) => {
  t.true(await daw.ready());
  await listen(daw);
  daw.toHost.close();
  daw.toDaw.close();
  t.deepEqual(await daw.process.end(), { code: 0, signal: null });
});
