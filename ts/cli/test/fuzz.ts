import { CommandError } from '../command.ts';

export async function fuzz(): Promise<void> {
  throw new CommandError('not yet');
}
