/** What a plugin has made of the process is not what its next life begins with. */
import test from 'ava';
import { type Life, live, preload } from './lives.ts';

/** Ignored from the first death on, until there is an audio thread: the interruption meant for that of the life before. */
const interruption = 1n << 38n; // SIGRTMIN + 5

/** What must be the same in each life. Numbers of fds that the engine opens differ. */
const surroundings = (life: Life) => ({
  directory: life.directory,
  umask: life.umask,
  blocked: life.blocked,
  ignored: BigInt(`0x${life.ignored}`) & ~interruption,
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
  test.serial(`another life begins as the first did: ${what}`, async (t) => {
    const steps = ['arm', `misbehave ${what}`, 'thread abort'];
    const { lives, code, pipesHeld, stderr } = await live([steps, steps, steps, what === 'timer' ? ['wait 1500'] : []]);
    t.is(lives.length, 4, stderr);
    for (const life of lives.slice(1)) t.deepEqual(surroundings(life), surroundings(lives[0]!));
    t.true(pipesHeld);
    t.is(openCount(lives[3]!), openCount(lives[2]!), 'file descriptors pile up');
    t.is(code, 0);
  });
}

test.serial('so it does when the audio thread dies, with whatever scheduling it has', async (t) => {
  const { lives, code } = await live([['audio', 'arm', 'process segv', 'sleep']]);
  t.deepEqual(surroundings(lives[1]!), surroundings(lives[0]!));
  t.is(code, 0);
});

test.serial('programs that plugins start see neither the record nor the library that catches exit', async (t) => {
  const { lives } = await live([
    ['arm', 'fault segv'],
    ['arm', 'fault _exit'],
    ['arm', 'fault _exit'],
  ]);
  t.is(lives.length, 4);
  for (const life of lives) t.deepEqual([life.record, life.preload], [undefined, undefined]);
  t.true(lives.slice(1).every(({ inherited }) => inherited));
});

test.serial('nor do they, or children that it forks, hold our ends of the pipes', async (t) => {
  const { lines } = await live([
    ['arm', 'child fds', 'child program', 'fault segv'],
    ['child fds', 'child program'],
  ]);
  const none = { child: 0 };
  t.deepEqual(lines, [none, none, none, none, 'end']);
});

test.serial("a user's own preloaded libraries stay where they are", async (t) => {
  const other = 'libm.so.6';
  const { lives } = await live(
    [
      ['arm', 'fault segv'],
      ['arm', 'fault exit'],
    ],
    { LD_PRELOAD: `${other}:${preload}` },
  );
  t.deepEqual(
    lives.map((life) => life.preload),
    [other, other, other],
  );
});

test.serial('a script may stand before Node', async (t) => {
  const plan = [
    ['arm', 'fault exit'],
    ['arm', 'fault segv'],
  ];
  const { lives, code } = await live(plan, {}, ['sh', '-c', 'exec "$0" "$@"']);
  t.deepEqual([lives.length, code], [3, 0]);
  for (const life of lives) t.is(life.preload, undefined);
});

test.serial('without that library, exit ends the process and faults do not', async (t) => {
  const { lives, code } = await live(
    [
      ['arm', 'fault segv'],
      ['arm', 'fault exit'],
    ],
    { LD_PRELOAD: '' },
  );
  t.deepEqual([lives.length, code], [2, 7]);
});

test.serial('the segment goes on, though its name is gone and its fd closed', async (t) => {
  const name = `/maolan-life-${process.pid}`;
  const { lives } = await live([
    ['arm', `segment ${name}`, 'misbehave take', 'fault segv'],
    ['arm', 'fault segv'],
  ]);
  t.deepEqual(
    lives.map(({ segment }) => segment),
    [undefined, 'segment!', 'segment!'],
  );
});

// enum manners
const [FP, LOCALE, MASK, HANDLERS, DIRECTORY] = [1, 2, 4, 8, 16];

for (const [what, found] of [
  ['rounding', FP],
  ['traps', FP],
  ['locale', LOCALE],
  ['mask', MASK],
  ['handlers', HANDLERS],
  ['directory', DIRECTORY],
  ['rounding locale mask handlers directory', FP | LOCALE | MASK | HANDLERS | DIRECTORY],
  ['nothing', 0],
] as const) {
  test.serial(`what a plugin left changed is put back: ${what}`, async (t) => {
    const { lines, lives } = await live([['arm', `misbehave ${what}`, 'manners', 'fault segv']]);
    t.deepEqual(lines[0], { manners: found, again: 0 });
    t.is(lives.length, 2, 'its handlers were not back');
  });
}

test.serial('a plugin that blocks signals on the audio thread does not make it deaf', async (t) => {
  const { lines } = await live([['audio', 'arm', 'process block-signals', 'wait 300', 'audio-mask']]);
  const [{ before, now }] = lines as [{ before: string; now: string }];
  t.is(now, before);
  t.not(now, '0000000000000000');
});
