// SPDX-License-Identifier: BSD-2-Clause
/*
 * What Node runs first: it looks whether this Node is new enough for the rest. So it is written for any Node that there ever was.
 */

var NEEDED = 20;
if (Number(process.versions.node.split('.')[0]) < NEEDED) {
  process.stderr.write(
    'maolan-plugin-host: Node.js ' +
      process.versions.node +
      ' (' +
      process.execPath +
      ') is too old; install version ' +
      NEEDED +
      ' or newer (https://nodejs.org), or set MAOLAN_NODE to the path of one\n',
  );
  process.exitCode = 127;
} else {
  require('./host.cjs').main(process.argv.slice(2));
}
