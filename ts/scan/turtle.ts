// SPDX-License-Identifier: BSD-2-Clause
/** Syntax errors in the data of LV2 bundles, as the parser reports them: `error: <file>:<line>:<column>: <what>`. */

const FAULT = /^error: (\/.+:\d+:\d+: .+)$/;

/** The errors among the lines that a scan logged, each with file, line and column. */
export function turtleFaults(log: readonly string[]): string[] {
  return log.flatMap((line) => FAULT.exec(line)?.[1] ?? []);
}
