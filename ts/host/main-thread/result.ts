// SPDX-License-Identifier: BSD-2-Clause
/** The result of a request: the number of bytes in the core's state buffer, or one of these. */
export const DONE = -1;
export const REFUSED = -2;
