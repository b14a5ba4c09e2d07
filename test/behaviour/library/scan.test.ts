import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { PluginHost, type ScanProgress, scanPlugins } from '../../../ts/client/index.ts';
import { clapFile, vst3Bundle } from '../../support/paths.ts';
import { nothingIsLeft, rejected } from './support.ts';

// What is found is cached; not in the user's own cache.
const cache = mkdtempSync(join(tmpdir(), 'maolan-test-'));
process.env.XDG_CACHE_HOME = cache;
test.after.always(() => rmSync(cache, { recursive: true }));

test.serial('Installed plugins of all formats are found, and what is found can be opened', async (t) => {
  const steps: ScanProgress[] = [];
  const { plugins, troubles } = await scanPlugins({ onProgress: (step) => steps.push(step) });
  t.deepEqual(troubles, []);
  for (const format of ['lv2', 'vst3', 'clap'] as const) {
    const delay = plugins.find((one) => one.format === format && one.name === 'ZamDelay');
    t.truthy(delay, format);
    if (delay === undefined) continue;
    const host = await PluginHost.open({ format, plugin: delay.plugin });
    t.is(host.name, 'ZamDelay');
    await host.close();
    const last = steps.findLast((step) => step.format === format);
    t.is(last?.done, last?.total);
  }
  await nothingIsLeft(t);
});

test.serial('One format only, given files only; a file that crashes is a failure with a sentence', async (t) => {
  t.true((await scanPlugins({ formats: ['clap'] })).plugins.every(({ format }) => format === 'clap'));
  const paths = [clapFile('gain'), clapFile('crash-in-entry'), vst3Bundle('two-classes')];
  const { plugins, failures } = await scanPlugins({ paths });
  t.deepEqual([...new Set(plugins.map(({ path }) => path))].toSorted(), [paths[0], paths[2]].toSorted());
  t.is(plugins.filter(({ format }) => format === 'vst3').length, 2);
  t.is(failures.length, 1);
  t.like(failures[0], { format: 'clap', path: paths[1], kind: 'crashed' });
  for (const { format, plugin } of plugins) {
    const host = await PluginHost.open({ format, plugin });
    await host.close();
  }
});

test.serial('An aborted scan rejects with ABORTED', async (t) => {
  await rejected(t, scanPlugins({ signal: AbortSignal.abort() }), 'ABORTED');
  const stop = new AbortController();
  await rejected(
    t,
    scanPlugins({ signal: stop.signal, paths: [clapFile('gain')], onProgress: () => stop.abort() }),
    'ABORTED',
  );
});

test.serial('A format that there is not is refused', async (t) => {
  await rejected(t, scanPlugins({ formats: ['au' as 'lv2'] }), 'INVALID_ARGUMENT');
});
