// SPDX-License-Identifier: BSD-2-Clause
/**
 * The same sound rendered with lilv's own lv2apply. It offers plugins no features, does not support event ports, and
 * runs them frame by frame; so does this comparison, because many plugins smooth their controls once per run.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import wavefile from 'wavefile';
import type { FoundPlugin, PluginHost } from '../../ts/client/index.ts';
import { type Answer, no, notTried, yes } from './results.ts';
import { noise } from './trial.ts';

const FRAMES = 3000;
const LIMIT_MS = 20_000;
/** Denormals are zero here but not in lv2apply; far below anything audible. */
const TOLERANCE = 1e-20;

const run = promisify(execFile);

/** The output, or why there is none. */
async function apply(uri: string, inputs: readonly Float32Array[]): Promise<Float32Array[] | string> {
  const folder = mkdtempSync(join(tmpdir(), 'maolan-zoo-'));
  try {
    const [from, to] = [join(folder, 'in.wav'), join(folder, 'out.wav')];
    const input = new wavefile.WaveFile();
    input.fromScratch(inputs.length, 48_000, '32f', inputs.length === 1 ? (inputs[0] as Float32Array) : [...inputs]);
    writeFileSync(from, input.toBuffer());
    await run('lv2apply', ['-i', from, '-o', to, uri], { timeout: LIMIT_MS });
    const output = new wavefile.WaveFile(readFileSync(to));
    const samples = output.getSamples(false, Float32Array) as unknown as Float32Array | Float32Array[];
    return Array.isArray(samples) ? samples : [samples];
  } catch (error) {
    const { stderr = '', signal } = error as { stderr?: string; signal?: string };
    const said = stderr.trim().split('\n').at(-1);
    return signal ? `lv2apply ends by ${signal}` : `lv2apply cannot run it${said ? `: ${said}` : ''}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The first difference as a sentence; undefined: none. */
async function difference(
  host: PluginHost,
  inputs: readonly Float32Array[],
  wanted: readonly Float32Array[],
): Promise<string | undefined> {
  const outputs = wanted.map(() => new Float32Array(1));
  for (let frame = 0; frame < FRAMES; frame++) {
    const at = inputs.map((samples) => samples.subarray(frame, frame + 1));
    if (!(await host.processAsync(at, outputs, { frames: 1, blockingMs: 1 }))) return `frame ${frame} was not played`;
    for (const [channel, samples] of wanted.entries()) {
      const [heard, expected] = [outputs[channel]?.[0] ?? Number.NaN, samples[frame] ?? Number.NaN];
      if (!(Math.abs(heard - expected) <= TOLERANCE))
        return `frame ${frame} of output ${channel} is ${heard} and not ${expected}`;
    }
  }
  return undefined;
}

export async function soundsAsInLilv(plugin: FoundPlugin, open: () => Promise<PluginHost>): Promise<Answer> {
  if (plugin.format !== 'lv2') return notTried('lv2apply knows LV2 only');
  if (!plugin.audioInputs || !plugin.audioOutputs) return notTried('lv2apply wants a sound to go in and to come out');
  const inputs = Array.from({ length: plugin.audioInputs }, (_, channel) => noise(FRAMES, channel));
  const wanted = await apply(plugin.plugin, inputs);
  if (typeof wanted === 'string') return notTried(wanted);
  const host = await open();
  try {
    const differs = await difference(host, inputs, wanted);
    return differs === undefined ? yes : no(differs);
  } finally {
    await host.close();
  }
}
