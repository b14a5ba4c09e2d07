// SPDX-License-Identifier: BSD-2-Clause
/** Exit codes of the host process. The DAW knows 0 to 5 from the original hosts; 6 is ours (there, a failed load looked like a normal end). */
export const EXIT_OK = 0;
export const EXIT_USAGE = 1;
export const EXIT_NO_SEGMENT = 2;
export const EXIT_BAD_FDS = 3;
export const EXIT_UNKNOWN_FORMAT = 4;
export const EXIT_NOT_RESOLVED = 5;
export const EXIT_LOAD_FAILED = 6;
