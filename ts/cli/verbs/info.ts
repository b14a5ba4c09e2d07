// SPDX-License-Identifier: BSD-2-Clause
/** `info`: describes a plugin, as loaded in the real host process. */
import { PluginHost } from '../../client/index.ts';
import { shortNumber } from '../../client/parameter-values.ts';
import type { NoteExpressionInfo, NoteName, Parameter, Ports, Preset, Property, Route } from '../../client/types.ts';
import { PROTOCOL_CHANNELS_MAX } from '../../contract/protocol.ts';
import { detailsOf, type PluginDetails } from '../../plugins/details.ts';
import type { InstalledPlugin } from '../../plugins/installed.ts';
import { presetsOf } from '../../plugins/presets.ts';
import { StateCodec } from '../../plugins/state-content.ts';
import type { Context, Verb } from '../command.ts';
import { namesIn, rememberInside } from '../completion/known-names.ts';
import { countOf } from '../count.ts';
import { adviceFor, type Linked, linkedLibraries } from '../linked.ts';
import { jsonOption, pluginArgument } from '../options.ts';
import { findPlugin } from '../plugin-name.ts';
import { pairsOf, tableOf } from '../table.ts';
import { wiringText } from '../wiring-text.ts';

interface Arguments {
  plugin: string;
  json: boolean;
}

/** What only a loaded plugin reports. */
interface Loaded {
  ports: Ports;
  latency: number;
  /** undefined: it gives none. */
  stateBytes: number | undefined;
  parameters: Parameter[];
  /** Also those that only the loaded plugin knows. */
  presets: readonly Preset[];
  version: string;
  properties: readonly Property[];
  routes: readonly Route[];
  noteNames: readonly NoteName[];
  noteExpressions: readonly NoteExpressionInfo[];
}

interface Report {
  plugin: InstalledPlugin;
  details: PluginDetails;
  presets: readonly Preset[];
  linked: Linked;
  loaded: Loaded | undefined;
  /** Why it could not be loaded. */
  failure: string | undefined;
}

const BLOCK_TIMEOUT_MS = 10_000;
const BLOCK = 1024;

async function look(plugin: InstalledPlugin, { folder, signal }: Context): Promise<Loaded> {
  const { format, spec } = plugin;
  await using host = await PluginHost.open({
    format,
    plugin: spec,
    maxFrames: BLOCK,
    blockTimeoutMs: BLOCK_TIMEOUT_MS,
    policy: { restart: false },
    signal,
  });
  // Some know their latency only when they have run.
  host.process(planes(host.ports.audioInputs), planes(host.ports.audioOutputs));
  const { ports, latency } = host;
  const state = await host.saveState().catch(() => undefined);
  const stateBytes = state && new StateCodec(folder).unpack(format, state).length;
  const presets = format === 'vst3' ? await host.presets() : [];
  const { properties, version } = host;
  const parameters = host.parameters.map(copyOf);
  return { ports, latency, stateBytes, parameters, presets, version, properties, ...(await wiringOf(host)) };
}

/** Where inputs lead, and what notes are: nothing, if it does not tell. */
async function wiringOf(host: PluginHost): Promise<Pick<Loaded, 'routes' | 'noteNames' | 'noteExpressions'>> {
  return {
    routes: await host.routes().catch(() => []),
    noteNames: await host.noteNames().catch(() => []),
    noteExpressions: await host.noteExpressions().catch(() => []),
  };
}

function planes(count: number): Float32Array[] {
  return Array.from({ length: count }, () => new Float32Array(BLOCK));
}

/** A parameter's values follow the host, which is closed when they are printed. */
function copyOf(parameter: Parameter): Parameter {
  return { ...parameter };
}

