/**
 * Entry point of the host process.
 */
import { INVALID_FDS, parseCommandLine, USAGE } from './command-line.ts';
import { EXIT_BAD_FDS, EXIT_USAGE } from './main-thread/exit-codes.ts';
import { Host } from './main-thread/host.ts';

function main(): void {
  const line = parseCommandLine(process.argv.slice(2));
  if (line === undefined) {
    process.stderr.write(USAGE);
    process.exit(EXIT_USAGE);
  }
  if (line.dawToHost < 0 || line.hostToDaw < 0) {
    process.stderr.write(INVALID_FDS);
    process.exit(EXIT_BAD_FDS);
  }
  new Host(__dirname, line).run();
}

main();
