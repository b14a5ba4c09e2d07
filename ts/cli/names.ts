// SPDX-License-Identifier: BSD-2-Clause
/**
 * Distinguishes the command lines of users from those of DAWs. It is separate from the verbs, because a host that a DAW starts loads none
 * of them.
 */

export const verbNames = [
  'scan',
  'info',
  'render',
  'state',
  'presets',
  'gui',
  'play',
  'bench',
  'compare',
  'plot',
  'test',
  'fuzz',
  'crashes',
  'doctor',
  'completion',
] as const;

const peoplesOptions = ['help', '--help', '-h', '--version', '-v'];
const dawsWords = ['clap', 'vst3', 'lv2', 'null', '__test__', '--scan', '--log-level'];
/** Fewer than any DAW gives. */
const DAWS_ARGUMENTS_MIN = 6;

/** Fewer words than a DAW passes, and none of a DAW's first words: a user. */
export function isForPeople(words: readonly string[]): boolean {
  const [first] = words;
  if (first === undefined) return true;
  if ((verbNames as readonly string[]).includes(first) || peoplesOptions.includes(first)) return true;
  return words.length < DAWS_ARGUMENTS_MIN && !dawsWords.includes(first);
}
