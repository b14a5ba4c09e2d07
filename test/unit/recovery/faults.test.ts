import test from 'ava';
import { type HostProcess, runSteps } from './processes.ts';

// enum recovery_cause, recovery_thread
const [SIGNAL, EXIT, AGAIN] = [1, 2, 4];
const [MAIN, AUDIO, OTHER] = [1, 2, 3];

/** Name of a fault, and what the record says of it: cause, signal or exit code. */
const faults: Record<string, [number, number]> = {
  segv: [SIGNAL, 11],
  bus: [SIGNAL, 7],
  fpe: [SIGNAL, 8],
  ill: [SIGNAL, 4],
  trap: [SIGNAL, 5],
  sys: [SIGNAL, 31],
  abort: [SIGNAL, 6],
  throw: [SIGNAL, 6],
  exit: [EXIT, 7],
  _exit: [EXIT, 7],
  _Exit: [EXIT, 7],
  quick_exit: [EXIT, 7],
  overflow: [SIGNAL, 11],
};
const kinds = Object.keys(faults);
const about = ({ cause, signal, thread }: HostProcess) => [cause, signal, thread];

for (const [title, thread, steps] of [
  ['the main thread', MAIN, (kind: string) => ['arm', 'phase 6', `fault ${kind}`]],
  ['the audio thread', AUDIO, (kind: string) => ['audio', 'arm', `process ${kind}`, 'sleep']],
] as const) {
  test.serial(`after each fault on ${title} another process goes on`, async (t) => {
    const { processes, lines, code, pid, stderr } = await runSteps(kinds.map(steps));
    t.deepEqual(
      processes.map(about),
      [[0, 0, 0], ...kinds.map((kind) => [...faults[kind]!, thread])],
      `${stderr}${JSON.stringify(lines)}`,
    );
    t.deepEqual(
      processes.map(({ opened }) => opened),
      processes.map((_, i) => i),
    );
    t.true(processes.every((one) => one.parent === pid));
    t.deepEqual(processes.at(-1)?.argv, processes[0]?.argv);
    t.is(code, 0);
  });
}

test.serial('so does a fault on a thread of the plugin, also one that blocks all signals', async (t) => {
  const onOthers = kinds.filter((kind) => kind !== 'overflow');
  const plan = onOthers.map((kind) => ['arm', `thread ${kind}`]);
  const deaf = ['segv', 'bus', 'fpe', 'ill', 'trap'];
  const { processes, code } = await runSteps([...plan, ...deaf.map((kind) => ['arm', `deaf-thread ${kind}`])]);
  t.deepEqual(
    processes.slice(1).map(about),
    [...onOthers, ...deaf].map((kind) => [...faults[kind]!, OTHER]),
  );
  t.is(code, 0);
});

test.serial('two threads that crash at the same time are one crash', async (t) => {
  const plan = Array.from({ length: 20 }, (_, i) => [
    'audio',
    'arm',
    'fault-soon abort',
    `wait ${i * 2}`,
    'fault segv',
  ]);
  const { processes, code } = await runSteps(plan);
  t.deepEqual(
    processes.map(({ opened }) => opened),
    Array.from({ length: 21 }, (_, i) => i),
  );
  for (const { signal, thread } of processes.slice(1)) t.true(signal === 6 ? thread === AUDIO : thread === MAIN);
  t.is(code, 0);
});

test.serial('a forked child dies as it would anywhere', async (t) => {
  // exit() does what the engine wants done at its end, which no child survives on every Node.
  const ofChildren = kinds.filter((kind) => kind !== 'exit');
  const { processes, lines, code } = await runSteps([['arm', ...ofChildren.map((kind) => `child ${kind}`)]]);
  const status = (kind: string) => (faults[kind]![0] === EXIT ? 7 << 8 : faults[kind]![1]);
  const cores = lines.map((line) =>
    typeof line === 'object' ? { child: (line as { child: number }).child & ~0x80 } : line,
  );
  t.deepEqual(cores, [...ofChildren.map((kind) => ({ child: status(kind) })), 'end']);
  t.is(processes.length, 1);
  t.is(code, 0);
});

test.serial('a trap in WebAssembly stays an exception of JavaScript', async (t) => {
  const { lines, processes, code } = await runSteps([
    ['trap', 'arm', 'trap', 'trap', 'fault segv'],
    ['arm', 'trap'],
  ]);
  t.deepEqual(lines, [...Array.from({ length: 4 }, () => ({ trap: 'RuntimeError' })), 'end']);
  t.is(processes.length, 2);
  t.is(code, 0);
});

test.serial('another process may be asked for, which is not a crash', async (t) => {
  const { processes } = await runSteps([
    ['arm', 'fault segv'],
    ['arm', 'restart'],
    ['arm', 'fault segv'],
  ]);
  t.deepEqual(
    processes.map(({ cause, crashes }) => [cause, crashes]),
    [
      [0, 0],
      [SIGNAL, 1],
      [AGAIN, 1],
      [SIGNAL, 2],
    ],
  );
});

test.serial("the host's own end is its end", async (t) => {
  const ended = await runSteps([['arm', 'node-exit']]);
  t.deepEqual([ended.processes.length, ended.code], [1, 9]);
  const failed = await runSteps([['arm', 'throw']]);
  t.deepEqual([failed.processes.length, failed.code], [1, 1]);
});

test.serial('before it is armed, and when it is turned off, a crash ends the host in the same way', async (t) => {
  const unarmed = await runSteps([['fault segv']]);
  t.deepEqual([unarmed.processes.length, unarmed.signal], [1, 'SIGSEGV']);
  const off = await runSteps([['arm', 'fault abort']], { MAOLAN_RECOVERY: '0' });
  t.deepEqual([off.processes.length, off.signal], [1, 'SIGABRT']);
  t.true(off.processes[0]!.opened < 0);
});

test.serial('a plugin that crashes while it is being closed ends the host, in peace', async (t) => {
  for (const kind of ['segv', 'exit']) {
    const { processes, code, stderr } = await runSteps([['arm', 'phase 7', `fault ${kind}`]]);
    t.deepEqual([processes.length, code], [1, 0]);
    t.true(stderr.endsWith('[plugin-host] The plugin crashed while it was being closed; nothing is lost\n'));
  }
});
