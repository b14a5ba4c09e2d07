/** Whole sounds through plugins: latency, tails, MIDI, automation, chains, streams, failures. */
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ReadableStream } from 'node:stream/web';
import test from 'ava';
import { chain, type OpenOptions, PluginHost, type RenderProgress } from '../../../ts/client/index.ts';
import { specOf, torture } from '../torture/support.ts';
import { amp, constant, fixture, hostTest, noise, nothingIsLeft, rejected, thrown } from './support.ts';

const formats = ['lv2', 'vst3', 'clap'] as const;

/** Latency 64, each output half of its input. */
function half(format: (typeof formats)[number], script = '', more: Partial<OpenOptions> = {}): OpenOptions {
  const environment = torture(format, script).environment as Record<string, string>;
  return { format, plugin: specOf(format), environment, maxFrames: 256, ...more };
}

const halved = (samples: Float32Array) => samples.map((sample) => Math.fround(sample * 0.5));

/** What torture plays: it says that it is 64 frames late, and is not. */
const early = (samples: Float32Array) => {
  const shifted = new Float32Array(samples.length);
  shifted.set(halved(samples).subarray(64));
  return shifted;
};

for (const format of formats) {
  for (const offline of [false, true])
    hostTest(
      `${format}${offline ? ', offline' : ''}: a whole sound is as long as before, and in time`,
      half(format, '', { offline }),
      async (t, host) => {
        const [left, right] = [noise(1000), noise(1000, 2)];
        const progress: RenderProgress[] = [];
        const output = await host.render([left, right], { onProgress: (one) => progress.push(one) });
        t.deepEqual(output, [early(left), early(right)]);
        t.deepEqual(progress.at(-1), { done: 1000, total: 1000 });
        const again = await host.render([left, right], { tailSeconds: 0.01 });
        t.is(again[0]?.length, 1480);
        t.deepEqual(again[0]?.slice(0, 936), halved(left).slice(64));
        t.true(again[1]?.subarray(936).every((sample) => sample === 0));
      },
    );

  hostTest(
    `${format}: a crash in the middle is a rejection that says what and where, and the plugin stays open`,
    half(format, 'segv@process:4'),
    async (t, host) => {
      const error = await rejected(t, host.render([noise(5000)]), 'RENDER_FAILED');
      t.regex(error.message, /crashed \(SIGSEGV in its audio processing\)/);
      t.regex(error.message, /at 0\.0\d\d s/);
      t.truthy(host.pid);
    },
  );

  hostTest(
    `${format}: where a crash ends the process, that is said`,
    half(format, 'segv@process:4', { policy: { restart: false } }),
    async (t, host) => {
      t.regex((await rejected(t, host.render([noise(5000)]), 'RENDER_FAILED')).message, /crashed with SIGSEGV/);
    },
  );
}

hostTest('A mono sound is heard in all inputs; longer channels make it longer', half('lv2'), async (t, host) => {
  const sound = noise(300);
  t.deepEqual(await host.render([sound]), [early(sound), early(sound)]);
  const output = await host.render([sound, noise(10)]);
  t.deepEqual(output[0], early(sound));
  t.true(output[1]?.every((sample) => sample === 0));
});

hostTest('An instrument plays MIDI at its frames, however long', fixture('midi-echo'), async (t, host) => {
  const output = await host.render([], { midi: [{ frame: 5000, data: [0x90, 60, 100] }] });
  t.is(output.length, host.ports.audioOutputs);
  for (const plane of output) t.is(plane.length, 5001);
});

hostTest('Automation counts from the start of the sound', { ...amp, maxFrames: 256 }, async (t, host) => {
  const points = [
    { frame: 0, value: 0 },
    { frame: 1000, value: -90 },
  ];
  const [output] = await host.render([constant(2000, 1)], {
    automation: [{ parameter: 'Gain', points, shape: 'hold' }],
  });
  t.deepEqual(output?.slice(0, 1000), constant(1000, 1));
  t.deepEqual(output?.slice(1000), constant(1000, 0));
});

hostTest('Aborted, it rejects with ABORTED, and plays on', amp, async (t, host) => {
  const abort = new AbortController();
  const onProgress = () => abort.abort(new Error('enough'));
  const error = await rejected(t, host.render([noise(100_000)], { signal: abort.signal, onProgress }), 'ABORTED');
  t.is((error.cause as Error).message, 'enough');
  t.deepEqual(await host.render([noise(100)]), [noise(100)]);
});

