/** Values set as text. */
import { setImmediate as turn } from 'node:timers/promises';
import type { OpenOptions } from '../../../ts/client/index.ts';
import { hostTest, next, thrown } from './support.ts';

const compressors: readonly (OpenOptions & { minus30: number })[] = [
  { format: 'lv2', plugin: 'urn:zamaudio:ZamComp', minus30: -30 },
  { format: 'clap', plugin: '/usr/lib/clap/ZamComp.clap', minus30: -30 },
  { format: 'vst3', plugin: '/usr/lib/vst3/ZamComp.vst3', minus30: 50 / 80 },
];

for (const { minus30, ...options } of compressors)
  hostTest(`${options.format}: a text is set before a state that is saved after it`, options, async (t, host) => {
    const threshold = host.parameters.get('Threshold');
    threshold.value = '-30 dB';
    const state = await host.saveState();
    t.true(Math.abs(threshold.value - minus30) < 1e-6, String(threshold.value));
    threshold.value = threshold.maximum;
    await host.restoreState(state);
    t.true(Math.abs(threshold.value - minus30) < 1e-6, String(threshold.value));
  });

const zam = { format: 'vst3', plugin: '/usr/lib/vst3/ZamComp.vst3' } as const;

hostTest('What needs no plugin to be understood is set at once', zam, (t, host) => {
  const threshold = host.parameters.get('Threshold');
  threshold.value = '50%';
  t.is(threshold.value, 0.5);
  threshold.value = '0.25';
  t.is(threshold.value, 0.25);
  thrown(t, () => {
    threshold.value = '400%';
  });
  thrown(t, () => {
    threshold.value = undefined as unknown as string;
  });
  t.is(threshold.value, 0.25);
});

hostTest('Of several values the one that was set last counts, text or not', zam, async (t, host) => {
  const threshold = host.parameters.get('Threshold');
  threshold.value = '-30 dB';
  threshold.value = 0.25;
  await host.saveState();
  t.is(threshold.value, 0.25);
  threshold.value = '-60 dB';
  threshold.value = '-30 dB';
  await host.saveState();
  t.is(threshold.value, 50 / 80);
});

hostTest('A text that means nothing is an error event, and changes nothing', zam, async (t, host) => {
  const threshold = host.parameters.get('Threshold');
  const before = threshold.value;
  const error = next(host, 'error');
  threshold.value = 'loud';
  t.like((await error)[0], { code: 'INVALID_ARGUMENT' });
  t.is(threshold.value, before);
});

hostTest('A text that is still asked about when the host is closed is no error', zam, async (t, host) => {
  host.on('error', (error) => t.fail(String(error)));
  const threshold = host.parameters.get('Threshold');
  threshold.value = 'loud';
  await host.close();
  await turn();
  thrown(
    t,
    () => {
      threshold.value = '50%';
    },
    'CLOSED',
  );
});