function jsonOf({ plugin, details, presets, linked, loaded, failure }: Report): string {
  const { format, name, vendor, id, spec, path, category } = plugin;
  const { hasEditor, editorKinds, library = null } = details;
  const libraries = linked.libraries.map(({ name, path = null }) => ({ name, path }));
  return JSON.stringify(
    {
      format,
      name,
      vendor,
      id,
      spec,
      path,
      category,
      isInstrument: plugin.isInstrument,
      version: loaded?.version ?? null,
      failure: failure ?? null,
      broken: details.broken,
      ports: loaded?.ports ?? null,
      latency: loaded?.latency ?? null,
      stateBytes: loaded?.stateBytes ?? null,
      hasEditor,
      editorKinds,
      presets,
      library,
      libraries,
      missingLibraries: libraries.filter((one) => one.path === null).map((one) => one.name),
      parameters: loaded?.parameters ?? null,
      properties: loaded?.properties ?? null,
      routes: loaded?.routes ?? null,
      noteNames: loaded?.noteNames ?? null,
      noteExpressions: loaded?.noteExpressions ?? null,
    },
    null,
    2,
  );
}

function portsText(
  { audioInputs, audioOutputs, midiInputs, midiOutputs }: Ports,
  sideChain: readonly number[],
): string {
  const side = sideChain.length > 0 ? ` (${sideChain.length} of them side chain)` : '';
  const inputs = `${countOf(audioInputs, 'audio input')}${side}`;
  const played =
    Math.max(audioInputs, audioOutputs) > PROTOCOL_CHANNELS_MAX
      ? `; the first ${PROTOCOL_CHANNELS_MAX} are played`
      : '';
  return `${inputs}, ${countOf(audioOutputs, 'audio output')}${played}, ${countOf(midiInputs, 'MIDI input')}, ${countOf(midiOutputs, 'MIDI output')}`;
}

const CHOICES_SHOWN = 24;
/** Of one value. --json has all of it. */
const TEXT_SHOWN = 60;

function cut(text: string): string {
  return text.length > TEXT_SHOWN ? `${text.slice(0, TEXT_SHOWN)}...` : text;
}

/** What it can be, as the plugin writes it. */
function valuesText({ choices, minimumText, maximumText }: Parameter): string {
  if (choices.length > CHOICES_SHOWN)
    return `${choices
      .slice(0, CHOICES_SHOWN)
      .map(({ label }) => cut(label))
      .join(', ')} and ${choices.length - CHOICES_SHOWN} more`;
  if (choices.length > 0) return choices.map(({ label }) => cut(label)).join(', ');
  return minimumText === '' || maximumText === '' ? '' : `${cut(minimumText)} to ${cut(maximumText)}`;
}

/** Flags in words, unless it is an ordinary control. */
function flagsText(parameter: Parameter): string {
  const { isReadOnly, isHidden, isAutomatable, isStepped, isBypass, isTrigger, isLogarithmic, isProgram } = parameter;
  const flags: [boolean, string][] = [
    [isReadOnly, 'read-only'],
    [isHidden, 'hidden'],
    [isBypass, 'bypass'],
    [isProgram, 'program'],
    [isTrigger, 'trigger'],
    [isStepped, 'stepped'],
    [isLogarithmic, 'logarithmic'],
    [!isAutomatable && !isReadOnly, 'not automatable'],
  ];
  return flags.flatMap(([is, word]) => (is ? [word] : [])).join(', ');
}

/** Empty columns are left out. */
function parameterTable(parameters: readonly Parameter[], color: boolean): string {
  const columns: [string, (parameter: Parameter) => string | number][] = [
    ['id', ({ id }) => id],
    ['parameter', ({ name, module }) => (module === '' ? name : `${module}/${name}`)],
    ['symbol', ({ symbol }) => symbol],
    ['unit', ({ unit }) => unit],
    ['lowest', ({ minimum }) => Number(shortNumber(minimum))],
    ['highest', ({ maximum }) => Number(shortNumber(maximum))],
    ['default', ({ defaultValue }) => Number(shortNumber(defaultValue))],
    ['value', ({ value }) => Number(shortNumber(value))],
    ['default as text', ({ defaultText }) => cut(defaultText)],
    ['value as text', ({ text }) => cut(text)],
    ['values as text', valuesText],
    ['flags', flagsText],
  ];
  const filled = columns.filter(([, cell]) => parameters.some((parameter) => cell(parameter) !== ''));
  const rows = parameters.map((parameter) => filled.map(([, cell]) => cell(parameter)));
  return tableOf(
    filled.map(([title]) => title),
    rows,
    color,
  );
}

