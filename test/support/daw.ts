import { HostProcess, TIMEOUT_MS, until } from './host-process.ts';
import { type Layout, layoutOf, RING_SLOTS, request, SLOT_BYTES, status, type Version } from './layout.ts';
import { currentHost, host } from './paths.ts';
import { hasCode, Pipe, type Waited } from './pipe.ts';
import { Segment, type SegmentOptions } from './segment.ts';

/** What the DAW loads, and how. The defaults are a mono track at 48 kHz. */
export interface DawOptions {
  format: string;
  spec: string;
  sampleRate?: string;
  bufferFrames?: number;
  inputs?: number;
  outputs?: number;
  segment?: SegmentOptions;
  /** Protocol version; default 1. */
  version?: Version;
  /** Version 7: the counter alone answers blocks, as current DAWs want. */
  eventless?: boolean;
  /** Use the current name of the host. Default: for all versions except the first. */
  current?: boolean;
  /** What the DAW writes into the segment before it starts the host. */
  prepare?: (segment: Segment, at: Layout) => void;
  /** Changes the arguments just before the start. */
  arguments?: (usual: string[]) => string[];
  environment?: NodeJS.ProcessEnv;
  /** Descriptors to pass to the host as fds 3, 4, ... instead of the four pipe ends. */
  fds?: (usual: number[]) => number[];
}

/** A slot of the echo ring. */
export interface Echo {
  parameter: number;
  value: number;
  sampleOffset: number;
  kind: number;
}

/** One parameter change; sample offset and kind default to 0, as written by the clients. */
export interface ParameterChange {
  parameter: number;
  value: number;
  sampleOffset?: number;
  kind?: number;
}

/** Instance id and pipe fds of all hosts started by these tests. */
export const INSTANCE_ID = 'lv2-test';

/** Formats whose hosts get rate, block size and channels only through the segment. */
const shortCommandLine = ['clap', 'null', '__test__'];

/** A DAW with one plugin instance and one version of the protocol. Independent of the host's code. */
export class Daw {
  /** Offsets in this version. */
  readonly at: Layout;
  readonly segment: Segment;
  readonly toHost = new Pipe();
  readonly toDaw = new Pipe();
  readonly process: HostProcess;
  inputs: number;
  outputs: number;
  /**
   * The plugin's MIDI ports: the DAW reads them from the header once the host is ready, and writes them there before
   * each block.
   */
  midiPorts = { inputs: 0, outputs: 0 };

  constructor(options: DawOptions) {
    const version = options.version ?? 1;
    this.at = layoutOf(version);
    this.segment = new Segment({ version: this.at.number, ...options.segment });
    if (options.eventless && this.at.eventless !== undefined) this.segment.writeU32(this.at.eventless, 1);
    options.prepare?.(this.segment, this.at);
    this.inputs = options.inputs ?? 1;
    this.outputs = options.outputs ?? 1;
    const frames = String(options.bufferFrames ?? 1024);
    const rate = options.sampleRate ?? '48000';
    const channels = [String(Math.max(1, this.inputs)), String(Math.max(1, this.outputs))];
    const usual = [options.format, options.spec, this.segment.name, INSTANCE_ID, '3', '6'];
    if (!shortCommandLine.includes(options.format)) usual.push(rate, frames, ...channels);
    // A child of the real client inherits both ends of both pipes: 3, 4 and 5, 6, of which 3 and 6 are passed as
    // arguments.
    const ends = [this.toHost.readForChild, this.toHost.write, this.toDaw.readForChild, this.toDaw.write];
    const args = options.arguments?.(usual) ?? usual;
    const executable = (options.current ?? version !== 1) ? currentHost : host;
    this.process = new HostProcess(executable, args, options.fds?.(ends) ?? ends, options.environment ?? {});
    // Keep the two ends that the DAW uses; only the host has the others now, as after the client's two close() calls.
    this.toHost.close(this.toHost.readForChild, this.toHost.read);
    this.toDaw.close(this.toDaw.readForChild, this.toDaw.write);
  }

