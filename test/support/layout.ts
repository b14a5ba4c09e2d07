/**
 * The protocol as the DAW sees it, in every version: byte offsets from the start of the segment. Written down
 * independently of the host's own table, which the conformance tests check against these numbers.
 */

/** The same in every version. */
const everywhere = {
  magic: 0,
  version: 4,
  flags: 8,
  ready: 12,
  heartbeat: 16,
  errorCode: 20,
  shutdownRequest: 24,
  tasksIssued: 28,
  tasksCompleted: 32,
  blockSize: 36,
  inputChannels: 40,
  outputChannels: 44,
  parameterWrite: 256,
  parameterRead: 260,
  planes: 512,
  parameterSlots: 1_049_088,
} as const;

/** Version 1. */
export const at = {
  ...everywhere,
  requestType: 48,
  requestStatus: 52,
  scratchSize: 56,
  echoWrite: 272,
  echoRead: 276,
  echoSlots: 1_180_160,
  transport: 1_245_696,
  scratch: 1_245_952,
} as const;

/**
 * The existing protocol versions; version 2 was never released. '6-older' is version 6 before the slots of its MIDI
 * rings moved; its header says 6, too.
 */
export type Version = 1 | 3 | 4 | 5 | 6 | '6-older' | 7;

/** Location of a MIDI ring. */
export interface MidiRing {
  write: number;
  read: number;
  slots: number;
}

/** MIDI rings by port. */
export interface MidiRings {
  toHost: readonly MidiRing[];
  toDaw: readonly MidiRing[];
}

/** The fields of a version and their offsets. */
export interface Layout extends Record<keyof typeof at, number> {
  /** Version number in the header. */
  number: number;
  stateDirty?: number;
  latency?: number;
  /** Counts answered blocks. */
  responseCounter?: number;
  /** Not 0: the DAW wants no byte for a block. */
  eventless?: number;
  midiInputPorts?: number;
  midiOutputPorts?: number;
  midi: MidiRings;
}

const MIDI_PORTS = 16;
const MIDI_STRIDE = 65_552;

function rings(base: number, slotsBehind: number): MidiRing[] {
  return Array.from({ length: MIDI_PORTS }, (_, port) => {
    const write = base + port * MIDI_STRIDE;
    return { write, read: write + 4, slots: write + slotsBehind };
  });
}

function sinceVersion4(number: number, slotsBehind: number, latency?: number): Layout {
  return {
    ...everywhere,
    number,
    midiInputPorts: 48,
    midiOutputPorts: 52,
    requestType: 56,
    requestStatus: 60,
    scratchSize: 64,
    stateDirty: 80,
    ...(latency === undefined ? {} : { latency }),
    echoWrite: 264,
    echoRead: 268,
    echoSlots: 1_114_624,
    midi: { toHost: rings(1_180_160, slotsBehind), toDaw: rings(2_228_992, slotsBehind) },
    transport: 3_277_824,
    scratch: 3_278_080,
  };
}

const layouts: Record<Version, Layout> = {
  // Version 1 has a ring for MIDI to the host, too, which no client ever used.
  1: { ...at, number: 1, midi: { toHost: [], toDaw: [] } },
  3: {
    ...at,
    number: 3,
    stateDirty: 72,
    midi: {
      toHost: [{ write: 264, read: 268, slots: 1_114_624 }],
      toDaw: [{ write: 280, read: 284, slots: 1_245_696 }],
    },
    transport: 1_311_232,
    scratch: 1_311_488,
  },
  4: sinceVersion4(4, 8),
  5: sinceVersion4(5, 8, 84),
  6: sinceVersion4(6, 16, 84),
  '6-older': sinceVersion4(6, 8, 84),
  7: { ...sinceVersion4(7, 16, 84), responseCounter: 88, eventless: 92 },
};

export function layoutOf(version: Version): Layout {
  return layouts[version];
}

export const SEGMENT_BYTES = 4_194_304;
export const MAGIC = 0x4d41_4f4c;
export const VERSION = 1;
export const PLANE_BYTES = 16_384;
export const CHANNELS_MAX = 32;
export const FRAMES_MAX = 4096;
export const RING_SLOTS = 4096;
export const SLOT_BYTES = 16;
export const SCRATCH_BYTES = 65_536;

/** Selects one of a channel's two planes, or of a port's two rings. */
export type Direction = 'toHost' | 'toDaw';

/** Offset of a channel's plane. */
export function planeAt(channel: number, direction: Direction): number {
  return at.planes + (channel * 2 + (direction === 'toHost' ? 0 : 1)) * PLANE_BYTES;
}

export const request = {
  saveState: 1,
  restoreState: 2,
  guiShow: 3,
  guiHide: 4,
  setResourceDirectory: 5,
  fileReferences: 6,
  updateFileReference: 7,
  controlPorts: 8,
  parameters: 9,
  midnam: 10,
  noteNames: 11,
  audioPorts: 12,
} as const;
export const status = { pending: 0, ok: 1, error: 2 } as const;
