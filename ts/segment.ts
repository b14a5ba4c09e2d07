// SPDX-License-Identifier: BSD-2-Clause
/** Maps the segment into the core's window. */
import { PROTOCOL_SEGMENT_BYTES } from './contract/protocol.ts';
import type { Fd } from './contract-types.ts';
import type { Core } from './core.ts';
import type { Os } from './native.ts';

/** Map the segment over the window of this thread's core. @returns 0 or -errno; -EINVAL: the segment is too small. */
export function mapSegment(os: Pick<Os, 'segment_map'>, fd: Fd, core: Core): number {
  const at = core.exports.core_window();
  return os.segment_map(fd, core.u8.subarray(at, at + PROTOCOL_SEGMENT_BYTES), PROTOCOL_SEGMENT_BYTES);
}
