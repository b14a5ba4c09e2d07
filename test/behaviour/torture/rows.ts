/**
 * The matrix: each fault in each place where it applies, and what must come of it. Every row is a test in each of its formats
 * (matrix.ts), with the real executable.
 */
import type { Format } from './support.ts';

/** What the DAW sees. */
export type Outcome =
  /** Nothing: every block is heard. */
  | 'unnoticed'
  /** One block is not the plugin's usual sound; nothing else. */
  | 'one block'
  /** Blocks are missing while the plugin takes its time; it is the same process image all along. */
  | 'late'
  /** Blocks are missing, then the plugin is heard again with all settings, in the same process. */
  | 'recovers'
  /** The request is answered with an error; nothing else. */
  | 'refused'
  /** The request is answered with an error within 5 s; the sound goes on. */
  | 'times out'
  /** The host stays without the plugin: it passes the sound on, answers, and a save gives the last good state. */
  | 'bypassed'
  /** The host ends at once, and was never ready: the plugin could not be loaded. */
  | 'not loaded'
  /** The host has ended with exit code 0, whatever the plugin did. */
  | 'close';

export type Place =
  | 'load'
  | 'instantiate'
  | 'activate'
  | 'process'
  | 'thread'
  | 'timer'
  | 'worker'
  | 'save'
  | 'restore'
  | 'editor-open'
  | 'editor-idle'
  | 'editor-close'
  | 'deactivate'
  | 'close'
  | 'unload';

export interface Row {
  /** As in a script: name, with an argument in brackets if it matters. */
  fault: string;
  at: Place;
  /** In its n-th call; if not given, in each. */
  call?: number;
  /** How often in all processes together; if not given, once. Infinity: in every process. */
  times?: number;
  /** What was done before: another step of the script. */
  after?: string;
  outcome: Outcome;
  /** The sentence on stderr has this, where not every way of ending has the same. */
  says?: string;
  /** Where it differs from `outcome`. */
  except?: Partial<Record<Format, Outcome>>;
  formats?: readonly Format[];
}

/** Formats whose plugins have timers without an editor. */
const withTimers = ['vst3', 'clap'] as const;

const deadly = ['segv', 'bus', 'fpe', 'ill', 'abort', 'throw', 'exit', 'exit-now', 'stack'] as const;

/** Ends that no handler in the process sees. */
const unseen = ['kill', 'exit-group', 'errx', 'reporter', 'alarm', 'limits', 'seccomp', 'chroot', 'heap'] as const;

const REPLACED = 'The plugin replaced its process with another program';
const THREAD_ENDED = "The plugin ended the host's audio thread";

