// SPDX-License-Identifier: BSD-2-Clause
/** Parameters: what is said of them, and what becomes of values. */
import type { BlockEvent, Parameter } from '../../../client/types.ts';
import type { Bench } from '../bench.ts';
import { expect, skipUnless } from '../broken.ts';
import { instances, twoInstances } from '../instances.ts';
import { loaded } from '../looks.ts';
import type { Rule } from '../rule.ts';
import { expectFinite, type Subject } from '../subject.ts';
import { playBesideSaves, savedTwice } from './state.ts';

const INFO = {
  lv2: 'lv2core: lv2:minimum, lv2:maximum, lv2:default',
  vst3: 'ivsteditcontroller.h, ParameterInfo',
  clap: 'clap/ext/params.h, clap_param_info',
};
const SET = {
  lv2: 'lv2core: a control port is read in run',
  vst3: 'ivstparameterchanges.h; ivsteditcontroller.h, setParamNormalized',
  clap: 'clap/ext/params.h; clap/events.h, CLAP_EVENT_PARAM_VALUE',
};
/** VST3's values are 0..1, whatever is displayed. */
const isClose = (a: number, b: number, { minimum, maximum }: Parameter) =>
  Math.abs(a - b) <= 1e-4 * Math.max(1e-6, maximum - minimum);

function list({ host }: Subject): readonly Parameter[] {
  skipUnless(host.parameters.length > 0, 'it has no parameters');
  return host.parameters;
}

/** The plugin may round to its own steps: a value far from what was set is not. @throws Broken */
function expectKept(parameter: Parameter, asked: number, before: number) {
  const { name, value, minimum, maximum, isStepped, isInteger, isProgram } = parameter;
  const range = maximum - minimum;
  const seen = `"${name}" was set to ${asked} and is ${value}`;
  // One that never moves is none to set: a list of one program.
  const isStill = value === before && (isStepped || isInteger || isProgram || Math.abs(asked - before) < 0.25 * range);
  expect(isStill || (value !== before && Math.abs(value - asked) <= 0.5 * range), 'the value that was set', seen);
}

/** All knobs to values, then a little music. */
async function playAt(
  bench: Bench,
  subject: Subject,
  wanted: (parameter: Parameter) => number,
  what: string,
): Promise<void> {
  for (const parameter of subject.settable(bench.setup.hold)) {
    const value = wanted(parameter);
    subject.host.setParameter(parameter.id, parameter.isInteger ? Math.round(value) : value);
  }
  expectFinite(await subject.play({ frames: 12_000 }), `with ${what}`);
}

