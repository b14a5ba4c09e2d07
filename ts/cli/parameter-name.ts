/** Parameters as people name them: `--param "Dry/Wet=0.5"` and `--automate Gain=0:-6,2s:0`. */
import type { AutomationPoint, Parameter } from '../client/types.ts';
import { CommandError, EXIT_USAGE } from './command.ts';
import { listed, nearestFew } from './nearest.ts';
import { framesOf, parseTime, type Time } from './times.ts';

const suggestionsMax = 3;
const listedMax = 12;

/** `name=value`; names may hold a `=`, values do not. @throws CommandError (EXIT_USAGE) */
export function splitAssignment(text: string, option: string): { name: string; value: string } {
  const at = text.lastIndexOf('=');
  const [name, value] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  if (at > 0 && name !== '' && value !== '') return { name, value };
  throw new CommandError(`${option} ${text}: name=value is expected`, EXIT_USAGE);
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

/** How a parameter is meant without doubt. */
function uniqueName({ name, module, id }: Parameter, among: readonly Parameter[]): string {
  const same = among.filter((other) => other.name === name).length > 1;
  return same ? `${id} (${module === '' ? name : `${module}/${name}`})` : `"${name}"`;
}

/**
 * The parameter that is meant: by name, `module/name`, id, or a part of the name that only one has.
 * @throws CommandError with the nearest names, or the candidates.
 */
export function findParameter(name: string, parameters: readonly Parameter[], plugin: string): Parameter {
  for (const reading of readings) {
    const found = parameters.filter((parameter) => reading(parameter, name));
    const [only] = found;
    if (only !== undefined && found.length === 1) return only;
    if (only !== undefined) {
      const names = listed(found.map((parameter) => uniqueName(parameter, found)));
      throw new CommandError(`"${name}" may be any of these parameters of ${plugin}: ${names}`);
    }
  }
  if (parameters.length === 0) throw new CommandError(`${plugin} has no parameters, so there is no "${name}"`);
  const names = parameters.map((parameter) => parameter.name);
  const near = nearestFew(name, names, suggestionsMax).map((one) => `"${one}"`);
  const all = names.length <= listedMax ? `it has ${names.join(', ')}` : 'maolan-plugin-host info lists them';
  const hint = near.length > 0 ? `did you mean ${listed(near)}?` : all;
  throw new CommandError(`${plugin} has no parameter "${name}"; ${hint}`);
}

const words: Readonly<Record<string, number>> = { on: 1, true: 1, yes: 1, off: 0, false: 0, no: 0 };

/** VST3 has all values between 0 and 1, and units of what it shows: 0.5 is not half a dB. */
function isNormalized({ minimum, maximum, unit }: Pick<Parameter, 'minimum' | 'maximum' | 'unit'>): boolean {
  return minimum === 0 && maximum === 1 && unit !== '';
}

/** The number before a unit. */
function withoutUnit(text: string, unit: string): string | undefined {
  return unit !== '' && text.toLowerCase().endsWith(unit.toLowerCase())
    ? text.slice(0, -unit.length).trim()
    : undefined;
}

/** undefined: it is no number, nor anything that means one. */
function numberOf(text: string, parameter: Parameter): number | undefined {
  const { minimum, maximum, unit, isToggled, isLogarithmic, choices } = parameter;
  const named =
    choices.find(({ label }) => label === text) ??
    choices.find(({ label }) => label.toLowerCase() === text.toLowerCase());
  if (named !== undefined) return named.value;
  const word = isToggled ? words[text.toLowerCase()] : undefined;
  if (word !== undefined) return word === 1 ? maximum : minimum;
  const own = isNormalized(parameter) ? undefined : withoutUnit(text, unit);
  // Half of a range is the same in every format, whatever numbers it is told in.
  const share = own === undefined ? withoutUnit(text, '%') : undefined;
  const bare = share ?? own ?? text;
  const number = bare === '' ? Number.NaN : Number(bare);
  if (!Number.isFinite(number)) return undefined;
  if (share === undefined) return number;
  if (isLogarithmic) return minimum * (maximum / minimum) ** (number / 100);
  return minimum + (number / 100) * (maximum - minimum);
}

/**
 * A value as written: the name that the plugin has for it; a number, with the parameter's unit behind it or not; 0% to 100% of its range; on
 * and off of a switch.
 * @throws CommandError
 */
export function parseValue(text: string, parameter: Parameter): number {
  const { name, minimum, maximum } = parameter;
  const value = numberOf(text, parameter);
  if (value === undefined)
    throw new CommandError(
      `"${text}" is not a value of "${name}", which ranges from ${rangeOf(parameter)}${choicesText(parameter)}`,
    );
  // Plugins keep their ranges as 32-bit floats: 0.7 is beyond the 0.7 of most.
  const isInside = [value, Math.fround(value)].some((number) => number >= minimum && number <= maximum);
  if (isInside) return value;
  throw new CommandError(`${text} is outside the range of "${name}", which is ${rangeOf(parameter)}`);
}

function choicesText({ choices }: Parameter): string {
  if (choices.length === 0) return '';
  return `: ${choices.map(({ value, label }) => `${shortNumber(value)} (${label})`).join(', ')}`;
}

/** "-60 to 24 dB" */
export function rangeOf(parameter: Pick<Parameter, 'minimum' | 'maximum' | 'unit'>): string {
  const { minimum, maximum, unit } = parameter;
  const range = `${shortNumber(minimum)} to ${shortNumber(maximum)}`;
  return unit === '' || isNormalized(parameter) ? range : `${range} ${unit}`;
}

const digits = 6;

/** As people write it: 32-bit floats have digits that nobody meant. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(digits)));
}

export interface Automation {
  name: string;
  points: { time: Time; value: string }[];
}

/** `name=0:0.2,2s:0.9` @throws CommandError (EXIT_USAGE) */
export function parseAutomation(text: string): Automation {
  const { name, value } = splitAssignment(text, '--automate');
  const points = value.split(',').map((point) => {
    const [time = '', number = '', ...more] = point.split(':');
    if (number === '' || more.length > 0)
      throw new CommandError(`--automate ${text}: "${point}" is not time:value`, EXIT_USAGE);
    return { time: parseTime(time, `--automate ${text}`), value: number.trim() };
  });
  return { name, points };
}

/** The points in frames. @throws CommandError if a value is out of range, or the times do not ascend. */
export function pointsOf({ name, points }: Automation, parameter: Parameter, sampleRate: number): AutomationPoint[] {
  const placed = points.map(({ time, value }) => {
    return { frame: framesOf(time, sampleRate), value: parseValue(value, parameter) };
  });
  if (placed.some(({ frame }, index) => frame < (placed[index - 1]?.frame ?? 0)))
    throw new CommandError(`--automate ${name}: the times must ascend`, EXIT_USAGE);
  return placed;
}
