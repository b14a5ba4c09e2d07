// SPDX-License-Identifier: BSD-2-Clause
/** What several tests look at (Bench.shared): a process each, which they leave as it is. */
import type { Bench } from './bench.ts';
import type { Subject } from './subject.ts';

export interface Heard {
  subject: Subject;
  outputs: Float32Array[];
}

const SECOND = 48_000;

/** As it is after loading. */
export function loaded(bench: Bench): Promise<Subject> {
  return bench.open();
}

/** A second of noise. */
export async function played(bench: Bench): Promise<Heard> {
  const subject = await bench.open();
  return { subject, outputs: await subject.play({ frames: SECOND }) };
}

/** Blocks of odd lengths, up to an odd one. */
export async function cut(bench: Bench): Promise<Heard> {
  const subject = await bench.open({ maxFrames: 509 });
  return { subject, outputs: await subject.play({ frames: 20_000, size: () => bench.random.integer(1, 509) }) };
}

/** Half a second of noise, from a known beginning. */
export async function heard(bench: Bench): Promise<Heard> {
  const subject = await bench.openForComparison();
  return { subject, outputs: await subject.play({ frames: SECOND / 2 }) };
}
