/** The units of the contract do not mix. tsc is the test: an expected error that does not come is one. */
import type { OsFunctions } from '../../../ts/contract/os.ts';
import type { Fd, Frames, Milliseconds, Offset } from '../../../ts/contract-types.ts';

export function units(os: OsFunctions, ms: Milliseconds, frames: Frames, offset: Offset): Fd {
  os.pipe_wait(os.segment_open('name'), 100);
  // @ts-expect-error milliseconds are not a file descriptor
  os.pipe_signal(ms);
  // @ts-expect-error nor are frames
  os.pipe_signal(frames);
  // @ts-expect-error an offset is not a time
  os.pipe_wait(0, offset);
  // @ts-expect-error a file descriptor is not a time
  os.pipe_wait(0, os.segment_open('name'));
  // @ts-expect-error the clock's reading is not a file descriptor
  return os.clock_ms();
}
