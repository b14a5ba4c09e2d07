/**
 * What `maolan-plugin-host test` must find in the torture plugin: a script, and the tests that it breaks; no other. Found without any script
 * is what the plugin really lacks (README of the fixture: it says that it delays by 64 samples, and does not).
 */
import type { Format } from './support.ts';

export interface ValidatorRow {
  script: string;
  /** Ids, with `!` where the plugin dies of it or hangs. */
  breaks: readonly string[];
  /** VST3 hosts ask for the state while they load, to show it to the controller. */
  breaksVst3?: readonly string[];
  formats?: readonly Format[];
  /** From which level on it is found. */
  level?: number;
  /** A representative of its kind: tried by the CI, too. */
  isSample?: boolean;
}

export const always: Readonly<Record<Format, readonly string[]>> = {
  lv2: ['files/class', 'files/description', 'process/latency'],
  vst3: ['process/latency'],
  clap: ['process/latency'],
};

const all = ['lv2', 'vst3', 'clap'] as const;
const withTimers = ['vst3', 'clap'] as const;

export const validatorRows: readonly ValidatorRow[] = [
  { script: '', breaks: [] },
  // ---- the start and the end ----
  { script: 'refuse@load', breaks: ['life/open'] },
  { script: 'refuse@instantiate', breaks: ['life/open'] },
  { script: 'segv@instantiate', breaks: ['life/open!'] },
  { script: 'exit@activate', breaks: ['life/open!'] },
  { script: 'segv@close', breaks: ['life/close!'] },
  { script: 'hang@close', breaks: ['life/close!'] },
  // ---- timers and threads ----
  { script: 'segv@timer:3', breaks: ['life/idle!'], formats: withTimers },
  { script: 'abort@thread:40', breaks: ['life/idle!'] },
  { script: 'throw@worker:3', breaks: ['process/plays!'], formats: ['lv2'] },
  // ---- process ----
  { script: 'segv@process:20', breaks: ['process/plays!'] },
  { script: 'hang@process:20', breaks: ['process/plays!'] },
  { script: 'kill@process:20', breaks: ['process/plays!'] },
  { script: 'refuse@process:20', breaks: ['process/plays'], formats: withTimers },
  { script: 'abort@process:120', breaks: ['process/finite!'] },
  { script: 'nan@process', breaks: ['process/finite'] },
  { script: 'loud@process', breaks: ['process/level', 'process/silence'] },
  { script: 'denormals@process', breaks: ['process/denormals'], level: 5 },
  { script: 'overrun@process', breaks: ['process/guard-frames'], isSample: true },
  // ---- real time ----
  { script: 'leak@process:60', breaks: ['real-time/heap'], level: 4 },
  { script: 'slow(20)@process:60', breaks: ['real-time/sleeps'], level: 4 },
  // ---- state ----
  { script: 'segv@save', breaks: ['state/save!'], breaksVst3: ['life/open!'], isSample: true },
  { script: 'hang@save', breaks: ['state/save!'], breaksVst3: ['life/open!'] },
  { script: 'refuse@save', breaks: ['state/save'], formats: withTimers },
  { script: 'state-differs@save', breaks: ['state/repeatable'] },
  { script: 'segv@restore', breaks: ['state/restore!'] },
  { script: 'refuse@restore', breaks: ['state/restore'], formats: withTimers },
  // ---- manners ----
  { script: 'rounding@process:20', breaks: ['manners/floating-point'], isSample: true },
  { script: 'fp-traps@save', breaks: ['manners/floating-point'] },
  { script: 'locale@process:20', breaks: ['manners/locale'] },
  { script: 'mask@process:20', breaks: ['manners/signals'] },
  { script: 'handlers@save', breaks: ['manners/signals'] },
  { script: 'chdir@save', breaks: ['manners/directory'] },
  { script: 'fork(10)@process:20', breaks: ['manners/children'] },
  { script: 'host-calls@timer', breaks: [], formats: withTimers },
  { script: 'host-calls@process:20', breaks: ['manners/threads'], formats: ['clap'] },
];

export const brokenBy = ({ breaks, breaksVst3 }: ValidatorRow, format: Format): readonly string[] =>
  format === 'vst3' ? (breaksVst3 ?? breaks) : breaks;

export const formatsOf = ({ formats }: ValidatorRow): readonly Format[] => formats ?? all;
