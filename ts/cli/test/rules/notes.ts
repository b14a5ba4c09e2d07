// SPDX-License-Identifier: BSD-2-Clause
/** Notes and MIDI. */
import type { BlockEvent } from '../../../client/types.ts';
import type { Bench } from '../bench.ts';
import { expect, skipUnless } from '../broken.ts';
import { loaded } from '../looks.ts';
import type { Rule } from '../rule.ts';
import { expectFinite, peakOf, type Subject } from '../subject.ts';

const MIDI = {
  lv2: 'midi/midi.h, midi:MidiEvent on an atom port',
  vst3: 'ivstevents.h, Event; ivstmidicontrollers.h, IMidiMapping',
  clap: 'clap/events.h, CLAP_EVENT_NOTE_ON, CLAP_EVENT_MIDI; clap/ext/note-ports.h',
};

/** -60 dB */
const SILENT = 1e-3;

async function withMidi(bench: Bench): Promise<Subject> {
  const { ports } = (await bench.shared(loaded)).host;
  skipUnless(ports.midiInputs > 0, 'it has no input for notes');
  return bench.open();
}

const midi = (frame: number, ...data: number[]): BlockEvent => ({ type: 'midi', frame, data });

function randomMessage({ random }: Bench, frame: number): BlockEvent {
  // Not channel 16, on which test plugins take orders.
  const status = random.one([0x80, 0x90, 0x90, 0xa0, 0xb0, 0xc0, 0xd0, 0xe0]) | random.integer(0, 14);
  const bytes = (status & 0xf0) === 0xc0 || (status & 0xf0) === 0xd0 ? 1 : 2;
  return midi(frame, status, ...Array.from({ length: bytes }, () => random.integer(0, 127)));
}

export const rules: readonly Rule[] = [
  {
    id: 'notes/all-keys',
    level: 2,
    rule: 'Every key can be played, at every velocity.',
    source: MIDI,
    why: 'Some plugins have tables of 88 keys, or of 127.',
    needs: ['process/finite'],
    async run(bench) {
      const subject = await withMidi(bench);
      for (let key = 0; key < 128; key++) {
        const events = (start: number) =>
          start === 0 ? [midi(0, 0x90, key, 1 + (key % 127)), midi(200, 0x80, key, 64)] : [];
        expectFinite(await subject.play({ frames: 512, events }), `with key ${key}`);
      }
    },
  },
  {
    id: 'notes/many-at-once',
    level: 3,
    rule: 'All keys may be held at once, and struck again while they are held.',
    source: MIDI,
    why: 'A sustain pedal and two hands are enough.',
    needs: ['notes/all-keys'],
    async run(bench) {
      const subject = await withMidi(bench);
      const chord = Array.from({ length: 128 }, (_, key) => midi(0, 0x90, key, 100));
      expectFinite(await subject.play({ frames: 4096, events: () => chord }), 'with all keys held');
      const off = Array.from({ length: 128 }, (_, key) => midi(0, 0x80, key, 0));
      expectFinite(
        await subject.play({ frames: 4096, events: (start) => (start === 0 ? off : []) }),
        'when they are let go',
      );
    },
  },
  {
    id: 'notes/end',
    level: 3,
    isAdvice: true,
    rule: 'A note that has ended becomes silent.',
    source: MIDI,
    why: 'Otherwise notes hang.',
    needs: ['notes/all-keys'],
    async run(bench) {
      const subject = await withMidi(bench);
      skipUnless(subject.isInstrument, 'the plugin is not an instrument');
      const before = peakOf(await subject.play({ frames: 24_000, events: () => [] }));
      skipUnless(before < SILENT, 'it sounds without a note');
      const events = (start: number) => (start === 0 ? [midi(0, 0x90, 60, 100), midi(400, 0x80, 60, 64)] : []);
      expectFinite(await subject.play({ frames: 10 * 48_000, events }), 'in the 10 s after a note');
      const peak = peakOf(await subject.play({ frames: 4096, events: () => [] }));
      expect(peak < SILENT, 'silence 10 s after the end of the note', `a peak of ${peak.toPrecision(3)}`);
    },
  },
  {
    id: 'notes/random-midi',
    level: 4,
    rule: 'It survives any MIDI messages in any order.',
    source: MIDI,
    why: 'Controllers send anything: unassigned controllers, note-offs without note-ons.',
    needs: ['notes/all-keys'],
    async run(bench) {
      const subject = await withMidi(bench);
      const events = (_: number, frames: number) =>
        Array.from({ length: 40 }, (_, i) => randomMessage(bench, Math.floor((i * frames) / 40)));
      expectFinite(await subject.play({ frames: bench.level >= 10 ? 4_800_000 : 96_000, events }), 'with random MIDI');
    },
  },
];
