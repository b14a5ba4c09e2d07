// SPDX-License-Identifier: BSD-2-Clause
/**
 * A plugin as a node of Web Audio (npm package node-web-audio-api): a tone through it, faded out by its parameter.
 *
 *     tsx ts/examples/audio-worklet.ts out.wav lv2 http://lv2plug.in/plugins/eg-amp Gain
 *
 * With an AudioContext in the place of the OfflineAudioContext it is heard.
 */
import { fileURLToPath } from 'node:url';
import { AudioWorkletNode, OfflineAudioContext, OscillatorNode } from 'node-web-audio-api';
import { writeWav } from './wav.ts';

const [output = 'out.wav', format = 'lv2', plugin = 'http://lv2plug.in/plugins/eg-amp', parameter = 'Gain'] =
  process.argv.slice(2);
const SAMPLE_RATE = 48_000;
const SECONDS = 1;

// Read by the processor, in its own thread.
process.env.MAOLAN_WORKLET = JSON.stringify({ format, plugin, offline: true });

const context = new OfflineAudioContext(1, SECONDS * SAMPLE_RATE, SAMPLE_RATE);
await context.audioWorklet.addModule(fileURLToPath(new URL('audio-worklet-processor.js', import.meta.url)));
const node = new AudioWorkletNode(context, 'plugin', { outputChannelCount: [1] });
const tone = new OscillatorNode(context, { frequency: 220 });
tone.connect(node).connect(context.destination);
tone.start();

const param = node.parameters.get(parameter);
if (param === undefined) throw new Error(`the plugin has no parameter "${parameter}"`);
param.setValueAtTime(param.value, 0).linearRampToValueAtTime(param.minValue, SECONDS / 2);

const buffer = await context.startRendering();
writeWav(output, { sampleRate: SAMPLE_RATE, channels: [buffer.getChannelData(0)] });
console.log(`${output}: ${SECONDS} s of a tone through ${plugin}, ${parameter} to ${param.minValue}`);
process.exit(0);
