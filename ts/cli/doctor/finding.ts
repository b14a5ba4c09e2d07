// SPDX-License-Identifier: BSD-2-Clause
/** What one look at the machine found. */

/** problem: something does not work. warning: something is missing that not everybody needs, or may go wrong. */
export type Status = 'ok' | 'warning' | 'problem';

export interface Finding {
  /** What was looked at, in a word or two; the same for every run. */
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

/** The sentence of whatever was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
