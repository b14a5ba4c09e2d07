import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import test from 'ava';
import type { Transport } from '../../../ts/client/index.ts';
import { root, withTypeScript } from '../../support/paths.ts';
import { amp, constant, fixture, hostTest, noise, thrown } from './support.ts';

hostTest(
  'Blocks of any length up to maxFrames, also alternating, also from longer arrays',
  { ...amp, maxFrames: 4096 },
  (t, host) => {
    for (const frames of [4096, 1, 2, 63, 64, 4096, 1000, 64]) {
      const [input, output] = [noise(4096, frames), constant(4096, 9)];
      t.true(host.process([input], [output.subarray(0, frames)], { frames }));
      t.deepEqual(output.subarray(0, frames), input.subarray(0, frames));
      t.deepEqual(output.subarray(frames), constant(4096 - frames, 9));
    }
  },
);

hostTest('Outputs that are longer than the block keep what is behind it', amp, (t, host) => {
  const output = constant(100, 9);
  t.true(host.process([constant(100, 0.5)], [output], { frames: 60 }));
  t.deepEqual(
    output,
    Float32Array.from({ length: 100 }, (_, i) => (i < 60 ? 0.5 : 9)),
  );
});

hostTest('A block may be made in place', amp, (t, host) => {
  const samples = noise(128);
  const before = samples.slice();
  host.setParameter(0, 6);
  t.true(host.process([samples], [samples]));
  t.true(samples.every((sample, i) => Math.abs(sample - (before[i] ?? 0) * 10 ** (6 / 20)) < 1e-5));
});

hostTest(
  'Channels that the plugin lacks are silent; channels that are not given to it are silent for it',
  amp,
  (t, host) => {
    const outputs = [constant(64, 9), constant(64, 9), constant(64, 9)];
    t.true(host.process([constant(64, 0.5), constant(64, 0.25)], outputs));
    t.deepEqual(outputs, [constant(64, 0.5), constant(64, 0), constant(64, 0)]);
    t.true(host.process([], outputs));
    t.deepEqual(outputs[0], constant(64, 0));
    t.true(host.process([constant(64, 1)], []));
    t.true(host.process([], []));
  },
);

hostTest(
  'Of more channels than a segment has planes for, the first 32 are played, and the others are silent',
  fixture('forty-channels'),
  (t, host) => {
    t.is(host.ports.audioOutputs, 40);
    const inputs = Array.from({ length: 40 }, (_, channel) => constant(64, channel));
    const outputs = Array.from({ length: 40 }, () => constant(64, 99));
    t.true(host.process(inputs, outputs));
    const expected = inputs.map((_, channel) => constant(64, channel < 32 ? channel + 1 : 0)); // it adds 1
    t.deepEqual(outputs, expected);
  },
);

hostTest(
  'Samples pass as they are: NaN, infinities, denormals, negative zero',
  { format: 'null' as 'lv2', plugin: 'null' },
  (t, host) => {
    const bits = Uint32Array.of(0x7fc00000, 0x7f800000, 0xff800000, 1, 0x80000000, 0x7fa5c3e2, 0x3f800000, 0xffc12345);
    const input = new Float32Array(bits.buffer);
    const output = new Float32Array(8);
    t.true(host.process([input], [output]));
    t.deepEqual(new Uint32Array(output.buffer), bits);
  },
);

/** What the fixture writes into its output: position, speed, bpm and so on. */
const probed = { position: 1, speed: 2, tempo: 3, numerator: 6, denominator: 7 } as const;

hostTest(
  'The transport reaches the plugin, and stays until another one is sent',
  () => fixture('time-probe'),
  (t, host) => {
    const transportOf = (transport?: Transport) => {
      const output = new Float32Array(64);
      t.true(host.process([constant(64, 0)], [output], transport === undefined ? {} : { transport }));
      return Object.values(probed).map((at) => output[at]);
    };
    t.deepEqual(
      transportOf({ position: 48_000, tempo: 90, numerator: 3, denominator: 8, playing: true }),
      [48_000, 1, 90, 3, 8],
    );
    t.deepEqual(transportOf(), [48_000, 1, 90, 3, 8]);
    t.deepEqual(
      transportOf({ position: 96, tempo: 60, numerator: 5, denominator: 4, playing: false }),
      [96, 0, 60, 5, 4],
    );
  },
);

hostTest('Wrong blocks are refused with a sentence, and do no harm', amp, (t, host) => {
  const plane = new Float32Array(64);
  t.regex(thrown(t, () => host.process([plane], [plane], { frames: 0 })).message, /0 frames/);
  t.regex(thrown(t, () => host.process([plane], [plane], { frames: 1.5 })).message, /1\.5 frames/);
  t.regex(thrown(t, () => host.process([plane], [plane], { frames: 65 })).message, /64 samples/);
  t.regex(thrown(t, () => host.process([new Float32Array(1025)], [])).message, /1024/);
  t.regex(thrown(t, () => host.process([plane, new Float32Array(63)], [])).message, /input channel 1/);
  t.regex(thrown(t, () => host.process([new Float64Array(64) as unknown as Float32Array], [])).message, /Float32Array/);
  const event = (value: object) =>
    thrown(t, () => host.process([plane], [plane], { events: [value as never] })).message;
  t.regex(event({ type: 'midi', frame: 64, data: [0x90, 60, 1] }), /frame/);
  t.regex(event({ type: 'midi', frame: 0, data: [] }), /length/);
  t.regex(event({ type: 'midi', frame: 0, data: [60, 60] }), /first byte/);
  t.regex(event({ type: 'midi', frame: 0, port: 16, data: [0x90, 60, 1] }), /port/);
  t.regex(event({ type: 'parameter', frame: 0, id: 0, value: Number.NaN }), /NaN/);
  t.regex(event({ type: 'modulation', frame: -1, id: 0, amount: 1 }), /frame/);
  t.true(host.process([constant(64, 1)], [plane]));
  t.deepEqual(plane, constant(64, 1));
});

