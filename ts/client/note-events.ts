// SPDX-License-Identifier: BSD-2-Clause
/** Notes with ids and note expressions: checked, sent to the host, and read from it. */
import {
  EXPRESSION_BRIGHTNESS,
  EXPRESSION_EXPRESSION,
  EXPRESSION_PAN,
  EXPRESSION_PRESSURE,
  EXPRESSION_TUNING,
  EXPRESSION_VIBRATO,
  EXPRESSION_VOLUME,
} from '../contract/block.ts';
import {
  PROTOCOL_MIDI_PORTS_MAX,
  PROTOCOL_NOTE_CHOKE,
  PROTOCOL_NOTE_END,
  PROTOCOL_NOTE_EXPRESSION,
  PROTOCOL_NOTE_OFF,
  PROTOCOL_NOTE_ON,
} from '../contract/protocol.ts';
import type { CoreExports } from '../core.ts';
import { checkNumber } from './checks.ts';
import { integerIn, invalid, PluginHostError } from './errors.ts';
import type { BlockEvent, NoteEvent, NoteExpression, NoteExpressionEvent, PluginFormat, PluginNote } from './types.ts';

export type AnyNoteEvent = NoteEvent | NoteExpressionEvent;

/** Of one in the area that it goes through, with its length. */
export const NOTE_BYTES = 28;
const KEY_MAX = 127;
export const CHANNEL_MAX = 15;
const ID_MAX = 0x7fffffff;
const ANY = -1;
const USUAL_VELOCITY = 0.8;
const VOLUME_MAX = 4;
const SEMITONES_MAX = 120;

const KINDS = {
  noteOn: PROTOCOL_NOTE_ON,
  noteOff: PROTOCOL_NOTE_OFF,
  noteChoke: PROTOCOL_NOTE_CHOKE,
  noteEnd: PROTOCOL_NOTE_END,
  noteExpression: PROTOCOL_NOTE_EXPRESSION,
} as const;
const KIND_NAMES = new Map(Object.entries(KINDS).map(([name, kind]) => [kind as number, name as PluginNote['type']]));

const EXPRESSIONS: Readonly<Record<NoteExpression, number>> = {
  volume: EXPRESSION_VOLUME,
  pan: EXPRESSION_PAN,
  tuning: EXPRESSION_TUNING,
  vibrato: EXPRESSION_VIBRATO,
  expression: EXPRESSION_EXPRESSION,
  brightness: EXPRESSION_BRIGHTNESS,
  pressure: EXPRESSION_PRESSURE,
};
const EXPRESSION_NAMES = new Map(Object.entries(EXPRESSIONS).map(([name, kind]) => [kind, name as NoteExpression]));

/** undefined: of the plugin's own. VST3 has no pressure among its expressions. */
export function expressionName(id: number): NoteExpression | undefined {
  return id === EXPRESSION_PRESSURE ? undefined : EXPRESSION_NAMES.get(id);
}

export const NOTE_EVENT_TYPES = ['noteOn', 'noteOff', 'noteChoke', 'noteExpression'] as const;

export function isNoteEvent(event: BlockEvent): event is AnyNoteEvent {
  return (NOTE_EVENT_TYPES as readonly string[]).includes(event.type);
}

/** All but its frame. @throws PluginHostError INVALID_ARGUMENT */
export function checkNoteEvent(event: AnyNoteEvent): void {
  const what = `of a ${event.type} event`;
  const { port = 0, channel = 0, key = 0, noteId = 0 } = event;
  integerIn(`the port ${what}`, port, 0, PROTOCOL_MIDI_PORTS_MAX - 1);
  integerIn(`the channel ${what}`, channel, 0, CHANNEL_MAX);
  integerIn(`the key ${what}`, key, 0, KEY_MAX);
  integerIn(`the noteId ${what}`, noteId, 0, ID_MAX);
  if (event.type === 'noteExpression') {
    checkExpression(event);
    return;
  }
  if (event.type === 'noteOn' && event.key === undefined) invalid('a noteOn event has no key');
  checkNumber(`the velocity ${what}`, event.velocity ?? 0, 0, 1);
}

function checkExpression({ expression, value }: NoteExpressionEvent): void {
  if (!Object.hasOwn(EXPRESSIONS, expression))
    invalid(`there is no note expression "${expression}"; there are ${Object.keys(EXPRESSIONS).join(', ')}`);
  const most = expression === 'tuning' ? SEMITONES_MAX : expression === 'volume' ? VOLUME_MAX : 1;
  checkNumber(`the value of the note expression "${expression}"`, value, expression === 'tuning' ? -most : 0, most);
}

/**
 * That the format and the host know such events.
 * @param areTaken by the host
 * @throws PluginHostError NOT_SUPPORTED
 */
export function checkNotesSupported(events: readonly BlockEvent[], format: PluginFormat, areTaken: boolean): void {
  for (let i = 0; i < events.length; i++) {
    const event = events[i] as BlockEvent;
    if (!isNoteEvent(event)) continue;
    if (format === 'lv2') refuse('LV2 has neither note ids nor note expressions: send its notes as midi events');
    if (!areTaken)
      refuse('this host knows no note events (the option executable or MAOLAN_PLUGIN_HOST names another one)');
    if (format === 'vst3' && event.type === 'noteExpression' && event.noteId === undefined)
      if (event.expression !== 'pressure')
        refuse(`VST3 needs the noteId of the note; the ${event.expression} event has none`);
  }
}

function refuse(sentence: string): never {
  throw new PluginHostError('NOT_SUPPORTED', sentence);
}

/** Put one into the host's ring. Without room it is lost: the host takes nothing. */
export function sendNoteEvent(exports: CoreExports, event: AnyNoteEvent): void {
  const isOn = event.type === 'noteOn';
  const { port = 0, channel = isOn ? 0 : ANY, key = ANY, noteId = ANY, frame } = event;
  const isExpression = event.type === 'noteExpression';
  const expression = isExpression ? EXPRESSIONS[event.expression] : 0;
  const value = isExpression ? event.value : (event.velocity ?? (isOn ? USUAL_VELOCITY : 0));
  exports.daw_set_note(KINDS[event.type], noteId, channel, key, expression, value);
  exports.daw_push_note(port, frame);
}

function known(number: number): number | undefined {
  return number < 0 ? undefined : number;
}

/** What daw_pop_midi took; undefined: it is not a note. @param frame of the block */
export function noteOf(exports: CoreExports, frame: number): PluginNote | undefined {
  const type = KIND_NAMES.get(exports.daw_note_kind());
  if (type === undefined) return undefined;
  const expression = EXPRESSION_NAMES.get(exports.daw_note_expression());
  return {
    type,
    port: exports.daw_note_port(),
    frame,
    channel: known(exports.daw_note_channel()),
    key: known(exports.daw_note_key()),
    noteId: known(exports.daw_note_id()),
    value: exports.daw_note_value(),
    ...(type === 'noteExpression' && expression !== undefined && { expression }),
  };
}
