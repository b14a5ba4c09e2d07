/** What follows from how a process ended: ts/host/main-thread/restart-policy.ts. */
import test from 'ava';
import {
  RECOVERY_AGAIN,
  RECOVERY_AUDIO,
  RECOVERY_CAPTURE,
  RECOVERY_EDITOR,
  RECOVERY_EXIT,
  RECOVERY_HANG,
  RECOVERY_IDLE,
  RECOVERY_LOAD,
  RECOVERY_MAIN,
  RECOVERY_NONE,
  RECOVERY_OTHER,
  RECOVERY_RESTORE,
  RECOVERY_SAVE,
  RECOVERY_SERVE,
  RECOVERY_SIGNAL,
} from '../../../ts/contract/recovery.ts';
import {
  crashedGivingState,
  crashedInEditor,
  crashedOfRequest,
  describeEnd,
  hasUnansweredRequest,
  type LastProcess,
  planOf,
} from '../../../ts/host/main-thread/restart-policy.ts';

const phases = [
  RECOVERY_IDLE,
  RECOVERY_LOAD,
  RECOVERY_SAVE,
  RECOVERY_CAPTURE,
  RECOVERY_RESTORE,
  RECOVERY_EDITOR,
  RECOVERY_SERVE,
];
const [save, restore, show, list] = [1, 2, 3, 9];

function processThat(facts: Partial<LastProcess>): LastProcess {
  return {
    cause: RECOVERY_SIGNAL,
    signal: 11,
    thread: RECOVERY_MAIN,
    phase: RECOVERY_IDLE,
    crashes: 1,
    requestType: 0,
    requestAgeMs: 0,
    bypassed: false,
    retried: 0,
    ...facts,
  };
}

test('A first process is new', (t) => {
  t.deepEqual(planOf(processThat({ cause: RECOVERY_NONE, crashes: 0 })), { kind: 'new' });
});

test('The first death within a minute costs nothing, the second the changes, the third the plugin', (t) => {
  for (const cause of [RECOVERY_SIGNAL, RECOVERY_EXIT, RECOVERY_HANG]) {
    t.deepEqual(planOf(processThat({ cause, crashes: 1 })), { kind: 'again', restore: 'with-changes' });
    t.deepEqual(planOf(processThat({ cause, crashes: 2 })), { kind: 'again', restore: 'state' });
    t.deepEqual(planOf(processThat({ cause, crashes: 3 })), { kind: 'bypassed' });
  }
});

test('A plugin that dies while it is loaded, or of its state, is not loaded again', (t) => {
  for (const phase of phases)
    for (const thread of [RECOVERY_MAIN, RECOVERY_OTHER]) {
      const { kind } = planOf(processThat({ phase, thread }));
      // A thread of its own may have crashed because of a setting, which the next process leaves behind.
      const loading = phase === RECOVERY_LOAD && thread === RECOVERY_MAIN;
      t.is(kind, loading || phase === RECOVERY_RESTORE ? 'bypassed' : 'again', `phase ${phase}`);
    }
});

test('A block dies of its own, whatever the main thread is doing', (t) => {
  for (const phase of phases) {
    const last = processThat({ phase, thread: RECOVERY_AUDIO, requestType: save });
    t.is(planOf(last).kind, 'again');
    t.false(crashedOfRequest(last));
    t.false(crashedInEditor(last));
    t.false(crashedGivingState(last));
    t.is(describeEnd(last), 'The plugin crashed (SIGSEGV in its audio processing)');
  }
});

test('A host that is bypassed stays so, until somebody asks', (t) => {
  t.deepEqual(planOf(processThat({ bypassed: true })), { kind: 'bypassed' });
  const again = { cause: RECOVERY_AGAIN, crashes: 3 };
  t.deepEqual(planOf(processThat({ ...again, retried: show })), { kind: 'again', restore: 'state' });
  t.deepEqual(planOf(processThat({ ...again, retried: restore })), { kind: 'again', restore: 'nothing' });
});

test('A request is the cause of a crash if that is what the main thread was about', (t) => {
  const fatal = (requestType: number, phase: number) => crashedOfRequest(processThat({ requestType, phase }));
  t.deepEqual(
    phases.filter((phase) => fatal(save, phase)),
    [RECOVERY_SAVE],
  );
  t.deepEqual(
    phases.filter((phase) => fatal(restore, phase)),
    [RECOVERY_LOAD, RECOVERY_RESTORE],
  );
  t.deepEqual(
    phases.filter((phase) => fatal(list, phase)),
    [RECOVERY_SERVE],
  );
  t.deepEqual(
    phases.filter((phase) => fatal(0, phase)),
    [],
  );
  t.false(crashedOfRequest(processThat({ cause: RECOVERY_AGAIN, requestType: restore, phase: RECOVERY_RESTORE })));
});

test('A request is answered while its client waits, and there is time to load the plugin', (t) => {
  t.false(hasUnansweredRequest(processThat({})));
  t.true(hasUnansweredRequest(processThat({ requestType: save, requestAgeMs: 3000 })));
  t.false(hasUnansweredRequest(processThat({ requestType: save, requestAgeMs: 4999 })));
});

test('Each end has its words', (t) => {
  const words: [Partial<LastProcess>, string][] = [
    [{ signal: 6, phase: RECOVERY_LOAD }, 'The plugin crashed (SIGABRT while it was loading)'],
    [{ signal: 8, thread: RECOVERY_OTHER }, 'The plugin crashed (SIGFPE in one of its own threads)'],
    [{ signal: 11, phase: RECOVERY_EDITOR }, 'The plugin crashed (SIGSEGV in its window)'],
    [
      { cause: RECOVERY_EXIT, signal: 3, phase: RECOVERY_SAVE },
      'The plugin ended its process (exit code 3 while saving its state)',
    ],
    [{ cause: RECOVERY_HANG, signal: 0, thread: RECOVERY_AUDIO }, 'The plugin hung (in its audio processing)'],
  ];
  for (const [facts, text] of words) t.is(describeEnd(processThat(facts)), text);
});
