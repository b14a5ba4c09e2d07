/** Requests that a format does not have, editors that cannot be shown, and how today's DAW waits for what it asks. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import { answeredOnce, portsRecord } from '../../support/answers.ts';
import { clap } from '../../support/clap.ts';
import type { Daw, DawOptions } from '../../support/daw.ts';
import { until } from '../../support/host-process.ts';
import { amp, constant, fixture, readyTest } from '../../support/host-test.ts';
import { request, status, type Version } from '../../support/layout.ts';
import { stereo, vst3 } from '../../support/vst3.ts';

const VERSION: Version = 6;
const lv2 = (name: string): DawOptions => ({ ...fixture(name), version: VERSION });
const vst3Plugin = (name: string): DawOptions => ({ ...vst3(name), version: VERSION });
const nothing: DawOptions = { format: 'null', spec: 'null', version: VERSION };
const withoutDisplay = ({ environment, ...options }: DawOptions): DawOptions => {
  return { ...options, environment: { ...environment, DISPLAY: '', WAYLAND_DISPLAY: '' } };
};

/** Where clients do not read the status, the host must not write it: a later request would be answered by it. */
async function editorIsNotThere(t: ExecutionContext, daw: Daw, showHasReply: boolean): Promise<void> {
  for (const type of [request.guiShow, request.guiHide]) {
    const hasReply = showHasReply && type === request.guiShow;
    // As the clients do: the status first.
    daw.segment.writeU32(daw.at.requestStatus, hasReply ? status.pending : 77);
    daw.segment.writeU32(daw.at.requestType, type);
    daw.toHost.signal();
    if (hasReply) t.is(await daw.toDaw.wait(20_000), 'byte');
    t.true(await until(() => daw.segment.readU32(daw.at.requestType) === 0));
    t.is(daw.segment.readU32(daw.at.requestStatus), hasReply ? status.error : 77);
    await sleep(20);
    t.is(daw.toDaw.drain(), 0);
  }
}

/* ---- Versions 1 to 5 ---- */

readyTest(
  'Version 1: what it does not know is refused without an answer, and an editor that is not there costs no block',
  withoutDisplay(amp),
  async (t, daw) => {
    for (const type of [5, 99, 0xffff_ffff]) {
      daw.askFor(type);
      t.true(await until(() => daw.segment.readU32(daw.at.requestType) === 0));
      t.is(daw.segment.readU32(daw.at.requestStatus), status.error);
      t.deepEqual(await daw.play(constant(64, 0.5)), constant(64, 0.5));
      t.is(daw.toDaw.drain(), 0);
    }
    await editorIsNotThere(t, daw, false);
    for (let block = 2; block < 50; block++) t.deepEqual(await daw.play(constant(64, block)), constant(64, block));
    t.is(daw.toDaw.drain(), 0);
  },
);

for (const older of [3, 4, 5] as const) {
  readyTest(
    `Version ${older}: an unknown request is refused with one reply`,
    () => ({ ...fixture('gain'), version: older }),
    async (t, daw) => {
      for (const type of [request.noteNames, 99]) await answeredOnce(t, daw, await daw.request(type), status.error);
      t.deepEqual(await daw.play(constant(64, 0.5)), constant(64, 0.5));
    },
  );
}

/* ---- Version 6 ---- */

const {
  saveState,
  restoreState,
  setResourceDirectory: folderRequest,
  fileReferences: filesRequest,
  updateFileReference: fileRequest,
  controlPorts: portsRequest,
  parameters,
  midnam,
  noteNames: namesRequest,
  audioPorts,
} = request;

const ofVersion6: [string, () => DawOptions, number[]][] = [
  [
    'VST3',
    () => vst3Plugin('note-echo'),
    [folderRequest, filesRequest, fileRequest, portsRequest, parameters, midnam, namesRequest, audioPorts],
  ],
  ['LV2', () => lv2('gain'), [filesRequest, fileRequest, parameters, namesRequest, audioPorts]],
  ['CLAP', () => clap('gain'), [portsRequest, midnam]],
  [
    'the null plugin',
    () => nothing,
    [
      saveState,
      restoreState,
      folderRequest,
      filesRequest,
      fileRequest,
      portsRequest,
      parameters,
      midnam,
      namesRequest,
      audioPorts,
    ],
  ],
];
for (const [format, options, types] of ofVersion6) {
  readyTest(
    `Version 6: what ${format} does not have is refused, each time with one reply; an editor that cannot be shown costs none`,
    () => withoutDisplay(options()),
    async (t, daw) => {
      const scratch = Buffer.alloc(4096, 0xa5);
      daw.segment.write(daw.at.scratch, scratch);
      for (const type of [...types, 13, 99, 0xffff_ffff]) {
        daw.segment.writeU32(daw.at.scratchSize, 16);
        await answeredOnce(t, daw, await daw.request(type), status.error);
        t.is(daw.segment.readU32(daw.at.scratchSize), 16, `request ${type}`);
      }
      t.deepEqual(daw.segment.read(daw.at.scratch, 4096), scratch, 'nothing is written for what is refused');
      t.is(await daw.block(64), 'byte');
      await editorIsNotThere(t, daw, false);
      t.is(await daw.block(64), 'byte');
    },
  );
}