  /** Wait for ready; false on timeout, or if the host ended without it (which takes a moment more). */
  async ready(milliseconds = TIMEOUT_MS): Promise<boolean> {
    const { at, segment } = this;
    const ready = () => segment.readU32(at.ready) === 1;
    await until(() => ready() || !this.process.alive, milliseconds);
    if (!(await until(ready, 1000))) return false;
    const count = (word: number | undefined) => (word === undefined ? 0 : segment.readU32(word));
    this.midiPorts = { inputs: count(at.midiInputPorts), outputs: count(at.midiOutputPorts) };
    return true;
  }

  /** Write the block's header words and transport, without the byte. */
  prepareBlock(frames: number): void {
    const header = Buffer.alloc(12);
    header.writeUInt32LE(frames, 0);
    header.writeUInt32LE(this.inputs, 4);
    header.writeUInt32LE(this.outputs, 8);
    this.segment.write(this.at.blockSize, header);
    const { midiInputPorts, midiOutputPorts } = this.at;
    if (midiInputPorts !== undefined) this.segment.writeU32(midiInputPorts, this.midiPorts.inputs);
    if (midiOutputPorts !== undefined) this.segment.writeU32(midiOutputPorts, this.midiPorts.outputs);
    this.writeTransport({ tempo: 120, numerator: 4, denominator: 4, playing: true });
  }

  /** The transport block. The 0.2.0 client writes 0, 120, 4/4, playing before every block. */
  writeTransport(values: {
    playhead?: number;
    tempo: number;
    numerator: number;
    denominator: number;
    playing: boolean;
  }): void {
    const transport = Buffer.alloc(28);
    transport.writeBigUInt64LE(BigInt(values.playhead ?? 0), 0);
    transport.writeDoubleLE(values.tempo, 8);
    transport.writeUInt32LE(values.numerator, 16);
    transport.writeUInt32LE(values.denominator, 20);
    transport.writeUInt32LE(values.playing ? 1 : 0, 24);
    this.segment.write(this.at.transport, transport);
  }

  /** One block: header, transport, byte, reply. The caller fills the input planes. */
  async block(frames: number, milliseconds = TIMEOUT_MS): Promise<Waited> {
    this.prepareBlock(frames);
    this.toHost.signal();
    return this.toDaw.wait(milliseconds);
  }

  /** Number of blocks that the host has answered, modulo 2^32 (version 7). */
  get counter(): number {
    if (this.at.responseCounter === undefined) throw new Error(`Version ${this.at.number} has no response counter`);
    return this.segment.readU32(this.at.responseCounter);
  }

  /**
   * One block of version 7, complete when the counter has changed. The counter is read before the wake byte, so that no
   * answer is missed; the real client reads it afterwards. Bytes stay in the pipe.
   * @returns false without an answer.
   */
  async countedBlock(frames: number, milliseconds = TIMEOUT_MS): Promise<boolean> {
    const before = this.counter;
    this.prepareBlock(frames);
    this.toHost.signal();
    return until(() => this.counter !== before, milliseconds);
  }

  /** One mono block: the samples go to input plane 0, the result is output plane 0. Throws without a reply. */
  async play(samples: Float32Array): Promise<Float32Array> {
    this.segment.writePlane(0, 'toHost', samples);
    const reply = await this.block(samples.length);
    if (reply !== 'byte') throw new Error(`No reply to a block: ${reply}. stderr: ${this.process.stderr}`);
    return this.segment.readPlane(0, 'toDaw', samples.length);
  }

  /** One block of several channels: the samples go to input planes 0, 1, ...; returns all output planes. */
  async playChannels(channels: readonly Float32Array[]): Promise<Float32Array[]> {
    channels.forEach((samples, channel) => {
      this.segment.writePlane(channel, 'toHost', samples);
    });
    const frames = channels[0]?.length ?? 0;
    const reply = await this.block(frames);
    if (reply !== 'byte') throw new Error(`No reply to a block: ${reply}. stderr: ${this.process.stderr}`);
    return Array.from({ length: this.outputs }, (_, channel) => this.segment.readPlane(channel, 'toDaw', frames));
  }

