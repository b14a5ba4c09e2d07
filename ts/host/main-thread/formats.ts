/**
 * What the main thread has to know of each plugin format; everything else is behind the ABI.
 */
import type { Core } from '../../core.ts';
import type { Plugin } from '../../plugin.ts';
import { restoreClapState, saveClapState } from './state-clap.ts';
import { restoreLv2State, saveLv2State } from './state-lv2.ts';
import { restoreVst3State, saveVst3State } from './state-vst3.ts';

// enum protocol_request
export const SET_RESOURCE_DIRECTORY = 5;
/** Up to version 6. */
export const FILE_REFERENCES = 6;
export const UPDATE_FILE_REFERENCE = 7;
/** From version 7 on. */
export const COLLECT_RESOURCES = 6;
export const RESOURCE_FILES = 7;
export const CONTROL_PORTS = 8;
export const PARAMETERS = 9;
export const MIDNAM = 10;
export const NOTE_NAMES = 11;
export const AUDIO_PORTS = 12;
/** Our own, of every format (describe.ts): "MAO" and a number that no other host knows. */
export const DESCRIBE = 0x4d414f01;

export interface Format {
  /** As the original's messages have it. */
  readonly name: string;
  /** @returns bytes in the core's state buffer, or -1. */
  save(core: Core, plugin: Plugin): number;
  /** @returns whether the first bytes of the core's state buffer were restored. */
  restore(core: Core, plugin: Plugin, bytes: number): boolean;
  /** The original's words for a parameter change that is for no parameter. */
  refusedParameter(id: number): string;
  /** Requests beside those that every format has. Any other is answered with an error. */
  readonly requests: readonly number[];
  /** Its DAW learns the plugin's channel counts from the header. */
  readonly channelsInHeader: boolean;
}

const FORMATS: Readonly<Record<string, Format>> = {
  lv2: {
    name: 'LV2',
    save: saveLv2State,
    restore: restoreLv2State,
    refusedParameter: (id) => `LV2 set_control_value failed: Unknown LV2 control port index: ${id}`,
    requests: [SET_RESOURCE_DIRECTORY, CONTROL_PORTS, MIDNAM],
    channelsInHeader: true,
  },
  vst3: {
    name: 'VST3',
    save: saveVst3State,
    restore: restoreVst3State,
    refusedParameter: (id) => `VST3 set_parameter_value failed: Parameter not found (id ${id})`,
    requests: [],
    channelsInHeader: false,
  },
  clap: {
    name: 'CLAP',
    save: saveClapState,
    restore: restoreClapState,
    refusedParameter: (id) => `CLAP set_parameter_value failed: Parameter not found (id ${id})`,
    requests: [SET_RESOURCE_DIRECTORY, FILE_REFERENCES, UPDATE_FILE_REFERENCE, PARAMETERS, NOTE_NAMES, AUDIO_PORTS],
    channelsInHeader: false,
  },
  /** Passes audio through; for the DAW's own tests. */
  null: {
    name: 'Null',
    save: () => -1,
    restore: () => false,
    refusedParameter: (id) => `Null plugin: no parameter ${id}`,
    requests: [],
    channelsInHeader: false,
  },
};

/** @returns undefined for a format that this host does not know. */
export function formatOf(name: string): Format | undefined {
  return Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
}
