/**
 * `test` and `fuzz`: what they find in plugins whose faults are known, and what they do not find in those that have none. The whole table is
 * test/soak/validate.ts's.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { root } from '../../support/paths.ts';
import { validate } from '../torture/validator.ts';
import { always, brokenBy, formatsOf, validatorRows } from '../torture/validator-rows.ts';

const executable = join(root, 'dist/maolan-plugin-host');
const checkers = join(root, 'dist/lib/checker');
const environment = { ...process.env, DISPLAY: '', LV2_PATH: `${checkers}:/usr/lib/lv2` };
const clean = {
  lv2: 'urn:maolan:fixture:clean',
  clap: join(checkers, 'clean.clap'),
  vst3: join(checkers, 'clean.vst3'),
};
/** What the sample rows are about, and what that needs. */
const GROUPS =
  '^(lifecycle/(open|idle|close)|process/(plays|finite|guard|inputs)|state/(save|restore|repeat)|environment/(fl|lo|si))';
/** Nothing else of all of them is found in LV2; in the other formats each row is looked for in its own group. */
const GROUP_OF_ROW: Readonly<Record<string, string>> = {
  'overrun@process': '^process/(plays|finite|guard|inputs)',
  'segv@save': '^(lifecycle/open|state/(save|restore))',
  'rounding@process:20': '^(process/plays|environment/(fl|lo|si))',
};

function run(...words: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(executable, words, { encoding: 'utf8', env: environment, maxBuffer: 1 << 26 });
}

for (const row of validatorRows.filter(({ isSample }) => isSample))
  for (const format of formatsOf(row))
    test.serial(
      `${format}: ${row.script || 'no fault'} breaks ${brokenBy(row, format).join(', ') || 'nothing'}`,
      async (t) => {
        const groups = format === 'lv2' ? GROUPS : (GROUP_OF_ROW[row.script] ?? GROUPS);
        const { ids, exitCode, text } = await validate(format, row.script, ['--level', '3', '--only', groups]);
        t.deepEqual(
          ids.filter((id) => !always[format].includes(id)),
          brokenBy(row, format)
            .filter((id) => new RegExp(groups).test(id))
            .toSorted(),
          text,
        );
        const hasCrashed = brokenBy(row, format).some((id) => id.endsWith('!'));
        t.is(exitCode, row.breaks.length === 0 ? 0 : hasCrashed ? 3 : 1);
      },
    );

/** What DAWs hardly do is tried by each format's own hand: one of each kind. */
const TRIALS =
  '^(files/unknown|lifecycle/(layouts|inactive|order|reset)|parameters/(flush|cookies|namespaces)|process/(deterministic|no-frames|double)|state/short|transport/none)';
for (const [format, script, id] of [
  ['lv2', 'writes-nothing@instantiate', 'process/no-frames'],
  ['vst3', 'deaf-flush@instantiate', 'parameters/flush'],
  ['clap', 'needs-cookie@instantiate', 'parameters/cookies'],
  ['lv2', 'unplayed@instantiate', 'lifecycle/order-of-calls'],
  ['clap', 'deaf-reset@instantiate', 'lifecycle/reset'],
  ['vst3', 'double@instantiate', 'process/double-precision'],
  ['clap', 'wide-crossed@instantiate', 'process/double-in-place'],
  ['vst3', 'needs-side-chain@instantiate', 'lifecycle/inactive-buses'],
  ['clap', 'needs-side-chain@instantiate', 'lifecycle/inactive-buses'],
] as const)
  test.serial(`${format}: ${script} breaks ${id}, of all that DAWs hardly do`, async (t) => {
    const { ids, exitCode, text } = await validate(format, script, ['--level', '5', '--only', TRIALS]);
    t.deepEqual(ids, [id], text);
    t.is(exitCode, 1);
  });

for (const format of ['vst3', 'clap'] as const)
  test.serial(`${format}: buses that are switched off and samples of 64 bits are tried, and pass`, async (t) => {
    const only = '^(lifecycle/inactive-buses|process/double-(precision|in-place))$';
    const { passed, ids } = await validate(format, 'side-chain@instantiate wide@instantiate', ['--only', only]);
    t.deepEqual(ids, []);
    t.deepEqual(passed, ['lifecycle/inactive-buses', 'process/double-in-place', 'process/double-precision']);
  });

test.serial('A plugin in the class of generators may sound with silent input', (t) => {
  const words = ['--level', '4', '--only', '^process/silence$', '--verbose'];
  const { stdout, stderr } = run('test', 'http://drobilla.net/plugins/mda/TestTone', ...words);
  t.regex(stdout, /process\/silence.*generator/s, stdout + stderr);
  t.notRegex(stdout, /warn/);
});

