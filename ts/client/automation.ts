// SPDX-License-Identifier: BSD-2-Clause
/**
 * Automation that is longer than a block: lanes of points, given to each block as the changes that fall into it.
 */
import { invalid, shown } from './errors.ts';
import type { AutomationOptions, AutomationPoint } from './types.ts';

/** Frames between two steps of a ramp: 1.3 ms at 48 kHz, finer than plugins smooth. */
const STEP_FRAMES = 64;

interface Lane {
  id: number;
  points: readonly AutomationPoint[];
  isLinear: boolean;
  /** Frames of the lane that blocks have passed. */
  at: number;
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
    if (points.length > 0) this.#lanes.push({ id, points: [...points], isLinear: shape === 'linear', at: 0 });
  }

  /** How many changes there are, at most, between two frames of the next block. */
  countIn(from: number, to: number): number {
    let count = 0;
    for (const { points, at, isLinear } of this.#lanes) {
      if (isLinear) count += Math.floor((to - from) / STEP_FRAMES) + 1;
      for (const { frame } of points) if (frame >= at + from && frame < at + to) count++;
    }
    return count;
  }

  /** The changes of a block of so many frames. */
  send(frames: number, send: Send): void {
    for (const lane of this.#lanes) sendLane(lane, frames, send);
    this.#lanes = this.#lanes.filter(({ points, at }) => (points.at(-1)?.frame ?? 0) >= at);
  }
}

function sendLane(lane: Lane, frames: number, send: Send): void {
  const { points, at, isLinear, id } = lane;
  const end = at + frames;
  let next = points.findIndex(({ frame }) => frame >= at);
  for (let frame = nextFrame(at - 1, points[next]?.frame ?? end, isLinear); frame < end && next >= 0; ) {
    const [from, to] = [points[next - 1], points[next]];
    if (to === undefined) break;
    if (frame === to.frame) {
      // Of several points at one frame the last counts.
      while (points[next + 1]?.frame === frame) next++;
      send(id, points[next]?.value ?? to.value, frame - at);
      next++;
    } else if (isLinear && from !== undefined) {
      const share = (frame - from.frame) / (to.frame - from.frame);
      if (frame > from.frame) send(id, from.value + (to.value - from.value) * share, frame - at);
    }
    frame = nextFrame(frame, points[next]?.frame ?? end, isLinear);
  }
  lane.at = end;
}

/** Steps of a ramp lie on a grid of the lane's own, so that they do not depend on how blocks are cut. */
function nextFrame(frame: number, point: number, isLinear: boolean): number {
  const step = (Math.floor(frame / STEP_FRAMES) + 1) * STEP_FRAMES;
  return isLinear ? Math.min(step, point) : point;
}
