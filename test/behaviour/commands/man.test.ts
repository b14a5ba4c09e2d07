/** The manual page: that the typesetter takes it as it is, and that it says what --help says. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'ava';
import { optionsPage } from '../../../scripts/man/options.ts';
import { plain } from '../../../scripts/man/roff.ts';
import { isGroup } from '../../../ts/cli/command.ts';
import { nameOf, parse } from '../../../ts/cli/parse.ts';
import { verbs } from '../../../ts/cli/verbs/index.ts';
import { currentHost, root } from '../../support/paths.ts';
import { call, run } from './commands.ts';
import { fitsScreen } from './screen.ts';

const page = join(dirname(currentHost), 'man/maolan-plugin-host.1');
const locale = { ...process.env, LC_ALL: 'C.UTF-8' };

const words = ['-man', '-Tutf8', '-P-c', '-P-b', '-P-u', '-rLL=400n', page];
/** As a terminal shows it, in lines that are long enough not to be broken, and without bold and underlined letters. */
const shown = execFileSync('groff', words, { encoding: 'utf8', env: locale }).replaceAll('\u2010', '-');

/** Everything that a command says of itself. The program breaks its lines elsewhere. */
function wholeHelp(command: readonly string[]): string {
  const invocation = parse([...command, '--help', '--all'], verbs, 80);
  return invocation.kind === 'text' ? invocation.text : '';
}

/** Its part about one command. */
function partOf(text: string, command: string): string {
  const [, part = ''] = text.split(new RegExp(`^   ${command}$`, 'm'));
  return part.split(/^(?: {3})?\S/m)[0] ?? '';
}

const options = (text: string): string[] =>
  [...new Set(text.match(/(?<![\w-])--[a-z][\w-]+/g) ?? [])]
    .filter((name) => !['--help', '--version'].includes(name))
    .sort();

test('groff and man set it without a warning', (t) => {
  const { status, stderr } = spawnSync('groff', ['-man', '-Tutf8', '-ww', '-z', page], {
    encoding: 'utf8',
    env: locale,
  });
  t.deepEqual([status, stderr], [0, '']);
  const man = spawnSync('man', ['--warnings', '-l', page], {
    encoding: 'utf8',
    env: { ...locale, MANPAGER: 'cat', MANWIDTH: '80' },
  });
  t.deepEqual([man.status, man.stderr], [0, '']);
  t.true(man.stdout.includes('COMMANDS'));
});

test('whatis and apropos find its name and what it is', (t) => {
  const found = execFileSync('lexgrog', [page], { encoding: 'utf8', env: locale });
  t.regex(found, /"maolan-plugin-host - run, render, compare and examine audio plugins \(CLAP, VST3, LV2\)"/);
});

const commands = verbs.flatMap((entry) =>
  isGroup(entry) ? entry.verbs.map((verb) => [entry.name, nameOf(verb)]) : [[nameOf(entry)]],
);

for (const words of commands)
  test.serial(
    `its part about ${words.join(' ')} has the options and examples of --help, which fits a screen`,
    async (t) => {
      const { code, stdout } = await call(['help', ...words]);
      t.is(code, 0);
      fitsScreen(t, stdout);
      const whole = wholeHelp(words);
      const part = partOf(shown, words.join(' '));
      const [help = ''] = whole.split(/^Examples:$/m);
      const [described = ''] = part.split(/^ {7}Examples:$/m);
      t.deepEqual(options(described), options(help));
      // --help breaks its lines where it must.
      const unbroken = (text: string) => text.replaceAll(/ \\\n/g, '').replaceAll(/\s+/g, '');
      const verb = verbs
        .flatMap((entry) => (isGroup(entry) ? entry.verbs : [entry]))
        .find((one) => nameOf(one) === words.at(-1));
      for (const example of verb?.examples ?? []) {
        t.true(part.includes(`maolan-plugin-host ${example.words}\n`), example.words);
        t.true(unbroken(whole).includes(unbroken(example.words)), `${example.words} is not in --help`);
      }
    },
  );

test('every environment variable that it names is one that the program reads', (t) => {
  const [, text = ''] = shown.split(/^ENVIRONMENT$/m);
  const names = (text.split(/^FILES$/m)[0] ?? '').match(/^ {7}[A-Z][A-Z0-9_]+(?:, [A-Z0-9_]+)*/gm) ?? [];
  t.true(names.length >= 8);
  for (const name of names.flatMap((line) => line.trim().split(', '))) {
    const places = ['ts', 'native-shim'].map((folder) => join(root, folder));
    const found = spawnSync('grep', ['-rqE', `${name}\\b`, '--include=*.ts', '--include=*.c', ...places]);
    t.is(found.status, 0, name);
  }
});

test('the exit codes are those of --help', async (t) => {
  const { code, stdout } = await run(['scan', '--help', '--all']);
  t.is(code, 0);
  const codes = [...(stdout.split('Exit codes:')[1] ?? '').matchAll(/^ {2}(\S+) {2,}\S/gm)].map(([, code]) => code);
  const [, text = ''] = shown.split(/^EXIT STATUS$/m);
  const listed = [...(text.split(/^ENVIRONMENT$/m)[0] ?? '').matchAll(/^ {7}(\S+)/gm)].map(([, code]) => code);
  t.true(codes.length >= 4);
  t.deepEqual(listed, codes);
});

test('docs/options.md has the options of today', (t) => {
  t.is(readFileSync(join(root, 'docs/options.md'), 'utf8'), optionsPage(), 'run npm run contract');
});

test('it has nothing that is not ASCII, for terminals of all kinds', (t) => {
  t.regex(readFileSync(page, 'latin1'), /^[\n -~]*$/);
});

test('text is not taken for requests', (t) => {
  t.is(plain(".TH\n'x\n-a \\b"), "\\&.TH\n\\&'x\n\\-a \\eb");
});
