/** A host of version 7 with blocks that the counter answers. */
import { SAVE, serve } from './jobs.ts';
import { v7 } from './layouts.ts';
import { Rig, record } from './support.ts';

/** A rig with a block of 64 frames of one channel; the counter alone answers blocks, or bytes as well. */
export function rigOf(eventless: 0 | 1 = 1): Rig {
  const rig = new Rig(7);
  rig.bind([], 1, 1);
  rig.x.daw_set_block(64, 1, 1);
  rig.setWord(v7.blockResponseEventless, eventless);
  return rig;
}

export const counter = (rig: Rig): number => rig.word(v7.responseCounter) >>> 0;

/** So many wakes have come and are not acted upon, when the next function is called. */
export const unread = (rig: Rig, count: number): void => rig.setField(record.wakesUnread, count);

/** Read a request's byte at that time, and serve it. */
export function requestAt(rig: Rig, ms: number, type = SAVE): number {
  rig.x.daw_request(type, -1);
  rig.wake(ms);
  return serve(rig, type, ms);
}
