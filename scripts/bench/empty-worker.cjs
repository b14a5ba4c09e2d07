/** Node with a worker that does nothing: what a host made of these two threads costs at least. Says so on stdout when the worker runs. */
const { writeSync } = require('node:fs');
const { isMainThread, SHARE_ENV, Worker } = require('node:worker_threads');

if (isMainThread) new Worker(__filename, { env: SHARE_ENV, trackUnmanagedFds: false });
else writeSync(1, 'x');
setInterval(() => {}, 1000);
