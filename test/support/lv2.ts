import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import wavefile from 'wavefile';

/** An installed plugin according to its data. */
export interface Plugin {
  uri: string;
  audioInputs: number;
  audioOutputs: number;
  controlInputs: number;
}

/** The URIs of all installed plugins that match. */
export function installed(pattern: RegExp): string[] {
  return execFileSync('lv2ls', { encoding: 'utf8' })
    .split('\n')
    .filter((uri) => pattern.test(uri));
}

/** Count the ports of a plugin. */
export function describe(uri: string): Plugin {
  const ports = execFileSync('lv2info', [uri], { encoding: 'utf8' })
    .split(/^\tPort \d+:$/m)
    .slice(1);
  const count = (...types: string[]) =>
    ports.filter((port) => types.every((type) => port.includes(`lv2core#${type}\n`))).length;
  return {
    uri,
    audioInputs: count('AudioPort', 'InputPort'),
    audioOutputs: count('AudioPort', 'OutputPort'),
    controlInputs: count('ControlPort', 'InputPort'),
  };
}

/**
 * The output of lilv's own lv2apply for the input at 48 kHz: one array per output. Undefined if it cannot run the
 * plugin: it offers no features and does not support event ports. It runs plugins one frame at a time.
 */
export function applyWithLilv(uri: string, inputs: Float32Array[]): Float32Array[] | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'maolan-test-'));
  try {
    const [from, to] = [join(folder, 'in.wav'), join(folder, 'out.wav')];
    const input = new wavefile.WaveFile();
    const [only] = inputs;
    input.fromScratch(inputs.length, 48_000, '32f', inputs.length === 1 && only ? only : inputs);
    writeFileSync(from, input.toBuffer());
    if (spawnSync('lv2apply', ['-i', from, '-o', to, uri]).status !== 0) return undefined;
    const output = new wavefile.WaveFile(readFileSync(to));
    const samples = output.getSamples(false, Float32Array) as unknown as Float32Array | Float32Array[];
    return Array.isArray(samples) ? samples : [samples];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
