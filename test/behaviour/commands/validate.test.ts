/**
 * `test` and `fuzz`: what they find in plugins whose faults are known, and what they do not find in those that have none. The whole table is
 * test/soak/validate.ts's.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { root } from '../../support/paths.ts';
import { type Format, formats } from '../torture/support.ts';
import { validate } from '../torture/validator.ts';
import { always, brokenBy, type ValidatorRow, validatorRows } from '../torture/validator-rows.ts';
import { call, type End, folderOf, runProgram } from './commands.ts';

const executable = join(root, 'dist/maolan-plugin-host');
const checkers = join(root, 'dist/lib/checker');
const environment = { DISPLAY: '', LV2_PATH: `${checkers}:/usr/lib/lv2` };
const clean = {
  lv2: 'urn:maolan:fixture:clean',
  clap: join(checkers, 'clean.clap'),
  vst3: join(checkers, 'clean.vst3'),
};
function run(...words: string[]): Promise<End> {
  return call(words, { environment });
}

/** Rules by which the samples are judged: those that they break, and others that they might. */
const GROUPS = '^(lifecycle/open|process/(plays|finite|guard|inputs)|state/(save|restore)|environment/(fl|lo|si))';
const samples = validatorRows.filter(({ isSample }) => isSample);
const isCrash = (row: ValidatorRow, format: Format) => brokenBy(row, format).some((id) => id.endsWith('!'));

function samplesBreakTheirs(format: Format, rows: readonly ValidatorRow[], exitCode: number): void {
  const script = rows.map((row) => row.script).join(' ');
  const isWanted = (id: string) => new RegExp(GROUPS).test(id);
  const wanted = rows.flatMap((row) => brokenBy(row, format).filter(isWanted)).toSorted();
  test.serial(`${format}: ${script} breaks ${wanted.join(', ')}, and nothing else`, async (t) => {
    const found = await validate(format, script, ['--level', '3', '--only', GROUPS]);
    const ids = found.ids.filter((id) => !always[format].includes(id));
    t.deepEqual(ids, wanted, found.text);
    t.is(found.exitCode, exitCode);
  });
}

for (const format of formats) {
  // Faults that end no process do not hide one another.
  samplesBreakTheirs(
    format,
    samples.filter((row) => !isCrash(row, format)),
    1,
  );
  for (const row of samples.filter((row) => isCrash(row, format))) samplesBreakTheirs(format, [row], 3);
}

/** What DAWs hardly do. */
const TRIALS =
  '^(files/unknown|lifecycle/(layouts|inactive|order|reset)|parameters/(flush|cookies|namespaces)|process/(deterministic|no-frames|double)|state/short|transport/none)';
/** Each format tries it by its own hand: of each kind of fault one, and what finds it. */
const trials: Readonly<Record<Format, Readonly<Record<string, string>>>> = {
  lv2: { 'writes-nothing@instantiate': 'process/no-frames', 'unplayed@instantiate': 'lifecycle/order-of-calls' },
  vst3: {
    'deaf-flush@instantiate': 'parameters/flush',
    'double@instantiate': 'process/double-precision',
    'needs-side-chain@instantiate': 'lifecycle/inactive-buses',
  },
  clap: {
    'needs-cookie@instantiate': 'parameters/cookies',
    'deaf-reset@instantiate': 'lifecycle/reset',
    'wide-crossed@instantiate': 'process/double-in-place',
    'needs-side-chain@instantiate': 'lifecycle/inactive-buses',
  },
};
for (const format of formats)
  test.serial(`${format}: of all that DAWs hardly do, each fault is found once`, async (t) => {
    const script = Object.keys(trials[format]).join(' ');
    const { ids, exitCode, text } = await validate(format, script, ['--level', '5', '--only', TRIALS]);
    t.deepEqual(ids, Object.values(trials[format]).toSorted(), text);
    t.is(exitCode, 1);
  });

