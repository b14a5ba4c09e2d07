import test from 'ava';
import { PluginHost } from '../../../ts/client/index.ts';
import { amp, constant, delays, fixture, hostTest, noise, nothingIsLeft, rejected, thrown } from './support.ts';

hostTest('An open host describes its plugin', amp, (t, host) => {
  t.is(host.name, 'Simple Amplifier');
  t.deepEqual(host.ports, { audioInputs: 1, audioOutputs: 1, midiInputs: 0, midiOutputs: 0 });
  t.is(host.latency, 0);
  const [gain] = host.parameters;
  t.like(gain, { id: 0, name: 'Gain', module: '', minimum: -90, maximum: 24, defaultValue: 0, value: 0, unit: 'dB' });
  t.deepEqual(JSON.parse(JSON.stringify(gain)).value, 0);
});

hostTest('A block comes back as the plugin makes it, and a parameter counts from the next block on', amp, (t, host) => {
  const [input, output] = [noise(256), new Float32Array(256)];
  t.true(host.process([input], [output]));
  t.deepEqual(output, input);
  host.setParameter('Gain', -90);
  t.true(host.process([input], [output]));
  t.true(output.every((sample) => sample === 0));
  t.is(host.parameters[0]?.value, -90);
});

for (const options of delays) {
  hostTest(`ZamDelay as ${options.format} has the same sound in process and processAsync`, options, async (t, host) => {
    const other = await PluginHost.open(options);
    try {
      let loudest = 0;
      for (let block = 0; block < 60; block++) {
        const input = noise(256, block + 1);
        const [one, two] = [new Float32Array(256), new Float32Array(256)];
        t.true(host.process([input], [one]));
        t.true(await other.processAsync([input], [two]));
        t.deepEqual(one, two);
        loudest = Math.max(loudest, ...one.map(Math.abs));
      }
      t.true(loudest > 0.1, 'silence proves nothing');
    } finally {
      await other.close();
    }
  });

  hostTest(`ZamDelay as ${options.format}: a state brings the settings back`, options, async (t, host) => {
    const feedback = host.parameter('Feedback');
    const settings = [0.25, 0.5, 0.75];
    const states: Uint8Array[] = [];
    for (const value of settings) {
      host.setParameter('feedback', value);
      states.push(await host.saveState());
    }
    for (const [index, state] of states.entries()) {
      await host.restoreState(state);
      t.true(Math.abs(feedback.value - (settings[index] ?? 0)) < 1e-6, `${feedback.value}`);
    }
    const copy = await PluginHost.open({ ...options, state: states[1] as Uint8Array });
    t.true(Math.abs(copy.parameter('Feedback').value - 0.5) < 1e-6);
    await copy.close();
  });
}

hostTest('LV2 and VST3 tell units', delays[1] ?? amp, async (t, host) => {
  t.is(host.parameter('Output Gain').unit, 'dB');
  t.is(host.parameter('Invert').unit, '');
  const lv2 = await PluginHost.open(amp);
  t.is(lv2.parameter(0).unit, 'dB');
  await lv2.close();
});

hostTest(
  'Note names are reported',
  () => fixture('note-names'),
  async (t, host) => {
    const names = await host.noteNames();
    t.true(names.length > 0);
    for (const { note, name } of names) t.true(note >= 0 && note < 128 && name !== '');
  },
);

hostTest('A plugin that names no notes has none, nor has VST3', delays[1] ?? amp, async (t, host) => {
  t.deepEqual(await host.noteNames(), []);
});

hostTest(
  'A change of latency is reported',
  () => fixture('latency'),
  (t, host) => {
    const reported: number[] = [];
    host.on('latencyChange', (frames) => reported.push(frames));
    const block = () => t.true(host.process([constant(64, 0)], [new Float32Array(64)]));
    block();
    const parameter = host.parameters.find(({ name }) => /latency/i.test(name)) ?? host.parameters[0];
    host.setParameter(parameter?.id ?? 0, Math.min(100, parameter?.maximum ?? 0));
    block();
    block();
    t.is(host.latency, Math.min(100, parameter?.maximum ?? 0));
    t.is(reported.at(-1), host.latency);
  },
);

test.serial('await using closes the host', async (t) => {
  const host = await PluginHost.open(amp);
  await host[Symbol.asyncDispose]();
  thrown(t, () => host.process([], []), 'CLOSED');
  await nothingIsLeft(t);
});

test.serial('A closed host refuses everything with CLOSED, and may be closed again', async (t) => {
  const host = await PluginHost.open(amp);
  await Promise.all([host.close(), host.close()]);
  thrown(t, () => host.process([], []), 'CLOSED');
  thrown(t, () => host.setParameter(0, 1), 'CLOSED');
  thrown(t, () => host.automate(0, []), 'CLOSED');
  await rejected(t, host.processAsync([], []), 'CLOSED');
  await rejected(t, host.saveState(), 'CLOSED');
  await rejected(t, host.restoreState(new Uint8Array(8)), 'CLOSED');
  await rejected(t, host.showEditor(), 'CLOSED');
  await rejected(t, host.noteNames(), 'CLOSED');
  await nothingIsLeft(t);
});

test.serial('Ten hosts live side by side', async (t) => {
  const hosts = await Promise.all(Array.from({ length: 10 }, () => PluginHost.open(amp)));
  const outputs = hosts.map((host, index) => {
    host.setParameter(0, index * -6);
    const output = new Float32Array(64);
    t.true(host.process([constant(64, 1)], [output]));
    return output;
  });
  for (const [index, output] of outputs.entries())
    t.true(Math.abs((output[63] ?? 0) - 10 ** ((index * -6) / 20)) < 1e-6);
  await Promise.all(hosts.map((host) => host.close()));
  await nothingIsLeft(t);
});
