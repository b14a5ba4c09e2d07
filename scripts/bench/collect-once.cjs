/**
 * Loaded into each thread of a host whose garbage collections are counted. The audio thread collects once, on demand: the trace then shows
 * which collections are its own, for it names threads only by an address.
 */
const { isMainThread } = require('node:worker_threads');

if (!isMainThread) globalThis.gc();
