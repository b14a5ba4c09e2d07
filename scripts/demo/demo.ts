// SPDX-License-Identifier: BSD-2-Clause
/**
 * `npm run demo [-- file.wav] [plugin URI]`: acts as the DAW. Starts the host as a DAW does, runs a real LV2 plugin
 * over a recording block by block, and writes a WAV and a picture of the sound before and after.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { PluginHost } from '../../ts/client/index.ts';
import { drawBeforeAndAfter } from './picture.ts';
import { type DemoPlugin, findPlugin } from './plugin.ts';
import { readSound, type Sound, writeSound } from './sound.ts';

const BLOCK_FRAMES = 256;
const TAIL_SECONDS = 2;
const STEREO = 2;
const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');

interface Run {
  after: Sound;
  roundTripsUs: Float64Array;
  missed: number;
  parameters: number;
  stateBytes: number;
  pid: number;
  readyMs: number;
}

/** The sound processed by the plugin, with a tail. */
async function run({ uri, settings }: DemoPlugin, before: Sound): Promise<Run> {
  const { sampleRate } = before;
  const started = performance.now();
  const host = await PluginHost.open({
    format: 'lv2',
    plugin: uri,
    sampleRate,
    maxFrames: BLOCK_FRAMES,
    inputs: STEREO,
    outputs: STEREO,
    onLog: (line) => console.error(line),
  });
  const readyMs = performance.now() - started;
  try {
    for (const [id, value] of settings) host.setParameter(id, value);
    const frames = before.left.length + TAIL_SECONDS * sampleRate;
    const blocks = Math.ceil(frames / BLOCK_FRAMES);
    const after: Sound = {
      sampleRate,
      left: new Float32Array(blocks * BLOCK_FRAMES),
      right: new Float32Array(blocks * BLOCK_FRAMES),
    };
    const roundTripsUs = new Float64Array(blocks);
    let missed = 0;
    for (let block = 0; block < blocks; block++) {
      const at = block * BLOCK_FRAMES;
      const inputs = [blockOf(before.left, at), blockOf(before.right, at)];
      const outputs = [after.left.subarray(at, at + BLOCK_FRAMES), after.right.subarray(at, at + BLOCK_FRAMES)];
      const transport = { position: at, tempo: 120, numerator: 4, denominator: 4, playing: true };
      const sent = performance.now();
      if (!host.process(inputs, outputs, { transport })) missed++;
      roundTripsUs[block] = (performance.now() - sent) * 1000;
    }
    const stateBytes = (await host.saveState()).length;
    return { after, roundTripsUs, missed, parameters: host.parameters.length, stateBytes, pid: host.pid ?? 0, readyMs };
  } finally {
    await host.close();
  }
}

/** The samples from that position, padded with silence. */
function blockOf(samples: Float32Array, at: number): Float32Array {
  const block = new Float32Array(BLOCK_FRAMES);
  block.set(samples.subarray(at, at + BLOCK_FRAMES));
  return block;
}

function percentile(sorted: Float64Array, fraction: number): string {
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ?? 0).toFixed(0);
}

/** RMS of both channels, in dBFS. */
function level(sound: Sound, from: number, to: number): string {
  let sum = 0;
  for (const channel of [sound.left, sound.right])
    for (const sample of channel.subarray(from, to)) sum += sample * sample;
  const rms = Math.sqrt(sum / Math.max(1, 2 * (to - from)));
  return rms === 0 ? 'silence' : `${(20 * Math.log10(rms)).toFixed(1)} dB`;
}

/** Largest difference between input and output at the same time. */
function greatestChange(before: Sound, after: Sound): number {
  let change = 0;
  for (let i = 0; i < before.left.length; i++) {
    const left = Math.abs((after.left[i] ?? 0) - (before.left[i] ?? 0));
    const right = Math.abs((after.right[i] ?? 0) - (before.right[i] ?? 0));
    change = Math.max(change, left, right);
  }
  return change;
}

async function main(args: readonly string[]): Promise<void> {
  const plugin = findPlugin(
    root,
    args.find((argument) => argument.includes(':')),
  );
  const before = readSound(args.find((argument) => argument.endsWith('.wav')));
  const seconds = (samples: number) => (samples / before.sampleRate).toFixed(1);
  console.log(`Plugin: ${plugin.name} (LV2, ${plugin.uri})`);
  console.log(`Sound:  ${before.title}, ${seconds(before.left.length)} s, ${before.sampleRate} Hz\n`);

  const result = await run(plugin, before);
  const sorted = result.roundTripsUs.slice().sort();
  const { after } = result;
  const end = before.left.length;

  const folder = join(root, 'build/demo');
  mkdirSync(folder, { recursive: true });
  const wav = join(folder, 'after.wav');
  const picture = join(folder, 'before-and-after.svg');
  writeFileSync(wav, writeSound(after));
  writeFileSync(picture, await drawBeforeAndAfter(before, after));

  console.log(
    `\nThe plugin ran in a separate process (pid ${result.pid}), ready ${result.readyMs.toFixed(0)} ms after it was started.`,
  );
  console.log(
    `${sorted.length} blocks of ${BLOCK_FRAMES} frames were played; ${result.missed} took longer than 100 ms and were bypassed.`,
  );
  console.log(
    `Round trip: p50 ${percentile(sorted, 0.5)} us, p99 ${percentile(sorted, 0.99)} us, max ` +
      `${percentile(sorted, 1)} us; a block lasts ${((BLOCK_FRAMES / before.sampleRate) * 1e6).toFixed(0)} us.`,
  );
  console.log(`It has ${result.parameters} parameters; its saved state is ${result.stateBytes} bytes.`);
  console.log(
    `What changed: level ${level(before, 0, end)} before, ${level(after, 0, end)} after; samples moved by up to ` +
      `${greatestChange(before, after).toFixed(3)} of full scale; in the ${TAIL_SECONDS} s after the end: ` +
      `${level(after, end, after.left.length)} of tail, where the input has silence.`,
  );
  console.log(`\nListen: ${relative(process.cwd(), wav)}\nLook:   ${relative(process.cwd(), picture)}`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(`demo: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
