// SPDX-License-Identifier: BSD-2-Clause
/**
 * Converts between a state of the plugin, up to 64 MiB, and what the DAW accepts, 64 KiB. What fits is passed on
 * unchanged. Larger states are deflated into a container (wasm/src/state-container.c); what is still too large is
 * stored in a file, and the container holds its hash.
 */
import {
  STATE_BYTES_MAX,
  STATE_CONTAINER_DEFLATED,
  STATE_CONTAINER_FILE,
  STATE_FORMAT_CLAP,
  STATE_FORMAT_LV2,
  STATE_FORMAT_VST3,
} from '../../contract/core.ts';
import { PROTOCOL_SCRATCH_BYTES } from '../../contract/protocol.ts';
import type { Core } from '../../core.ts';
import { deflate, hashOf, inflate } from '../../state-store/deflate.ts';
import { StateError } from '../../state-store/state-error.ts';
import { StateStore } from '../../state-store/store.ts';
import { STATE_TOO_LARGE } from './state-limits.ts';

export { StateError } from '../../state-store/state-error.ts';

const FORMATS: Readonly<Record<string, number>> = {
  lv2: STATE_FORMAT_LV2,
  vst3: STATE_FORMAT_VST3,
  clap: STATE_FORMAT_CLAP,
};
/** Not a container: the result of state_container_read in place of an enum state_container. */
const NONE = 0;
const HASH_BYTES = 32;
const NOTHING = new Uint8Array(0);

const NOT_SAVED = 'The state was not saved';
const NOT_RESTORED = 'The state was not restored';
const EARLIER = 'restore an earlier copy of the project';

/** The folder is chosen before a plugin can change the environment. */
const ownStore = new StateStore();

/** @throws StateError with a complete sentence; the store only provides the end of it. */
function explained<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof StateError ? new StateError(`${what}: ${error.message}`) : error;
  }
}

/**
 * Replace the raw state in the core's state buffer by what the DAW accepts. If it goes to a file, that is on disk when
 * this returns.
 *
 * @param format LV2, VST3 or CLAP, in either case; states of other formats are unchanged
 * @param bytes result of Format.save: the size of the state, or why there is none
 * @returns bytes in the core's state buffer, at most 65 536
 * @throws StateError with a sentence for the user; then no state may be returned to the DAW
 */
export function packState(core: Core, format: string, bytes: number, store = ownStore): number {
  if (bytes === STATE_TOO_LARGE)
    throw new StateError(
      `${NOT_SAVED}: it is larger than ${STATE_BYTES_MAX >> 20} MiB, which is more than this host keeps; make it smaller in the plugin`,
    );
  if (bytes < 0)
    throw new StateError(`${NOT_SAVED}: the plugin failed to save it; its own messages, if any, are above`);
  const number = FORMATS[format.toLowerCase()];
  if (number === undefined) return bytes;
  const { exports, u8 } = core;
  if (bytes <= PROTOCOL_SCRATCH_BYTES && exports.state_container_read(number, bytes) === NONE) return bytes;
  const at = exports.state_buffer();
  const raw = u8.subarray(at, at + bytes);
  const deflated = deflate(raw);
  const hash = hashOf(raw);
  const inline = writeContainer(core, number, STATE_CONTAINER_DEFLATED, bytes, hash, deflated);
  if (inline >= 0) return inline;
  explained(NOT_SAVED, () => store.put(raw, deflated, hash));
  const packed = writeContainer(core, number, STATE_CONTAINER_FILE, bytes, hash, NOTHING);
  if (packed < 0) throw new StateError(`${NOT_SAVED}: what the plugin saved is not a ${format} state`);
  return packed;
}

/** @returns the size, or -1: it does not fit the DAW. */
function writeContainer(
  { exports, u8 }: Core,
  format: number,
  kind: number,
  bytes: number,
  hash: string,
  deflated: Uint8Array,
): number {
  if (deflated.length > PROTOCOL_SCRATCH_BYTES) return -1;
  const at = exports.state_staging();
  u8.set(Buffer.from(hash, 'hex'), at);
  u8.set(deflated, at + HASH_BYTES);
  return exports.state_container_write(format, kind, bytes, deflated.length);
}

/**
 * Replace the DAW's data in the core's state buffer by the raw state.
 *
 * @param format LV2, VST3 or CLAP, in either case; states of other formats are unchanged
 * @param bytes result of host_request_read
 * @returns bytes in the core's state buffer, at most 64 MiB, for Format.restore
 * @throws StateError with a sentence for the user; then the plugin must keep its state
 */
export function unpackState(core: Core, format: string, bytes: number, store = ownStore): number {
  if (bytes < 0)
    throw new StateError(
      `${NOT_RESTORED}: the DAW gave it a size of more than ${PROTOCOL_SCRATCH_BYTES} bytes; ${EARLIER}`,
    );
  const number = FORMATS[format.toLowerCase()];
  if (number === undefined) return bytes;
  const { exports, u8 } = core;
  const kind = exports.state_container_read(number, bytes);
  if (kind === NONE) return bytes;
  if (kind < 0) throw new StateError(`${NOT_RESTORED}: its container in the project is damaged; ${EARLIER}`);
  const raw = kind === STATE_CONTAINER_FILE ? explained(NOT_RESTORED, () => readFile(core, store)) : readDeflated(core);
  u8.set(raw, exports.state_buffer());
  return raw.length;
}

function hashIn({ exports, u8 }: Core): string {
  const at = exports.state_container_hash();
  return Buffer.from(u8.subarray(at, at + HASH_BYTES)).toString('hex');
}

function readFile(core: Core, store: StateStore): Uint8Array {
  const hash = hashIn(core);
  const raw = store.get(hash);
  if (raw.length !== core.exports.state_container_raw_bytes())
    throw new StateError(`state ${hash} is of another size than the project says; ${EARLIER}`);
  return raw;
}

function readDeflated(core: Core): Uint8Array {
  const { exports, u8 } = core;
  const at = exports.state_container_deflated();
  const deflated = u8.subarray(at, at + exports.state_container_deflated_bytes());
  try {
    return inflate(deflated, exports.state_container_raw_bytes(), hashIn(core));
  } catch {
    throw new StateError(`${NOT_RESTORED}: its deflated bytes in the project are damaged; ${EARLIER}`);
  }
}
