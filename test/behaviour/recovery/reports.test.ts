/** What is known of a crash, and where it can be read: an event, a sentence on stderr, a file, a command. On the torture plugin in each format. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { verb } from '../../../ts/cli/verbs/crashes.ts';
import { type Crash, PluginHost } from '../../../ts/client/index.ts';
import { CRASHES_KEPT, crashFolder, keepCrash, keptCrashes } from '../../../ts/crashes/store.ts';
import { functionAt } from '../../../ts/crashes/symbols.ts';
import { Native } from '../../../ts/native.ts';
import type { KeptCrash } from '../../../ts/report.ts';
import { until } from '../../support/host-process.ts';
import { root } from '../../support/paths.ts';
import { run, runLine } from '../commands/commands.ts';
import { constant } from '../library/support.ts';
import { type Format, formats, specOf, torture } from '../torture/support.ts';

function folderOf(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'maolan-crashes-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

interface Session {
  crashes: Crash[];
  /** What the host said. */
  lines: string[];
}

/** Play until the plugin has crashed in all these ways, and has come back each time. */
async function crashed(format: Format, ways: readonly string[], state: string): Promise<Session> {
  const lines: string[] = [];
  const script = ways.map((way, index) => `${way}:${20 * (index + 1)}*1`).join(';');
  const { environment } = torture(format, script, {
    MAOLAN_TORTURE_LOG: join(state, 'log'), // each happens once
    MAOLAN_HANG_MS: '500',
    XDG_STATE_HOME: state,
  });
  const host = await PluginHost.open({
    format,
    plugin: specOf(format),
    environment: environment as Record<string, string>,
    policy: { maxRestarts: 2 * ways.length },
    onLog: (line) => lines.push(line),
  });
  const crashes: Crash[] = [];
  let revivals = 0;
  host.on('crash', (crash) => crashes.push(crash)).on('revived', () => revivals++);
  const play = () => {
    host.process([constant(64, 1), constant(64, 1)], [new Float32Array(64), new Float32Array(64)]);
    return revivals >= ways.length;
  };
  await until(play, 60_000); // seven restarts on a busy machine
  await host.close();
  return { crashes, lines };
}

function hasFunction({ backtrace = [] }: Crash, name: string): boolean {
  return backtrace.some((frame) => frame.function === name);
}

/** The plugin's own binary. */
function isTorture(module: string | undefined): boolean {
  return /^torture\.(so|clap)$/.test(basename(module ?? ''));
}

const ways = [
  'segv@process',
  'abort@process',
  'exit@process',
  'exit-group@process',
  'kill@process',
  'stack@process',
  'segv@thread',
];

for (const format of formats)
  test(`${format}: a crash has its cause, thread, address, place and backtrace, where the process could say`, async (t) => {
    const folder = folderOf(t);
    const { crashes, lines } = await crashed(format, ways, folder);
    const by = (signal: string, name: string) =>
      crashes.find((crash) => crash.signal === signal && hasFunction(crash, name));
    const [segv, abort, stack] = [
      crashes.find((crash) => crash.function === 'fault_segv' && crash.thread === 'audio'),
      by('SIGABRT', 'fault_abort'),
      by('SIGSEGV', 'fall'),
    ];
    t.like(segv, { cause: 'signal', signal: 'SIGSEGV', threadName: 'maolan-audio', address: '0x0' });
    t.true(isTorture(segv?.module) && (segv?.offset ?? 0) > 0);
    t.deepEqual(segv?.backtrace?.[0]?.function, 'fault_segv');
    t.like(abort, { cause: 'signal', thread: 'audio', address: undefined, function: 'fault_abort' });
    t.regex(basename(abort?.backtrace?.[0]?.module ?? ''), /^libc/);
    t.like(stack, { thread: 'audio', function: 'fall' });
    const [exit, raw] = crashes.filter(({ cause }) => cause === 'exit');
    t.like(exit, { exitCode: 3, thread: 'audio', function: 'fault_exit' });
    t.like(raw, { exitCode: 3, thread: 'audio', backtrace: undefined });
    t.like(
      crashes.find(({ signal }) => signal === 'SIGKILL'),
      { cause: 'signal', module: undefined },
    );
    t.like(
      crashes.find(({ thread }) => thread === 'other'),
      { signal: 'SIGSEGV', function: 'fault_segv' },
    );
    const said = lines.join('\n');
    t.regex(said, /Signal 11 \(address 0x0\) in torture\.\w+\+0x[0-9a-f]+, thread \d+ \(maolan-audio\)/);
    t.regex(said, /Signal 6 in libc\.so\.6\+0x[0-9a-f]+, called from torture\.\w+\+0x[0-9a-f]+/);
    t.regex(said, /exit in torture\.\w+\+0x[0-9a-f]+/);
    t.regex(said, /It happened in fault_segv \(torture\.\w+\+0x[0-9a-f]+\)/);
    const kept = keptCrashes(crashFolder({ XDG_STATE_HOME: folder }));
    kept.toReversed().forEach(({ backtrace, ...crash }, index) => {
      const { backtrace: fromEvent = [], ...event } = crashes[index] ?? ({} as Crash);
      t.like(crash, event);
      t.deepEqual(backtrace?.slice(0, fromEvent.length) ?? [], fromEvent); // an event's may be shorter
    });
    t.is(kept.length, ways.length);
    t.like(kept[0], { format, plugin: specOf(format) });
  });

for (const format of formats)
  test(`${format}: of a block that does not return it is known where it hangs`, async (t) => {
    const { crashes, lines } = await crashed(format, ['hang@process'], folderOf(t));
    const [hang] = crashes;
    t.like(hang, { cause: 'hang', thread: 'audio', threadName: 'maolan-audio', address: undefined });
    t.true(isTorture(hang?.module), JSON.stringify(hang));
    t.true(hasFunction(hang as Crash, 'fault_hang'), JSON.stringify(hang));
    t.regex(lines.join('\n'), /No return in [\w.]+\+0x[0-9a-f]+, .*thread \d+ \(maolan-audio\)/);
  });

