// SPDX-License-Identifier: BSD-2-Clause
/** What the main thread needs to know about each plugin format; the ABI hides the rest. */
import {
  PROTOCOL_REQUEST_AUDIO_PORTS,
  PROTOCOL_REQUEST_CONTROL_PORTS,
  PROTOCOL_REQUEST_FILE_REFERENCES,
  PROTOCOL_REQUEST_MIDNAM,
  PROTOCOL_REQUEST_NOTE_NAMES,
  PROTOCOL_REQUEST_PARAMETERS,
  PROTOCOL_REQUEST_SET_PROPERTY,
  PROTOCOL_REQUEST_SET_RESOURCE_DIRECTORY,
  PROTOCOL_REQUEST_UPDATE_FILE_REFERENCE,
} from '../../contract/protocol.ts';
import type { Core } from '../../core.ts';
import type { Plugin } from '../../plugin.ts';
import { restoreClapState, saveClapState } from './state-clap.ts';
import { restoreLv2State, saveLv2State } from './state-lv2.ts';
import { restoreVst3State, saveVst3State } from './state-vst3.ts';

export interface Format {
  /** As in the original's messages. */
  readonly name: string;
  /** @returns bytes in the core's state buffer, or -1. */
  save(core: Core, plugin: Plugin): number;
  /**
   * @returns whether the first bytes of the core's state buffer were restored; partly: the plugin did not accept all of
   * it.
   */
  restore(core: Core, plugin: Plugin, bytes: number): boolean | 'partly';
  /** The original's message for a change of an unknown parameter. */
  refusedParameter(id: number): string;
  /** Requests of this format only. Any other is answered with an error. */
  readonly requests: readonly number[];
  /** The DAW reads the plugin's channel counts from the header. */
  readonly channelsInHeader: boolean;
}

const FORMATS: Readonly<Record<string, Format>> = {
  lv2: {
    name: 'LV2',
    save: saveLv2State,
    restore: restoreLv2State,
    refusedParameter: (id) => `LV2 set_control_value failed: Unknown LV2 control port index: ${id}`,
    requests: [
      PROTOCOL_REQUEST_SET_RESOURCE_DIRECTORY,
      PROTOCOL_REQUEST_CONTROL_PORTS,
      PROTOCOL_REQUEST_MIDNAM,
      PROTOCOL_REQUEST_SET_PROPERTY,
    ],
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
    requests: [
      PROTOCOL_REQUEST_SET_RESOURCE_DIRECTORY,
      PROTOCOL_REQUEST_FILE_REFERENCES,
      PROTOCOL_REQUEST_UPDATE_FILE_REFERENCE,
      PROTOCOL_REQUEST_PARAMETERS,
      PROTOCOL_REQUEST_NOTE_NAMES,
      PROTOCOL_REQUEST_AUDIO_PORTS,
    ],
    channelsInHeader: false,
  },
  /** Passes audio through, for the DAW's own tests. */
  null: {
    name: 'Null',
    save: () => -1,
    restore: () => false,
    refusedParameter: (id) => `Null plugin: no parameter ${id}`,
    requests: [],
    channelsInHeader: false,
  },
};

/** @returns undefined for an unknown format. */
export function formatOf(name: string): Format | undefined {
  return Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
}
