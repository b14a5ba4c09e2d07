/**
 * A host process reduced to its recovery: prints what the record says of the process before, does the steps that are planned for this one,
 * and ends. A step may crash it; then the supervisor starts the next one, which goes on with the next line of the plan.
 *
 * The supervisor takes it for start.cjs; the words of a DAW: format, plan (a JSON array of processes, each an array of steps), segment, id,
 * pipe ends. A line of JSON per process on stdout.
 */
import { openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type Core, instantiateCore } from '../../../ts/core.ts';
import { declareFunctions, Native, type PluginPointer } from '../../../ts/native.ts';
import { mapSegment } from '../../../ts/segment.ts';
import { maskOfAudioThread, openFds, status } from './proc.ts';

/* Node's type package has none (see ts/core.ts). */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: { a(at: number): number } };
};

interface Faults {
  fault(kind: string): void;
  fault_on_thread(kind: string, blocksSignals: number): void;
  fault_in_child(kind: string): number;
  fault_plugin(kind: string): PluginPointer;
  fault_misbehave(what: string): void;
}

const [, plan = '[]', segmentName = '', , toHost, toDaw] = process.argv.slice(2);
const [dawToHost, hostToDaw] = [Number(toHost), Number(toDaw)];

const native = new Native(__dirname);
const { os } = native;
const faults = declareFunctions<Faults>(native.koffi, join(__dirname, 'libfaults.so'), {
  fault: 'void fault(const char *kind)',
  fault_on_thread: 'void fault_on_thread(const char *kind, int32_t blocks_signals)',
  fault_in_child: 'int32_t fault_in_child(const char *kind)',
  fault_plugin: 'void *fault_plugin(const char *kind)',
  fault_misbehave: 'void fault_misbehave(const char *what)',
});

/** The audio thread's core, as native code sees it. See wasm/include/block.h. */
const BLOCK_BYTES = 384;
const CORE_BYTES = 7_208_960;
const FRAMES = 64;
let audioThreadMask = '';
let wakeFd = -1;
let daw: Core | undefined;

/** The words of the block record. */
function blockWords(): Uint32Array {
  return new Uint32Array(native.koffi.view(os.audio_block() as unknown as bigint, BLOCK_BYTES));
}

function setTable(values: Record<string, number>): void {
  const ids = Object.keys(values);
  const words = blockWords();
  const memory = native.koffi.view(os.audio_base() as unknown as bigint, CORE_BYTES);
  new Uint32Array(memory, words[2]).set(ids.map(Number));
  new Float32Array(memory, words[3]).set(ids.map(() => -1e9));
  new Float32Array(memory, words[4]).set(ids.map(() => 1e9));
  new Float32Array(memory, words[5]).set(ids.map((id) => values[id]!));
  words[6] = ids.length;
}

/** The next block changes parameters: [position in the table, value] each. */
function setEvents(events: [number, number][]): void {
  const words = blockWords();
  const memory = native.koffi.view(os.audio_base() as unknown as bigint, CORE_BYTES);
  const ids = new Uint32Array(memory, words[2]);
  for (const [index, value] of events) daw?.exports.daw_push_parameter(ids[index]!, value, 0, 0);
}

/** An audio thread with a DAW of our own. */
function startAudio(): void {
  const fd = segment();
  const again = os.recovery_cause() !== 0;
  daw = instantiateCore(readFileSync(join(__dirname, 'core-small.wasm')));
  mapSegment(os, fd, daw);
  if (!again) daw.exports.daw_initialize(6);
  daw.exports.daw_set_block(FRAMES, 0, 0);
  wakeFd = openSync(`/proc/self/fd/${dawToHost}`, 'w');
  const error = os.audio_start({
    segment_fd: fd,
    daw_to_host: dawToHost,
    host_to_daw: hostToDaw,
    client: 0,
    answers_show: 0,
  });
  if (error < 0) throw new Error(`audio_start: ${os.process_error_text(error)}`);
  os.audio_run_plugin(faults.fault_plugin('nothing'));
  sleep(50);
  audioThreadMask = maskOfAudioThread();
}