for (const [level, ids, how] of [
  ['3', ['environment/floating-point!'], 'below level 5 in the process that they share: the first one reports it'],
  [
    '5',
    ['environment/directory!', 'environment/floating-point!', 'environment/umask!'],
    'from level 5 on in a process for each',
  ],
] as const)
  test.serial(`Tests that look at the same thing: it crashes ${how}`, async (t) => {
    const only = '^environment/(floating-point|directory|umask)$';
    const found = await validate('lv2', 'segv@process:20', ['--level', level, '--only', only]);
    t.deepEqual(found.ids, ids);
    t.deepEqual(found.passed, []);
  });

test.serial('vst3: an edit from process breaks environment/threads', async (t) => {
  const { ids, lines } = await validate('vst3', 'touch@process:20', [
    '--level',
    '3',
    '--only',
    '^environment/threads$',
  ]);
  t.deepEqual(ids, ['environment/threads']);
  t.regex(lines[0] ?? '', /calls IComponentHandler::beginEdit from a thread that is not the main thread/);
});

test.serial('lv2: an instrument without notes breaks files/class-and-ports', async (t) => {
  const { ids } = await validate('lv2', 'false-class@load', ['--level', '3', '--only', '^files/class']);
  t.deepEqual(ids, ['files/class-and-ports']);
});

test.serial('vst3: what an earlier scan has written down of a class does not count', async (t) => {
  const words = ['--level', '3', '--only', '^files/class-and-ports$'];
  t.deepEqual((await validate('vst3', '', words)).passed, ['files/class-and-ports']);
  t.deepEqual((await validate('vst3', 'false-class@load', words)).ids, ['files/class-and-ports']);
});

for (const [format, name] of Object.entries(clean))
  test.serial(`${format}: a plugin without a fault passes`, (t) => {
    const { status, stdout, stderr } = run(
      'test',
      name,
      '--level',
      '10',
      '--only',
      '^(files|process/(plays|finite|guard|every|in)|real-time)',
      '--skip',
      '/random$',
      '--seed',
      '1',
    );
    t.is(status, 0, stdout + stderr);
    t.notRegex(stdout, /warn|FAIL|CRASH|HANG/);
    t.regex(stdout, /passed: \d+ tests/);
  });

test.serial(
  'A failure is reported with its rule, its source, where it was, the calls and the command that does it again',
  (t) => {
    const env = { ...environment, LV2_PATH: join(root, 'build/fixtures/torture'), MAOLAN_TORTURE: 'segv@process:20' };
    const words = ['test', 'urn:maolan:torture', '--only', 'lifecycle/|process/plays', '--level', '1', '--seed', '5'];
    const { status, stdout } = spawnSync(executable, words, { encoding: 'utf8', env });
    t.is(status, 3);
    t.regex(stdout, /CRASH {2}process\/plays/);
    for (const part of [
      'source    lv2core/lv2.h',
      'it crashed with SIGSEGV',
      'process, on the audio thread',
      'torture.so+0x',
      '--seed 5',
    ])
      t.true(stdout.includes(part), part);
  },
);

for (const format of ['lv2', 'vst3'] as const)
  test.serial(`${format}: the printed command does it again, for one plugin of a bundle that is on no path`, (t) => {
    const env = {
      ...environment,
      LV2_PATH: '/usr/lib/lv2',
      MAOLAN_TORTURE: 'nan@process',
      PATH: `${root}/dist:${process.env.PATH}`,
    };
    const bundle = join(root, `build/fixtures/torture/torture.${format}`);
    const words = ['--only', '^(lifecycle/(open|idle)|process/(plays|finite))$', '--hold', "it's", '--timeout', '25s'];
    const { stdout } = spawnSync(executable, ['test', bundle, '--level', '2', '--seed', '5', ...words], {
      encoding: 'utf8',
      env,
    });
    const [, command = ''] = /again {5}(.*)/.exec(stdout) ?? [];
    t.regex(command, /--level 2 --only '\^process\/finite\$' --seed 5 --hold 'it'\\''s' --timeout 25000ms$/, stdout);
    const again = spawnSync('sh', ['-c', command], { encoding: 'utf8', env });
    t.is(again.status, 1, again.stdout + again.stderr);
    t.regex(again.stdout, /FAILED: 1 test,/);
  });

test.serial('JUnit, JSON and TAP say the same', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'maolan-validate-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'report.xml');
  const config = join(folder, 'config.json');
  writeFileSync(config, JSON.stringify({ level: 1, only: '^(files|lifecycle)/' }));
  const words = ['test', clean.clap, '--config', config, '--seed', '1'];
  const json = JSON.parse(run(...words, '--json', '--junit', file).stdout) as {
    plugins: { tests: { id: string }[] }[];
  };
  const ids = json.plugins[0]?.tests.map(({ id }) => id) ?? [];
  t.true(ids.includes('lifecycle/open'));
  const xml = readFileSync(file, 'utf8');
  t.is(xml.match(/<testcase /g)?.length, ids.length);
  const tap = run(...words, '--tap').stdout;
  t.is(tap.match(/^ok /gm)?.length, ids.length);
  t.regex(tap, new RegExp(`^1\\.\\.${ids.length}$`, 'm'));
});

