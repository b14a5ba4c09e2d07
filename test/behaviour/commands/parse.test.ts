import test, { type ExecutionContext } from 'ava';
import { type Option, record } from '../../../scripts/man/recorder.ts';
import { CommandError, isGroup, type Verb } from '../../../ts/cli/command.ts';
import { isForPeople, verbNames } from '../../../ts/cli/names.ts';
import { nameOf, parse, programVersion } from '../../../ts/cli/parse.ts';
import { verbs } from '../../../ts/cli/verbs/index.ts';
import { fitsScreen } from './screen.ts';

function parsed(words: string) {
  const invocation = parse(words.split(' '), verbs, 80);
  if (invocation.kind !== 'verb') throw new Error(`${words} asks for a text`);
  return { ...invocation, args: invocation.args as Record<string, unknown> };
}

function textOf(words: string[], columns = 80): string {
  const invocation = parse(words, verbs, columns);
  return invocation.kind === 'text' ? invocation.text : '';
}

/** Command lines as a shell reads them. */
const unfolded = (text: string) => text.replaceAll(/ \\\n +/g, ' ');

const everyVerb: { verb: Verb; words: string[] }[] = verbs.flatMap((entry) =>
  isGroup(entry)
    ? entry.verbs.map((verb) => ({ verb, words: [entry.name, nameOf(verb)] }))
    : [{ verb: entry, words: [nameOf(entry)] }],
);

function refuses(t: ExecutionContext, words: string, sentence: RegExp): void {
  const error = t.throws(() => parse(words.split(' '), verbs, 80), { instanceOf: CommandError, message: sentence });
  t.is(error?.exitCode, 2);
  t.false(error?.message.includes('\n'), error?.message);
}

test('The names that the host knows are those of the verbs', (t) => {
  t.deepEqual(verbs.map(nameOf), [...verbNames]);
});

test('The list of verbs has them all, and fits a screen', (t) => {
  for (const words of [['--help'], ['-h'], ['help']]) {
    const text = textOf(words);
    for (const name of verbNames) t.regex(text, new RegExp(`^  ${name} +\\S`, 'm'));
    t.regex(text, /Exit codes: 0 done/);
    fitsScreen(t, text);
  }
  for (const words of [['--version'], ['-v']]) t.is(textOf(words), programVersion);
});

test('help and a verb is --help of the verb', (t) => {
  t.is(textOf(['help', 'render']), textOf(['render', '--help']));
  t.is(textOf(['help', 'state', 'save']), textOf(['state', 'save', '--help']));
  t.regex(textOf(['help', 'state']), /diff <before> <after>/);
  t.is(textOf(['help', 'help']), textOf(['help']));
  for (const words of ['help scan --', 'help -- scan', 'help scan --help', 'scan -h'])
    t.is(textOf(words.split(' ')), textOf(['scan', '--help']), words);
});

test('help and a verb has with --all every option and example', (t) => {
  for (const { verb, words } of everyVerb) {
    const whole = textOf(['help', ...words, '--all']);
    t.is(textOf([...words, '--all', '--help']), whole);
    const { options } = record(verb);
    for (const { name } of options.filter((one) => !one.options.hidden))
      t.regex(whole, new RegExp(`--${name}\\b`), words.join(' '));
    // A name in the short list that is not an option would only hide another.
    for (const name of verb.usual ?? [])
      t.true(
        options.some((one) => one.name === name),
        `${verb.usage}: ${name}`,
      );
    if (textOf(['help', ...words]).includes('More ')) t.true(whole.length > textOf(['help', ...words]).length);
  }
  t.throws(() => parse(['render', 'A', 'i', 'o', '--all'], verbs, 80), { message: /Unknown argument: all/ });
});

test('Help is readable in a narrow terminal, and can be copied from it', (t) => {
  for (const columns of [20, 30, 60, 300])
    for (const line of textOf(['help'], columns).split('\n')) t.true(line.length <= columns, line);
  for (const { verb, words } of everyVerb) {
    const text = textOf([...words, '--help', '--all'], 40);
    for (const { words: example } of verb.examples)
      t.true(unfolded(text).includes(`  maolan-plugin-host ${example}\n`));
  }
});

test('Without a word, and with one that is neither a verb nor a format, there is the list, as an error', (t) => {
  const errorOf = (words: string[]) => t.throws(() => parse(words, verbs, 80), { instanceOf: CommandError });
  t.like(errorOf([]), { exitCode: 1, message: '', help: textOf(['help']) });
  t.like(errorOf(['au']), { exitCode: 4, message: 'au is neither a verb nor a format', help: textOf(['help']) });
});

