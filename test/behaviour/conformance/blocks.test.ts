import { setTimeout as sleep } from 'node:timers/promises';
import { amp, constant, readyTest, signal } from '../../support/host-test.ts';
import { at, CHANNELS_MAX, FRAMES_MAX, planeAt } from '../../support/layout.ts';

readyTest('Every block is heard in its own time', { ...amp, bufferFrames: 64 }, async (t, daw) => {
  let late = 0;
  for (let block = 1; block <= 1000; block++) {
    const heard = await daw.play(constant(64, block));
    if (!heard.every((sample) => sample === block)) late++;
  }
  t.is(late, 0);
  await sleep(100);
  t.is(daw.toDaw.drain(), 0);
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

for (const frames of [0, 4097, 0xffff_ffff]) {
  readyTest(`A block of ${frames} frames is answered and touches nothing`, amp, async (t, daw) => {
    const input = signal(FRAMES_MAX);
    daw.segment.writePlane(0, 'toHost', input);
    daw.segment.writePlane(0, 'toDaw', constant(FRAMES_MAX, 7));
    t.is(await daw.block(frames), 'byte');
    t.deepEqual(daw.segment.readPlane(0, 'toDaw', FRAMES_MAX), constant(FRAMES_MAX, 7));
    t.deepEqual(daw.segment.readPlane(0, 'toHost', FRAMES_MAX), input);
    t.true(await daw.process.says(`[plugin-host lv2-test] Invalid block size ${frames}, skipping`), daw.process.stderr);
    t.deepEqual(await daw.play(constant(64, 0.5)), constant(64, 0.5));
  });
}

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

readyTest('Channels that the plugin does not have are silent', { ...amp, inputs: 2, outputs: 4 }, async (t, daw) => {
  for (let channel = 0; channel < 5; channel++) daw.segment.writePlane(channel, 'toDaw', constant(FRAMES_MAX, 7));
  const heard = await daw.play(constant(256, 0.5));
  t.deepEqual(heard, constant(256, 0.5));
  for (const channel of [1, 2, 3]) t.deepEqual(daw.segment.readPlane(channel, 'toDaw', 256), constant(256, 0));
  t.deepEqual(daw.segment.readPlane(4, 'toDaw', 256), constant(256, 7), 'a channel nobody asked for');
});

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

for (const channels of [40, 0xffff_ffff]) {
  readyTest(`A track of ${channels} channels plays and overwrites nothing behind the planes`, amp, async (t, daw) => {
    const behindPlanes = planeAt(CHANNELS_MAX, 'toHost');
    const pattern = Buffer.alloc(at.transport - behindPlanes, 0xa5);
    daw.segment.write(behindPlanes, pattern);
    daw.inputs = channels;
    daw.outputs = channels;
    daw.segment.writeU32(at.echoRead, 0);
    t.deepEqual(await daw.play(constant(FRAMES_MAX, 0.5)), constant(FRAMES_MAX, 0.5));
    t.deepEqual(daw.segment.readPlane(31, 'toDaw', FRAMES_MAX), constant(FRAMES_MAX, 0));
    const parametersAndMidi = at.echoSlots - behindPlanes;
    t.true(daw.segment.read(behindPlanes, parametersAndMidi).equals(pattern.subarray(0, parametersAndMidi)));
  });
}

readyTest('Two wake bytes are two blocks with two answers', amp, async (t, daw) => {
  daw.prepareBlock(64);
  daw.toHost.signal(2);
  t.is(await daw.toDaw.wait(5000), 'byte');
  t.is(await daw.toDaw.wait(5000), 'byte');
  await sleep(150);
  t.is(daw.toDaw.drain(), 0);
});

readyTest('Values no plugin should see do not stop the sound', amp, async (t, daw) => {
  await daw.play(Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e-42, 3e38));
  t.deepEqual(await daw.play(constant(64, 0.5)), constant(64, 0.5));
});