test.serial('--list and --explain need no plugin', (t) => {
  t.regex(run('test', '--list', '--level', '10').stdout, /^state\/round-trip +1 +clap vst3 lv2 +fails/m);
  const { stdout } = run('test', '--explain', 'real-time/heap');
  for (const part of ['Why:', 'Who breaks it:', 'lv2:hardRTCapable']) t.true(stdout.includes(part), part);
  const unknown = run('test', '--explain', 'state/round-trp');
  t.is(unknown.status, 2);
  t.regex(unknown.stderr, /did you mean state\/round-trip/);
  t.regex(run('test', '--explain', 'surroundings/locale').stderr, /did you mean environment\/locale\?/);
});

test.serial('What cannot be done has a sentence before anything is tested', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'maolan-validate-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const config = join(folder, 'config.json');
  writeFileSync(config, '{"level": 1');
  spawnSync('mkfifo', [join(folder, 'pipe.json')]);
  const refusals: [RegExp, ...string[]][] = [
    [/cannot be written: there is no folder/, clean.clap, '--junit', join(folder, 'none/report.xml')],
    [/config.json is not JSON/, clean.clap, '--config', config],
    [/pipe.json cannot be read: it is a pipe or a device/, clean.clap, '--config', join(folder, 'pipe.json')],
    [/zero cannot be read: it is a pipe or a device/, clean.clap, '--config', '/dev/zero'],
    [/none.json cannot be read: ENOENT/, clean.clap, '--config', join(folder, 'none.json')],
    [/must be more than 0/, clean.clap, '--timeout', '0'],
    [/did you mean lifecycle\/open/, clean.clap, '--only', '^lifecyle/open$'],
    [/of higher levels than 1/, clean.clap, '--only', 'real-time/heap', '--level', '1'],
    [/is not an executable file/, '--host', config],
    [/not a plugin host that speaks this protocol/, '--host', '/bin/true'],
  ];
  for (const [sentence, ...words] of refusals) {
    const { status, stderr } = run('test', ...words);
    t.regex(stderr, sentence);
    t.not(status, 0);
  }
});

test.serial('What a plugin with a sanitizer loses is named with its line', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'maolan-validate-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const bundle = join(folder, 'loses.lv2');
  cpSync(join(root, 'test/fixtures/sanitizer'), bundle, { recursive: true });
  copyFileSync(join(root, 'build/test/loses.so'), join(bundle, 'loses.so'));
  const only = '^(lifecycle/(open|idle|close|leak-sanitizer)|process/plays)$';
  const env = { ...environment, LV2_PATH: folder };
  const { stdout, status } = spawnSync(
    executable,
    ['test', 'urn:maolan:fixture:loses', '--level', '3', '--only', only],
    {
      encoding: 'utf8',
      env,
    },
  );
  t.is(status, 1, stdout);
  t.regex(stdout, /FAIL {3}lifecycle\/leak-sanitizer/);
  t.regex(stdout, /instantiate at .*loses\.c:\d+/);
});

test.serial('fuzz finds the crash, and the round with its seed finds it again', (t) => {
  const env = { ...environment, LV2_PATH: join(root, 'build/fixtures/torture'), MAOLAN_TORTURE: 'segv@restore:2' };
  const fuzz = (...words: string[]) =>
    spawnSync(executable, ['fuzz', 'urn:maolan:torture', '--hold', '^(Fault|Countdown)$', ...words], {
      encoding: 'utf8',
      env,
    });
  const found = fuzz('--minutes', '1', '--seed', '1', '--jobs', '1');
  t.is(found.status, 3, found.stdout + found.stderr);
  const [, seed = ''] = /--reproduce (\d+)/.exec(found.stdout) ?? [];
  t.is(fuzz('--reproduce', seed).status, 3);
});

test.serial('test --host: what a bad host has started is gone afterwards', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'maolan-validate-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const bad = join(folder, 'bad host');
  const nap = `${70_000 + process.pid}.5`;
  writeFileSync(bad, `#!/bin/sh\nsleep ${nap} &\nexit 1\n`, { mode: 0o755 });
  const { status, stderr } = run('test', '--host', bad);
  t.is(status, 1);
  t.regex(stderr, /not a plugin host that speaks this protocol/);
  t.not(spawnSync('pgrep', ['-f', `sleep ${nap}`]).status, 0);
});

test.serial('test --host: this host has all points', (t) => {
  const { status, stdout } = run('test', '--host', executable);
  t.is(status, 0, stdout);
  const [, points, of] = /^(\d+) of (\d+) points$/m.exec(stdout) ?? [];
  t.is(points, of);
});