hostTest(
  'Asynchronous blocks keep their order, and the event loop runs meanwhile',
  () => fixture('slow-run'),
  async (t, host) => {
    host.setParameter(2, 30);
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const blocks = Array.from({ length: 5 }, (_, index) => ({
      input: constant(64, index + 1),
      output: new Float32Array(64),
    }));
    const done: number[] = [];
    await Promise.all(
      blocks.map(async ({ input, output }, index) => {
        t.true(await host.processAsync([input], [output]));
        done.push(index);
      }),
    );
    clearInterval(timer);
    t.deepEqual(done, [0, 1, 2, 3, 4]);
    for (const { input, output } of blocks) t.deepEqual(output, input);
    t.true(turns > 5, `${turns} turns`);
  },
);

hostTest(
  'process() while processAsync() is under way is refused',
  () => fixture('slow-run'),
  async (t, host) => {
    host.setParameter(2, 50);
    const block = host.processAsync([constant(64, 1)], [new Float32Array(64)]);
    await new Promise((resolve) => setTimeout(resolve, 10));
    t.regex(thrown(t, () => host.process([], [])).message, /processAsync/);
    t.true(await block);
  },
);

hostTest(
  'A caller that may block the event loop gets short blocks without a turn of it, and long ones all the same',
  () => fixture('slow-run', { blockTimeoutMs: 10_000 }),
  async (t, host) => {
    let turns = 0;
    const count = () => {
      turns++;
      turn = setImmediate(count);
    };
    let turn = setImmediate(count);
    const run = async (value: number) => {
      const output = new Float32Array(64);
      const before = turns;
      t.true(await host.processAsync([constant(64, value)], [output], { blockingMs: 5000 }));
      t.deepEqual(output, constant(64, value));
      return turns - before;
    };
    t.is(await run(1), 0);
    t.is(await run(2), 0);
    host.setParameter(2, 200);
    const output = new Float32Array(64);
    t.true(await host.processAsync([constant(64, 3)], [output], { blockingMs: 20 }));
    t.deepEqual(output, constant(64, 3));
    t.true(turns > 0);
    clearImmediate(turn);
  },
);

hostTest(
  'What is to be done meanwhile is done once for each block, while it is made or passed through; what it throws comes out behind the block',
  amp,
  async (t, host) => {
    const output = new Float32Array(64);
    let heard: number | undefined;
    const meanwhile = () => {
      heard = output[0];
      t.regex(thrown(t, () => host.process([], [])).message, /processAsync/);
    };
    t.true(await host.processAsync([constant(64, 1)], [output], { meanwhile, blockingMs: 1000 }));
    t.deepEqual([heard, output[0]], [0, 1]);
    const fail = () => {
      throw new Error('the disk is full');
    };
    for (const blockingMs of [0, 1000]) {
      const block = host.processAsync([constant(64, 2 + blockingMs)], [output], { meanwhile: fail, blockingMs });
      await t.throwsAsync(block, { message: 'the disk is full' });
      t.deepEqual(output, constant(64, 2 + blockingMs));
    }
    process.kill(host.pid ?? 0, 'SIGKILL');
    await new Promise((resolve) => host.once('exit', resolve));
    let calls = 0;
    t.false(await host.processAsync([constant(64, 5)], [output], { meanwhile: () => calls++ }));
    t.is(calls, 1);
    t.deepEqual(output, constant(64, 5));
  },
);

hostTest(
  'A block that takes longer than hosts reply is waited for, if the caller is patient',
  () => fixture('slow-run', { blockTimeoutMs: 10_000 }),
  async (t, host) => {
    host.setParameter(2, 250);
    for (const value of [1, 2]) {
      const output = new Float32Array(64);
      t.true(host.process([constant(64, value)], [output]));
      t.deepEqual(output, constant(64, value));
    }
    const output = new Float32Array(64);
    t.true(await host.processAsync([constant(64, 3)], [output]));
    t.deepEqual(output, constant(64, 3));
  },
);

hostTest(
  'A late block is passed through, the ones behind it do not wait, and the next one that counts has its own samples',
  () => fixture('slow-run'),
  async (t, host) => {
    const bypassed: string[] = [];
    host.on('bypass', (why) => bypassed.push(why));
    host.setParameter(2, 400);
    const output = new Float32Array(64);
    t.false(host.process([constant(64, 1)], [output]));
    t.deepEqual(output, constant(64, 1));
    t.false(host.process([constant(64, 2)], [output]));
    t.deepEqual(output, constant(64, 2));
    host.setParameter(2, 0);
    for (let i = 0; ; i++) {
      if (host.process([constant(64, 10 + i)], [output])) {
        t.deepEqual(output, constant(64, 10 + i));
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    t.true(host.process([constant(64, 5)], [output]));
    t.deepEqual(output, constant(64, 5));
    t.deepEqual(bypassed, ['timeout']);
  },
);

test.serial('process() makes no garbage: 100 000 calls, and the young generation has not grown', (t) => {
  const program = join(root, 'test/behaviour/library/garbage.ts');
  const text = execFileSync(process.execPath, [withTypeScript, '--expose-gc', program], { encoding: 'utf8' });
  const { bytes, blocks, answered } = JSON.parse(text) as Record<string, number>;
  t.is(answered, blocks);
  // No object is smaller than 16 bytes; what the engine itself writes down while it optimizes is less.
  t.true((bytes ?? Infinity) / (blocks ?? 1) < 8, `${bytes} bytes in ${blocks} blocks`);
});
