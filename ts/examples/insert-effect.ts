// SPDX-License-Identifier: BSD-2-Clause
/**
 * An effect on a file:
 *
 *     tsx ts/examples/insert-effect.ts in.wav out.wav lv2 http://drobilla.net/plugins/mda/Delay
 */
import { type PluginFormat, PluginHost } from 'maolan-plugin-host';
import { openSound, writeSound } from 'maolan-plugin-host/sound';

const [input = 'in.wav', output = 'out.wav', format = 'lv2', plugin = 'http://drobilla.net/plugins/mda/Delay'] =
  process.argv.slice(2);

const sound = openSound(input);
const { sampleRate } = sound;
const host = await PluginHost.open({ format: format as PluginFormat, plugin, sampleRate, offline: true });
try {
  // Latency is compensated, and a plugin that fails ends it with a sentence; then nothing is written.
  const after = host.stream(sound, { tailSeconds: 2 });
  const { frames } = await writeSound(output, after, { sampleRate, bitDepth: '32f' });
  console.log(`${output}: ${(frames / sampleRate).toFixed(1)} s through ${host.name}`);
} finally {
  await host.close();
}
