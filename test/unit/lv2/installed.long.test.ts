/** Plugins that are installed on this machine: each from opening to closing, effects compared with lv2apply. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import wavefile from 'wavefile';
import { drive } from './driver.ts';

const installed = execFileSync('lv2ls', { encoding: 'utf8' }).split('\n').filter(Boolean);

test('lv2ls finds plugins to test with', (t) => {
  t.true(installed.length > 0);
});

for (const uri of installed) {
  test(`${uri} survives open, blocks, save, restore and close`, (t) => {
    const blocks = ['input 0 0.5', 'input 1 0.25', 'transport 0 120 4 4 1', 'run 256 10', 'run 4096 2', 'run 1'];
    const state = ['save', 'keep', 'restore', 'run 64', 'save'];
    const commands = [`open ${uri} 44100 256`, 'describe', 'bind', 'activate', ...blocks, ...state];
    const answer = drive([...commands, 'deactivate', 'activate', 'run 64', 'close'], { plain: true });
    t.is(answer.code, 0, answer.stderr);
    t.is(answer.lines.filter((line) => line.startsWith('run 0')).length, 5, answer.lines.join('\n'));
    t.true(answer.lines.includes('restored 0'));
    t.is(answer.lines.at(-1), 'closed');
    const saved = answer.lines.filter((line) => line.startsWith('saved'));
    t.is(saved[0], saved[1], 'as many properties after the restore as before');
  });
}

const RATE = 44100;
const FRAMES = 20000;

/** A tone that swells, each channel another one: interleaved. */
function tone(channels: number): Float32Array {
  const samples = new Float32Array(FRAMES * channels);
  for (let i = 0; i < samples.length; i++) {
    const frame = Math.floor(i / channels);
    const pitch = 220 * (1 + (i % channels) / 2);
    samples[i] = (0.9 * Math.sin((2 * Math.PI * pitch * frame) / RATE) * frame) / FRAMES;
  }
  return samples;
}

interface Case {
  uri: string;
  channels: number;
  /** Symbol, number among the parameters, value. */
  controls: [string, number, number][];
}

const cases: Case[] = [
  { uri: 'http://lv2plug.in/plugins/eg-amp', channels: 1, controls: [['gain', 0, -6]] },
  { uri: 'http://drobilla.net/plugins/mda/Delay', channels: 2, controls: [['feedback', 2, 0.9]] },
  { uri: 'http://drobilla.net/plugins/mda/Overdrive', channels: 2, controls: [['drive', 0, 0.8]] },
  { uri: 'http://drobilla.net/plugins/mda/RingMod', channels: 2, controls: [] },
  { uri: 'http://drobilla.net/plugins/mda/Bandisto', channels: 2, controls: [] },
];

/** What lv2apply makes of the tone. It runs its plugin frame by frame. */
function applied(folder: string, { uri, channels, controls }: Case): Float32Array {
  const wave = new wavefile.WaveFile();
  const source = tone(channels);
  wave.fromScratch(channels, RATE, '32f', source);
  writeFileSync(join(folder, 'in.wav'), wave.toBuffer());
  const settings = controls.flatMap(([symbol, , value]) => ['-c', symbol, String(value)]);
  const files = ['-i', join(folder, 'in.wav'), '-o', join(folder, 'out.wav')];
  execFileSync('lv2apply', [...settings, ...files, uri]);
  const result = new wavefile.WaveFile(readFileSync(join(folder, 'out.wav')));
  return result.getSamples(true, Float32Array) as unknown as Float32Array;
}

/** What the shim makes of it, in blocks of so many frames. */
function streamed(folder: string, { uri, channels, controls }: Case, block: number): Float32Array {
  writeFileSync(join(folder, 'in.f32'), new Uint8Array(tone(channels).buffer));
  const settings = controls.map(([, index, value]) => `set ${index} ${value}`);
  const files = `${join(folder, 'in.f32')} ${join(folder, 'out.f32')}`;
  const commands = [`open ${uri} ${RATE} 256`, 'bind', ...settings, 'activate', `stream ${files} ${block}`];
  drive(commands, { plain: true });
  return new Float32Array(new Uint8Array(readFileSync(join(folder, 'out.f32'))).buffer);
}

for (const one of cases) {
  test(`${one.uri} sounds as with lv2apply, sample by sample`, (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'maolan-lv2apply-'));
    const expected = applied(folder, one);
    t.is(expected.length, FRAMES * one.channels);
    t.true(expected.some((sample) => Math.abs(sample) > 0.01));
    for (const block of [1, 64, 1000, 4096]) {
      const actual = streamed(folder, one, block);
      const wrong = expected.findIndex((sample, i) => !Object.is(sample, actual[i]));
      t.is(wrong, -1, `blocks of ${block}: ${expected[wrong]} expected, ${actual[wrong]} heard`);
      t.is(actual.length, expected.length);
    }
    rmSync(folder, { recursive: true });
  });
}
