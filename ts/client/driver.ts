// SPDX-License-Identifier: BSD-2-Clause
/**
 * A native thread that sends a host's blocks: live playing (native-shim/jack/). Then this library is the DAW in everything
 * but blocks and MIDI.
 */
import type { Fd } from '../contract-types.ts';

export interface Driver {
  /** A host is there. window: its segment, which stays where it is, as the two pipe ends do, until detach has returned. */
  attach(window: Uint8Array, wakeFd: Fd, replyFd: Fd): void;
  /** Called before the host's segment and pipe ends go; also if there is none. */
  detach(): void;
}

/** Hosts that can be driven; the method is private to this package. */
export const drive = Symbol('drive');
