// SPDX-License-Identifier: BSD-2-Clause
/** What is on the disk: bundles, their data, their binaries. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import json5 from 'json5';
import { type InstalledPlugin, pluginsOf } from '../../../plugins/installed.ts';
import { readRegularFile } from '../../../regular-file.ts';
import type { ClapPlugin, Vst3Plugin } from '../../../scan/plugins.ts';
import { scanFile } from '../../../scan/scanner-process.ts';
import { linkedLibraries } from '../../linked.ts';
import type { Bench } from '../bench.ts';
import { expect, NotApplicable, skipUnless } from '../broken.ts';
import { loaded } from '../looks.ts';
import type { Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import { exportedSymbols } from '../symbols.ts';

const LV2 = 'http://lv2plug.in/ns/lv2core#';
const RDF_TYPE = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';
const UI = 'http://lv2plug.in/ns/extensions/ui#';
const CLAP_CATEGORIES = ['instrument', 'audio-effect', 'note-effect', 'note-detector', 'analyzer'];
const CLAP_FEATURES = [
  ...CLAP_CATEGORIES,
  ...['synthesizer', 'sampler', 'drum', 'drum-machine', 'filter', 'phaser', 'equalizer', 'de-esser', 'phase-vocoder'],
  ...['granular', 'frequency-shifter', 'pitch-shifter', 'distortion', 'transient-shaper', 'compressor', 'expander'],
  ...['gate', 'limiter', 'flanger', 'chorus', 'delay', 'reverb', 'tremolo', 'glitch', 'utility', 'pitch-correction'],
  ...['restoration', 'multi-effects', 'mixing', 'mastering', 'mono', 'stereo', 'surround', 'ambisonic'],
];
const MODULE_INFO_BYTES_MAX = 16 << 20;
/** What a binary must export, by its format. */
const ENTRIES = {
  lv2: [['lv2_descriptor', 'lv2_lib_descriptor']],
  vst3: [['GetPluginFactory'], ['ModuleEntry'], ['ModuleExit']],
  clap: [['clap_entry']],
} as const;

/** All plugins of its file, as scanned now. */
async function scan(bench: Bench): Promise<(ClapPlugin | Vst3Plugin)[]> {
  const { format, path } = bench.plugin;
  const options = { format, path, details: false, folder: bench.setup.folder, environment: process.env };
  const { plugins } = await scanFile<'clap' | 'vst3'>({
    ...options,
    format: format as 'clap' | 'vst3',
    signal: bench.signal,
  });
  return plugins;
}

/** The plugin as scanned now: an earlier scan may be of another build. @throws NotApplicable */
async function scanned<Kind extends ClapPlugin | Vst3Plugin>(bench: Bench): Promise<Kind> {
  const own = ((await scan(bench)) as Kind[]).find(({ id }) => id === bench.plugin.id);
  if (own === undefined) throw new NotApplicable('a scan cannot load it');
  return own;
}

/** What it says of itself now. @throws NotApplicable */
async function described(bench: Bench): Promise<InstalledPlugin> {
  const { plugin } = bench;
  if (plugin.format === 'lv2') return plugin;
  const file = { path: plugin.path, plugins: [await scanned(bench)], log: [] };
  return pluginsOf(plugin.format, file)[0] ?? plugin;
}

/** Of an LV2 plugin, as far as they exist. */
function editorBinaries({ plugin, setup }: Bench): string[] {
  if (plugin.format !== 'lv2') return [];
  const bundle = setup.bundle();
  return bundle
    .objectsOf(plugin.id, `${UI}ui`)
    .flatMap(({ object }) => bundle.objectsOf(object, `${UI}binary`, `${LV2}binary`))
    .filter(({ object }) => object.startsWith('file:'))
    .map(({ object }) => fileURLToPath(object))
    .filter((path) => existsSync(path));
}

/** A binary with the libraries that it needs. */
async function assertLinked(binary: string): Promise<void> {
  const { libraries, trouble } = await linkedLibraries(binary);
  skipUnless(trouble === undefined, trouble ?? '');
  const missing = libraries.filter(({ path }) => path === undefined).map(({ name }) => name);
  expect(
    missing.length === 0,
    'all libraries that it is linked against are here',
    `${binary} needs ${missing.join(', ')}`,
  );
}

type Ports = Subject['host']['ports'];

