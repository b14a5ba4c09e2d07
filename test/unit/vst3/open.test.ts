/** Finding and loading a plugin, and the one sentence that says why it failed. */
import { cpSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import test from 'ava';
import { callsTo, drive, fixture, line, numbers, probe, started } from './driver.ts';

function failure(t: import('ava').ExecutionContext, spec: string, env: Record<string, string> = {}): string {
  const answer = drive([`open ${spec}`], { env });
  t.is(answer.code, 0, answer.stderr);
  t.deepEqual(answer.faults, []);
  const sentence = line(answer, 'error').slice('error '.length);
  t.is(answer.lines.length, 1, 'one sentence, no newline');
  return sentence;
}

const failures: [title: string, name: string, says: RegExp][] = [
  ['A bundle that is not there is named', 'nowhere', /nowhere\.vst3/],
  [
    'A bundle without a binary for this machine is named, with the machine',
    'wrong-architecture',
    /wrong-architecture.*(x86_64|aarch64|riscv64)/,
  ],
  ['A bundle without any binary is named', 'no-binary', /no-binary/],
  ['A library without GetPluginFactory is named, with what it lacks', 'not-a-plugin', /GetPluginFactory.*not-a-plugin/],
  [
    'A missing shared library is named, beside the plugin',
    'missing-library',
    /missing-library.*libmaolan-nowhere\.so\.1/,
  ],
  ['A factory without an audio class is named', 'no-audio-class', /no-audio-class/],
  ['A component that fails to initialize is named', 'fails-to-initialize', /fails-to-initialize.*initiali[sz]e/],
  ['A plugin without 32-bit processing is named, with the reason', 'no-32-bit', /no-32-bit.*32/],
];

for (const [title, name, says] of failures)
  test(`${title}`, (t) => {
    t.regex(failure(t, fixture(name)), says);
  });

test('A module that refuses ModuleEntry is named', (t) => {
  t.regex(failure(t, fixture('sample-accurate'), { MAOLAN_FIXTURE_REFUSE_ENTRY: '1' }), /sample-accurate/);
});

test('After every failure the module is left by ModuleExit, with no object alive', (t) => {
  for (const name of ['fails-to-initialize', 'no-32-bit', 'no-audio-class']) {
    const answer = drive([`open ${fixture(name)}`]);
    t.is(callsTo(answer, 'module.ModuleExit').length, 1, name);
    t.deepEqual(answer.faults, [], name);
  }
});

test('A component that refused initialize is released without terminate', (t) => {
  const answer = drive([`open ${fixture('fails-to-initialize')}`]);
  t.is(callsTo(answer, 'component.terminate').length, 0);
  t.is(callsTo(answer, 'component.free').length, 1);
});

test('A single file is a plugin as well as a bundle', (t) => {
  const answer = drive([...started(fixture('single-file')), 'input 0 3', 'run 4', 'output 0 0 1', 'close']);
  t.is(answer.code, 0, answer.stderr);
  t.deepEqual(numbers(answer), [3]);
});

test('A bundle is found through a link, and with a slash at its end', (t) => {
  const link = fixture(`linked-${process.pid}`);
  symlinkSync(fixture('two-classes'), link);
  try {
    for (const spec of [link, `${fixture('two-classes')}/`]) {
      const answer = drive([...started(spec), 'run 4', 'output 0 0 1', 'close']);
      t.deepEqual(numbers(answer), [1], answer.lines.join('\n'));
    }
  } finally {
    unlinkSync(link);
  }
});

test('A bundle that was renamed still loads: its only library is meant', (t) => {
  const renamed = fixture(`renamed-${process.pid}`);
  cpSync(fixture('two-classes'), renamed, { recursive: true });
  try {
    const answer = drive([...started(renamed), 'run 4', 'output 0 0 1', 'close']);
    t.deepEqual(numbers(answer), [1], answer.lines.join('\n'));
  } finally {
    rmSync(renamed, { recursive: true });
  }
});

test('A class that only IPluginFactory3 describes is there', (t) => {
  const answer = probe(t, 'unicode-only', ['input 0 1', 'run 4', 'output 0 0 1', 'describe']);
  t.deepEqual(numbers(answer), [1]);
  t.regex(line(answer, 'description'), /^description unicode-only /);
});

const classId = (name: string): string => Buffer.from(name).toString('hex').toUpperCase();

test('Of two audio classes the first is taken, unless the spec names one', (t) => {
  const heard = (spec: string): number[] => {
    const answer = drive([...started(spec), 'run 4', 'output 0 0 1', 'close']);
    t.is(answer.code, 0, answer.stderr);
    t.deepEqual(answer.faults, []);
    return numbers(answer);
  };
  const bundle = fixture('two-classes');
  const [first, second] = [classId('First of two cls'), classId('Second of two cl')];
  t.deepEqual(heard(bundle), [1]);
  for (const separator of ['#', '::']) {
    t.deepEqual(heard(`${bundle}${separator}${first}`), [1]);
    t.deepEqual(heard(`${bundle}${separator}${second}`), [2]);
    t.deepEqual(heard(`${bundle}${separator}${second.toLowerCase()}`), [2]);
  }
});

test('A class that the bundle does not have is named', (t) => {
  const absent = classId('A class of nobody');
  t.regex(failure(t, `${fixture('two-classes')}#${absent.slice(0, 32)}`), /two-classes/);
});

test('The plugin is described by the name of its class', (t) => {
  const answer = drive([...started(fixture('side-chain')), 'describe', 'close']);
  t.is(line(answer, 'description'), 'description side-chain | parameters 0 inputs 4 outputs 2 latency 0 midi 0 0');
});

test('A latency of a billion frames is not believed', (t) => {
  const answer = probe(t, 'huge-latency', ['describe', 'run 64', 'describe']);
  for (const nth of [0, 1]) t.regex(line(answer, 'description', nth), / latency 0 /);
});