const rows: readonly Row[] = [
  // ---- the audio thread ----
  ...deadly.map((fault): Row => ({ fault, at: 'process', call: 60, outcome: 'recovers' })),
  ...unseen.map((fault): Row => ({ fault, at: 'process', call: 60, outcome: 'recovers' })),
  { fault: 'execve', at: 'process', call: 60, outcome: 'recovers', says: REPLACED },
  { fault: 'thread-exit', at: 'process', call: 60, outcome: 'recovers', says: THREAD_ENDED },
  { fault: 'cancel', at: 'process', call: 60, outcome: 'recovers', says: THREAD_ENDED },
  { fault: 'cancel-later(3)', at: 'process', call: 60, outcome: 'recovers' },
  { fault: 'guard-page', at: 'process', call: 60, outcome: 'unnoticed' },
  { fault: 'hang', at: 'process', call: 60, outcome: 'recovers' },
  { fault: 'spin', at: 'process', call: 60, outcome: 'recovers' },
  { fault: 'slow(300)', at: 'process', call: 60, outcome: 'late' },
  { fault: 'segv', at: 'process', call: 60, times: Number.POSITIVE_INFINITY, outcome: 'bypassed' },
  { fault: 'refuse', at: 'process', call: 60, outcome: 'one block', except: { lv2: 'unnoticed', vst3: 'unnoticed' } },
  { fault: 'nan', at: 'process', call: 60, outcome: 'one block' },
  { fault: 'denormals', at: 'process', call: 60, outcome: 'one block' },
  { fault: 'loud', at: 'process', call: 60, outcome: 'one block' },
  { fault: 'overrun', at: 'process', outcome: 'unnoticed', times: Number.POSITIVE_INFINITY },
  { fault: 'leak(8)', at: 'process', call: 60, outcome: 'unnoticed' },
  { fault: 'allocate(256)', at: 'process', call: 60, outcome: 'late' },
  { fault: 'close-fds', at: 'process', call: 60, outcome: 'recovers' },
  { fault: 'fork(1000)', at: 'process', call: 60, outcome: 'unnoticed' },
  { fault: 'fork-crash', at: 'process', call: 60, outcome: 'late' },
  {
    fault: 'host-calls',
    at: 'process',
    times: Number.POSITIVE_INFINITY,
    outcome: 'unnoticed',
    except: { clap: 'late' }, // among other things it asks for a restart
  },
  { fault: 'latency', at: 'process', outcome: 'late', times: 50 },
  { fault: 'restart', at: 'process', outcome: 'late', times: 20 },

  { fault: 'segv', at: 'process', call: 60, after: 'handlers@process:30', outcome: 'recovers' },
  { fault: 'segv', at: 'process', call: 60, after: 'mask@process:30', outcome: 'recovers' },
  { fault: 'abort', at: 'process', call: 60, after: 'mask@process:30', outcome: 'recovers' },

  // ---- threads of the plugin's own, and its format's ----
  ...(['segv', 'abort', 'throw', 'exit-now'] as const).map(
    (fault): Row => ({ fault, at: 'thread', call: 20, outcome: 'recovers' }),
  ),
  { fault: 'stack', at: 'thread', call: 20, outcome: 'recovers' },
  { fault: 'kill', at: 'thread', call: 20, outcome: 'recovers', says: 'was killed (SIGKILL' },
  { fault: 'execve', at: 'thread', call: 20, outcome: 'recovers', says: REPLACED },
  { fault: 'hang', at: 'thread', call: 20, outcome: 'unnoticed' },
  {
    fault: 'host-calls',
    at: 'thread',
    times: Number.POSITIVE_INFINITY,
    outcome: 'unnoticed',
    except: { clap: 'late' },
  },
  { fault: 'segv', at: 'worker', call: 30, formats: ['lv2'], outcome: 'recovers' },
  { fault: 'hang', at: 'worker', call: 30, formats: ['lv2'], outcome: 'unnoticed' },

  // ---- the main thread ----
  { fault: 'segv', at: 'timer', call: 10, formats: withTimers, outcome: 'recovers' },
  { fault: 'segv', at: 'timer', call: 10, after: 'handlers@timer:5', formats: withTimers, outcome: 'recovers' },
  { fault: 'segv', at: 'timer', call: 10, after: 'mask@timer:5', formats: withTimers, outcome: 'recovers' },
  { fault: 'exit', at: 'timer', call: 10, formats: withTimers, outcome: 'recovers' },
  { fault: 'stack', at: 'timer', call: 10, formats: withTimers, outcome: 'recovers' },
  { fault: 'throw', at: 'timer', call: 10, formats: withTimers, outcome: 'recovers' },
  { fault: 'kill', at: 'timer', call: 10, formats: withTimers, outcome: 'recovers' },
  { fault: 'thread-exit', at: 'timer', call: 10, formats: withTimers, outcome: 'recovers' },
  { fault: 'guard-page', at: 'timer', call: 10, formats: withTimers, outcome: 'unnoticed' },
  { fault: 'close-fds', at: 'timer', call: 10, formats: withTimers, outcome: 'recovers' },
  { fault: 'fork-crash', at: 'timer', call: 10, formats: withTimers, outcome: 'unnoticed' },
  { fault: 'slow(300)', at: 'timer', call: 10, formats: withTimers, outcome: 'unnoticed' },
  {
    fault: 'host-calls',
    at: 'timer',
    times: Number.POSITIVE_INFINITY,
    formats: withTimers,
    outcome: 'unnoticed',
    except: { clap: 'late' },
  },
  { fault: 'replace-timer', at: 'timer', formats: withTimers, outcome: 'unnoticed', times: Number.POSITIVE_INFINITY },

  // ---- requests ----
  // LV2 keeps the control values then: state.test.ts, conformance/lv2-state.test.ts.
  { fault: 'refuse', at: 'save', times: Number.POSITIVE_INFINITY, outcome: 'refused', formats: ['vst3', 'clap'] },
  { fault: 'segv', at: 'save', outcome: 'recovers' },
  { fault: 'throw', at: 'save', outcome: 'recovers' },
  { fault: 'hang', at: 'save', times: Number.POSITIVE_INFINITY, outcome: 'times out' },
  { fault: 'state-differs', at: 'save', times: Number.POSITIVE_INFINITY, outcome: 'unnoticed' },
  { fault: 'refuse', at: 'restore', times: Number.POSITIVE_INFINITY, outcome: 'refused', formats: ['vst3', 'clap'] },
  { fault: 'segv', at: 'restore', times: Number.POSITIVE_INFINITY, outcome: 'bypassed' },
  { fault: 'abort', at: 'restore', times: Number.POSITIVE_INFINITY, outcome: 'bypassed' },
  { fault: 'hang', at: 'restore', times: Number.POSITIVE_INFINITY, outcome: 'times out' },

  // ---- the editor ----
  { fault: 'segv', at: 'editor-open', outcome: 'recovers' },
  { fault: 'refuse', at: 'editor-open', outcome: 'unnoticed' },
  { fault: 'hang', at: 'editor-open', outcome: 'times out' },
  { fault: 'segv', at: 'editor-idle', call: 10, outcome: 'recovers' },
  { fault: 'hang', at: 'editor-idle', call: 10, outcome: 'times out' },

  // ---- the start ----
  { fault: 'refuse', at: 'load', times: Number.POSITIVE_INFINITY, outcome: 'not loaded' },
  { fault: 'refuse', at: 'instantiate', times: Number.POSITIVE_INFINITY, outcome: 'not loaded' },
  {
    fault: 'refuse',
    at: 'activate',
    times: Number.POSITIVE_INFINITY,
    outcome: 'not loaded',
    except: { lv2: 'unnoticed' }, // LV2's activate cannot fail
  },
  { fault: 'slow(1500)', at: 'instantiate', outcome: 'unnoticed' },
  { fault: 'segv', at: 'instantiate', times: Number.POSITIVE_INFINITY, outcome: 'bypassed' },
  { fault: 'segv', at: 'activate', times: Number.POSITIVE_INFINITY, outcome: 'bypassed' },
  { fault: 'throw', at: 'load', times: Number.POSITIVE_INFINITY, outcome: 'bypassed' },

  // ---- the end ----
  { fault: 'segv', at: 'deactivate', formats: ['lv2', 'vst3'], outcome: 'close' },
  { fault: 'segv', at: 'deactivate', call: 2, formats: ['clap'], outcome: 'close' }, // the first is for the length of blocks
  { fault: 'segv', at: 'close', outcome: 'close' },
  { fault: 'exit', at: 'close', outcome: 'close' },
  { fault: 'hang', at: 'close', outcome: 'close' },
  { fault: 'outlive(300)', at: 'close', outcome: 'close' },
  { fault: 'segv', at: 'unload', outcome: 'close' },
];

