/**
 * Protocol version 1 as the DAW sees it: byte offsets from the start of the segment. Written down independently of the host's own
 * table, because these numbers are what the conformance tests test.
 */
export const at = {
  magic: 0,
  version: 4,
  ready: 12,
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
  planes: 512,
  parameterSlots: 1_049_088,
  echoSlots: 1_180_160,
  transport: 1_245_696,
  scratch: 1_245_952,
} as const;

export const segmentBytes = 4_194_304;
export const magic = 0x4d41_4f4c;
export const version = 1;
export const planeBytes = 16_384;
export const channelsMax = 32;
export const framesMax = 4096;
export const ringSlots = 4096;
export const slotBytes = 16;
export const scratchBytes = 65_536;

/** Which of a channel's two planes. */
export type Direction = 'toHost' | 'toDaw';

/** Offset of a channel's plane. */
export function planeAt(channel: number, direction: Direction): number {
  return at.planes + (channel * 2 + (direction === 'toHost' ? 0 : 1)) * planeBytes;
}

export const request = { saveState: 1, restoreState: 2, guiShow: 3, guiHide: 4 } as const;
export const status = { pending: 0, ok: 1, error: 2 } as const;
