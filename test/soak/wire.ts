/**
 * `npm run soak -- wire`: the DAW's side of versions 6 and 7 for longer than tests have time: 100 000 blocks of which each is looked at when
 * it is answered, blocks during saves, a DAW that stops, many hosts. Words behind "wire" choose among them.
 */
import { clap } from '../support/clap.ts';
import type { DawOptions } from '../support/daw.ts';
import { type Counts, type Daw7Options, plainGain, playDaw7 } from '../support/daw-7.ts';
import { playTogether } from '../support/many-hosts.ts';
import { lv2PathWithFixtures, vst3Bundle } from '../support/paths.ts';

const formats = ['lv2', 'vst3', 'clap'] as const;
const BLOCKS = 100_000;
const STILLS = 500;

let faults = 0;

function report(what: string, figures: object, isRight: boolean): void {
  if (!isRight) faults++;
  process.stdout.write(`${isRight ? 'ok   ' : 'FAULT'} ${what}: ${JSON.stringify(figures)}\n`);
}

const isRight = ({ wrong, wrongMidi, wrongLatency, hangs, left }: Counts) =>
  wrong + wrongMidi + wrongLatency + hangs === 0 && left;

async function play(what: string, plugin: DawOptions, options: Daw7Options): Promise<Counts> {
  const counts = await playDaw7(plugin, options);
  const { timeouts, failedRequests, counter } = counts;
  const all = options.version === 6 || counter === counts.blocks;
  report(what, counts, isRight(counts) && failedRequests === 0 && (timeouts === 0 || counts.crashes > 0) && all);
  return counts;
}

const parts: Record<string, () => Promise<void>> = {
  async blocks() {
    for (const eventless of [1, 0] as const)
      await play(
        `null, ${eventless ? 'counter' : 'bytes'}`,
        { format: 'null', spec: 'null' },
        { blocks: BLOCKS, eventless },
      );
    for (const format of formats) {
      const [plugin, expected] = plainGain(format);
      await play(`${format}, samples and latency`, plugin, { ...expected, blocks: BLOCKS });
    }
    const echoes = {
      lv2: { format: 'lv2', spec: 'urn:maolan:fixture:midi-echo', environment: { LV2_PATH: lv2PathWithFixtures() } },
      vst3: { format: 'vst3', spec: vst3Bundle('note-echo') },
      clap: clap('note-echo'),
    };
    for (const format of formats)
      await play(`${format}, messages`, echoes[format], { blocks: BLOCKS, gain_percent: 0, midi: 1 });
  },
  async states() {
    for (const format of formats) {
      const [plugin, expected] = plainGain(format);
      const options = { ...expected, blocks: 2500, period_us: 5300, requests: 100_000 };
      await play(`${format}, blocks every 5.3 ms beside saves and restores`, plugin, options);
    }
  },
  async still() {
    const half = STILLS / 2;
    for (const format of formats) {
      const [plugin, expected] = plainGain(format);
      const options = {
        ...expected,
        version: 6,
        eventless: 0,
        period_us: 5300,
        limit_ms: 100,
        still_ms: 1000,
      } as const;
      const share = Math.ceil(half / formats.length);
      await play(`${format}, a DAW that stands still`, plugin, { ...options, blocks: share * 5, still_every: 5 });
      const crashes = { blocks: share * 200, crash_every: 200, still_after_crash: 1 } as const;
      await play(`${format}, a DAW that stands still after a crash`, plugin, { ...options, ...crashes });
    }
  },
  async many() {
    for (const version of [6, 7] as const)
      for (const hosts of [8, 16, 32, 100]) {
        const collected = await playTogether({ version, hosts, rounds: 10, periods: 100, periodMs: 5.3 });
        report(`version ${version}, ${hosts} hosts together`, collected, collected.missing + collected.held === 0);
      }
  },
};

/** @returns the number of faults. */
export async function soakWire(chosen: readonly string[]): Promise<number> {
  const unknown = chosen.filter((name) => !(name in parts));
  if (unknown.length > 0) throw new Error(`${unknown.join(', ')}: there are only ${Object.keys(parts).join(', ')}`);
  for (const [name, part] of Object.entries(parts)) if (chosen.length === 0 || chosen.includes(name)) await part();
  return faults;
}
