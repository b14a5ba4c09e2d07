/** Blocks of all formats: answers, lengths, channels. */
import { setTimeout as sleep } from 'node:timers/promises';
import { clap } from '../../support/clap.ts';
import type { DawOptions } from '../../support/daw.ts';
import { amp, constant, readyTest, signal } from '../../support/host-test.ts';
import { at, CHANNELS_MAX, FRAMES_MAX, planeAt } from '../../support/layout.ts';
import { listen, probeTest, stereo, vst3 } from '../../support/vst3.ts';

/* ---- The same in all formats ---- */

/** Mono plugins that change nothing. */
const plugins: [string, () => DawOptions][] = [
  ['LV2', () => ({ ...amp, inputs: 1, outputs: 1 })],
  ['VST3', () => ({ ...vst3('mono-only'), inputs: 1, outputs: 1 })],
  ['CLAP', () => ({ ...clap('gain'), inputs: 1, outputs: 1 })],
];
for (const [format, plugin] of plugins) {
  readyTest(
    `${format}: every wake byte is one block with one answer, which is heard in its own time`,
    () => ({ ...plugin(), bufferFrames: 64 }),
    async (t, daw) => {
      daw.prepareBlock(64);
      daw.toHost.signal(2);
      t.is(await daw.toDaw.wait(5000), 'byte');
      t.is(await daw.toDaw.wait(5000), 'byte');
      let late = 0;
      for (let block = 1; block <= 1000; block++) {
        const heard = await daw.play(constant(64, block));
        if (!heard.every((sample) => sample === block)) late++;
      }
      t.is(late, 0);
      await sleep(150);
      t.is(daw.toDaw.drain(), 0);
    },
  );

  readyTest(
    `${format}: blocks of 0, 4097 and 2^32 - 1 frames are answered and touch nothing`,
    plugin,
    async (t, daw) => {
      const input = signal(FRAMES_MAX);
      for (const frames of [0, 4097, 0xffff_ffff]) {
        daw.segment.writePlane(0, 'toHost', input);
        daw.segment.writePlane(0, 'toDaw', constant(FRAMES_MAX, 7));
        t.is(await daw.block(frames), 'byte');
        t.deepEqual(daw.segment.readPlane(0, 'toDaw', FRAMES_MAX), constant(FRAMES_MAX, 7));
        t.deepEqual(daw.segment.readPlane(0, 'toHost', FRAMES_MAX), input);
        const said = `[plugin-host lv2-test] Invalid block size ${frames}, skipping`;
        t.true(await daw.process.says(said), daw.process.stderr);
        t.deepEqual(await daw.play(constant(64, 0.5)), constant(64, 0.5));
      }
    },
  );

  readyTest(
    `${format}: channels that the plugin does not have are silent`,
    () => ({ ...plugin(), inputs: 2, outputs: 4 }),
    async (t, daw) => {
      const last = format === 'CLAP' ? 1 : 0;
      for (let channel = 0; channel < 5; channel++) daw.segment.writePlane(channel, 'toDaw', constant(FRAMES_MAX, 7));
      const heard = await daw.playChannels(stereo(constant(256, 0.5)));
      const expected = heard.map((_, channel) => constant(256, channel <= last ? 0.5 : 0));
      t.deepEqual(heard, expected);
      t.deepEqual(daw.segment.readPlane(4, 'toDaw', 256), constant(256, 7), 'a channel nobody asked for');
    },
  );
}

readyTest('Values no plugin should see do not stop the sound', amp, async (t, daw) => {
  await daw.play(Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e-42, 3e38));
  t.deepEqual(await daw.play(constant(64, 0.5)), constant(64, 0.5));
});

readyTest(
  'Blocks of every length between 1 and 4096 frames pass whole',
  { ...amp, bufferFrames: 512 },
  async (t, daw) => {
    for (const frames of [1, 2, 3, 15, 16, 17, 63, 64, 100, 511, 512, 513, 1000, 1024, 2048, 4095, 4096, 1, 4096]) {
      const samples = signal(frames);
      t.deepEqual(await daw.play(samples), samples, `${frames} frames`);
      t.deepEqual(daw.segment.readPlane(0, 'toHost', frames), samples, 'the input is left as it was');
    }
  },
);

readyTest(
  'A block longer than the buffer size of the track does not crash the plugin',
  {
    ...amp,
    bufferFrames: 64,
  },
  async (t, daw) => {
    for (const frames of [128, FRAMES_MAX]) {
      const samples = signal(frames);
      const heard = await daw.play(samples);
      t.deepEqual(heard.subarray(0, 64), samples.subarray(0, 64));
      t.true(
        heard.every((sample, i) => sample === samples[i] || sample === 0),
        'neither sound nor silence',
      );
    }
  },
);

readyTest(
  'A track without outputs or without inputs is answered',
  { ...amp, inputs: 0, outputs: 0 },
  async (t, daw) => {
    daw.segment.writePlane(0, 'toDaw', constant(64, 7));
    t.is(await daw.block(64), 'byte');
    t.deepEqual(daw.segment.readPlane(0, 'toDaw', 64), constant(64, 7));
    daw.outputs = 1;
    daw.segment.writePlane(0, 'toHost', constant(64, 0.5));
    t.is(await daw.block(64), 'byte');
    t.deepEqual(daw.segment.readPlane(0, 'toDaw', 64), constant(64, 0), 'input that the DAW did not send');
  },
);

readyTest('A track of 40 or 2^32 - 1 channels plays and overwrites nothing behind the planes', amp, async (t, daw) => {
  const behindPlanes = planeAt(CHANNELS_MAX, 'toHost');
  for (const channels of [40, 0xffff_ffff]) {
    const pattern = Buffer.alloc(at.transport - behindPlanes, 0xa5);
    daw.segment.write(behindPlanes, pattern);
    daw.inputs = channels;
    daw.outputs = channels;
    daw.segment.writeU32(at.echoRead, 0);
    t.deepEqual(await daw.play(constant(FRAMES_MAX, 0.5)), constant(FRAMES_MAX, 0.5));
    t.deepEqual(daw.segment.readPlane(31, 'toDaw', FRAMES_MAX), constant(FRAMES_MAX, 0));
    const parametersAndMidi = at.echoSlots - behindPlanes;
    t.true(daw.segment.read(behindPlanes, parametersAndMidi).equals(pattern.subarray(0, parametersAndMidi)));
  }
});

/* ---- Buses and failures of VST3 ---- */

probeTest(
  'A VST3 plugin is not called for a block of no valid size',
  () => vst3('any-width'),
  async (t, daw, log) => {
    for (const frames of [0, 4097, 0xffff_ffff]) t.is(await daw.block(frames), 'byte');
    t.deepEqual(await daw.playChannels(stereo(constant(64, 0.5))), [constant(64, 0.5), constant(64, 1)]);
    t.true(log.calls('processor.process').every(({ details }) => Number.parseInt(details, 10) <= 1024));
  },
);

probeTest(
  'A VST3 plugin never gets more frames than it was set up for, and no frame is lost',
  () => ({ ...vst3('any-width'), bufferFrames: 64 }),
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
