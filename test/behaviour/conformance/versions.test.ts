/** Every protocol version: the same words at other places. */
import { clap } from '../../support/clap.ts';
import type { Daw, DawOptions } from '../../support/daw.ts';
import { constant, fixture, readyTest } from '../../support/host-test.ts';
import { type Layout, request, SCRATCH_BYTES, SEGMENT_BYTES, status, type Version } from '../../support/layout.ts';
import { midiTaken, noteOff, noteOn, pushMidi, received, takeMidi } from '../../support/midi.ts';
import { stereo, vst3 } from '../../support/vst3.ts';

const versions: readonly Version[] = [3, 4, 5, 6, '6-older'];

/** A parameter change as the host echoes it. */
const echo = (parameter: number, value: number) => ({ parameter, value: Math.fround(value), sampleOffset: 0, kind: 0 });

/** The fixture "gain": control port 2. */
function gainState(value: number): Buffer {
  const state = Buffer.from('01000000020000000000000000000000', 'hex');
  state.writeFloatLE(value, 8);
  return state;
}

/** Words of the header and the control area, beyond those of every version, that hold something now. */
function usedWords(daw: Daw): number[] {
  const bytes = daw.segment.read(0, 512);
  const words = Array.from({ length: (512 - 48) / 4 }, (_, i) => 48 + i * 4);
  return words.filter((offset) => bytes.readUInt32LE(offset) !== 0);
}

/** Words from byte 48 on that a host or a DAW may write in a version. */
function knownWords({ midi, ...at }: Layout): number[] {
  const words = [at.requestType, at.requestStatus, at.scratchSize, at.stateDirty, at.latency, at.midiInputPorts];
  const rings = [...midi.toHost, ...midi.toDaw].flatMap(({ write, read }) => [write, read]);
  const others = [at.midiOutputPorts, at.parameterWrite, at.parameterRead, at.echoWrite, at.echoRead];
  return [...words, ...others, ...rings].filter((word) => word !== undefined);
}

function isZero(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0);
}

for (const version of versions) {
  const inVersion = (options: DawOptions): DawOptions => ({ ...options, version });

  readyTest(
    `Version ${version}, LV2: sound, a parameter and its echo, a state saved and restored`,
    () => inVersion(fixture('gain')),
    async (t, daw) => {
      t.deepEqual(await daw.play(constant(64, 0.5)), constant(64, 0.5));
      t.deepEqual(daw.takeEchoes(), [], 'the DAW asks for the parameters, and needs no echo of all of them');
      daw.setParameter({ parameter: 2, value: 2 });
      t.deepEqual(await daw.play(constant(64, 0.5)), constant(64, 1));
      t.deepEqual(daw.takeEchoes(), [echo(2, 2)]);
      t.is(daw.segment.readU32(daw.at.parameterRead), daw.segment.readU32(daw.at.parameterWrite));
      t.deepEqual(await daw.saveState(), gainState(2));
      t.is(daw.segment.readU32(daw.at.requestType), 0);
      t.is(await daw.restoreState(gainState(0.5)), status.ok);
      t.deepEqual(await daw.play(constant(64, 0.5)), constant(64, 0.25));
      t.is(await daw.restoreState(gainState(1).subarray(0, 15)), status.error);
      t.deepEqual(await daw.saveState(), gainState(0.5));
    },
  );

  readyTest(
    `Version ${version}, LV2: the transport reaches the plugin`,
    () => ({ ...inVersion(fixture('time-probe')), inputs: 0 }),
    async (t, daw) => {
      daw.prepareBlock(64);
      daw.writeTransport({ playhead: 96_000, tempo: 90, numerator: 3, denominator: 8, playing: true });
      daw.toHost.signal();
      t.is(await daw.toDaw.wait(5000), 'byte');
      // Position number one: frame, speed, tempo, bar, beat within the bar, beats per bar, beat unit.
      t.deepEqual([...daw.segment.readPlane(0, 'toDaw', 8)], [1, 96_000, 1, 90, 1, 0, 3, 8]);
    },
  );

  readyTest(
    `Version ${version}, LV2: MIDI goes in and comes out at its frames`,
    () => ({ ...inVersion(fixture('midi-echo')), inputs: 0, outputs: 0 }),
    async (t, daw) => {
      const messages = [noteOn(60, 0), noteOff(60, 17), { sampleOffset: 63, bytes: [0xc5, 9] }];
      for (const message of messages) t.true(pushMidi(daw, 0, message));
      t.is(await daw.block(64), 'byte');
      t.true(midiTaken(daw, 0), 'messages are left in the ring');
      t.deepEqual(takeMidi(daw, 0), messages.map(received));
      t.is(await daw.block(64), 'byte');
      t.deepEqual(takeMidi(daw, 0), [], 'a message came twice');
    },
  );

  readyTest(
    `Version ${version}, LV2: the latency stands where this version has it, and nowhere else`,
    () => inVersion(fixture('latency')),
    async (t, daw) => {
      daw.setParameter({ parameter: 2, value: 123 });
      await daw.play(constant(64, 0));
      const latencyOf5And6 = 84;
      t.is(daw.segment.readU32(latencyOf5And6), daw.at.latency === undefined ? 0 : 123);
      daw.setParameter({ parameter: 2, value: 0 });
      await daw.play(constant(64, 0));
      t.is(daw.segment.readU32(latencyOf5And6), 0);
    },
  );

  readyTest(
    `Version ${version}: nothing is written where this version has nothing`,
    () => ({ ...inVersion(fixture('midi-echo')), inputs: 0, outputs: 0 }),
    async (t, daw) => {
      for (let i = 0; i < 5; i++) {
        pushMidi(daw, 0, noteOn(60, i));
        daw.setParameter({ parameter: 4, value: 0 });
        t.is(await daw.block(64), 'byte');
      }
      for (const type of [request.saveState, request.controlPorts, request.audioPorts, 99]) await daw.request(type);
      const known = knownWords(daw.at);
      t.deepEqual(
        usedWords(daw).filter((word) => !known.includes(word)),
        [],
      );
      const end = daw.at.scratch + SCRATCH_BYTES;
      t.true(isZero(daw.segment.read(end, SEGMENT_BYTES - end)), 'behind the end');
      const [ring] = daw.at.midi.toDaw;
      if (ring === undefined || ring.slots !== ring.write + 16) return;
      t.true(isZero(daw.segment.read(ring.write + 8, 8)), 'between the indices and the slots of a MIDI ring');
    },
  );
}

