/** State: what the component and the controller write, byte for byte, and its way back. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { type Answer, callsTo, drive, fixture, line, numbers, probe, started } from './driver.ts';

/** Sizes of the three items that "bytes" printed: the plugin's id as text, the component's state, the controller's. */
const sizes = (answer: Answer): number[] =>
  answer.lines
    .filter((text) => text.startsWith('item '))
    .map((text) => Number(/ \d+ (\d+) [0-9a-f]*$/.exec(text)?.[1]));

/** What the DAW gets has a length of 4 bytes before each item. */
const blobBytes = (answer: Answer): number => sizes(answer).reduce((sum, size) => sum + 4 + size, 0);
const LARGEST_BLOB = 65536;

for (const [name, bytes, blob] of [
  ['state-empty', 0, 76],
  ['state-largest', 65460, LARGEST_BLOB],
  ['state-one-more', 65461, LARGEST_BLOB + 1],
] as const)
  test(`A state of ${bytes} bytes is saved whole, and restored`, (t) => {
    const answer = probe(t, name, ['save', 'bytes', 'keep', 'restore', 'run 64']);
    t.deepEqual(sizes(answer), [64, bytes, 0]);
    t.is(blobBytes(answer), blob);
    t.is(line(answer, 'restored'), 'restored 0');
    /* An empty state need not be handed over, but if it is, it is empty. */
    const restored = callsTo(answer, 'component.restored').map(({ details }) => Number(details));
    if (bytes > 0) t.deepEqual(restored, [bytes]);
    else t.true(restored.every((count) => count === 0));
  });

test('The plugin’s id is the text that the DAW’s other hosts write: the bytes of the class id in their order', (t) => {
  const answer = probe(t, 'state-empty', ['save', 'bytes']);
  const id = [...Buffer.from('state-empty'.padEnd(16, '\0'))].map((byte) =>
    byte.toString(16).toUpperCase().padStart(2, '0'),
  );
  t.is(Buffer.from(line(answer, 'item').split(' ').at(-1)!, 'hex').toString(), `[${id.join(', ')}]`);
});

test('A plugin that refuses its state makes the restore fail, and plays on', (t) => {
  const answer = probe(t, 'refuses-state', ['save', 'keep', 'restore', 'input 0 1', 'run 64', 'output 0 0 1']);
  t.is(line(answer, 'restored'), 'restored -1');
  t.deepEqual(numbers(answer), [1]);
});

test('A plugin that fails to save gives no half state', (t) => {
  const answer = probe(t, 'fails-to-save', ['save', 'bytes']);
  t.is(line(answer, 'saved'), 'saved -1');
  t.deepEqual(sizes(answer), []);
});

test('A controller without a state is fine', (t) => {
  const answer = probe(t, 'sample-accurate', [
    'event 0 0 0.75',
    'run 64',
    'save',
    'bytes',
    'set 0 0',
    'run 64',
    'keep',
    'restore',
    'value 0',
  ]);
  t.is(line(answer, 'restored'), 'restored 0');
  t.deepEqual(sizes(answer), [64, 16, 0]);
  t.deepEqual(numbers(answer, 'value'), [0.75]);
});

test('The controller’s own state is saved beside the component’s, and comes back', (t) => {
  const answer = probe(t, 'separate-controller', ['save', 'bytes', 'keep', 'restore']);
  t.deepEqual(sizes(answer), [64, 8, 4]);
  t.is(callsTo(answer, 'controller.setState').at(-1)?.details, 'view');
});

test('A blob cut short is refused by the plugin, and the host says so', (t) => {
  const cut = probe(t, 'sample-accurate', ['save', 'put-zeros 1 7', 'restore', 'run 64']);
  t.is(line(cut, 'restored'), 'restored -1');
});

