// SPDX-License-Identifier: BSD-2-Clause
/**
 * The side of audio-worklet.ts that runs in the worklet's thread (so it is plain JavaScript): a plugin as an AudioWorkletProcessor named "plugin", whose
 * AudioParams are the plugin's parameters.
 *
 * The plugin is opened while the module is loaded: addModule() resolves when it can play, and rejects if it cannot be opened. Which one it is stands
 * in the environment (MAOLAN_WORKLET, options of PluginHost.open as JSON), since a module gets no other arguments.
 */
import { PluginHost } from 'maolan-plugin-host';

/** Web Audio's render quantum. */
const FRAMES = 128;
// sampleRate, AudioWorkletProcessor and registerProcessor are the worklet's own.
const { sampleRate, AudioWorkletProcessor, registerProcessor } = globalThis;

const host = await PluginHost.open({ ...JSON.parse(process.env.MAOLAN_WORKLET), sampleRate, maxFrames: FRAMES });
host.unref(); // the end of the worklet is the end of the plugin

/** AudioParams are told apart by their names, parameters by their ids. */
function nameOf({ id, name }) {
  return host.parameters.filter((other) => other.name === name).length === 1 ? name : `${name} (${id})`;
}

const named = host.parameters.map((parameter) => ({ name: nameOf(parameter), parameter }));

class PluginProcessor extends AudioWorkletProcessor {
  static get parameterDescriptors() {
    return named.map(({ name, parameter: { minimum, maximum, value } }) => ({
      name,
      minValue: minimum,
      maxValue: maximum,
      defaultValue: Math.min(Math.max(value, minimum), maximum),
      automationRate: 'k-rate',
    }));
  }

  /** What each AudioParam was last. */
  #last = new Map();

  process([inputs = []], [outputs = []], values) {
    for (const { name, parameter } of named) {
      const [value] = values[name];
      if (value === (this.#last.get(name) ?? parameter.value)) continue;
      this.#last.set(name, value);
      parameter.value = value;
    }
    host.process(inputs, outputs, { frames: FRAMES }); // passes the inputs through while the plugin is not there
    return true;
  }
}

registerProcessor('plugin', PluginProcessor);
