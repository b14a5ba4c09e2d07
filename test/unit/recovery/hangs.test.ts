import test from 'ava';
import { runSteps } from './processes.ts';

const [HANG, SIGNAL] = [3, 1];
const AUDIO = 2;
const env = { MAOLAN_HANG_MS: '500' };

for (const kind of ['sleep', 'spin']) {
  test.serial(`a block that does not return is a death: ${kind}`, async (t) => {
    const steps = [
      'audio',
      'watch',
      'arm',
      'table {"3":0.5}',
      'keep s',
      'events [[0,0.75]]',
      `process ${kind}`,
      'sleep',
    ];
    const { processes, code } = await runSteps([steps, steps], env);
    t.is(processes.length, 3);
    for (const { cause, thread, crashes, opened, changes } of processes.slice(1))
      t.deepEqual([cause, thread, crashes, changes], [HANG, AUDIO, opened, { 3: 0.75 }]);
    t.is(code, 0);
  });
}

test.serial('time does not count while the process is stopped', async (t) => {
  const steps = ['audio', 'watch', 'arm', 'process sleep', 'misbehave stop', 'wait 500', 'fault abort'];
  const { processes } = await runSteps([steps], { MAOLAN_HANG_MS: '3000' });
  t.deepEqual([processes.length, processes[1]!.cause], [2, SIGNAL]);
});

test.serial('0 means that no one looks', async (t) => {
  const steps = ['audio', 'watch', 'arm', 'process sleep', 'wait 1500', 'fault abort'];
  const { processes } = await runSteps([steps], { MAOLAN_HANG_MS: '0' });
  t.deepEqual([processes.length, processes[1]!.cause], [2, SIGNAL]);
});

test.serial('short blocks, one after the other, are no hang', async (t) => {
  const steps = ['audio', 'watch', 'arm', 'process nap', 'wait 4000', 'fault abort'];
  const { processes } = await runSteps([steps], { MAOLAN_HANG_MS: '2500' });
  t.deepEqual([processes.length, processes[1]!.cause], [2, SIGNAL]);
});

test.serial(
  'a main thread that is busy for long is reported, once; the death of the audio thread meanwhile is one',
  async (t) => {
    const steps = ['audio', 'watch', 'arm', 'phase 5', 'wait 6500', 'phase 0', 'process segv', 'sleep'];
    const { processes, stderr } = await runSteps([steps], env);
    t.is(processes.length, 2);
    t.true(
      stderr.includes('[plugin-host] The plugin has been busy with its editor for 4 s; the sound goes on meanwhile\n'),
    );
  },
);

test.serial('a block that spins beyond what real-time threads may is a hang, not the end', async (t) => {
  // The limit that rtkit sets: the kernel kills a process with a real-time thread that reaches it. Without the right to be one this is
  // an ordinary hang.
  const { processes, code } = await runSteps(
    [['audio', 'watch', 'arm', 'misbehave rttime', 'process spin', 'sleep']],
    env,
  );
  t.is(processes.length, 2);
  t.deepEqual([processes[1]!.cause, processes[1]!.thread, code], [HANG, AUDIO, 0], `signal ${processes[1]!.signal}`);
});
