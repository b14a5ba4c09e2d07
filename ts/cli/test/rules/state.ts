// SPDX-License-Identifier: BSD-2-Clause
/** Settings, saved and restored. */
import type { Bench } from '../bench.ts';
import { expect } from '../broken.ts';
import type { Rule } from '../rule.ts';
import { difference, expectFinite, type Passage, type Subject } from '../subject.ts';

const SAVE = {
  lv2: 'state/state.h, LV2_State_Interface::save',
  vst3: 'ivstcomponent.h, IComponent::getState',
  clap: 'clap/ext/state.h, save',
};
export const RESTORE = {
  lv2: 'state/state.h, LV2_State_Interface::restore',
  vst3: 'ivstcomponent.h, IComponent::setState; ivsteditcontroller.h, setComponentState',
  clap: 'clap/ext/state.h, load',
};
/** Saves during playback, of which few coincide with a block: so many, or for so long, whichever is reached first. */
const [SAVES, SAVES_MS] = [500, 2500];
/** Below level 5. */
const FEW_SAVES = 150;
const LARGE_BYTES = 4 << 20;

export function firstDifference(a: Uint8Array, b: Uint8Array): string {
  const at = a.findIndex((byte, i) => byte !== b[i]);
  if (a.length !== b.length) return `${a.length} and ${b.length} bytes`;
  return `the byte at ${at}: ${a[at]} and ${b[at]}`;
}

export function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

export async function saved(bench: Bench, subject: Subject): Promise<Uint8Array> {
  return bench.raw(await subject.host.saveState());
}

/** A subject with turned knobs, and its state, packed. */
export async function turned(bench: Bench): Promise<{ subject: Subject; state: Uint8Array }> {
  const subject = await bench.open();
  await bench.turnKnobs(subject);
  return { subject, state: await subject.host.saveState() };
}

/** Saved twice, without changes. */
export async function savedTwice(bench: Bench) {
  const subject = await bench.open();
  return { subject, first: await saved(bench, subject), second: await saved(bench, subject) };
}

/** What becomes of turned knobs in a new process: the states before and after, and both plugins, settled. */
async function restored(bench: Bench) {
  const { subject, state } = await bench.shared(turned);
  const fresh = await bench.open({ state });
  const [before, after] = [bench.raw(state), await saved(bench, fresh)];
  await fresh.settle();
  return { subject, fresh, before, after };
}

/** Sound, while one state after the other is saved. @throws Broken */
export async function playBesideSaves(
  { isThorough }: Bench,
  subject: Subject,
  passage: Omit<Passage, 'frames'>,
  when: string,
): Promise<void> {
  const most = isThorough ? SAVES : FEW_SAVES;
  let isOver = false;
  const saves = async () => {
    const end = performance.now() + SAVES_MS;
    for (let i = 0; i < most && !isOver && performance.now() < end; i++) await subject.host.saveState();
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
      await bench.shared(savedTwice);
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
      const { first, second } = await bench.shared(savedTwice);
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
      const { before, after } = await bench.shared(restored);
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
      const { subject, fresh } = await bench.shared(restored);
      for (const { name, id, value, minimum, maximum } of subject.settable(bench.setup.hold)) {
        const now = fresh.host.parameter(id).value;
        const seen = `"${name}" was ${value} when it was saved, and is ${now}`;
        expect(Math.abs(now - value) <= 1e-5 * Math.max(1, maximum - minimum), 'the saved value', seen);
      }
    },
  },
  {
    id: 'state/same-sound',
    level: 4,
    isAdvice: true,
    rule: 'Two new processes that restore the same state sound the same.',
    source: { all: 'practice' },
    why: 'The state is all that a project stores of the sound.',
    needs: ['state/restore', 'process/deterministic'],
    async run(bench) {
      const { state } = await bench.shared(turned);
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
      await playBesideSaves(bench, subject, { size: () => 128 }, 'while the state is saved');
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
      const { length } = (await bench.shared(savedTwice)).first;
      expect(length <= LARGE_BYTES, `at most ${LARGE_BYTES >> 20} MiB`, `${length} bytes`);
    },
  },
];
