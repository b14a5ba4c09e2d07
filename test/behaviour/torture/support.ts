/** The torture plugin (test/fixtures/torture) in a real host: how to script it, and what it leaves behind. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Daw, DawOptions } from '../../support/daw.ts';
import { processesWith, until } from '../../support/host-process.ts';
import { lv2Folder } from '../../support/lv2-folder.ts';
import { root } from '../../support/paths.ts';

export const formats = ['lv2', 'vst3', 'clap'] as const;
export type Format = (typeof formats)[number];

/** In the plugin's order. */
export const parameters = ['gain', 'kept1', 'kept2', 'kept3', 'kept4', 'fault', 'countdown'] as const;
export type Parameter = (typeof parameters)[number];
export const maxima: Record<Parameter, number> = {
  gain: 1,
  kept1: 1,
  kept2: 1,
  kept3: 1,
  kept4: 1,
  fault: 128,
  countdown: 1000,
};

const folder = join(root, 'build/fixtures/torture');

/** What the plugin is called on a host's command line. many: the one of 64 channels. */
export function specOf(format: Format, many = false): string {
  if (format === 'lv2') return many ? 'urn:maolan:torture-64' : 'urn:maolan:torture';
  if (format === 'clap') return join(folder, `torture.clap${many ? '::org.maolan.torture-64' : ''}`);
  const manyId = Buffer.from('Maolan Tort. 64\0', 'latin1').toString('hex').toUpperCase();
  return join(folder, `torture.vst3${many ? `#${manyId}` : ''}`);
}

/** The plugin on a stereo track of today's DAW. script: as in MAOLAN_TORTURE. */
export function torture(format: Format, script = '', environment: NodeJS.ProcessEnv = {}, many = false): DawOptions {
  const channels = many ? 32 : 2;
  return {
    format,
    spec: specOf(format, many),
    version: 6,
    inputs: channels,
    outputs: channels,
    environment: { LV2_PATH: `${folder}:${lv2Folder}`, MAOLAN_TORTURE: script, ...environment },
  };
}

/** A parameter's id on the wire. */
export function parameterId(format: Format, parameter: Parameter, channels = 2): number {
  return (format === 'lv2' ? 2 * channels : 100) + parameters.indexOf(parameter);
}

/** Have a parameter set with the next block; plain value. */
export function setParameter(daw: Daw, format: Format, parameter: Parameter, value: number, channels = 2): void {
  const wire = format === 'vst3' ? value / maxima[parameter] : value;
  daw.setParameter({ parameter: parameterId(format, parameter, channels), value: wire });
}

/* ---- the log ---- */

/** What the plugin writes down: one line per fault, by all processes. */
export class FaultLog {
  readonly #folder = mkdtempSync(join(tmpdir(), 'maolan-torture-'));
  readonly path = join(this.#folder, 'log');

  /** All lines without the pid. */
  lines(): string[] {
    if (!existsSync(this.path)) return [];
    const lines = readFileSync(this.path, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => line.replace(/^\d+ /, ''));
  }

  /** The lines about a fault in a callback ("segv@process"), or what else begins with this word. */
  about(word: string): string[] {
    return this.lines().filter((line) => line.split(/[ :]/)[0] === word);
  }

  /** A place for files that the host may write. */
  get folder(): string {
    return this.#folder;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/* ---- leftovers ---- */

/** Running processes whose parent this is. One that has ended is the plugin's to collect: it forked it. */
export function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((entry) => {
      try {
        const stat = readFileSync(`/proc/${entry}/stat`, 'latin1');
        const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return state !== 'Z' && Number(parent) === pid;
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** Entries of /dev/shm and temporary files of this test's own segment, besides the segment. */
export function sharedMemoryOf({ segment }: Daw): string[] {
  return readdirSync('/dev/shm').filter((name) => name.includes(segment.name.slice(1)) && `/${name}` !== segment.name);
}

/** Nothing is left of a host that has ended. */
export async function isGone({ segment }: Daw): Promise<boolean> {
  return until(() => processesWith(segment.name).length === 0, 5000);
}
