// SPDX-License-Identifier: BSD-2-Clause
/** Settings, saved and restored. */
import { basename } from 'node:path';
import { PluginHostError } from '../../../client/index.ts';
import type { Lv2Property, State } from '../../../state/types.ts';
import type { Bench } from '../bench.ts';
import { Broken, expect, skipUnless } from '../broken.ts';
import type { Rule } from '../rule.ts';
import { difference, expectFinite, type Passage, type Subject } from '../subject.ts';

const SAVE = {
  lv2: 'state/state.h, LV2_State_Interface::save',
  vst3: 'ivstcomponent.h, IComponent::getState',
  clap: 'clap/ext/state.h, save',
};
const RESTORE = {
  lv2: 'state/state.h, LV2_State_Interface::restore',
  vst3: 'ivstcomponent.h, IComponent::setState; ivsteditcontroller.h, setComponentState',
  clap: 'clap/ext/state.h, load',
};
/** Saves during playback, of which few coincide with a block: so many, or for so long, whichever is reached first. */
const [SAVES, SAVES_MS] = [500, 2500];
const LARGE_BYTES = 4 << 20;

function firstDifference(a: Uint8Array, b: Uint8Array): string {
  const at = a.findIndex((byte, i) => byte !== b[i]);
  if (a.length !== b.length) return `${a.length} and ${b.length} bytes`;
  return `the byte at ${at}: ${a[at]} and ${b[at]}`;
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

async function saved(bench: Bench, subject: Subject): Promise<Uint8Array> {
  return bench.raw(await subject.host.saveState());
}

/** A subject with turned knobs, and its state, packed. */
async function turned(bench: Bench): Promise<{ subject: Subject; state: Uint8Array }> {
  const subject = await bench.open();
  await bench.turnKnobs(subject);
  return { subject, state: await subject.host.saveState() };
}

const isChunk = ({ type }: Lv2Property) => type.endsWith('/ext/atom#Chunk') || !type.includes('/ext/atom#');

/** The plugin's own bytes replaced by others. */
export function withBytes(state: State, change: (bytes: Uint8Array) => Uint8Array): State {
  if (state.format === 'vst3') return { ...state, component: change(state.component) };
  // The host answers for the form of what has a type; what is in a chunk is the plugin's own.
  if (state.format === 'lv2') {
    const properties = state.properties.map((property: Lv2Property) =>
      isChunk(property) ? { ...property, value: change(property.value) } : property,
    );
    return { ...state, properties };
  }
  return 'stream' in state ? { ...state, stream: change(state.stream) } : state;
}

export function hasBytes(state: State): boolean {
  if (state.format === 'vst3') return state.component.length > 0;
  if (state.format === 'lv2') return state.properties.some(isChunk);
  return 'stream' in state && state.stream.length > 0;
}

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
  const { subject, state } = await turned(bench);
  const { codec } = bench.setup;
  const { format } = bench.plugin;
  const decoded = codec.readBlob(format, bench.raw(state)).state;
  skipUnless(hasBytes(decoded), 'its state has no bytes of its own, only parameters');
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

/** Sound, while one state after the other is saved. @throws Broken */
export async function playBesideSaves(subject: Subject, passage: Omit<Passage, 'frames'>, when: string): Promise<void> {
  let isOver = false;
  const saves = async () => {
    const end = performance.now() + SAVES_MS;
    for (let i = 0; i < SAVES && !isOver && performance.now() < end; i++) await subject.host.saveState();
    isOver = true;
  };
  const plays = async () => {
    try {
      do expectFinite(await subject.play({ frames: 24_000, ...passage }), when);
      while (!isOver);
    } finally {
      isOver = true;
    }
  };
  await Promise.all([plays(), saves()]);
}

export const rules: readonly Rule[] = [
  {
    id: 'state/save',
    level: 1,
    rule: 'The state can be saved.',
    source: SAVE,
    why: 'Otherwise the settings are lost with the project.',
    needs: ['lifecycle/idle'],
    async run(bench) {
      const subject = await bench.open();
      await subject.host.saveState();
    },
  },
  {
    id: 'state/restore',
    level: 1,
    rule: 'It accepts the state that it has just saved.',
    source: RESTORE,
    why: 'A project that cannot be opened any more is worse than one that sounds wrong.',
    needs: ['state/save'],
    async run(bench) {
      const subject = await bench.open();
      await subject.host.restoreState(await subject.host.saveState());
    },
  },
  {
    id: 'state/repeatable',
    level: 2,
    rule: 'Saving twice without changes gives the same state.',
    source: { ...SAVE, all: 'practice' },
    why: 'Hosts compare states to find out whether a project needs saving, and version control would show false changes.',
    who: 'Time stamps, pointers and padding bytes in states; unordered maps.',
    needs: ['state/save'],
    async run(bench) {
      const subject = await bench.open();
      const [first, second] = [await saved(bench, subject), await saved(bench, subject)];
      expect(equal(first, second), 'the same bytes', `they differ: ${firstDifference(first, second)}`);
    },
  },
  {
    id: 'state/round-trip',
    level: 1,
    rule: 'Saved, restored in a new process and saved again, the state is the same.',
    source: RESTORE,
    why: 'Anything missing is lost each time the project is opened.',
    who: 'Parameters missing from the state; values rounded in each direction.',
    needs: ['state/restore', 'state/repeatable', 'process/plays'],
    async run(bench) {
      const { state } = await turned(bench);
      const fresh = await bench.open({ state });
      const [before, after] = [bench.raw(state), await saved(bench, fresh)];
      expect(equal(before, after), 'the same bytes', `they differ: ${firstDifference(before, after)}`);
    },
  },
  {
    id: 'state/parameters',
    level: 2,
    rule: 'After a restore, parameters have the values that were saved.',
    source: RESTORE,
    why: 'Hosts show and automate what the plugin reports.',
    needs: ['state/restore', 'process/plays'],
    async run(bench) {
      const { subject, state } = await turned(bench);
      const fresh = await bench.open({ state });
      await fresh.settle();
      for (const { name, id, value, minimum, maximum } of subject.settable(bench.setup.hold)) {
        const now = fresh.host.parameter(id).value;
        const seen = `"${name}" was ${value} when it was saved, and is ${now}`;
        expect(Math.abs(now - value) <= 1e-5 * Math.max(1, maximum - minimum), 'the saved value', seen);
      }
    },
  },
  {
    id: 'state/same-sound',
    level: 3,
    isAdvice: true,
    rule: 'Two new processes that restore the same state sound the same.',
    source: { all: 'practice' },
    why: 'The state is all that a project stores of the sound.',
    needs: ['state/restore', 'process/deterministic'],
    async run(bench) {
      const { state } = await turned(bench);
      const [a, b] = [await bench.openForComparison({ state }), await bench.openForComparison({ state })];
      const passage = { frames: 24_000 };
      const found = difference(await a.play(passage), await b.play(passage), 1e-6);
      expect(
        found === undefined,
        'the same sound',
        `it differs from frame ${found?.frame} on: ${found?.a} and ${found?.b}`,
      );
    },
  },
  {
    id: 'state/restore-over-changes',
    level: 3,
    rule: 'Restoring a state replaces all other settings.',
    source: RESTORE,
    why: 'This happens whenever a user changes presets or undoes.',
    who: 'States that omit default values.',
    needs: ['state/round-trip'],
    async run(bench) {
      const subject = await bench.open();
      const first = await subject.host.saveState();
      await bench.turnKnobs(subject);
      const turned = await subject.host.saveState();
      for (const state of [first, turned]) {
        await bench.turnKnobs(subject);
        await subject.host.restoreState(state);
        const [before, after] = [bench.raw(state), await saved(bench, subject)];
        expect(equal(before, after), 'the same bytes', `they differ: ${firstDifference(before, after)}`);
      }
    },
  },
  {
    id: 'state/beside-process',
    level: 3,
    rule: 'It can be saved while it plays, and the sound goes on.',
    source: {
      lv2: 'state/state.h: save may run beside run',
      vst3: 'ivstcomponent.h: getState on the UI thread while process runs',
      clap: 'clap/ext/state.h: [main-thread], process is [audio-thread]',
    },
    why: 'Hosts save while they play.',
    needs: ['state/save', 'process/finite'],
    async run(bench) {
      const subject = await bench.open();
      await playBesideSaves(subject, { size: () => 128 }, 'while the state is saved');
    },
  },
  {
    id: 'state/size',
    level: 3,
    isAdvice: true,
    rule: 'The state is no larger than a few megabytes.',
    source: { all: 'practice: it is saved with each project, each undo step and each preset' },
    why: 'Hosts that save every minute would become slow.',
    needs: ['state/save'],
    async run(bench) {
      const { length } = await saved(bench, await bench.open());
      expect(length <= LARGE_BYTES, `at most ${LARGE_BYTES >> 20} MiB`, `${length} bytes`);
    },
  },
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
      const other = new TextEncoder().encode(
        `<?xml version="1.0"?><state plugin="${basename('other')}"><p id="1" v="0.5"/></state>`,
      );
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
