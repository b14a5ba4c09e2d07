// SPDX-License-Identifier: BSD-2-Clause
/** What the plugin says of itself, against what it does. */
import { PLUGIN_TRIAL_TAIL } from '../../../contract/plugin.ts';
import { PROBE_FALSE_CLAIMS } from '../../../contract/probe.ts';
import { expect, skipUnless } from '../broken.ts';
import { bypassOf } from '../claims.ts';
import { instances, RESTART_SECONDS, tried, twoInstances } from '../instances.ts';
import { loaded } from '../looks.ts';
import type { Rule } from '../rule.ts';
import { noiseAt, peakOf } from '../subject.ts';

const SECOND = 48_000;
const SILENT = 1e-4;
const FOREVER = 2 ** 31 - 1;
const LONGEST_TAIL = 30 * SECOND;
const RESTARTS_MAX = 4;
const GESTURE_SECONDS = 4;

export const rules: readonly Rule[] = [
  {
    id: 'process/bypass',
    level: 3,
    isAdvice: true,
    rule: "Bypassed, the input comes out as it is, bit for bit, after the plugin's latency.",
    source: {
      lv2: 'lv2core: lv2:enabled; a plugin that is not passes its input through',
      vst3: 'ivsteditcontroller.h, ParameterInfo::kIsBypass',
      clap: 'clap/ext/params.h, CLAP_PARAM_IS_BYPASS',
    },
    why: 'Users compare with and without. A bypass that is earlier or louder makes that impossible.',
    who: 'Plugins with latency whose bypass does not delay; gains of 0.9999.',
    needs: ['process/deterministic'],
    async run(bench) {
      const before = await bench.shared(loaded);
      const { audioInputs, audioOutputs } = before.host.ports;
      skipUnless(audioInputs > 0 && audioInputs === audioOutputs, 'it has not as many outputs as inputs');
      const bypass = bypassOf(bench, before);
      skipUnless(bypass !== undefined, 'it has no bypass');
      if (bypass === undefined) return;
      const subject = await bench.openForComparison();
      subject.host.setParameter(bypass.id, bypass.value);
      const frames = 2 * SECOND;
      const input = noiseAt(frames);
      const outputs = await subject.play({ frames, input, events: () => [] });
      const { latency } = subject.host;
      // The first second is for fades.
      for (const [channel, plane] of outputs.entries())
        for (let frame = SECOND; frame < frames; frame++) {
          const wanted = input(channel, frame - latency);
          const seen = `output ${channel + 1}, frame ${frame}, is ${plane[frame]} instead of ${wanted} (latency ${latency})`;
          expect(plane[frame] === Math.fround(wanted), 'the input, after the latency', seen);
        }
    },
  },
  {
    id: 'process/output-claims',
    formats: ['vst3', 'clap'],
    level: 3,
    rule: 'An output that it flags as silent or constant is.',
    source: {
      vst3: 'ivstaudioprocessor.h, AudioBusBuffers::silenceFlags: the plugin clears a channel that it flags',
      clap: 'clap/audio-buffer.h, constant_mask: all samples of a flagged channel have the same value',
    },
    why: 'Hosts skip what follows such a channel: the sound has holes.',
    who: 'Flags that are set when the input is silent, while the tail of a reverb sounds on; flags copied from the input.',
    needs: ['process/every-frame-written'],
    async run(bench) {
      const subject = await bench.open();
      await subject.play({ frames: SECOND });
      await subject.play({ frames: SECOND, input: () => 0, events: () => [] });
      const count = subject.record.word(PROBE_FALSE_CLAIMS);
      const what = bench.plugin.format === 'vst3' ? 'silent' : 'constant';
      expect(count === 0, `flagged channels are ${what}`, `${count} times a channel was flagged that was not ${what}`, {
        where: 'process, on the audio thread',
      });
    },
  },
  {
    id: 'process/tail',
    formats: ['vst3', 'clap'],
    level: 5,
    isAdvice: true,
    rule: 'The output is silent after the tail that it claims.',
    source: { vst3: 'ivstaudioprocessor.h, getTailSamples', clap: 'clap/ext/tail.h, get' },
    why: 'Hosts stop calling process then: reverbs are cut off, and renders end too early.',
    who: 'Delays and reverbs that never report their tail: most frameworks answer 0.',
    needs: ['process/deterministic', 'lifecycle/close'],
    async run(bench) {
      const claimed = Number(await tried(bench, PLUGIN_TRIAL_TAIL));
      skipUnless(claimed < FOREVER, 'it says that its sound never ends');
      skipUnless(claimed <= LONGEST_TAIL, `it claims a tail of ${claimed} frames, which is too long to wait for`);
      const subject = await bench.openForComparison();
      const { audioInputs, audioOutputs } = subject.host.ports;
      skipUnless(audioInputs > 0 && audioOutputs > 0, 'the plugin is not an effect');
      const silence = { input: () => 0, events: () => [] };
      const hum = peakOf(await subject.play({ frames: SECOND, ...silence }));
      skipUnless(hum < SILENT, 'it is not silent before it hears anything');
      await subject.play({ frames: SECOND, events: () => [] });
      const { maxFrames, host } = subject;
      await subject.play({ frames: claimed + host.latency + maxFrames, ...silence });
      const peak = peakOf(await subject.play({ frames: SECOND, ...silence }));
      const seen = `a peak of ${peak.toPrecision(3)} more than ${claimed} frames after the input`;
      expect(peak < SILENT, `silence after the claimed ${claimed} frames`, seen);
    },
  },
  {
    id: 'parameters/gestures',
    level: 3,
    rule: 'A gesture that the plugin begins ends, and no other one begins on the same parameter before.',
    source: {
      lv2: 'LV2 UI: ui:touch, true when a control is grabbed and false when it is released',
      vst3: 'ivsteditcontroller.h, IComponentHandler: beginEdit, performEdit and endEdit',
      clap: 'clap/events.h, CLAP_EVENT_PARAM_GESTURE_BEGIN and CLAP_EVENT_PARAM_GESTURE_END',
    },
    why: 'While a control is held the host ignores its automation, and records: for good, if it is never released.',
    who: 'Controls that are released outside of the window; gestures that are begun for values from MIDI.',
    needs: ['process/finite'],
    async run(bench) {
      const subject = await bench.open();
      const held = new Set<number>();
      let seen = '';
      const nameOf = (id: number) => subject.host.parameters.find((one) => one.id === id)?.name ?? id;
      subject.host.on('gesture', ({ id, begin }) => {
        const isOrderly = begin !== held.has(id);
        seen ||= isOrderly
          ? ''
          : `a gesture on "${nameOf(id)}" ${begin ? 'begins while one is under way' : 'ends that had not begun'}`;
        if (begin) held.add(id);
        else held.delete(id);
      });
      for (let second = 0; second < GESTURE_SECONDS; second++) {
        await subject.play({ frames: SECOND });
        await subject.settle();
      }
      const [left] = held;
      if (left !== undefined) seen ||= `a gesture on "${nameOf(left)}" has not ended, and no one holds a control`;
      expect(seen === '', 'each gesture ends', seen);
    },
  },
  {
    id: 'lifecycle/restart-requests',
    formats: ['vst3', 'clap'],
    level: 3,
    rule: 'It requests a restart only when something has changed.',
    source: {
      vst3: 'ivsteditcontroller.h, IComponentHandler::restartComponent: flags tell what has changed',
      clap: 'clap/host.h, request_restart',
    },
    why: 'Each restart is a gap in the sound.',
    who: 'Plugins that report their latency at each activation, and so are activated again.',
    needs: ['lifecycle/close', 'process/finite'],
    async run(bench) {
      const { restarts } = bench.isThorough
        ? await instances(bench, { times: 1, together: 1, seconds: RESTART_SECONDS })
        : await bench.shared(twoInstances);
      const seen = `${restarts} within ${RESTART_SECONDS} s, though nothing changed`;
      expect(restarts <= RESTARTS_MAX, `at most ${RESTARTS_MAX} restarts after it was loaded`, seen);
    },
  },
  {
    id: 'lifecycle/restart-keeps-settings',
    level: 3,
    rule: 'Deactivating and activating it again does not change its settings.',
    source: {
      lv2: 'lv2core/lv2.h, activate: ports keep their values',
      vst3: 'ivstcomponent.h, IComponent::setActive',
      clap: 'clap/plugin.h, activate and deactivate',
    },
    why: 'Hosts do this whenever the sample rate, the block length or the routing changes.',
    who: 'Plugins that reset their parameters where they allocate their buffers.',
    needs: ['state/repeatable', 'lifecycle/activation-cycles'],
    async run(bench) {
      const subject = await bench.open({ offline: true });
      await bench.turnKnobs(subject);
      const before = bench.raw(await subject.host.saveState());
      await subject.host.restart();
      await subject.settle();
      const after = bench.raw(await subject.host.saveState());
      const at = before.findIndex((byte, i) => byte !== after[i]);
      const isSame = before.length === after.length && at < 0;
      expect(
        isSame,
        'the same state',
        `it is another one: ${before.length} and ${after.length} bytes, from byte ${at} on`,
      );
    },
  },
];
