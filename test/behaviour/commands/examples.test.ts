/** The examples of --help must work. The verbs that draw, measure and open windows have their examples in their own tests. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { Verb } from '../../../ts/cli/command.ts';
import { nameOf } from '../../../ts/cli/help.ts';
import { verbNames } from '../../../ts/cli/names.ts';
import { verb as completion } from '../../../ts/cli/verbs/completion.ts';
import { verb as crashes } from '../../../ts/cli/verbs/crashes.ts';
import { verb as fuzz } from '../../../ts/cli/verbs/fuzz.ts';
import { verb as info } from '../../../ts/cli/verbs/info.ts';
import { verb as presets } from '../../../ts/cli/verbs/presets.ts';
import { verb as render } from '../../../ts/cli/verbs/render.ts';
import { verb as scan } from '../../../ts/cli/verbs/scan.ts';
import { group as state } from '../../../ts/cli/verbs/state.ts';
import { verb as test_ } from '../../../ts/cli/verbs/test.ts';
import { root } from '../../support/paths.ts';
import { call, folderOf, runLine } from './commands.ts';
import { keepExampleCrash } from './kept-crash.ts';
import { writeNoise, writeNote } from './sounds.ts';

/** A folder with the files that the examples use, and an empty home. */
function prepared(t: ExecutionContext): { cwd: string; environment: Record<string, string> } {
  const cwd = folderOf(t);
  writeNoise(join(cwd, 'in.wav'), 48_000, 2);
  writeNoise(join(cwd, 'more.wav'), 24_000, 1, 44_100);
  writeNote(join(cwd, 'song.mid'), { channels: 2 });
  const home = join(cwd, 'home');
  mkdirSync(home);
  const environment = { XDG_STATE_HOME: home };
  keepExampleCrash(environment);
  return { cwd, environment };
}

/** The words of a line, as a shell reads it. */
function wordsOf(line: string): string[] {
  return execFileSync('bash', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);
}

/** The first one as people type it, the others in this process. */
async function runExamples(t: ExecutionContext, verb: Verb, options: ReturnType<typeof prepared>): Promise<void> {
  for (const [i, { words }] of verb.examples.entries()) {
    const isTyped = i === 0 || /[|&;<>()$`*?~]/.test(words);
    const end = isTyped ? runLine(`maolan-plugin-host ${words}`, options) : call(wordsOf(words), options);
    const { code, stdout, stderr } = await end;
    t.is(code, 0, `${words}: ${stderr}`);
    if (words.includes('--json')) t.notThrows(() => JSON.parse(stdout), words);
  }
}

/** The tests that run the examples of these verbs. */
const elsewhere: Readonly<Record<string, string>> = {
  gui: 'commands/gui.long.test.ts',
  play: 'jack/play.test.ts',
  bench: 'commands/bench.long.test.ts',
  compare: 'commands/compare.long.test.ts',
  plot: 'commands/plot.long.test.ts',
  doctor: 'commands/doctor.test.ts',
};
const here = [scan, info, test_, fuzz, crashes, completion] as Verb[];

test('The examples of every verb are run', (t) => {
  for (const path of Object.values(elsewhere))
    t.true(readFileSync(join(root, 'test/behaviour', path), 'utf8').includes('of verb.examples)'), path);
  const names = [...here.map(nameOf), 'render', 'presets', 'state', ...Object.keys(elsewhere)];
  t.deepEqual(names.toSorted(), [...verbNames].toSorted());
});

for (const verb of here)
  test.serial(`The examples of ${nameOf(verb)}`, async (t) => {
    await runExamples(t, verb, prepared(t));
  });

test.serial('The examples of render', async (t) => {
  const options = prepared(t);
  await runExamples(t, render as Verb, options);
  for (const name of ['out.wav', 'out.flac', 'piano.wav', 'tone.flac', 'wet/in.wav', 'wet/more.wav'])
    t.true(existsSync(join(options.cwd, name)), name);
});

test.serial('The examples of presets', async (t) => {
  const options = prepared(t);
  await runExamples(t, presets as Verb, options);
  t.true(readdirSync(options.cwd).includes('copy.vstpreset'));
});

test.serial('The examples of state, one verb after the other', async (t) => {
  const options = prepared(t);
  for (const verb of state.verbs) await runExamples(t, verb, options);
  t.true(readdirSync(options.cwd).includes('comp.state'));
});
