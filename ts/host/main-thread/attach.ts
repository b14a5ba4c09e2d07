// SPDX-License-Identifier: BSD-2-Clause
/** Attaches to the DAW's shared segment. */
import { CORE_UNKNOWN_VERSION } from '../../contract/core.ts';
import { PROTOCOL_MAGIC, PROTOCOL_SEGMENT_BYTES } from '../../contract/protocol.ts';
import type { Fd } from '../../contract-types.ts';
import type { Core } from '../../core.ts';
import type { Os } from '../../native.ts';
import { mapSegment } from '../../segment.ts';
import type { Log } from '../log.ts';
import { EXIT_NO_SEGMENT } from './exit-codes.ts';

const EINVAL = -22;

export interface AttachedSegment {
  fd: Fd;
  /** Protocol version. */
  version: number;
}

/**
 * Map the segment over the core's window and select its protocol version. Ends the process with exit code 2 and a
 * sentence if the segment is missing, too small, not a Maolan segment or of an unknown version.
 * @param kept the previous process's segment and its version: by now its name may be gone or reused, and its header
 * overwritten. undefined: this is the first process.
 */
export function attachSegment(
  os: Os,
  core: Core,
  name: string,
  kept: AttachedSegment | undefined,
  log: Log,
): AttachedSegment {
  const refuse = (reason: string): never => {
    log.raw('error', `Failed to attach to shared memory '${name}': ${reason}\n`);
    return os.process_exit(EXIT_NO_SEGMENT);
  };
  const fd = kept?.fd ?? os.segment_open(name);
  if (fd < 0) refuse(`shm_open(${name}, O_RDWR) failed: ${os.process_error_text(fd)}`);
  const mapped = mapSegment(os, fd, core);
  if (mapped === EINVAL) refuse(`mmap failed: the segment is smaller than ${PROTOCOL_SEGMENT_BYTES} bytes`);
  if (mapped < 0) refuse(`mmap failed: ${os.process_error_text(mapped)}`);
  const version = kept === undefined ? core.exports.core_attach() : core.exports.core_attach_as(kept.version);
  if (version === CORE_UNKNOWN_VERSION)
    refuse(
      `protocol version ${core.exports.core_header_version() >>> 0} is unknown to this host, which speaks versions 1 and 3 to 7`,
    );
  if (version < 0) {
    const magic = (core.exports.core_header_magic() >>> 0).toString(16).padStart(8, '0');
    refuse(`this is not a Maolan segment (magic 0x${magic} instead of 0x${PROTOCOL_MAGIC.toString(16)})`);
  }
  return { fd, version };
}
