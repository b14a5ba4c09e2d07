import test from 'ava';
import { CommandError } from '../../../ts/cli/command.ts';
import {
  checkAssignment,
  findParameter,
  isParameterName,
  parseAutomation,
  pointsOf,
  splitAssignment,
} from '../../../ts/cli/parameter-name.ts';
import { framesOf, parseTime } from '../../../ts/cli/times.ts';
import { PluginHostError } from '../../../ts/client/errors.ts';
import { type ParameterData, ParameterTable } from '../../../ts/client/parameters.ts';
import type { Parameter } from '../../../ts/client/types.ts';

const noHost = { texts: async () => [null], read: async () => ({}) };

function parameter(id: number, name: string, more: Partial<ParameterData> = {}): ParameterData {
  const plain = { module: '', minimum: 0, maximum: 10, defaultValue: 0, value: 0, unit: '' };
  const kind = { isInteger: false, isToggled: false, isLogarithmic: false, isTrigger: false, isStepped: false };
  const flags = { isReadOnly: false, isHidden: false, isAutomatable: true, isBypass: false, isProgram: false };
  const texts = { text: '', minimumText: '', maximumText: '', defaultText: '' };
  return { id, name, symbol: '', choices: [], ...plain, ...kind, ...flags, ...texts, ...more };
}

const described = [
  parameter(1, 'Gain', { minimum: -60, maximum: 24, unit: 'dB' }),
  parameter(2, 'Gain Reduction'),
  parameter(3, 'Mode', { isToggled: true, maximum: 1 }),
  parameter(4, 'Attack', { module: 'left' }),
  parameter(5, 'Attack', { module: 'right' }),
  parameter(6, 'Level', { maximum: 1, unit: 'dB' }),
  parameter(7, 'A=B'),
  parameter(8, 'Fine', { minimum: Math.fround(0.1), maximum: Math.fround(0.7) }),
  parameter(9, 'Left', { symbol: 'gain_l', minimum: 20, maximum: 20_000, isLogarithmic: true }),
  parameter(10, 'Wave', {
    choices: [
      { value: 0, label: 'Sine' },
      { value: 2.5, label: 'Saw' },
      { value: 3, label: 'Warped saw' },
    ],
  }),
  parameter(12, 'Gone', { isHidden: true }),
  parameter(11, 'Steps', { maximum: 5, isInteger: true, isStepped: true }),
];

/** Of a plugin that understands no text. */
const table = new ParameterTable(noHost);
table.describe(described);
const parameters = table.list;

const meant: [string, number][] = [
  ['Gain', 1],
  ['gain', 1],
  ['reduction', 2],
  ['right/attack', 5],
  ['5', 5],
  ['mod', 3],
  ['gain_l', 9],
];
for (const [name, id] of meant)
  test(`"${name}" is parameter ${id}`, (t) => {
    t.is(findParameter(name, parameters, 'Plugin').id, id);
  });

