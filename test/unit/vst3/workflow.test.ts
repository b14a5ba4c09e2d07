/** The order and the thread of every call, against the workflow of the VST3 specification. */
import test from 'ava';
import { type Answer, callsTo, drive, fixture, line, probe, started } from './driver.ts';

/** Position of the n-th call of that name (from the end if negative). */
function at(answer: Answer, name: string, details = '', nth = 0): number {
  const positions = answer.calls.flatMap((call, i) =>
    call.name === name && call.details.startsWith(details) ? [i] : [],
  );
  return positions.at(nth) ?? -1;
}

function assertOrder(
  t: import('ava').ExecutionContext,
  answer: Answer,
  steps: [name: string, details?: string][],
): void {
  const positions = steps.map(([name, details]) => at(answer, name, details));
  const log = answer.calls.map(({ thread, name, details }) => `${thread} ${name} ${details}`).join('\n');
  steps.forEach(([name, details], i) => {
    t.true(positions[i]! >= 0, `${name} ${details ?? ''} is missing in\n${log}`);
    if (i > 0) t.true(positions[i]! > positions[i - 1]!, `${name} ${details ?? ''} is too early in\n${log}`);
  });
}

test('A joined plugin goes through the whole workflow in order', (t) => {
  const answer = probe(t, 'sample-accurate', ['run 64 3']);
  assertOrder(t, answer, [
    ['module.ModuleEntry'],
    ['factory.setHostContext'],
    ['factory.createInstance'],
    ['component.initialize'],
    ['controller.setComponentHandler', 'some'],
    ['processor.setBusArrangements'],
    ['component.activateBus', 'audio output 0 1'],
    ['component.setActive', '1'],
    ['processor.setProcessing', '1'],
    ['processor.process', '64'],
    ['processor.setProcessing', '0'],
    ['component.setActive', '0'],
    ['component.terminate'],
    ['component.free'],
    ['module.ModuleExit'],
  ]);
  t.true(at(answer, 'processor.setupProcessing') > at(answer, 'processor.setBusArrangements'));
  t.true(at(answer, 'processor.setupProcessing') < at(answer, 'component.setActive', '1'));
  t.is(callsTo(answer, 'processor.process').length, 3);
});

test('A plugin of two parts goes through the whole workflow in order', (t) => {
  const answer = probe(t, 'separate-controller', ['run 64']);
  assertOrder(t, answer, [
    ['module.ModuleEntry'],
    ['component.initialize'],
    ['controller.initialize'],
    ['controller.setComponentHandler', 'some'],
    ['component.connect', 'proxy'],
    ['controller.setComponentState'],
    ['component.setActive', '1'],
    ['processor.setProcessing', '1'],
    ['processor.process', '64'],
    ['processor.setProcessing', '0'],
    ['component.setActive', '0'],
    ['component.disconnect'],
    ['component.terminate'],
    ['module.ModuleExit'],
  ]);
  for (const name of ['controller.connect', 'controller.disconnect', 'controller.terminate', 'controller.free'])
    t.is(callsTo(answer, name).length, 1, name);
  t.true(at(answer, 'controller.disconnect') < at(answer, 'controller.terminate'));
});

test('The component handler is taken away before the end', (t) => {
  const answer = probe(t, 'separate-controller', []);
  t.deepEqual(
    callsTo(answer, 'controller.setComponentHandler').map(({ details }) => details),
    ['some', 'none'],
  );
});

test('Blocks come on the audio thread, a settling one beside it, everything else on the main thread', (t) => {
  const answer = probe(t, 'separate-controller', [
    'event 0 0 0.25',
    'run 64 2',
    'obey 50',
    'save',
    'keep',
    'restore',
    'run 64',
  ]);
  const allowed = new Map([
    ['processor.process', ['audio', 'settle']],
    ['processor.setProcessing', ['audio', 'main']],
  ]);
  for (const { thread, name } of answer.calls)
    t.true((allowed.get(name) ?? ['main']).includes(thread), `${thread} ${name}`);
  t.is(callsTo(answer, 'processor.process').length >= 3, true);
});

test('The setup is 32 bit, real time, with the rate and block size of the DAW', (t) => {
  const answer = drive([...started(fixture('sample-accurate'), 44100, 512), 'run 64', 'close']);
  t.is(callsTo(answer, 'processor.setupProcessing').at(-1)?.details, 'mode 0 size 0 max 512 rate 44100');
});

test('A block longer than the DAW announced never reaches the plugin whole', (t) => {
  const answer = drive([...started(fixture('sample-accurate'), 48000, 256), 'run 1000', 'output 0 999 1', 'close']);
  const frames = callsTo(answer, 'processor.process').map(({ details }) => Number(details));
  t.deepEqual(answer.faults, []);
  t.true(frames.every((count) => count <= 256));
  t.is(
    frames.reduce((sum, count) => sum + count, 0),
    1000,
  );
  t.is(line(answer, 'output'), 'output 0.125');
});

test('Deactivating and activating again goes back and forth through the states', (t) => {
  const answer = probe(t, 'sample-accurate', ['run 64', 'deactivate', 'activate', 'run 64']);
  const states = callsTo(answer, 'component.setActive', 'processor.setProcessing').map(
    ({ name, details }) => `${name} ${details}`,
  );
  const cycle = [
    'component.setActive 1',
    'processor.setProcessing 1',
    'processor.setProcessing 0',
    'component.setActive 0',
  ];
  t.deepEqual(states, [...cycle, ...cycle]);
});

test('A restart goes back through the states too', (t) => {
  const answer = probe(t, 'sample-accurate', ['run 64', 'restart', 'run 64']);
  t.is(line(answer, 'restarted'), 'restarted 0');
  t.deepEqual(
    callsTo(answer, 'component.setActive').map(({ details }) => details),
    ['1', '0', '1', '0'],
  );
});

test('Closing without activating, and activating without a block, are clean', (t) => {
  const unused = drive([`open ${fixture('separate-controller')}`, 'close']);
  t.is(unused.code, 0, unused.stderr);
  t.deepEqual(unused.faults, []);
  t.is(callsTo(unused, 'component.setActive').length, 0);
  const idle = probe(t, 'separate-controller', []);
  t.is(callsTo(idle, 'processor.process').length, 0);
});

test('A plugin can be opened again after it was closed', (t) => {
  const once = [...started(fixture('separate-controller')), 'run 64', 'close'];
  const answer = drive([...once, ...once]);
  t.is(answer.code, 0, answer.stderr);
  t.deepEqual(answer.faults, []);
  t.is(callsTo(answer, 'module.ModuleEntry').length, 2);
  t.is(callsTo(answer, 'module.ModuleExit').length, 2);
});
