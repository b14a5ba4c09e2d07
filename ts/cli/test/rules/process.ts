// SPDX-License-Identifier: BSD-2-Clause
/** The sound: what process reads and writes. */

import { PROBE_DENORMALS, PROBE_REFUSED } from '../../../contract/probe.ts';
import type { Bench } from '../bench.ts';
import { expect, skipUnless } from '../broken.ts';
import { cut, heard, played } from '../looks.ts';
import type { Rule } from '../rule.ts';
import { difference, expectFinite, noiseAt, peakOf, type Subject, type SubjectOptions } from '../subject.ts';

const AUDIO_THREAD = 'process, on the audio thread';
const SECOND = 48_000;
/** In the class of LV2 and in the category of VST3; CLAP has no such feature. */
const GENERATOR = /\b(generator|oscillator|constant)\b/i;

async function playedFinite(bench: Bench, options: SubjectOptions = {}, frames = SECOND): Promise<Subject> {
  const subject = await bench.open(options);
  expectFinite(await subject.play({ frames }), 'with noise at the inputs');
  return subject;
}

/** Frame of an impulse; undefined: none, or a smeared one, which says nothing about latency. */
function impulseIn(plane: Float32Array): number | undefined {
  const total = plane.reduce((sum, x) => sum + x * x, 0);
  const peak = plane.reduce((best, x, i) => (Math.abs(x) > Math.abs(plane[best] ?? 0) ? i : best), 0);
  return total > 0 && (plane[peak] ?? 0) ** 2 > 0.9 * total ? peak : undefined;
}

