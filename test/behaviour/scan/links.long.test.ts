/** Plugins behind symbolic links, and links that lead nowhere. */
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ScanFormat } from '../../../ts/scan/plugins.ts';
import { findFiles, findFilesBelow } from '../../../ts/scan/roots.ts';
import { fixture, type Sandbox, scanTest } from './support.ts';

const formats = ['clap', 'vst3', 'lv2'] as const;

/** A bundle's binary is named as the bundle. */
function storeVst3(bundle: string): void {
  cpSync('/usr/lib/vst3/ZamGate.vst3', bundle, { recursive: true });
  const folder = binariesIn(bundle);
  renameSync(join(folder, 'ZamGate.so'), join(folder, `${basename(bundle, '.vst3')}.so`));
}

function binariesIn(bundle: string): string {
  const [folder = ''] = readdirSync(join(bundle, 'Contents')).filter((name) => name.endsWith('-linux'));
  return join(bundle, 'Contents', folder);
}

/** A plugin of the format, outside the folders that are looked at. */
function store(sandbox: Sandbox, format: ScanFormat, path: string): string {
  const target = join(sandbox.folder, 'store', path);
  mkdirSync(dirname(target), { recursive: true });
  if (format === 'clap') copyFileSync(fixture('plain'), target);
  else if (format === 'lv2') cpSync('/usr/lib/lv2/eg-amp.lv2', target, { recursive: true });
  else storeVst3(target);
  return target;
}

/** What the installed plugin of `store` is called. */
const names = { clap: 'Plain', vst3: 'ZamGate', lv2: 'Simple Amplifier' };

/** Its name in the sandbox's list, and the path, without what a list adds to it. */
async function listed(t: Parameters<Sandbox['scan']>[0], sandbox: Sandbox, format: ScanFormat) {
  const { data, errors, warnings } = await sandbox.scan(t, format);
  t.deepEqual(errors, []);
  const paths = data.map(({ path, bundle_uri: uri }) => (path ?? fileURLToPath(String(uri))).replace(/::.*|\/$/, ''));
  return { paths, names: data.map(({ name }) => name), warnings: warnings.map(({ message }) => message) };
}

for (const format of formats)
  scanTest(`A linked ${format} plugin is found, and a linked folder of them`, async (t, sandbox) => {
    symlinkSync(store(sandbox, format, `one.${format}`), join(sandbox.plugins, `linked.${format}`));
    store(sandbox, format, `Maker/two.${format}`);
    symlinkSync(join(sandbox.folder, 'store/Maker'), join(sandbox.plugins, 'Maker'));
    const found = await listed(t, sandbox, format);
    // LV2 bundles lie directly in a folder of LV2_PATH.
    const expected = [`linked.${format}`, ...(format === 'lv2' ? [] : [`Maker/two.${format}`])];
    t.deepEqual(found.paths.toSorted(), expected.map((path) => join(sandbox.plugins, path)).toSorted());
    t.true(
      found.names.every((name) => name.includes(names[format])),
      found.names.join(),
    );
    t.deepEqual(found.warnings, []);
  });

for (const format of formats)
  scanTest(`The folder in which ${format} plugins are sought may be a link`, async (t, sandbox) => {
    delete sandbox.environment[`${format.toUpperCase()}_PATH`];
    store(sandbox, format, `one.${format}`);
    symlinkSync(join(sandbox.folder, 'store'), join(sandbox.folder, `.${format}`));
    t.deepEqual((await listed(t, sandbox, format)).paths, [join(sandbox.folder, `.${format}/one.${format}`)]);
  });

