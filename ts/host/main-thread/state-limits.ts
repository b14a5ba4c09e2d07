// SPDX-License-Identifier: BSD-2-Clause
/** Results of saving a state other than its size in bytes. */

/** The plugin failed to save, or the core could not encode what it saved (texts that are not UTF-8). */
export const STATE_REFUSED = -1;
/** The plugin saved more than STATE_BYTES_MAX. */
export const STATE_TOO_LARGE = -2;
