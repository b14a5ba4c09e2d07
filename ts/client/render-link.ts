// SPDX-License-Identifier: BSD-2-Clause
/** A plugin as rendering sees it. */
import type {
  AutomationOptions,
  AutomationPoint,
  BeginOptions,
  MidiMessage,
  Planes,
  Ports,
  ProcessAsyncOptions,
  Settled,
} from './types.ts';

/** What a host has for it. */
interface RenderedHost {
  readonly name: string;
  readonly sampleRate: number;
  readonly maxFrames: number;
  readonly latency: number;
  readonly ports: Ports;
  processAsync(inputs: Planes, outputs: Planes, options: ProcessAsyncOptions): Promise<boolean>;
  automate(parameter: number | string, points: readonly AutomationPoint[], options: AutomationOptions): void;
  settle(): Promise<Settled>;
  begin(play: () => Promise<boolean>, options: BeginOptions): Promise<Settled>;
  parameter(parameter: number | string): { readonly id: number; readonly value: number };
  setParameter(id: number, value: number): void;
}

interface MidiSource {
  on(name: 'midi', take: (message: MidiMessage) => void): unknown;
  off(name: 'midi', take: (message: MidiMessage) => void): unknown;
}

/** What only the session behind it knows. */
export interface LinkParts {
  isOffline: boolean;
  /** Why a block that was sent then (performance.now) was not played: the end of a sentence. */
  whyFailed(sinceMs: number): Promise<string>;
  /** Its inputs that are not part of the main signal. @throws PluginHostError NOT_FOUND */
  sideChainInputs(): Promise<readonly number[]>;
}

export interface Link extends RenderedHost, LinkParts {
  /** @param take each MIDI message that the plugin sends. @returns ends that. */
  hearMidi(take: (message: MidiMessage) => void): () => void;
}

/** Objects with links; the method is private to this package. */
export const links = Symbol('links');

export function linkOf(host: RenderedHost & MidiSource, parts: LinkParts): Link {
  return {
    ...parts,
    get name() {
      return host.name;
    },
    sampleRate: host.sampleRate,
    maxFrames: host.maxFrames,
    get latency() {
      return host.latency;
    },
    get ports() {
      return host.ports;
    },
    processAsync: (inputs, outputs, options) => host.processAsync(inputs, outputs, options),
    automate: (parameter, points, options) => host.automate(parameter, points, options),
    settle: () => host.settle(),
    parameter: (parameter) => host.parameter(parameter),
    setParameter: (id, value) => host.setParameter(id, value),
    begin: (play, options) => host.begin(play, options),
    hearMidi: (take) => {
      host.on('midi', take);
      return () => host.off('midi', take);
    },
  };
}