hostTest('What makes no sense is refused', amp, async (t, host) => {
  const wrong: [RegExp, Promise<unknown>][] = [
    [/channels is null/, host.render(null as never)],
    [
      /no "tailSecond" in the options of a rendering; the nearest is "tailSeconds"/,
      host.render([], { tailSecond: 1 } as object),
    ],
    [/tailSeconds is -1/, host.render([], { tailSeconds: -1 })],
    [/plugin of a lane is 1/, host.render([], { automation: [{ parameter: 'Gain', points: [], plugin: 1 }] })],
    [/frame of a midi message is -1/, host.render([], { midi: [{ frame: -1, data: [0xf8] }] })],
    [/no parameter "Gian"/, host.render([noise(10)], { automation: [{ parameter: 'Gian', points: [] }] })],
    [/channel 0 is not a Float32Array/, host.render([[1, 2]] as never)],
  ];
  for (const [message, promise] of wrong) t.regex((await rejected(t, promise, 'INVALID_ARGUMENT')).message, message);
  t.deepEqual(await host.render([new Float32Array(0)]), [new Float32Array(0)]);
});

async function collect(stream: AsyncIterable<readonly Float32Array[]>): Promise<Float32Array> {
  const pieces: number[] = [];
  for await (const [plane] of stream) pieces.push(...(plane ?? []));
  return Float32Array.from(pieces);
}

hostTest(
  'Pieces of any length give the same sound: generator, Web streams, streams of Node',
  half('clap'),
  async (t, host) => {
    const sound = noise(3000);
    const cuts = [0, 1, 7, 700, 1500, 1501, 3000];
    function* pieces() {
      for (const [index, from] of cuts.entries()) yield [sound.subarray(from, cuts[index + 1])];
    }
    const expected = early(sound);
    t.deepEqual(await collect(host.stream(pieces())), expected);
    t.deepEqual(await collect(ReadableStream.from(pieces()).pipeThrough(host.transformStream())), expected);
    const heard: Float32Array[][] = [];
    const sink = new Writable({
      objectMode: true,
      write: (block: Float32Array[], _, done) => {
        heard.push(block);
        done();
      },
    });
    await pipeline(Readable.from(pieces()), host.transform(), sink);
    t.deepEqual(await collect(Readable.from(heard)), expected);
    const broken = (async function* () {
      yield [sound];
      throw new Error('of the source');
    })();
    await t.throwsAsync(collect(host.stream(broken)), { message: 'of the source' });
    for await (const _ of host.stream(pieces())) break;
    t.deepEqual(await collect(host.stream(pieces())), expected);
  },
);

for (const format of formats)
  test.serial(`${format}: a chain is compensated for all its plugins, and plays like one`, async (t) => {
    const options = { maxFrames: 256, offline: true } as const;
    const [late, halving] = await Promise.all([
      PluginHost.open(fixture('delay', options)),
      PluginHost.open(half(format, '', options)),
    ]);
    const both = chain([late, halving]);
    t.like(both.ports, { audioInputs: 1, audioOutputs: 2 });
    late.parameters.get('Frames').value = 700;
    const sound = noise(2000);
    const output = await both.render([sound], { tailSeconds: 0.01 });
    t.is(both.latency, 764);
    const expected = new Float32Array(2480).fill(0.5);
    expected.set(halved(sound.map((sample) => Math.fround(sample + 1))).subarray(64));
    t.deepEqual(output, [expected, expected]);
    const block = [new Float32Array(64), new Float32Array(64)];
    t.true(both.process([constant(64, 1)], block));
    t.true(await both.processAsync([constant(64, 1)], block));
    t.deepEqual(block, [constant(64, 0.5), constant(64, 0.5)]);
    const points = [{ frame: 0, value: 1 }];
    const louder = await both.render([sound], { automation: [{ plugin: 1, parameter: 'Gain', points }] });
    t.is(louder[0]?.at(-1), 1);
    await both.close();
    await nothingIsLeft(t);
  });

test.serial('A chain refuses plugins that do not fit, and none; closed, it leaves nothing', async (t) => {
  const [a, b] = await Promise.all([PluginHost.open(amp), PluginHost.open({ ...amp, maxFrames: 64 })]);
  t.regex(thrown(t, () => chain([a, b])).message, /64 frames.*open them with the same values/);
  t.regex(thrown(t, () => chain([])).message, /at least one plugin/);
  await chain([a]).close();
  await b.close();
  await nothingIsLeft(t);
});

hostTest('Parameters are an array, and are found by name, set by value', amp, async (t, host) => {
  const gain = host.parameters.get('gain');
  t.true(gain === host.parameters[0]);
  t.true(Array.isArray(host.parameters));
  t.deepEqual(
    host.parameters.map(({ name }) => name),
    ['Gain'],
  );
  gain.value = -90;
  t.is(gain.value, -90);
  t.deepEqual(await host.render([constant(10, 1)]), [constant(10, 0)]);
  t.throws(() => host.parameters.get('Gian'), { message: /nearest is "Gain"/ });
  t.throws(() => {
    gain.value = Number.NaN;
  });
});
