// SPDX-License-Identifier: BSD-2-Clause
/**
 * What instruments play when they are compared: single notes soft and loud, a chord, a note that is bent and held by the pedal, then nothing, for
 * what rings on. The same every time.
 */
import type { BlockEvent } from '../../client/types.ts';

interface Placed {
  /** Seconds from the beginning. */
  at: number;
  data: number[];
}

const NOTE_ON = 0x90;
const NOTE_OFF = 0x80;
const CONTROLLER = 0xb0;
const PEDAL = 64;
const BEND = 0xe0;

function note(at: number, seconds: number, key: number, velocity: number): Placed[] {
  return [
    { at, data: [NOTE_ON, key, velocity] },
    { at: at + seconds, data: [NOTE_OFF, key, 64] },
  ];
}

const phrase: readonly Placed[] = [
  ...note(0.1, 0.4, 60, 40),
  ...note(0.6, 0.4, 36, 120),
  ...note(1.1, 0.9, 60, 90),
  ...note(1.1, 0.9, 64, 90),
  ...note(1.1, 0.9, 67, 90),
  { at: 2.1, data: [CONTROLLER, PEDAL, 127] },
  ...note(2.2, 0.3, 72, 100),
  { at: 2.6, data: [BEND, 0, 96] },
  { at: 2.8, data: [BEND, 0, 64] },
  { at: 3.5, data: [CONTROLLER, PEDAL, 0] },
].toSorted((a, b) => a.at - b.at);

/** The events of a block, whose frames count from its first. */
export function phraseAt(position: number, frames: number, sampleRate: number): BlockEvent[] {
  return phrase.flatMap(({ at, data }): BlockEvent[] => {
    const frame = Math.round(at * sampleRate) - position;
    return frame >= 0 && frame < frames ? [{ type: 'midi', frame, data }] : [];
  });
}
