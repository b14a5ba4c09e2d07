// SPDX-License-Identifier: BSD-2-Clause
/** What the verbs `test` and `fuzz` do (dist/lib/test.cjs). */
import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { detailsOf, type PluginDetails, vst3Library } from '../../plugins/details.ts';
import { type InstalledPlugin, lookForPlugins } from '../../plugins/installed.ts';
import { listed, nearestFew } from '../../plugins/nearest.ts';
import { StateCodec } from '../../plugins/state-content.ts';
import { assertWritable, replaceFile } from '../../plugins/state-file.ts';
import { CommandError, type Context, EXIT_FAILED, EXIT_USAGE } from '../command.ts';
import { findPlugin, makeFindable } from '../plugin-name.ts';
import { Bar } from '../progress.ts';
import { libraryOf, type Setup } from './bench.ts';
import { ParentWindow } from './parent-window.ts';
import { type Tested, toJson, toJunit, toTap } from './report/files.ts';
import { resultLines, summaryLine, visible } from './report/text.ts';
import { isBad, type Rule } from './rule.ts';
import { rules } from './rules/index.ts';
import { runTests } from './runner.ts';
import { useSanitizerOf } from './sanitizer.ts';
import { Bundle } from './turtle.ts';

export const EXIT_CRASHED = 3;
const LEVEL_MAX = 10;

export interface Patterns {
  only: RegExp | undefined;
  skip: RegExp | undefined;
  hold: RegExp | undefined;
}

export interface TestOptions extends Patterns {
  plugins: readonly string[];
  level: number;
  seed: number | undefined;
  jobs: number | undefined;
  timeoutMs: number;
  json: boolean;
  junit: string | undefined;
  tap: boolean;
  verbose: boolean;
}

/** Tests of a level, chosen by id. */
export function chosenRules(level: number, { only, skip }: Pick<Patterns, 'only' | 'skip'>): Rule[] {
  return rules.filter(
    (rule) => rule.level <= level && (only?.test(rule.id) ?? true) && !(skip?.test(rule.id) ?? false),
  );
}

