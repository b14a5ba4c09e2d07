import test from 'ava';
import { type Answer, drive, numbers, started } from './driver.ts';

/** What worker-echo reports (see its source), from its next run. */
function report(answer: Answer, nth = 0) {
  const [answers, inOrder, sameThread, ended, runs, refused, doneInRestore, duringRun, done] = numbers(
    answer,
    'output',
    nth,
  );
  return { answers, inOrder, sameThread, ended, runs, refused, doneInRestore, duringRun, done };
}

test('work scheduled in run is done on another thread and answered in order after a later run', (t) => {
  const commands = ['set 0 5', 'run 64 20', 'set 0 0', 'run-until 0 100', 'output 0 0 9'];
  const answer = drive([...started('worker-echo'), ...commands]);
  const seen = report(answer);
  t.like(seen, { answers: 100, inOrder: 1, sameThread: 0, refused: 0, duringRun: 0, done: 100 });
  t.is(seen.ended, seen.runs! - 1, 'end_run after each run, the one that reports excepted');
  t.is(answer.code, 0, answer.stderr);
});

test('end_run is called once per run, also in a split block', (t) => {
  const answer = drive([...started('worker-echo', 48000, 16), 'run 64', 'run 16', 'output 0 0 9']);
  t.deepEqual([report(answer).runs, report(answer).ended], [5, 4]);
});

test('work that finds no room is refused, the rest is done and answered', (t) => {
  const commands = [
    'set 1 60000',
    'set 0 100',
    'run 64',
    'deactivate',
    'set 0 0',
    'activate',
    'run 64',
    'output 0 0 9',
  ];
  const { answers, inOrder, refused, done } = report(drive([...started('worker-echo'), ...commands]));
  t.true(refused! > 0);
  t.is(answers! + refused!, 100);
  t.is(done, answers);
  t.is(inOrder, 1);
});

test('work scheduled by restore is done at once, and answered before the next run', (t) => {
  const commands = ['put urn:k urn:t 3 01', 'restore', 'run 64', 'output 0 0 9'];
  const whileActive = report(drive([...started('worker-echo'), ...commands]));
  t.like(whileActive, { answers: 1, sameThread: 1, doneInRestore: 1, duringRun: 0 });
  const [open, bind, activate] = started('worker-echo');
  const before = report(drive([open!, bind!, ...commands.slice(0, 2), activate!, ...commands.slice(2)]));
  t.like(before, { answers: 1, doneInRestore: 1 });
});

test('deactivate finishes accepted work and delivers its answers', (t) => {
  const commands = ['set 0 50', 'run 64', 'deactivate', 'set 0 0', 'activate', 'run 64', 'output 0 0 9'];
  const answer = drive([...started('worker-echo'), ...commands]);
  t.like(report(answer), { answers: 50, inOrder: 1, sameThread: 0, done: 50 });
  t.is(answer.code, 0, answer.stderr);
});
