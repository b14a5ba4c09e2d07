// SPDX-License-Identifier: BSD-2-Clause
/** What is wrong with the data of LV2 bundles, as the parser says it: `error: <file>:<line>:<column>: <what>`. */

const FAULT = /^error: (\/.+:\d+:\d+: .+)$/;

/** The faults among the lines that a scan logged, each with file, line and column. */
export function turtleFaults(log: readonly string[]): string[] {
  return log.flatMap((line) => FAULT.exec(line)?.[1] ?? []);
}