test('A folder that cannot be written costs a sentence, and nothing else', async (t) => {
  const folder = folderOf(t);
  writeFileSync(join(folder, 'maolan-plugin-host'), ''); // in the way of the folder
  const { crashes, lines } = await crashed('lv2', ['segv@process'], folder);
  t.is(crashes.length, 1);
  t.regex(lines.join('\n'), /The report of the crash is not kept in .*maolan-plugin-host\/crashes: E/);
});

/* ---- files ---- */

function crashAt(seconds: number, more: Partial<KeptCrash> = {}): KeptCrash {
  const time = new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString();
  const usual = { cause: 'signal', signal: 'SIGSEGV', thread: 'audio', during: 'in its audio processing' } as const;
  const names = { format: 'lv2', plugin: 'urn:p', instance: 'lv2-1' };
  return { time, ...names, ...usual, count: 1, message: 'The plugin crashed', ...more };
}

test('The last 20 are kept; what is damaged, of others or half written is not read', (t) => {
  const folder = join(folderOf(t), 'crashes');
  t.deepEqual(keptCrashes(folder), []);
  for (let i = 0; i < CRASHES_KEPT + 5; i++) keepCrash(folder, crashAt(i));
  const times = keptCrashes(folder).map(({ time }) => time);
  t.is(times.length, CRASHES_KEPT);
  t.is(times[0], crashAt(CRASHES_KEPT + 4).time);
  writeFileSync(join(folder, '2026-01-02T00-00-00.000Z-1.json'), '{"time":');
  writeFileSync(join(folder, '2026-01-02T00-00-01.000Z-1.json'), '[null]');
  mkdirSync(join(folder, '2026-01-02T00-00-02.000Z-1.json'));
  writeFileSync(join(folder, 'notes.txt'), '');
  writeFileSync(join(folder, '.2026-01-02T00-00-00.000Z-1.json.tmp'), '{');
  t.is(keptCrashes(folder).length, CRASHES_KEPT);
  rmSync(join(folder, '2026-01-02T00-00-02.000Z-1.json'), { recursive: true });
  keepCrash(folder, crashAt(200_000));
  t.true(existsSync(join(folder, 'notes.txt')));
  t.is(readdirSync(folder).filter((name) => name.endsWith('.json')).length, CRASHES_KEPT);
});

test('A full disk leaves nothing half', (t) => {
  const full = '/dev/full';
  t.throws(() => keepCrash(join(full, 'crashes'), crashAt(0)), { code: 'ENOTDIR' });
  const folder = folderOf(t);
  chmodSync(folder, 0o700);
  keepCrash(folder, crashAt(0));
  t.throws(() => keepCrash(folder, { ...crashAt(1), time: 'no/where' }));
  t.is(readdirSync(folder).length, 1);
});

test('Names of C++ functions are as in the source', (t) => {
  const { os } = new Native(join(root, 'dist/lib'));
  t.is(os.symbol_demangle('_ZN6Reverb7processEPKPKfj'), 'Reverb::process(float const* const*, unsigned int)');
  for (const name of ['_start', '_Z', 'fault_hang', '']) t.is(os.symbol_demangle(name), name);
});

test('A file that is no ELF file has no functions', (t) => {
  const folder = folderOf(t);
  const path = join(folder, 'odd.so');
  for (const bytes of ['', '\x7fELF\x02\x01', `\x7fELF\x02\x01${'\xff'.repeat(100)}`]) {
    writeFileSync(path, bytes, 'latin1');
    t.is(functionAt(path, 0), undefined);
  }
  for (const other of [folder, '/dev/zero', '/nowhere']) t.is(functionAt(other, 0), undefined);
});

/* ---- the command ---- */

test('crashes lists them, and shows one', async (t) => {
  const home = folderOf(t);
  const environment = { XDG_STATE_HOME: home };
  const none = await run(['crashes'], { environment });
  t.like(none, { code: 0, stdout: '' });
  t.regex(none.stderr, /^0 crashes in /);
  t.regex((await run(['crashes', '1'], { environment })).stderr, /There is no crash 1: none is recorded/);
  const folder = crashFolder(environment);
  keepCrash(folder, crashAt(0, { cause: 'exit', exitCode: 3 }));
  const frame = { address: '0x7f0000001234', module: '/usr/lib/lv2/x.lv2/x.so', offset: 0x1234, function: 'run' };
  keepCrash(folder, crashAt(1, { ...frame, address: '0x10', threadName: 'maolan-audio', backtrace: [frame] }));
  const listed = await run(['crashes'], { environment });
  t.regex(listed.stdout, /1 +2026-01-01 .* lv2:urn:p +SIGSEGV +run \(x\.so\+0x1234\)/);
  t.regex(listed.stdout, /2 +2026-01-01 .* lv2:urn:p +exit code 3 +in its audio processing/);
  const shown = await run(['crashes', '1'], { environment });
  t.regex(shown.stdout, /address +0x10\n.*\nfile +\/usr\/lib\/lv2\/x\.lv2\/x\.so/);
  t.regex(shown.stdout, /^ +0 {2}run \(x\.so\+0x1234\)$/m);
  t.deepEqual(JSON.parse((await run(['crashes', '--json'], { environment })).stdout), keptCrashes(folder));
  t.like(await run(['crashes', '3'], { environment }), { code: 2, stdout: '' });
  for (const { words } of verb.examples) t.is((await runLine(`maolan-plugin-host ${words}`, { environment })).code, 0);
});
