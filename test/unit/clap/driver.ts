/** The driver of test/unit/vst3, built for CLAP, against the CLAP fixtures or installed plugins. */
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { type Answer, type Options as AnyOptions, drive as driveAny, root, started } from '../vst3/driver.ts';

export {
  type Answer,
  type Call,
  callsTo,
  line,
  numbers,
  type Parameter,
  parameters,
  started,
} from '../vst3/driver.ts';

/** Path of a fixture's library. */
export const fixture = (name: string): string => join(root, 'build', 'fixtures', 'clap', `${name}.clap`);

export interface Options extends Omit<AnyOptions, 'build' | 'folder'> {
  /** driver: for plugins that are not ours, which sanitizers would stumble over. */
  build?: 'driver' | 'driver-asan' | 'driver-tsan';
}

/** Give the driver commands (see ../vst3/driver.h and driver-clap.c). */
export const drive = (commands: string[], options: Options = {}): Answer =>
  driveAny(commands, { ...options, folder: 'clap' });

/** Load a fixture, give commands, close it; nothing may go wrong, leak or offend the plugin. */
export function probe(t: ExecutionContext, name: string, commands: string[], options: Options = {}): Answer {
  const answer = drive([...started(fixture(name)), ...commands, 'close'], options);
  t.is(answer.code, 0, `${answer.signal ?? ''}\n${answer.lines.join('\n')}\n${answer.stderr}`);
  t.is(answer.lines.at(-1), 'closed', answer.lines.join('\n'));
  t.deepEqual(answer.faults, []);
  return answer;
}

/** Lines of the events that came out. */
export const events = (answer: Answer): string[] => answer.lines.filter((text) => text.startsWith('event '));

/** What a fixture wrote down with this name, in order. */
export const details = (answer: Answer, name: string): string[] =>
  answer.calls.filter((call) => call.name === name).map((call) => call.details);
