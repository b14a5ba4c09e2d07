/**
 * An effect on a file:
 *
 *     tsx ts/examples/insert-effect.ts in.wav out.wav lv2 http://drobilla.net/plugins/mda/Delay
 */
import { type PluginFormat, PluginHost } from 'maolan-plugin-host';
import { readWav, writeWav } from './wav.ts';

const [input = 'in.wav', output = 'out.wav', format = 'lv2', plugin = 'http://drobilla.net/plugins/mda/Delay'] =
  process.argv.slice(2);
const FRAMES = 1024;
const TAIL_SECONDS = 2;

const { sampleRate, channels } = readWav(input);
const host = await PluginHost.open({
  format: format as PluginFormat,
  plugin,
  sampleRate,
  maxFrames: FRAMES,
  blockTimeoutMs: 10_000, // nobody listens: better late than bypassed
});
try {
  const { latency, ports } = host;
  const length = (channels[0]?.length ?? 0) + TAIL_SECONDS * sampleRate;
  const blocks = Math.ceil((length + latency) / FRAMES);
  const after = Array.from({ length: ports.audioOutputs }, () => new Float32Array(blocks * FRAMES));
  for (let at = 0; at < blocks * FRAMES; at += FRAMES) {
    // A mono file goes to all inputs; behind the end there is silence.
    const inputs = Array.from({ length: ports.audioInputs }, (_, channel) => {
      const block = new Float32Array(FRAMES);
      block.set((channels[channel] ?? channels[0] ?? block).subarray(at, at + FRAMES));
      return block;
    });
    const isPlayed = host.process(
      inputs,
      after.map((samples) => samples.subarray(at, at + FRAMES)),
    );
    if (!isPlayed) throw new Error(`the plugin failed at frame ${at}`);
  }
  // What the plugin delays is cut off at the start.
  writeWav(output, { sampleRate, channels: after.map((samples) => samples.slice(latency, latency + length)) });
  console.log(`${output}: ${(length / sampleRate).toFixed(1)} s through ${host.name}`);
} finally {
  await host.close();
}
