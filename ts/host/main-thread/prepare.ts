// SPDX-License-Identifier: BSD-2-Clause
/**
 * What a host needs regardless of its plugin: the native side and the core. The zygote creates them before it forks;
 * otherwise they are created on demand.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Core, instantiateCore } from '../../core.ts';
import { rehearseKeeping } from '../../crashes/store.ts';
import { functionAt } from '../../crashes/symbols.ts';
import { Native } from '../../native.ts';
import { loadFormat, openPlugin, PluginLoadError } from '../../plugin.ts';
import { crashPlace } from './crash-place.ts';
import { Wakes } from './wakes.ts';

interface Prepared {
  readonly native: Native;
  /** Created by the first call. */
  readonly core: () => Core;
  readonly wakes: Wakes;
}

let made: Prepared | undefined;
let startedAtMs = 0;

/** @param folder of the built files. */
export function prepared(folder: string): Prepared {
  if (made !== undefined) return made;
  let core: Core | undefined;
  made = {
    native: new Native(folder),
    core: () => {
      core ??= instantiateCore(readFileSync(join(folder, 'core.wasm')));
      return core;
    },
    wakes: new Wakes(),
  };
  return made;
}

/** @throws if the host itself is damaged; a format whose libraries are not installed is left out. */
function prepareFormat(native: Native, format: string): void {
  try {
    loadFormat(native, format);
  } catch (error) {
    if (!(error instanceof PluginLoadError)) throw error;
  }
}

/** A plugin that does nothing, for what the first one needs longer for. */
function rehearsePlugin(native: Native): void {
  const options = {
    sampleRate: 48_000,
    framesMax: 64,
    inputChannels: 2,
    outputChannels: 2,
    instanceId: '',
    offline: false,
  };
  const plugin = openPlugin(native, 'null', 'null', options);
  plugin.describe();
  plugin.parameters();
  plugin.idle();
  plugin.close();
}

/** Node's own functions that a start uses: it compiles each when it is first called. */
function rehearseNode(): void {
  clearTimeout(setTimeout(() => {}, 1));
  new TextDecoder().decode(new TextEncoder().encode(' '));
}

/** How the last process ended is reported before the plugin is loaded again. */
function rehearseReport({ os }: Native, folder: string): void {
  crashPlace(os);
  functionAt(join(folder, 'libmaolan-os.so'), 1);
  rehearseKeeping();
}

/** For the zygote: create everything now. */
export async function prepare(folder: string, formats: readonly string[]): Promise<Native> {
  const { native, core, wakes } = prepared(folder);
  core();
  for (const format of formats) prepareFormat(native, format);
  rehearseStart(folder);
  rehearseReport(native, folder);
  await wakes.open(native.os);
  return native;
}

/** For the zygote and its forks: do what a start does, which is quicker the second time. */
export function rehearseStart(folder: string): void {
  rehearseNode();
  rehearsePlugin(prepared(folder).native);
  noteStart();
}

/** For a forked process, which is younger than its engine. */
export function noteStart(): void {
  startedAtMs = performance.now();
}

/** Milliseconds since this process was started. */
export function ageMs(): number {
  return performance.now() - startedAtMs;
}
