/** Where things lie and how they are called, typed from the protocol's description and from block.h. */

/** Version 1: absolute byte offsets in the segment. */
export const v1 = {
  magic: 0,
  version: 4,
  ready: 12,
  heartbeat: 16,
  errorCode: 20,
  shutdownRequest: 24,
  blockSize: 36,
  inputChannels: 40,
  outputChannels: 44,
  requestType: 48,
  requestStatus: 52,
  scratchSize: 56,
  parameterWrite: 256,
  parameterRead: 260,
  echoWrite: 272,
  echoRead: 276,
  parameterSlots: 1_049_088,
  echoSlots: 1_180_160,
  transport: 1_245_696,
  scratch: 1_245_952,
} as const;

/** bus 0: DAW to host, bus 1: host to DAW. */
export function plane(channel: number, bus: 0 | 1): number {
  return 512 + (channel * 2 + bus) * 16_384;
}

/** Byte offsets in the block record that the core shares with the shim. */
export const record = {
  recordBytes: 0,
  eventsAt: 4,
  idsAt: 8,
  minimumsAt: 12,
  maximumsAt: 16,
  valuesAt: 20,
  parameterCount: 24,
  inputChannels: 28,
  outputChannels: 32,
  frames: 36,
  eventCount: 40,
  wakeMs: 44,
  doneMs: 48,
  latency: 52,
  outputEventsAt: 56,
  outputEventCount: 60,
  playhead: 64,
  tempo: 72,
  numerator: 80,
  denominator: 84,
  playing: 88,
  inputsAt: 96,
  outputsAt: 224,
  midiInputs: 352,
  midiOutputs: 356,
  edits: 360,
  readMs: 364,
  nowUs: 368,
  wakesUnread: 372,
  repliesUnread: 376,
  wakeWaited: 380,
  dataAt: 384,
  outputDataAt: 388,
  outputDataBytes: 392,
  isBeingAnswered: 400,
} as const;
export const RECORD_BYTES = 408;

/** Kinds of event in the block record's lists. */
export const kinds = { parameter: 1, midi: 2, gestureBegin: 3, gestureEnd: 4, modulation: 5, sysex: 6 } as const;
/** Kinds of event in the parameter and echo rings. */
export const wireKinds = { value: 0, modulation: 1, gestureBegin: 2, gestureEnd: 3 } as const;

export const NOTHING = 0;
export const BLOCK = 1;
export const REQUEST = 2;
export const SHUTDOWN = 3;
/** Of Rig.end: the reply is held back for a request whose byte has not been read. */
export const HELD = -1;

export interface Parameter {
  id: number;
  value: number;
  minimum?: number;
  maximum?: number;
}

export interface ListedEvent {
  offset: number;
  index: number;
  value: number;
}

/** An event of either list; MIDI has bytes, the others an index and maybe a value. */
export interface AnyEvent {
  offset: number;
  kind: number;
  port?: number;
  index?: number;
  value?: number;
  bytes?: number[];
}

export interface Echo {
  id: number;
  kind: number;
  offset: number;
  value: number;
}

export interface Midi {
  offset: number;
  bytes: number[];
}

/** Bytes of an event in either list. */
export const EVENT_BYTES = 24;
