// SPDX-License-Identifier: BSD-2-Clause
/** What a test is, and how it ends. */
import type { PluginFormat } from '../../client/types.ts';
import type { Bench } from './bench.ts';

/** Where a rule stands: a header, a section of a specification. Of one format, or the same for all. */
export type Sources = Partial<Record<PluginFormat | 'all', string>>;

export interface Rule {
  /** Stable, kebab-case, the same in all formats: `state/round-trip`. */
  readonly id: string;
  /** Not given: all. */
  readonly formats?: readonly PluginFormat[];
  /** From which level on it is run: 1 smoke, 5 release, 10 hours. */
  readonly level: number;
  /** What plugins must do, as one sentence. */
  readonly rule: string;
  readonly source: Sources;
  readonly why: string;
  /** Plugins that were seen to break it, or how they usually do. */
  readonly who?: string;
  /** No specification forbids it, or plugins with good reasons exist: a warning, not a failure. */
  readonly isAdvice?: boolean;
  /** Ids of rules without which this one says nothing: if one of them is broken, this is not tried. */
  readonly needs?: readonly string[];
  /** How much longer than other tests it may take; default 1. */
  readonly timeoutFactor?: number;
  /** @throws Broken, NotApplicable; anything else is a failure with its message. */
  run(bench: Bench): Promise<void>;
}

export type Status = 'passed' | 'warned' | 'failed' | 'crashed' | 'hung' | 'skipped';

export interface Result {
  readonly rule: Rule;
  readonly status: Status;
  readonly ms: number;
  /** Why it is not passed, as a sentence. */
  readonly seen: string;
  readonly expected: string;
  /** `process, on the audio thread`; empty if it was not in the plugin. */
  readonly where: string;
  /** Like SIGSEGV; empty if there was none. */
  readonly signal: string;
  /** The plugin's calls, innermost first. */
  readonly calls: readonly string[];
  /** The command that does it again. */
  readonly command: string;
}

export const isBad = ({ status }: Result): boolean => ['failed', 'crashed', 'hung'].includes(status);

export function sourceOf({ source }: Rule, format: PluginFormat): string {
  return source[format] ?? source.all ?? '';
}

export function appliesTo({ formats }: Rule, format: PluginFormat): boolean {
  return formats === undefined || formats.includes(format);
}
