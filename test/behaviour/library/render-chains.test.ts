/** Chains of more than sound effects: MIDI effects, side chains; and the library against the command. */
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { chain, type PluginChain, PluginHost, type TimedMidi } from '../../../ts/client/index.ts';
import { lv2PathWithFixtures, vst3Bundle } from '../../support/paths.ts';
import { folderOf, run } from '../commands/commands.ts';
import { writeWav } from '../commands/looks.ts';
import { readWav } from '../commands/sounds.ts';
import { fixture, noise } from './support.ts';

const FIFTHS = 'http://lv2plug.in/plugins/eg-fifths';
const PIANO = 'http://drobilla.net/plugins/mda/Piano';

async function opened(t: ExecutionContext, ...options: Parameters<typeof PluginHost.open>[0][]): Promise<PluginHost[]> {
  const hosts = await Promise.all(options.map((one) => PluginHost.open(one)));
  t.teardown(() => Promise.all(hosts.map((host) => host.close())));
  return hosts;
}

/** The first sample that differs, if any. */
function difference(sound: readonly Float32Array[], other: readonly Float32Array[]): string {
  if (sound.length !== other.length) return `${sound.length} and ${other.length} channels`;
  for (const [channel, plane] of sound.entries()) {
    if (plane.length !== other[channel]?.length) return `${plane.length} and ${other[channel]?.length} frames`;
    const frame = plane.findIndex((sample, i) => sample !== other[channel]?.[i]);
    if (frame >= 0) return `channel ${channel}, frame ${frame}: ${plane[frame]} and ${other[channel]?.[frame]}`;
  }
  return '';
}

const keys: TimedMidi[] = [
  { frame: 10, data: [0x90, 60, 100] },
  { frame: 1500, data: [0x90, 64, 90] },
  { frame: 3000, data: [0x80, 60, 0] },
];
/** What eg-fifths makes of it. */
const fifths = keys.flatMap(({ frame, data }) => [
  { frame, data },
  { frame, data: [data[0] ?? 0, (data[1] ?? 0) + 7, data[2] ?? 0] },
]);

for (const maxFrames of [64, 1024])
  test.serial(
    `A MIDI effect before an instrument, blocks of ${maxFrames}: rendered and played block by block`,
    async (t) => {
      const options = { format: 'lv2', maxFrames, offline: true } as const;
      const [effect, piano, alone] = (await opened(
        t,
        { ...options, plugin: FIFTHS },
        { ...options, plugin: PIANO },
        { ...options, plugin: PIANO },
      )) as [PluginHost, PluginHost, PluginHost];
      const expected = await alone.render([], { midi: fifths, frames: 4096 });
      t.true(expected[0]?.some((sample) => sample !== 0));
      const both = chain([effect, piano]);
      t.is(difference(await both.render([], { midi: keys, frames: 4096 }), expected), '');
      await Promise.all([piano.restart(), alone.restart()]);
      t.is(difference(playBlocks(both, keys), playBlocks(chain([alone]), fifths)), '');
    },
  );

/** The first 4096 frames, by process(). */
function playBlocks(plugins: PluginChain, midi: readonly TimedMidi[]): Float32Array[] {
  const { maxFrames } = plugins;
  const outputs = [new Float32Array(4096), new Float32Array(4096)];
  for (let at = 0; at < 4096; at += maxFrames) {
    const events = midi
      .filter(({ frame }) => frame >= at && frame < at + maxFrames)
      .map(({ frame, data }) => ({ type: 'midi', frame: frame - at, data }) as const);
    plugins.process(
      [],
      outputs.map((plane) => plane.subarray(at, at + maxFrames)),
      { events, frames: maxFrames },
    );
  }
  return outputs;
}

const [main, side] = [noise(9000), noise(7000, 2)];

for (const format of ['lv2', 'vst3', 'clap'] as const)
  test.serial(
    `${format}: a chain with a side chain, latency and automation sounds as the command renders it`,
    async (t) => {
      const cwd = folderOf(t);
      writeWav(join(cwd, 'in.wav'), 48_000, [main]);
      writeWav(join(cwd, 'side.wav'), 48_000, [side]);
      const plugin = `${format}:ZamComp`;
      const hosts = await opened(t, fixture('delay', { offline: true }), { plugin, offline: true });
      const [delay, compressor] = hosts as [PluginHost, PluginHost];
      delay.setParameter('Frames', 700);
      const { minimum, maximum } = compressor.parameters.get('Threshold');
      const points = [minimum, maximum, minimum].map((value, i) => ({ frame: 1000 * i, value }));
      compressor.setParameter('Sidechain', 1);
      const automation = [{ plugin: 1, parameter: 'Threshold', points }];
      const sound = await chain(hosts).render([main], { automation, sideChains: [{ plugin: 1, source: [[side]] }] });
      const first = ['urn:maolan:fixture:delay', '--param', 'Frames=700', 'in.wav', 'out.wav', '--bit-depth', '32f'];
      const own = ['--param', 'Sidechain=100%', '--automate', 'Threshold=0:0%,1000f:100%,2000f:0%'];
      const words = ['render', ...first, '--then', plugin, ...own, '--sidechain', 'side.wav'];
      const { code, stderr } = await run(words, { cwd, environment: { LV2_PATH: lv2PathWithFixtures() } });
      t.is(code, 0, stderr);
      t.is(difference(sound, readWav(join(cwd, 'out.wav')).planes), '');
      // DPF's VST3 passes on the first input bus only.
      if (format !== 'vst3') t.not(difference(sound, await chain(hosts).render([main], { automation })), '');
    },
  );

test.serial('A side chain from a stream is in time with the sound behind latency', async (t) => {
  const delayed = fixture('delay', { offline: true, maxFrames: 100 });
  const multiplied = { format: 'vst3', plugin: vst3Bundle('side-chain'), offline: true, maxFrames: 100 } as const;
  const hosts = await opened(t, delayed, multiplied);
  hosts[0]?.setParameter('Frames', 333);
  async function* pieces() {
    for (let at = 0; at < side.length; at += 77) yield [side.subarray(at, at + 77)];
  }
  const sound = await chain(hosts).render([main], { sideChains: [{ plugin: 1, source: pieces() }] });
  const expected = main.map((sample, i) => Math.fround(sample + 1) * (side[i] ?? 0));
  t.is(difference(sound, [expected, expected]), '');
});

test.serial('A side chain for a plugin that has none is refused', async (t) => {
  const [gain] = (await opened(t, fixture('gain'))) as [PluginHost];
  const render = gain.render([noise(10)], { sideChains: [{ source: [[noise(10)]] }] });
  await t.throwsAsync(render, { message: /has no side chain/ });
});
