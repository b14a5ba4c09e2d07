// SPDX-License-Identifier: BSD-2-Clause
/** Parameters as people name them: `--param "Threshold=-30 dB"` and `--automate Gain=0:-6,2s:0`. What a value means, the parameter says. */
import type { AutomationPoint, Parameter } from '../client/types.ts';
import { listed, nearestFew } from '../plugins/nearest.ts';
import { CommandError, EXIT_USAGE } from './command.ts';
import { framesOf, parseTime, type Time } from './times.ts';

const SUGGESTIONS_MAX = 3;
const LISTED_MAX = 12;

export interface Assignment {
  name: string;
  /** May be empty. */
  value: string;
}

/** @returns the text. @throws CommandError (EXIT_USAGE) if it has no name or no `=`. */
export function checkAssignment(text: string, option: string): string {
  if (/\S.*=/su.test(text)) return text;
  throw new CommandError(`${option} ${text}: name=value is expected`, EXIT_USAGE);
}

/**
 * `name=value`, where both may hold a `=`: the name ends at the first one that ends an existing name, else at the last one.
 */
export function splitAssignment(text: string, isName: (name: string) => boolean = () => false): Assignment {
  const ends = Array.from(text.matchAll(/=/g), ({ index }) => index);
  const at = ends.find((end) => isName(text.slice(0, end).trim())) ?? ends.at(-1) ?? text.length;
  return { name: text.slice(0, at).trim(), value: text.slice(at + 1).trim() };
}

/** Called so, and not only a part of a name. */
export function isParameterName(name: string, parameters: readonly Parameter[]): boolean {
  return readings.slice(0, -1).some((reading) => parameters.some((parameter) => reading(parameter, name)));
}

type Reading = (parameter: Parameter, text: string) => boolean;

/** From the strictest to the loosest; the first that fits any parameter counts. */
const readings: readonly Reading[] = [
  ({ name }, text) => name === text,
  ({ symbol }, text) => symbol === text,
  ({ name, module }, text) => module !== '' && `${module}/${name}`.toLowerCase() === text.toLowerCase(),
  ({ name }, text) => name.trim().toLowerCase() === text.toLowerCase(),
  ({ id }, text) => String(id) === text,
  ({ name }, text) => name.toLowerCase().includes(text.toLowerCase()),
];

/** A parameter's unambiguous name. */
function uniqueName({ name, module, id }: Parameter, among: readonly Parameter[]): string {
  const same = among.filter((other) => other.name === name).length > 1;
  return same ? `${id} (${module === '' ? name : `${module}/${name}`})` : `"${name}"`;
}

/**
 * The parameter that is meant: by name, `module/name`, id, or a part of the name that only one has.
 * @param settings names of what else can be set.
 * @throws CommandError with the nearest names, or the candidates.
 */
export function findParameter(
  name: string,
  parameters: readonly Parameter[],
  plugin: string,
  settings: readonly string[] = [],
): Parameter {
  for (const reading of readings) {
    const found = parameters.filter((parameter) => reading(parameter, name));
    const [only] = found;
    if (only !== undefined && found.length === 1) return only;
    if (only !== undefined) {
      const names = listed(found.map((parameter) => uniqueName(parameter, found)));
      throw new CommandError(`"${name}" matches several parameters of ${plugin}: ${names}`);
    }
  }
  const offered = parameters.filter(({ isHidden, isReadOnly }) => !isHidden && !isReadOnly);
  const names = [...offered.map((parameter) => parameter.name), ...settings];
  if (names.length === 0) throw new CommandError(`${plugin} has no parameters, so there is no "${name}"`);
  const near = nearestFew(name, names, SUGGESTIONS_MAX).map((one) => `"${one}"`);
  const all = names.length <= LISTED_MAX ? `it has ${names.join(', ')}` : 'maolan-plugin-host info lists them';
  const hint = near.length > 0 ? `did you mean ${listed(near)}?` : all;
  throw new CommandError(`${plugin} has no parameter "${name}"; ${hint}`);
}

export interface Automation {
  name: string;
  points: { time: Time; value: string }[];
}

/** `name=0:0.2,2s:0.9` @throws CommandError (EXIT_USAGE) */
export function parseAutomation(text: string): Automation {
  const { name, value } = splitAssignment(checkAssignment(text, '--automate'));
  const points = value.split(',').map((point) => {
    const [time = '', number = '', ...more] = point.split(':');
    if (number === '' || more.length > 0)
      throw new CommandError(`--automate ${text}: "${point}" is not time:value`, EXIT_USAGE);
    return { time: parseTime(time, `--automate ${text}`), value: number.trim() };
  });
  return { name, points };
}

/** The points in frames. @throws CommandError if the times do not ascend; PluginHostError if the parameter does not have that value. */
export async function pointsOf(
  { name, points }: Automation,
  parameter: Parameter,
  sampleRate: number,
): Promise<AutomationPoint[]> {
  const placed: AutomationPoint[] = [];
  for (const { time, value } of points)
    placed.push({ frame: framesOf(time, sampleRate), value: await parameter.parse(value) });
  if (placed.some(({ frame }, index) => frame < (placed[index - 1]?.frame ?? 0)))
    throw new CommandError(`--automate ${name}: the times must ascend`, EXIT_USAGE);
  return placed;
}
