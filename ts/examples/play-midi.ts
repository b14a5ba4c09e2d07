// SPDX-License-Identifier: BSD-2-Clause
/**
 * A MIDI file on an instrument:
 *
 *     tsx ts/examples/play-midi.ts song.mid out.wav lv2 http://drobilla.net/plugins/mda/Piano
 */
import { readFileSync } from 'node:fs';
import { type BlockEvent, type PluginFormat, PluginHost } from 'maolan-plugin-host';
import { type MidiEvent, parseMidi } from 'midi-file';
import { writeWav } from './wav.ts';

const [song = 'song.mid', output = 'out.wav', format = 'lv2', plugin = 'http://drobilla.net/plugins/mda/Piano'] =
  process.argv.slice(2);
const SAMPLE_RATE = 48_000;
const FRAMES = 512;
const TAIL_SECONDS = 2;

/** Frame and bytes of each note and controller, in order. */
function messagesOf(path: string): { frame: number; data: number[] }[] {
  const { header, tracks } = parseMidi(readFileSync(path));
  const ticksPerBeat = header.ticksPerBeat ?? 480;
  const timed: { tick: number; event: MidiEvent }[] = tracks.flatMap((track) => {
    let tick = 0;
    return track.map((event) => {
      tick += event.deltaTime;
      return { tick, event };
    });
  });
  let [frame, last, framesPerTick] = [0, 0, SAMPLE_RATE / 2 / ticksPerBeat]; // 120 bpm until the file says otherwise
  return timed
    .toSorted((a, b) => a.tick - b.tick)
    .flatMap(({ tick, event }) => {
      frame += (tick - last) * framesPerTick;
      last = tick;
      if (event.type === 'setTempo')
        framesPerTick = (SAMPLE_RATE * event.microsecondsPerBeat) / 1_000_000 / ticksPerBeat;
      const data = bytesOf(event);
      return data === undefined ? [] : [{ frame: Math.round(frame), data }];
    });
}

function bytesOf(event: MidiEvent): number[] | undefined {
  if (event.type === 'noteOn') return [0x90 | event.channel, event.noteNumber, event.velocity];
  if (event.type === 'noteOff') return [0x80 | event.channel, event.noteNumber, event.velocity];
  if (event.type === 'controller') return [0xb0 | event.channel, event.controllerType, event.value];
  if (event.type === 'programChange') return [0xc0 | event.channel, event.programNumber];
  return undefined;
}

const messages = messagesOf(song);
const host = await PluginHost.open({
  format: format as PluginFormat,
  plugin,
  sampleRate: SAMPLE_RATE,
  maxFrames: FRAMES,
  blockTimeoutMs: 10_000,
});
try {
  const length = (messages.at(-1)?.frame ?? 0) + TAIL_SECONDS * SAMPLE_RATE;
  const blocks = Math.ceil(length / FRAMES);
  const channels = Array.from({ length: host.ports.audioOutputs }, () => new Float32Array(blocks * FRAMES));
  for (let at = 0; at < blocks * FRAMES; at += FRAMES) {
    const events = messages
      .filter(({ frame }) => frame >= at && frame < at + FRAMES)
      .map(({ frame, data }): BlockEvent => ({ type: 'midi', frame: frame - at, data }));
    host.process(
      [],
      channels.map((samples) => samples.subarray(at, at + FRAMES)),
      { events },
    );
  }
  writeWav(output, { sampleRate: SAMPLE_RATE, channels });
  console.log(`${output}: ${messages.length} messages, ${(length / SAMPLE_RATE).toFixed(1)} s of ${host.name}`);
} finally {
  await host.close();
}
