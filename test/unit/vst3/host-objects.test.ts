/** What the host offers to a plugin. */
import test from 'ava';
import { callsTo, line, probe } from './driver.ts';

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
