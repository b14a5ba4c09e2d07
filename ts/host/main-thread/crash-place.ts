// SPDX-License-Identifier: BSD-2-Clause
/** Where the previous process crashed: the recorded addresses (recovery.h), with function names. */
import { basename } from 'node:path';
import { functionAt } from '../../crashes/symbols.ts';
import type { Os } from '../../native.ts';
import type { CrashFrame, CrashPlace } from '../../report.ts';

const HEXADECIMAL = 16;

function hexadecimal(number: number): string {
  return `0x${number.toString(HEXADECIMAL)}`;
}

/** Node's own table is large, and its functions are not informative. */
function nameOf(os: Os, module: string, offset: number): string | undefined {
  const symbol = module === process.execPath ? undefined : functionAt(module, offset);
  return symbol?.startsWith('_') ? os.symbol_demangle(symbol) : symbol;
}

function frameAt(os: Os, index: number): CrashFrame {
  const address = hexadecimal(os.recovery_frame_address(index));
  const module = os.recovery_frame_module(index);
  if (module === '') return { address };
  const offset = os.recovery_frame_offset(index);
  // A return address may be after the end of a function that never returns.
  const name = nameOf(os, module, index === 0 ? offset : offset - 1);
  return { address, module, offset, ...(name !== undefined && { function: name }) };
}

/** Empty if there was no report. */
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

/** A sentence with the function's name, which the supervisor does not have. @returns undefined if there is no name. */
export function sentenceOfPlace({ module, offset, function: name }: CrashPlace): string | undefined {
  if (module === undefined || offset === undefined || name === undefined) return undefined;
  return `It happened in ${name} (${basename(module)}+${hexadecimal(offset)})`;
}
