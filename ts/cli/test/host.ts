import { CommandError, type Context } from '../command.ts';

export async function testHost(host: string, _json: boolean, _context: Context): Promise<void> {
  throw new CommandError(`${host}: not yet`);
}
