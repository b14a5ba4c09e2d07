// SPDX-License-Identifier: BSD-2-Clause
/**
 * A parameter that moves from one end of its range to the other and back, over noise:
 *
 *     tsx ts/examples/automation-sweep.ts out.wav lv2 urn:zamaudio:ZamDelay LPF
 */
import { type PluginFormat, PluginHost } from 'maolan-plugin-host';
import { writeWav } from './wav.ts';

const [output = 'out.wav', format = 'lv2', plugin = 'urn:zamaudio:ZamDelay', name = 'LPF'] = process.argv.slice(2);
const SAMPLE_RATE = 48_000;
const FRAMES = 256;
const SECONDS = 4;

const host = await PluginHost.open({
  format: format as PluginFormat,
  plugin,
  sampleRate: SAMPLE_RATE,
  maxFrames: FRAMES,
});
try {
  const { id, minimum, maximum, unit } = host.parameter(name);
  const length = SECONDS * SAMPLE_RATE;
  // Points may lie many blocks ahead; between them the value moves in small steps, at the right frames.
  host.automate(id, [
    { frame: 0, value: minimum },
    { frame: length / 2, value: maximum },
    { frame: length, value: minimum },
  ]);
  const channels = Array.from({ length: host.ports.audioOutputs }, () => new Float32Array(length));
  for (let at = 0; at < length; at += FRAMES) {
    const noise = Float32Array.from({ length: FRAMES }, () => Math.random() - 0.5);
    const inputs = Array.from({ length: host.ports.audioInputs }, () => noise);
    host.process(
      inputs,
      channels.map((samples) => samples.subarray(at, at + FRAMES)),
    );
  }
  writeWav(output, { sampleRate: SAMPLE_RATE, channels });
  console.log(`${output}: ${name} of ${host.name} from ${minimum} to ${maximum} ${unit} and back`);
} finally {
  await host.close();
}
