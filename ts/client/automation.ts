// SPDX-License-Identifier: BSD-2-Clause
/**
 * Automation that is longer than a block: lanes of points, given to each block as the changes that fall into it.
 */
import { invalid, shown } from './errors.ts';
import type { AutomationOptions, AutomationPoint } from './types.ts';

/** A ramp has at least so many steps, or one for each of its frames. */
const STEPS_MIN = 256;
/** Frames between two steps of a long ramp: 1.3 ms at 48 kHz, finer than plugins smooth. */
const STEP_FRAMES_MAX = 64;

interface Lane {
  id: number;
  points: readonly AutomationPoint[];
  isLinear: boolean;
  /** Frames of the lane that blocks have passed. */
  at: number;
  /** The first point that is not before the last frame that was looked at. */
  next: number;
}

/** Take a change; frame counts from the start of the block. */
type Send = (id: number, value: number, frame: number) => void;

export class Automation {
  #lanes: Lane[] = [];

  get isIdle(): boolean {
    return this.#lanes.length === 0;
  }

  /** A new lane starts with the next block, in the place of an unfinished one of the same parameter. */
  add(id: number, points: readonly AutomationPoint[], { shape = 'linear' }: AutomationOptions): void {
    points.forEach((point, index) => {
      if (typeof point !== 'object' || point === null) invalid(`an automation point is ${shown(point)}`);
      const { frame, value } = point;
      if (!Number.isInteger(frame) || frame < 0)
        invalid(`an automation point is at frame ${frame}; frames are counted from 0`);
      if (!Number.isFinite(value)) invalid(`the automation point at frame ${frame} has the value ${value}`);
      const before = points[index - 1];
      if (before !== undefined && before.frame > frame)
        invalid(`automation points have to be in order: frame ${frame} comes after ${before.frame}`);
    });
    this.#lanes = this.#lanes.filter((lane) => lane.id !== id);
    if (points.length > 0) this.#lanes.push({ id, points: [...points], isLinear: shape === 'linear', at: 0, next: 0 });
  }

  /** How many changes there are, at most, between two frames of the next block. */
  countIn(from: number, to: number): number {
    return this.#lanes.reduce((sum, lane) => sum + countOf(lane, lane.at + from, lane.at + to), 0);
  }

  /** The changes of a block of so many frames. */
  send(frames: number, send: Send): void {
    for (const lane of this.#lanes) sendLane(lane, frames, send);
    this.#lanes = this.#lanes.filter(({ points, at }) => (points.at(-1)?.frame ?? 0) >= at);
  }
}

function sendLane(lane: Lane, frames: number, send: Send): void {
  const { at, id } = lane;
  const end = at + frames;
  for (let frame = changeFrom(lane, at); frame < end; frame = changeFrom(lane, frame + 1))
    send(id, valueAt(lane, frame), frame - at);
  lane.at = end;
}

/** Frames between two steps on the way from one point to the next; 0: there are none. */
function stepOf(from: AutomationPoint, to: AutomationPoint): number {
  if (from.value === to.value) return 0;
  return Math.min(Math.max(Math.floor((to.frame - from.frame) / STEPS_MIN), 1), STEP_FRAMES_MAX);
}

/** The first change at a frame or behind it. Steps lie on a grid of the lane's own, so that they do not depend on how blocks are cut. */
function changeFrom(lane: Lane, frame: number): number {
  const { points, isLinear } = lane;
  while ((points[lane.next]?.frame ?? Number.POSITIVE_INFINITY) < frame) lane.next++;
  const [from, to] = [points[lane.next - 1], points[lane.next]];
  if (to === undefined) return Number.POSITIVE_INFINITY;
  const step = isLinear && from !== undefined ? stepOf(from, to) : 0;
  return step === 0 ? to.frame : Math.min(Math.ceil(frame / step) * step, to.frame);
}

/** At a frame that changeFrom has just returned. Of several points at one frame the last counts. */
function valueAt({ points, next }: Lane, frame: number): number {
  const [from, to] = [points[next - 1], points[next]];
  if (from !== undefined && to !== undefined && frame < to.frame)
    return from.value + ((to.value - from.value) * (frame - from.frame)) / (to.frame - from.frame);
  let last = next;
  while (points[last + 1]?.frame === frame) last++;
  return points[last]?.value ?? 0;
}

/** Changes between two frames of the lane, or some more. */
function countOf({ points, next, isLinear }: Lane, start: number, end: number): number {
  let count = 0;
  for (let i = next; i < points.length && (points[i - 1]?.frame ?? 0) < end; i++) {
    const [from, to] = [points[i - 1], points[i] as AutomationPoint];
    if (to.frame >= start && to.frame < end) count++;
    const step = isLinear && from !== undefined ? stepOf(from, to) : 0;
    const frames = Math.min(to.frame, end) - Math.max(from?.frame ?? 0, start);
    if (step > 0 && frames > 0) count += Math.floor(frames / step) + 1;
  }
  return count;
}
