// SPDX-License-Identifier: BSD-2-Clause
/**
 * A block with more events than the rings hold at a time is played as several shorter ones, each with its share.
 */
import { longBytes, SYSEX_BYTES_MAX } from './block-events.ts';
import type { BlockEvent } from './types.ts';

export interface Piece {
  /** Frames of the block; to is exclusive. */
  from: number;
  to: number;
  /** Their frames count from `from`. */
  events: BlockEvent[];
}

export interface PieceOptions {
  frames: number;
  /** In any order. */
  events: readonly BlockEvent[];
  /** Events that a piece may have, other changes included. */
  room: number;
  /** Other changes between two frames of the block: those that wait, automation. */
  others(from: number, to: number): number;
}

function at(event: BlockEvent, frame: number): BlockEvent {
  return event.frame === frame ? event : { ...event, frame };
}

/** Of system exclusive messages from number next on, before a frame. */
function bytesIn(events: readonly BlockEvent[], next: number, to: number): number {
  let bytes = 0;
  for (let event = events[next]; event !== undefined && event.frame < to; event = events[++next])
    bytes += longBytes(event);
  return bytes;
}

/**
 * As few pieces as are needed. Of more events at one frame than a piece may have, the later ones come a frame later, and so on.
 * @returns the pieces in their order, which together are the block; and the events that the last frame had no room for.
 */
export function piecesOf({ frames, events, room, others }: PieceOptions): { pieces: Piece[]; left: BlockEvent[] } {
  const sorted = events.toSorted((a, b) => a.frame - b.frame);
  const pieces: Piece[] = [];
  let next = 0;
  for (let from = 0; from < frames; ) {
    let to = frames;
    const isTooMuch = () => {
      const last = sorted[next + room - others(from, to)];
      return (
        (last !== undefined ? last.frame < to : others(from, to) > room) || bytesIn(sorted, next, to) > SYSEX_BYTES_MAX
      );
    };
    while (to - from > 1 && isTooMuch()) to = from + Math.floor((to - from) / 2);
    const most = Math.max(1, room - others(from, to));
    const own: BlockEvent[] = [];
    let bytes = 0;
    for (
      let event = sorted[next];
      event !== undefined && event.frame < to && own.length < most;
      event = sorted[++next]
    ) {
      bytes += longBytes(event);
      if (bytes > SYSEX_BYTES_MAX) break;
      own.push(at(event, Math.max(event.frame - from, 0)));
    }
    pieces.push({ from, to, events: own });
    from = to;
  }
  return { pieces, left: sorted.slice(next).map((event) => at(event, 0)) };
}
