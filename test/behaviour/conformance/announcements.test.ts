/** What the DAW finds in the segment when it sees ready: before that it cannot look, and later it does not look again. */
import type { ExecutionContext } from 'ava';
import { announcedName, type Ports, portsRecord } from '../../support/answers.ts';
import { clap } from '../../support/clap.ts';
import type { Daw, DawOptions } from '../../support/daw.ts';
import { fixture, readyTest } from '../../support/host-test.ts';
import type { Version } from '../../support/layout.ts';
import { vst3 } from '../../support/vst3.ts';

interface Announced {
  options: () => DawOptions;
  name: string;
  midi: [inputs: number, outputs: number];
  latency?: number;
  /** LV2: in the header. */
  channels?: [inputs: number, outputs: number];
  /** CLAP: in the PORT record. */
  ports?: Ports;
}

const ports = (audioInputs: number, audioOutputs: number, midiInputs: number, midiOutputs: number): Ports => ({
  audioInputs,
  audioOutputs,
  midiInputs,
  midiOutputs,
});

const plugins: Record<string, Announced> = {
  'an LV2 effect': { options: () => fixture('gain'), name: 'Maolan fixture gain', midi: [0, 0], channels: [1, 1] },
  'an LV2 plugin with MIDI both ways': {
    options: () => fixture('midi-echo'),
    name: 'Maolan fixture midi-echo',
    midi: [2, 2],
    channels: [0, 0],
  },
  'an LV2 plugin with more channels than the segment has planes': {
    options: () => fixture('forty-channels'),
    name: 'Maolan fixture forty-channels',
    midi: [0, 0],
    channels: [32, 32],
  },
  'an LV2 plugin with more MIDI ports than the wire has': {
    options: () => fixture('many-midi-ports'),
    name: 'Maolan fixture many-midi-ports',
    midi: [16, 16],
    channels: [0, 0],
  },
  'a VST3 effect with latency': {
    options: () => vst3('latency-changes'),
    name: 'latency-changes',
    midi: [0, 0],
    latency: 64,
  },
  'a VST3 instrument': { options: () => vst3('instrument'), name: 'instrument', midi: [1, 0] },
  'a VST3 plugin with MIDI both ways': { options: () => vst3('note-echo'), name: 'note-echo', midi: [1, 1] },
  'a CLAP effect': { options: () => clap('gain'), name: 'Gain', midi: [0, 0], ports: ports(2, 2, 0, 0) },
  'a CLAP effect with latency': {
    options: () => clap('latency-changes'),
    name: 'Latency changes',
    midi: [0, 0],
    latency: 64,
    ports: ports(2, 2, 0, 0),
  },
  'a CLAP plugin with ports of many kinds': {
    options: () => clap('many-ports'),
    name: 'Many ports',
    midi: [0, 0],
    ports: ports(6, 6, 0, 0),
  },
  // Without the extension for audio ports there are none.
  'a CLAP plugin with note ports and no word of audio ports': {
    options: () => clap('note-echo'),
    name: 'Note echo',
    midi: [1, 3],
    ports: ports(0, 0, 1, 3),
  },
};

function check(t: ExecutionContext, daw: Daw, announced: Announced): void {
  const { segment, at } = daw;
  t.is(announcedName(daw), announced.name);
  if (at.midiInputPorts !== undefined) t.is(segment.readU32(at.midiInputPorts), announced.midi[0]);
  if (at.midiOutputPorts !== undefined) t.is(segment.readU32(at.midiOutputPorts), announced.midi[1]);
  if (at.latency !== undefined) t.is(segment.readU32(at.latency), announced.latency ?? 0);
  const channels = [segment.readU32(at.inputChannels), segment.readU32(at.outputChannels)];
  t.deepEqual(channels, announced.channels ?? [0, 0]);
  if (announced.ports !== undefined) t.deepEqual(portsRecord(daw), announced.ports);
}

for (const [what, announced] of Object.entries(plugins)) {
  readyTest(
    `Of ${what} the DAW learns name, ports, latency`,
    () => ({ ...announced.options(), version: 6 }),
    async (t, daw) => {
      check(t, daw, announced);
      t.is(await daw.block(64), 'byte');
    },
  );
}

for (const version of [3, 4, 5, '6-older'] as const satisfies readonly Version[]) {
  for (const what of ['an LV2 effect', 'a VST3 effect with latency', 'a CLAP effect with latency']) {
    const announced = plugins[what];
    if (announced === undefined) throw new Error(what);
    readyTest(
      `Version ${version}: of ${what} the DAW learns name, ports, latency where there is room for them`,
      () => ({ ...announced.options(), version }),
      async (t, daw) => check(t, daw, announced),
    );
  }
}

readyTest('Version 1 announces nothing', fixture('gain'), async (t, daw) => {
  t.true(daw.segment.read(daw.at.scratch, 2048).every((byte) => byte === 0));
  t.true(daw.segment.read(40, 216).every((byte) => byte === 0));
});

readyTest(
  'A new latency is reported after the block that has it',
  () => ({ ...vst3('latency-changes'), version: 6 }),
  async (t, daw) => {
    const { latency = 0 } = daw.at;
    t.is(daw.segment.readU32(latency), 64);
    daw.setParameter({ parameter: 1, value: 0.5 });
    for (let i = 0; i < 500 && daw.segment.readU32(latency) === 64; i++) t.is(await daw.block(64), 'byte');
    t.is(daw.segment.readU32(latency), 500);
  },
);
