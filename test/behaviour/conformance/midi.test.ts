/** MIDI of version 6: by port and frame, in both places where its slots have been. */
import { clap } from '../../support/clap.ts';
import type { Daw, DawOptions } from '../../support/daw.ts';
import { constant, fixture, readyTest } from '../../support/host-test.ts';
import { RING_SLOTS, type Version } from '../../support/layout.ts';
import { installed } from '../../support/lv2.ts';
import { type Midi, midiTaken, noteOff, noteOn, pushMidi, received, takeMidi } from '../../support/midi.ts';
import { vst3 } from '../../support/vst3.ts';
import { loudest } from '../../support/zam.ts';

const layouts = [6, '6-older'] as const satisfies readonly Version[];

const lv2 = (spec: string, version: Version = 6): DawOptions => ({ format: 'lv2', spec, version });

async function playBlock(daw: Daw, frames: number): Promise<void> {
  const reply = await daw.block(frames);
  if (reply !== 'byte') throw new Error(`No reply to a block: ${reply}. stderr: ${daw.process.stderr}`);
}

/** One block of an instrument: all outputs. */
async function sound(daw: Daw, frames: number): Promise<Float32Array[]> {
  await playBlock(daw, frames);
  return Array.from({ length: daw.outputs }, (_, channel) => daw.segment.readPlane(channel, 'toDaw', frames));
}

/** Longest run of the plugin. */
const PLUGIN_FRAMES = 32;

/**
 * What eg-midigate makes of a constant input: open while notes are held. It lets a message count from the message before it on, or from
 * the start of its run, which shows both.
 */
class Gate {
  #notes = 0;

