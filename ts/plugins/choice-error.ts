// SPDX-License-Identifier: BSD-2-Clause
/** What was named is not there, may be several things, or belongs to something else: a sentence for people, with what to do. */
export class ChoiceError extends Error {
  override name = 'ChoiceError';
}
