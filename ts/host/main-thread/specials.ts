/**
 * The specs that are no plugins: the DAW's own tests of how it survives its hosts.
 */
import type { Core } from '../../core.ts';
import type { Os } from '../../native.ts';

const READY = 1;

/** Runs a special spec and ends the process; returns if the spec is none. */
export function runSpecial(os: Os, core: Core, spec: string, sayReady: () => void): void {
  const ready = core.u8.subarray(core.exports.host_ready_word());
  if (spec === '__test__') {
    core.exports.host_write_test_mark();
    sayReady();
    os.process_exit_then_store(0, ready, READY);
  }
  if (spec === '__crash__') {
    sayReady();
    os.process_exit_then_store(1, ready, READY);
  }
  if (spec === '__hang__') {
    core.exports.host_set_ready();
    sayReady();
    os.process_wait_for_parent_end();
    os.process_exit(0);
  }
}
