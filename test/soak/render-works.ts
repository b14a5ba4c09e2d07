/** What `npm run soak -- renders` renders: fixtures that load late, and installed plugins that load samples. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MidiEvent, writeMidi } from 'midi-file';
import { writeWav } from '../behaviour/commands/looks.ts';
import { lib, noise } from '../behaviour/commands/sounds.ts';
import { clapFile, currentHost, lv2PathWithFixtures, vst3Bundle } from '../support/paths.ts';
import { drums, useDrumKit } from './drum-kit.ts';

/** One kind of render. */
export interface Work {
  name: string;
  /** Of the command, but for the output. */
  words: string[];
  environment: Record<string, string>;
}

/** A class's id: its name. */
const classId = (name: string) => Buffer.from(name).toString('hex').toUpperCase().padEnd(32, '0');

function lateOnes(): [name: string, spec: string][] {
  const [clap, vst3] = [clapFile('loads-late'), vst3Bundle('loads-late')];
  return [
    ['lv2, worker', 'urn:maolan:fixture:loads-late'],
    ...['thread', 'in-block', 'timer', 'callback', 'restart', 'hard', 'beside', 'patrol'].map(
      (way): [string, string] => [`clap, ${way}`, `${clap}::org.maolan.late.${way}`],
    ),
    ...['thread', 'in block', 'timer', 'message', 'restart'].map((way): [string, string] => [
      `vst3, ${way}`,
      `${vst3}#${classId(`late ${way}`)}`,
    ]),
  ];
}

/** Fixtures that load for so long, in each way that there is. */
export function lateWorks(loadMs: number): Work[] {
  const environment = { LV2_PATH: lv2PathWithFixtures(), MAOLAN_FIXTURE_LOAD_MS: String(loadMs) };
  return lateOnes().map(([name, spec]) => {
    return { name: `${name}, ${loadMs} ms`, words: ['render', spec, '--length', '100ms'], environment };
  });
}

const AVLDRUMS = 'http://gareus.org/oss/lv2/avldrums#';
const DRUM_GIZMO = 'http://drumgizmo.org/lv2';
const SAMPLV1 = 'http://samplv1.sourceforge.net/lv2';
const ZYN = 'http://zynaddsubfx.sourceforge.net';
const PIANO = 'http://drobilla.net/plugins/mda/Piano';

const IR = 'http://tomszilagyi.github.io/plugins/lv2/ir';

interface Installed {
  name: string;
  uri: string;
  environment?: Record<string, string>;
  words(uri: string): string[];
  /** Make what it loads. */
  prepare?(): void;
}

function kindsIn(folder: string): Installed[] {
  const file = (name: string) => join(folder, name);
  const midi = ['--midi', file('hits.mid')];
  return [
    { name: 'MDA Piano', uri: PIANO, words: (uri) => [uri, ...midi] },
    { name: 'AVL drums, Black Pearl', uri: `${AVLDRUMS}BlackPearl`, words: (uri) => [uri, ...midi] },
    { name: 'AVL drums, Red Zeppelin, 20 outputs', uri: `${AVLDRUMS}RedZeppelinMulti`, words: (uri) => [uri, ...midi] },
    {
      name: 'DrumGizmo, samples from the disk',
      uri: DRUM_GIZMO,
      words: (uri) => [uri, ...midi, '--state', file('drums.state')],
      prepare() {
        execFileSync(currentHost, ['state', 'save', `lv2:${DRUM_GIZMO}`, file('drums.state')], { stdio: 'ignore' });
        useDrumKit(file('drums.state'), file('kit'), lib);
      },
    },
    {
      name: 'samplv1, a sample',
      uri: SAMPLV1,
      words: (uri) => [uri, ...midi, '--param', `P101 Sample File=${file('sample.wav')}`],
    },
    {
      name: 'IR, a convolution',
      uri: IR,
      words: (uri) => [
        uri,
        file('sample.wav'),
        '--tail',
        '1s',
        ...[0, 1, 2].flatMap((i) => ['--param', `FileHash${i}=1`]),
      ],
      environment: { HOME: folder },
      // Three ports are the hash of a file's name, which this file has.
      prepare: () => writeFileSync(file('.ir_save'), `[file-hashes]\n0001000001000001=${file('sample.wav')}\n`),
    },
    ...['Arpeggios_0001-Arpeggio1', 'Pads_0001-Sine%20Pad'].map(
      (preset): Installed => ({
        name: `ZynAddSubFX, ${decodeURIComponent(preset)}`,
        uri: ZYN,
        words: (uri) => [uri, ...midi, '--preset', `${ZYN}#preset_${preset}`],
      }),
    ),
  ];
}

/** 16 notes, two a beat, over and over through the keys, each as loud as no other. */
function writeHits(path: string, keys: readonly number[]): void {
  const events = Array.from({ length: 16 }, (_, i): MidiEvent[] => {
    const note = { channel: 0, noteNumber: keys[i % keys.length] ?? 60 };
    return [
      { deltaTime: i === 0 ? 0 : 120, type: 'noteOn', velocity: 60 + 4 * i, ...note },
      { deltaTime: 120, type: 'noteOff', velocity: 0, ...note },
    ];
  });
  const track: MidiEvent[] = [...events.flat(), { deltaTime: 0, type: 'endOfTrack' }];
  const data = writeMidi({ header: { format: 0, numTracks: 1, ticksPerBeat: 480 }, tracks: [track] });
  writeFileSync(path, Uint8Array.from(data));
}

/** Plugins of packages that tests do not need, as far as they are installed; the others are named. */
export function installedWorks(folder: string): { works: Work[]; missing: string[] } {
  writeWav(join(folder, 'sample.wav'), 48_000, [noise(96_000, 5)]);
  writeHits(join(folder, 'hits.mid'), Object.values(drums));
  const uris = execFileSync('lv2ls', { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split('\n');
  const all = kindsIn(folder);
  const there = all.filter(({ uri }) => uris.includes(uri));
  for (const { prepare } of there) prepare?.();
  return {
    works: there.map(({ name, uri, words, environment = {} }) => {
      return { name, words: ['render', ...words(`lv2:${uri}`)], environment };
    }),
    missing: all.filter(({ uri }) => !uris.includes(uri)).map(({ name }) => name),
  };
}
