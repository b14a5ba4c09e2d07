import test from 'ava';
import { type Answer, drive, numbers, started } from './driver.ts';

interface Parameter {
  id: number;
  flags: number;
  range: string;
  default: number;
  table: string;
  name: string;
}

function parameters(answer: Answer): Parameter[] {
  const pattern = /^parameter id (\d+) flags (\d+) (\S+) default (\S+) value \S+ table (.*) name (.*)$/;
  return answer.lines.flatMap((line) => {
    const match = pattern.exec(line);
    if (!match) return [];
    const [, id, flags, range, value, table, name] = match;
    return [
      { id: Number(id), flags: Number(flags), range: range!, default: Number(value), table: table!, name: name! },
    ];
  });
}

const described = parameters(drive([...started('integer-controls', 48000), 'parameters']));

test('parameters are the control inputs in port order, the port index as id; free wheeling is the host’s', (t) => {
  t.deepEqual(
    described.map(({ id }) => id),
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13],
  );
  t.is(described[0]?.name, 'Count');
});

test('the table of the block record has ids, ranges and values', (t) => {
  for (const { id, range, default: value, table } of described) t.is(table, `${id} ${range} ${value}`);
});

const ranges: [string, string, number][] = [
  ['Count', '-5..5', 3],
  ['Switch', '0..1', 0],
  ['Mode', '0..10', 2.5],
  ['Frequency', '0..24000', 12000],
  ['No range', '0..1', 1],
  ['Only default', '0..440', 440],
  ['Empty range', '2..4', 3],
  ['Not a number', '-2..-1', -1.5],
  ['From two', '2..6', 4],
  ['Outside', '0..4', 4],
  ['Enabled', '0..1', 1],
  ['Boolean', '0..1', 1],
];

ranges.forEach(([name, range, value], index) => {
  test(`the range and default of "${name}" are ${range} and ${value}`, (t) => {
    t.is(described[index]?.name, name);
    t.is(described[index]?.range, range);
    t.is(described[index]?.default, value);
  });
});

test('the flags tell integer, toggled and enumeration', (t) => {
  t.deepEqual(
    described.slice(0, 5).map(({ flags }) => flags),
    [1, 2, 4, 0, 0],
  );
});

/* [parameter, asked, what the plugin sees] */
const applied: [number, string, number][] = [
  [0, '2.4', 2],
  [0, '-2.6', -3],
  [0, '999', 5],
  [1, '0.2', 1],
  [1, '-3', 0],
  [2, '1.2', 0],
  [2, '1.3', 2.5],
  [2, '7', 10],
  [3, '30000', 24000],
  [3, '-1', 0],
  [7, '5', -1],
  [10, '0', 0],
];

for (const way of ['set', 'event 0'] as const) {
  test(`values are clamped and snapped as the port's properties say: by ${way}`, (t) => {
    const commands = applied.flatMap(([index, value]) => [
      `${way} ${index} ${value}`,
      'run 16',
      'output 0 0 13',
      `value ${index}`,
    ]);
    const answer = drive([...started('integer-controls'), ...commands]);
    applied.forEach(([index, value, seen], nth) => {
      // The plugin reports the value of each port; port 11, which is not a parameter, too.
      t.is(numbers(answer, 'output', nth)[index < 10 ? index : index + 1], seen, `${index} := ${value}`);
      t.is(numbers(answer, 'value', nth)[0], seen, `${index} := ${value} in the table`);
    });
    t.is(answer.code, 0, answer.stderr);
  });
}

test('values set before bind are in the table after it', (t) => {
  const [open, ...rest] = started('gain');
  const answer = drive([open!, 'set 0 3', ...rest, 'value 0', 'input 0 1', 'run 4', 'output 0 0 1']);
  t.deepEqual(numbers(answer, 'value'), [3]);
  t.deepEqual(numbers(answer), [3]);
});

test('unknown parameters and NaN are errors', (t) => {
  const answer = drive([...started('gain'), 'set 1 0', 'set 0 nan', 'value 0']);
  t.deepEqual(answer.lines.slice(-3), ['set -1', 'set -1', 'value 1']);
});
