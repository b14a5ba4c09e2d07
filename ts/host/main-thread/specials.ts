// SPDX-License-Identifier: BSD-2-Clause
/** Special specs that are not plugins: DAWs use them to test how they survive their hosts. */
import type { Fd } from '../../contract-types.ts';
import type { Core } from '../../core.ts';
import type { Os } from '../../native.ts';
import type { CommandLine } from '../command-line.ts';

const WAIT_MS = 100;
/**
 * From this version on the DAW checks right after `ready` whether its host is still running, so the host runs for a
 * moment longer.
 */
const VERSION_THAT_LOOKS = 7;
const LIVE_MS = 50;

/** Runs a special spec and ends the process; returns if the spec is not special, or if a plugin follows. */
export function runSpecial(os: Os, core: Core, { format, spec, dawToHost }: CommandLine, sayReady: () => void): void {
  const { exports } = core;
  const ready = () => {
    os.process_report_at_end(0, 0);
    exports.host_set_ready();
    sayReady();
  };
  if (spec === '__hang__') {
    ready();
    os.process_wait_for_parent_end();
    os.process_exit(0);
  }
  const looks = exports.core_header_version() >= VERSION_THAT_LOOKS;
  const readyForAMoment = () => {
    if (!looks) return;
    ready();
    os.process_sleep(LIVE_MS);
  };
  if (spec === '__crash__') {
    sayReady();
    readyForAMoment();
    // The original's LV2 host exits where the others abort; in version 1 both exited.
    os.process_report_at_end(1, 0);
    if (format === 'lv2' || exports.host_announces() === 0) os.process_exit(1);
    os.process_abort();
  }
  // The original's CLAP host tries to load the mark as a file, and never becomes ready.
  if (spec === '__test__' && looks && format === 'clap') {
    exports.host_write_test_mark();
    os.process_report_at_end(0, 0);
    os.process_exit(0);
  }
  if (spec === '__test__' && format !== 'null' && format !== '__test__') readyForAMoment();
  if (spec === '__test__') exports.host_write_test_mark();
  if (format === '__test__') {
    ready();
    swallowBytes(os, core, dawToHost);
    os.process_exit(0);
  }
  if (spec === '__test__' && format !== 'null') {
    sayReady();
    os.process_report_at_end(1, 0);
    os.process_exit(0);
  }
}

/** A host that does nothing: it reads every byte without answering until it is shut down. */
function swallowBytes(os: Os, { exports, u32 }: Core, dawToHost: Fd): void {
  const heartbeat = exports.host_heartbeat_word() / Uint32Array.BYTES_PER_ELEMENT;
  while (exports.host_shutdown_requested() === 0 && os.pipe_wait(dawToHost, WAIT_MS) >= 0)
    Atomics.add(u32, heartbeat, 1);
}