const headOf = (id: string) => id.replace(/\/.*$/, '');
const tailOf = (id: string) => id.replace(/^.*\//, '');

/** What to write instead of an id that there is not: one that is spelt like it, or has its second word. */
export function hintFor(text: string): string {
  const id = text.replaceAll(/[\^$()\\]/g, '');
  const ids = rules.map((rule) => rule.id);
  const alike = nearestFew(id, ids, 3);
  const isWord = tailOf(id) !== '';
  const near =
    alike.length > 0 || !isWord ? alike : ids.filter((one) => [tailOf(one), headOf(one)].includes(tailOf(id)));
  return near.length > 0 ? `did you mean ${listed(near)}?` : '--list shows all, with their levels';
}

/** @throws CommandError (EXIT_USAGE) */
export function assertChosen(options: Pick<TestOptions, 'level' | 'only' | 'skip'>): void {
  if (chosenRules(options.level, options).length > 0) return;
  throw new CommandError(`No test is selected: ${whyNone(options)}`, EXIT_USAGE);
}

function whyNone({ level, only, skip }: Pick<TestOptions, 'level' | 'only' | 'skip'>): string {
  if (chosenRules(LEVEL_MAX, { only, skip }).length > 0) return `those are of higher levels than ${level}`;
  if (only === undefined || chosenRules(LEVEL_MAX, { only, skip: undefined }).length > 0) return '--skip leaves none';
  return `none is called ${only.source.replaceAll('\\/', '/')}; ${hintFor(only.source)}`;
}

/** `path.clap::id`, `path.vst3#id`: the path of a file that is there, or undefined. */
function pathIn(name: string): string | undefined {
  const path = name.replace(/^(clap|vst3):/, '').replace(/(\.clap|\.vst3)(::|#).+$/i, '$1');
  return existsSync(path) ? path : undefined;
}

/** One that not even a scan can load: the tests say more about it than one sentence. */
function unloadable(path: string): InstalledPlugin | undefined {
  const format = /\.(clap|vst3)\/*$/i.exec(path)?.[1]?.toLowerCase() as 'clap' | 'vst3' | undefined;
  if (format === undefined) return undefined;
  const unknown = {
    vendor: '',
    id: '',
    category: '',
    audioInputs: null,
    audioOutputs: null,
    hasMidiInput: null,
    isInstrument: false,
  };
  return { format, name: basename(path), spec: resolve(path), path: resolve(path), ...unknown };
}

/** All plugins of a file or bundle, or the one that is called so. @throws CommandError */
async function pluginsCalled(name: string, context: Context): Promise<InstalledPlugin[]> {
  const path = pathIn(name);
  const library = path?.endsWith('.clap') ? path : path?.endsWith('.vst3') ? vst3Library(path) : undefined;
  if (library !== undefined) await useSanitizerOf(library); // before a scan loads it
  if (path === undefined) return [await findPlugin(name, context)];
  const { plugins, failures, broken } = await lookForPlugins({ ...context, paths: [path] });
  const hidden = plugins.length === 0 && failures.length > 0 ? unloadable(path) : undefined;
  if (hidden !== undefined) return [hidden];
  if (!existsSync(name)) return [await findPlugin(name, context)];
  for (const plugin of plugins) makeFindable(plugin);
  const why = failures[0]?.message ?? broken[0] ?? 'a .clap file, a .vst3 bundle or an LV2 bundle is expected';
  if (plugins.length === 0) throw new CommandError(`There is no plugin in ${name}: ${why}`);
  return plugins;
}

async function siblingsOf(plugin: InstalledPlugin, context: Context): Promise<InstalledPlugin[]> {
  const { plugins } = await lookForPlugins(context);
  return plugins.filter(({ format, name }) => format !== plugin.format && name === plugin.name);
}

/** What all tests of a plugin share. */
export async function setupFor(
  plugin: InstalledPlugin,
  { level, seed, timeoutMs, hold }: Pick<Setup, 'level' | 'seed' | 'timeoutMs' | 'hold'>,
  context: Context,
): Promise<Setup> {
  let details: Promise<PluginDetails> | undefined;
  let bundle: Bundle | undefined;
  return {
    plugin,
    folder: context.folder,
    level,
    seed,
    timeoutMs,
    hold,
    codec: new StateCodec(context.folder),
    siblings: level >= 5 ? await siblingsOf(plugin, context) : [],
    details: () => (details ??= detailsOf(plugin, context)),
    bundle: () => (bundle ??= new Bundle(plugin.path)),
    looks: new Map(),
    kept: new Set(),
  };
}

async function testOne(plugin: InstalledPlugin, options: TestOptions, context: Context): Promise<Tested> {
  const seed = options.seed ?? Math.floor(Math.random() * 2 ** 32);
  const setup = await setupFor(plugin, { ...options, seed }, context);
  const library = await libraryOf(setup);
  if (library !== undefined) await useSanitizerOf(library);
  const isText = !options.json && !options.tap;
  const started = performance.now();
  const title = visible(`${plugin.format}:${plugin.name} (${plugin.id})`).replaceAll('\n', ' ');
  if (isText) context.print(`${title}, level ${options.level}, seed ${seed}`);
  const bar = new Bar(plugin.name);
  try {
    const results = await runTests(setup, {
      rules: chosenRules(options.level, options),
      jobs: options.jobs,
      signal: context.signal,
      onResult: (result, done, total) => {
        bar.show(done / total, result.rule.id);
        const isPrinted = options.verbose || (result.status !== 'passed' && result.status !== 'skipped');
        if (isText && isPrinted) for (const line of resultLines(result, plugin, context.color)) context.print(line);
      },
    });
    bar.clear();
    if (isText) context.print(`  ${summaryLine(results, (performance.now() - started) / 1000)}`);
    return { plugin, seed, level: options.level, results };
  } finally {
    bar.clear();
  }
}

/**
 * A client that stays: an X server that has lost its last one may start anew (Xvfb does), and refuses the editor of the next test
 * meanwhile. undefined: no editor is tested, or there is no display.
 */
async function heldDisplay(options: TestOptions, { folder, signal }: Context): Promise<ParentWindow | undefined> {
  const hasEditors = chosenRules(options.level, options).some(({ id }) => id.startsWith('editor/'));
  if (!hasEditors || (process.env.DISPLAY ?? '') === '') return undefined;
  return ParentWindow.open(folder, signal).catch(() => undefined);
}

async function testAll(plugins: readonly InstalledPlugin[], options: TestOptions, context: Context): Promise<Tested[]> {
  const tested: Tested[] = [];
  const display = await heldDisplay(options, context);
  try {
    for (const plugin of plugins) tested.push(await testOne(plugin, options, context));
  } finally {
    await display?.kill();
  }
  return tested;
}

/** @throws CommandError with exit code 1 or 3 if a plugin is not what it should be */
export async function testPlugins(options: TestOptions, context: Context): Promise<void> {
  assertChosen(options);
  if (options.junit !== undefined) assertWritable(options.junit);
  const named = await Promise.all(options.plugins.map((name) => pluginsCalled(name, context)));
  const tested = await testAll(named.flat(), options, context);
  if (options.json) context.print(toJson(tested));
  if (options.tap) context.print(toTap(tested).trimEnd());
  if (options.junit !== undefined) replaceFile(options.junit, toJunit(tested));
  const bad = tested.flatMap(({ results }) => results.filter(isBad));
  if (bad.length === 0) return;
  const hasCrashed = bad.some(({ status }) => status !== 'failed');
  const plugins = tested.filter(({ results }) => results.some(isBad)).map(({ plugin }) => visible(plugin.name));
  throw new CommandError(`${plugins.join(', ')}: not passed`, hasCrashed ? EXIT_CRASHED : EXIT_FAILED);
}
