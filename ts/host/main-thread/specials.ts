/**
 * The specs that are no plugins: the DAW's own tests of how it survives its hosts.
 */
import type { Core } from '../../core.ts';
import type { Os } from '../../native.ts';

/** Runs a special spec and ends the process; returns if the spec is none. */
export function runSpecial(os: Os, core: Core, spec: string, sayReady: () => void): void {
  if (spec === '__test__') {
    core.exports.host_write_test_mark();
    sayReady();
    os.undertaker_exit(0, 0);
  }
  if (spec === '__crash__') {
    sayReady();
    os.undertaker_exit(1, 0);
  }
  if (spec === '__hang__') {
    os.undertaker_dismiss();
    core.exports.host_set_ready();
    sayReady();
    os.process_wait_for_parent_end();
    os.process_exit(0);
  }
}