for (const format of ['vst3', 'clap'] as const)
  test.serial(`${format}: buses that are switched off and samples of 64 bits are tried, and pass`, async (t) => {
    const only = '^(lifecycle/inactive-buses|process/double-(precision|in-place))$';
    const { passed, ids } = await validate(format, 'side-chain@instantiate wide@instantiate', ['--only', only]);
    t.deepEqual(ids, []);
    t.deepEqual(passed, ['lifecycle/inactive-buses', 'process/double-in-place', 'process/double-precision']);
  });

test.serial('A plugin in the class of generators may sound with silent input', async (t) => {
  const words = ['--level', '4', '--only', '^process/silence$', '--verbose'];
  const { stdout, stderr } = await run('test', 'http://drobilla.net/plugins/mda/TestTone', ...words);
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

test.serial('lv2: an instrument without notes breaks files/class-and-ports', async (t) => {
  const { ids } = await validate('lv2', 'false-class@load', ['--level', '3', '--only', '^files/class']);
  t.deepEqual(ids, ['files/class-and-ports']);
});

test.serial(
  'vst3: an edit from process, and a class that an earlier scan has written down otherwise, are found',
  async (t) => {
    const words = ['--level', '3', '--only', '^(environment/threads|files/class-and-ports)$'];
    t.deepEqual((await validate('vst3', '', words)).passed, ['environment/threads', 'files/class-and-ports']);
    const { ids, lines } = await validate('vst3', 'touch@process:20 false-class@load', words);
    t.deepEqual(ids, ['environment/threads', 'files/class-and-ports']);
    t.regex(lines[0] ?? '', /calls IComponentHandler::beginEdit from a thread that is not the main thread/);
  },
);

for (const [format, name] of Object.entries(clean))
  test.serial(`${format}: a plugin without a fault passes`, async (t) => {
    const { code, stdout, stderr } = await run(
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
    t.is(code, 0, stdout + stderr);
    t.notRegex(stdout, /warn|FAIL|CRASH|HANG/);
    t.regex(stdout, /passed: \d+ tests/);
  });

test.serial(
  'A failure is reported with its rule, its source, where it was, the calls and the command that does it again',
  (t) => {
    const env = {
      ...process.env,
      DISPLAY: '',
      LV2_PATH: join(root, 'build/fixtures/torture'),
      MAOLAN_TORTURE: 'segv@process:20',
    };
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
  test.serial(
    `${format}: the printed command does it again, for one plugin of a bundle that is on no path`,
    async (t) => {
      const own = {
        DISPLAY: '',
        LV2_PATH: '/usr/lib/lv2',
        MAOLAN_TORTURE: 'nan@process',
        PATH: `${root}/dist:${process.env.PATH}`,
      };
      const bundle = join(root, `build/fixtures/torture/torture.${format}`);
      const words = [
        '--only',
        '^(lifecycle/(open|idle)|process/(plays|finite))$',
        '--hold',
        "it's",
        '--timeout',
        '25s',
      ];
      const { stdout } = await call(['test', bundle, '--level', '2', '--seed', '5', ...words], { environment: own });
      const [, command = ''] = /again {5}(.*)/.exec(stdout) ?? [];
      t.regex(command, /--level 2 --only '\^process\/finite\$' --seed 5 --hold 'it'\\''s' --timeout 25000ms$/, stdout);
      const again = spawnSync('sh', ['-c', command], { encoding: 'utf8', env: { ...process.env, ...own } });
      t.is(again.status, 1, again.stdout + again.stderr);
      t.regex(again.stdout, /FAILED: 1 test,/);
    },
  );

test.serial('JUnit, JSON and TAP say the same', async (t) => {
  const folder = folderOf(t);
  const file = join(folder, 'report.xml');
  const config = join(folder, 'config.json');
  writeFileSync(config, JSON.stringify({ level: 1, only: '^(files|lifecycle)/' }));
  const words = ['test', clean.clap, '--config', config, '--seed', '1'];
  const json = JSON.parse((await run(...words, '--json', '--junit', file)).stdout) as {
    plugins: { tests: { id: string }[] }[];
  };
  const ids = json.plugins[0]?.tests.map(({ id }) => id) ?? [];
  t.true(ids.includes('lifecycle/open'));
  const xml = readFileSync(file, 'utf8');
  t.is(xml.match(/<testcase /g)?.length, ids.length);
  const tap = (await run(...words, '--tap')).stdout;
  t.is(tap.match(/^ok /gm)?.length, ids.length);
  t.regex(tap, new RegExp(`^1\\.\\.${ids.length}$`, 'm'));
});

test.serial('--list and --explain need no plugin', async (t) => {
  t.regex((await run('test', '--list', '--level', '10')).stdout, /^state\/round-trip +1 +clap vst3 lv2 +fails/m);
  const { stdout } = await run('test', '--explain', 'real-time/heap');
  for (const part of ['Why:', 'Who breaks it:', 'lv2:hardRTCapable']) t.true(stdout.includes(part), part);
  const unknown = await run('test', '--explain', 'state/round-trp');
  t.is(unknown.code, 2);
  t.regex(unknown.stderr, /did you mean state\/round-trip/);
  t.regex((await run('test', '--explain', 'surroundings/locale')).stderr, /did you mean environment\/locale\?/);
});

test.serial('What cannot be done has a sentence before anything is tested', async (t) => {
  const folder = folderOf(t);
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
    const { code, stderr } = await run('test', ...words);
    t.regex(stderr, sentence);
    t.not(code, 0);
  }
});

test.serial('What a plugin with a sanitizer loses is named with its line', async (t) => {
  const folder = folderOf(t);
  const bundle = join(folder, 'loses.lv2');
  cpSync(join(root, 'test/fixtures/sanitizer'), bundle, { recursive: true });
  copyFileSync(join(root, 'build/test/loses.so'), join(bundle, 'loses.so'));
  const only = '^(lifecycle/(open|idle|close|leak-sanitizer)|process/plays)$';
  const words = ['test', 'urn:maolan:fixture:loses', '--level', '3', '--only', only];
  const { code, stdout } = await runProgram(executable, words, { environment: { ...environment, LV2_PATH: folder } });
  t.is(code, 1, stdout);
  t.regex(stdout, /FAIL {3}lifecycle\/leak-sanitizer/);
  t.regex(stdout, /instantiate at .*loses\.c:\d+/);
});

test.serial('fuzz finds the crash, and the round with its seed finds it again', async (t) => {
  const torture = { ...environment, LV2_PATH: join(root, 'build/fixtures/torture'), MAOLAN_TORTURE: 'segv@restore:2' };
  const fuzz = (...words: string[]) =>
    call(['fuzz', 'urn:maolan:torture', '--hold', '^(Fault|Countdown)$', ...words], { environment: torture });
  const found = await fuzz('--minutes', '1', '--seed', '1', '--jobs', '1');
  t.is(found.code, 3, found.stdout + found.stderr);
  const [, seed = ''] = /--reproduce (\d+)/.exec(found.stdout) ?? [];
  t.is((await fuzz('--reproduce', seed)).code, 3);
});

test.serial('test --host: what a bad host has started is gone afterwards', async (t) => {
  const folder = folderOf(t);
  const bad = join(folder, 'bad host');
  const nap = `${70_000 + process.pid}.5`;
  writeFileSync(bad, `#!/bin/sh\nsleep ${nap} &\nexit 1\n`, { mode: 0o755 });
  const { code, stderr } = await runProgram(executable, ['test', '--host', bad]);
  t.is(code, 1);
  t.regex(stderr, /not a plugin host that speaks this protocol/);
  t.not(spawnSync('pgrep', ['-f', `sleep ${nap}`]).status, 0);
});

test.serial('test --host: this host has all points', async (t) => {
  const { code, stdout } = await runProgram(executable, ['test', '--host', executable]);
  t.is(code, 0, stdout);
  const [, points, of] = /^(\d+) of (\d+) points$/m.exec(stdout) ?? [];
  t.is(points, of);
});
