// SPDX-License-Identifier: BSD-2-Clause
/** Known causes of failures, investigated by hand; see table.ts. */
import type { Question } from './results.ts';

interface Group {
  /** Matches the plugins' ids. */
  pattern: RegExp;
  why: string;
}

const groups: Partial<Record<Question, readonly Group[]>> = {
  plays: [
    { pattern: /convoLV2|zeroconvolv/, why: 'silent until it has an impulse response: a file or a preset' },
    { pattern: /drumgizmo/i, why: 'silent until it has a drum kit: a file, which no package brings' },
    { pattern: /Fluidsynth/, why: 'silent until it has a SoundFont: a file' },
    { pattern: /latency_meter|profiler/, why: 'measures something: silent until a measurement is started' },
    { pattern: /eg-params/, why: 'has no sound: its output speaks of its own parameters only (patch)' },
    { pattern: /onsettrigger/, why: 'waits for a bass drum; noise has none' },
    { pattern: /mididebug/, why: 'sends a message when its button "Send" is pressed' },
  ],
  'keeps its state': [
    { pattern: /b_synth/, why: 'all is kept; after a restore it writes two settings more, with their defaults' },
    {
      pattern: /room_builder/,
      why: 'all is kept; its second instance writes two keys more (selected scene and objects), which the first one had not yet',
    },
    { pattern: /livelooper/, why: 'all is kept; its state has the time at which it was started' },
  ],
  'shows its window': [
    {
      pattern: /qmidiarp\/arp/,
      why: 'without a pattern file of its own (.qmidiarprc) it asks first, in a dialog that waits for the user',
    },
  ],
  'sounds as in lv2apply': [
    { pattern: /noise_generator/, why: 'makes noise, another one each time' },
    {
      pattern: /redeye|metal_?(amp|head)/i,
      why: 'lv2apply offers it no features: there its convolver is off, as it says itself ("convolver disabled")',
    },
  ],
};

/** The known cause of a plugin's failure in a check; undefined: use what the run reported. */
export function reasonFor(question: Question, id: string): string | undefined {
  return groups[question]?.find(({ pattern }) => pattern.test(id))?.why;
}
