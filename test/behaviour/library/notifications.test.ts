/** What the plugin does by itself. */
import { clapFile, vst3Bundle } from '../../support/paths.ts';
import { constant, hostTest } from './support.ts';

hostTest(
  'CLAP: gestures, values and their frames are reported in order, unknown ids are not',
  () => ({ format: 'clap', plugin: clapFile('params-out') }),
  (t, host) => {
    const reported: unknown[] = [];
    host.on('parameterChange', (change) => reported.push(change));
    host.on('gesture', (gesture) => reported.push(gesture));
    const value = Math.fround(0.3);
    t.true(host.process([], [], { frames: 64, events: [{ type: 'parameter', frame: 7, id: 1, value: 0.3 }] }));
    t.deepEqual(reported, [
      { id: 20, begin: true },
      { id: 20, value, frame: 12 },
      { id: 20, begin: false },
    ]);
    t.is(host.parameter('Turned').value, value);
    host.setParameter('Ask', 1);
    t.true(host.process([], [], { frames: 64 }));
    t.true(host.parameters.every(({ id }) => id === 1 || id === 20));
  },
);

hostTest(
  'VST3: an edit in the controller is reported without blocks, too',
  () => ({ format: 'vst3', plugin: vst3Bundle('gestures') }),
  async (t, host) => {
    const reported: unknown[] = [];
    const ended = new Promise<void>((resolve) =>
      host.on('parameterChange', (change) => {
        reported.push(change.id);
        if (change.id === 2) resolve();
      }),
    );
    host.on('gesture', ({ id, begin }) => reported.push(`${id} ${begin}`));
    host.setParameter('Trigger', 0.5);
    t.true(host.process([constant(64, 0)], [new Float32Array(64)]));
    await ended;
    t.is(host.parameter('Edited').value, 0.5);
    t.true(reported.includes('2 true'));
  },
);

hostTest(
  'CLAP: modulation moves the sound and not the value',
  () => ({ format: 'clap', plugin: clapFile('modulation') }),
  (t, host) => {
    const parameter = host.parameters[0];
    t.truthy(parameter);
    const before = parameter?.value;
    const block = (amount: number) => {
      const output = new Float32Array(64);
      const event = { type: 'modulation', frame: 0, id: parameter?.id ?? 0, amount } as const;
      t.true(host.process([constant(64, 1), constant(64, 1)], [output, new Float32Array(64)], { events: [event] }));
      return output;
    };
    t.notDeepEqual(block(0.5), block(0));
    t.is(parameter?.value, before);
  },
);
