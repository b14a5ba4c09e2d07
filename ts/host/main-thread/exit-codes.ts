// SPDX-License-Identifier: BSD-2-Clause
/**
 * Exit codes of the host process. DAWs know 0 to 5 from the original hosts; 6 is an addition (the original exited
 * normally after a failed load).
 */
export const EXIT_OK = 0;
export const EXIT_USAGE = 1;
export const EXIT_NO_SEGMENT = 2;
export const EXIT_BAD_FDS = 3;
export const EXIT_UNKNOWN_FORMAT = 4;
export const EXIT_NOT_RESOLVED = 5;
export const EXIT_LOAD_FAILED = 6;
