// SPDX-License-Identifier: BSD-2-Clause
/**
 * What the user named does not exist, is ambiguous, or belongs to something else: a sentence that also says what to do.
 */
export class ChoiceError extends Error {
  override name = 'ChoiceError';
}
