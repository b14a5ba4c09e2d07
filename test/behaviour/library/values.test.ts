/** Values as plugins write and read them, on real plugins and on those that do it with less care than they should. */
import test from 'ava';
import type { OpenOptions, Parameter, PluginHost } from '../../../ts/client/index.ts';
import { readQuantity } from '../../../ts/quantity.ts';
import { clapFile, vst3Bundle } from '../../support/paths.ts';
import { hostTest, rejected } from './support.ts';

const compressors: readonly (OpenOptions & { threshold: number })[] = [
  { format: 'lv2', plugin: 'urn:zamaudio:ZamComp', threshold: -30 },
  { format: 'clap', plugin: '/usr/lib/clap/ZamComp.clap', threshold: -30 },
  { format: 'vst3', plugin: '/usr/lib/vst3/ZamComp.vst3', threshold: 50 / 80 },
];

for (const { threshold, ...options } of compressors)
  hostTest(`ZamComp, ${options.format}: -30 dB is -30 dB`, options, async (t, host) => {
    const parameter = host.parameter('Threshold');
    for (const text of ['-30 dB', '-30dB', '-30.0 dB', ' −30 dB ', '-30,0 dB'])
      t.true(Math.abs((await parameter.parse(text)) - threshold) < 1e-6, text);
    t.is(await parameter.parse('50%'), (parameter.minimum + parameter.maximum) / 2);
    t.is(await parameter.parse(String(threshold)), threshold);
    t.is(readQuantity(await parameter.format(threshold))?.number, -30);
    t.is(readQuantity(parameter.minimumText)?.number, -80);
    const { message } = await rejected(t, parameter.parse('-90 dB'), 'INVALID_ARGUMENT');
    t.regex(message, /^"?-90 dB"? is (not a value of|outside the range of) "Threshold", which (ranges from|is) /);
    await rejected(t, parameter.parse('loud'), 'INVALID_ARGUMENT');
    host.setParameter('Threshold', threshold);
    t.is(parameter.value, Math.fround(threshold));
    t.is(readQuantity(parameter.text)?.number, -30);
  });

const leslie: OpenOptions = { format: 'lv2', plugin: 'http://drobilla.net/plugins/mda/Leslie' };

hostTest('mda Leslie, LV2: names of scale points, and every text that it writes', leslie, async (t, host) => {
  const speed = host.parameters.find(({ choices }) => choices.some(({ label }) => label === 'Slow'));
  if (speed === undefined) return t.fail('no parameter has the choice "Slow"');
  t.is(await speed.parse('fast'), 1);
  t.is(await speed.parse('Slow'), 0.5);
  const { message } = await rejected(t, speed.parse('faster'), 'INVALID_ARGUMENT');
  t.regex(message, /^"faster" is not a value of ".*", which ranges from .*: Stop, Slow, Fast$/);
  for (const parameter of host.parameters)
    for (const text of [parameter.minimumText, parameter.maximumText, parameter.defaultText])
      if (text !== '') t.true(Number.isFinite(await parameter.parse(text)), `${parameter.name}: ${text}`);
});

/** What is written is read: each value that the plugin has a text for. */
async function comesBack(parameter: Parameter, values: readonly number[], tolerance: number): Promise<string[]> {
  const wrong: string[] = [];
  for (const value of values) {
    const text = await parameter.format(value);
    const back = await parameter.parse(text).catch(() => Number.NaN);
    if (!(Math.abs(back - value) <= tolerance)) wrong.push(`${value} -> ${text} -> ${back}`);
  }
  return wrong;
}

const oddClap = (): OpenOptions => ({ format: 'clap', plugin: clapFile('odd-texts') });

hostTest('CLAP: texts that overrun, are not terminated, or no UTF-8, do no harm', oddClap, async (t, host) => {
  t.is(host.parameter('Overrun').text, 'x'.repeat(255));
  t.is(host.parameter('No UTF-8').text, '\ufffd  end');
});

hostTest('CLAP: a plugin that reads nothing is understood by what it writes', oddClap, async (t, host) => {
  const localized = host.parameter('Localized');
  t.is(localized.text, '-6,5 dB');
  t.deepEqual(await comesBack(localized, [-60, -30.5, -6.5, 0], 0.1), []);
  t.true(Math.abs((await localized.parse('-12.5 dB')) - -12.5) < 0.1);
  const oneWay = host.parameter('One way');
  t.is(await oneWay.parse('-inf dB'), 0);
  t.true(Math.abs((await oneWay.parse('-6 dB')) - 10 ** (-6 / 20)) < 0.01);
  t.regex((await rejected(t, oneWay.parse('6 dB'), 'INVALID_ARGUMENT')).message, /\(-inf dB to 0\.0 dB\)/);
});

hostTest('CLAP: a plugin that reads anything is not believed', oddClap, async (t, host) => {
  const lenient = host.parameter('Lenient');
  t.is(await lenient.parse('1 kHz'), 1000);
  t.is(await lenient.parse('440'), 440);
  for (const text of ['banana', '10 Hz', '50 kHz', '3 dB']) await rejected(t, lenient.parse(text), 'INVALID_ARGUMENT');
  const silent = host.parameter('Silent');
  t.is(silent.text, '');
  t.is(await silent.format(2.5), '2.5');
  t.is(await silent.parse('25%'), 2.5);
  await rejected(t, silent.parse('2.5 dB'), 'INVALID_ARGUMENT');
});

