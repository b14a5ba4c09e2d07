/** What the host offers to a plugin. */
import test from 'ava';
import { callsTo, drive, fixture, line, probe, started } from './driver.ts';

test('The host says its name, and the context and the handler have the interfaces that plugins look for', (t) => {
  const answer = probe(t, 'host-probe', []);
  const offered = (name: string): string[] => callsTo(answer, name).map(({ details }) => details);
  t.deepEqual(offered('host.getName'), ['Maolan']);
  t.deepEqual(offered('host.context'), ['IHostApplication', 'IPlugInterfaceSupport', 'IRunLoop']);
  t.deepEqual(offered('host.handler'), [
    'IComponentHandler',
    'IComponentHandler2',
    'IComponentHandlerBusActivation',
    'IUnitHandler',
    'IProgress',
  ]);
});

test('A plugin that says that its state changed makes the host ask for a save', (t) => {
  const answer = probe(t, 'host-probe', ['idle 20', 'set 0 0.5', 'idle 50']);
  t.notRegex(line(answer, 'idle'), /save/);
  t.regex(line(answer, 'idle', 1), /save/);
});

for (const [word, mode] of [
  ['circular', '0'],
  ['relative', '1'],
  ['linear', '2'],
  ['upside-down', undefined],
  [undefined, undefined],
] as const) {
  test(`How knobs are turned is what the user says: ${word}`, (t) => {
    const env = word === undefined ? {} : { env: { MAOLAN_KNOB_MODE: word } };
    const answer = probe(t, 'knob-mode', [], env);
    t.deepEqual(
      callsTo(answer, 'controller.setKnobMode').map(({ details }) => details),
      mode === undefined ? [] : [mode],
    );
  });
}

/* IRunLoop from the host context: timers and file descriptors with no editor open. */

test('A timer may unregister itself while it runs; another one goes on', (t) => {
  const answer = probe(t, 'timer-unregisters-itself', ['idle 400', 'run 64']);
  const calls = callsTo(answer, 'timer.onTimer');
  t.is(calls.filter(({ details }) => details.startsWith('first')).length, 3);
  t.true(calls.filter(({ details }) => details.startsWith('second')).length > 3);
  t.true(calls.every(({ thread }) => thread === 'main'));
});

test('A timer does not stop for blocks', (t) => {
  const answer = probe(t, 'timer-unregisters-itself', ['race 400 64']);
  t.true(callsTo(answer, 'timer.onTimer').length > 3);
});

test('A file descriptor is handed over as long as there is something to read, and not after it was unregistered', (t) => {
  const answer = probe(t, 'fd-handler', ['idle 400']);
  const calls = callsTo(answer, 'fd.onFDIsSet').map(({ details }) => details);
  t.deepEqual(
    calls.filter((details) => details.startsWith('again')),
    ['again 1', 'again 2', 'again 3', 'again 4', 'again 5'],
  );
  t.deepEqual(
    calls.filter((details) => details.startsWith('once')),
    ['once 1'],
  );
});

test('A plugin that is closed with timers and descriptors registered leaves nothing behind', (t) => {
  for (const name of ['timer-unregisters-itself', 'fd-handler']) {
    const answer = drive([...started(fixture(name)), 'close', ...started(fixture('side-chain')), 'idle 100', 'close']);
    t.is(answer.code, 0, answer.stderr);
    t.deepEqual(answer.faults, []);
  }
});