for (const { verb, words } of everyVerb)
  test(`${words.join(' ')} --help has usage, summary, examples and exit codes`, (t) => {
    for (const more of [[], ['--all']]) {
      const text = textOf([...words, '--help', ...more]);
      const plain = text.replace(/\s+/g, '');
      t.true(text.startsWith(`maolan-plugin-host ${words.join(' ')}`), text);
      t.true(plain.includes(verb.summary.replace(/\s+/g, '')));
      t.regex(text, /Exit codes:/);
      for (const { words: example } of more.length > 0 ? verb.examples : verb.examples.slice(0, 2))
        t.true(unfolded(text).includes(`  maolan-plugin-host ${example}\n`), example);
    }
  });

test('Options come as they are declared', (t) => {
  const { verb, args, words } = parsed(
    'render A in.wav out.wav --param Gain=-6 --then B --param x=1 --block 64 --bit-depth 24',
  );
  t.is(nameOf(verb), 'render');
  t.deepEqual(words, 'A in.wav out.wav --param Gain=-6 --then B --param x=1 --block 64 --bit-depth 24'.split(' '));
  t.deepEqual(args.then, ['B']);
  t.like(args, {
    plugin: 'A',
    files: ['in.wav', 'out.wav'],
    param: ['Gain=-6', 'x=1'],
    block: 64,
    bitDepth: '24',
  });
});

test('An option takes one word: what follows is an argument again', (t) => {
  t.deepEqual(parsed('render --param a=1 A in.wav out.wav').args.files, ['in.wav', 'out.wav']);
});

test('Of an option that cannot be repeated, the last counts', (t) => {
  t.is(parsed('render A in.wav out.wav --block 64 --block 128').args.block, 128);
});

test('Names that look like numbers stay names', (t) => {
  t.is(parsed('info 0123').args.plugin, '0123');
});

test('What stands behind -- is a name, however it begins', (t) => {
  t.is(parsed('info -- -x').args.plugin, '-x');
  t.is(parsed('info --json -- --help').args.plugin, '--help');
  t.like(parsed('render --block 64 -- -a in.wav -b.wav').args, {
    plugin: '-a',
    files: ['in.wav', '-b.wav'],
    block: 64,
  });
  t.is(parsed('state save -p x=1 -- -a -f').args.file, '-f');
});

test('Formats may be listed with commas, or one by one, and count once', (t) => {
  t.deepEqual(parsed('scan --format lv2,clap,lv2 --format clap').args.format, ['lv2', 'clap']);
  t.deepEqual(parsed('scan --format clap,LV2').args.format, ['clap', 'lv2']);
  t.deepEqual(parsed('scan --format clap --format lv2').args.format, ['clap', 'lv2']);
  t.is(parsed('scan').args.format, undefined);
});

test('One option has one name, and its short form, on all verbs', (t) => {
  for (const words of ['bench A', 'compare A B', 'state save A f', 'presets A --save f', 'render A i o'])
    t.deepEqual(parsed(`${words} -p x=1`).args.param, ['x=1'], words);
  for (const words of ['bench A', 'compare A B', 'plot f', 'render A i'])
    t.is(parsed(`${words} -o f.svg`).args.output, 'f.svg', words);
  for (const words of ['state save A f', 'presets A --save f']) t.is(parsed(`${words} --preset P`).args.preset, 'P');
  for (const words of ['bench A', 'compare A B', 'render A i o']) t.is(parsed(`${words} -b 64`).args.block, 64, words);
  for (const words of ['bench A', 'compare A B', 'gui A', 'render A i o'])
    for (const name of ['--rate', '--sample-rate']) t.is(parsed(`${words} ${name} 96000`).args.rate, 96_000, words);
});

/** What is the same in all verbs that have the option. Texts, defaults and whether it may be repeated differ. */
function traitsOf({ name, options: { alias, type, choices } }: Option) {
  const short = [alias ?? []].flat().filter((one) => one.length === 1);
  return { name, short, type: type ?? (choices && 'string') };
}

test('The options of all verbs are alike: a name and a letter mean one thing, and no thing has two names', (t) => {
  const every = verbs.flatMap((entry) => (isGroup(entry) ? entry.verbs : [entry]));
  const byName = new Map<string, ReturnType<typeof traitsOf>>();
  const byLetter = new Map<string, string>();
  for (const verb of every)
    for (const option of record(verb).options) {
      const traits = traitsOf(option);
      const { name, short } = traits;
      t.deepEqual(traits, byName.get(name) ?? traits, `${verb.usage}: --${name}`);
      byName.set(name, traits);
      for (const letter of short) {
        t.is(byLetter.get(letter) ?? name, name, `${verb.usage}: -${letter}`);
        byLetter.set(letter, name);
      }
      t.regex(name, /^[a-z]+(-[a-z]+)*$/);
    }
  t.like(Object.fromEntries(byLetter), { p: 'param', o: 'output', b: 'block', i: 'input' });
  // What other programs call it, or this one did: aliases at most.
  for (const other of ['sample-rate', 'samplerate', 'svg', 'out', 'params', 'set', 'from', 'buffer', 'block-size'])
    t.false(byName.has(other), other);
});

