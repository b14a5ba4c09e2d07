// SPDX-License-Identifier: BSD-2-Clause
/**
 * Which notes sound, by their ids. VST3 ends and presses a note by its key, and so does MIDI: an event that names only the note's id gets the rest
 * from here.
 */
import { invalid, PluginHostError } from './errors.ts';
import { type AnyNoteEvent, isNoteEvent } from './note-events.ts';
import type { BlockEvent } from './types.ts';

interface SoundingNote {
  port: number;
  channel: number;
  key: number;
  /** Its noteOff was sent; it may sound on. */
  isReleased: boolean;
}

/** Of notes whose ids are never used again. */
const NOTES_MAX = 16_384;

export class SoundingNotes {
  readonly #notes = new Map<number, SoundingNote>();

  /** Check that VST3 supports these events, in chronological order. @throws PluginHostError INVALID_ARGUMENT, NOT_SUPPORTED */
  check(events: readonly BlockEvent[]): void {
    const changed = new Map<number, SoundingNote>();
    for (const event of events.filter(isNoteEvent).toSorted((a, b) => a.frame - b.frame)) {
      const known =
        event.noteId === undefined ? undefined : (changed.get(event.noteId) ?? this.#notes.get(event.noteId));
      if (event.key === undefined) checkKnown(event, known);
      if (event.noteId !== undefined) follow(changed, event.noteId, event, known);
    }
  }

  /** The event with all that is known of its note; from now on the note is as the event leaves it. */
  complete(event: AnyNoteEvent): AnyNoteEvent {
    const { noteId } = event;
    if (noteId === undefined) return event;
    const known = this.#notes.get(noteId);
    follow(this.#notes, noteId, event, known);
    for (const oldest of this.#notes.keys()) {
      if (this.#notes.size <= NOTES_MAX) break;
      this.#notes.delete(oldest);
    }
    if (known === undefined || event.type === 'noteOn') return event;
    const { port, channel, key } = known;
    return { port, channel, key, ...event };
  }
}

function follow(
  notes: Map<number, SoundingNote>,
  noteId: number,
  event: AnyNoteEvent,
  known: SoundingNote | undefined,
): void {
  if (event.type === 'noteOn') {
    const { port = 0, channel = 0, key = 0 } = event;
    notes.delete(noteId); // it is the newest now
    notes.set(noteId, { port, channel, key, isReleased: false });
  } else if (event.type !== 'noteExpression' && known !== undefined) {
    notes.set(noteId, { ...known, isReleased: true });
  }
}

function checkKnown(event: AnyNoteEvent, known: SoundingNote | undefined): void {
  const { type, noteId } = event;
  if (type === 'noteOn' || (type === 'noteExpression' && event.expression !== 'pressure')) return;
  if (noteId === undefined)
    throw new PluginHostError('NOT_SUPPORTED', `VST3 needs the key of a ${type}, or the noteId of a note that sounds`);
  if (known === undefined || (known.isReleased && type !== 'noteExpression'))
    invalid(`no note with the noteId ${noteId} sounds, and VST3 needs the key of a ${type}: name the key`);
}
