/** Requests as today's DAW makes them: it looks at the status; the byte is not what it waits for. */
import type { Daw } from '../../support/daw.ts';
import { TIMEOUT_MS, until } from '../../support/host-process.ts';
import { request, status } from '../../support/layout.ts';
import { ownState, readState, type TortureState } from './states.ts';
import type { Format } from './support.ts';

/** The byte follows the status at once, unless the host has taken it back because no one read it while this process was busy. */
const BYTE_FOLLOWS_MS = 1000;

/** The status of a request, or undefined: it was not answered in time. */
export async function ask(daw: Daw, type: number, milliseconds = TIMEOUT_MS): Promise<number | undefined> {
  daw.askFor(type);
  const read = () => daw.segment.readU32(daw.at.requestStatus);
  if (!(await until(() => read() !== status.pending, milliseconds))) return undefined;
  await daw.toDaw.wait(BYTE_FOLLOWS_MS);
  return read();
}

/** Save; throws on failure. */
export async function save(daw: Daw): Promise<Buffer> {
  const result = await ask(daw, request.saveState);
  if (result !== status.ok) throw new Error(`Saving failed: status ${result}`);
  return daw.segment.read(daw.at.scratch, daw.segment.readU32(daw.at.scratchSize));
}

/** Restore; the status. */
export async function restore(daw: Daw, state: Uint8Array): Promise<number | undefined> {
  daw.segment.write(daw.at.scratch, state);
  daw.segment.writeU32(daw.at.scratchSize, state.length);
  return ask(daw, request.restoreState);
}

/** Save, and read what the plugin itself says. */
export async function savedState(daw: Daw, format: Format): Promise<TortureState> {
  return readState(ownState(format, await save(daw)));
}
