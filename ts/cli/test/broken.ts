// SPDX-License-Identifier: BSD-2-Clause
/** How a test ends that is not passed. */
export interface BrokenDetails {
  expected: string;
  seen: string;
  where?: string;
  calls?: readonly string[];
  /** It ended its process: by a signal's name, or `exit(3)`. */
  crash?: string;
  /** It did not come back. */
  isHung?: boolean;
  /** Whatever the rule is: a warning. */
  isAdvice?: boolean;
}

/** The plugin breaks the rule. */
export class Broken extends Error {
  override name = 'Broken';
  readonly details: BrokenDetails;
  constructor(details: BrokenDetails) {
    super(details.seen);
    this.details = details;
  }
}

/** The rule does not apply to this plugin, or this machine cannot check it. */
export class NotApplicable extends Error {
  override name = 'NotApplicable';
}

/** @throws Broken unless it holds. */
export function expect(holds: boolean, expected: string, seen: string, more: Partial<BrokenDetails> = {}): void {
  if (!holds) throw new Broken({ expected, seen, ...more });
}

export function skipUnless(holds: boolean, why: string): void {
  if (!holds) throw new NotApplicable(why);
}
