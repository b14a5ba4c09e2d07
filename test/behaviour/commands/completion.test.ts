/** Completion, by the shells themselves. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { verbNames } from '../../../ts/cli/names.ts';
import { until } from '../../support/host-process.ts';
import { currentHost } from '../../support/paths.ts';
import { call, folderOf, run, runProgram } from './commands.ts';

const PATH = `${dirname(currentHost)}:${process.env.PATH}`;
const hasZsh = spawnSync('zsh', ['--version']).status === 0;
const hasFish = spawnSync('fish', ['--version']).status === 0;

/** A shell at a terminal, to type into. */
class Typist {
  readonly #child: ChildProcess;
  #screen = '';

  constructor(t: ExecutionContext, shell: string, cwd: string, environment: Record<string, string> = {}) {
    // A shell that ends would write its history while the folder is removed.
    const env = { ...process.env, PATH, TERM: 'dumb', PS1: '> ', HOME: cwd, HISTFILE: '', ...environment };
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

/** A cache in which a scan and two commands have left the names that they have seen. */
const cache = mkdtempSync(join(tmpdir(), 'maolan-test-'));
test.after.always(() => rmSync(cache, { recursive: true }));
test.before(async (t) => {
  for (const words of [
    ['scan', '--format', 'lv2'],
    ['info', 'lv2:ZamComp'],
    ['info', 'MDA Piano'],
  ])
    t.is((await call(words, { environment: { XDG_CACHE_HOME: cache } })).code, 0, words.join(' '));
});

/** With a copy of it. */
function withNames(t: ExecutionContext): { XDG_CACHE_HOME: string } {
  const environment = { XDG_CACHE_HOME: folderOf(t) };
  cpSync(cache, environment.XDG_CACHE_HOME, { recursive: true });
  return environment;
}

async function typistWith(
  t: ExecutionContext,
  shell: 'bash' | 'zsh',
  command: string,
  environment: Record<string, string> = {},
): Promise<Typist> {
  const folder = folderOf(t);
  const { code, stdout } = await call(['completion', shell]);
  t.is(code, 0);
  writeFileSync(join(folder, 'script'), stdout);
  const typist = new Typist(t, command, folder, environment);
  const start = shell === 'zsh' ? 'autoload -U compinit && compinit -u && ' : '';
  await typist.type(`${start}source ./script && echo rea''dy\n`, /ready/);
  return typist;
}

const BASH = 'bash --norc --noprofile -i';
const CLEAR = '\x15'; // Ctrl-U: an empty line again

test.serial('bash completes verbs, their options, and the verbs of a group', async (t) => {
  const typist = await typistWith(t, 'bash', BASH);
  await typist.type('maolan-plugin-host ren\t', /render $/);
  await typist.type(`${CLEAR}maolan-plugin-host compare --tol\t`, /--tolerance $/);
  await typist.type(`${CLEAR}maolan-plugin-host state ex\t`, /export $/);
  await typist.type(`${CLEAR}maolan-plugin-host doc\t--js\t`, /doctor --json $/);
  await typist.type(`${CLEAR}maolan-plugin-host help pre\t`, /help presets $/);
  t.pass();
});

test.serial(
  'bash completes plugins, with and without their format, their parameters and presets, and files',
  async (t) => {
    const typist = await typistWith(t, 'bash', BASH, withNames(t));
    await typist.type('maolan-plugin-host info ZamVe\t', /ZamVerb $/);
    await typist.type(`${CLEAR}maolan-plugin-host info lv2:ZamVe\t`, /lv2:ZamVerb $/);
    await typist.type(`${CLEAR}maolan-plugin-host info lv2:urn:zamaudio:ZamVe\t`, /lv2:urn:zamaudio:ZamVerb $/);
    await typist.type(`${CLEAR}maolan-plugin-host info MDA\\ Pia\t`, /MDA\\ Piano $/);
    await typist.type(`${CLEAR}maolan-plugin-host info "MDA Pia\t`, /"MDA Piano" $/);
    await typist.type(`${CLEAR}maolan-plugin-host state save lv2:ZamComp x -p Thr\t`, /-p Threshold=$/);
    await typist.type(
      `${CLEAR}maolan-plugin-host state save MDA\\ Piano x --preset Conc\t`,
      /--preset Concert\\ Piano $/,
    );
    await typist.type(`${CLEAR}maolan-plugin-host scan --format vst3,cl\t`, /vst3,clap $/);
    await typist.type(`${CLEAR}maolan-plugin-host state show scr\t`, /show script $/);
    t.pass();
  },
);

test.serial('bash lists what is possible', async (t) => {
  const typist = await typistWith(t, 'bash', BASH);
  const verbs = await typist.type('maolan-plugin-host \t\t', /scan[\s\S]*maolan-plugin-host $/);
  for (const verb of verbNames) t.regex(verbs, new RegExp(`\\b${verb}\\b`));
});

(hasZsh ? test.serial : test.serial.skip)('zsh completes verbs, options, plugins and parameters', async (t) => {
  const typist = await typistWith(t, 'zsh', 'zsh -f -i', withNames(t));
  await typist.type('maolan-plugin-host ren\t', /render/);
  await typist.type(`${CLEAR}maolan-plugin-host compare --tol\t`, /--tolerance/);
  await typist.type(`${CLEAR}maolan-plugin-host info lv2:ZamVe\t`, /lv2:ZamVerb/);
  await typist.type(`${CLEAR}maolan-plugin-host state save lv2:ZamComp x -p Thr\t`, /eshold=/);
  t.pass();
});

(hasFish ? test.serial : test.serial.skip)('fish completes verbs, options, plugins and parameters', async (t) => {
  const environment = { ...withNames(t), PATH };
  const folder = folderOf(t);
  writeFileSync(join(folder, 'script'), (await call(['completion', 'fish'])).stdout);
  const completed = async (line: string) => {
    const words = ['-N', '-c', `source ./script; complete -C '${line}'`];
    return (await runProgram('fish', words, { cwd: folder, environment: { ...environment, HOME: folder } })).stdout;
  };
  t.is(await completed('maolan-plugin-host ren'), 'render\n');
  t.is(await completed('maolan-plugin-host compare --tol'), '--tolerance\n');
  t.is(await completed('maolan-plugin-host info lv2:ZamVe'), 'lv2:ZamVerb\n');
  t.is(await completed('maolan-plugin-host state save lv2:ZamComp x -p Thr'), 'Threshold=\n');
  t.is(await completed('maolan-plugin-host state show scr'), 'script\n');
});

test.serial('Completing needs no Node, looks at no plugin, and never fails', async (t) => {
  const environment: Record<string, string> = { XDG_CACHE_HOME: folderOf(t), MAOLAN_NODE: '/bin/false' };
  for (const words of [[], [''], ['nosuch', ''], ['info', ''], ['state', 'nosuch', ''], ['render', 'a', '--then', '']])
    t.deepEqual((await run(['--complete', ...words], { environment })).code, 0, words.join(' '));
  t.deepEqual(readdirSync(environment.XDG_CACHE_HOME ?? ''), []);
});

test.serial('What has become of the files with names costs completion, nothing else', async (t) => {
  const environment: Record<string, string> = { ...withNames(t), MAOLAN_NODE: '/bin/false' };
  const folder = join(environment.XDG_CACHE_HOME ?? '', 'maolan-plugin-host');
  const completed = async (...words: string[]) => (await run(['--complete', ...words], { environment })).stdout;
  t.is(await completed('info', 'lv2:zamv'), 'lv2:ZamVerb\n');
  t.is(await completed('play', 'MDA Piano', 'lv2:ZamComp', '-p', 'thr'), 'Threshold=\n');
  const replaced: [string, (path: string) => void][] = [
    ['a pipe', (path) => void spawnSync('mkfifo', [path])],
    ['a device', (path) => symlinkSync('/dev/zero', path)],
    ['5 GiB', (path) => void spawnSync('truncate', ['--size=5G', path])],
    ['a folder', (path) => mkdirSync(path)],
    ['noise', (path) => writeFileSync(path, randomBytes(100_000))],
  ];
  for (const [what, replace] of replaced) {
    for (const name of ['names-lv2.txt', 'names-opened.txt']) {
      rmSync(join(folder, name), { recursive: true });
      replace(join(folder, name));
    }
    t.is(await completed('info', 'lv2:zamv'), '', what);
    t.is(await completed('info', 'lv2'), 'lv2:\n', what);
    t.is(await completed('render', 'lv2:ZamComp', '-p', 'thr'), '', what);
    t.is((await call(['info', 'lv2:ZamComp'], { environment: { ...environment, MAOLAN_NODE: '' } })).code, 0, what);
  }
});

test.serial('a script for each shell, and a sentence for others', async (t) => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { stdout } = await call(['completion'], { environment: { SHELL: `/usr/bin/${shell}` } });
    t.is(stdout, (await call(['completion', shell])).stdout);
    t.regex(stdout, new RegExp(`(^#compdef maolan-plugin-host|^# ${shell} completion)`));
  }
  for (const [words, SHELL] of [
    [['completion', 'tcsh'], '/bin/bash'],
    [['completion'], '/bin/tcsh'],
  ] as const) {
    const { code, stdout, stderr } = await call(words, { environment: { SHELL } });
    t.is(code, 2);
    t.is(stdout, '');
    t.regex(stderr, /bash.*zsh.*fish/s);
  }
});
