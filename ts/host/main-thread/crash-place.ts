// SPDX-License-Identifier: BSD-2-Clause
/** Where the process before crashed: what it wrote down (recovery.h), with the names of the functions. */
import { basename } from 'node:path';
import { functionAt } from '../../crashes/symbols.ts';
import type { Os } from '../../native.ts';
import type { CrashFrame, CrashPlace } from '../../report.ts';

const HEXADECIMAL = 16;

function hexadecimal(number: number): string {
  return `0x${number.toString(HEXADECIMAL)}`;
}

/** Node's own table is large, and its functions explain nothing. */
function nameOf(module: string, offset: number): string | undefined {
  return module === process.execPath ? undefined : functionAt(module, offset);
}

function frameAt(os: Os, index: number): CrashFrame {
  const address = hexadecimal(os.recovery_frame_address(index));
  const module = os.recovery_frame_module(index);
  if (module === '') return { address };
  const offset = os.recovery_frame_offset(index);
  // A return address may lie behind its function, where that never returns.
  const name = nameOf(module, index === 0 ? offset : offset - 1);
  return { address, module, offset, ...(name !== undefined && { function: name }) };
}

/** Empty if it did not say. */
export function crashPlace(os: Os): CrashPlace {
  const count = os.recovery_frame_count();
  if (count === 0) return {};
  const backtrace = Array.from({ length: count }, (_, index) => frameAt(os, index));
  const { address: _, ...blamed } = backtrace[os.recovery_frame_blamed()] ?? { address: '' };
  const address = os.recovery_crash_address();
  return {
    threadName: os.recovery_crash_thread_name(),
    ...(address >= 0 && { address: hexadecimal(address) }),
    ...blamed,
    backtrace,
  };
}

/** What the supervisor could not say, which has no names. @returns undefined: there are none. */
export function sentenceOfPlace({ module, offset, function: name }: CrashPlace): string | undefined {
  if (module === undefined || offset === undefined || name === undefined) return undefined;
  return `It happened in ${name} (${basename(module)}+${hexadecimal(offset)})`;
}
