// SPDX-License-Identifier: BSD-2-Clause
/**
 * A scan in the DAW's format: errors, warnings, data. The keys inside data are in alphabetical order, as scan.c writes
 * them.
 */
import { basename, extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ClapPlugin, type FileScan, newestLv2, type ScanFormat, type Vst3Plugin } from './plugins.ts';
import type { ScanResult } from './scan.ts';

/** A message about a plugin or a file. */
export interface Diagnostic {
  message: string;
  /** LV2: the plugin's URI. For a CLAP file or VST3 bundle, its path, by which DAWs identify it. */
  plugin_uri?: string;
  plugin_name?: string;
  bundle_uri?: string;
}

export interface Report {
  errors: Diagnostic[];
  warnings: Diagnostic[];
  data: unknown;
}

/** One plugin of a list, and its name in diagnostics. */
interface Listed {
  name: string;
  names: string[];
  value: object;
}

function byKey<T>(key: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
}

/** The first of each identity. */
function unique(listed: Listed[], identity: (item: Listed) => string): Listed[] {
  const seen = new Set<string>();
  return listed.filter((item) => !seen.has(identity(item)) && seen.add(identity(item)));
}

/**
 * A file that reports why it does not load stays in the list, without an id. One that crashes or hangs does not, since
 * it would do so in the DAW, too.
 */
function listClap(files: FileScan<'clap'>[]): Listed[] {
  const entry = (id: string, name: string, path: string, file: string): Listed => {
    return { name, names: [file, path, id], value: { capabilities: null, id, name, path } };
  };
  const listed = files.flatMap(({ path, plugins, failure }) => {
    if (failure?.kind === 'refused') return [entry('', basename(path, extname(path)), path, path)];
    return plugins.map(({ id, name }) => entry(id, name, `${path}::${id}`, path));
  });
  const sorted = listed.toSorted(byKey(({ name }) => name.toLowerCase()));
  return unique(sorted, ({ name, names }) => `${name}\0${names[1]}`);
}

function listVst3(files: FileScan<'vst3'>[]): Listed[] {
  return files
    .flatMap((file) => file.plugins.map((plugin: Vst3Plugin) => ({ file, plugin })))
    .map(({ file, plugin }) => ({ name: plugin.name, names: [file.path, plugin.path, plugin.id], value: plugin }))
    .toSorted(byKey(({ name }) => name.toLowerCase()));
}

function listLv2(files: FileScan<'lv2'>[]): Listed[] {
  return newestLv2(files.flatMap((file) => file.plugins))
    .map(({ version: _, ...plugin }) => ({ name: plugin.name, names: [plugin.uri, plugin.bundle_uri], value: plugin }))
    .toSorted(byKey(({ name }) => name));
}

/** The whole file, as opened. */
function describeClap(file: FileScan<'clap'>): object {
  const describe = (plugin: ClapPlugin) => {
    const { id, name, vendor, version, description, params = [], audio_inputs = [], audio_outputs = [] } = plugin;
    return { audio_inputs, audio_outputs, description, id, name, params, vendor, version };
  };
  const plugins = file.plugins.map(describe);
  return { error: file.failure?.message ?? null, format: 'clap', path: file.path, plugins };
}

function bundleUriOf(path: string): string {
  return pathToFileURL(`${path}/`).href;
}

class Diagnostics {
  readonly errors: Diagnostic[] = [];
  readonly warnings: Diagnostic[] = [];
  readonly #names = new Map<string, string>();

  constructor(listed: Listed[]) {
    for (const { name, names } of listed)
      for (const known of names) if (known !== '' && !this.#names.has(known)) this.#names.set(known, name);
  }

  #make(message: string, pluginUri: string | undefined, bundleUri: string | undefined): Diagnostic {
    const name = this.#names.get(pluginUri ?? '') ?? this.#names.get(bundleUri ?? '');
    return {
      message,
      ...(pluginUri !== undefined && { plugin_uri: pluginUri }),
      ...(name !== undefined && { plugin_name: name }),
      ...(bundleUri !== undefined && { bundle_uri: bundleUri }),
    };
  }

  addFailure(format: ScanFormat, { path, failure }: FileScan): void {
    if (failure === undefined) return;
    if (format === 'lv2') this.errors.push(this.#make(failure.message, undefined, bundleUriOf(path)));
    else this.errors.push(this.#make(failure.message, path, undefined));
  }

  /**
   * A line from stderr. DAWs block what an error or a warning names, but plugins print all sorts of messages: so the
   * line names what its text mentions. Only errors of an LV2 scan are certainly about the bundle, because no plugin
   * code runs there.
   */
  addLine(format: ScanFormat, path: string, line: string): void {
    const isError = /error:/i.test(line);
    const pluginUri = /<((?:https?|urn):[^>\s]*)>/.exec(line)?.[1];
    const bundleUri =
      /file:\/\/\S*?\.lv2\//.exec(line)?.[0] ?? (format === 'lv2' && isError ? bundleUriOf(path) : undefined);
    const list = isError ? this.errors : this.warnings;
    list.push(this.#make(line, pluginUri, bundleUri));
  }

  addWarning(message: string): void {
    this.warnings.push({ message });
  }
}

function listOf(format: ScanFormat, files: FileScan[]): Listed[] {
  if (format === 'clap') return listClap(files as FileScan<'clap'>[]);
  if (format === 'vst3') return listVst3(files as FileScan<'vst3'>[]);
  return listLv2(files as FileScan<'lv2'>[]);
}

/** isSingle: a single file was requested. CLAP reports more details then. */
export function reportOf<F extends ScanFormat>(format: F, result: ScanResult<F>, isSingle: boolean): Report {
  const files: FileScan[] = result.files;
  const listed = listOf(format, files);
  const diagnostics = new Diagnostics(listed);
  for (const file of files) {
    diagnostics.addFailure(format, file);
    for (const line of file.log) diagnostics.addLine(format, file.path, line);
  }
  for (const { path, reason } of result.blocked)
    diagnostics.addWarning(`${path} is skipped: it is on the plugin blocklist${reason && ` (${reason})`}`);
  for (const trouble of result.troubles) diagnostics.addWarning(trouble);
  const [first] = files;
  const isClapFile = isSingle && format === 'clap' && first !== undefined;
  const data = isClapFile ? describeClap(first as FileScan<'clap'>) : listed.map(({ value }) => value);
  return { errors: diagnostics.errors, warnings: diagnostics.warnings, data };
}

/** Pretty-printed, without a trailing newline. */
export function reportText(report: Report): string {
  return JSON.stringify(report, null, 2);
}
