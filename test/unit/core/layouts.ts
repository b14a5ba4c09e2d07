/** The segment's layouts, typed from the protocol's description: absolute byte offsets; 0 where a version has no such field. */

export interface Layout {
  version: number;
  requestType: number;
  requestStatus: number;
  scratchSize: number;
  parentWindow: number;
  parentWindowBytes: number;
  stateDirty: number;
  latency: number;
  responseCounter: number;
  blockResponseEventless: number;
  midiInPortCount: number;
  midiOutPortCount: number;
  guiMode: number;
  guiParentApi: number;
  parameterWrite: number;
  parameterRead: number;
  echoWrite: number;
  echoRead: number;
  parameterSlots: number;
  echoSlots: number;
  transport: number;
  scratch: number;
  end: number;
  midiInPorts: number;
  midiOutPorts: number;
  midiStride: number;
  midiInWrite: number;
  midiInSlots: number;
  midiOutWrite: number;
  midiOutSlots: number;
  /** Private: system exclusive messages between ts/client/ and this host. */
  longMidi: number;
  echoesAtStart: number;
  echoesEvents: number;
  announces: number;
  answersRequests: number;
  answersShow: number;
  hasSharedFlag: number;
  fileList: number;
  awaitsStatus: number;
}

const v1: Layout = {
  version: 1,
  requestType: 48,
  requestStatus: 52,
  scratchSize: 56,
  parentWindow: 60,
  parentWindowBytes: 4,
  stateDirty: 0,
  latency: 0,
  responseCounter: 0,
  blockResponseEventless: 0,
  midiInPortCount: 0,
  midiOutPortCount: 0,
  guiMode: 0,
  guiParentApi: 0,
  parameterWrite: 256,
  parameterRead: 260,
  echoWrite: 272,
  echoRead: 276,
  parameterSlots: 1_049_088,
  echoSlots: 1_180_160,
  transport: 1_245_696,
  scratch: 1_245_952,
  end: 1_311_488,
  midiInPorts: 1,
  midiOutPorts: 0,
  midiStride: 0,
  midiInWrite: 264,
  midiInSlots: 1_114_624,
  midiOutWrite: 0,
  midiOutSlots: 0,
  longMidi: 0,
  echoesAtStart: 1,
  echoesEvents: 0,
  announces: 0,
  answersRequests: 0,
  answersShow: 0,
  hasSharedFlag: 0,
  fileList: 0,
  awaitsStatus: 0,
};

const v3: Layout = {
  ...v1,
  version: 3,
  parentWindow: 64,
  parentWindowBytes: 8,
  stateDirty: 72,
  transport: 1_311_232,
  scratch: 1_311_488,
  end: 1_377_024,
  midiOutPorts: 1,
  midiOutWrite: 280,
  midiOutSlots: 1_245_696,
  longMidi: 0,
  echoesAtStart: 0,
  echoesEvents: 1,
  announces: 1,
  answersRequests: 1,
  fileList: 6,
};

const v4: Layout = {
  ...v3,
  version: 4,
  requestType: 56,
  requestStatus: 60,
  scratchSize: 64,
  parentWindow: 72,
  stateDirty: 80,
  midiInPortCount: 48,
  midiOutPortCount: 52,
  guiMode: 272,
  echoWrite: 264,
  echoRead: 268,
  echoSlots: 1_114_624,
  transport: 3_277_824,
  scratch: 3_278_080,
  end: 3_343_616,
  midiInPorts: 16,
  midiOutPorts: 16,
  midiStride: 65_552,
  midiInWrite: 1_180_160,
  midiInSlots: 1_180_168,
  midiOutWrite: 2_228_992,
  midiOutSlots: 2_229_000,
  longMidi: 0,
  awaitsStatus: 1,
};

const v5: Layout = { ...v4, version: 5, latency: 84 };

const v6: Layout = { ...v5, version: 6, guiParentApi: 276, midiInSlots: 1_180_176, midiOutSlots: 2_229_008 };

/** Version 6 before its slots moved. */
export const older6: Layout = { ...v6, midiInSlots: 1_180_168, midiOutSlots: 2_229_000 };

const v7: Layout = {
  ...v6,
  version: 7,
  responseCounter: 88,
  blockResponseEventless: 92,
  longMidi: 3_343_616,
  answersShow: 1,
  hasSharedFlag: 1,
  fileList: 7,
};

export const layouts: readonly Layout[] = [v1, v3, v4, v5, v6, v7];
/** All but version 1. */
export const laterLayouts: readonly Layout[] = [v3, v4, v5, v6, v7];
export { v1, v3, v4, v5, v6, v7 };