  /**
   * The same for a block that may take longer than the 100 ms after which a DAW gives up and the host stays silent:
   * reads the samples when they are complete.
   */
  async playPatiently(channels: readonly Float32Array[]): Promise<Float32Array[]> {
    channels.forEach((samples, channel) => {
      this.segment.writePlane(channel, 'toHost', samples);
    });
    const frames = channels[0]?.length ?? 0;
    const read = () =>
      Array.from({ length: this.outputs }, (_, channel) => this.segment.readPlane(channel, 'toDaw', frames));
    const nothing = new Float32Array(frames).fill(Number.NaN);
    for (let channel = 0; channel < this.outputs; channel++) this.segment.writePlane(channel, 'toDaw', nothing);
    const written = () => read().every((samples) => !Number.isNaN(samples[frames - 1]));
    if ((await this.block(frames, 200)) !== 'byte') {
      if (!(await until(written))) throw new Error(`A block without sound. stderr: ${this.process.stderr}`);
      this.toDaw.drain();
    }
    return read();
  }

  /** Store a request in the client's order, type before status, and write the byte. */
  askFor(type: number): void {
    this.segment.writeU32(this.at.requestType, type);
    this.segment.writeU32(this.at.requestStatus, status.pending);
    this.toHost.signal();
  }

  /** A request with a reply: the status at the time of the reply, or undefined without a reply. */
  async request(type: number, milliseconds = TIMEOUT_MS): Promise<number | undefined> {
    this.askFor(type);
    const reply = await this.toDaw.wait(milliseconds);
    return reply === 'byte' ? this.segment.readU32(this.at.requestStatus) : undefined;
  }

  /** Save; throws on failure. */
  async saveState(): Promise<Buffer> {
    const result = await this.request(request.saveState);
    if (result !== status.ok) throw new Error(`Saving failed: status ${result}. stderr: ${this.process.stderr}`);
    return this.segment.read(this.at.scratch, this.segment.readU32(this.at.scratchSize));
  }

  /** Put bytes into scratch and request a restore; size may be wrong. Returns the status. */
  async restoreState(state: Uint8Array, size = state.length): Promise<number | undefined> {
    this.segment.write(this.at.scratch, state);
    this.segment.writeU32(this.at.scratchSize, size);
    return this.request(request.restoreState);
  }

  /** Queue a parameter change; false if the ring is full. */
  setParameter({ parameter, value, sampleOffset = 0, kind = 0 }: ParameterChange): boolean {
    const write = this.segment.readU32(this.at.parameterWrite);
    if ((write - this.segment.readU32(this.at.parameterRead)) >>> 0 >= RING_SLOTS - 1) return false;
    const slot = Buffer.alloc(SLOT_BYTES);
    slot.writeUInt32LE(parameter, 0);
    slot.writeFloatLE(value, 4);
    slot.writeUInt32LE(sampleOffset, 8);
    slot.writeUInt32LE(kind, 12);
    this.segment.write(this.at.parameterSlots + (write % RING_SLOTS) * SLOT_BYTES, slot);
    this.segment.writeU32(this.at.parameterWrite, write + 1);
    return true;
  }

  /** Take all echoes. */
  takeEchoes(): Echo[] {
    const echoes: Echo[] = [];
    const write = this.segment.readU32(this.at.echoWrite);
    let read = this.segment.readU32(this.at.echoRead);
    for (; read !== write; read = (read + 1) >>> 0) {
      const slot = this.segment.read(this.at.echoSlots + (read % RING_SLOTS) * SLOT_BYTES, SLOT_BYTES);
      const [parameter, sampleOffset, kind] = [slot.readUInt32LE(0), slot.readUInt32LE(8), slot.readUInt32LE(12)];
      echoes.push({ parameter, value: slot.readFloatLE(4), sampleOffset, kind });
    }
    this.segment.writeU32(this.at.echoRead, read);
    return echoes;
  }

  /** Set the shutdown flag and, by default, write the byte. The host may have ended already. */
  shutDown({ withByte = true } = {}): void {
    this.segment.writeU32(this.at.shutdownRequest, 1);
    if (!withByte) return;
    try {
      this.toHost.signal();
    } catch (error) {
      if (!hasCode(error, 'EPIPE')) throw error;
    }
  }

  /** Close the pipes, kill the host if it is still running, remove the segment. */
  async destroy(): Promise<void> {
    this.toHost.close();
    this.toDaw.close();
    if (this.process.alive) this.process.kill();
    await this.process.end();
    this.segment.destroy();
  }
}
