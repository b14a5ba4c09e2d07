// SPDX-License-Identifier: BSD-2-Clause
/** Rendering speed compared with tools that load the same plugins into their own process. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type MidiEvent, writeMidi } from 'midi-file';
import wavefile from 'wavefile';
import type { Table } from './tables.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const host = join(root, 'dist/maolan-plugin-host');
const SAMPLE_RATE = 48_000;
const SAMPLER = 'http://lv2plug.in/plugins/eg-sampler';
const MDA = 'http://drobilla.net/plugins/mda/';

export interface RenderResult {
  what: string;
  seconds: number;
  /** Wall-clock seconds, including process starts; best of the rounds. */
  ours: number;
  /** undefined: there is no tool that does it. */
  theirs: number | undefined;
  tool: string;
}

interface Work {
  what: string;
  plugins: string[];
  tool: 'lv2apply' | 'lv2file';
}

const works: Work[] = [
  // lv2apply offers no options, without which ZamVerb crashes.
  { what: 'ZamVerb', plugins: ['urn:zamaudio:ZamVerb'], tool: 'lv2file' },
  {
    what: 'ZaMultiCompX2, ZaMaximX2, ZamVerb',
    plugins: ['urn:zamaudio:ZaMultiCompX2', 'urn:zamaudio:ZaMaximX2', 'urn:zamaudio:ZamVerb'],
    tool: 'lv2file',
  },
  { what: 'mda Ambience', plugins: [`${MDA}Ambience`], tool: 'lv2apply' },
  {
    what: 'mda Overdrive, Delay, Ambience',
    plugins: ['Overdrive', 'Delay', 'Ambience'].map((name) => MDA + name),
    tool: 'lv2apply',
  },
];

/** Stereo noise with a slow swell, 24 bits. */
function writeSound(path: string, seconds: number): void {
  const frames = seconds * SAMPLE_RATE;
  let random = 1;
  const channel = () =>
    Float32Array.from({ length: frames }, (_, i) => {
      random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
      return 0.3 * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / 65536)) * (random / 2 ** 31 - 1);
    });
  const wav = new wavefile.WaveFile();
  wav.fromScratch(2, SAMPLE_RATE, '32f', [channel(), channel()]);
  writeFileSync(path, wav.toBuffer());
}

function isThere(tool: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0;
}

function seconds(commands: string[][]): number {
  const start = performance.now();
  for (const [program = '', ...args] of commands) execFileSync(program, args, { stdio: 'ignore' });
  return (performance.now() - start) / 1000;
}

function oursFor(plugins: string[], input: string, output: string): string[][] {
  const [first = '', ...others] = plugins.map((plugin) => `lv2:${plugin}`);
  return [[host, 'render', first, input, output, '--block', '1024', ...others.flatMap((plugin) => ['--then', plugin])]];
}

/** One run per plugin, through files: the tools do not support chains. */
function theirsFor({ plugins, tool }: Work, input: string, folder: string): string[][] {
  return plugins.map((plugin, index) => {
    const from = index === 0 ? input : join(folder, `theirs-${index - 1}.wav`);
    const to = join(folder, `theirs-${index}.wav`);
    if (tool === 'lv2apply') return ['lv2apply', '-i', from, '-o', to, plugin];
    return ['lv2file', '-i', from, '-o', to, '-b', '1024', '--ignore-clipping', plugin];
  });
}

/** Alternates between this host and the tools. */
export function measureRenders(length: number, rounds: number, progress: (what: string) => void): RenderResult[] {
  const folder = mkdtempSync(join(tmpdir(), 'maolan-bench-'));
  try {
    const input = join(folder, 'in.wav');
    writeSound(input, length);
    const compared = works
      .filter(({ tool }) => isThere(tool))
      .map((work) => {
        progress(`${work.what}: ${length} s of stereo, against ${work.tool}`);
        const [ours, theirs]: [number[], number[]] = [[], []];
        for (let round = 0; round < rounds; round++) {
          ours.push(seconds(oursFor(work.plugins, input, join(folder, 'ours.wav'))));
          theirs.push(seconds(theirsFor(work, input, folder)));
        }
        return {
          what: work.what,
          tool: work.tool,
          seconds: length,
          ours: Math.min(...ours),
          theirs: Math.min(...theirs),
        };
      });
    progress(`eg-sampler: ${length} s of notes`);
    return [...compared, measureSampler(folder, length, rounds)];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A sampler whose worker loads a file, which is waited for; it plays a note a second. */
function measureSampler(folder: string, length: number, rounds: number): RenderResult {
  const [sample, song] = [join(folder, 'in.wav'), join(folder, 'song.mid')];
  const note = { channel: 0, noteNumber: 60, velocity: 100 } as const;
  const notes = Array.from({ length }, (): MidiEvent[] => [
    { deltaTime: 0, type: 'noteOn', ...note },
    { deltaTime: 960, type: 'noteOff', ...note },
  ]);
  const header = { format: 0, numTracks: 1, ticksPerBeat: 480 } as const;
  const track: MidiEvent[] = [...notes.flat(), { deltaTime: 0, type: 'endOfTrack' }];
  writeFileSync(song, Uint8Array.from(writeMidi({ header, tracks: [track] })));
  const output = join(folder, 'ours.wav');
  const words = ['render', `lv2:${SAMPLER}`, output, '--midi', song, '--param', `sample=${sample}`, '--tail', '0'];
  const times = Array.from({ length: rounds }, () => seconds([[host, ...words]]));
  return {
    what: 'eg-sampler, loaded by its worker',
    seconds: length,
    ours: Math.min(...times),
    theirs: undefined,
    tool: '-',
  };
}

export function renderTable(results: RenderResult[]): Table {
  const speed = (result: RenderResult, time = Number.NaN) => (time > 0 ? (result.seconds / time).toFixed(0) : '-');
  return {
    title: 'Rendering',
    shows: 'multiples of real time, blocks of 1024, starts of all processes included; ratio: time of ours to theirs.',
    head: ['plugins', 'sound, s', 'ours', 'the tool', 'tool', 'ratio'],
    rows: results.map((result) => [
      result.what,
      String(result.seconds),
      speed(result, result.ours),
      speed(result, result.theirs),
      result.tool,
      result.theirs === undefined ? '-' : (result.ours / result.theirs).toFixed(2),
    ]),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const length = Number(process.argv[2] ?? 600);
  const { head, rows } = renderTable(measureRenders(length, 2, (what) => process.stderr.write(`${what}\n`)));
  for (const row of [head, ...rows])
    console.log(row.map((cell, i) => (i === 0 ? cell.padEnd(34) : cell.padStart(12))).join(''));
}
