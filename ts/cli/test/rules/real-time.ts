// SPDX-License-Identifier: BSD-2-Clause
/** What a real-time thread must not do, counted inside process once the plugin has warmed up. */
import type { BlockEvent } from '../../../client/types.ts';
import {
  PROBE_BLOCKS,
  PROBE_CPU_US,
  PROBE_CPU_US_MAX,
  PROBE_FAULTS,
  PROBE_FILES,
  PROBE_HAS_SYSCALLS,
  PROBE_HEAP,
  PROBE_LOCKS,
  PROBE_OPTION_SYSCALLS,
  PROBE_SLEEPS,
  PROBE_SYSCALL_NUMBER,
  PROBE_SYSCALLS,
  PROBE_TEXT_FILES,
  PROBE_TEXT_HEAP,
  PROBE_TEXT_LOCKS,
  PROBE_TEXT_SYSCALLS,
} from '../../../contract/probe.ts';
import type { Bench } from '../bench.ts';
import { expect, skipUnless } from '../broken.ts';
import { lv2Features } from '../claims.ts';
import type { Rule } from '../rule.ts';
import { notesFor, type Subject } from '../subject.ts';

const WHERE = 'process, on the audio thread';
const REAL_TIME = {
  lv2: 'lv2core: lv2:hardRTCapable',
  vst3: 'VST 3 API documentation: process is called in a real-time thread; no allocation, no lock, no file',
  clap: 'clap/plugin.h, process: [audio-thread], which is real-time; clap/ext/thread-check.h',
};
const WARM_UP_FRAMES = 24_000;
const FRAMES = 96_000;
/** Knobs that move at a time. */
const MOVES = 4;
const HARD_RT = 'http://lv2plug.in/ns/lv2core#hardRTCapable';

/** LV2 plugins that do not say so are not real-time plugins. */
function assertClaimed(bench: Bench): void {
  if (bench.plugin.format === 'lv2') skipUnless(lv2Features(bench).has(HARD_RT), 'it does not say lv2:hardRTCapable');
}

/**
 * Notes are played, and knobs move now and then, as they do in a song: users turn those that cannot be automated, too. Programs are chosen
 * between songs.
 */
function moves(bench: Bench, subject: Subject): (start: number, frames: number) => BlockEvent[] {
  const settable = subject.settable(bench.setup.hold).filter(({ isProgram }) => !isProgram);
  const notes = notesFor(subject);
  return (start, frames) => {
    const move = (): BlockEvent => {
      const { id, minimum, maximum, isInteger } = bench.random.one(settable);
      const value = bench.random.between(minimum, maximum);
      return { type: 'parameter', frame: 0, id, value: isInteger ? Math.round(value) : value };
    };
    const isTime = settable.length > 0 && start % 2048 === 0;
    return [...(isTime ? Array.from({ length: MOVES }, move) : []), ...notes(start, frames)];
  };
}

/** @returns how much a count grew while it played. */
async function counted(
  bench: Bench,
  word: number,
  probe = 0,
): Promise<{ subject: Subject; count: number; blocks: number }> {
  assertClaimed(bench);
  const subject = await bench.open({ probe });
  const events = moves(bench, subject);
  await subject.play({ frames: WARM_UP_FRAMES, events });
  const [before, blocksBefore] = [subject.record.word(word), subject.record.word(PROBE_BLOCKS)];
  await subject.play({ frames: FRAMES, events });
  return {
    subject,
    count: subject.record.word(word) - before,
    blocks: subject.record.word(PROBE_BLOCKS) - blocksBefore,
  };
}

function counting(what: string, word: number, text: number, rest: Pick<Rule, 'id' | 'rule' | 'why' | 'who'>): Rule {
  return {
    ...rest,
    level: 4,
    source: REAL_TIME,
    needs: ['process/finite'],
    async run(bench) {
      const { subject, count, blocks } = await counted(bench, word);
      const calls = subject.record.calls(text);
      expect(count === 0, `no ${what} in process`, `${count} in ${blocks} blocks`, { where: WHERE, calls });
    },
  };
}