/* ---- The other formats, which do not know of versions ---- */

for (const version of [3, '6-older'] as const) {
  const inVersion = (options: DawOptions): DawOptions => ({ ...options, version });

  readyTest(
    `Version ${version}, VST3: sound, parameters at their samples, a state saved and restored`,
    () => inVersion(vst3('sample-accurate')),
    async (t, daw) => {
      await daw.playChannels(stereo(constant(64, 0)));
      t.deepEqual(daw.takeEchoes(), []);
      daw.setParameter({ parameter: 5, value: 0.75, sampleOffset: 40 });
      const [heard] = await daw.playChannels(stereo(constant(64, 0)));
      t.deepEqual(heard?.subarray(0, 40), constant(40, 0.125));
      t.deepEqual(heard?.subarray(40), constant(24, 0.75));
      t.deepEqual(daw.takeEchoes(), [echo(5, 0.75)]);
      const state = await daw.saveState();
      t.is(state.readUInt32LE(0), 64, 'the length of the id');
      t.is(await daw.restoreState(state), status.ok);
      t.is(await daw.restoreState(state.subarray(0, 11)), status.error);
    },
  );

  readyTest(
    `Version ${version}, VST3: MIDI goes in and comes out at its frames`,
    () => ({ ...inVersion(vst3('note-echo')), inputs: 0, outputs: 0 }),
    async (t, daw) => {
      pushMidi(daw, 0, { sampleOffset: 5, bytes: [0x92, 60, 127] });
      t.is(await daw.block(64), 'byte');
      t.true(midiTaken(daw, 0));
      // An octave higher, and a controller.
      const answers = [
        { sampleOffset: 5, bytes: [0x92, 72, 127] },
        { sampleOffset: 5, bytes: [0xb3, 74, 100] },
      ];
      t.deepEqual(takeMidi(daw, 0), answers.map(received));
    },
  );

  readyTest(
    `Version ${version}, CLAP: sound, a parameter at its sample, a state saved and restored`,
    () => inVersion(clap('gain')),
    async (t, daw) => {
      t.deepEqual(await daw.playChannels(stereo(constant(64, 0.5))), stereo(constant(64, 0.5)));
      t.deepEqual(daw.takeEchoes(), []);
      daw.setParameter({ parameter: 4242, value: -60, sampleOffset: 40 });
      const [heard] = await daw.playChannels(stereo(constant(64, 0.5)));
      t.deepEqual(heard?.subarray(0, 40), constant(40, 0.5));
      t.deepEqual(heard?.subarray(40), constant(24, Math.fround(0.5 * Math.fround(0.001))));
      const state = await daw.saveState();
      daw.setParameter({ parameter: 4242, value: 0 });
      t.deepEqual(await daw.playChannels(stereo(constant(64, 0.5))), stereo(constant(64, 0.5)));
      t.is(await daw.restoreState(state), status.ok);
      const [restored] = await daw.playChannels(stereo(constant(64, 0.5)));
      t.deepEqual(restored, constant(64, Math.fround(0.5 * Math.fround(0.001))));
    },
  );
}

/* ---- Old DAWs, new hosts ---- */

readyTest(
  'A version 1 segment in the hands of the newer host, as the 0.2.0 DAW gives it CLAP plugins',
  () => ({ ...clap('gain'), version: 1, current: true }),
  async (t, daw) => {
    t.deepEqual(await daw.playChannels(stereo(constant(64, 0.5))), stereo(constant(64, 0.5)));
    t.deepEqual(daw.takeEchoes(), [echo(4242, 0)], 'in version 1 the DAW learns of parameters by their echo only');
    daw.setParameter({ parameter: 4242, value: -60 });
    const [heard] = await daw.playChannels(stereo(constant(64, 0.5)));
    t.deepEqual(heard, constant(64, Math.fround(0.5 * Math.fround(0.001))));
    t.true(isZero(daw.segment.read(daw.at.scratch, 2048)), 'nothing is announced in version 1');
  },
);

readyTest(
  'A version 6 segment in the hands of the host by its older name',
  () => ({ ...fixture('gain'), version: 6, current: false }),
  async (t, daw) => {
    t.deepEqual(await daw.play(constant(64, 0.5)), constant(64, 0.5));
    t.deepEqual(await daw.saveState(), gainState(1));
  },
);