for (const format of formats)
  scanTest(
    `Links that lead nowhere or in circles hide no ${format} plugin; each costs one line`,
    async (t, sandbox) => {
      const own = join(sandbox.plugins, `own.${format}`);
      cpSync(store(sandbox, format, `own.${format}`), own, { recursive: true });
      const link = (target: string, name: string) => symlinkSync(target, join(sandbox.plugins, name));
      link('circle', 'circle');
      link('x'.repeat(300), 'too-long');
      link('gone', `gone.${format}`);
      link('gone', 'of-no-plugin');
      link('.', 'itself');
      mkdirSync(join(sandbox.plugins, 'below'));
      link('..', 'below/above');
      const found = await listed(t, sandbox, format);
      t.deepEqual(found.paths, [own]);
      t.deepEqual(found.warnings, [
        `The link ${sandbox.plugins}/circle cannot be followed (ELOOP: too many symbolic links encountered): what it leads to is not listed; correct or remove it`,
        `The link ${sandbox.plugins}/gone.${format} cannot be followed (ENOENT: no such file or directory): what it leads to is not listed; correct or remove it`,
        `The link ${sandbox.plugins}/too-long cannot be followed (ENAMETOOLONG: name too long): what it leads to is not listed; correct or remove it`,
      ]);
    },
  );

scanTest(
  'A folder of plugins that is a circle of links costs one line, and hides no other folder',
  async (t, sandbox) => {
    symlinkSync('circle', join(sandbox.folder, 'circle'));
    for (const format of formats) {
      const own = join(sandbox.plugins, `own.${format}`);
      cpSync(store(sandbox, format, `own.${format}`), own, { recursive: true });
      sandbox.environment[`${format.toUpperCase()}_PATH`] = `${sandbox.folder}/circle:${sandbox.plugins}`;
      const found = await listed(t, sandbox, format);
      t.deepEqual(found.paths, [own]);
      t.is(found.warnings.length, 1);
      t.regex(found.warnings[0] ?? '', /\/circle cannot be read \(ELOOP: .*\): the plugins in it are not listed/);
    }
  },
);

scanTest('A plugin that is reached directly and by links counts once, by its own path', async (t, sandbox) => {
  for (const format of ['clap', 'vst3'] as const) {
    const own = join(sandbox.plugins, `z-own.${format}`);
    cpSync(store(sandbox, format, `z-own.${format}`), own, { recursive: true });
    symlinkSync(own, join(sandbox.plugins, `a-linked.${format}`));
    t.deepEqual((await listed(t, sandbox, format)).paths, [own]);
  }
});

scanTest('A folder that is closed to the user costs one line, and hides no other folder', async (t, sandbox) => {
  const own = sandbox.install('plain', 'Open/plain.clap');
  const closed = join(sandbox.plugins, 'Closed');
  mkdirSync(closed);
  for (const folder of [sandbox.folder, sandbox.plugins, dirname(own)]) chmodSync(folder, 0o755);
  chmodSync(closed, 0);
  symlinkSync(join(closed, 'inside.clap'), join(sandbox.plugins, 'inside.clap'));
  const isRoot = process.getuid?.() === 0; // who may read everything
  if (isRoot) process.seteuid?.(65534);
  try {
    const { files, troubles } = findFilesBelow('clap', sandbox.plugins);
    t.deepEqual(files, [own]);
    t.deepEqual(troubles, [
      `The link ${sandbox.plugins}/inside.clap cannot be followed (EACCES: permission denied): what it leads to is not listed; correct or remove it`,
      `The folder ${closed} cannot be read (EACCES: permission denied): the plugins in it are not listed; correct its permissions or remove it`,
    ]);
  } finally {
    if (isRoot) process.seteuid?.(0);
    chmodSync(closed, 0o755);
  }
});

scanTest('A changed binary behind links inside a bundle is scanned anew', async (t, sandbox) => {
  const binaries = binariesIn(store(sandbox, 'vst3', 'one.vst3'));
  const contents = join(sandbox.plugins, 'one.vst3/Contents');
  mkdirSync(contents, { recursive: true });
  symlinkSync(binaries, join(contents, basename(binaries)));
  symlinkSync('circle.so', join(binaries, 'circle.so'));
  t.deepEqual(
    (await sandbox.scan(t, 'vst3')).data.map(({ name }) => name),
    ['ZamGate'],
  );
  writeFileSync(join(binaries, 'one.so'), 'no library');
  t.is((await sandbox.scan(t, 'vst3')).errors.length, 1);
  t.deepEqual(findFiles('vst3', sandbox.environment).troubles, []);
});
