/*
 * Many hosts, woken together and collected in turn: a reply that is read late is still waited for. `npm run soak -- wire`
 * plays up to 100 hosts for 1000 periods.
 */
import test from 'ava';
import { playTogether } from '../../support/many-hosts.ts';

const HOSTS = 16;
const ROUNDS = 4;

for (const version of [6, 7] as const) {
  test.serial(
    `Version ${version}: of ${HOSTS} hosts none holds a reply back, after an idle moment neither`,
    async (t) => {
      const { missing, held } = await playTogether({
        version,
        hosts: HOSTS,
        rounds: ROUNDS,
        periods: 40,
        periodMs: 5.3,
      });
      t.like({ missing, held }, { missing: 0, held: 0 });
    },
  );
}