/** The audio thread runs a plugin that faults in its first block. */
function processFaulty(kind: string): void {
  os.audio_run_plugin(faults.fault_plugin(kind));
  os.pipe_signal(wakeFd);
}

/** The same at a random moment of what the main thread does. */
function faultSoon(kind: string): void {
  os.audio_run_plugin(faults.fault_plugin(kind));
  const code = `setTimeout(() => require('node:fs').writeSync(${wakeFd}, '!'), Math.random() * 30)`;
  new Worker(code, { eval: true });
}

/** What the DAW has made. */
function segment(): number {
  const inherited = os.recovery_segment_fd();
  return inherited >= 0 ? inherited : os.segment_open(segmentName);
}

const sleep = (ms: number): unknown => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

function takeState(): string | number {
  const bytes = Buffer.alloc(os.recovery_state_bytes());
  const got = os.recovery_take_state(bytes, bytes.length);
  if (got < 0) return got;
  const first = bytes.subarray(0, 1).toString('latin1');
  const uniform = bytes.length > 1000 && bytes.equals(Buffer.alloc(bytes.length, first, 'latin1'));
  return uniform ? `${bytes.length} times ${first}` : bytes.toString('latin1');
}

function report(opened: number): Record<string, unknown> {
  const before = Array.from({ length: os.recovery_change_count() }, (_, i) => i);
  const segment = os.recovery_segment_fd();
  const text = Buffer.alloc(8);
  return {
    opened,
    cause: os.recovery_cause(),
    signal: os.recovery_signal(),
    thread: os.recovery_thread(),
    phase: os.recovery_phase_then(),
    crashes: os.recovery_crashes(),
    ageMs: os.recovery_age_ms(),
    requestType: os.recovery_request_type(),
    requestMs: os.recovery_request_ms(),
    hostWords: Array.from({ length: 9 }, (_, i) => os.recovery_word(i)),
    state: takeState(),
    changes: Object.fromEntries(before.map((i) => [os.recovery_change_id(i), os.recovery_change_value(i)])),
    place: place(),
    segment: segment < 0 ? undefined : text.toString('hex', 0, readSync(segment, text, 0, 8, 0)),
    parent: process.ppid,
    argv: process.argv.slice(2),
    directory: process.cwd(),
    umask: status('Umask'),
    blocked: status('SigBlk'),
    ignored: status('SigIgn'),
    cpus: status('Cpus_allowed_list'),
    nice: readFileSync('/proc/self/stat', 'latin1').split(') ')[1]!.split(' ')[16],
    policy: readFileSync('/proc/self/stat', 'latin1').split(') ')[1]!.split(' ')[38],
    record: process.env.MAOLAN_RECOVERY_FD,
    mine: process.env.STEPS_MINE,
    fds: openFds(),
  };
}

function place(): number[] | undefined {
  const [x, y] = [new Int32Array(1), new Int32Array(1)];
  const known = os.recovery_window(x, y);
  return known === 1 ? [x[0]!, y[0]!] : undefined;
}

/** A load beyond the memory, which the engine finds out about by the very signal that kills plugins. */
function trap(): string {
  const module = Uint8Array.of(
    ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 6, 1, 96, 1, 127, 1, 127, 3, 2, 1, 0, 5, 3, 1, 0, 1, 7, 5, 1, 1, 97, 0, 0],
    ...[10, 9, 1, 7, 0, 32, 0, 40, 2, 0, 11],
  );
  const { a } = new WebAssembly.Instance(new WebAssembly.Module(module)).exports;
  try {
    return `returned ${a(1 << 30)}`;
  } catch (error) {
    return (error as Error).constructor.name;
  }
}

/** Keep one state after the other until a process dies. */
function keepForEver(): never {
  const bytes = Buffer.alloc(300_000);
  for (let i = 0; ; i++) {
    bytes.fill(65 + (i % 26));
    os.recovery_keep_state(bytes, bytes.length);
  }
}

