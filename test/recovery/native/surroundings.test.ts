/** What a plugin has made of its process is not what the next one begins with. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { type Life, live } from './lives.ts';

/** What must be the same in each life. Numbers of fds that the engine opens differ. */
const surroundings = (life: Life) => ({
  directory: life.directory,
  umask: life.umask,
  blocked: life.blocked,
  ignored: life.ignored,
  cpus: life.cpus,
  nice: life.nice,
  policy: life.policy,
  mine: life.mine,
  pipes: [life.fds[3], life.fds[4]],
  stdio: [life.fds[0], life.fds[1], life.fds[2]],
});
const openCount = (life: Life) => Object.keys(life.fds).length;

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
    const { lives, code, stderr } = await live([steps, steps, steps, what === 'timer' ? ['wait 1500'] : []]);
    t.is(lives.length, 4, stderr);
    for (const life of lives.slice(1)) t.deepEqual(surroundings(life), surroundings(lives[0]!));
    t.is(openCount(lives[3]!), openCount(lives[2]!), 'file descriptors pile up');
    t.is(code, 0);
  });
}

test.serial('so it does when the audio thread dies, with whatever scheduling it has', async (t) => {
  const { lives, code } = await live([['audio', 'arm', 'process segv', 'sleep']]);
  t.deepEqual(surroundings(lives[1]!), surroundings(lives[0]!));
  t.is(code, 0);
});

test.serial('programs that plugins start do not see the record', async (t) => {
  const { lives } = await live([
    ['arm', 'fault segv'],
    ['arm', 'phase 6', 'fault exit'],
  ]);
  t.is(lives.length, 3);
  for (const life of lives) t.is(life.record, undefined);
  t.true(lives.every(({ inherited }) => inherited));
});

test.serial('nor do they, or children that are forked, hold our ends of the pipes', async (t) => {
  const { lines } = await live([
    ['arm', 'child fds', 'child program', 'fault segv'],
    ['child fds', 'child program'],
  ]);
  const none = { child: 0 };
  t.deepEqual(lines, [none, none, none, none, 'end']);
});

test.serial('a script may stand before Node', async (t) => {
  const script = join(mkdtempSync(join(tmpdir(), 'maolan-life-')), 'node');
  writeFileSync(script, `#!/bin/sh\nexec "${process.execPath}" "$@"\n`, { mode: 0o755 });
  const plan = [
    ['arm', 'phase 6', 'fault exit'],
    ['arm', 'fault segv'],
  ];
  const { lives, code } = await live(plan, {}, script);
  t.deepEqual([lives.length, code], [3, 0]);
});

test.serial('the segment goes on, though its name is gone and its fd closed', async (t) => {
  const { lives } = await live([
    ['audio', 'arm', 'unlink', 'misbehave take', 'fault segv'],
    ['arm', 'fault segv'],
  ]);
  const segments = lives.map(({ segment }) => segment);
  t.is(segments.length, 3);
  t.is(segments[1], segments[2]);
  t.regex(segments[1] ?? '', /^[0-9a-f]{16}$/);
});

// enum manners
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
    const { lines, lives } = await live([['arm', `misbehave ${what}`, 'manners', 'fault segv']]);
    t.deepEqual(lines[0], { manners: found, again: 0 });
    t.is(lives.length, 2);
  });
}

test.serial('a plugin that blocks signals on the audio thread does not make it deaf', async (t) => {
  const { lines } = await live([['audio', 'arm', 'process block-signals', 'wait 300', 'audio-mask']]);
  const [{ before, now }] = lines as [{ before: string; now: string }];
  t.is(now, before);
  t.not(now, '0000000000000000');
});
