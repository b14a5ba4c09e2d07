// SPDX-License-Identifier: BSD-2-Clause
/**
 * A live meter: a tone that swells, through a plugin, at the pace of real time; Ctrl-C ends it.
 *
 *     tsx ts/examples/meter.ts 10 lv2 http://lv2plug.in/plugins/eg-amp
 */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type PluginFormat, PluginHost } from 'maolan-plugin-host';

const [seconds = '10', format = 'lv2', plugin = 'http://lv2plug.in/plugins/eg-amp'] = process.argv.slice(2);
const SAMPLE_RATE = 48_000;
const FRAMES = 1024;
const FLOOR_DB = -60;

const stop = new AbortController();
once(process, 'SIGINT').then(() => stop.abort());

const host = await PluginHost.open({
  format: format as PluginFormat,
  plugin,
  sampleRate: SAMPLE_RATE,
  maxFrames: FRAMES,
  signal: stop.signal,
});
host.on('bypass', (why) => console.error(`\nbypassed: ${why}`));
host.on('restart', (attempt) => console.error(`\nthe plugin runs again (attempt ${attempt})`));

const inputs = Array.from({ length: host.ports.audioInputs }, () => new Float32Array(FRAMES));
const outputs = Array.from({ length: host.ports.audioOutputs }, () => new Float32Array(FRAMES));
const started = performance.now();
for (let at = 0; at < Number(seconds) * SAMPLE_RATE && !stop.signal.aborted; at += FRAMES) {
  for (const input of inputs)
    for (let i = 0; i < FRAMES; i++) {
      const swell = 0.5 - 0.5 * Math.cos((2 * Math.PI * (at + i)) / (2 * SAMPLE_RATE));
      input[i] = swell * Math.sin((2 * Math.PI * 440 * (at + i)) / SAMPLE_RATE);
    }
  await host.processAsync(inputs, outputs);
  const peak = Math.max(...outputs.flatMap((output) => [...output].map(Math.abs)));
  const db = Math.max(FLOOR_DB, 20 * Math.log10(peak));
  const bar = '#'.repeat(Math.round(60 + db)).padEnd(60);
  process.stdout.write(
    `${process.stdout.isTTY ? '\r' : ''}${host.name} |${bar}| ${db.toFixed(1).padStart(6)} dB${process.stdout.isTTY ? '' : '\n'}`,
  );
  await sleep(Math.max(0, started + ((at + FRAMES) / SAMPLE_RATE) * 1000 - performance.now()));
}
console.log();
await host.close();
