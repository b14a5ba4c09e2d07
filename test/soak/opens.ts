/** Opens and closes, over and over: what a program has more of afterwards. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { PluginHost } from '../../ts/client/index.ts';

const plugins = [
  { format: 'lv2', plugin: 'urn:zamaudio:ZamDelay' },
  { format: 'vst3', plugin: '/usr/lib/vst3/ZamDelay.vst3' },
  { format: 'clap', plugin: '/usr/lib/clap/ZamDelay.clap' },
] as const;
const KIB = 1024;

export interface Sample {
  opens: number;
  descriptors: number;
  /** Resident memory of this program, KiB, after a collection if that can be asked for. */
  residentKib: number;
  /** Names of this program's segments in /dev/shm. */
  segments: number;
  /** Processes that it has started and that are there. */
  children: number;
}

function childrenOf(pid: number): number {
  const listed = execFileSync('ps', ['-o', 'comm=', '--ppid', String(pid)], { encoding: 'utf8' }).split('\n');
  return listed.filter((name) => name !== '' && name !== 'ps').length;
}

/** What the program has at the moment. */
export function look(opens: number): Sample {
  globalThis.gc?.();
  return {
    opens,
    descriptors: readdirSync('/proc/self/fd').length,
    residentKib: Math.round(process.memoryUsage.rss() / KIB),
    segments: readdirSync('/dev/shm').filter((name) => name.startsWith(`maolan-client-${process.pid}-`)).length,
    children: childrenOf(process.pid),
  };
}

async function openAndClose(number: number): Promise<void> {
  const options = plugins[number % plugins.length] ?? plugins[0];
  await using host = await PluginHost.open(options);
  const planes = (count: number) => Array.from({ length: count }, () => new Float32Array(host.maxFrames));
  host.process(planes(host.ports.audioInputs), planes(host.ports.audioOutputs));
  await host.saveState();
}

/** @param every how many opens lie between two samples; the first is taken after as many. */
export async function openOften(times: number, every: number, onSample: (sample: Sample) => void): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (let number = 1; number <= times; number++) {
    try {
      await openAndClose(number);
    } catch (error) {
      const { format } = plugins[number % plugins.length] ?? plugins[0];
      throw new Error(`open ${number} (${format}): ${(error as Error).message}`, { cause: error });
    }
    if (number % every !== 0) continue;
    const sample = look(number);
    onSample(sample);
    samples.push(sample);
  }
  return samples;
}

/** KiB that an open costs permanently: the slope of a straight line through the samples of the later half, when caches are full. */
export function kibPerOpen(samples: readonly Sample[]): number {
  const later = samples.slice(Math.floor(samples.length / 2));
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
  const [x, y] = [mean(later.map(({ opens }) => opens)), mean(later.map(({ residentKib }) => residentKib))];
  const spread = later.reduce((sum, { opens }) => sum + (opens - x) ** 2, 0);
  return later.reduce((sum, { opens, residentKib }) => sum + (opens - x) * (residentKib - y), 0) / spread;
}

/** `npm run soak -- opens [how many]` @returns whether nothing grows */
export async function soakOpens(words: readonly string[]): Promise<boolean> {
  const times = Number(words[0]) || 1000;
  const say = (text: string) => process.stdout.write(`${text}\n`);
  const threads = () => /Threads:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  const samples = await openOften(times, Math.max(1, Math.floor(times / 20)), (sample) => say(JSON.stringify(sample)));
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined) return false;
  const slope = kibPerOpen(samples);
  say(`${times} opens and closes: ${slope.toFixed(2)} KiB each in the later half, ${threads()} threads`);
  const isSame = (['descriptors', 'segments', 'children'] as const).every((name) => first[name] === last[name]);
  return isSame && slope < KIB_PER_OPEN_MAX;
}

/** A leak of a segment, a pipe or a listener with its closures is larger. */
const KIB_PER_OPEN_MAX = 8;
