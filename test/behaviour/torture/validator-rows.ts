/**
 * What `maolan-plugin-host test` must find in the torture plugin: a script, and the tests that it breaks; no other. Found without any script
 * is what the plugin really lacks (README of the fixture: it says that it delays by 64 samples, and does not).
 */
import type { Format } from './support.ts';

export interface ValidatorRow {
  script: string;
  /** Ids, with `!` where the plugin crashes or hangs. */
  breaks: readonly string[];
  /** Where a format has it otherwise. VST3 hosts ask for the state while they load, to show it to the controller. */
  breaksLv2?: readonly string[];
  breaksVst3?: readonly string[];
  formats?: readonly Format[];
  /** From which level on it is found. */
  level?: number;
  /** Else there is none, which saves time. */
  needsDisplay?: boolean;
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
  { script: 'refuse@load', breaks: ['lifecycle/open'] },
  { script: 'refuse@instantiate', breaks: ['lifecycle/open'] },
  { script: 'segv@instantiate', breaks: ['lifecycle/open!'] },
  // Of each process and library: there is a second one where there are two at once, or the library stays loaded.
  {
    script: 'segv@instantiate:2',
    breaks: ['lifecycle/leaks!', 'lifecycle/twenty-instances!', 'lifecycle/two-instances!'],
    level: 5,
  },
  { script: 'exit@activate', breaks: ['lifecycle/open!'] },
  { script: 'segv@close', breaks: ['lifecycle/close!'] },
  { script: 'hang@close', breaks: ['lifecycle/close!'] },
  // ---- timers and threads ----
  { script: 'segv@timer:3', breaks: ['lifecycle/idle!'], formats: withTimers },
  { script: 'abort@thread:40', breaks: ['lifecycle/idle!'] },
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
  {
    script: 'overrun@process',
    breaks: ['process/guard-frames'],
    breaksLv2: ['process/guard-frames', 'process/no-frames'],
    isSample: true,
  },
  // ---- real time ----
  { script: 'leak@process:60', breaks: ['real-time/heap', 'real-time/system-calls'], level: 5 },
  { script: 'slow(20)@process:60', breaks: ['real-time/sleeps', 'real-time/system-calls'], level: 5 },
  // ---- state ----
  { script: 'segv@save', breaks: ['state/save!'], breaksVst3: ['lifecycle/open!'], isSample: true },
  { script: 'hang@save', breaks: ['state/save!'], breaksVst3: ['lifecycle/open!'] },
  { script: 'refuse@save', breaks: ['state/save'], formats: withTimers },
  { script: 'state-differs@save', breaks: ['state/repeatable'] },
  { script: 'segv@restore', breaks: ['state/restore!'] },
  { script: 'refuse@restore', breaks: ['state/restore'], formats: withTimers },
  { script: 'refuses-presets@instantiate', breaks: ['state/contexts'], formats: withTimers },
  { script: 'one-read@instantiate', breaks: ['state/short-streams'], formats: ['clap'] },
  // ---- what it claims, and what DAWs hardly do ----
  { script: 'any-id@load', breaks: ['files/unknown-ids'] },
  { script: 'no-class@load', breaks: ['files/class'], formats: withTimers },
  { script: 'no-worker@load', breaks: ['files/extension-data'], formats: ['lv2'] },
  { script: 'false-layout@instantiate', breaks: ['lifecycle/layouts'], formats: withTimers },
  { script: 'begin-gesture@timer:10', breaks: ['parameters/gestures'], formats: withTimers },
  { script: 'restart@timer', breaks: ['lifecycle/restart-requests'], formats: withTimers },
  { script: 'forget@activate:2', breaks: ['lifecycle/restart-keeps-settings'], formats: withTimers },
  { script: 'deaf-flush@instantiate', breaks: ['parameters/flush'], formats: withTimers },
  { script: 'needs-cookie@instantiate', breaks: ['parameters/cookies'], formats: ['clap'] },
  { script: 'any-namespace@instantiate', breaks: ['parameters/namespaces'], formats: ['clap'] },
  { script: 'crossed@instantiate', breaks: ['process/in-place'] },
  { script: 'false-claim@instantiate', breaks: ['process/output-claims'], formats: withTimers },
  { script: 'believes@instantiate', breaks: ['parameters/wild-values'], level: 7 },
  { script: 'writes-nothing@instantiate', breaks: ['process/no-frames'], formats: ['lv2', 'vst3'] },
  { script: 'bypass@instantiate', breaks: ['process/bypass'] },
  { script: 'tail@instantiate', breaks: ['process/tail'], formats: withTimers, level: 5 },
  { script: 'needs-transport@instantiate', breaks: ['transport/none'], formats: withTimers },
  { script: 'no-size@instantiate', breaks: ['editor/scale'], formats: withTimers, level: 5, needsDisplay: true },
  { script: 'abort@editor-resize', breaks: ['editor/resize!'], level: 5, needsDisplay: true },
  { script: 'brittle@instantiate', breaks: ['editor/killed-parent!'], level: 5, needsDisplay: true },
  { script: 'unplayed@instantiate', breaks: ['lifecycle/order-of-calls'] },
  { script: 'deaf-reset@instantiate', breaks: ['lifecycle/reset'], formats: ['clap'] },
  { script: 'double@instantiate', breaks: ['process/double-precision'], formats: withTimers },
  { script: 'wide@instantiate', breaks: [], formats: withTimers },
  { script: 'wide-crossed@instantiate', breaks: ['process/double-in-place'], formats: withTimers, level: 5 },
  { script: 'side-chain@instantiate', breaks: [], formats: withTimers },
  { script: 'needs-side-chain@instantiate', breaks: ['lifecycle/inactive-buses'], formats: withTimers },
  // LV2: of Torture False Class, as its Turtle says.
  { script: 'false-class@load', breaks: ['files/class-and-ports'] },
  { script: 'clicks@process', breaks: ['process/any-blocks-same-sound'], level: 6 },
  { script: 'floats@instantiate', breaks: ['editor/floating'], formats: ['clap'], level: 5, needsDisplay: true },
  // ---- the environment ----
  { script: 'rounding@process:20', breaks: ['environment/floating-point'], isSample: true },
  // Not fp-traps: any later division by zero crashes, in the host as well.
  { script: 'flush-to-zero@save', breaks: ['environment/floating-point'] },
  { script: 'locale@process:20', breaks: ['environment/locale'] },
  { script: 'mask@process:20', breaks: ['environment/signals'] },
  { script: 'handlers@save', breaks: ['environment/signals'] },
  { script: 'chdir@save', breaks: ['environment/directory'] },
  { script: 'fork(10)@process:20', breaks: ['environment/children'] },
  { script: 'touch@process:20', breaks: ['environment/threads'], formats: ['vst3'] },
  // Of VST3 these calls edit a parameter, at any time.
  { script: 'host-calls@timer', breaks: ['lifecycle/restart-requests'], formats: ['clap'] },
  { script: 'host-calls@process:20', breaks: ['environment/threads'], formats: ['clap'] },
];

export const brokenBy = ({ breaks, breaksLv2, breaksVst3 }: ValidatorRow, format: Format): readonly string[] =>
  (format === 'vst3' ? breaksVst3 : format === 'lv2' ? breaksLv2 : undefined) ?? breaks;

export const formatsOf = ({ formats }: ValidatorRow): readonly Format[] => formats ?? all;
