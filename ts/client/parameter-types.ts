// SPDX-License-Identifier: BSD-2-Clause
/** What a plugin has: parameters, properties, ports, presets, note names. */
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
  /** Minimum value. */
  readonly minimum: number;
  /** Maximum value. */
  readonly maximum: number;
  /** The value of a new instance. */
  readonly defaultValue: number;
  /** The current value, as of the last block, request or event. */
  get value(): number;
  /**
   * Setting it is the same as setParameter: it applies from the next block on. A text is read as `parse` reads it. If only the plugin knows
   * what it means, the value applies from the block after the plugin's answer, and before any state that is saved later; another value set
   * meanwhile replaces it. A text that the plugin does not understand is an `error` event, without a listener an unhandled rejection.
   * @throws PluginHostError INVALID_ARGUMENT, CLOSED
   */
  set value(value: number | string);
  /** As the plugin names it, like "dB"; empty if it has none. VST3: the unit of the displayed value, not of 0..1. */
  readonly unit: string;
  /** Only whole numbers make sense. */
  readonly isInteger: boolean;
  /** On or off. */
  readonly isToggled: boolean;
  /** It takes only certain values, which need not be whole numbers (VST3: k / n). */
  readonly isStepped: boolean;
  /** It has a logarithmic scale: equal steps of a knob are equal factors. */
  readonly isLogarithmic: boolean;
  /** A trigger: the value applies once, then returns to the default. */
  readonly isTrigger: boolean;
  /** Only the plugin sets it: a meter. */
  readonly isReadOnly: boolean;
  /** The plugin asks hosts not to show it. */
  readonly isHidden: boolean;
  /** It may be automated. */
  readonly isAutomatable: boolean;
  /** The plugin's own bypass: its maximum passes the input through. */
  readonly isBypass: boolean;
  /** It chooses a program (VST3); see PluginHost.presets. */
  readonly isProgram: boolean;
  /** LV2: the port's symbol, unique in the plugin; else empty. */
  readonly symbol: string;
  /** The value as text, if the plugin was asked for it: at the start, after a restart and by `format`; else empty. */
  readonly text: string;
  /** The minimum as text; empty if the plugin has none, like the next two. */
  readonly minimumText: string;
  /** The maximum as text. */
  readonly maximumText: string;
  /** The default as text. */
  readonly defaultText: string;
  /** Named values (LV2: scale points; VST3, CLAP: the steps of a list), ascending. */
  readonly choices: readonly ParameterChoice[];
  /**
   * Parse a text: the plugin's own text ("-30 dB", "1 kHz", "Sawtooth"), 0% to 100% of its range along its curve, or a number as `value` is
   * one. Nothing is set.
   * @throws PluginHostError INVALID_ARGUMENT (a sentence with the range and the choices), REQUEST_TIMEOUT, HOST_EXITED, CLOSED
   */
  parse(text: string): Promise<number>;
  /** Format a value as the plugin does; if it has no text, as a number with its unit. @throws as parse */
  format(value: number): Promise<string>;
}

/** A setting whose values are not numbers, like the file of a sampler (LV2: `patch:writable` and `patch:readable`). */
export interface Property {
  /** As the plugin names it. */
  name: string;
  /** Unique in the plugin. */
  uri: string;
  /** What the value is: a file, a text, or an identifier. */
  type: 'Path' | 'String' | 'URI';
  /** Empty: none, or unknown. */
  value: string;
  /** Only the plugin sets it. */
  isReadOnly: boolean;
}

/** The plugin's inputs and outputs. */
export interface Ports {
  /** Total input channels of all audio ports or buses. */
  readonly audioInputs: number;
  /** Total output channels of all audio ports or buses. */
  readonly audioOutputs: number;
  /** MIDI, note or event inputs. */
  readonly midiInputs: number;
  /** MIDI, note or event outputs. */
  readonly midiOutputs: number;
}

/** The plugin's name for a note, such as a drum. */
export interface NoteName {
  /** 0..127 */
  note: number;
  /** Name of the drum or key switch. */
  name: string;
}

/** Which notes to ask for. */
export interface NoteChannel {
  /** Note or event port; default 0, the first. */
  port?: number;
  /** 0..15; default 0. */
  channel?: number;
}

/** A note expression of the plugin (VST3). */
export interface NoteExpressionInfo {
  /** The plugin's number for it. */
  id: number;
  /** The name that `noteExpression` events have for it; absent: it is the plugin's own, and none can be sent. */
  expression?: NoteExpression;
  /** For people. */
  name: string;
  /** For people with little room; may be empty, and so are the unit and the texts. */
  shortName: string;
  /** Such as "dB". */
  unit: string;
  /** Values, as in `noteExpression` events; those of the plugin's own kinds are 0..1. */
  minimum: number;
  /** Likewise. */
  maximum: number;
  /** The value of a note without such an expression. */
  defaultValue: number;
  /** The minimum as the plugin writes it. */
  minimumText: string;
  /** The maximum likewise. */
  maximumText: string;
  /** The default likewise. */
  defaultText: string;
  /** 0: continuous; n: n + 1 equally spaced values. */
  steps: number;
  /** The range is bipolar. */
  isBipolar: boolean;
  /** It applies once, when the note starts. */
  isOneShot: boolean;
  /** The value is absolute, not an offset. */
  isAbsolute: boolean;
  /** The parameter that is the same for all notes. */
  parameterId?: number;
}

/** An end of a route. */
export type RouteEnd =
  | {
      /** Notes and controllers. */
      type: 'midi';
      /** Note or event port. */
      port: number;
      /** 0..15; absent: all. */
      channel?: number;
    }
  | {
      /** Sound. */
      type: 'audio';
      /** The plugin's bus. */
      port: number;
      /** Positions in the inputs or outputs of a block. */
      channels: number[];
    };

/** Which output an input leads to. */
export interface Route {
  /** The input. */
  from: RouteEnd;
  /** The output. */
  to: RouteEnd;
}

/** A factory preset, or one that was saved. */
export interface Preset {
  /** For display; not always unique. */
  readonly name: string;
  /** The bank, list or folder that it belongs to; often empty. */
  readonly bank: string;
  /** Unique in the plugin: LV2: URI; VST3: path of the .vstpreset, or "program:3"; CLAP: its place and key. */
  readonly id: string;
}

/** Options of savePreset. */
export interface SavePresetOptions {
  /** For display; default: the file's name without its ending. */
  name?: string;
}
