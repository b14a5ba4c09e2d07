// SPDX-License-Identifier: BSD-2-Clause
/** `plot`: draws a sound, or two on the same scales. */

import { setImmediate as turn } from 'node:timers/promises';
import { CommandError, type Context, EXIT_USAGE, type Verb } from '../command.ts';
import { countOf } from '../count.ts';
import { outputOption } from '../options.ts';
import type { Overview } from '../picture/index.ts';
import { checkPictureName, type Drawing, loadDrawing, savePicture } from '../picture-file.ts';
import { Bar } from '../progress.ts';
import { FileInput } from '../sound-input.ts';

const PIECE_FRAMES = 65_536;
const WINDOWS = [256, 512, 1024, 2048, 4096, 8192, 16_384];

interface Arguments {
  input: string;
  other?: string;
  output: string;
  frequency: 'log' | 'linear';
  window: number;
}

function titleOf({ title, sampleRate, channels, frames }: FileInput): string {
  const seconds = (frames / sampleRate).toFixed(2);
  return `${title}: ${seconds} s, ${sampleRate} Hz, ${countOf(channels, 'channel')}`;
}

/** The whole file, with only a part in memory at any time. */
async function look(sound: FileInput, window: number, drawing: Drawing, signal: AbortSignal): Promise<Overview> {
  const { channels, frames, sampleRate } = sound;
  const overview = new drawing.Overview({ title: titleOf(sound), frames, sampleRate, channels, windowFrames: window });
  const planes = Array.from({ length: channels }, () => new Float32Array(PIECE_FRAMES));
  const bar = new Bar(sound.title);
  try {
    for (let done = 0; done < frames; ) {
      const count = sound.read(planes, PIECE_FRAMES);
      if (count === 0) break;
      overview.add(planes, count);
      done += count;
      bar.show(done / frames);
      await turn(); // so that Ctrl-C takes effect
      signal.throwIfAborted();
    }
  } finally {
    bar.clear();
  }
  overview.finish();
  return overview;
}

function warnOfNumbers({ title, waveforms: [{ notFinite }] }: Overview, say: Context['say']): void {
  if (notFinite > 0) say(`${title}: ${countOf(notFinite, 'sample is', 'samples are')} NaN or infinite and left out`);
}

async function run({ input, other, output, frequency, window }: Arguments, context: Context): Promise<void> {
  checkPictureName('--output', output);
  if (!WINDOWS.includes(window))
    throw new CommandError(`--window ${window}: it must be one of ${WINDOWS.join(', ')}`, EXIT_USAGE);
  const { folder, signal, say } = context;
  const sounds: FileInput[] = [];
  try {
    for (const path of [input, other]) if (path !== undefined) sounds.push(await FileInput.open(path, context));
    const drawing = await loadDrawing(folder);
    const overviews: Overview[] = [];
    for (const sound of sounds) overviews.push(await look(sound, window, drawing, signal));
    for (const overview of overviews) warnOfNumbers(overview, say);
    for (const { title, warnings } of sounds) for (const warning of warnings) say(`${title} ${warning}`);
    await savePicture(output, await drawing.drawSounds(overviews, { frequency }), context);
  } finally {
    for (const sound of sounds) sound.close();
  }
}

export const verb: Verb<Arguments> = {
  usage: 'plot <input> [other]',
  brief: 'draw waveform and spectrogram of sound files',
  summary: 'draw waveform and spectrogram of a sound file, or of two on the same scales',
  usual: ['output', 'frequency'],
  examples: [
    { words: 'plot in.wav -o picture.svg', says: 'one file' },
    { words: 'plot in.wav out.wav -o picture.png', says: 'before and after, one above the other' },
    {
      words: 'plot in.wav -o picture.svg --frequency linear --window 8192',
      says: 'with a finer frequency resolution',
    },
  ],
  options: (yargs) =>
    yargs
      .positional('input', { type: 'string', demandOption: true, description: 'sound file' })
      .positional('other', { type: 'string', description: 'second sound file, drawn below the first' })
      .option('output', {
        ...outputOption,
        demandOption: true,
        description: 'picture to write; its name ends with .svg or .png',
      })
      .option('frequency', {
        choices: ['log', 'linear'] as const,
        default: 'log',
        description: 'axis of the spectrogram',
      })
      .option('window', {
        type: 'number',
        default: 2048,
        description: `frames of a spectrum: ${WINDOWS.join(', ')}; longer windows resolve frequency better, shorter ones time`,
      }),
  run,
};
