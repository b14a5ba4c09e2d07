/** Completion, by the shells themselves. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { until } from '../support/host-process.ts';
import { currentHost } from '../support/paths.ts';
import { folderOf, run } from './commands.ts';

const PATH = `${dirname(currentHost)}:${process.env.PATH}`;
const hasZsh = spawnSync('zsh', ['--version']).status === 0;

/** A shell at a terminal, to type into. */
class Typist {
  readonly #child: ChildProcess;
  #screen = '';

  constructor(t: ExecutionContext, shell: string, cwd: string) {
    const env = { ...process.env, PATH, TERM: 'dumb', PS1: '> ', HOME: cwd };
    this.#child = spawn('script', ['-q', '-c', shell, '/dev/null'], { cwd, env, stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#screen += text;
    });
    t.teardown(() => this.#child.kill('SIGKILL'));
  }

  /** Type, and wait until something is on the screen that was not there before. */
  async type(text: string, seen: RegExp): Promise<string> {
    const before = this.#screen.length;
    this.#child.stdin?.write(text);
    const shown = () => this.#screen.slice(before);
    if (await until(() => seen.test(shown()))) return shown();
    throw new Error(`${JSON.stringify(text)} brings ${JSON.stringify(shown())}, not ${seen}`);
  }
}

async function typistWith(t: ExecutionContext, shell: 'bash' | 'zsh', command: string): Promise<Typist> {
  const folder = folderOf(t);
  const { code, stdout } = await run(['completion', shell]);
  t.is(code, 0);
  writeFileSync(join(folder, 'script'), stdout);
  const typist = new Typist(t, command, folder);
  const start = shell === 'zsh' ? 'autoload -U compinit && compinit -u && ' : '';
  await typist.type(`${start}source ./script && echo rea''dy\n`, /ready/);
  return typist;
}

const bash = 'bash --norc --noprofile -i';
const clear = '\x15'; // Ctrl-U: an empty line again

test.serial('bash completes verbs, their options, and the verbs of a group', async (t) => {
  const typist = await typistWith(t, 'bash', bash);
  await typist.type('maolan-plugin-host ren\t', /render $/);
  await typist.type(`${clear}maolan-plugin-host compare --tol\t`, /--tolerance $/);
  await typist.type(`${clear}maolan-plugin-host state ex\t`, /export $/);
  await typist.type(`${clear}maolan-plugin-host doc\t--js\t`, /doctor --json $/);
  t.pass();
});

test.serial('bash lists what is possible', async (t) => {
  const typist = await typistWith(t, 'bash', bash);
  const verbs = await typist.type('maolan-plugin-host \t\t', /completion[\s\S]*scan[\s\S]*maolan-plugin-host $/);
  for (const verb of ['scan', 'info', 'render', 'state', 'presets', 'gui', 'bench', 'compare', 'plot', 'doctor'])
    t.regex(verbs, new RegExp(`\\b${verb}\\b`));
  const choices = await typist.type(`${clear}maolan-plugin-host plot in.wav --fr\t`, /--frequency $/);
  t.regex(choices, /--frequency/);
});

(hasZsh ? test.serial : test.serial.skip)('zsh completes verbs and options', async (t) => {
  const typist = await typistWith(t, 'zsh', 'zsh -f -i');
  await typist.type('maolan-plugin-host ren\t', /render/);
  await typist.type(`${clear}maolan-plugin-host compare --tol\t`, /--tolerance/);
  t.pass();
});

test.serial('a script for each shell, and a sentence for others', async (t) => {
  t.regex(
    (await run(['completion', 'bash'])).stdout,
    /complete .* -F _maolan-plugin-host_yargs_completions maolan-plugin-host/,
  );
  t.regex((await run(['completion', 'zsh'])).stdout, /^#compdef maolan-plugin-host/);
  const { code, stdout, stderr } = await run(['completion', 'fish']);
  t.is(code, 2);
  t.is(stdout, '');
  t.regex(stderr, /bash.*zsh/s);
});
