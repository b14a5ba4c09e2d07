/**
 * How large a state may be, and what saving one comes to besides a number of bytes.
 */
export { STATE_BYTES_MAX } from '../../state-store/deflate.ts';

/** What the DAW takes: PROTOCOL_SCRATCH_BYTES of wasm/include/protocol.h. */
export const WIRE_BYTES_MAX = 65_536;

/** The plugin failed to save, or the core could not write down what it saved (texts that are no UTF-8). */
export const STATE_REFUSED = -1;
/** The plugin saved more than STATE_BYTES_MAX. */
export const STATE_TOO_LARGE = -2;