function propertyTable(properties: readonly Property[], color: boolean): string {
  const rows = properties.map(({ name, type, value, isReadOnly }) => [
    name,
    isReadOnly ? `${type}, read only` : type,
    value,
  ]);
  return tableOf(['setting', 'type', 'value'], rows, color);
}

function editorText({ hasEditor, editorKinds }: PluginDetails): string {
  if (hasEditor === null) return 'not known';
  if (!hasEditor) return 'no';
  return editorKinds.length === 0 ? 'yes' : `yes: ${editorKinds.join(', ')}`;
}

function headOf({ plugin, details, presets, loaded }: Report): [string, string][] {
  const editor = editorText(details);
  const state = loaded?.stateBytes === undefined ? 'the plugin gives none' : countOf(loaded.stateBytes, 'byte');
  const head: [string, string][] = [
    ['name', plugin.vendor === '' ? plugin.name : `${plugin.name}, by ${plugin.vendor}`],
    ['format', plugin.category === '' ? plugin.format : `${plugin.format}, ${plugin.category}`],
    ['id', plugin.id],
    ['path', plugin.path],
  ];
  if (loaded !== undefined)
    head.push(
      ['ports', portsText(loaded.ports, details.sideChainInputs)],
      ['latency', countOf(loaded.latency, 'frame')],
      ['state', state],
      ...wiringText(loaded.routes, loaded.noteNames, loaded.noteExpressions),
    );
  return [
    ...head,
    ['editor', editor],
    ['presets', String(presets.length)],
    ['library', details.library ?? 'not known'],
  ];
}

function linkedText({ libraries }: Linked): [string, string][] {
  const missing = libraries.filter(({ path }) => path === undefined);
  const found = libraries.filter(({ path }) => path !== undefined).map(({ name }) => name);
  const lines: [string, string][] = found.length > 0 ? [['linked to', found.join(' ')]] : [];
  for (const { name } of missing) lines.push(['missing', `${name}: ${adviceFor(name)}`]);
  return lines;
}

function printText(report: Report, { print, color }: Context): void {
  print(pairsOf([...headOf(report), ...linkedText(report.linked)], color));
  const parameters = report.loaded?.parameters ?? [];
  if (parameters.length > 0) print(`\n${parameterTable(parameters, color)}`);
  const properties = report.loaded?.properties ?? [];
  if (properties.length > 0) print(`\n${propertyTable(properties, color)}`);
}

async function run({ plugin: name, json }: Arguments, context: Context): Promise<void> {
  const plugin = await findPlugin(name, context);
  const details = await detailsOf(plugin, context);
  const linked = await (details.library === undefined
    ? { libraries: [], trouble: undefined }
    : linkedLibraries(details.library));
  const report: Report = {
    plugin,
    details,
    presets: presetsOf(plugin, details),
    linked,
    loaded: undefined,
    failure: undefined,
  };
  let failure: Error | undefined;
  try {
    report.loaded = await look(plugin, context);
    if (plugin.format === 'vst3') report.presets = report.loaded.presets;
  } catch (error) {
    context.signal.throwIfAborted();
    failure = error as Error;
    report.failure = failure.message;
  }
  if (report.loaded !== undefined) rememberInside(plugin, namesIn(report.loaded.parameters, report.presets));
  if (json) context.print(jsonOf(report));
  else printText(report, context);
  if (linked.trouble !== undefined) context.say(linked.trouble);
  if (details.trouble !== undefined) context.say(details.trouble);
  for (const fault of details.broken) context.say(`broken data: ${fault}`);
  if (failure !== undefined) throw failure;
}

export const verb: Verb<Arguments> = {
  usage: 'info <plugin>',
  summary: 'show everything about a plugin: ports, parameters, presets, libraries',
  brief: 'show everything about a plugin',
  examples: [
    { words: 'info lv2:ZamComp', says: 'by a name that only one plugin has' },
    { words: 'info /usr/lib/clap/ZamVerb.clap --json', says: 'by its file, for programs' },
  ],
  options: (yargs) => yargs.positional('plugin', pluginArgument).option('json', jsonOption),
  run,
};
