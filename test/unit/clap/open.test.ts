/** Finding and loading a plugin, and the one sentence that says why it failed. */
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { callsTo, details, drive, fixture, line, numbers, probe, started } from './driver.ts';

function failure(t: ExecutionContext, spec: string): string {
  const answer = drive([`open ${spec}`]);
  t.is(answer.code, 0, answer.stderr);
  t.deepEqual(answer.faults, []);
  t.is(answer.lines.length, 1, 'one sentence, no newline');
  return line(answer, 'error').slice('error '.length);
}

const failures: [title: string, spec: string, says: RegExp][] = [
  ['A file that is not there is named', fixture('nowhere'), /nowhere\.clap/],
  ['A file that is not a library is named', fixture('not-a-library'), /not-a-library\.clap/],
  ['A library without clap_entry is named, with what it lacks', fixture('not-a-plugin'), /clap_entry.*not-a-plugin/],
  [
    'A missing shared library is named, beside the plugin',
    fixture('missing-library'),
    /missing-library.*libmaolan-nowhere\.so\.1/,
  ],
  ['A plugin for an unreleased CLAP is named, with its version', fixture('old-version'), /old-version.*0\.26\.0/],
  ['An entry that refuses is named', fixture('refuses-entry'), /refuses-entry.*init/],
  ['A file without a factory of plugins is named', fixture('no-factory'), /no-factory.*clap\.plugin-factory/],
  ['A factory without plugins is named', fixture('empty-factory'), /empty-factory/],
  ['A factory that makes no plugin is named', fixture('fails-to-create'), /fails-to-create.*create/],
  ['A plugin that fails to initialize is named', fixture('fails-to-init'), /fails-to-init.*init/],
  [
    'A plugin that the file does not have is named, with those that it has',
    `${fixture('several-plugins')}#org.maolan.nobody`,
    /several-plugins.*org\.maolan\.nobody.*org\.maolan\.several\.one.*org\.maolan\.several\.three/,
  ],
];

for (const [title, spec, says] of failures)
  test(`${title}`, (t) => {
    t.regex(failure(t, spec), says);
  });

test('After every failure behind the entry, the entry is left once; one that refused or is too old is not even left', (t) => {
  for (const name of ['no-factory', 'empty-factory', 'fails-to-create', 'fails-to-init'])
    t.is(callsTo(drive([`open ${fixture(name)}`]), 'entry.deinit').length, 1, name);
  for (const name of ['refuses-entry', 'old-version'])
    t.is(callsTo(drive([`open ${fixture(name)}`]), 'entry.init', 'entry.deinit').length, 0, name);
});

test('A plugin that failed to initialize is destroyed', (t) => {
  t.deepEqual(
    drive([`open ${fixture('fails-to-init')}`]).calls.map(({ name }) => name),
    ['entry.init', 'factory.createPlugin', 'plugin.init', 'plugin.destroy', 'entry.deinit'],
  );
});

test('A plugin that fails to activate says so, and is closed without being deactivated', (t) => {
  const answer = drive([...started(fixture('fails-to-activate'), 192000), 'close']);
  t.is(line(answer, 'activated'), 'activated -1');
  t.is(callsTo(answer, 'plugin.deactivate').length, 0);
  t.is(callsTo(answer, 'plugin.destroy').length, 1);
  t.deepEqual(answer.faults, []);
  t.is(answer.code, 0, answer.stderr);
  t.is(line(probe(t, 'fails-to-activate', ['run 64']), 'run'), 'run 0 latency 0');
});

test('Of several plugins the first is taken, unless the spec names one', (t) => {
  const heard = (spec: string): number[] => {
    const answer = drive([...started(spec), 'run 4', 'output 0 0 1', 'close']);
    t.is(answer.code, 0, answer.stderr);
    t.deepEqual(answer.faults, []);
    return numbers(answer);
  };
  const file = fixture('several-plugins');
  t.deepEqual(heard(file), [1]);
  for (const separator of ['#', '::'])
    for (const [i, id] of ['one', 'two', 'three'].entries())
      t.deepEqual(heard(`${file}${separator}org.maolan.several.${id}`), [i + 1]);
});

test('A plugin is found through a link and by a relative path; its entry gets an absolute one', (t) => {
  // Not in a temporary folder, whose path may have blanks: the driver reads words.
  const folder = mkdtempSync('/dev/shm/clap-open-');
  try {
    const link = join(folder, 'a#name::of-its-own.clap');
    symlinkSync(fixture('several-plugins'), link);
    for (const spec of [link, `${link}::org.maolan.several.one`, 'build/fixtures/clap/several-plugins.clap']) {
      const answer = drive([...started(spec), 'run 4', 'output 0 0 1', 'close']);
      t.deepEqual(numbers(answer), [1], answer.lines.join('\n'));
      t.deepEqual(answer.faults, []);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('The plugin is described by its descriptor’s name and by its ports', (t) => {
  const described = (name: string): string => line(probe(t, name, ['describe']), 'description');
  t.is(described('gain'), 'description Gain | parameters 1 inputs 2 outputs 2 latency 0 midi 0 0');
  t.is(described('many-ports'), 'description Many ports | parameters 0 inputs 6 outputs 6 latency 0 midi 0 0');
  t.is(
    described('forty-channels'),
    'description Forty channels | parameters 0 inputs 40 outputs 40 latency 0 midi 0 0',
  );
  t.is(described('note-echo'), 'description Note echo | parameters 0 inputs 0 outputs 0 latency 0 midi 1 3');
  t.is(described('null-functions'), 'description Null functions | parameters 0 inputs 0 outputs 0 latency 0 midi 0 0');
});

test('An entry that prints does not disturb anything', (t) => {
  t.is(line(probe(t, 'prints-in-entry', ['run 64']), 'run'), 'run 0 latency 0');
});

test('A plugin that is slow to initialize loads all the same', (t) => {
  const options = { env: { MAOLAN_FIXTURE_HANG_MS: '300' } };
  probe(t, 'slow-init', ['run 64'], options);
  probe(t, 'hang-in-entry', ['run 64'], options);
});

test('A plugin can be opened again after it was closed', (t) => {
  const once = [...started(fixture('gain')), 'run 64', 'close'];
  const answer = drive([...once, ...once]);
  t.is(answer.code, 0, answer.stderr);
  t.deepEqual(answer.faults, []);
  t.is(callsTo(answer, 'entry.init').length, 2);
  t.is(callsTo(answer, 'entry.deinit').length, 2);
});

test('The host gives its name and version, and offers what plugins need', (t) => {
  const answer = probe(t, 'host-probe', ['run 64']);
  t.true(details(answer, 'host.name')[0]!.length > 0);
  const offered = details(answer, 'host.extension');
  for (const name of ['params', 'audio-ports', 'note-ports', 'latency', 'state', 'log', 'thread-check'])
    t.true(offered.includes(`clap.${name}`), name);
  for (const name of ['timer-support', 'posix-fd-support', 'tail', 'note-name'])
    t.true(offered.includes(`clap.${name}`), name);
});

test('A latency of a billion frames is not believed', (t) => {
  const answer = probe(t, 'huge-latency', ['describe', 'run 64', 'describe']);
  for (const nth of [0, 1]) t.regex(line(answer, 'description', nth), / latency 0 /);
});
