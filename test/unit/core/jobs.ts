/** What the tests of the wake rule share. */
import { Rig } from './support.ts';

export const SAVE = 1;
export const RESTORE = 2;
export const SHOW = 3;
export const HIDE = 4;

/** A rig with a block of 64 frames announced. */
export function rigWithBlock(): Rig {
  const rig = new Rig();
  rig.x.daw_set_block(64, 0, 0);
  return rig;
}

/** The main thread serves the request, and the audio thread is notified. */
export function serve(rig: Rig, type: number, ms: number, ageMs = 0): number {
  return rig.requestDone(rig.x.host_request_finish(type, 1, -1, ageMs), ms);
}
