// SPDX-License-Identifier: BSD-2-Clause
/**
 * What the host says of its plugin (the answer of ts/host/main-thread/describe.ts), in as many pieces as it takes.
 */
import { PROTOCOL_REQUEST_DESCRIBE } from '../contract/protocol.ts';
import { PluginHostError } from './errors.ts';
import { type HostProcess, notLoaded } from './host-process.ts';
import type { ParameterData } from './parameters.ts';
import type { Requests } from './requests.ts';
import type { Ports, Property } from './types.ts';

/** What the plugin says of itself. */
export interface Identity {
  name: string;
  vendor: string;
  category: string;
  version: string;
  /** LV2: URI; VST3: class id; CLAP: id; empty if a host of another make does not say. */
  id: string;
  isInstrument: boolean;
}

export interface Description extends Ports, Identity {
  parameters: ParameterData[];
  properties: readonly Property[];
}

export interface EditorStatus {
  /** It is on the screen. */
  isEditorShown: boolean;
  /** How often it was put there since the plugin was loaded. */
  timesEditorShown: number;
}

/** One piece. */
interface Piece extends Ports, Identity, EditorStatus {
  parameters: ParameterData[];
  /** Of the first piece. */
  properties?: Property[];
  /** Where the next piece begins; the number of parameters if there is none. */
  next: number;
  total: number;
}

const HEARD_MS = 1000;

/**
 * Ask, in one's turn. A host of another make may say ready while its plugin still loads; then it is a while before it hears requests.
 * @returns undefined if this host does not know the request (it is not ours).
 * @throws PluginHostError HOST_EXITED, NOT_READY after limitMs
 */
export async function askForDescription(
  requests: Requests,
  host: HostProcess,
  limitMs: number,
): Promise<Description | undefined> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const asked = performance.now();
    try {
      return await askForPieces(requests, host);
    } catch (error) {
      if (!(error instanceof PluginHostError)) throw error;
      // An unknown request is refused at once; one that the host's busy main thread does not hear, after seconds.
      const isHeard = performance.now() - asked < HEARD_MS;
      if (error.code === 'REQUEST_FAILED' && isHeard) return undefined;
      if (error.code === 'HOST_EXITED') throw error;
      if (performance.now() > deadline) throw notLoaded(limitMs);
    }
  }
}

async function askForPieces(requests: Requests, host: HostProcess): Promise<Description> {
  const parameters: ParameterData[] = [];
  let properties: readonly Property[] = [];
  for (let first = 0; ; ) {
    const piece = await askForPiece(requests, host, first);
    parameters.push(...piece.parameters);
    if (first === 0) properties = piece.properties ?? [];
    if (piece.next >= piece.total || piece.next <= first) {
      const { next: _, total: __, isEditorShown: ___, timesEditorShown: ____, ...description } = piece;
      return { ...description, parameters, properties };
    }
    first = piece.next;
  }
}

/** first: the parameter with which it begins. */
async function askForPiece(requests: Requests, host: HostProcess, first: number): Promise<Piece> {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, first, true);
  const answer = await requests.ask(host, PROTOCOL_REQUEST_DESCRIBE, 'describing the plugin', bytes);
  return JSON.parse(new TextDecoder().decode(answer)) as Piece;
}

/** Behind all parameters: the piece has none. */
const NO_PARAMETERS = 0xffffffff;

/** Ask, in one's turn. @throws as Requests.ask; REQUEST_FAILED if this host does not know the request. */
export function askForEditor(requests: Requests, host: HostProcess): Promise<EditorStatus> {
  return askForPiece(requests, host, NO_PARAMETERS);
}
