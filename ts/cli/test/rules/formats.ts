// SPDX-License-Identifier: BSD-2-Clause
/** The same product in several formats. */

import type { State } from '../../../state/types.ts';
import type { Bench } from '../bench.ts';
import { expect, skipUnless } from '../broken.ts';
import type { Rule } from '../rule.ts';
import { hasBytes, withBytes } from '../state-bytes.ts';
import { difference, noiseAt, type Subject } from '../subject.ts';

const SECOND = 48_000;
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
      .filter(({ isReadOnly }) => !isReadOnly) // meters: not every format lists them
      .map(({ name }) => name.trim().toLowerCase())
      .filter((name) => !/bypass|enable|latency|midi|program|buffer size|sample rate/.test(name)),
  );
}

/** The plugin's own; undefined: it keeps none, or has others, too. */
function bytesOf(state: State): Uint8Array | undefined {
  if (state.format === 'vst3') return state.component.length > 0 ? state.component : undefined;
  if (state.format === 'lv2') return state.properties.length === 1 ? state.properties[0]?.value : undefined;
  return 'stream' in state && state.stream.length > 0 ? state.stream : undefined;
}

/** VST3's values are 0..1, whatever they mean. */
const part = (value: number, minimum: number, maximum: number) => (value - minimum) / (maximum - minimum || 1);
const percent = (of: number) => `${(100 * of).toFixed(1)} %`;

export const rules: readonly Rule[] = [
  {
    id: 'formats/same-parameters',
    level: 5,
    isAdvice: true,
    rule: 'It has the same parameters, by name, in all its formats.',
    source: SAME,
    why: 'Users transfer settings by name.',
    needs: ['lifecycle/idle'],
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
    id: 'formats/states',
    level: 5,
    isAdvice: true,
    rule: 'It refuses the state of its other formats, or restores the same settings from it.',
    source: SAME,
    why: 'Hosts and converters exchange the bytes of a state between formats: frameworks write the same in all of them.',
    who: 'Plugins that accept bytes that they do not understand.',
    needs: ['state/restore', 'state/survives-random'],
    async run(bench) {
      const [here, there, format] = await both(bench);
      const { codec } = bench.setup;
      await bench.turnKnobs(there);
      const theirs = codec.readBlob(there.format, codec.unpack(there.format, await there.host.saveState())).state;
      const ours = codec.readBlob(here.format, bench.raw(await here.host.saveState())).state;
      const bytes = bytesOf(theirs);
      skipUnless(bytes !== undefined && hasBytes(ours), 'one of them keeps no bytes of its own, only parameters');
      const given = codec.pack(here.format, codec.writeBlob(withBytes(ours, () => bytes ?? new Uint8Array())));
      const isTaken = await here.host.restoreState(given).then(
        () => true,
        () => false,
      );
      await here.settle();
      skipUnless(isTaken, 'it refuses it');
      for (const { name, value, minimum, maximum } of here.settable(bench.setup.hold)) {
        const other = there.host.parameters.find((one) => one.name === name);
        if (other === undefined || other.isReadOnly) continue;
        const [a, b] = [part(value, minimum, maximum), part(other.value, other.minimum, other.maximum)];
        const seen = `"${name}" is at ${percent(a)} of its range, and was at ${percent(b)}`;
        expect(Math.abs(a - b) <= 0.01, `refused, or the settings of ${format}`, seen);
      }
    },
  },
  {
    id: 'formats/same-sound',
    level: 5,
    isAdvice: true,
    rule: 'With default settings it sounds the same in all its formats.',
    source: SAME,
    why: 'A mix must not change with the host.',
    needs: ['process/deterministic', 'process/output-claims'],
    async run(bench) {
      const [here, there, format] = await both(bench);
      const passage = { frames: SECOND, input: noiseAt(SECOND) };
      const found = difference(await here.play(passage), await there.play(passage), 1e-5);
      expect(
        found === undefined,
        `the sound of ${format}`,
        `it differs from frame ${found?.frame} on: ${found?.a} and ${found?.b}`,
      );
    },
  },
];
