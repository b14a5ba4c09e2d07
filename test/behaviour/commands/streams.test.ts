/** What is made of sound that streams by must not depend on the pieces in which it comes. */
import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { Alignment } from '../../../ts/cli/compare/alignment.ts';
import { DifferenceMeter } from '../../../ts/cli/compare/difference.ts';
import { TestSignal } from '../../../ts/cli/compare/signal.ts';
import { Spectrogram } from '../../../ts/cli/picture/spectrogram.ts';
import { COLUMNS_MAX, Waveform } from '../../../ts/cli/picture/waveform.ts';
import { holds } from '../../unit/core/property.ts';

const RATE = 48_000;

function noise(frames: number): Float32Array {
  const plane = new Float32Array(2 * RATE);
  const signal = new TestSignal(RATE, 1);
  signal.read([new Float32Array(2 * RATE)], 2 * RATE);
  signal.read([plane], 2 * RATE);
  return plane.subarray(RATE / 2, RATE / 2 + frames);
}

/** Call take(from, to) with pieces of the given sizes, over and over, up to the end. */
function inPieces(sizes: readonly number[], frames: number, take: (from: number, to: number) => void): void {
  for (let [from, index] = [0, 0]; from < frames; index++) {
    const to = Math.min(frames, from + (sizes[index % sizes.length] ?? 1));
    take(from, to);
    from = to;
  }
}

const pieceSizes = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 5 });

test('a waveform has every sample in its column, whatever the pieces', (t) => {
  holds(
    t,
    fc.property(fc.integer({ min: 1, max: 10_000 }), pieceSizes, (frames, sizes) => {
      const sound = noise(frames);
      const wave = new Waveform(frames);
      inPieces(sizes, frames, (from, to) => wave.add([sound.subarray(from, to)], to - from));
      const columns = Math.min(COLUMNS_MAX, frames);
      assert.equal(wave.columns, columns);
      for (let column = 0; column < columns; column++) {
        const samples = sound.filter((_, frame) => Math.floor((frame * columns) / frames) === column);
        assert.equal(wave.low[column], Math.min(...samples));
        assert.equal(wave.high[column], Math.max(...samples));
      }
    }),
    5,
  );
});

test('a spectrogram does not depend on the pieces', (t) => {
  const axis = { rows: 40, minimum: 20, maximum: RATE / 2, logarithmic: true };
  const levelsOf = (sound: Float32Array, sizes: readonly number[]) => {
    const spectrogram = new Spectrogram({ frames: sound.length, sampleRate: RATE, channels: 1, windowFrames: 256 });
    inPieces(sizes, sound.length, (from, to) => spectrogram.add([sound.subarray(from, to)], to - from));
    spectrogram.finish();
    return spectrogram.levels(axis);
  };
  holds(
    t,
    fc.property(fc.integer({ min: 1, max: 4000 }), pieceSizes, (frames, sizes) => {
      const sound = noise(frames);
      assert.deepEqual(levelsOf(sound, sizes), levelsOf(sound, [frames]));
    }),
    40,
  );
});

test('a full-scale sine is 0 dB at its frequency and nothing far from it, and there is nothing above half the sample rate', (t) => {
  const windowFrames = 1024;
  const hertz = (RATE / windowFrames) * 100; // in the middle of a bin
  const sound = Float32Array.from({ length: RATE }, (_, frame) => Math.sin((2 * Math.PI * hertz * frame) / RATE));
  for (const channels of [1, 2]) {
    const spectrogram = new Spectrogram({ frames: RATE, sampleRate: RATE, channels, windowFrames });
    spectrogram.add(
      Array.from({ length: channels }, () => sound),
      RATE,
    );
    spectrogram.finish();
    const middle = Math.floor(spectrogram.columns / 2);
    const levelAt = (frequency: number) => {
      const levels = spectrogram.levels({
        rows: 1,
        minimum: frequency - 60,
        maximum: frequency + 60,
        logarithmic: false,
      });
      return levels[middle] ?? Number.NaN;
    };
    t.true(Math.abs(levelAt(hertz)) < 0.01, `${levelAt(hertz)} dB`);
    t.true(levelAt(hertz * 2) < -90, `${levelAt(hertz * 2)} dB`);
    t.is(levelAt(RATE), Number.NaN);
  }
});

test('two streams are brought to the same moment, whatever their latencies and blocks', (t) => {
  const latency = fc.integer({ min: 0, max: 700 });
  holds(
    t,
    fc.property(latency, latency, pieceSizes, (latencyA, latencyB, sizes) => {
      const frames = 6000;
      const sound = noise(frames);
      const delayed = (by: number) => {
        const plane = new Float32Array(frames + 700);
        plane.set(sound, by);
        return plane;
      };
      const [a, b] = [delayed(latencyA), delayed(latencyB)];
      const alignment = new Alignment(1, latencyA, latencyB);
      const seen: number[] = [];
      inPieces(sizes, frames + Math.max(latencyA, latencyB), (from, to) =>
        alignment.push([a.subarray(from, to)], [b.subarray(from, to)], to - from, ([one], [other], count) => {
          assert.deepEqual(one?.slice(0, count), other?.slice(0, count));
          seen.push(...(one ?? []));
        }),
      );
      assert.deepEqual(Float32Array.from(seen), sound);
    }),
    40,
  );
});

test('numbers that are none are equal to each other, and infinitely far from all others', (t) => {
  const meter = new DifferenceMeter(0.1);
  const { NaN: none, POSITIVE_INFINITY: infinite } = Number;
  const distances = new Float32Array(4);
  meter.add([Float32Array.of(none, infinite, 1, none)], [Float32Array.of(none, infinite, 1, 0)], [distances], 4);
  t.deepEqual([...distances], [0, 0, 0, infinite]);
  t.deepEqual(meter.first, { frame: 3, channel: 0 });
  t.is(meter.largest, infinite);
  t.is(meter.count, 1);
});

test('the first difference is the earliest of all channels', (t) => {
  const meter = new DifferenceMeter(0);
  const silence = new Float32Array(10);
  const late = silence.slice();
  late[7] = 1;
  const early = silence.slice();
  early[3] = 0.5;
  const add = () => meter.add([late, early], [silence, silence], [new Float32Array(10), new Float32Array(10)], 10);
  add();
  t.deepEqual(meter.first, { frame: 3, channel: 1 });
  t.deepEqual(meter.largestAt, { frame: 7, channel: 0 });
  add();
  t.deepEqual([meter.count, meter.largest, meter.first?.frame], [4, 1, 3]);
  t.is(meter.rms, Math.sqrt((2 * (1 + 0.25)) / 40));
});

test('the test signal is the same every time, and its channels differ only in the noise', (t) => {
  const read = (sizes: readonly number[]) => {
    const signal = new TestSignal(RATE, 2);
    const planes = [new Float32Array(signal.frames), new Float32Array(signal.frames)];
    inPieces(sizes, signal.frames, (from, to) =>
      t.is(
        signal.read(
          planes.map((plane) => plane.subarray(from)),
          to - from,
        ),
        to - from,
      ),
    );
    t.is(signal.read(planes, 100), 0, 'the end');
    return planes;
  };
  const [left = new Float32Array(0), right = new Float32Array(0)] = read([1000]);
  t.deepEqual(read([333, 4096]), [left, right]);
  t.deepEqual(left.subarray(0, 2 * RATE), right.subarray(0, 2 * RATE));
  t.notDeepEqual(left.subarray(2 * RATE, 4 * RATE), right.subarray(2 * RATE, 4 * RATE));
  t.true(left.subarray(4 * RATE).every((sample) => sample === 0));
});
