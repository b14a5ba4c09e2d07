/** What one process leaves for the next. */
import test from 'ava';
import { runSteps } from './processes.ts';

const [SAVE, RESTORE] = [2, 4];

test.serial('the record says what went on: phase, words, the place of the window', async (t) => {
  const steps = ['arm', `phase ${SAVE}`, 'word -7', 'place', 'fault segv'];
  const { processes } = await runSteps([steps, ['arm', 'fault segv']]);
  const [first, second, third] = processes;
  t.deepEqual([first!.place, first!.hostWords[3]], [undefined, 0]);
  t.is(second!.phase, SAVE);
  t.deepEqual([second!.place, second!.hostWords[3]], [[-5, 77], -7]);
  t.true(second!.ageMs > 0 && second!.ageMs < 60_000);
  // What belongs to one process ends with it.
  t.deepEqual([third!.phase, third!.hostWords[3], third!.place], [0, -7, [-5, 77]]);
});

test.serial('crashes of the last minute are counted', async (t) => {
  const { processes } = await runSteps(Array.from({ length: 10 }, () => ['arm', 'fault segv']));
  t.deepEqual(
    processes.map(({ crashes }) => crashes),
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  );
});

test.serial('the last good state is kept from process to process, and replaced by a newer one', async (t) => {
  const { processes } = await runSteps([
    ['arm', 'keep one', 'fault segv'],
    ['arm', 'fault segv'],
    ['arm', 'keep two', 'keep three', 'fault segv'],
    ['arm', 'keep-many 5000000', 'fault segv'],
    ['arm', 'keep ', 'fault segv'],
  ]);
  t.deepEqual(
    processes.map(({ state }) => state),
    ['', 'one', 'one', 'three', '5000000 times x', ''],
  );
});

test.serial(
  'a state being restored becomes the last good one when it is committed, or when the plugin dies of it',
  async (t) => {
    const { processes } = await runSteps([
      ['arm', 'keep old', 'try new', 'fault segv'],
      ['arm', 'try new', 'commit', 'fault segv'],
      ['arm', `phase ${RESTORE}`, 'try deadly', 'fault segv'],
      ['arm', `phase ${RESTORE}`, 'fault segv'],
      ['arm', 'try given up', 'keep newest', `phase ${RESTORE}`, 'fault segv'],
    ]);
    t.deepEqual(
      processes.map(({ state }) => state),
      ['', 'old', 'new', 'deadly', 'deadly', 'newest'],
    );
  },
);

test.serial('a death in the middle of keeping a state finds one that is whole', async (t) => {
  const steps = ['keep-many 300000', 'audio', 'arm', 'fault-soon segv', 'keep-for-ever'];
  const { processes, code } = await runSteps(Array.from({ length: 12 }, () => steps));
  t.is(processes.length, 13);
  for (const { state } of processes.slice(1)) t.regex(String(state), /^300000 times [A-Zx]$/);
  t.is(code, 0);
});

test.serial(
  'changes are what differs from the table that belonged to the state, and what the block under way was to change',
  async (t) => {
    const audio = ['audio', 'arm'];
    const { processes } = await runSteps([
      // Nothing is known: everything counts.
      [...audio, 'table {"3":0.5,"8":1}', 'fault segv'],
      [...audio, 'table {"3":0.5,"8":1}', 'keep s', 'fault segv'],
      [...audio, 'table {"3":0.5,"8":1}', 'keep s', 'table {"3":0.25,"8":1}', 'fault segv'],
      // The state has not been reached again: what is known stays.
      [...audio, 'table {"3":0,"8":0}', 'fault segv'],
      [...audio, 'table {"3":0,"8":0}', `phase ${RESTORE}`, 'fault segv'],
      // A block is lost with its events.
      [...audio, 'table {"3":0.5,"8":1}', 'keep s', 'events [[1,0.75]]', 'process segv', 'sleep'],
      // Outside of a block its events are of the past.
      [...audio, 'table {"3":0.5,"8":1}', 'keep s', 'events [[1,0.75]]', 'fault segv'],
      // What changes while the plugin is asked may be in the state, or not.
      [...audio, 'table {"3":0.5}', `phase ${SAVE}`, 'table {"3":0.75}', 'phase 0', 'keep s', 'fault segv'],
      // Another state than the one that they belonged to.
      [...audio, 'table {"3":0.5}', 'try other', `phase ${RESTORE}`, 'fault segv'],
    ]);
    t.deepEqual(
      processes.map(({ changes }) => changes),
      [{}, { 3: 0.5, 8: 1 }, {}, { 3: 0.25 }, { 3: 0.25 }, { 3: 0.25 }, { 8: 0.75 }, {}, { 3: 0.75 }, {}],
    );
  },
);

test.serial('a damaged word of the record is not known, and nothing else is lost by it', async (t) => {
  const words = [0, 4, 11, 12, 15, 19, 28, 33];
  const damaging = (word: number) => [
    'arm',
    'keep before',
    'keep whole',
    'word 5',
    `spoil ${8 * word + 3}`,
    'fault segv',
  ];
  const { processes, code } = await runSteps([...words.map(damaging), ['arm', 'fault segv']]);
  t.deepEqual([processes.length, code], [words.length + 2, 0]);
  for (const [i, { cause, opened, crashes, signal, state }] of processes.slice(1).entries()) {
    t.deepEqual([cause, opened, crashes, signal], [1, i + 1, i + 1, 11], `after the damage of word ${words[i]}`);
    t.is(state, 'whole');
  }
});

/* Where things are in the record's file: see native-shim/recovery/record.h. */
const PAGE_BYTES = 4096;
const TABLE_BYTES = 2 * 4 * 16384;
const STATE_IN_HALF = PAGE_BYTES + TABLE_BYTES;
const HALVES_AT = STATE_IN_HALF + 24 * 8192;
const HALF_BYTES = STATE_IN_HALF + 67_108_864;
const SHARED_AT = Math.ceil((HALVES_AT + 2 * HALF_BYTES) / 65_536) * 65_536;
const CORE_AT = SHARED_AT + 65_536;
const CORE_BYTES = 7_208_960;

for (const [what, at, bytes, state] of [
  ['the page of words', 0, PAGE_BYTES, 'whole'],
  ['the last state and its header', HALVES_AT + HALF_BYTES, STATE_IN_HALF + 100, 'before'],
  ['what the audio thread shares', SHARED_AT, PAGE_BYTES, 'whole'],
  ["the core's memory", CORE_AT, CORE_BYTES, 'whole'],
] as const)
  for (const value of [0, -7])
    test.serial(
      `${what} overwritten with ${value === 0 ? 'zeros' : 'anything'}: one crash, and a state that is whole`,
      async (t) => {
        const { processes, code, stderr } = await runSteps([
          ['audio', 'arm', 'keep before', 'keep whole', `scribble ${at} ${bytes} ${value}`, 'process segv', 'sleep'],
          ['audio', 'arm', 'process segv', 'sleep'],
        ]);
        t.deepEqual([processes.length, code], [3, 0], stderr);
        const facts = processes.slice(1).map(({ crashes, thread, state: kept }) => [crashes, thread, kept]);
        t.deepEqual(facts, [
          [1, 2, state],
          [2, 2, state],
        ]);
      },
    );

test.serial('two states that are damaged are none', async (t) => {
  const damage = [0, 1].map((half) => `spoil ${HALVES_AT + half * HALF_BYTES + STATE_IN_HALF}`);
  const { processes } = await runSteps([['arm', 'keep before', 'keep whole', ...damage, 'fault segv']]);
  t.is(processes[1]!.state, -74); // EBADMSG
});
