// SPDX-License-Identifier: BSD-2-Clause
/**
 * What callers give, looked at before anything happens: a mistake is said with its name, and nothing is changed by it.
 */
import { closest } from 'fastest-levenshtein';
import { integerIn, invalid, shown } from './errors.ts';
import type { ScanOptions } from './scan-types.ts';
import type {
  AutomationOptions,
  BeginOptions,
  EditorOptions,
  NamedOptions,
  OpenOptions,
  ProcessAsyncOptions,
  RestartPolicy,
  Transport,
} from './types.ts';

type Names<Options> = Readonly<Record<keyof Options, true>>;

const OPEN: Names<OpenOptions> = {
  format: true,
  plugin: true,
  sampleRate: true,
  maxFrames: true,
  inputs: true,
  outputs: true,
  state: true,
  offline: true,
  blockTimeoutMs: true,
  loadTimeoutMs: true,
  onLoading: true,
  policy: true,
  signal: true,
  executable: true,
  onLog: true,
  environment: true,
};
const POLICY: Names<RestartPolicy> = {
  restart: true,
  maxRestarts: true,
  windowMs: true,
  backOffMs: true,
  hangMs: true,
};
const PROCESS: Names<ProcessAsyncOptions> = {
  frames: true,
  events: true,
  transport: true,
  meanwhile: true,
  blockingMs: true,
  timeoutMs: true,
};
const AUTOMATION: Names<AutomationOptions> = { shape: true };
const SCAN: Names<ScanOptions> = { formats: true, paths: true, details: true, signal: true, onProgress: true };
const BEGIN: Names<BeginOptions> = { limitMs: true, events: true, transport: true };
const EDITOR: Names<EditorOptions> = { parent: true, floating: true };

const TEMPO_MAX = 10_000;
const BEATS_MAX = 1024;

/** @throws PluginHostError INVALID_ARGUMENT, with the nearest name for one that there is not */
export function checkNames(what: string, given: unknown, known: Readonly<Record<string, true>>): void {
  if (typeof given !== 'object' || given === null) invalid(`${what} is ${shown(given)}; it has to be an object`);
  for (const name in given)
    if (!Object.hasOwn(known, name))
      invalid(`there is no "${name}" in ${what}; the nearest is "${closest(name, Object.keys(known))}"`);
}

/** @throws PluginHostError INVALID_ARGUMENT */
export function checkNumber(name: string, value: unknown, minimum: number, maximum: number): void {
  if (typeof value !== 'number' || !(value >= minimum && value <= maximum))
    invalid(`${name} is ${shown(value)}; it has to be a number from ${minimum} to ${maximum}`);
}

/** @throws PluginHostError INVALID_ARGUMENT */
export function checkKind(name: string, value: unknown, isRight: boolean, kind: string): void {
  if (value !== undefined && !isRight) invalid(`${name} is ${shown(value)}; it has to be ${kind}`);
}

/** Names and kinds of what open() is given. @throws PluginHostError INVALID_ARGUMENT */
export function checkOpenOptions(options: OpenOptions | NamedOptions): void {
  checkNames('the options of open()', options, OPEN);
  const { policy, offline, sampleRate, onLog, signal, environment, executable } = options;
  checkKind('sampleRate', sampleRate, typeof sampleRate === 'number', 'a number (Hz)');
  checkKind('offline', offline, typeof offline === 'boolean', 'true or false');
  checkKind('onLoading', options.onLoading, typeof options.onLoading === 'function', 'a function');
  checkKind('onLog', onLog, typeof onLog === 'function', 'a function');
  checkKind('signal', signal, signal instanceof AbortSignal, 'an AbortSignal');
  checkKind('executable', executable, typeof executable === 'string' && executable !== '', 'a path');
  checkKind('environment', environment, typeof environment === 'object' && environment !== null, 'an object');
  if (policy !== undefined) checkPolicy(policy);
}

function checkPolicy(policy: RestartPolicy): void {
  checkNames('policy', policy, POLICY);
  const { restart, ...numbers } = policy;
  checkKind('policy.restart', restart, typeof restart === 'boolean', 'true or false');
  for (const [name, value] of Object.entries(numbers))
    if (value !== undefined) checkNumber(`policy.${name}`, value, 0, Number.MAX_SAFE_INTEGER);
}