function print(value: unknown): void {
  writeSync(1, `${JSON.stringify(value)}\n`);
}

type Step = (argument: string) => unknown;
const steps: Record<string, Step> = {
  arm: () => os.recovery_arm(),
  phase: (phase) => os.recovery_set_phase(Number(phase)),
  word: (value) => os.recovery_set_word(3, Number(value)),
  place: () => os.recovery_note_window(-5, 77),
  keep: (text) => os.recovery_keep_state(Buffer.from(text, 'latin1'), text.length),
  'keep-many': (count) => os.recovery_keep_state(Buffer.alloc(Number(count), 'x'), Number(count)),
  try: (text) => os.recovery_try_state(Buffer.from(text, 'latin1'), text.length),
  commit: () => os.recovery_commit_state(),
  'keep-for-ever': keepForEver,
  table: (json) => setTable(JSON.parse(json)),
  events: (json) => setEvents(JSON.parse(json)),
  audio: startAudio,
  process: processFaulty,
  'fault-soon': faultSoon,
  sleep: () => sleep(60_000),
  wait: (ms) => sleep(Number(ms)),
  watch: () => {
    const [idle, beat] = [new Uint8Array(new SharedArrayBuffer(4)), new Uint8Array(new SharedArrayBuffer(4))];
    return os.watch_start(idle, beat, dawToHost);
  },
  fault: (kind) => faults.fault(kind),
  thread: (kind) => faults.fault_on_thread(kind, 0),
  'deaf-thread': (kind) => faults.fault_on_thread(kind, 1),
  child: (kind) => print({ child: faults.fault_in_child(kind) }),
  misbehave: (what) => faults.fault_misbehave(`${what} `),
  environment: () => print({ changed: os.recovery_restore_environment(), again: os.recovery_restore_environment() }),
  'audio-mask': () => print({ before: audioThreadMask, now: maskOfAudioThread() }),
  trap: () => print({ trap: trap() }),
  restart: () => os.recovery_restart(),
  unlink: () => os.segment_unlink(segmentName),
  spoil: (at) => {
    // As a plugin with a wild pointer would.
    const record = process.env.STEPS_RECORD_FD ?? '';
    writeSync(Number(record), Uint8Array.of(0x55), 0, 1, Number(at));
  },
  /* Offset, count of bytes, and what to put there: a number, or a seed for random bytes (negative). */
  scribble: (words) => {
    const [at = 0, bytes = 0, value = 0] = words.split(' ').map(Number);
    let seed = -value;
    const next = () => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return seed >>> 16;
    };
    const filled = value < 0 ? Uint8Array.from({ length: bytes }, next) : new Uint8Array(bytes).fill(value);
    writeSync(Number(process.env.STEPS_RECORD_FD ?? ''), filled, 0, bytes, at);
  },
  'node-exit': () => process.exit(9),
  throw: () => {
    throw new Error('of the host itself');
  },
};

function recordFd(): string {
  const found = Object.entries(openFds()).find(([, link]) => link.includes('maolan-recovery'));
  return found?.[0] ?? '';
}

function main(): void {
  const processes = JSON.parse(plan) as string[][];
  const inherited = process.env.MAOLAN_RECOVERY_FD;
  const opened = os.recovery_open(dawToHost, hostToDaw);
  process.env.STEPS_RECORD_FD = recordFd();
  print({ ...report(opened), inherited: inherited !== undefined });
  for (const line of processes[Math.max(opened, 0)] ?? []) {
    const [, name = '', argument = ''] = /^([\w-]+) ?(.*)$/s.exec(line) ?? [];
    const step = steps[name];
    if (step === undefined) throw new Error(`no step ${name}`);
    const result = step(argument);
    if (typeof result === 'number' && result < 0) print({ failed: line, result });
  }
  print('end');
  os.process_exit(0);
}

main();
