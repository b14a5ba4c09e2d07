/** CLAP: all of zam-plugins, as the library uses them. None of them saves its state: the host keeps their parameters. */
import test from 'ava';
import type { PluginHost } from '../../../ts/client/index.ts';
import { difference, loudest, Sound, type Zam, zamPlugins } from '../../support/zam.ts';
import { play, withZam } from '../../support/zam-library.ts';

const FRAMES = 256;
const BLOCKS = 100;

/** Moves each parameter that can be set away from its value. ZamGrains frozen before its first input is silent. */
function move(host: PluginHost, { parameters }: Zam): Map<number, number> {
  const moved = new Map<number, number>();
  for (const { name } of parameters) {
    if (name === 'Freeze') continue;
    const { id, minimum, maximum, defaultValue } = host.parameter(name);
    const value = defaultValue > (minimum + maximum) / 2 ? minimum : maximum;
    host.setParameter(id, value);
    moved.set(id, Math.fround(value));
  }
  return moved;
}

test('All of zam-plugins are installed', (t) => {
  t.is(zamPlugins.length, 17);
});

for (const plugin of zamPlugins) {
  const { name, audioInputs } = plugin;
  // As of today's DAW, which does not tell how long its blocks will be: the host has to find out.
  const untold = { environment: { MAOLAN_BUFFER_SIZE: '0' } };
  for (const size of [64, 256, 1024]) {
    test.serial(`${name}.clap plays 300 blocks of ${size} frames`, async (t) => {
      const heard = await withZam(t, plugin, 'clap', untold, (host) =>
        play(t, host, new Sound(audioInputs), 300, size),
      );
      t.true(loudest(heard) > 0.001, 'silence proves nothing');
    });
  }

  test.serial(`${name}.clap comes back in another process, with its values and its sound`, async (t) => {
    // A restart during the sound would be audible, so none may follow: the length is announced.
    const elsewhere = <Result>(use: (host: PluginHost) => Result | Promise<Result>) =>
      withZam(t, plugin, 'clap', { maxFrames: FRAMES }, async (host) => {
        t.true(host.process([], []));
        // Upon its first block ZaMaximX2 wants a restart for its latency. The host grants it before it serves any request.
        await host.noteNames();
        return use(host);
      });
    const listen = (host: PluginHost) => play(t, host, new Sound(audioInputs), BLOCKS, FRAMES);

    const { moved, first, state } = await elsewhere(async (host) => {
      const moved = move(host, plugin);
      const first = listen(host);
      for (const [id, value] of moved) t.is(host.parameter(id).value, value, `parameter ${id}`);
      return { moved, first, state: await host.saveState() };
    });
    await elsewhere(async (host) => {
      await host.restoreState(state);
      for (const [id, value] of moved) t.is(host.parameter(id).value, value, `parameter ${id} after the restore`);
      const second = listen(host);
      for (const [id, value] of moved) t.is(host.parameter(id).value, value, `parameter ${id} after blocks`);
      t.deepEqual(await host.saveState(), state);
      t.true(difference(first, second) <= 1e-6, `${difference(first, second)} apart`);
    });
    const unmoved = await elsewhere(listen);
    if (moved.size > 0) t.true(difference(first, unmoved) > 1e-4, 'nobody hears the parameters');
  });
}
