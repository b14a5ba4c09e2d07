/** Component and controller: messages between them, and the component's state for the controller. */
import test from 'ava';
import { callsTo, numbers, parameters, probe } from './driver.ts';

test('Messages keep attributes of all types, and go both ways', (t) => {
  const answer = probe(t, 'separate-controller', ['obey 20', 'run 64']);
  t.deepEqual(
    callsTo(answer, 'attributes').map(({ details }) => details),
    ['int -5000000000 float 0.10000000000000001 string 1 binary 3 255'],
  );
  t.deepEqual(
    callsTo(answer, 'controller.notify', 'component.notify').map(({ name, details }) => `${name} ${details}`),
    ['controller.notify hello', 'component.notify answer'],
  );
});

test('The two parts are never connected to each other directly', (t) => {
  const answer = probe(t, 'separate-controller', []);
  const connections = callsTo(answer, 'component.connect', 'controller.connect').map(({ details }) => details);
  t.deepEqual(connections, ['proxy', 'proxy']);
});

test('The controller gets the state of the component after load', (t) => {
  const answer = probe(t, 'separate-controller', []);
  t.deepEqual(
    callsTo(answer, 'controller.setComponentState').map(({ details }) => details),
    ['8 bytes first 0.5'],
  );
});

test('A change from the DAW reaches both the processor and the controller', (t) => {
  const answer = probe(t, 'separate-controller', [
    'input 0 1',
    'event 0 0 0.25',
    'run 64',
    'obey 50',
    'output 0 0 1',
    'parameters',
  ]);
  t.deepEqual(numbers(answer), [0.25]);
  t.deepEqual(
    callsTo(answer, 'controller.setParamNormalized').map(({ details }) => details),
    ['1000 0.25'],
  );
  t.is(parameters(answer)[0]?.value, 0.25);
});

test('After a restore the controller gets the new state of the component', (t) => {
  const answer = probe(t, 'separate-controller', [
    ...['input 0 1', 'event 0 0 0.25', 'run 64', 'obey 50', 'save', 'event 0 0 0.75', 'run 64', 'obey 50'],
    ...['keep', 'restore', 'value 0', 'run 64', 'output 0 0 1'],
  ]);
  t.is(callsTo(answer, 'controller.setComponentState').at(-1)?.details, '8 bytes first 0.25');
  t.deepEqual(numbers(answer, 'value'), [0.25]);
  t.deepEqual(numbers(answer), [0.25]);
  t.is(callsTo(answer, 'controller.setState').at(-1)?.details, 'view');
});

test('A message sent from process arrives on the main thread', (t) => {
  const answer = probe(t, 'message-from-process', ['run 64', 'obey 100']);
  t.deepEqual(
    callsTo(answer, 'controller.notify').map(({ thread, details }) => `${thread} ${details}`),
    ['main from process'],
  );
});

test('A message that was never delivered is dropped without a leak', (t) => {
  const answer = probe(t, 'message-from-process', ['run 64']);
  t.is(callsTo(answer, 'controller.notify').length, 0);
});