export const rules: readonly Rule[] = [
  {
    id: 'process/plays',
    level: 1,
    rule: 'It plays blocks of the announced length without crashing.',
    source: {
      lv2: 'lv2core/lv2.h, LV2_Descriptor::run',
      vst3: 'ivstaudioprocessor.h, IAudioProcessor::process',
      clap: 'clap/plugin.h, clap_plugin::process',
    },
    why: 'This is what a plugin is for.',
    needs: ['lifecycle/idle'],
    async run(bench) {
      const { subject } = await bench.shared(played);
      expect(
        subject.record.word(PROBE_REFUSED) === 0,
        'process succeeds',
        `it reported a failure in ${subject.record.word(PROBE_REFUSED)} blocks`,
        { where: AUDIO_THREAD },
      );
    },
  },
  {
    id: 'process/finite',
    level: 1,
    rule: 'No output sample is NaN or infinite when all input samples are ordinary numbers.',
    source: { all: 'common sense: every mixer behind it is poisoned for good (IEEE 754 arithmetic)' },
    why: 'One NaN passes through every filter after it, and silences the whole project until it is reloaded.',
    who: 'Filters whose coefficients are computed at the edge of their range, divisions by a level of 0.',
    needs: ['process/plays'],
    async run(bench) {
      const subject = await playedFinite(
        bench,
        {},
        bench.level >= 10 ? 60 * SECOND : bench.level >= 5 ? 12 * SECOND : SECOND,
      );
      expectFinite(await subject.play({ frames: SECOND / 4, input: () => 0 }), 'with silence after noise');
      expectFinite(await subject.play({ frames: SECOND / 4, input: () => 1 }), 'with 1.0 at the inputs');
    },
  },
  {
    id: 'process/level',
    level: 2,
    isAdvice: true,
    rule: 'With default settings, ordinary input gives ordinary output: nothing near 1e6.',
    source: { all: 'common sense: 120 dB above full scale harms ears and loudspeakers' },
    why: 'A runaway plugin is dangerous to anyone wearing headphones.',
    needs: ['process/finite'],
    async run(bench) {
      const { outputs } = await bench.shared(played);
      const peak = peakOf(outputs);
      expect(peak < 1e6, 'peaks below 1e6', `a peak of ${peak.toPrecision(3)} from noise of 0.25`);
    },
  },
  {
    id: 'process/block-sizes',
    level: 2,
    rule: 'It plays blocks of any length up to the announced one, including a single frame.',
    source: {
      lv2: 'lv2core, run: sample_count may be any number; buf-size says otherwise if a plugin requires it',
      vst3: 'ivstaudioprocessor.h, ProcessSetup::maxSamplesPerBlock is a maximum',
      clap: 'clap/plugin.h, activate: min_frames_count and max_frames_count',
    },
    why: 'Hosts cut blocks at loop ends, automation points and at the end of a render.',
    needs: ['process/finite'],
    async run(bench) {
      const subject = await bench.open({ maxFrames: 1024 });
      for (const size of [1, 2, 3, 16, 31, 64, 65, 127, 1000, 1023, 1024]) {
        const output = await subject.play({ frames: Math.max(size, 16) * 4, size: () => size });
        expectFinite(output, `in blocks of ${size} frames`);
      }
    },
  },
  {
    id: 'process/random-block-sizes',
    level: 3,
    rule: 'Blocks may change their length from one to the next.',
    source: { all: 'as process/block-sizes' },
    why: 'That is how some hosts work all the time.',
    needs: ['process/block-sizes'],
    async run(bench) {
      if (!bench.isThorough) {
        expectFinite((await bench.shared(cut)).outputs, 'in blocks of random length');
        return;
      }
      const subject = await bench.open({ maxFrames: 1024 });
      const size = () => (bench.random.next() < 0.2 ? bench.random.integer(1, 8) : bench.random.integer(1, 1024));
      expectFinite(await subject.play({ frames: 2 * SECOND, size }), 'in blocks of random length');
    },
  },
  {
    id: 'process/any-blocks-same-sound',
    level: 6,
    isAdvice: true,
    rule: 'It sounds the same in whatever blocks it is played.',
    source: {
      lv2: 'practice; lv2core, run: the host chooses sample_count',
      vst3: 'practice; ivstaudioprocessor.h, ProcessData::numSamples: the host chooses it',
      clap: 'practice; clap/process.h, frames_count: the host chooses it',
    },
    why: 'A render, which has longer blocks, sounds different from what was heard. No format has a claim for it.',
    who: 'Filters, envelopes and modulation that are computed once per block.',
    needs: ['process/deterministic', 'process/random-block-sizes'],
    async run(bench) {
      const [a, b] = [await bench.openForComparison(), await bench.openForComparison()];
      const passage = { frames: SECOND, input: noiseAt(SECOND) };
      const size = () => bench.random.integer(1, b.maxFrames);
      const found = difference(await a.play(passage), await b.play({ ...passage, size }), 1e-4);
      const lengths = `${a.maxFrames} frames and of random lengths`;
      const seen = `in blocks of ${lengths}, output ${(found?.channel ?? 0) + 1} differs from frame ${found?.frame} on: ${found?.a} and ${found?.b}`;
      expect(found === undefined, 'the same sound in other blocks', seen);
    },
  },
  {
    id: 'process/deterministic',
    level: 3,
    isAdvice: true,
    rule: 'The same input gives the same output, in two processes.',
    source: { all: 'practice: a render sounds as what was heard; freezes and exports are compared' },
    why: 'A difference reveals uninitialized memory. Plugins that generate noise have a good reason.',
    needs: ['process/finite'],
    async run(bench) {
      const a = await bench.shared(heard);
      const { audioInputs, midiInputs } = a.subject.host.ports;
      skipUnless(audioInputs + midiInputs > 0, 'it has no inputs: what it makes may be random');
      const b = await bench.openForComparison();
      const found = difference(a.outputs, await b.play({ frames: SECOND / 2 }));
      const seen = `output ${(found?.channel ?? 0) + 1} differs from frame ${found?.frame} on: ${found?.a} and ${found?.b} (no fault where noise, dither or a free modulation is meant)`;
      expect(found === undefined, 'the same sound twice', seen);
    },
  },
  {
    id: 'process/silence',
    level: 4,
    isAdvice: true,
    rule: 'An effect with silent input becomes silent.',
    source: { all: 'practice; CLAP: clap/ext/tail.h, VST3: getTailSamples' },
    why: 'Hosts switch off silent plugins. Plugins that model old devices hum for good reasons.',
    needs: ['process/finite'],
    async run(bench) {
      skipUnless(!GENERATOR.test(bench.plugin.category), 'it says that it is a generator');
      const subject = await bench.open({ maxFrames: 1024 });
      const { audioInputs, audioOutputs } = subject.host.ports;
      skipUnless(audioInputs > 0 && audioOutputs > 0, 'the plugin is not an effect');
      await subject.play({ frames: 4 * SECOND, input: () => 0 });
      const peak = peakOf(await subject.play({ frames: SECOND, input: () => 0 }));
      expect(peak < 1e-4, 'a peak below -80 dB after 4 s of silence', `a peak of ${peak.toPrecision(3)}`);
    },
  },
  {
    id: 'process/denormals',
    level: 5,
    rule: 'No output is denormal where the host flushes denormals to zero.',
    source: { all: 'practice: hosts set FTZ and DAZ around process; nobody may clear them or make denormals by hand' },
    why: 'Anything after it that does not flush them runs a hundred times slower.',
    needs: ['process/finite'],
    async run(bench) {
      const subject = await playedFinite(bench, {}, SECOND / 2);
      await subject.play({ frames: 2 * SECOND, input: () => 0 });
      const count = subject.record.word(PROBE_DENORMALS);
      expect(count === 0, 'no denormal numbers', `denormal output in ${count} blocks`, { where: AUDIO_THREAD });
    },
  },
  {
    id: 'process/latency',
    level: 5,
    isAdvice: true,
    rule: 'Its claimed latency is its real one: an impulse comes out exactly that many frames later.',
    source: {
      lv2: 'lv2core#latency',
      vst3: 'ivstaudioprocessor.h, getLatencySamples',
      clap: 'clap/ext/latency.h',
    },
    why: 'Hosts compensate it: a wrong claim shifts the track against all others.',
    needs: ['process/finite'],
    async run(bench) {
      const subject = await bench.open();
      const { audioInputs, audioOutputs } = subject.host.ports;
      skipUnless(audioInputs > 0 && audioOutputs > 0, 'the plugin is not an effect');
      const at = 4800;
      const outputs = await subject.play({ frames: SECOND, input: (_, i) => (i === at ? 0.5 : 0) });
      const places = outputs.map(impulseIn);
      skipUnless(
        places.some((place) => place !== undefined),
        'it does not pass an impulse as one',
      );
      for (const [channel, place] of places.entries()) {
        if (place === undefined) continue;
        const seen = `an impulse comes ${place - at} frames later at output ${channel + 1}; it claims ${subject.host.latency}`;
        expect(place - at === subject.host.latency, 'the claimed latency', seen);
      }
    },
  },
];
