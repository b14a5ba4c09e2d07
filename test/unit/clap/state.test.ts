/** State: the plugin's own stream, byte for byte, and its way back; files that it refers to. */
import test from 'ava';
import { type Answer, callsTo, details, line, numbers, parameters, probe } from './driver.ts';

const sizes = (answer: Answer): number[] =>
  answer.lines
    .filter((text) => text.startsWith('item '))
    .map((text) => Number(/ \d+ (\d+) [0-9a-f]*$/.exec(text)?.[1]));

for (const [name, bytes] of [
  ['state-empty', 0],
  ['partial-state-streams', 300],
  ['state-largest', 65536],
  ['state-one-more', 65537],
] as const)
  test(`A state of ${bytes} bytes is saved whole and restored, however it is written: ${name}`, (t) => {
    const answer = probe(t, name, ['save', 'bytes', 'keep', 'restore', 'run 64']);
    t.deepEqual(sizes(answer), [bytes]);
    t.regex(line(answer, 'item'), /^item state\|/);
    t.is(line(answer, 'restored'), 'restored 0');
    t.deepEqual(details(answer, 'state.loaded'), bytes > 0 ? [`${bytes}`] : []);
  });

test('A plugin that calls its state changed within save or restore does not ask to be saved again', (t) => {
  const quiet = probe(t, 'dirty-in-save', ['save', 'idle 30', 'keep', 'restore', 'save', 'idle 30']);
  t.deepEqual([line(quiet, 'idle'), line(quiet, 'idle', 1)], ['idle requests', 'idle requests']);
  const edited = probe(t, 'dirty-in-save', ['event 0 0 1', 'run 64', 'idle 30', 'save', 'idle 30']);
  t.regex(line(edited, 'idle'), / save/);
  t.is(line(edited, 'idle', 1), 'idle requests');
});

test('A state comes back with all that belongs to it: table, sound and values', (t) => {
  const answer = probe(t, 'gain', [
    ...['input 0 1', 'event 0 0 -12', 'run 64', 'output 0 0 1', 'save', 'event 0 0 6', 'run 64', 'keep', 'restore'],
    ...['value 0', 'parameters', 'run 64', 'output 0 0 1', 'value 0'],
  ]);
  t.is(line(answer, 'restored'), 'restored 0');
  t.deepEqual(numbers(answer, 'output', 1), numbers(answer));
  t.deepEqual([numbers(answer, 'value'), numbers(answer, 'value', 1)], [[-12], [-12]]);
  t.is(parameters(answer)[0]?.value, -12);
});

test('A value set by the main thread and not yet heard by the plugin is saved nevertheless, if a flush comes first', (t) => {
  const answer = probe(t, 'modulation', [
    'set 0 0.75',
    'obey 50',
    'save',
    'set 0 0',
    'run 64',
    'keep',
    'restore',
    'value 0',
  ]);
  t.deepEqual(numbers(answer, 'value'), [0.75]);
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

test('A plugin without clap.state has no state to save or to restore', (t) => {
  const answer = probe(t, 'no-state', ['save', 'bytes', 'keep', 'restore', 'run 64']);
  t.is(line(answer, 'saved'), 'saved -2');
  t.deepEqual(sizes(answer), []);
  t.is(line(answer, 'restored'), 'restored -2');
});

test('A plugin that distinguishes learns that its state is for a project', (t) => {
  const answer = probe(t, 'state-context', [
    'event 0 0 0.5',
    'run 64',
    'save',
    'event 0 0 0',
    'run 64',
    'keep',
    'restore',
    'value 0',
  ]);
  t.deepEqual(details(answer, 'stateContext.save'), ['3']);
  t.deepEqual(details(answer, 'stateContext.load'), ['3']);
  t.is(callsTo(answer, 'state.save', 'state.load').length, 0, 'once, not twice');
  t.deepEqual(numbers(answer, 'value'), [0.5]);
});

test('State is a matter of the main thread', (t) => {
  for (const { thread } of callsTo(
    probe(t, 'gain', ['run 64', 'save', 'keep', 'restore', 'run 64']),
    'state.save',
    'state.load',
  ))
    t.is(thread, 'main');
});

test('A plugin that marks its state as dirty makes the DAW hear of it, once', (t) => {
  const answer = probe(t, 'host-probe', ['obey 50', 'event 0 0 1', 'run 64', 'obey 100', 'obey 50']);
  t.notRegex(line(answer, 'idle'), /save/);
  t.regex(line(answer, 'idle', 1), /save/);
  t.notRegex(line(answer, 'idle', 2), /save/);
});

test('Files are identified by the plugin’s ids for them, and can be moved', (t) => {
  const answer = probe(t, 'file-references', ['files', 'set-file 5 /new', 'set-file 7 /other', 'files']);
  t.deepEqual(
    answer.lines.filter((text) => /^(file|files|set-file) /.test(text)),
    ['files 2', 'file 0 /a', 'file 5 /bc', 'set-file 0', 'set-file -1', 'files 2', 'file 0 /a', 'file 5 /new'],
  );
});

test('Files of Maolan’s own plugins are identified by their indices, and can be moved', (t) => {
  const answer = probe(t, 'file-references-by-index', ['files', 'set-file 1 /new', 'set-file 2 /other', 'files']);
  t.deepEqual(
    answer.lines.filter((text) => /^(file|files|set-file) /.test(text)),
    [
      ...['files 2', 'file 0 /first', 'file 1 /second', 'set-file 0', 'set-file -1'],
      ...['files 2', 'file 0 /first', 'file 1 /new'],
    ],
  );
});

test('A plugin that keeps files gets its folder; others have none', (t) => {
  const answer = probe(t, 'file-references', ['resource-directory /tmp/x', 'run 64']);
  t.is(line(answer, 'resource-directory'), 'resource-directory 0');
  t.deepEqual(details(answer, 'files.setDirectory'), ['/tmp/x shared']);
  const other = probe(t, 'gain', ['files', 'set-file 0 /a']);
  t.deepEqual([line(other, 'files'), line(other, 'set-file')], ['files -2', 'set-file -2']);
});
