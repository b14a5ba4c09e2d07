/** Which command lines are people's, and which a DAW's. Kept apart from the verbs: a host that a DAW starts loads none of them. */

export const verbNames = [
  'scan',
  'info',
  'render',
  'state',
  'presets',
  'gui',
  'bench',
  'compare',
  'plot',
  'doctor',
  'completion',
] as const;

const peoplesOptions = ['--help', '-h', '--version', '--get-yargs-completions'];
const dawsWords = ['clap', 'vst3', 'lv2', 'null', '__test__', '--scan', '--log-level'];
/** Fewer than any DAW gives. */
const dawsArgumentsMin = 6;

/** @param isTerminal whether somebody sits before the screen, who is better served by a list of verbs than by the DAW's usage. */
export function isForPeople(words: readonly string[], isTerminal: boolean): boolean {
  const [first] = words;
  if (first === undefined) return isTerminal;
  if ((verbNames as readonly string[]).includes(first) || peoplesOptions.includes(first)) return true;
  return isTerminal && words.length < dawsArgumentsMin && !dawsWords.includes(first);
}