export const rules: readonly Rule[] = [
  counting('heap calls', PROBE_HEAP, PROBE_TEXT_HEAP, {
    id: 'real-time/heap',
    rule: 'Memory is neither allocated nor freed in process.',
    why: 'The heap has locks that other threads hold, and may call the kernel.',
    who: 'std::vector that grows, std::function, std::string, new in an event loop.',
  }),
  counting('locks', PROBE_LOCKS, PROBE_TEXT_LOCKS, {
    id: 'real-time/locks',
    rule: 'process does not wait for locks; a try-lock is fine.',
    why: 'The owner may have been preempted: priority inversion.',
    who: 'A mutex shared with the editor.',
  }),
  counting('file access', PROBE_FILES, PROBE_TEXT_FILES, {
    id: 'real-time/files',
    rule: 'No file is opened, read or written in process, stdout and stderr included.',
    why: 'A disk takes milliseconds, a terminal any time.',
    who: 'A leftover printf; samples that are loaded by a note.',
  }),
  {
    id: 'real-time/system-calls',
    level: 5,
    rule: 'No system call is made in process.',
    source: REAL_TIME,
    why: 'Each may wait, and lets the scheduler run another thread.',
    needs: ['process/finite'],
    async run(bench) {
      const { subject, count, blocks } = await counted(bench, PROBE_SYSCALLS, PROBE_OPTION_SYSCALLS);
      skipUnless(
        subject.record.word(PROBE_HAS_SYSCALLS) === 1,
        'this kernel does not show system calls (Linux 5.11, x86-64)',
      );
      const number = subject.record.word(PROBE_SYSCALL_NUMBER);
      const seen = `system calls in ${count} of ${blocks} blocks, the first of them number ${number}`;
      expect(count === 0, 'no system calls in process', seen, {
        where: WHERE,
        calls: subject.record.calls(PROBE_TEXT_SYSCALLS),
      });
    },
  },
  {
    id: 'real-time/sleeps',
    level: 4,
    rule: 'process never gives up its processor.',
    source: REAL_TIME,
    why: 'Then it waits for something: a lock, a disk, a timer.',
    needs: ['process/finite'],
    async run(bench) {
      const { count, blocks } = await counted(bench, PROBE_SLEEPS);
      expect(count === 0, 'no sleep in process', `it slept ${count} times in ${blocks} blocks`, { where: WHERE });
    },
  },
  {
    id: 'real-time/page-faults',
    level: 6,
    isAdvice: true,
    rule: 'Once it plays, process causes no page faults.',
    source: REAL_TIME,
    why: 'Each costs a microsecond, or a disk read.',
    needs: ['process/finite'],
    async run(bench) {
      const { count, blocks } = await counted(bench, PROBE_FAULTS);
      expect(count < 16, 'few page faults', `${count} in ${blocks} blocks`, { where: WHERE });
    },
  },
  {
    id: 'real-time/worst-block',
    level: 4,
    isAdvice: true,
    rule: 'No block takes more processor time than its own duration.',
    source: REAL_TIME,
    why: 'It would click on every machine of that speed.',
    needs: ['process/finite'],
    async run(bench) {
      const subject = await bench.open();
      await subject.play({ frames: FRAMES, events: moves(bench, subject) });
      const periodUs = (subject.maxFrames / subject.sampleRate) * 1e6;
      const worst = subject.record.word(PROBE_CPU_US_MAX);
      expect(worst < periodUs, `less than ${periodUs.toFixed(0)} us`, `the worst block took ${worst} us`, {
        where: WHERE,
      });
    },
  },
  {
    id: 'real-time/slow-in-silence',
    level: 5,
    isAdvice: true,
    rule: 'Silence after sound takes no more time than sound.',
    source: { all: 'practice: denormals cost a hundred times the time where FTZ and DAZ are cleared' },
    why: 'Otherwise the processor load jumps when the music stops.',
    needs: ['process/finite'],
    async run(bench) {
      const subject = await bench.open();
      const cost = async (input?: () => number) => {
        const before = subject.record.word(PROBE_CPU_US);
        await subject.play({ frames: FRAMES, ...(input && { input }) });
        return (subject.record.word(PROBE_CPU_US) - before) >>> 0;
      };
      const sound = await cost();
      await cost(() => 0);
      const silence = await cost(() => 0);
      expect(silence < 5 * sound + 20_000, 'about the same time', `${sound} us for sound, ${silence} us for silence`, {
        where: WHERE,
      });
    },
  },
];
