/* Many hosts, woken together and collected in turn: a reply that is read late is not a reply that nobody waits for. */
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { Daw } from '../support/daw.ts';

const hosts = 16;
const rounds = 4;
const periods = 40;
const periodMs = 5.3;
const limitMs = 100;
/** A host that takes its last reply for a stale one keeps the next for more than 80 ms. */
const heldMs = 75;

/** Wait for one host's block. @returns false if it did not come. */
async function collect(daw: Daw, before: number): Promise<boolean> {
  if (daw.at.number !== 7) return (await daw.toDaw.wait(limitMs)) === 'byte';
  const end = performance.now() + limitMs;
  while (daw.counter === before && performance.now() < end);
  return daw.counter !== before;
}

for (const version of [6, 7] as const) {
  test.serial(
    `Version ${version}: of ${hosts} hosts none holds a reply back, after an idle moment neither`,
    async (t) => {
      const daws = Array.from(
        { length: hosts },
        () => new Daw({ format: 'null', spec: 'null', version, eventless: version === 7 }),
      );
      try {
        for (const daw of daws) t.true(await daw.ready());
        let held = 0;
        for (let round = 0; round < rounds; round++) {
          await sleep(250); // a host that has waited for so long might think that something stood still
          for (let period = 0; period < periods; period++) {
            const before = daws.map((daw) => (version === 7 ? daw.counter : 0));
            for (const daw of daws) {
              daw.prepareBlock(64);
              daw.toHost.signal();
            }
            for (const [i, daw] of daws.entries()) {
              const start = performance.now();
              t.true(await collect(daw, before[i] ?? 0), `round ${round}, period ${period}, host ${i}`);
              if (performance.now() - start > heldMs) held++;
            }
            await sleep(periodMs);
          }
        }
        // The machine may stop for a moment, but not in each round.
        t.true(held < rounds, `${held} replies were held back`);
      } finally {
        for (const daw of daws) await daw.destroy();
      }
    },
  );
}
