/** Ids on the DAW's command line. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { resolvePluginId } from '../../../ts/scan/main.ts';
import { vst3Bundle } from '../../support/paths.ts';
import { lib, scanTest } from './support.ts';

scanTest('A CLAP id becomes file and id, also without a cache', async (t, sandbox) => {
  const path = sandbox.install('plain');
  for (let i = 0; i < 2; i++)
    t.is(await resolvePluginId('clap', 'maolan.scan.plain', lib, sandbox.environment), `${path}::maolan.scan.plain`);
  t.is(sandbox.opened(), 1);
  const zam = '/usr/lib/clap/ZamVerb.clap::com.zamaudio.ZamVerb';
  t.is(await resolvePluginId('clap', 'com.zamaudio.ZamVerb', lib, sandbox.environment), zam);
});

scanTest(
  'A VST3 id becomes the bundle, for further classes with the id; its case does not matter',
  async (t, sandbox) => {
    const bundle = join(sandbox.plugins, 'Maker/two-classes.vst3');
    await sandbox.knowSystem('vst3');
    cpSync(vst3Bundle('two-classes'), bundle, { recursive: true });
    const id = (name: string) => Buffer.from(name).toString('hex');
    const resolve = (text: string) => resolvePluginId('vst3', text, lib, sandbox.environment);
    t.is(await resolve(id('First of two cls')), bundle);
    const second = id('Second of two cl').toUpperCase();
    t.is(await resolve(second.toLowerCase()), `${bundle}#${second}`);
    t.is(await resolve(second), `${bundle}#${second}`);
  },
);

scanTest('An id that no plugin has is not resolved', async (t, sandbox) => {
  for (const format of ['clap', 'vst3']) await sandbox.knowSystem(format);
  sandbox.install('crash-in-init');
  t.is(await resolvePluginId('clap', 'maolan.scan.nobody', lib, sandbox.environment), undefined);
  t.is(await resolvePluginId('vst3', '00', lib, sandbox.environment), undefined);
});

scanTest('The search ends with the plugin, whatever hangs', async (t, sandbox) => {
  await sandbox.knowSystem('clap');
  const path = sandbox.install('plain', 'a.clap');
  sandbox.install('hang-in-init', 'b.clap');
  const spec = await resolvePluginId('clap', 'maolan.scan.plain', lib, sandbox.environment);
  t.is(spec, `${path}::maolan.scan.plain`);
});