hostTest('CLAP: lists, equal names, flags', oddClap, async (t, host) => {
  const twins = host.parameter('Twins');
  t.deepEqual(
    twins.choices.map(({ label }) => label),
    ['A', 'B', 'B', 'C'],
  );
  t.is(await twins.parse('c'), 3);
  t.regex((await rejected(t, twins.parse('B'), 'INVALID_ARGUMENT')).message, /matches several values .*: 1, 2$/);
  t.is(await host.parameter('Wave').parse('noise'), 2);
  t.is(await host.parameter('Bypass').parse('on'), 1);
  t.is(await host.parameter('Twice').parse('25% %'), 25);
  t.like(host.parameter('Meter'), { isReadOnly: true, isHidden: true, isAutomatable: false });
  t.like(host.parameter('Bypass'), { isBypass: true, isStepped: true, isAutomatable: true });
  t.like(host.parameter('Wave'), { isStepped: true, isAutomatable: false });
  t.throws(() => host.setParameter('Meter', 1), { message: /"Meter" is read-only/ });
});

const oddVst3 = (): OpenOptions => ({ format: 'vst3', plugin: vst3Bundle('odd-texts') });

hostTest('VST3: texts that overrun, surrogates, and a lone one', oddVst3, async (t, host) => {
  t.is(host.parameter('Overrun').text, 'x'.repeat(128));
  const clef = host.parameter('Clef');
  t.deepEqual(
    clef.choices.map(({ label }) => label),
    ['\ufffd X', '\u{1d11e} G'],
  );
  t.is(await clef.parse('\u{1d11e} g'), 1);
});

hostTest('VST3: units once, whether plugin or controller writes them', oddVst3, async (t, host) => {
  const twice = host.parameter('Twice');
  t.is(twice.text, '−6,0 dB');
  t.is(twice.module, 'Filters/First');
  t.deepEqual(await comesBack(twice, [0, 0.25, 0.9, 1], 0.002), []);
  const frequency = host.parameter('Filters/Frequency'.split('/')[1] ?? '');
  t.is(frequency.module, 'Filters');
  t.is(frequency.minimumText, '20.0 Hz');
  t.is(frequency.maximumText, '20.00 kHz');
  t.true(Math.abs((await frequency.parse('1 kHz')) - Math.log(50) / Math.log(1000)) < 1e-6);
  t.true(Math.abs((await frequency.parse('1000 Hz')) - Math.log(50) / Math.log(1000)) < 1e-6);
  t.is(await frequency.parse('0.5'), 0.5, 'a bare number is the value itself');
  await rejected(t, frequency.parse('30 kHz'), 'INVALID_ARGUMENT');
});

hostTest('VST3: lists, equal names, a plugin that reads nothing, flags', oddVst3, async (t, host) => {
  t.is(await host.parameter('Mode').parse('high'), 1);
  t.is(await host.parameter('Mode').parse('Mid'), 0.5);
  t.regex((await rejected(t, host.parameter('Mode').parse('Max'), 'INVALID_ARGUMENT')).message, /: Low, Mid, High$/);
  await rejected(t, host.parameter('Twins').parse('Same'), 'INVALID_ARGUMENT');
  t.true(Math.abs((await host.parameter('Deaf').parse('300 ms')) - 0.5) < 1e-3);
  t.true(Math.abs((await host.parameter('Deaf').parse('0.3 s')) - 0.5) < 1e-3);
  t.like(host.parameter('Meter'), { isReadOnly: true, isHidden: true, isAutomatable: false });
  t.like(host.parameter('Bypass'), { isBypass: true, isToggled: true, isStepped: true, isAutomatable: true });
  t.like(host.parameter('Program'), { isProgram: true, isStepped: true, isAutomatable: false });
});

hostTest('A text that was not requested yet is empty, and known from then on', oddVst3, async (t, host) => {
  const level: Parameter = host.parameter('Level');
  host.setParameter('Level', 0.123);
  t.is(level.text, '');
  t.is(await level.format(level.value), '0.123');
  t.is(level.text, '0.123');
  t.is(await host.parameter('Level').format(Number.NaN), 'NaN');
});

test('Numbers with units are read as people write them', (t) => {
  const read = (text: string): [number, string] | undefined => {
    const quantity = readQuantity(text);
    return quantity && [quantity.number, quantity.unit];
  };
  t.deepEqual(read('-6.5 dB'), [-6.5, 'dB']);
  t.deepEqual(read('−6,5dB'), [-6.5, 'dB']);
  t.deepEqual(read('1,234.5 Hz'), [1234.5, 'Hz']);
  t.deepEqual(read('1.234.567'), [1_234_567, '']);
  t.deepEqual(read('.5 s'), [0.5, 's']);
  t.deepEqual(read('1e3 Hz'), [1000, 'Hz']);
  t.deepEqual(read('-inf dB'), [Number.NEGATIVE_INFINITY, 'dB']);
  t.deepEqual(read('5.'), [5, '']);
  t.is(read('Off'), undefined);
  t.is(read('-'), undefined);
});

hostTest('Many questions at once are all answered', oddVst3, async (t, host: PluginHost) => {
  const texts = await Promise.all(Array.from({ length: 200 }, (_, i) => host.parameter('Level').format(i / 199)));
  t.is(new Set(texts).size, 200);
});
