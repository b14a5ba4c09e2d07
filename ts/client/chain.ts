// SPDX-License-Identifier: BSD-2-Clause
/** Plugins in series, played like one. */
import type { Duplex } from 'node:stream';
import { invalid, shown } from './errors.ts';
import { MidiCable, type MidiWires, midiWires } from './midi-cable.ts';
import type { PluginHost } from './plugin-host.ts';
import { type Link, links } from './render-link.ts';
import type { RenderOptions, SoundSource, SoundTransform, StreamOptions } from './render-types.ts';
import { renderStream, renderWhole } from './rendering.ts';
import { nodeTransform, webTransform } from './transforms.ts';
import type { BlockEvent, MidiMessage, Planes, Ports, ProcessOptions } from './types.ts';

/**
 * Plugins in series. A plugin with one output feeds all inputs of the next; inputs without a source are silent. MIDI and notes go to the first
 * plugin that takes MIDI, what a plugin sends to the next that takes some; other events go to the first plugin, the transport to all.
 */
export class PluginChain implements AsyncDisposable {
  /** In the order of the signal. */
  readonly hosts: readonly PluginHost[];
  /** Between two plugins. */
  readonly #between: readonly Float32Array[][];
  readonly #wires: MidiWires;

  /** @throws PluginHostError INVALID_ARGUMENT if there is none, or their rates or longest blocks differ. */
  constructor(hosts: readonly PluginHost[]) {
    if (!Array.isArray(hosts)) invalid(`the plugins of a chain are ${shown(hosts)}; they have to be an array of hosts`);
    const [first] = hosts;
    const other = hosts.find((host) => typeof host !== 'object' || host === null || !(links in host));
    if (other !== undefined || hosts.includes(other))
      invalid(`a plugin of a chain is ${shown(other)}; it has to be what open() returned`);
    if (first === undefined) invalid('a chain needs at least one plugin');
    for (const { name, sampleRate, maxFrames } of hosts)
      if (sampleRate !== first.sampleRate || maxFrames !== first.maxFrames)
        invalid(
          `${name} runs at ${sampleRate} Hz with blocks of ${maxFrames} frames, ${first.name} at ${first.sampleRate} Hz with ${first.maxFrames}: open them with the same values`,
        );
    this.hosts = [...hosts];
    this.#wires = midiWires(hosts.map(({ ports }) => ports));
    this.#between = hosts
      .slice(1)
      .map(({ ports }, index) => joined(hosts[index]?.ports.audioOutputs ?? 0, ports.audioInputs, first.maxFrames));
  }

  get #first(): PluginHost {
    return this.hosts[0] as PluginHost;
  }

  /** Hz. */
  get sampleRate(): number {
    return this.#first.sampleRate;
  }

  /** Frames of the longest block. */
  get maxFrames(): number {
    return this.#first.maxFrames;
  }

  /** Total latency in frames. */
  get latency(): number {
    return this.hosts.reduce((sum, { latency }) => sum + latency, 0);
  }

  /** Inputs of the first plugin, outputs of the last. */
  get ports(): Ports {
    const { audioInputs, midiInputs } = this.#first.ports;
    const { audioOutputs, midiOutputs } = (this.hosts.at(-1) as PluginHost).ports;
    return { audioInputs, audioOutputs, midiInputs, midiOutputs };
  }

  /** As PluginHost.process. @returns true if all plugins played. */
  process(inputs: Planes, outputs: Planes, options: ProcessOptions = {}): boolean {
    let isPlayed = true;
    for (const step of this.#steps(inputs, outputs, options))
      isPlayed = step.host.process(step.inputs, step.outputs, step.options) && isPlayed;
    return isPlayed;
  }

  /** As PluginHost.processAsync. @returns true if all plugins played. */
  async processAsync(inputs: Planes, outputs: Planes, options: ProcessOptions = {}): Promise<boolean> {
    let isPlayed = true;
    for (const step of this.#steps(inputs, outputs, options))
      isPlayed = (await step.host.processAsync(step.inputs, step.outputs, step.options)) && isPlayed;
    return isPlayed;
  }

  *#steps(inputs: Planes, outputs: Planes, options: ProcessOptions) {
    const frames = options.frames ?? (inputs[0] ?? outputs[0])?.length ?? this.maxFrames;
    const { events: given = [], ...others } = options;
    const { first, senders } = this.#wires;
    const isFor = (index: number) => (event: BlockEvent) => index === (isChange(event) ? 0 : Math.max(first, 0));
    const cables = senders.map((sender) => (sender === undefined ? undefined : new MidiCable()));
    for (const [index, host] of this.hosts.entries()) {
      const [before, behind] = [this.#between[index - 1], this.#between[index]];
      const heard = before === undefined ? inputs : before.slice(0, host.ports.audioInputs);
      const made = behind === undefined ? outputs : behind.slice(0, host.ports.audioOutputs);
      const sent = cables[index]?.take(0, frames, host.ports.midiInputs) ?? [];
      const events = this.hosts.length === 1 ? given : [...given.filter(isFor(index)), ...sent];
      const cable = cables[senders.indexOf(index)];
      const hear = (message: MidiMessage) => cable?.send(message);
      if (cable !== undefined) host.on('midi', hear);
      try {
        yield { host, inputs: heard, outputs: made, options: { ...others, events, frames } };
      } finally {
        host.off('midi', hear);
      }
    }
  }

  /** Like PluginHost.render. */
  render(channels: Planes, options: RenderOptions = {}): Promise<Float32Array[]> {
    return renderWhole(this[links](), channels, options);
  }

  /** Like PluginHost.stream. */
  stream(source: SoundSource, options: StreamOptions = {}): AsyncGenerator<Float32Array[], void, undefined> {
    return renderStream(this[links](), source, options);
  }

  /** Like PluginHost.transformStream. */
  transformStream(options: StreamOptions = {}): SoundTransform {
    return webTransform(this[links](), options);
  }

  /** Like PluginHost.transform. */
  transform(options: StreamOptions = {}): Duplex {
    return nodeTransform(this[links](), options);
  }

  /** Close all of them. */
  async close(): Promise<void> {
    await Promise.all(this.hosts.map((host) => host.close()));
  }

  /** For `await using`: the same as close(). */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** @internal */
  [links](): readonly Link[] {
    return this.hosts.flatMap((host) => host[links]());
  }
}

/** A parameter is set or modulated. */
function isChange({ type }: BlockEvent): boolean {
  return type === 'parameter' || type === 'modulation';
}

/** Planes from one plugin to the next: a single one goes to all inputs, what is not written stays silent. */
function joined(outputs: number, inputs: number, frames: number): Float32Array[] {
  const count = Math.max(outputs, inputs);
  const planes = Array.from({ length: count }, () => new Float32Array(frames));
  return outputs === 1 ? planes.map(() => planes[0] as Float32Array) : planes;
}

/** Put plugins in series. @throws PluginHostError INVALID_ARGUMENT */
export function chain(hosts: readonly PluginHost[]): PluginChain {
  return new PluginChain(hosts);
}
