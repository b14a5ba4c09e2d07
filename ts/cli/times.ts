// SPDX-License-Identifier: BSD-2-Clause
/** Points in time as people write them. */
import { CommandError, EXIT_USAGE } from './command.ts';

export const TIME_HELP = '2, 500ms, 2s or 48000f (frames)';

/** A time that may count frames, so that the rate must be known before it means anything. */
export interface Time {
  value: number;
  unit: 's' | 'ms' | 'f';
}

const MILLISECONDS_PER_SECOND = 1000;

/** what: the option, for the sentence. @throws CommandError (EXIT_USAGE) */
export function parseTime(text: string, what: string): Time {
  const [, number, unit = 's'] = /^(\d+(?:\.\d*)?|\.\d+)(s|ms|f)?$/.exec(text.trim()) ?? [];
  if (number === undefined)
    throw new CommandError(`${what}: "${text}" is not a duration; use ${TIME_HELP}`, EXIT_USAGE);
  return { value: Number(number), unit: unit as Time['unit'] };
}

/** @param sampleRate Hz */
export function framesOf({ value, unit }: Time, sampleRate: number): number {
  if (unit === 'f') return Math.round(value);
  return Math.round(unit === 's' ? value * sampleRate : (value * sampleRate) / MILLISECONDS_PER_SECOND);
}

const SECONDS_PER_MINUTE = 60;

/** "3:07" for people. */
export function minutesOf(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / SECONDS_PER_MINUTE)}:${String(whole % SECONDS_PER_MINUTE).padStart(2, '0')}`;
}
