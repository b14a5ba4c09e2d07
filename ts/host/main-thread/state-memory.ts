// SPDX-License-Identifier: BSD-2-Clause
/**
 * The memory of the core's two state buffers.
 */
import { STATE_BYTES_MAX } from '../../contract/core.ts';
import { PROTOCOL_SCRATCH_BYTES } from '../../contract/protocol.ts';
import type { Core } from '../../core.ts';
import type { Os } from '../../native.ts';

/** Less is not worth a system call: the next state needs it again. */
const WORTH_BYTES = 1 << 20;

/**
 * Release the core's memory for a state of that many bytes once it is no longer needed. The first 64 KiB of the state
 * buffer, which the DAW's states use, are kept; the rest reads as zeros.
 */
export function releaseStateMemory(os: Os, core: Core, bytes: number): void {
  if (bytes < WORTH_BYTES) return;
  const { exports, u8 } = core;
  for (const buffer of [exports.state_buffer(), exports.state_staging()])
    os.segment_unmap(
      u8.subarray(buffer + PROTOCOL_SCRATCH_BYTES, buffer + STATE_BYTES_MAX),
      STATE_BYTES_MAX - PROTOCOL_SCRATCH_BYTES,
    );
}
