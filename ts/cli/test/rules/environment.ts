// SPDX-License-Identifier: BSD-2-Clause
/** What is the process's, and not the plugin's to change. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  PROBE_CHANGE_DIRECTORY,
  PROBE_CHANGE_FP,
  PROBE_CHANGE_HANDLERS,
  PROBE_CHANGE_LOCALE,
  PROBE_CHANGE_MASK,
  PROBE_CHANGE_UMASK,
  PROBE_CHANGED_AUDIO,
  PROBE_CHANGED_MAIN,
  PROBE_CHILDREN,
  PROBE_CONNECTIONS,
  PROBE_TEXT_CONNECTION,
  PROBE_TEXT_WRITTEN,
  PROBE_WRITTEN_FILES,
} from '../../../contract/probe.ts';
import { countOf } from '../../count.ts';
import type { Bench } from '../bench.ts';
import { expect } from '../broken.ts';
import type { Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';

const SHARED_PROCESS = { all: 'practice: a plugin is a guest in a process that has other guests' };

/** Some of everything. */
async function visit(bench: Bench): Promise<Subject> {
  const subject = await bench.open();
  await subject.play({ frames: 24_000 });
  const state = await subject.host.saveState().catch(() => undefined);
  if (state !== undefined) await subject.host.restoreState(state).catch(() => {});
  await sleep(150); // its timers
  await subject.play({ frames: 4096 });
  return subject;
}

function keeping(bits: number, what: string, rest: Pick<Rule, 'id' | 'rule' | 'why' | 'who'>): Rule {
  return {
    ...rest,
    level: 3,
    source: SHARED_PROCESS,
    needs: ['process/finite', 'state/restore'],
    async run(bench) {
      const { record } = await bench.shared(visit);
      const [audio, main] = [record.word(PROBE_CHANGED_AUDIO) & bits, record.word(PROBE_CHANGED_MAIN) & bits];
      const where = audio !== 0 ? 'process, on the audio thread' : record.changedPhase;
      expect((audio | main) === 0, `${what} as it was before the call`, `${what} was changed`, { where });
    },
  };
}

export const rules: readonly Rule[] = [
  keeping(PROBE_CHANGE_FP, 'the floating-point mode', {
    id: 'environment/floating-point',
    rule: 'Every call leaves rounding, denormal mode and floating-point traps as they were.',
    why: 'Everything else in the thread computes with them: a lost FTZ costs time, and traps kill.',
    who: 'Plugins that set FTZ and do not restore it.',
  }),
  keeping(PROBE_CHANGE_LOCALE, 'the locale', {
    id: 'environment/locale',
    rule: 'The locale is not changed.',
    why: 'With decimal commas, every text file that is read or written afterwards is wrong.',
    who: 'GUI toolkits that call setlocale(LC_ALL, "").',
  }),
  keeping(PROBE_CHANGE_MASK | PROBE_CHANGE_HANDLERS, 'the handling of signals', {
    id: 'environment/signals',
    rule: 'Signal masks and handlers of fatal signals are not changed.',
    why: 'They belong to the host: its crash reports and its recovery depend on them.',
    who: 'Crash reporters inside plugins.',
  }),
  keeping(PROBE_CHANGE_DIRECTORY, 'the working directory', {
    id: 'environment/directory',
    rule: 'The working directory is not changed.',
    why: "The host's relative paths lead elsewhere afterwards.",
    who: 'File dialogs.',
  }),
  keeping(PROBE_CHANGE_UMASK, 'the file mode creation mask', {
    id: 'environment/umask',
    rule: 'The umask is not changed.',
    why: "The host's files get other permissions.",
    who: '',
  }),
  {
    id: 'environment/stdout',
    level: 3,
    rule: 'Nothing is printed on stdout.',
    source: SHARED_PROCESS,
    why: 'Hosts and their helpers communicate through it.',
    who: 'Leftover debugging output.',
    needs: ['process/finite', 'state/restore'],
    async run(bench) {
      const { record } = await bench.shared(visit);
      const { bytes, text } = record.printed;
      expect(bytes === 0, 'nothing', `${bytes} bytes: ${JSON.stringify(text)}`);
    },
  },
  {
    id: 'environment/files',
    level: 5,
    isAdvice: true,
    rule: 'Loading, playing and saving write no files.',
    source: SHARED_PROCESS,
    why: 'A scan must not write to the home directory of a build server, and two processes may write the same file.',
    needs: ['process/finite', 'state/restore'],
    async run(bench) {
      const { record } = await bench.shared(visit);
      const count = record.word(PROBE_WRITTEN_FILES);
      expect(count === 0, 'none', `${count} opened for writing, the last of them ${record.text(PROBE_TEXT_WRITTEN)}`);
    },
  },
  {
    id: 'environment/network',
    level: 3,
    rule: 'Loading, playing and saving do not use the network.',
    source: SHARED_PROCESS,
    why: 'Studios are offline, and a host that waits for a name server freezes.',
    needs: ['process/finite', 'state/restore'],
    async run(bench) {
      const { record } = await bench.shared(visit);
      const count = record.word(PROBE_CONNECTIONS);
      expect(count === 0, 'none', `${count} connections, the last of them to ${record.text(PROBE_TEXT_CONNECTION)}`);
    },
  },
  {
    id: 'environment/children',
    level: 3,
    isAdvice: true,
    rule: 'It starts no other process.',
    source: SHARED_PROCESS,
    why: 'A fork of a threaded host inherits its pipes, and its locks in any state.',
    needs: ['process/finite', 'state/restore'],
    async run(bench) {
      const { record } = await bench.shared(visit);
      const count = record.word(PROBE_CHILDREN);
      expect(count === 0, 'none', countOf(count, 'child process', 'child processes'));
    },
  },
  {
    id: 'environment/threads',
    formats: ['vst3', 'clap'],
    level: 3,
    rule: "It calls the host's functions from the threads that the specification allows.",
    source: {
      vst3: 'ivsteditcontroller.h, IComponentHandler: beginEdit, performEdit, endEdit, restartComponent in the UI thread',
      clap: '[main-thread] and [audio-thread] in the headers; clap/ext/thread-check.h',
    },
    why: 'Hosts do not lock where the specification makes locks unnecessary.',
    who: 'Plugins that report an edit from process, or from a thread that receives OSC or MIDI.',
    needs: ['process/finite', 'state/restore'],
    async run(bench) {
      const subject = await bench.shared(visit);
      const line = subject.log.find((text) => text.includes('from a thread that is not the main thread'));
      expect(line === undefined, 'calls on the right threads', line?.replace(/^\[[^\]]*\] /, '') ?? '');
    },
  },
];
