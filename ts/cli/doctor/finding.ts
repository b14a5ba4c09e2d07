// SPDX-License-Identifier: BSD-2-Clause
/** The result of one check. */

/** problem: something does not work. warning: something optional is missing, or may go wrong. */
export type Status = 'ok' | 'warning' | 'problem';

export interface Finding {
  /** Name of the check, in a word or two; the same for every run. */
  check: string;
  status: Status;
  /** What was found, one sentence or part of one. */
  message: string;
  /** What to do about it. */
  advice?: string;
}

export const ok = (check: string, message: string): Finding => ({ check, status: 'ok', message });

export const warning = (check: string, message: string, advice: string): Finding => ({
  check,
  status: 'warning',
  message,
  advice,
});

export const problem = (check: string, message: string, advice: string): Finding => ({
  check,
  status: 'problem',
  message,
  advice,
});

/** The message of anything that was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