/** @throws PluginHostError INVALID_ARGUMENT */
export function checkEditorOptions(options: EditorOptions): void {
  checkNames('the options of showEditor()', options, EDITOR);
}

/** @throws PluginHostError INVALID_ARGUMENT */
export function checkBeginOptions(options: BeginOptions): void {
  checkNames('the options of begin()', options, BEGIN);
}

/** @throws PluginHostError INVALID_ARGUMENT */
export function checkAutomation(points: unknown, options: AutomationOptions): void {
  checkNames('the options of automate()', options, AUTOMATION);
  const { shape } = options;
  checkKind('shape', shape, shape === 'linear' || shape === 'hold', '"linear" or "hold"');
  if (!Array.isArray(points)) invalid(`the points of an automation are ${shown(points)}; they have to be an array`);
}

/** @throws PluginHostError INVALID_ARGUMENT */
export function checkScanOptions(options: ScanOptions): void {
  checkNames('the options of scanPlugins()', options, SCAN);
  const { formats, paths, signal, onProgress } = options;
  checkKind('formats', formats, Array.isArray(formats), 'an array of formats');
  checkKind('details', options.details, typeof options.details === 'boolean', 'true or false');
  checkKind('paths', paths, Array.isArray(paths) && paths.every((one) => typeof one === 'string'), 'an array of paths');
  checkKind('signal', signal, signal instanceof AbortSignal, 'an AbortSignal');
  checkKind('onProgress', onProgress, typeof onProgress === 'function', 'a function');
}

/** Makes no object if all is right: it is called for each block. @throws PluginHostError INVALID_ARGUMENT */
export function checkBlock(inputs: unknown, outputs: unknown, options: ProcessAsyncOptions): void {
  if (!Array.isArray(inputs)) invalid(`inputs is ${shown(inputs)}; it has to be an array of channels`);
  if (!Array.isArray(outputs)) invalid(`outputs is ${shown(outputs)}; it has to be an array of channels`);
  checkNames('the options of a block', options, PROCESS);
  const { events, transport, meanwhile, blockingMs, timeoutMs } = options;
  checkKind('meanwhile', meanwhile, typeof meanwhile === 'function', 'a function');
  if (blockingMs !== undefined) checkNumber('blockingMs', blockingMs, 0, Number.MAX_SAFE_INTEGER);
  if (timeoutMs !== undefined) checkNumber('timeoutMs', timeoutMs, 0, Number.MAX_SAFE_INTEGER);
  if (events !== undefined && !Array.isArray(events)) invalid(`events is ${shown(events)}; it has to be an array`);
  if (transport !== undefined) checkTransport(transport);
}

/** @throws PluginHostError INVALID_ARGUMENT */
export function checkTransport(transport: Transport): void {
  if (typeof transport !== 'object' || transport === null)
    invalid(`transport is ${shown(transport)}; it has to be an object`);
  checkNumber('transport.position', transport.position, 0, Number.MAX_SAFE_INTEGER);
  checkNumber('transport.tempo', transport.tempo, 0, TEMPO_MAX);
  integerIn('transport.numerator', transport.numerator, 1, BEATS_MAX);
  integerIn('transport.denominator', transport.denominator, 1, BEATS_MAX);
  if (typeof transport.playing !== 'boolean')
    invalid(`transport.playing is ${shown(transport.playing)}; it has to be true or false`);
}

/** @throws PluginHostError INVALID_ARGUMENT */
export function checkText(name: string, value: unknown, kind: string): void {
  if (typeof value !== 'string' || value === '') invalid(`${name} is ${shown(value)}; it has to be ${kind}`);
}

/** @throws PluginHostError INVALID_ARGUMENT */
export function checkFunction(name: string, value: unknown): void {
  if (typeof value !== 'function') invalid(`${name} is ${shown(value)}; it has to be a function`);
}

/** Something that gives pieces of sound. @throws PluginHostError INVALID_ARGUMENT */
export function checkSource(name: string, value: unknown): void {
  const isSource =
    typeof value === 'object' && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value);
  if (!isSource) invalid(`${name} is ${shown(value)}; it has to be an iterable of pieces of sound`);
}

/** A parameter's value. @throws PluginHostError INVALID_ARGUMENT */
export function checkValue(idOrName: number | string, value: unknown): void {
  if (typeof value !== 'number' || !Number.isFinite(value))
    invalid(`the value for parameter ${idOrName} is ${shown(value)}; it has to be a finite number`);
}
