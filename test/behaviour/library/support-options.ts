/** Plugins that every machine with the tests' packages has. Without the test runner: programs that tests start use it, too. */
import type { OpenOptions } from '../../../ts/client/index.ts';

export const amp: OpenOptions = { format: 'lv2', plugin: 'http://lv2plug.in/plugins/eg-amp' };
