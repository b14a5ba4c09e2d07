/** Values as people type them, where the plugin's own texts are of no help. */
import test from 'ava';
import { type OpenOptions, PluginHost } from '../../../ts/client/index.ts';
import { currentHost } from '../../support/paths.ts';

interface Typed {
  options: OpenOptions;
  parameter: string;
  /** What is understood, and as which value. */
  values: Readonly<Record<string, number>>;
  /** What is refused, and how. */
  refused: Readonly<Record<string, RegExp>>;
}

const typed: readonly Typed[] = [
  {
    options: { format: 'vst3', plugin: '/usr/lib/vst3/ZamComp.vst3' },
    // As the plugin writes it to the last zero, and as a number.
    parameter: 'Ratio',
    values: { '1.000000': 0, '10.500000': 0.5, '1': 1, '0.5': 0.5, '0.50': 0.5, '7.65': 0.35 },
    refused: { '0.4 dB': /not a value/ },
  },
  {
    options: { format: 'vst3', plugin: '/usr/lib/vst3/ZamComp.vst3' },
    parameter: 'Threshold',
    values: { '-40': 0.5, '-40 dB': 0.5, '0.25': 0.25 },
    refused: { '-81': /not a value of "Threshold"/, '7': /0 to 1 \(-80\.0+ dB to 0\.0+ dB\)/ },
  },
  {
    options: { format: 'lv2', plugin: 'http://drobilla.net/plugins/mda/Combo' },
    parameter: 'Model',
    values: { 'd.i.': 0, 'small radio': 0.333, '1': 1 },
    refused: {
      'Small radio speker': /did you mean "Small radio speaker"\?$/,
      small: /"small" matches several values of "Model": "Small radio speaker", "Small combo/,
      '4x12': /not a value/,
    },
  },
  {
    options: { format: 'lv2', plugin: 'http://drobilla.net/plugins/mda/Combo' },
    parameter: 'Drive',
    values: { '0.5': 0.5, '50 %': 0.5 },
    refused: { '1 dB': /"1 dB" is not a value of "Drive"/ },
  },
  {
    options: { format: 'lv2', plugin: 'urn:zamaudio:ZamVerb' },
    parameter: 'Room',
    values: { '3': 3 },
    refused: { '1.5': /1\.5 is between two values of "Room", which has whole numbers only/, hall: /not a value/ },
  },
  {
    // A step that is called like the number behind another one.
    options: { format: 'vst3', plugin: '/usr/lib/vst3/ZamVerb.vst3' },
    parameter: 'Room',
    values: { '3': 0.5, '1.0': 1, '0.0': 0, '0': 0, '100%': 1 },
    refused: {
      '1': /"1" can be what "Room" shows as 1, .*; write 0\.166667 for the one, 1\.0 for the other$/,
    },
  },
  {
    // A comma before three digits is a decimal comma or none.
    options: { format: 'lv2', plugin: 'urn:zamaudio:ZamDelay' },
    parameter: 'LPF',
    values: { '1,000 Hz': 1000, '1,5 kHz': 1500, '30,5 Hz': 30.5, '30.000 Hz': 30 },
    refused: { '30,000 Hz': /the comma of "30,000 Hz" for "LPF" can be read in two ways/, '1.000 Hz': /outside/ },
  },
  {
    options: { format: 'vst3', plugin: '/usr/lib/vst3/ZamComp.vst3' },
    parameter: 'Release',
    values: { '1,5 ms': 0.001, '0,100 s': 0.1984 },
    refused: { '1,500 ms': /two ways/ },
  },
];

for (const { options, parameter: name, values, refused } of typed)
  test.serial(`${options.format}: ${name}`, async (t) => {
    const host = await PluginHost.open({ ...options, executable: currentHost });
    t.teardown(() => host.close());
    const parameter = host.parameter(name);
    for (const [text, value] of Object.entries(values))
      t.true(Math.abs((await parameter.parse(text)) - value) < 2e-3, `${text}: ${await parameter.parse(text)}`);
    for (const [text, message] of Object.entries(refused))
      await t.throwsAsync(() => parameter.parse(text), { code: 'INVALID_ARGUMENT', message }, text);
  });

test('Whatever a plugin shows behind 0 to 1 is read as that, with whatever digits', async (t) => {
  await using host = await PluginHost.open('vst3:ZamEQ2');
  const bandwidth = host.parameter('Bandwidth 2');
  for (const value of [0.0832168, 0.1289714, 0.0160001, 0.5]) {
    const text = await bandwidth.format(value);
    t.is(await bandwidth.format(await bandwidth.parse(text)), text);
  }
  t.is(await bandwidth.parse('0.25'), 0.25, 'a number of the parameter, as always');
  t.true(Object.is(await bandwidth.parse('-0'), 0));
});