/** A sentence if the ports do not go with what it says of itself. */
function misfitOf({ format, category, isInstrument }: InstalledPlugin, ports: Ports): string | undefined {
  const { audioInputs, audioOutputs, midiInputs, midiOutputs } = ports;
  const words = format === 'lv2' ? [] : category.toLowerCase().split('|');
  const says = (word: string) => words.includes(word);
  if (isInstrument && midiInputs === 0) return 'it is an instrument, and has no input for notes';
  if (isInstrument && audioOutputs === 0) return 'it is an instrument, and has no audio output';
  if (says('note-effect') && (midiInputs === 0 || midiOutputs === 0))
    return 'it is a note effect, and has no input or no output for notes';
  if (says('audio-effect') && (audioInputs === 0 || audioOutputs === 0))
    return 'it is an audio effect, and has no audio input or no audio output';
  const channels = `${audioInputs} inputs and ${audioOutputs} outputs`;
  if (says('mono') && !says('stereo') && audioOutputs > 1) return `it is mono, and has ${channels}`;
  if (says('stereo') && !says('mono') && audioOutputs === 1) return `it is stereo, and has ${channels}`;
  return undefined;
}

export const rules: readonly Rule[] = [
  {
    id: 'files/class',
    level: 3,
    isAdvice: true,
    rule: 'It declares what kind of plugin it is.',
    source: {
      lv2: 'lv2core: subclasses of lv2:Plugin',
      vst3: 'ivstaudioprocessor.h, PlugType: subCategories',
      clap: 'clap/plugin-features.h: one of the main categories at least',
    },
    why: 'Hosts sort their menus by it, and offer instruments for MIDI tracks only.',
    async run(bench) {
      const { format, id } = bench.plugin;
      skipUnless(id !== '', 'a scan cannot load it');
      if (format === 'lv2') {
        const types = bench.setup
          .bundle()
          .objectsOf(id, RDF_TYPE)
          .map(({ object }) => object);
        expect(
          types.some((type) => type !== `${LV2}Plugin`),
          'a class beside lv2:Plugin',
          'it has none',
        );
      } else if (format === 'vst3') {
        const { category } = await scanned<Vst3Plugin>(bench);
        expect(/Fx|Instrument/.test(category), 'Fx or Instrument', `"${category}"`);
      } else {
        const { features = [] } = await scanned<ClapPlugin>(bench);
        const seen = `its features are ${features.join(', ') || 'none'}`;
        expect(
          CLAP_CATEGORIES.some((name) => features.includes(name)),
          CLAP_CATEGORIES.join(' or '),
          seen,
        );
      }
    },
  },
  {
    id: 'files/class-and-ports',
    level: 3,
    isAdvice: true,
    rule: 'What it says that it is goes with its ports: an instrument takes notes, a stereo plugin has two channels.',
    source: {
      lv2: 'lv2core: lv2:InstrumentPlugin, a plugin played by notes; lv2:port',
      vst3: 'ivstaudioprocessor.h, PlugType: Instrument, Mono, Stereo; ivstcomponent.h, getBusInfo',
      clap: 'clap/plugin-features.h: instrument, note-effect, audio-effect, mono, stereo; clap/ext/audio-ports.h, note-ports.h',
    },
    why: 'Hosts offer instruments for note tracks, and choose plugins for a track by their channels.',
    needs: ['lifecycle/idle'],
    async run(bench) {
      const { ports } = (await bench.shared(loaded)).host;
      const fault = misfitOf(await described(bench), ports);
      expect(fault === undefined, 'ports that it needs for that', fault ?? '');
    },
  },
  {
    id: 'files/features',
    formats: ['clap'],
    level: 5,
    isAdvice: true,
    rule: 'Each feature is named once, and one without a namespace is one of the standard.',
    source: {
      clap: 'clap/plugin.h, clap_plugin_descriptor::features; clap/plugin-features.h: "namespace:feature" for others',
    },
    why: 'Lists of tags would show it twice, or under a name that no host knows.',
    async run(bench) {
      const { features = [] } = await scanned<ClapPlugin>(bench);
      const twice = features.find((feature, i) => features.indexOf(feature) < i);
      expect(twice === undefined, 'different features', `"${twice}" is named twice`);
      const unknown = features.find((feature) => !feature.includes(':') && !CLAP_FEATURES.includes(feature));
      expect(unknown === undefined, 'a standard feature, or one with a namespace', `"${unknown}" is neither`);
    },
  },
  {
    id: 'files/libraries',
    level: 1,
    rule: 'The binary is linked against nothing that this machine does not have.',
    source: { all: 'ELF: DT_NEEDED; plugins are installed without a package manager' },
    why: 'It does not load, and most hosts do not say why.',
    who: 'Plugins built on a newer or another distribution.',
    async run(bench) {
      const library = await bench.library();
      skipUnless(library !== undefined, 'its binary is not known');
      for (const binary of new Set([library ?? '', ...editorBinaries(bench)])) await assertLinked(binary);
    },
  },
  {
    id: 'files/entry-symbols',
    level: 2,
    rule: 'The binary exports the entry points of its format.',
    source: {
      lv2: 'lv2core/lv2.h: lv2_descriptor or lv2_lib_descriptor',
      vst3: 'VST 3 module architecture, Linux: ModuleEntry, ModuleExit, GetPluginFactory',
      clap: 'clap/entry.h: clap_entry',
    },
    why: 'Some hosts manage without one of them, others refuse the plugin.',
    async run(bench) {
      const library = await bench.library();
      skipUnless(library !== undefined, 'its binary is not known');
      const symbols = await exportedSymbols(library ?? '');
      skipUnless(symbols !== undefined, 'nm is not installed (Debian: apt-get install binutils)');
      for (const choice of ENTRIES[bench.plugin.format])
        expect(
          choice.some((name) => symbols?.includes(name)),
          choice.join(' or '),
          'it is not exported',
        );
    },
  },
  {
    id: 'files/exported-symbols',
    level: 8,
    isAdvice: true,
    rule: 'The binary exports nothing but its entry points.',
    source: { all: 'practice: all libraries of a process share their global names' },
    why: 'Two plugins with different versions of one toolkit call each other.',
    async run(bench) {
      const library = await bench.library();
      const symbols = library === undefined ? undefined : await exportedSymbols(library);
      skipUnless(symbols !== undefined, 'its symbols are not known');
      const entries: readonly string[] = [...ENTRIES[bench.plugin.format].flat(), 'lv2ui_descriptor', '_init', '_fini'];
      const others = symbols?.filter((name) => !entries.includes(name)) ?? [];
      expect(others.length === 0, 'entry points only', `${others.length} more, like ${others.slice(0, 3).join(', ')}`);
    },
  },
  {
    id: 'files/ids',
    formats: ['vst3', 'clap'],
    level: 1,
    rule: 'All plugins of a file have unique ids, which are the same at each scan.',
    source: { vst3: 'ipluginbase.h, PClassInfo::cid', clap: 'clap/plugin.h, clap_plugin_descriptor::id' },
    why: 'Projects find their plugins by id.',
    needs: ['lifecycle/close'],
    async run(bench) {
      const [first, second] = [await scan(bench), await scan(bench)];
      const ids = first.map(({ id }) => id);
      expect(new Set(ids).size === ids.length, 'different ids', `some are equal: ${ids.join(', ')}`);
      const again = second.map(({ id }) => id);
      expect(
        ids.join() === again.join(),
        'the same ids at the second scan',
        `${ids.join(', ')}; then ${again.join(', ')}`,
      );
    },
  },
  {
    id: 'files/module-info',
    formats: ['vst3'],
    level: 3,
    rule: 'moduleinfo.json names the classes that the factory has, and no others.',
    source: { vst3: 'VST 3 module info: Contents/Resources/moduleinfo.json, JSON5' },
    why: 'Hosts rely on it instead of loading the plugin.',
    needs: ['lifecycle/close'],
    async run(bench) {
      const places = ['Contents/Resources/moduleinfo.json', 'Contents/moduleinfo.json'];
      const file = places.map((place) => join(bench.plugin.path, place)).find((path) => existsSync(path));
      skipUnless(file !== undefined, 'there is none in the bundle');
      const info = json5.parse(readRegularFile(file ?? '', MODULE_INFO_BYTES_MAX).toString('utf8')) as {
        Classes?: { CID?: string; Category?: string }[];
      };
      const listed = (info.Classes ?? [])
        .filter(({ Category }) => Category === 'Audio Module Class')
        .map(({ CID = '' }) => CID.toUpperCase());
      const classes = await scan(bench);
      const stale = listed.find((id) => classes.every((one) => one.id !== id));
      expect(stale === undefined, 'classes that the factory has', `it lists ${stale}, which the factory has not`);
      for (const { id, name } of classes)
        expect(
          listed.includes(id),
          `class ${id} ("${name}") in ${dirname(file ?? '')}`,
          `it lists ${listed.join(', ') || 'none'}`,
        );
    },
  },
];
