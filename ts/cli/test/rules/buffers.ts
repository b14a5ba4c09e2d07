// SPDX-License-Identifier: BSD-2-Clause
/** What process may read and write. */
import { PLUGIN_TRIAL_IN_PLACE } from '../../../contract/plugin.ts';
import {
  PROBE_INPUT_CHANNEL,
  PROBE_INPUT_WRITES,
  PROBE_OPTION_IN_PLACE,
  PROBE_OVERRUN_CHANNEL,
  PROBE_OVERRUNS,
  PROBE_UNWRITTEN,
  PROBE_UNWRITTEN_CHANNEL,
} from '../../../contract/probe.ts';
import { expect, skipUnless } from '../broken.ts';
import { tried } from '../instances.ts';
import { cut, heard, played } from '../looks.ts';
import type { Rule } from '../rule.ts';
import { difference, type Subject } from '../subject.ts';

const AUDIO_THREAD = 'process, on the audio thread';
const HALF_A_SECOND = 24_000;

function needsOutputs({ host }: Subject): void {
  skipUnless(host.ports.audioOutputs > 0, 'it has no audio output');
}

export const rules: readonly Rule[] = [
  {
    id: 'process/guard-frames',
    level: 2,
    rule: 'It writes nothing before the first frame of an output or after the last one.',
    source: {
      lv2: 'lv2core/lv2.h, LV2_Descriptor::run: sample_count frames of each buffer',
      vst3: 'ivstaudioprocessor.h, ProcessData::numSamples',
      clap: 'clap/process.h, clap_process::frames_count',
    },
    why: "That memory is another plugin's sound, or the host's: noise at best, a later crash at worst.",
    who: 'Loops unrolled by 4 or by SIMD width without a remainder.',
    needs: ['process/finite'],
    async run(bench) {
      const { subject } = await bench.shared(cut);
      needsOutputs(subject);
      const count = subject.record.word(PROBE_OVERRUNS);
      const channel = subject.record.word(PROBE_OVERRUN_CHANNEL) + 1;
      const seen = `frames before or behind output ${channel} were written in ${count} blocks`;
      expect(count === 0, 'the frames around each output stay as they were', seen, { where: AUDIO_THREAD });
    },
  },
  {
    id: 'process/every-frame-written',
    level: 2,
    rule: 'Every frame of every output is written in every block.',
    source: {
      lv2: 'lv2core: a plugin writes its output ports in run; buffers hold whatever they held',
      vst3: 'ivstaudioprocessor.h, AudioBusBuffers: silenceFlags do not replace zeros in the buffer',
      clap: 'clap/audio-buffer.h: constant_mask says that a buffer is constant, it is filled all the same',
    },
    why: 'Unwritten frames keep the previous content of the buffer: the sound of another track.',
    who: 'Plugins that return early when they are bypassed, or have nothing to play.',
    needs: ['process/finite'],
    async run(bench) {
      const { subject } = await bench.shared(cut);
      needsOutputs(subject);
      const count = subject.record.word(PROBE_UNWRITTEN);
      const channel = subject.record.word(PROBE_UNWRITTEN_CHANNEL) + 1;
      const seen = `frames of output ${channel} were not written in ${count} blocks`;
      expect(count === 0, 'every frame is written', seen, { where: AUDIO_THREAD });
    },
  },
  {
    id: 'process/inputs-untouched',
    level: 3,
    rule: 'It never writes to its inputs.',
    source: {
      lv2: 'lv2core: an InputPort is read by the plugin',
      vst3: 'ivstaudioprocessor.h, ProcessData::inputs',
      clap: 'clap/process.h: audio_inputs are const',
    },
    why: 'The same buffer may feed other plugins at the same time.',
    needs: ['process/finite'],
    async run(bench) {
      const { subject } = await bench.shared(played);
      skipUnless(subject.host.ports.audioInputs > 0, 'it has no audio input');
      const count = subject.record.word(PROBE_INPUT_WRITES);
      const channel = subject.record.word(PROBE_INPUT_CHANNEL) + 1;
      const seen = `input ${channel} was changed in ${count} blocks`;
      expect(count === 0, 'inputs stay as they are', seen, { where: AUDIO_THREAD });
    },
  },
  {
    id: 'process/in-place',
    level: 3,
    rule: 'If it claims to work in place, it sounds the same when outputs share the memory of the inputs.',
    source: {
      lv2: 'lv2core: plugins without lv2:inPlaceBroken work with shared buffers',
      vst3: 'VST 3 API documentation, processing FAQ: hosts may use the same buffers for input and output',
      clap: 'clap/ext/audio-ports.h, clap_audio_port_info::in_place_pair',
    },
    why: 'Hosts save memory and cache by it.',
    who: 'Plugins that write the left output before they have read the right input.',
    needs: ['process/deterministic', 'lifecycle/close'],
    async run(bench) {
      await tried(bench, PLUGIN_TRIAL_IN_PLACE);
      const apart = await bench.shared(heard);
      const { audioInputs, audioOutputs } = apart.subject.host.ports;
      skipUnless(audioInputs > 0 && audioOutputs > 0, 'it has no inputs or no outputs');
      const inPlace = await bench.openForComparison({ probe: PROBE_OPTION_IN_PLACE });
      const found = difference(apart.outputs, await inPlace.play({ frames: HALF_A_SECOND }), 1e-6);
      expect(
        found === undefined,
        'the same sound in place',
        `output ${(found?.channel ?? 0) + 1} differs from frame ${found?.frame} on: ${found?.a} and ${found?.b}`,
        { where: AUDIO_THREAD },
      );
    },
  },
];