/** What npm test plays, in LV2: the first row of each outcome in each place, and each sentence. The rest is for the long tests. */
export type Part = 'first' | 'rest' | 'all';

export function outcomeOf(row: Row, format: Format): Outcome {
  return row.except?.[format] ?? row.outcome;
}

/** The rows for a format. */
export function rowsOf(format: Format, part: Part): Row[] {
  const all = rows.filter(({ formats }) => formats === undefined || formats.includes(format));
  if (part === 'all') return all;
  const kinds = all.map((row) => `${outcomeOf(row, format)} ${row.at} ${row.says ?? ''}`);
  return all.filter((_, i) => (kinds.indexOf(kinds[i]!) === i) === (part === 'first'));
}

/** What a plugin may change of its thread: the host puts it back after each call. */
export const threadChanges = [
  'rounding',
  'flush-to-zero(0)',
  'flush-to-zero(1)',
  'fp-traps',
  'mask',
  'thread-locale',
] as const;
/** And of the whole process: restored after each call of the main thread, and a moment later if the audio thread changed it. */
export const processChanges = ['locale', 'chdir'] as const;

/** Where changes are looked for on the main thread. */
export const changesAt: readonly { at: Place; formats?: readonly Format[] }[] = [
  { at: 'timer', formats: withTimers },
  { at: 'save' },
  { at: 'editor-idle' },
];

/** Sizes of the plugin's own part of a state. The wire has 64 KiB for all of it. */
const wireSizes = [65_535, 65_537];
const otherSizes = [0, 65_000, 65_536, 20_971_520];

export function stateSizes(part: Part): number[] {
  return [...(part === 'rest' ? [] : wireSizes), ...(part === 'first' ? [] : otherSizes)];
}
