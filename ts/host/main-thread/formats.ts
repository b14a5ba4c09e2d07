/**
 * What the main thread has to know of each plugin format; everything else is behind the ABI.
 */
import type { Core } from '../../core.ts';
import type { Plugin } from '../../plugin.ts';
import { restoreLv2State, saveLv2State } from './state-lv2.ts';
import { restoreVst3State, saveVst3State } from './state-vst3.ts';

export interface Format {
  /** As the original's messages have it. */
  readonly name: string;
  /** @returns bytes in the core's state buffer, or -1. */
  save(core: Core, plugin: Plugin): number;
  /** @returns whether the first bytes of the core's state buffer were restored. */
  restore(core: Core, plugin: Plugin, bytes: number): boolean;
  /** The original's words for a parameter change that is for no parameter. */
  refusedParameter(id: number): string;
}

const FORMATS: Readonly<Record<string, Format>> = {
  lv2: {
    name: 'LV2',
    save: saveLv2State,
    restore: restoreLv2State,
    refusedParameter: (id) => `LV2 set_control_value failed: Unknown LV2 control port index: ${id}`,
  },
  vst3: {
    name: 'VST3',
    save: saveVst3State,
    restore: restoreVst3State,
    refusedParameter: (id) => `VST3 set_parameter_value failed: Parameter not found (id ${id})`,
  },
};

/** @returns undefined for a format that this host does not know. */
export function formatOf(name: string): Format | undefined {
  return Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
}
