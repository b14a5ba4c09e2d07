/**
 * `npm run soak`: a thousand crashes, spread over the formats, and what they cost; `npm run soak -- wire`: see wire.ts;
 * `npm run soak -- renders`: see renders.ts; `npm run soak -- files`: see files.ts; `npm run soak -- zygote`: see zygote.ts;
 * `node --expose-gc --import=tsx test/soak/main.ts opens 1000`: see opens.ts.
 */
import { type Format, formats } from '../behaviour/torture/support.ts';
import { soakFiles } from './files.ts';
import { soakOpens } from './opens.ts';
import { soakRenders } from './renders.ts';
import { type Soaked, soak } from './session.ts';
import { soakWire } from './wire.ts';
import { soakZygote } from './zygote.ts';

const crashes = Number(process.argv[2]) || 1000;
const seed = Number(process.argv[3]) || Date.now() % 2 ** 31;

function percentile(values: readonly number[], share: number): string {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(0);
}

function line(format: Format, { answeredMs, heardMs, lostMs, unanswered, bypasses, crossed, faults }: Soaked): string {
  const times = (values: readonly number[]) => [0.5, 0.99, 1].map((share) => percentile(values, share)).join(' / ');
  const losses = lostMs.filter((ms) => ms > 0);
  return [
    `${format}: ${answeredMs.length} crashes`,
    `first answered block after ${times(answeredMs)} ms, first with the plugin's sound after ${times(heardMs)} ms (p50 / p99 / max)`,
    `lives that lost edits: ${losses.length}, the oldest ${percentile(losses.length > 0 ? losses : [0], 1)} ms old`,
    `blocks without an answer: ${unanswered}`,
    `given up until the DAW restored: ${bypasses}`,
    `stale replies while it came back: ${crossed}`,
    `faults: ${faults.length}${faults.map((fault) => `\n    ${fault}`).join('')}`,
  ].join('\n  ');
}

if (process.argv[2] === 'opens') process.exit((await soakOpens(process.argv.slice(3))) ? 0 : 1);
if (process.argv[2] === 'wire') process.exit((await soakWire(process.argv.slice(3))) === 0 ? 0 : 1);
if (process.argv[2] === 'files') process.exit(soakFiles(process.argv.slice(3)) === 0 ? 0 : 1);
if (process.argv[2] === 'zygote') process.exit((await soakZygote(process.argv.slice(3))) ? 0 : 1);
if (process.argv[2] === 'renders') process.exit((await soakRenders(process.argv.slice(3))) === 0 ? 0 : 1);

process.stderr.write(`seed ${seed}\n`);
const faults: string[] = [];
// Once as it is, where most crashes of a struck plugin end in a bypass and a restore, and once with a host that never gives up.
for (const crashesMax of [undefined, 1_000_000]) {
  for (const format of formats) {
    const result = await soak({ format, crashes: Math.ceil(crashes / 6), seed, crashesMax });
    faults.push(...result.faults);
    const policy = crashesMax === undefined ? 'gives up at the third crash' : 'never gives up';
    process.stdout.write(`${policy}, ${line(format, result)}\n`);
  }
}
process.exitCode = faults.length === 0 ? 0 : 1;
