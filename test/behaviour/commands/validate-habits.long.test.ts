/** `test`: faults that show late, with notes or in one place only; and habits that look like faults, and are none. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import test from 'ava';
import { root } from '../../support/paths.ts';

const executable = join(root, 'dist/maolan-plugin-host');
const fixture = join(root, 'build/fixtures/clap/habits.clap');

interface Report {
  plugins: { tests: { id: string; status: string; seen: string }[] }[];
}

/** What is not passed, as `id: seen`. */
function found(kind: string, habit: string, only: string): Promise<{ lines: string[]; passed: number }> {
  const words = ['test', `${fixture}::org.maolan.${kind}`, '--level', '5', '--seed', '1', '--json', '--only', only];
  const env = { ...process.env, DISPLAY: '', MAOLAN_HABIT: habit };
  return new Promise((resolve) => {
    execFile(executable, words, { env, maxBuffer: 1 << 26 }, (_error, stdout) => {
      const tests = (JSON.parse(stdout) as Report).plugins.flatMap((plugin) => plugin.tests);
      const bad = tests.filter(({ status }) => !['passed', 'skipped'].includes(status));
      const passed = tests.length - bad.length;
      resolve({ lines: bad.map(({ id, seen }) => `${id}: ${seen}`), passed });
    });
  });
}

for (const [habit, kind, only, line] of [
  ['late-nan', 'habits', 'process/finite', /^process\/finite: NaN in output 2/],
  ['before-block', 'habits', 'process/guard-frames', /^process\/guard-frames: frames before or behind output 1/],
  ['allocates-for-notes', 'habits-notes', 'real-time/heap', /^real-time\/heap: /],
  ['shared-line', 'habits', 'lifecycle/two-instances', /^lifecycle\/two-instances: .* while another plays/],
  ['leak', 'habits', 'lifecycle/leaks', /^lifecycle\/leaks: (4[89]|5[01]) KiB in the heap/],
] as const)
  test.serial(`The fault ${habit} is found`, async (t) => {
    const { lines } = await found(kind, habit, `^${only}$`);
    t.is(lines.length, 1, lines.join('\n'));
    t.regex(lines[0] ?? '', line);
  });

/** How often a save meets a block is chance: what is found is a crash there, or nothing. */
test.serial('A plugin that cannot be saved while it plays is saved while it plays', async (t) => {
  for (let round = 0; round < 10; round++) {
    const { lines } = await found('habits', 'not-beside-save', '^state/beside-process$');
    if (lines.length === 0) continue;
    t.regex(lines[0] ?? '', /^state\/beside-process: .*SIGABRT/);
    return;
  }
  t.fail('ten rounds found nothing');
});

for (const habit of ['refuses-rates', 'noise'])
  test.serial(`The habit ${habit} is no fault`, async (t) => {
    const { lines, passed } = await found(
      'habits',
      habit,
      '^(lifecycle/(open|sample-rates)|process/(finite|in-place|deterministic)|state/same-sound)$',
    );
    t.true(passed >= 3);
    t.deepEqual(
      lines.filter((line) => !line.startsWith('process/deterministic: ')),
      [],
    );
    t.is(lines.length, habit === 'noise' ? 1 : 0);
  });

test.serial('Two instances that send system exclusive messages pass', async (t) => {
  const { lines, passed } = await found('habits-notes-out', 'sends-sysex', '^lifecycle/two-instances$');
  t.deepEqual(lines, []);
  t.is(passed, 1);
});

test.serial('fuzz never plays more than it announced', async (t) => {
  const words = ['fuzz', join(root, 'dist/lib/checker/clean.clap'), '--reproduce', '3', '--json'];
  const stdout = await new Promise<string>((resolve) => execFile(executable, words, (_error, out) => resolve(out)));
  t.is((JSON.parse(stdout) as { bad: unknown }).bad, null);
});
