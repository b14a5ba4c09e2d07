// SPDX-License-Identifier: BSD-2-Clause
/** What the word under the cursor can become. */
import { insideOf, type KnownPlugin, knownPlugins } from './known-names.ts';
import type { CompletedOption, CompletedVerb, CompletionTable } from './table.ts';

const FORMATS = ['clap', 'vst3', 'lv2'];
const PLUGIN_POSITIONALS = ['plugin', 'first', 'second'];
const PARAMETER_OPTIONS = ['--param', '--param-a', '--param-b', '--automate'];

/** Words of a command line, sorted out. */
interface Line {
  readonly verb: CompletedVerb;
  /** Plugin that was named last, as it was typed. */
  readonly plugin: string | undefined;
  /** The option whose value the current word is. */
  readonly option: CompletedOption | undefined;
  /** How many positional words precede the current one. */
  readonly positionals: number;
}

function optionNamed(verb: CompletedVerb, word: string): CompletedOption | undefined {
  return verb.options.find(({ names }) => names.includes(word));
}

function sortOut(verb: CompletedVerb, words: readonly string[]): Line {
  let option: CompletedOption | undefined;
  let plugin: string | undefined;
  let positionals = 0;
  for (const word of words) {
    if (option !== undefined) {
      if (option.names.includes('--then') || option.names.includes('--with')) plugin = word;
      option = undefined;
    } else if (word.startsWith('-') && word !== '-') {
      const found = optionNamed(verb, word);
      option = found?.takesValue ? found : undefined;
    } else {
      if (PLUGIN_POSITIONALS.includes(verb.positionals[positionals]?.name ?? '')) plugin ??= word;
      positionals++;
    }
  }
  return { verb, plugin, option, positionals };
}

/** Names that only one plugin of a format has; with the format before them where it was typed, or where other formats have it, too. */
function pluginNames(current: string, environment: NodeJS.ProcessEnv): string[] {
  const plugins = knownPlugins(environment);
  const prefix = /^(clap|vst3|lv2):/i.exec(current)?.[1]?.toLowerCase();
  const named = plugins.filter(({ format }) => prefix === undefined || format === prefix);
  const texts = named.flatMap(({ format, name, id }) =>
    prefix === undefined ? [name, id] : [`${format}:${name}`, `${format}:${id}`],
  );
  const prefixes = prefix === undefined ? FORMATS.map((format) => `${format}:`) : [];
  return [...texts, ...prefixes];
}

function pluginCalled(text: string, environment: NodeJS.ProcessEnv): KnownPlugin | undefined {
  const [, format, name = text] = /^(?:(clap|vst3|lv2):)?(.*)$/i.exec(text) ?? [];
  const isMeant = (plugin: KnownPlugin) =>
    (format === undefined || plugin.format === format.toLowerCase()) &&
    (plugin.id === name || plugin.name.toLowerCase() === name.toLowerCase());
  return knownPlugins(environment).find(isMeant);
}

function insideNames(line: Line, what: 'parameters' | 'presets', environment: NodeJS.ProcessEnv): readonly string[] {
  const plugin = line.plugin === undefined ? undefined : pluginCalled(line.plugin, environment);
  return plugin === undefined ? [] : insideOf(plugin, environment)[what];
}

/** After the last comma of what was typed. */
function listOf(choices: readonly string[], current: string): string[] {
  const before = current.slice(0, current.lastIndexOf(',') + 1);
  return choices.map((choice) => before + choice);
}

function valuesOf(line: Line, option: CompletedOption, current: string, environment: NodeJS.ProcessEnv): string[] {
  const [name = ''] = option.names;
  if (option.choices.length > 0) return [...option.choices];
  if (name === '--format') return listOf(FORMATS, current);
  if (name === '--then' || name === '--with') return pluginNames(current, environment);
  if (name === '--preset') return [...insideNames(line, 'presets', environment)];
  if (!PARAMETER_OPTIONS.includes(name)) return [];
  return insideNames(line, 'parameters', environment).map((parameter) => `${parameter}=`);
}

function possible(line: Line, current: string, environment: NodeJS.ProcessEnv): readonly string[] {
  const { verb, option, positionals } = line;
  if (option !== undefined) return valuesOf(line, option, current, environment);
  if (current.startsWith('-')) return verb.options.flatMap(({ names }) => names);
  const positional = verb.positionals[positionals];
  if (positional === undefined) return [];
  return PLUGIN_POSITIONALS.includes(positional.name) ? pluginNames(current, environment) : positional.choices;
}

/** As a shell has it: with quotes and backslashes, of which an open quote may be the last. */
function unquoted(word: string): string {
  return word.replace(/\\(.)|["']/gs, '$1');
}

/**
 * @param typed the words behind the program's name; the last one is to be completed, and may be empty
 * @returns whole words, not quoted; none: it is a file, or nothing is known
 */
export function complete(typed: readonly string[], table: CompletionTable, environment: NodeJS.ProcessEnv): string[] {
  const words = typed.map(unquoted);
  const current = words.at(-1) ?? '';
  const fitting = (candidates: readonly string[]) =>
    [...new Set(candidates)].filter((one) => one.toLowerCase().startsWith(current.toLowerCase()) && one !== '');
  const [first = '', second = ''] = words[0] === 'help' ? words.slice(1) : words;
  const depth = words[0] === 'help' ? words.length - 1 : words.length;
  if (depth <= 1) return fitting([...table.first, ...(words[0] === 'help' ? [] : ['help', '--help', '--version'])]);
  const group = table.groups[first];
  if (group !== undefined && depth === 2) return fitting(group);
  const verb = table.verbs[group === undefined ? first : `${first} ${second}`];
  if (verb === undefined || words[0] === 'help') return [];
  const before = words.slice(group === undefined ? 1 : 2, -1);
  return fitting(possible(sortOut(verb, before), current, environment));
}