/* ---- Version 7 ---- */

const ofVersion7: [string, () => DawOptions, { showHasReply: boolean; refused: number[] }][] = [
  ['LV2', () => fixture('gain'), { showHasReply: true, refused: [6, 7, 9, 11, 12, 13] }],
  ['VST3', () => vst3('sample-accurate'), { showHasReply: true, refused: [5, 6, 7, 8, 9, 10, 11, 12, 13] }],
  ['CLAP', () => clap('gain'), { showHasReply: false, refused: [6, 7, 8, 10, 13] }],
];

for (const eventless of [true, false]) {
  const mode = eventless ? 'counter alone' : 'counter and byte';
  for (const [format, plugin, { showHasReply, refused }] of ofVersion7) {
    readyTest(
      `Version 7, ${format}, ${mode}: a request is answered by one byte and not counted, also where it is refused`,
      () => withoutDisplay({ ...plugin(), version: 7, eventless }),
      async (t, daw) => {
        for (const type of refused) await answeredOnce(t, daw, await daw.request(type), status.error);
        await editorIsNotThere(t, daw, showHasReply);
        t.is(daw.counter, 0);
        for (let i = 0; i < 20; i++) {
          const before = daw.counter;
          await answeredOnce(t, daw, await daw.request(request.saveState), status.ok);
          t.is(daw.counter, before);
          t.true(await daw.countedBlock(64));
          if (!eventless) t.is(await daw.toDaw.wait(20_000), 'byte');
        }
        t.is(daw.counter, 20);
      },
    );
  }
}

/* ---- As today's DAW waits ---- */

/** Milliseconds. Until then an unread reply may still be awaited. */
const LONGER_THAN_AREPLY_IS_AWAITED = 800;

/**
 * Today's clients for LV2 and CLAP look at the words first and wait for a byte only while they say nothing. So they may go on without
 * having taken the byte.
 */
async function asClient(daw: Daw, format: 'lv2' | 'clap', type: number): Promise<{ answer: number; read: number }> {
  const { segment, at } = daw;
  let read = 0;
  daw.askFor(type);
  const done = () =>
    segment.readU32(at.requestStatus) !== status.pending ||
    (format === 'clap' && segment.readU32(at.requestType) === 0);
  for (; !done(); read++)
    if ((await daw.toDaw.wait(5000)) !== 'byte') throw new Error('Host did not respond to request');
  const answer = segment.readU32(at.requestStatus);
  segment.writeU32(at.requestType, 0);
  return { answer, read };
}

for (const format of ['lv2', 'clap'] as const) {
  readyTest(
    `Today's ${format.toUpperCase()} client asks between blocks, and the sound is in time`,
    () => (format === 'lv2' ? lv2('gain') : clap('gain')),
    async (t, daw) => {
      const ask =
        format === 'lv2' ? [saveState, portsRequest, midnam] : [saveState, parameters, namesRequest, audioPorts];
      for (let i = 0; i < 50; i++) for (const type of ask) t.is((await asClient(daw, format, type)).answer, status.ok);
      // What it left unread is healed while it plays on, not only while it is idle.
      const healed = performance.now() + LONGER_THAN_AREPLY_IS_AWAITED;
      while (performance.now() < healed) await daw.block(64);
      for (let block = 1; block < 50; block++) {
        const heard = await daw.playChannels(stereo(constant(64, block)).slice(0, daw.inputs));
        t.deepEqual(heard[0], constant(64, block));
      }
    },
  );
}

readyTest(
  'The first word of a CLAP client is a request, before any block',
  () => clap('gain'),
  async (t, daw) => {
    t.is(daw.segment.readU32(daw.at.blockSize), 0);
    const { answer, read } = await asClient(daw, 'clap', parameters);
    t.is(answer, status.ok);
    await sleep(200);
    t.is(read + daw.toDaw.drain(), 1, 'a reply to a block that nobody asked for');
    t.is(portsRecord(daw)?.audioInputs, 2, 'the record behind the parameters is still there');
  },
);
