// SPDX-License-Identifier: BSD-2-Clause
/** Options shared by several verbs, with the same name, short form and range everywhere. */
import { PROTOCOL_FRAMES_MAX } from '../contract/protocol.ts';
import { CommandError, EXIT_USAGE } from './command.ts';

export const USUAL_RATE = 48_000;
export const rates = { min: 1000, max: 768_000 };

/** The plugin that a verb is about. */
export const pluginArgument = {
  type: 'string',
  demandOption: true,
  describe: 'plugin: name, id, URI or path',
} as const;

export const jsonOption = { type: 'boolean', default: false, describe: 'print JSON' } as const;

/** Without a default, for verbs whose input may say it. */
export const rateOption = { alias: 'sample-rate', type: 'number', describe: 'sample rate in Hz' } as const;

export const usualRateOption = { ...rateOption, default: USUAL_RATE } as const;

export const blockOption = {
  alias: 'b',
  type: 'number',
  describe: `frames per block, 1 to ${PROTOCOL_FRAMES_MAX}`,
} as const;

export const outputOption = { alias: 'o', type: 'string' } as const;

export const paramOption = {
  alias: 'p',
  type: 'string',
  array: true,
  describe: 'name=value, as the plugin writes it; name=50% is half of its range',
} as const;

export const presetOption = {
  type: 'string',
  describe: 'preset to start from: name, URI or .vstpreset file',
} as const;

export const stateOption = { type: 'string', describe: 'state file to start from, as state save writes it' } as const;

/** @throws CommandError (EXIT_USAGE) */
export function checkWholeNumber(option: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new CommandError(`--${option} ${value}: a whole number from ${min} to ${max} is expected`, EXIT_USAGE);
}

/** @throws CommandError (EXIT_USAGE) */
export function checkInRange(option: string, value: number, min: number, max: number): void {
  if (value >= min && value <= max) return;
  throw new CommandError(`--${option} ${value}: a number from ${min} to ${max} is expected`, EXIT_USAGE);
}

/** @throws CommandError (EXIT_USAGE) */
export function checkBlockAndRate({ block, rate }: { block?: number | undefined; rate?: number | undefined }): void {
  if (block !== undefined) checkWholeNumber('block', block, 1, PROTOCOL_FRAMES_MAX);
  if (rate !== undefined) checkWholeNumber('rate', rate, rates.min, rates.max);
}
