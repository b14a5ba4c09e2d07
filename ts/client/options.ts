// SPDX-License-Identifier: BSD-2-Clause
/**
 * The options of open(), checked and completed.
 */
import { PROTOCOL_CHANNELS_MAX, PROTOCOL_FRAMES_MAX, PROTOCOL_SCRATCH_BYTES } from '../contract/protocol.ts';
import { checkOpenOptions } from './checks.ts';
import { integerIn, invalid, shown } from './errors.ts';
import { type BuiltFiles, executableOf } from './files.ts';
import type { StartOptions } from './host-process.ts';
import type { NamedOptions, OpenOptions, RestartPolicy } from './types.ts';

const SAMPLE_RATE_MIN = 1000;
const SAMPLE_RATE_MAX = 10_000_000;
/** Offline, a block may take its time. */
const OFFLINE_TIMEOUT_MS = 30_000;
const TIMEOUT_MS_MAX = 0x7fffffff;
const LOAD_TIMEOUT_MS = 60_000;
/** So much later than we stop to wait, a host would report ready anyway. */
const READY_MARGIN_MS = 60_000;
const FORMATS: readonly string[] = ['clap', 'vst3', 'lv2', 'null'];

export type CompleteOptions = OpenOptions &
  Required<Pick<OpenOptions, 'sampleRate' | 'maxFrames' | 'blockTimeoutMs' | 'loadTimeoutMs'>>;

/** Before anything is looked for. @throws PluginHostError INVALID_ARGUMENT */
export function checkedOptions<T extends OpenOptions | NamedOptions>(options: T): T {
  checkOpenOptions(options);
  const { format, plugin } = options;
  if (format !== undefined && !FORMATS.includes(format))
    invalid(`format is ${shown(format)}; it has to be "clap", "vst3" or "lv2"`);
  if (typeof plugin !== 'string' || plugin === '') invalid('plugin is missing: name its path, id or URI');
  return options;
}

/** @throws PluginHostError INVALID_ARGUMENT */
export function completeOptions(options: OpenOptions): CompleteOptions {
  const { sampleRate = 48_000, maxFrames = 1024, state, offline = false } = options;
  const { blockTimeoutMs = offline ? OFFLINE_TIMEOUT_MS : 100, loadTimeoutMs = LOAD_TIMEOUT_MS } = options;
  if (!(sampleRate >= SAMPLE_RATE_MIN && sampleRate <= SAMPLE_RATE_MAX))
    invalid(`sampleRate is ${sampleRate}; it has to be ${SAMPLE_RATE_MIN} to ${SAMPLE_RATE_MAX} Hz`);
  integerIn('maxFrames', maxFrames, 1, PROTOCOL_FRAMES_MAX);
  integerIn('blockTimeoutMs', blockTimeoutMs, 1, TIMEOUT_MS_MAX);
  integerIn('loadTimeoutMs', loadTimeoutMs, 1, TIMEOUT_MS_MAX);
  for (const name of ['inputs', 'outputs'] as const) integerIn(name, options[name] ?? 0, 0, PROTOCOL_CHANNELS_MAX);
  if (state !== undefined) checkState(state);
  return { ...options, sampleRate, maxFrames, blockTimeoutMs, loadTimeoutMs };
}

/** @throws PluginHostError INVALID_ARGUMENT */
export function checkState(state: unknown): asserts state is Uint8Array {
  if (!(state instanceof Uint8Array)) invalid('the state is not a Uint8Array; it has to be what saveState() returned');
  if (state.length > PROTOCOL_SCRATCH_BYTES)
    invalid(`the state has ${state.length} bytes; no host returns more than ${PROTOCOL_SCRATCH_BYTES}`);
}

/** Electron and Bun are none, though they have its modules. */
function isNode(): boolean {
  return process.versions.electron === undefined && process.versions.bun === undefined;
}

/** How the host process is started. */
export function startOptionsOf(options: CompleteOptions, files: BuiltFiles, onBytes: () => void): StartOptions {
  const { format, plugin, sampleRate, maxFrames, blockTimeoutMs, inputs = 0, outputs = 0, onLog } = options;
  const isLong = format === 'lv2' || format === 'vst3';
  return {
    executable: executableOf(files, options.executable),
    format,
    plugin,
    numbers: isLong ? [sampleRate, maxFrames, inputs, outputs].map(String) : [],
    sampleRate,
    environment: {
      ...process.env,
      // The Node that runs this program will do for the host, too.
      ...(isNode() && !process.env.MAOLAN_NODE && { MAOLAN_NODE: process.execPath }),
      MAOLAN_BUFFER_SIZE: String(maxFrames),
      MAOLAN_REPLIES_ARE_HINTS: '1', // see blocks.ts
      MAOLAN_OFFLINE: options.offline ? '1' : undefined, // ts/host/main-thread/offline.ts
      MAOLAN_CLIENT_AREA: '1', // see reports.ts
      MAOLAN_READY_MS: String(options.loadTimeoutMs + READY_MARGIN_MS),
      ...recoveryOf(options.policy),
      ...hangLimit(blockTimeoutMs),
      ...options.environment,
    },
    onLog,
    onBytes,
  };
}

/** What the host does about its plugin's crashes follows the policy, too. */
function recoveryOf({ restart, maxRestarts }: RestartPolicy = {}): Record<string, string> {
  if (restart === false) return { MAOLAN_RECOVERY: '0' };
  return maxRestarts === undefined ? {} : { MAOLAN_RECOVERY_CRASHES: String(maxRestarts + 1) };
}

/** A host ends a plugin whose block takes long; a caller that waits longer allows it more. */
function hangLimit(blockTimeoutMs: number): Record<string, string> {
  return blockTimeoutMs > 1000 ? { MAOLAN_HANG_MS: String(2 * blockTimeoutMs) } : {};
}
