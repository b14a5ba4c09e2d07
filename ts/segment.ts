/**
 * The segment in the core's window.
 */
import type { Core } from './core.ts';
import type { Os } from './native.ts';

/** Size of the segment, in every protocol version. */
export const SEGMENT_BYTES = 4194304;

/** Map the segment over the window of this thread's core. @returns 0 or -errno; -EINVAL: the segment is too small. */
export function mapSegment(os: Pick<Os, 'segment_map'>, fd: number, core: Core): number {
  const at = core.exports.core_window();
  return os.segment_map(fd, core.u8.subarray(at, at + SEGMENT_BYTES), SEGMENT_BYTES);
}