const refused: [string, RegExp][] = [
  ['Gonne', /^Plugin has no parameter "Gonne"; (?!.*"?Gone)/],
  ['Gian', /^Plugin has no parameter "Gian"; did you mean "Gain"\?$/],
  ['Attack', /^"Attack" matches several parameters of Plugin: 4 \(left\/Attack\) or 5 \(right\/Attack\)$/],
  ['zzzzz', /^Plugin has no parameter "zzzzz"; it has Gain, Gain Reduction, /],
];
for (const [name, sentence] of refused)
  test(`"${name}" is refused with what could be meant`, (t) => {
    t.throws(() => findParameter(name, parameters, 'Plugin'), { instanceOf: CommandError, message: sentence });
  });

test('A plugin without parameters says so', (t) => {
  t.throws(() => findParameter('Gain', [], 'Plugin'), { message: /Plugin has no parameters/ });
});

const values: [string, string, number][] = [
  ['Gain', '-6', -6],
  ['Gain', '-6dB', -6],
  ['Gain', '3.5 db', 3.5],
  ['Gain', '50%', -18],
  ['Mode', 'on', 1],
  ['Mode', 'off', 0],
  ['Level', '0.5', 0.5],
  ['Fine', '0.7', 0.7],
  ['Fine', '0.1', 0.1],
  ['Left', '0%', 20],
  ['Left', '100%', 20_000],
  ['Wave', 'saw', 2.5],
  ['Wave', 'SA', 2.5],
  ['Wave', 'w', 3],
  ['Steps', '33%', 2],
  ['Wave', '1', 1],
];
for (const [name, text, value] of values)
  test(`${name}=${text} is ${value}`, async (t) => {
    t.is(await findParameter(name, parameters, 'Plugin').parse(text), value);
  });

const wrong: [string, string, RegExp][] = [
  ['Gain', '25', /^25 is outside the range of "Gain", which is -60 to 24 dB$/],
  ['Gain', '101%', /outside the range/],
  ['Gain', 'loud', /^"loud" is not a value of "Gain", which ranges from -60 to 24 dB$/],
  ['Gain', 'NaN', /not a value/],
  ['Gain', 'Infinity', /not a value/],
  ['Level', '-6dB', /^"-6dB" is not a value of "Level", which ranges from 0 to 1$/],
  ['Fine', '0.71', /which is 0\.1 to 0\.7$/],
  [
    'Wave',
    'Sqare',
    /^"Sqare" is not a value of "Wave", which ranges from 0 to 10: 0 \(Sine\), 2\.5 \(Saw\), 3 \(Warped saw\)$/,
  ],
  ['Wave', 's', /^"s" matches several values of "Wave": "Sine", "Saw" or "Warped saw"$/],
  ['Wave', '12', /^12 is outside the range of "Wave", which is 0 to 10: 0 \(Sine\), /],
];
for (const [name, text, sentence] of wrong)
  test(`${name}=${text} is refused with the range`, async (t) => {
    const found = findParameter(name, parameters, 'Plugin');
    await t.throwsAsync(found.parse(text), { instanceOf: PluginHostError, message: sentence });
  });

test('A name that there is ends at the =, otherwise the last = divides', (t) => {
  const isName = (name: string) => isParameterName(name, parameters);
  t.deepEqual(splitAssignment('A=B=3'), { name: 'A=B', value: '3' });
  t.deepEqual(splitAssignment('A=B=3', isName), { name: 'A=B', value: '3' });
  t.deepEqual(splitAssignment(' mode = a=b ', isName), { name: 'mode', value: 'a=b' });
  t.is(checkAssignment('A=', '--param'), 'A=');
  for (const text of ['A', '=3', ' =3', ''])
    t.throws(() => checkAssignment(text, '--param'), { message: /name=value is expected/ });
});

const times: [string, number][] = [
  ['0', 0],
  ['2', 96_000],
  ['2s', 96_000],
  ['0.5', 24_000],
  ['.5s', 24_000],
  ['250ms', 12_000],
  ['1000f', 1000],
];
for (const [text, frames] of times)
  test(`${text} is frame ${frames}`, (t) => {
    t.is(framesOf(parseTime(text, '--tail'), 48_000), frames);
  });

for (const text of ['', '-1', '1:30', '2 m', 'x', '1e3', 's'])
  test(`"${text}" is not a duration`, (t) => {
    t.throws(() => parseTime(text, '--tail'), {
      instanceOf: CommandError,
      message: /--tail: ".*" is not a duration; use 2, 500ms, 2s or 48000f \(frames\)/,
    });
  });

test('An automation is points in time', async (t) => {
  const points = await pointsOf(parseAutomation('Gain=0:-6,500ms:0dB,2s:24'), parameters[0] as Parameter, 48_000);
  t.deepEqual(points, [
    { frame: 0, value: -6 },
    { frame: 24_000, value: 0 },
    { frame: 96_000, value: 24 },
  ]);
});

for (const [text, sentence] of [
  ['Gain', /name=value/],
  ['Gain=1', /"1" is not time:value/],
  ['Gain=1:2:3', /not time:value/],
  ['Gain=x:2', /"x" is not a duration/],
  ['Gain=0:99', /outside the range/],
  ['Gain=2s:1,1s:2', /the times must ascend/],
] as const)
  test(`--automate ${text} is refused`, async (t) => {
    const read = async () => pointsOf(parseAutomation(text), parameters[0] as Parameter, 48_000);
    await t.throwsAsync(read, { message: sentence });
  });