export const rules: readonly Rule[] = [
  {
    id: 'parameters/unique-ids',
    level: 1,
    rule: 'No two parameters have the same id.',
    source: INFO,
    why: 'Automation of one would move the other.',
    needs: ['lifecycle/idle'],
    async run(bench) {
      const seen = new Map<number, string>();
      for (const { id, name } of list(await bench.shared(loaded))) {
        expect(!seen.has(id), 'different ids', `"${seen.get(id)}" and "${name}" both have id ${id}`);
        seen.set(id, name);
      }
    },
  },
  {
    id: 'parameters/named',
    level: 2,
    rule: 'Every parameter has a name.',
    source: INFO,
    why: 'Hosts have nothing else to show.',
    needs: ['lifecycle/idle'],
    async run(bench) {
      for (const { id, name } of list(await bench.shared(loaded)))
        expect(name.trim() !== '', 'a name', `parameter ${id} has none`);
    },
  },
  {
    id: 'parameters/ranges',
    level: 1,
    rule: 'Ranges are finite and not empty, and contain the default.',
    source: INFO,
    why: 'Hosts divide by the range, and a default outside it cannot be reached.',
    needs: ['lifecycle/idle'],
    async run(bench) {
      for (const { name, minimum, maximum, defaultValue } of list(await bench.shared(loaded))) {
        const range = `"${name}" ranges from ${minimum} to ${maximum}`;
        expect(
          [minimum, maximum, defaultValue].every(Number.isFinite),
          'finite numbers',
          `${range}, default ${defaultValue}`,
        );
        expect(minimum <= maximum, 'the least value first', range);
        expect(minimum < maximum, 'more than one value', range, {});
        expect(
          defaultValue >= minimum - 1e-6 && defaultValue <= maximum + 1e-6,
          'the default in the range',
          `${range}; its default is ${defaultValue}`,
        );
      }
    },
  },
  {
    id: 'parameters/begin-at-default',
    level: 3,
    isAdvice: true,
    rule: 'A new instance has the default values.',
    source: INFO,
    why: 'Hosts offer to reset a control: it should then sound as it did at first.',
    needs: ['lifecycle/idle'],
    async run(bench) {
      const subject = await bench.shared(loaded);
      for (const parameter of list(subject).filter(({ isTrigger, isReadOnly }) => !isTrigger && !isReadOnly)) {
        const { name, value, defaultValue } = parameter;
        expect(
          isClose(value, defaultValue, parameter),
          'the default',
          `"${name}" is ${value}; its default is ${defaultValue}`,
        );
      }
    },
  },
  {
    id: 'parameters/stable',
    level: 2,
    rule: 'Two instances have the same parameters in the same order.',
    source: INFO,
    why: 'Projects keep parameters by id and position.',
    needs: ['lifecycle/idle'],
    async run(bench) {
      const text = ({ host }: Subject) =>
        host.parameters.map(({ id, name, minimum, maximum }) => `${id} "${name}" ${minimum}..${maximum}`);
      const another = async () => (bench.isThorough ? bench.open() : (await bench.shared(savedTwice)).subject);
      const [a, b] = [text(await bench.shared(loaded)), text(await another())];
      const at = a.findIndex((line, i) => line !== b[i]);
      expect(a.length === b.length && at < 0, 'the same list', `${a[at]} and ${b[at]}`);
    },
  },
  {
    id: 'parameters/set-and-get',
    level: 2,
    rule: 'It keeps a value that was set: exactly, or as the nearest step.',
    source: SET,
    why: 'Knobs that jump back confuse users and automation.',
    needs: ['process/plays'],
    async run(bench) {
      const subject = await bench.open();
      list(subject);
      const all = subject.settable(bench.setup.hold);
      // One after the other: many plugins have knobs that move others.
      for (let i = 0; i < Math.min(all.length, bench.level >= 5 ? 24 : 6); i++) {
        const parameter = bench.random.one(all);
        const { id, minimum, maximum, isInteger, choices, value: before } = parameter;
        const value = choices.length > 0 ? bench.random.one(choices).value : bench.random.between(minimum, maximum);
        const asked = isInteger ? Math.round(value) : value;
        subject.host.setParameter(id, asked);
        await subject.settle();
        expectKept(parameter, asked, before);
      }
    },
  },
  {
    id: 'parameters/extremes',
    level: 2,
    rule: 'At the ends of all ranges the output is finite.',
    source: SET,
    why: 'Users turn knobs all the way.',
    who: 'Filters with a resonance of 1, a time of 0, a ratio of infinity.',
    needs: ['process/finite'],
    async run(bench) {
      const subject = await bench.open();
      list(subject);
      await playAt(bench, subject, ({ minimum }) => minimum, 'all parameters at their least values');
      await playAt(bench, subject, ({ maximum }) => maximum, 'all parameters at their greatest values');
      await playAt(bench, subject, ({ defaultValue }) => defaultValue, 'all parameters at their defaults again');
    },
  },
  {
    id: 'parameters/random',
    level: 3,
    rule: 'With any settings the output is finite.',
    source: SET,
    why: 'Users try what its makers did not.',
    needs: ['process/finite'],
    async run(bench) {
      const subject = await bench.open();
      list(subject);
      const rounds = bench.level >= 10 ? 1000 : bench.level >= 5 ? 50 : 15;
      for (let i = 0; i < rounds; i++) {
        // Each other round has nothing but ends of ranges: faults are where several meet.
        const ends = i % 2 === 0 ? 1 : 0.3;
        const of = ({ minimum, maximum }: Parameter) =>
          bench.random.next() < ends ? bench.random.one([minimum, maximum]) : bench.random.between(minimum, maximum);
        await playAt(bench, subject, of, `random settings (round ${i + 1})`);
      }
    },
  },
  {
    id: 'parameters/automation',
    level: 3,
    rule: 'Parameters may move within a block, from frame to frame.',
    source: {
      lv2: 'lv2core: control ports change between two runs, which may be short',
      vst3: 'ivstparameterchanges.h, IParamValueQueue: several points in a block',
      clap: 'clap/events.h: events are sorted by time within the block',
    },
    why: 'Automation curves do exactly that.',
    needs: ['parameters/extremes'],
    async run(bench) {
      const subject = await bench.open();
      list(subject);
      const settable = subject.settable(bench.setup.hold);
      skipUnless(settable.length > 0, 'it has no parameter that may be moved');
      const events = (_: number, frames: number): BlockEvent[] =>
        Array.from({ length: 64 }, (_, i): BlockEvent => {
          const { id, minimum, maximum } = bench.random.one(settable);
          return {
            type: 'parameter',
            frame: Math.floor((i * frames) / 64),
            id,
            value: bench.random.between(minimum, maximum),
          };
        });
      const frames = bench.isThorough ? 48_000 : 12_000;
      expectFinite(await subject.play({ frames, events }), 'while parameters move');
    },
  },
  {
    id: 'parameters/beside-state',
    level: 4,
    rule: 'Values may come from the audio thread while the main thread asks for the state.',
    source: { all: 'the threads of the formats: see state/beside-process and parameters/automation' },
    why: 'Automation plays while the host saves.',
    needs: ['parameters/automation', 'state/save'],
    async run(bench) {
      const subject = await bench.open();
      const settable = subject.settable(bench.setup.hold);
      skipUnless(settable.length > 0, 'it has no parameter that may be moved');
      const events = (): BlockEvent[] =>
        settable.slice(0, 32).map(({ id, minimum, maximum }) => ({
          type: 'parameter',
          frame: 0,
          id,
          value: bench.random.between(minimum, maximum),
        }));
      await playBesideSaves(
        bench,
        subject,
        { size: () => 256, events },
        'while the state is saved and parameters move',
      );
    },
  },
  {
    id: 'parameters/texts',
    formats: ['vst3', 'clap'],
    level: 3,
    rule: 'Every value has a text, and the text means that value again.',
    source: {
      vst3: 'ivsteditcontroller.h, getParamStringByValue and getParamValueByString',
      clap: 'clap/ext/params.h, value_to_text and text_to_value',
    },
    why: 'Users type values.',
    who: 'Plugins that write units that they do not read.',
    isAdvice: true,
    needs: ['lifecycle/two-instances'],
    async run(bench) {
      const { texts } = bench.isThorough
        ? await instances(bench, { times: 1, together: 1, ask: { values: 1000 } })
        : await bench.shared(twoInstances);
      skipUnless(texts.length > 0, 'it has no parameters');
      skipUnless(
        texts.some(({ text }) => text !== null),
        'it has no texts of values, or the host does not ask for them',
      );
      for (const { name, value, text, parsed, again, isReadOnly, minimum, maximum } of texts) {
        const said = `"${name}" at ${value} is "${text}"`;
        expect(text !== null && text !== '', 'a text for each value', `"${name}" has none for ${value}`);
        if (isReadOnly) continue;
        expect(parsed !== null, 'a text that is understood', `${said}, which is not understood`);
        // A text has few digits, and a step of a list many values.
        const isNear = again === text || Math.abs((parsed ?? 0) - value) <= 0.02 * (maximum - minimum);
        expect(isNear, 'the same value', `${said}, which means ${parsed}`);
      }
    },
  },
];