test('A state goes through a file into another process and comes out the same', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'vst3-state-'));
  try {
    const [first, second] = [join(folder, 'first'), join(folder, 'second')];
    probe(t, 'separate-controller', ['event 0 0 0.25', 'run 64', 'obey 20', `save-file ${first}`]);
    const answer = probe(t, 'separate-controller', [`load-file ${first}`, 'value 0', `save-file ${second}`]);
    t.is(line(answer, 'restored'), 'restored 0');
    t.deepEqual(numbers(answer, 'value'), [0.25]);
    t.deepEqual(readFileSync(second), readFileSync(first));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('The state of another plugin is refused', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'vst3-state-'));
  try {
    const file = join(folder, 'state');
    probe(t, 'separate-controller', [`save-file ${file}`]);
    const answer = probe(t, 'state-empty', [`load-file ${file}`]);
    t.is(line(answer, 'restored'), 'restored -1');
    t.is(callsTo(answer, 'component.setState').length, 0, 'it never reaches the plugin');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('A state can be saved before activation and restored before it', (t) => {
  const [open] = started(fixture('separate-controller'));
  const answer = drive([open!, 'set 0 0.25', 'save', 'keep', 'restore', 'bind', 'activate', 'run 64', 'close']);
  t.is(answer.code, 0, answer.stderr);
  t.deepEqual(answer.faults, []);
  t.is(line(answer, 'restored'), 'restored 0');
});

/** The value in the component's stream of the n-th "bytes". */
const savedValue = (answer: Answer, nth: number): number => {
  const item = answer.lines.filter((text) => text.startsWith('item component|')).at(nth)!;
  return Buffer.from(item.split(' ').at(-1)!, 'hex').readDoubleLE();
};

test('A restored state is saved as restored, though no block came between', (t) => {
  const answer = probe(t, 'settles-in-process', [
    ...['event 0 0 0.75', 'run 64', 'save', 'event 0 0 0.25', 'run 64', 'keep', 'restore', 'save', 'bytes'],
  ]);
  t.is(savedValue(answer, 0), 0.75);
});

test('A state restored before activation is saved as restored after it, with what was set meanwhile', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'vst3-state-'));
  try {
    const file = join(folder, 'state');
    probe(t, 'settles-in-process', ['event 0 0 0.75', 'run 64', `save-file ${file}`]);
    const [open] = started(fixture('settles-in-process'));
    const answer = drive([...[open!, 'bind', `load-file ${file}`, 'set 0 0.5', 'activate', 'save', 'bytes', 'close']]);
    t.is(answer.code, 0, answer.stderr);
    t.deepEqual(answer.faults, []);
    t.is(savedValue(answer, 0), 0.5);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('A component without getState is no failure: what the controller keeps is saved, and comes back', (t) => {
  const answer = probe(t, 'controller-keeps-state', ['save', 'bytes', 'keep', 'put-zeros 1 8', 'restore']);
  t.deepEqual(sizes(answer), [64, 0, 4]);
  t.is(callsTo(answer, 'controller.setState').at(-1)?.details, 'view');
  t.is(line(answer, 'restored'), 'restored 0', 'setState is not implemented either');
  t.is(answer.stderr, '');
});

const classId = (name: string): string => Buffer.from(name.slice(0, 16).padEnd(16, '\0')).toString('hex').toUpperCase();

test('A class takes the state of the class that it replaces, as moduleinfo.json has it', (t) => {
  const scratch = mkdtempSync(join(tmpdir(), 'successor-'));
  const [state, bundle] = [join(scratch, 'state'), join(scratch, 'successor.vst3')];
  try {
    probe(t, 'sample-accurate', ['event 0 0 0.75', 'run 64', `save-file ${state}`]);
    cpSync(fixture('settles-in-process'), bundle, { recursive: true });
    const heard = () => drive([...started(bundle), `load-file ${state}`, 'run 4', 'output 0 0 1', 'close']);
    t.deepEqual(numbers(heard()), [0], 'of another plugin');
    mkdirSync(join(bundle, 'Contents/Resources'), { recursive: true });
    const entry = (old: string) => `{ "Old": ["${classId('nobody')}", "${classId(old)}",],
      New: "${classId('settles-in-process')}" }, // of JSON5`;
    const info = (old: string) =>
      `{ "Name": "", "Compatibility": [${entry(old)}], "Classes": ["${classId('sample-accurate')}"] }`;
    const name = '"Compatibility", "Vendor": ""';
    writeFileSync(join(bundle, 'Contents/Resources/moduleinfo.json'), info('another').replace('""', name));
    t.deepEqual(numbers(heard()), [0], 'it replaces others');
    writeFileSync(join(bundle, 'Contents/Resources/moduleinfo.json'), info('sample-accurate').replace('""', name));
    t.deepEqual(numbers(heard()), [0.75]);
    rmSync(bundle, { recursive: true });
    cpSync(fixture('successor'), bundle, { recursive: true });
    mkdirSync(join(bundle, 'Contents/Resources'), { recursive: true });
    writeFileSync(join(bundle, 'Contents/Resources/moduleinfo.json'), '{ "Name": "" }');
    t.deepEqual(numbers(heard()), [0.75], 'a file without that list: the class is asked');
  } finally {
    rmSync(scratch, { recursive: true });
  }
});
