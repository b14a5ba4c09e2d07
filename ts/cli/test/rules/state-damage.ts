// SPDX-License-Identifier: BSD-2-Clause
/** States that are damaged, or another plugin's. */
import { PluginHostError } from '../../../client/index.ts';
import type { Bench } from '../bench.ts';
import { Broken, skipUnless } from '../broken.ts';
import type { Rule } from '../rule.ts';
import { hasBytes, withBytes } from '../state-bytes.ts';
import { expectFinite } from '../subject.ts';
import { equal, firstDifference, RESTORE, saved, turned } from './state.ts';

type Damage = (bytes: Uint8Array) => Uint8Array;

/** What becomes of states, each tried one after the other. */
function damages({ random, level }: Bench): Record<'empty' | 'cut' | 'one-bit' | 'random', readonly Damage[]> {
  const flip = (bytes: Uint8Array) => {
    const flipped = bytes.slice();
    for (let i = 0; i < 4 && flipped.length > 0; i++)
      flipped[random.integer(0, flipped.length - 1)]! ^= 1 << random.integer(0, 7);
    return flipped;
  };
  const times = level >= 10 ? 200 : level >= 5 ? 8 : 1;
  const several = (damage: Damage) => Array.from({ length: times }, () => damage);
  const cut = several((bytes) => bytes.slice(0, random.integer(0, bytes.length)));
  return {
    empty: [() => new Uint8Array()],
    cut: [
      (bytes) => bytes.slice(0, bytes.length >> 1),
      (bytes) => bytes.slice(0, -1),
      (bytes) => bytes.slice(0, 1),
      ...cut,
    ],
    'one-bit': several(flip),
    random: several(({ length }) => random.bytes(random.next() < 0.5 ? length : random.integer(1, 300))),
  };
}

/** What it gets is not its state: it may refuse it or take it, but it goes on. */
async function survives(bench: Bench, changes: readonly Damage[]): Promise<void> {
  const { codec } = bench.setup;
  const { format } = bench.plugin;
  const { subject: seen, state } = await bench.shared(turned);
  const decoded = codec.readBlob(format, bench.raw(state)).state;
  skipUnless(hasBytes(decoded), 'its state has no bytes of its own, only parameters');
  const subject = bench.isThorough ? seen : await bench.open({ state });
  for (const change of changes) {
    const changed = codec.pack(format, codec.writeBlob(withBytes(decoded, change)));
    try {
      await subject.host.restoreState(changed);
    } catch (error) {
      // It says no: as good as it gets. If it has not come back, the state after it finds that.
      if (!(error instanceof PluginHostError) || error.code !== 'REQUEST_FAILED') throw error;
    }
    // Who takes numbers as they come is careless; who crashes or hangs is broken.
    expectFinite(await subject.play({ frames: 4096 }), 'after a state that is none', { isAdvice: true });
  }
  await subject.host.restoreState(state);
}

export const rules: readonly Rule[] = [
  ...(
    [
      ['empty', 3, 'a state of no bytes'],
      ['cut', 4, 'the beginning of its state'],
      ['one-bit', 5, 'its state with bits flipped'],
      ['random', 4, 'random bytes'],
    ] as const
  ).map(
    ([name, level, what]): Rule => ({
      id: `state/survives-${name}`,
      level,
      rule: `Given ${what}, it refuses or makes the best of it; it neither crashes nor hangs nor sounds like NaN.`,
      source: RESTORE,
      why: 'Projects are truncated by full disks and crashes, and edited by other programs.',
      needs: ['state/restore', 'process/finite'],
      async run(bench) {
        await survives(bench, damages(bench)[name]);
      },
    }),
  ),
  {
    id: 'state/of-another-plugin',
    level: 5,
    rule: 'Given the state of another plugin, it neither crashes nor hangs nor sounds like NaN.',
    source: RESTORE,
    why: 'Users load the wrong preset.',
    needs: ['state/survives-random'],
    async run(bench) {
      const other = new TextEncoder().encode('<?xml version="1.0"?><state plugin="other"><p id="1" v="0.5"/></state>');
      await survives(bench, [() => other]);
    },
  },
  {
    id: 'state/accepts-what-it-refused',
    level: 5,
    rule: 'A refused state leaves its settings unchanged.',
    source: RESTORE,
    why: 'A failed import must not destroy the current settings.',
    isAdvice: true,
    needs: ['state/survives-random', 'state/repeatable'],
    async run(bench) {
      const { subject, state } = await turned(bench);
      const { codec } = bench.setup;
      const decoded = codec.readBlob(bench.plugin.format, bench.raw(state)).state;
      skipUnless(hasBytes(decoded), 'its state has no bytes of its own, only parameters');
      const noise = codec.writeBlob(withBytes(decoded, () => bench.random.bytes(100)));
      const isRefused = await subject.host.restoreState(codec.pack(bench.plugin.format, noise)).then(
        () => false,
        () => true,
      );
      skipUnless(isRefused, 'it refused nothing');
      const [before, after] = [bench.raw(state), await saved(bench, subject)];
      if (!equal(before, after))
        throw new Broken({ expected: 'the settings from before', seen: firstDifference(before, after) });
    },
  },
];
