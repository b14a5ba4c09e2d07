/**
 * The memory of the core's two state buffers.
 */
import type { Core } from '../../core.ts';
import type { Os } from '../../native.ts';
import { STATE_BYTES_MAX, WIRE_BYTES_MAX } from './state-limits.ts';

/** Less is not worth a system call: the next state will need it again. */
const WORTH_BYTES = 1 << 20;

/**
 * Give back the memory that a state of that many bytes took in the core, once it is not needed any more. What the DAW takes, the first
 * 64 KiB of the state buffer, stays; the rest reads as zeros.
 */
export function releaseStateMemory(os: Os, core: Core, bytes: number): void {
  if (bytes < WORTH_BYTES) return;
  const { exports, u8 } = core;
  for (const buffer of [exports.state_buffer(), exports.state_staging()])
    os.segment_unmap(u8.subarray(buffer + WIRE_BYTES_MAX, buffer + STATE_BYTES_MAX), STATE_BYTES_MAX - WIRE_BYTES_MAX);
}
