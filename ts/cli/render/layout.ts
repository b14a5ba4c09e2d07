// SPDX-License-Identifier: BSD-2-Clause
/** How the channels of a signal are laid over a plugin's. */

import { CommandError } from '../command.ts';
import { countOf } from '../count.ts';

/** Of one plugin. */
export interface Shape {
  name: string;
  /** Channels of all ports or buses. */
  inputs: number;
  outputs: number;
  /** Inputs that are not part of the signal, by their number. */
  sideChain: readonly number[];
}

export interface Layout {
  /** For each instance: for each of its inputs the signal's channel, or undefined for silence. */
  sources: (number | undefined)[][];
  /** Channels that come out: those of all instances, one after the other, as far as they are wanted. */
  outputs: number;
}

function mainInputs({ inputs, sideChain }: Shape): number[] {
  return Array.from({ length: inputs }, (_, input) => input).filter((input) => !sideChain.includes(input));
}

/** One instance; main: the signal's channel for each main input, in their order. */
function instance(shape: Shape, main: readonly (number | undefined)[]): (number | undefined)[] {
  const places = mainInputs(shape);
  return Array.from({ length: shape.inputs }, (_, input) => main[places.indexOf(input)]);
}

/** As many instances as the channels need, each with the next of them. */
function several(shape: Shape, channels: number, perInstance: number): Layout {
  const count = Math.ceil(channels / perInstance);
  const sources = Array.from({ length: count }, (_, number) => {
    const main = Array.from({ length: perInstance }, (_, i) => number * perInstance + i);
    return instance(
      shape,
      main.map((channel) => (channel < channels ? channel : undefined)),
    );
  });
  const isWhole = channels % perInstance === 0;
  return { sources, outputs: isWhole ? count * shape.outputs : channels };
}

/**
 * A file with as many channels as the plugin has inputs is given to them; more channels are given to several instances (two of a mono plugin for
 * a stereo file); mono is given to both inputs of a stereo plugin; further inputs get silence, as side chains do.
 * @throws CommandError if they do not fit.
 */
export function layoutOf(channels: number, shape: Shape): Layout {
  const { name, inputs, outputs } = shape;
  if (outputs === 0) throw new CommandError(`${name} has no audio outputs, so there is nothing to render`);
  if (inputs === 0) {
    if (channels > 0)
      throw new CommandError(`${name} has no audio inputs: it is an instrument; give it a MIDI file with --midi`);
    return { sources: [[]], outputs };
  }
  const main = mainInputs(shape).length;
  const all = Array.from({ length: inputs }, (_, input) => input);
  if (channels === inputs && (main === 0 || channels % main !== 0)) return { sources: [all], outputs };
  if (main === 0) return { sources: [all.map((input) => (input < channels ? input : undefined))], outputs };
  if (channels === 1 && main === 2) return { sources: [instance(shape, [0, 0])], outputs };
  if (channels <= main) {
    const signal = Array.from({ length: main }, (_, i) => (i < channels ? i : undefined));
    return { sources: [instance(shape, signal)], outputs };
  }
  if (channels % main === 0 || outputs === main) return several(shape, channels, main);
  throw new CommandError(
    `${countOf(channels, 'channel does', 'channels do')} not fit ${name}, which has ${countOf(inputs, 'input')} and ${countOf(outputs, 'output')}`,
  );
}