  block(messages: readonly Midi[], frames: number, level: number): Float32Array {
    const output = new Float32Array(frames);
    for (let start = 0; start < frames; start += PLUGIN_FRAMES) {
      const end = Math.min(start + PLUGIN_FRAMES, frames);
      let from = start;
      for (const { sampleOffset, bytes } of messages) {
        if (sampleOffset < start || sampleOffset >= end) continue;
        this.#notes += bytes[0] === 0x90 ? 1 : -1;
        if (this.#notes > 0) output.fill(level, from, sampleOffset);
        from = sampleOffset;
      }
      if (this.#notes > 0) output.fill(level, from, end);
    }
    return output;
  }
}

for (const version of layouts) {
  readyTest(
    `${version}: eg-fifths adds the fifth to each note, at its frame`,
    { ...lv2('http://lv2plug.in/plugins/eg-fifths', version), inputs: 0, outputs: 0 },
    async (t, daw) => {
      for (let block = 0; block < 100; block++) {
        const note = 20 + block;
        const [start, end] = [block % 64, 64 + (block % 64)];
        pushMidi(daw, 0, noteOn(note, start));
        pushMidi(daw, 0, { sampleOffset: start, bytes: [0xb0, 7, block] });
        pushMidi(daw, 0, noteOff(note, end));
        await playBlock(daw, 128);
        const expected: Midi[] = [noteOn(note, start)];
        if (note + 7 < 128) expected.push(noteOn(note + 7, start));
        expected.push({ sampleOffset: start, bytes: [0xb0, 7, block] }, noteOff(note, end));
        if (note + 7 < 128) expected.push(noteOff(note + 7, end));
        t.deepEqual(takeMidi(daw, 0), expected.map(received));
      }
    },
  );

  readyTest(
    `${version}: eg-midigate opens and closes at the very sample, also where the plugin's blocks are shorter`,
    { ...lv2('http://lv2plug.in/plugins/eg-midigate', version), bufferFrames: PLUGIN_FRAMES },
    async (t, daw) => {
      const blocks: Midi[][] = [
        [noteOn(60)],
        [],
        [noteOff(60)],
        [noteOn(60, 10), noteOff(60, 40)],
        [noteOn(60, 31), noteOff(60, 32), noteOn(60, 33)],
        [noteOn(62, 5), noteOff(60, 64), noteOff(62, 127)],
        [noteOn(60, 63), noteOn(61, 95), noteOff(60, 96), noteOff(61, 97)],
      ];
      const gate = new Gate();
      for (const [i, messages] of blocks.entries()) {
        for (const message of messages) pushMidi(daw, 0, message);
        t.deepEqual(await daw.play(constant(128, 0.5)), gate.block(messages, 128, 0.5), `block ${i}`);
      }
    },
  );

  readyTest(
    `${version}: every port has its own messages`,
    () => ({ ...fixture('many-midi-ports'), version, inputs: 0, outputs: 0 }),
    async (t, daw) => {
      const ports = Array.from({ length: 16 }, (_, port) => port);
      for (let block = 0; block < 3; block++) {
        for (const port of ports) pushMidi(daw, port, noteOn(60 + block, 3 * port, 1 + port));
        await playBlock(daw, 64);
        for (const port of ports) {
          t.true(midiTaken(daw, port));
          t.deepEqual(takeMidi(daw, port), [received(noteOn(60 + block, 3 * port, 1 + port))], `port ${port}`);
        }
      }
    },
  );

  for (const port of [0, 1]) {
    readyTest(
      `${version}: the place of the slots is found by the first message, if that comes to port ${port} late and to all at once`,
      () => ({ ...fixture('midi-echo'), version, inputs: 0, outputs: 0 }),
      async (t, daw) => {
        for (let block = 0; block < 10; block++) await playBlock(daw, 64);
        const messages = [1, 2, 3].map((i) => noteOn(60 + i, i));
        for (const message of messages) pushMidi(daw, port, message);
        await playBlock(daw, 64);
        t.deepEqual(takeMidi(daw, port), messages.map(received));
        const other = 1 - port;
        pushMidi(daw, other, { sampleOffset: 9, bytes: [0xe3, 1, 2] });
        await playBlock(daw, 64);
        t.deepEqual(takeMidi(daw, other), [received({ sampleOffset: 9, bytes: [0xe3, 1, 2] })]);
      },
    );
  }
}

readyTest(
  'Messages of one and two bytes, and frames behind the end of the block',
  () => ({ ...fixture('midi-echo'), version: 6, inputs: 0, outputs: 0 }),
  async (t, daw) => {
    const short = [
      { sampleOffset: 1, bytes: [0xf8] },
      { sampleOffset: 2, bytes: [0xc1, 5] },
      { sampleOffset: 3, bytes: [0xd2, 6] },
    ];
    for (const message of short) pushMidi(daw, 0, message);
    pushMidi(daw, 0, noteOn(60, 64));
    pushMidi(daw, 0, noteOn(61, 0xffff_ffff));
    await playBlock(daw, 64);
    t.deepEqual(takeMidi(daw, 0), [...short, noteOn(60, 63), noteOn(61, 63)].map(received));
  },
);

readyTest(
  'A full ring is taken whole, and what the other ring has no room for is lost',
  () => ({ ...vst3('note-echo'), version: 6, inputs: 0, outputs: 0 }),
  async (t, daw) => {
    let pushed = 0;
    while (pushMidi(daw, 0, noteOn(pushed % 100, 5))) pushed++;
    t.is(pushed, RING_SLOTS - 1);
    await playBlock(daw, 64);
    t.true(midiTaken(daw, 0));
    t.is(takeMidi(daw, 0).length, RING_SLOTS - 1);
    pushMidi(daw, 0, noteOn(1));
    await playBlock(daw, 64);
    t.is(takeMidi(daw, 0).length, 2);
  },
);

/* ---- Instruments ---- */

const instruments = installed(/^http:\/\/drobilla\.net\/plugins\/mda\/(DX10|EPiano|JX10|Piano)$/);

for (const uri of instruments) {
  readyTest(
    `${uri.replace(/.*\//, '')} sounds when a note comes, and not before`,
    { ...lv2(uri), inputs: 0, outputs: 2 },
    async (t, daw) => {
      for (let block = 0; block < 5; block++) t.is(loudest(await sound(daw, 256)), 0, 'sound without a note');
      pushMidi(daw, 0, noteOn(60, 0, 127));
      let peak = 0;
      for (let block = 0; block < 20; block++) peak = Math.max(peak, loudest(await sound(daw, 256)));
      t.true(peak > 0.01, `peak ${peak}`);
      t.true(peak < 4, `peak ${peak}`);
    },
  );
}

readyTest(
  'A VST3 instrument gets notes, pressure and controllers at their frames',
  () => ({ ...vst3('instrument'), version: 6, inputs: 0 }),
  async (t, daw) => {
    // Shown at the frame: what on the first channel, how much on the second.
    const events: [bytes: number[], what: number, value: number][] = [
      [[0x90, 60, 127], 60, 1],
      [[0x95, 61, 64], 61, 64 / 127],
      [[0x80, 60, 32], -60, 32 / 127],
      [[0x90, 60, 0], -60, 0],
      [[0xa0, 60, 127], 1060, 1],
      [[0xb0, 1, 64], 3001, 64 / 127],
      [[0xd0, 32], 3128, 32 / 127],
      [[0xe0, 127, 127], 3129, 1],
      [[0xc0, 5], 3130, 5 / 127],
    ];
    for (const [i, [bytes]] of events.entries()) pushMidi(daw, 0, { sampleOffset: 7 * i, bytes });
    const [what, value] = await sound(daw, 64);
    const shown = events.map((_, i) => [what?.[7 * i], value?.[7 * i]]);
    t.deepEqual(
      shown,
      events.map(([, expected, amount]) => [expected, Math.fround(Math.fround(amount))]),
    );
    t.is(what?.filter((sample) => sample !== 0).length, events.length);
  },
);

readyTest(
  'A VST3 plugin plays notes at their frames',
  () => ({ ...vst3('note-echo'), version: 6, inputs: 0, outputs: 0 }),
  async (t, daw) => {
    for (const [frame, bytes] of [
      [5, [0x92, 60, 127]],
      [9, [0x82, 60, 0]],
    ] as const)
      pushMidi(daw, 0, { sampleOffset: frame, bytes });
    await playBlock(daw, 64);
    const answers: Midi[] = [
      { sampleOffset: 5, bytes: [0x92, 72, 127] },
      { sampleOffset: 5, bytes: [0xb3, 74, 100] },
      { sampleOffset: 9, bytes: [0x82, 72, 0] },
      { sampleOffset: 9, bytes: [0xb3, 74, 100] },
    ];
    t.deepEqual(takeMidi(daw, 0), answers.map(received));
  },
);

readyTest(
  'A CLAP plugin gets each note once and answers by port and frame',
  () => ({ ...clap('note-echo'), inputs: 0, outputs: 0 }),
  async (t, daw) => {
    pushMidi(daw, 0, noteOn(60, 10, 100));
    pushMidi(daw, 0, { sampleOffset: 20, bytes: [0xb2, 1, 2] });
    pushMidi(daw, 0, { sampleOffset: 30, bytes: [0x80, 60, 0] });
    await playBlock(daw, 64);
    t.deepEqual(takeMidi(daw, 0), [received(noteOn(60, 10, 100)), received(noteOff(60, 30))]);
    t.deepEqual(
      takeMidi(daw, 1),
      [
        { sampleOffset: 12, bytes: [0xb3, 74, 100] },
        { sampleOffset: 20, bytes: [0xb2, 1, 2] },
      ].map(received),
    );
    t.deepEqual(takeMidi(daw, 2), [received(noteOn(60, 14, 100))]);
  },
);

/* ---- Gestures ---- */

/** The echoes of one parameter, and when they came. A gesture has no value. */
function echoesOf(daw: Daw, id: number): (number | undefined)[][] {
  const echoes = daw.takeEchoes().filter(({ parameter }) => parameter === id);
  return echoes.map(({ kind, sampleOffset, value }) => [kind, sampleOffset, kind === 0 ? value : undefined]);
}
const [gestureBegin, gestureEnd, value] = [2, 3, 0];

readyTest(
  "A CLAP plugin's gesture comes as begin, value, end, at its frames",
  () => clap('params-out'),
  async (t, daw) => {
    daw.setParameter({ parameter: 1, value: 0.25, sampleOffset: 10 });
    // On a busy machine the first blocks may pass through, and leave the change to the next.
    let echoes = echoesOf(daw, 20);
    for (let blocks = 0; blocks < 20 && echoes.length === 0; blocks++) {
      await playBlock(daw, 64);
      echoes = echoesOf(daw, 20);
    }
    t.deepEqual(echoes, [
      [gestureBegin, 13, undefined],
      [value, 15, 0.25],
      [gestureEnd, 19, undefined],
    ]);
  },
);

readyTest(
  "A VST3 editor's gestures come as begin, value, end, also when it moves while a block runs",
  () => ({ ...vst3('gestures', { MAOLAN_FIXTURE_PROCESS_US: '300' }), version: 6 }),
  async (t, daw) => {
    for (let i = 1; i <= 60; i++) {
      daw.setParameter({ parameter: 1, value: i / 64 });
      const reported: ReturnType<typeof echoesOf> = [];
      for (let block = 0; block < 2000 && reported.length < 3; block++) {
        await playBlock(daw, 64);
        reported.push(...echoesOf(daw, 2));
      }
      t.deepEqual(reported, [
        [gestureBegin, 0, undefined],
        [value, 0, i / 64],
        [gestureEnd, 0, undefined],
      ]);
    }
  },
);

readyTest(
  'Gestures and modulation of the DAW change nothing in a format that has no such thing',
  () => ({ ...fixture('gain'), version: 6 }),
  async (t, daw) => {
    for (const kind of [1, gestureBegin, gestureEnd]) daw.setParameter({ parameter: 2, value: 3, kind });
    t.deepEqual(await daw.play(constant(64, 0.5)), constant(64, 0.5));
  },
);