test('A positional argument has no name that is a letter of an option', (t) => {
  for (const verb of verbs.flatMap((entry) => (isGroup(entry) ? entry.verbs : [entry])))
    for (const { name } of record(verb).positionals) t.true(name.length > 1, verb.usage);
});

test('A verb of a group is found', (t) => {
  const { verb, args, words } = parsed('state save A file --param x=1');
  t.is(nameOf(verb), 'save');
  t.like(args, { plugin: 'A', file: 'file', param: ['x=1'] });
  t.deepEqual(words, ['A', 'file', '--param', 'x=1']);
});

const wrong: [string, RegExp][] = [
  ['rendr', /rendr is not a verb; did you mean render\? \(maolan-plugin-host help lists all\)/],
  ['help rendr', /did you mean render\?/],
  ['help foo', /there is no help about "foo"; maolan-plugin-host help lists all verbs/],
  ['help state sav', /state has no help about "sav"; did you mean state save\?/],
  ['help render foo', /render has no help about "foo"; see maolan-plugin-host help render/],
  ['help state save foo', /state save has no help about "foo"; see maolan-plugin-host help state save/],
  ['list', /list is not a verb; did you mean scan\?/],
  [
    'render A in.wav out.wav --blok 64',
    /Unknown argument: blok; did you mean --block\? \(see maolan-plugin-host render --help/,
  ],
  ['render A in.wav out.wav --block', /^.*--block needs a value \(see/],
  ['render A in.wav out.wav --settle --force', /--settle needs a value/],
  ['render A in.wav out.wav -p', /-p needs a value/],
  ['info --jsn A', /Unknown argument: jsn; did you mean --json\?/],
  ['info A --no-such=1', /Unknown argument: no-such \(/],
  ['render A in.wav out.wav --block many', /--block must be a number/],
  ['render A in.wav out.wav --block=', /--block must be a number/],
  ['bench A --blocks ', /--blocks must be a number/],
  ['render A in.wav out.wav -b ', /-b must be a number|--block must be a number/],
  ['crashes many', /^<number> must be a number/],
  ['crashes ', /^<number> must be a number/],
  ['completion tcsh', /^<shell> tcsh: expected one of bash, zsh, fish/],
  ['presets A --param x=1', /^--param goes with --save only \(see/],
  ['presets A --save x.lv2 --preset a --state b', /^--state and --preset: one of them \(see/],
  ['info -- A B', /^Unknown argument: B \(see/],
  ['render A in.wav out.wav --bit-depth 17', /--bit-depth 17: expected one of 8, 16, 24, 32, 32f, 64f/],
  ['info', /missing argument: <plugin> \(/],
  ['state save', /missing arguments: <plugin> <file> \(/],
  ['state save A', /missing argument: <file> \(/],
  ['info A B', /Unknown argument: B/],
  ['state', /one of these must follow state: save, load, show/],
  ['state sav A b', /sav.*did you mean save\?/],
  ['scan --format au', /--format au: expected clap, vst3, lv2/],
  ['scan --format clap,au', /--format au: expected clap, vst3, lv2/],
];
for (const [words, sentence] of wrong)
  test(`${words} is refused with one line`, (t) => {
    refuses(t, words, sentence);
  });

test('A DAW is never taken for a person, nor a person for a DAW', (t) => {
  const daw = ['lv2', 'urn:x', '/shm', 'id', '3', '4', '48000', '256', '2', '2'];
  t.false(isForPeople(daw));
  t.false(isForPeople(['clap', '/x.clap', '/shm', 'id', '3', '4']));
  t.false(isForPeople(['--log-level', 'debug', ...daw]));
  t.false(isForPeople(['--scan', '--format', 'lv2']));
  t.false(isForPeople(['au', 'x', '/shm', 'id', '3', '4']));
  t.false(isForPeople(['lv2', 'urn:x']));
  for (const name of verbNames) t.true(isForPeople([name]));
  for (const words of [[], ['--help'], ['-h'], ['-v'], ['help'], ['list'], ['rendr', 'x']]) t.true(isForPeople(words));
});
