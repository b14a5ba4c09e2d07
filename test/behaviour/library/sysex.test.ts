import { createHash } from 'node:crypto';
import type { BlockEvent, OpenOptions, PluginHost } from '../../../ts/client/index.ts';
import { clapFile, vst3Bundle } from '../../support/paths.ts';
import { fixture, hostTest } from './support.ts';

/** Plugins that echo their input; port: where from. */
const echoes: readonly { options: () => OpenOptions; port: number }[] = [
  { options: () => fixture('midi-echo'), port: 0 },
  { options: () => ({ format: 'clap', plugin: clapFile('note-echo') }), port: 1 },
  { options: () => ({ format: 'vst3', plugin: vst3Bundle('note-echo') }), port: 0 },
];

interface Heard {
  frame: number;
  data: Uint8Array;
}

function message(bytes: number, seed: number): Uint8Array {
  return Uint8Array.from({ length: bytes }, (_, i) =>
    i === 0 ? 0xf0 : i === bytes - 1 ? 0xf7 : (i * 31 + seed) % 128,
  );
}

/** Short enough to be read where they differ. */
function summaries(list: readonly Heard[]): string[] {
  return list.map(({ frame, data }) => `${frame}: ${data.length} ${createHash('sha256').update(data).digest('hex')}`);
}

/** The system exclusive messages that come back of a block. */
function echo(host: PluginHost, events: readonly BlockEvent[], from: number): string[] {
  const heard: Heard[] = [];
  const take = ({ port, frame, data }: { port: number; frame: number; data: Uint8Array }) => {
    if (port === from && data[0] === 0xf0) heard.push({ frame, data });
  };
  host.on('midi', take);
  host.process([], [], { frames: 256, events });
  host.off('midi', take);
  return summaries(heard);
}

for (const { options, port } of echoes) {
  hostTest(
    `System exclusive messages of any length go through ${options().format} plugins and back`,
    options,
    (t, host) => {
      const lengths = [3, 4, 11, 12, 700, 65_537, 200_000];
      const sent = lengths.map((bytes, i) => ({ frame: i * 20, data: message(bytes, i) }));
      const events = sent.map((one): BlockEvent => ({ type: 'midi', ...one }));
      for (let round = 0; round < 3; round++) t.deepEqual(echo(host, events, port), summaries(sent), String(round));
      const longest = [{ frame: 255, data: message(393_212, 1) }];
      t.deepEqual(echo(host, [{ type: 'midi', ...longest[0]! }], port), summaries(longest));
    },
  );
}

hostTest(
  'More system exclusive messages than fit a block are played in several, each at its frame',
  () => fixture('midi-echo'),
  (t, host) => {
    const sent = Array.from({ length: 12 }, (_, i) => ({ frame: i * 20, data: message(100_000, i) }));
    t.deepEqual(
      echo(
        host,
        sent.map((one): BlockEvent => ({ type: 'midi', ...one })),
        0,
      ),
      summaries(sent),
    );
  },
);

hostTest(
  'A system exclusive message without its end, or with other bytes in it, is refused',
  () => fixture('midi-echo'),
  (t, host) => {
    const play = (data: number[]) => () =>
      host.process([], [], { frames: 16, events: [{ type: 'midi', frame: 0, data }] });
    t.throws(play([0xf0, 1, 2, 3]), { message: /does not end with 0xF7/ });
    t.throws(play([0xf0, 1, 200, 0xf7]), { message: /byte 2 .* is 200/ });
    t.throws(play([0xf0, ...new Array<number>(393_212).fill(1), 0xf7]), { message: /393212/ });
  },
);
