// SPDX-License-Identifier: BSD-2-Clause
/** Opening, activating, closing; several of them at once. */
import { setTimeout as sleep } from 'node:timers/promises';
import { PROBE_END_CAUSE } from '../../../contract/probe.ts';
import { countOf } from '../../count.ts';
import type { Bench } from '../bench.ts';
import { Broken, expect, NotApplicable, skipUnless } from '../broken.ts';
import { instances, twoInstances } from '../instances.ts';
import { loaded } from '../looks.ts';
import type { Rule } from '../rule.ts';
import { runtimeOf } from '../sanitizer.ts';
import { difference, expectFinite, type Subject } from '../subject.ts';

const OPEN = {
  lv2: 'lv2core/lv2.h, LV2_Descriptor::instantiate',
  vst3: 'ipluginbase.h, IPluginBase::initialize',
  clap: 'clap/plugin.h, clap_plugin::init; clap/entry.h',
};
const CLOSE = {
  lv2: 'lv2core/lv2.h, LV2_Descriptor::cleanup',
  vst3: 'ipluginbase.h, IPluginBase::terminate; moduleinit: ModuleExit',
  clap: 'clap/plugin.h, destroy; clap/entry.h, deinit',
};
const ACTIVATE = {
  lv2: 'lv2core/lv2.h, activate: the plugin is as it was after instantiate, but for its ports',
  vst3: 'ivstcomponent.h, IComponent::setActive; ivstaudioprocessor.h, setupProcessing',
  clap: 'clap/plugin.h, activate and deactivate',
};
const TWO = {
  all: 'LV2: lv2core, instances are independent; VST3: IPluginFactory::createInstance; CLAP: clap/factory/plugin-factory.h, create_plugin',
};
/** What an instance may leave of the process: the tester's own heap grows, too. */
const LOST_PROCESS_BYTES = 4 << 20;
/** What an instance may leave in the heap: the tester's own calls vary by less. */
const LOST_BYTES = 8192;
const AUDIBLE = 1e-4;

/** What each pass adds. What is allocated once is allocated in the first third. */
function slopeOf(values: readonly number[]): number {
  const from = Math.floor(values.length / 3);
  return ((values.at(-1) ?? 0) - (values[from] ?? 0)) / (values.length - 1 - from);
}

/** undefined: the plugin does not know that rate, and says so. */
async function openUnlessRefused(bench: Bench, sampleRate: number): Promise<Subject | undefined> {
  try {
    return await bench.open({ sampleRate });
  } catch (error) {
    if (error instanceof NotApplicable) return undefined;
    throw error;
  }
}

