// SPDX-License-Identifier: BSD-2-Clause
/** What a plugin has: parameters, settings that are not numbers, ports, presets, names of notes. */
import type { NoteExpression } from './event-types.ts';

/** A value with a name. */
export interface ParameterChoice {
  /** Of the parameter. */
  readonly value: number;
  /** As the plugin names it, like "Sawtooth". */
  readonly label: string;
}

/** A parameter of the plugin. */
export interface Parameter {
  /** LV2: port index; VST3: ParamID; CLAP: clap_id. */
  readonly id: number;
  /** As the plugin names it; not always unique. */
  readonly name: string;
  /** Where it belongs, like "oscillators/1" (CLAP: module, VST3: unit); else empty. */
  readonly module: string;
  /** Least value. */
  readonly minimum: number;
  /** Greatest value. */
  readonly maximum: number;
  /** The value of a fresh instance. */
  readonly defaultValue: number;
  /** As of the last block, request or event. */
  get value(): number;
  /**
   * Setting it is setParameter: it counts from the next block on. A text is read as `parse` reads it. Where only the plugin knows what it means, the value
   * counts from the block on that follows the plugin's answer, and before any state that is saved later; another value set meanwhile takes its place.
   * A text that the plugin does not understand is an `error` event, without a listener an unhandled rejection.
   * @throws PluginHostError INVALID_ARGUMENT, CLOSED
   */
  set value(value: number | string);
  /** As the plugin names it, like "dB"; empty if it has none. VST3: of the value that the plugin displays, not of 0..1. */
  readonly unit: string;
  /** Only whole numbers make sense. */
  readonly isInteger: boolean;
  /** On or off. */
  readonly isToggled: boolean;
  /** It takes certain values only, which need not be whole numbers (VST3: k / n). */
  readonly isStepped: boolean;
  /** Equal steps of a knob are equal factors. */
  readonly isLogarithmic: boolean;
  /** A button: the value counts once, then it is the default again. */
  readonly isTrigger: boolean;
  /** Only the plugin sets it: a meter. */
  readonly isReadOnly: boolean;
  /** The plugin does not want people to see it. */
  readonly isHidden: boolean;
  /** It may be moved while the plugin plays. */
  readonly isAutomatable: boolean;
  /** The plugin's own bypass: its greatest value passes the input through. */
  readonly isBypass: boolean;
  /** It chooses a program (VST3); see PluginHost.presets. */
  readonly isProgram: boolean;
  /** LV2: the port's symbol, unique in the plugin; else empty. */
  readonly symbol: string;
  /** How the plugin writes the value, as far as it was asked: at the start, after a restart and by `format`; else empty. */
  readonly text: string;
  /** How the plugin writes the least value; empty if it has no text for it; so are the next two. */
  readonly minimumText: string;
  /** How the plugin writes the greatest value. */
  readonly maximumText: string;
  /** How the plugin writes the default value. */
  readonly defaultText: string;
  /** Values that have names of their own (LV2: scale points; VST3, CLAP: the steps of a list), ascending. */
  readonly choices: readonly ParameterChoice[];
  /**
   * The value that a text means: the plugin's own text ("-30 dB", "1 kHz", "Sawtooth"), 0% to 100% of its range along its curve, or a number
   * as `value` is one. Nothing is set.
   * @throws PluginHostError INVALID_ARGUMENT (a sentence with the range and the choices), REQUEST_TIMEOUT, HOST_EXITED, CLOSED
   */
  parse(text: string): Promise<number>;
  /** How the plugin writes a value; a number, with the unit if there is one, where the plugin has no text. @throws as parse */
  format(value: number): Promise<string>;
}

/** A setting whose values are not numbers, like the file of a sampler (LV2: `patch:writable` and `patch:readable`). */
export interface Property {
  name: string;
  /** Unique in the plugin. */
  uri: string;
  type: 'Path' | 'String' | 'URI';
  /** Empty: none, or not known. */
  value: string;
  /** Only the plugin sets it. */
  isReadOnly: boolean;
}

/** What goes into a plugin and comes out. */
export interface Ports {
  /** Input channels of all audio ports or buses together. */
  readonly audioInputs: number;
  /** Output channels of all audio ports or buses together. */
  readonly audioOutputs: number;
  /** MIDI, note or event inputs. */
  readonly midiInputs: number;
  /** MIDI, note or event outputs. */
  readonly midiOutputs: number;
}

/** The plugin's name for a note, as of a drum kit. */
export interface NoteName {
  /** 0..127 */
  note: number;
  /** Of the drum, the key switch. */
  name: string;
}

/** Whose notes are meant. */
export interface NoteChannel {
  /** Note or event port; default 0, the first. */
  port?: number;
  /** 0..15; default 0. */
  channel?: number;
}

/** Something that a note can do while it sounds, as the plugin has it (VST3). */
export interface NoteExpressionInfo {
  /** The plugin's number for it. */
  id: number;
  /** The name that `noteExpression` events have for it; absent: it is the plugin's own, and none can be sent. */
  expression?: NoteExpression;
  /** For people. */
  name: string;
  /** For people with little room; may be empty, and so are the unit and the texts. */
  shortName: string;
  unit: string;
  /** Values, as in `noteExpression` events; those of the plugin's own kinds are 0..1. */
  minimum: number;
  maximum: number;
  defaultValue: number;
  /** The same, as the plugin writes them. */
  minimumText: string;
  maximumText: string;
  defaultText: string;
  /** 0: any value; n: n + 1 values, equally far apart. */
  steps: number;
  /** The range has a centre. */
  isBipolar: boolean;
  /** It counts once, where the note begins. */
  isOneShot: boolean;
  /** The value itself is meant, not an offset to it. */
  isAbsolute: boolean;
  /** The parameter that is the same for all notes. */
  parameterId?: number;
}

/** An end of a route. */
export type RouteEnd =
  | {
      type: 'midi';
      /** Note or event port. */
      port: number;
      /** 0..15; absent: all. */
      channel?: number;
    }
  | {
      type: 'audio';
      /** The plugin's bus. */
      port: number;
      /** Positions in the inputs or outputs of a block. */
      channels: number[];
    };

/** Which output an input leads to. */
export interface Route {
  from: RouteEnd;
  to: RouteEnd;
}

/** A setting that comes with the plugin, or was saved. */
export interface Preset {
  /** For people; not always unique. */
  readonly name: string;
  /** The bank, list or place that it belongs to; often empty. */
  readonly bank: string;
  /** Unique in the plugin: LV2: URI; VST3: path of the .vstpreset, or "program:3"; CLAP: its place and key. */
  readonly id: string;
}

/** How a preset is saved. */
export interface SavePresetOptions {
  /** For people; default: the file's name without its ending. */
  name?: string;
}
