/** What a plugin has made of its process is not what the next one begins with. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { type HostProcess, runSteps } from './processes.ts';

/** What must be the same in each process. Numbers of fds that the engine opens differ. */
const surroundings = (one: HostProcess) => ({
  directory: one.directory,
  umask: one.umask,
  blocked: one.blocked,
  ignored: one.ignored,
  cpus: one.cpus,
  nice: one.nice,
  policy: one.policy,
  mine: one.mine,
  pipes: [one.fds[3], one.fds[4]],
  stdio: [one.fds[0], one.fds[1], one.fds[2]],
});
const openCount = (one: HostProcess) => Object.keys(one.fds).length;

for (const what of [
  'directory umask',
  'mask',
  'ignore',
  'close',
  'take',
  'leak',
  'timer',
  'scheduling',
  'locale rounding',
]) {
  test.serial(`another process begins as the first did: ${what}`, async (t) => {
    const steps = ['arm', `misbehave ${what}`, 'thread abort'];
    const { processes, code, stderr } = await runSteps([steps, steps, steps, what === 'timer' ? ['wait 1500'] : []]);
    t.is(processes.length, 4, stderr);
    for (const one of processes.slice(1)) t.deepEqual(surroundings(one), surroundings(processes[0]!));
    t.is(openCount(processes[3]!), openCount(processes[2]!), 'file descriptors pile up');
    t.is(code, 0);
  });
}

test.serial('so it does when the audio thread dies, with whatever scheduling it has', async (t) => {
  const { processes, code } = await runSteps([['audio', 'arm', 'process segv', 'sleep']]);
  t.deepEqual(surroundings(processes[1]!), surroundings(processes[0]!));
  t.is(code, 0);
});

test.serial('programs that plugins start do not see the record', async (t) => {
  const { processes } = await runSteps([
    ['arm', 'fault segv'],
    ['arm', 'phase 6', 'fault exit'],
  ]);
  t.is(processes.length, 3);
  for (const one of processes) t.is(one.record, undefined);
  t.true(processes.every(({ inherited }) => inherited));
});

test.serial('nor do they, or children that are forked, hold our ends of the pipes', async (t) => {
  const { lines } = await runSteps([
    ['arm', 'child fds', 'child program', 'fault segv'],
    ['child fds', 'child program'],
  ]);
  const none = { child: 0 };
  t.deepEqual(lines, [none, none, none, none, 'end']);
});

test.serial('a script may stand before Node', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'maolan-steps-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const script = join(folder, 'node');
  writeFileSync(script, `#!/bin/sh\nexec "${process.execPath}" "$@"\n`, { mode: 0o755 });
  const plan = [
    ['arm', 'phase 6', 'fault exit'],
    ['arm', 'fault segv'],
  ];
  const { processes, code } = await runSteps(plan, {}, script);
  t.deepEqual([processes.length, code], [3, 0]);
});

test.serial('the segment goes on, though its name is gone and its fd closed', async (t) => {
  const { processes } = await runSteps([
    ['audio', 'arm', 'unlink', 'misbehave take', 'fault segv'],
    ['arm', 'fault segv'],
  ]);
  const segments = processes.map(({ segment }) => segment);
  t.is(segments.length, 3);
  t.is(segments[1], segments[2]);
  t.regex(segments[1] ?? '', /^[0-9a-f]{16}$/);
});

// enum environment
const [FP, LOCALE, MASK, DIRECTORY] = [1, 2, 4, 8];

for (const [what, found] of [
  ['rounding', FP],
  ['traps', FP],
  ['locale', LOCALE],
  ['mask', MASK],
  ['handlers', 0],
  ['directory', DIRECTORY],
  ['rounding locale mask directory', FP | LOCALE | MASK | DIRECTORY],
  ['nothing', 0],
] as const) {
  test.serial(`what a plugin left changed is put back: ${what}`, async (t) => {
    const { lines, processes } = await runSteps([['arm', `misbehave ${what}`, 'environment', 'fault segv']]);
    t.deepEqual(lines[0], { changed: found, again: 0 });
    t.is(processes.length, 2);
  });
}

test.serial('a plugin that blocks signals on the audio thread does not make it deaf', async (t) => {
  const { lines } = await runSteps([['audio', 'arm', 'process block-signals', 'wait 300', 'audio-mask']]);
  const [{ before, now }] = lines as [{ before: string; now: string }];
  t.is(now, before);
  t.not(now, '0000000000000000');
});
