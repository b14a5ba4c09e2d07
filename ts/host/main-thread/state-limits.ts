// SPDX-License-Identifier: BSD-2-Clause
/**
 * How large a state may be, and what saving one comes to besides a number of bytes.
 */

/** The plugin failed to save, or the core could not write down what it saved (texts that are not UTF-8). */
export const STATE_REFUSED = -1;
/** The plugin saved more than STATE_BYTES_MAX. */
export const STATE_TOO_LARGE = -2;