export const rules: readonly Rule[] = [
  {
    id: 'lifecycle/open',
    level: 1,
    rule: 'It loads, can be instantiated and activated, and describes itself.',
    source: OPEN,
    why: 'Nothing else can be tried without it.',
    async run(bench) {
      const subject = await bench.shared(loaded);
      expect(subject.host.name !== '', 'it has a name', 'its name is empty');
    },
  },
  {
    id: 'lifecycle/idle',
    level: 1,
    rule: 'It stays alive when it is left idle after loading: its timers and threads do no harm.',
    source: { all: 'practice' },
    why: 'Most of the time a plugin does nothing.',
    needs: ['lifecycle/open'],
    async run(bench) {
      bench.subjects.push(await bench.shared(loaded)); // its end is reported here
      await sleep(600);
    },
  },
  {
    id: 'lifecycle/close',
    level: 1,
    rule: 'It can be deactivated, destroyed and unloaded, and the process then exits.',
    source: CLOSE,
    why: 'A crash at exit loses what other plugins in the same process have not saved.',
    who: 'Threads that outlive the instance; destructors of static objects.',
    needs: ['lifecycle/idle'],
    async run(bench) {
      const subject = await bench.open();
      const { pid } = subject.host;
      await subject.close();
      if (subject.record.word(PROBE_END_CAUSE) !== 0) return; // the runner reports it
      if (subject.record.where !== '')
        throw new Broken({
          expected: 'it is closed within 5 s',
          seen: `process ${pid} had to be killed`,
          where: subject.record.where,
          isHung: true,
        });
    },
  },
  {
    id: 'lifecycle/open-close-repeatedly',
    level: 3,
    rule: 'It can be opened, played and closed repeatedly in one process.',
    source: CLOSE,
    why: 'Users try plugins, remove them and try them again.',
    who: 'State in static variables that the second instance finds.',
    timeoutFactor: 3,
    needs: ['lifecycle/close', 'process/finite'],
    async run(bench) {
      await instances(bench, { times: bench.level >= 10 ? 50 : bench.level >= 5 ? 20 : 3, together: 1 });
    },
  },
  ...([2, 20] as const).map(
    (together): Rule => ({
      id: together === 2 ? 'lifecycle/two-instances' : 'lifecycle/twenty-instances',
      level: together === 2 ? 2 : 4,
      rule: `${together} instances live in one process, do not hear each other, and are closed in another order than they were opened.`,
      source: TWO,
      why: 'Every project with two tracks does that.',
      who: 'Static variables; a GUI toolkit that is initialized twice.',
      needs: ['lifecycle/close', 'process/finite'],
      timeoutFactor: 2,
      async run(bench) {
        const isShared = together === 2 && !bench.isThorough;
        const { peak } = isShared ? await bench.shared(twoInstances) : await instances(bench, { times: 1, together });
        const seen = `a peak of ${peak.toPrecision(3)} in one that is silent, while another plays`;
        expect(peak < AUDIBLE, 'instances that are independent', seen);
      },
    }),
  ),
  {
    id: 'lifecycle/leaks',
    level: 5,
    isAdvice: true,
    rule: 'Closed instances do not leak memory.',
    source: CLOSE,
    why: 'Sessions last for days.',
    needs: ['lifecycle/open-close-repeatedly'],
    timeoutFactor: 3,
    async run(bench) {
      const keep = await bench.library();
      const { rss, heap } = await instances(bench, { times: 40, together: 1, ...(keep !== undefined && { keep }) });
      const [memory, lost] = [slopeOf(rss), slopeOf(heap)];
      const said = (bytes: number) => `${(bytes / 1024).toFixed(0)} KiB`;
      const limits = `at most ${said(LOST_BYTES)} more in the heap, and ${said(LOST_PROCESS_BYTES)} of the process, with each instance (less is within what the tester itself varies by)`;
      const seen = `${said(lost)} in the heap, and ${said(memory)} of the process, are left by each of ${rss.length}`;
      expect(lost < LOST_BYTES && memory < LOST_PROCESS_BYTES, limits, seen);
    },
  },
  {
    id: 'lifecycle/leak-sanitizer',
    level: 3,
    rule: 'Closed, it has freed all that it allocated, as LeakSanitizer finds in a plugin that is built with it.',
    source: CLOSE,
    why: 'It names the line; the size of the process tells of megabytes only.',
    needs: ['lifecycle/open-close-repeatedly'],
    timeoutFactor: 4,
    async run(bench) {
      const library = (await bench.library()) ?? '';
      const runtime = library === '' ? undefined : await runtimeOf(library);
      skipUnless(runtime !== undefined, 'it is not built with -fsanitize=address or -fsanitize=leak');
      const { leaks } = await instances(bench, { times: 3, together: 1, leaksOf: library });
      const [first] = leaks;
      const bytes = leaks.reduce((sum, leak) => sum + leak.bytes, 0);
      const seen = `${bytes} bytes of 3 instances are lost, allocated in ${countOf(leaks.length, 'place')}`;
      expect(first === undefined, 'all is freed', seen, { calls: first?.calls ?? [] });
    },
  },
  {
    id: 'lifecycle/threads-left',
    level: 4,
    rule: 'Closed instances leave no threads running.',
    source: CLOSE,
    why: 'Such a thread runs code that is being unloaded.',
    needs: ['lifecycle/open-close-repeatedly'],
    async run(bench) {
      const { threads } = await instances(bench, { times: 6, together: 1 });
      const more = (threads.at(-1) ?? 0) - (threads[1] ?? 0);
      expect(more < 3, 'as many threads as before', `${more} threads more after ${threads.length - 2} instances`);
    },
  },
  {
    id: 'lifecycle/files-left-open',
    level: 4,
    rule: 'Closed instances leave no file descriptors open.',
    source: CLOSE,
    why: 'A process has about a thousand; then nothing can be opened any more.',
    needs: ['lifecycle/open-close-repeatedly'],
    async run(bench) {
      const { fds } = await instances(bench, { times: 6, together: 1 });
      const more = (fds.at(-1) ?? 0) - (fds[1] ?? 0);
      expect(more < 3, 'as many open files as before', `${more} descriptors more after ${fds.length - 2} instances`);
    },
  },
  {
    id: 'lifecycle/activation-cycles',
    level: 3,
    rule: 'It can be deactivated and activated any number of times, and keeps playing.',
    source: ACTIVATE,
    why: 'Hosts do this when the sample rate, the block length or the routing changes.',
    needs: ['process/finite'],
    async run(bench) {
      const subject = await bench.open({ offline: true });
      for (let i = 0; i < 8; i++) {
        expectFinite(await subject.play({ frames: 4096 }), `after ${i} activations`);
        await subject.host.restart();
      }
    },
  },
  {
    id: 'lifecycle/activation-resets',
    level: 6,
    isAdvice: true,
    rule: 'After activation it starts from silence: nothing of the previous sound is heard.',
    source: ACTIVATE,
    why: 'Otherwise a render depends on what was played before.',
    needs: ['lifecycle/activation-cycles', 'process/deterministic'],
    async run(bench) {
      const subject = await bench.open({ offline: true });
      const passage = { frames: 12_000 };
      await subject.host.restart();
      const first = await subject.play(passage);
      await subject.host.restart();
      const found = difference(first, await subject.play(passage), 1e-5);
      expect(
        found === undefined,
        'the same sound',
        `it differs from frame ${found?.frame} on: ${found?.a} and ${found?.b}`,
      );
    },
  },
  {
    id: 'lifecycle/sample-rates',
    level: 2,
    rule: 'It plays at every common sample rate, or refuses it.',
    source: { ...ACTIVATE, lv2: 'lv2core/lv2.h, instantiate: sample_rate' },
    why: 'Buffers that are sized for 48 kHz overflow at 192 kHz; filters tuned above half the rate blow up at 22 kHz.',
    needs: ['process/finite'],
    timeoutFactor: 2,
    async run(bench) {
      const rates =
        bench.level >= 5
          ? [8000, 11_025, 22_050, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000, 384_000]
          : [22_050, 192_000]; // faults are at the ends
      for (const sampleRate of rates) {
        const subject = await openUnlessRefused(bench, sampleRate);
        if (subject === undefined) continue;
        expectFinite(await subject.play({ frames: 16_384 }), `at ${sampleRate} Hz`);
        await subject.dispose();
      }
    },
  },
];
