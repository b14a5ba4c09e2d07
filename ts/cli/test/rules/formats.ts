/** The same product in several formats. */
import type { Bench } from '../bench.ts';
import { expect, skipUnless } from '../broken.ts';
import type { Rule } from '../rule.ts';
import { difference, type Subject } from '../subject.ts';

const SAME = { all: 'practice: users move projects from one host to another' };

/** This one, and the same in another format. */
async function both(bench: Bench): Promise<[here: Subject, there: Subject, name: string]> {
  const [sibling] = bench.setup.siblings;
  skipUnless(sibling !== undefined, 'it is not installed in another format');
  if (sibling === undefined) throw new Error('unreachable');
  return [await bench.openForComparison(), await bench.openForComparison({}, sibling), sibling.format.toUpperCase()];
}

/** Some formats have a bypass or a latency of their own among the parameters. */
function names({ host }: Subject): Set<string> {
  return new Set(
    host.parameters
      .map(({ name }) => name.trim().toLowerCase())
      .filter((name) => !/bypass|enable|latency|midi|program|buffer size|sample rate/.test(name)),
  );
}

export const rules: readonly Rule[] = [
  {
    id: 'formats/same-parameters',
    level: 5,
    isAdvice: true,
    rule: 'It has the same parameters, by name, in all its formats.',
    source: SAME,
    why: 'Settings are carried over by name.',
    needs: ['life/idle'],
    async run(bench) {
      const [here, there, format] = await both(bench);
      const [a, b] = [names(here), names(there)];
      const only = [...a].filter((name) => !b.has(name)).concat([...b].filter((name) => !a.has(name)));
      expect(
        only.length === 0,
        `the same names as in ${format}`,
        `only in one of them: ${only.slice(0, 8).join(', ')}`,
      );
    },
  },
  {
    id: 'formats/same-latency',
    level: 5,
    isAdvice: true,
    rule: 'It has the same latency in all its formats.',
    source: SAME,
    why: 'It is the same algorithm.',
    needs: ['process/plays'],
    async run(bench) {
      const [here, there, format] = await both(bench);
      for (const subject of [here, there]) await subject.play({ frames: 4096 });
      const [a, b] = [here.host.latency, there.host.latency];
      expect(a === b, `${b} frames, as in ${format}`, `${a} frames`);
    },
  },
  {
    id: 'formats/same-sound',
    level: 5,
    isAdvice: true,
    rule: 'At its defaults it sounds the same in all its formats.',
    source: SAME,
    why: 'A mix must not change with the host.',
    needs: ['process/deterministic'],
    async run(bench) {
      const [here, there, format] = await both(bench);
      const passage = { frames: 48_000 };
      const found = difference(await here.play(passage), await there.play(passage), 1e-5);
      expect(
        found === undefined,
        `the sound of ${format}`,
        `it differs from frame ${found?.frame} on: ${found?.a} and ${found?.b}`,
      );
    },
  },
];
