/**
 * A host reduced to its lives: prints what the record says of the life before, does the steps that are planned for this one, and ends. A
 * step may kill it; then the next life goes on with the next line of the plan.
 *
 * node life.cjs <plan: a JSON array of lives, each an array of steps> <fds>; a line of JSON per life on stdout.
 */
import { closeSync, readFileSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { declareFunctions, Native, type PluginPointer } from '../../../ts/native.ts';
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

const native = new Native(join(__dirname, 'lib'));
const { os } = native;
const faults = declareFunctions<Faults>(native.koffi, join(__dirname, 'libfaults.so'), {
  fault: 'void fault(const char *kind)',
  fault_on_thread: 'void fault_on_thread(const char *kind, int32_t blocks_signals)',
  fault_in_child: 'int32_t fault_in_child(const char *kind)',
  fault_plugin: 'void *fault_plugin(const char *kind)',
  fault_misbehave: 'void fault_misbehave(const char *what)',
});

/** Like the audio thread's core: memory with a block record and a parameter table in it. See wasm/include/block.h. */
const memory = isMainThread ? new SharedArrayBuffer(1 << 20) : (workerData as SharedArrayBuffer);
const words = new Uint32Array(memory);
const floats = new Float32Array(memory);
const BLOCK_BYTES = 368;
const [EVENTS_AT, IDS_AT, VALUES_AT] = [0x1000, 0x40000, 0x80000];
const [EVENT_BYTES, EVENT_PARAMETER] = [24, 1];
/** Words at the end of the memory: the audio thread is there; it is told what to do. */
const [ENTERED, ORDER] = [(memory.byteLength >> 2) - 2, (memory.byteLength >> 2) - 1];
let audioThreadMask = '';
const [IN_PROCESS, SOON] = [1, 2];
const orderText = new Uint8Array(memory, 0xf0000, 16);

function setTable(values: Record<string, number>): void {
  const ids = Object.keys(values);
  words[0] = BLOCK_BYTES;
  words[1] = EVENTS_AT;
  words[2] = IDS_AT;
  words[5] = VALUES_AT;
  words[6] = ids.length;
  for (const [i, id] of ids.entries()) {
    words[IDS_AT / 4 + i] = Number(id);
    floats[VALUES_AT / 4 + i] = values[id]!;
  }
}

/** The block under way changes parameters: [position in the table, value] each. */
function setEvents(events: [number, number][]): void {
  words[10] = events.length;
  const view = new DataView(memory);
  for (const [i, [index, value]] of events.entries()) {
    const at = EVENTS_AT + i * EVENT_BYTES;
    view.setUint16(at + 4, EVENT_PARAMETER, true);
    view.setUint32(at + 8, index, true);
    view.setFloat64(at + 16, value, true);
  }
}

function audioThread(): void {
  const bytes = new Uint8Array(memory);
  if (os.audio_enter(bytes, bytes) < 0) throw new Error('audio_enter');
  Atomics.store(words, ENTERED, 1);
  Atomics.notify(new Int32Array(memory), ENTERED);
  Atomics.wait(new Int32Array(memory), ORDER, 0);
  const kind = Buffer.from(orderText.slice(0, orderText.indexOf(0))).toString();
  if (Atomics.load(words, ORDER) === SOON) {
    // At a random moment of what the main thread does.
    for (const end = performance.now() + Math.random() * 30; performance.now() < end; );
    faults.fault(kind);
  }
  os.audio_set_plugin(faults.fault_plugin(kind));
  for (;;) os.audio_process();
}

function startAudio(): void {
  words[0] = BLOCK_BYTES;
  new Worker(__filename, { workerData: memory });
  Atomics.wait(new Int32Array(memory), ENTERED, 0);
  audioThreadMask = maskOfAudioThread();
}

function order(number: number, kind: string): void {
  orderText.set(Buffer.from(kind));
  Atomics.store(words, ORDER, number);
  Atomics.notify(new Int32Array(memory), ORDER);
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
    deaths: os.recovery_deaths(),
    ageMs: os.recovery_age_ms(),
    requestType: os.recovery_request_type(),
    requestMs: os.recovery_request_ms(),
    hostWords: Array.from({ length: 8 }, (_, i) => os.recovery_word(i)),
    state: takeState(),
    changes: Object.fromEntries(before.map((i) => [os.recovery_change_id(i), os.recovery_change_value(i)])),
    place: place(),
    segment: segment < 0 ? undefined : text.toString('latin1', 0, readSync(segment, text, 0, 8, 0)),
    pid: process.pid,
    argv: process.argv.slice(2),
    directory: process.cwd(),
    umask: status('Umask'),
    blocked: status('SigBlk'),
    ignored: status('SigIgn'),
    cpus: status('Cpus_allowed_list'),
    nice: readFileSync('/proc/self/stat', 'latin1').split(') ')[1]!.split(' ')[16],
    policy: readFileSync('/proc/self/stat', 'latin1').split(') ')[1]!.split(' ')[38],
    preload: process.env.LD_PRELOAD,
    record: process.env.MAOLAN_RECOVERY_FD,
    mine: process.env.LIFE_MINE,
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

/** Keep one state after the other until somebody dies. */
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
  request: (type) => os.recovery_note_request(Number(type), 1234),
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
  process: (kind) => order(IN_PROCESS, kind),
  'fault-soon': (kind) => order(SOON, kind),
  sleep: () => sleep(60_000),
  wait: (ms) => sleep(Number(ms)),
  watch: () => {
    const [idle, beat] = [new Uint8Array(new SharedArrayBuffer(4)), new Uint8Array(new SharedArrayBuffer(4))];
    return os.watch_start(idle, beat, Number(process.argv[3]!.split(',')[0]));
  },
  fault: (kind) => faults.fault(kind),
  thread: (kind) => faults.fault_on_thread(kind, 0),
  'deaf-thread': (kind) => faults.fault_on_thread(kind, 1),
  child: (kind) => print({ child: faults.fault_in_child(kind) }),
  misbehave: (what) => faults.fault_misbehave(`${what} `),
  manners: () => print({ manners: os.recovery_restore_manners(), again: os.recovery_restore_manners() }),
  'audio-mask': () => print({ before: audioThreadMask, now: maskOfAudioThread() }),
  trap: () => print({ trap: trap() }),
  restart: () => os.recovery_restart(),
  segment: (name) => {
    const fd = os.segment_create(name, 8);
    os.segment_unlink(name);
    writeSync(fd, 'segment!', 0);
    os.recovery_keep_segment(fd);
    closeSync(fd);
  },
  spoil: (at) => {
    // As a plugin with a wild pointer would.
    const record = process.env.LIFE_RECORD_FD ?? '';
    writeSync(Number(record), Uint8Array.of(0x55), 0, 1, Number(at));
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
  const [plan = '[]', fds = '-1,-1'] = process.argv.slice(2);
  const [dawToHost = -1, hostToDaw = -1] = fds.split(',').map(Number);
  const lives = JSON.parse(plan) as string[][];
  const inherited = process.env.MAOLAN_RECOVERY_FD;
  const opened = os.recovery_open(dawToHost, hostToDaw);
  process.env.LIFE_RECORD_FD = recordFd();
  print({ ...report(opened), inherited: inherited !== undefined });
  for (const line of lives[Math.max(opened, 0)] ?? []) {
    const [, name = '', argument = ''] = /^([\w-]+) ?(.*)$/s.exec(line) ?? [];
    const step = steps[name];
    if (step === undefined) throw new Error(`no step ${name}`);
    const result = step(argument);
    if (typeof result === 'number' && result < 0) print({ failed: line, result });
  }
  print('end');
  os.process_exit(0);
}

if (isMainThread) main();
else audioThread();
