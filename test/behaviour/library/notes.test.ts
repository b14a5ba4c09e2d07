/** Notes with ids and note expressions, through plugins that echo their input. */
import type { BlockEvent, NoteExpression, OpenOptions, PluginHost, PluginNote } from '../../../ts/client/index.ts';
import { clapFile, vst3Bundle } from '../../support/paths.ts';
import { fixture, hostTest, thrown } from './support.ts';

const clap = (name: string) => (): OpenOptions => ({ format: 'clap', plugin: clapFile(name) });
const vst3 = (): OpenOptions => ({ format: 'vst3', plugin: vst3Bundle('note-echo') });

/** What comes back of a block: notes, and MIDI messages beside them. */
function play(host: PluginHost, events: readonly BlockEvent[]): { notes: PluginNote[]; midi: number[][] } {
  const notes: PluginNote[] = [];
  const midi: number[][] = [];
  const takeNote = (note: PluginNote) => void notes.push(note);
  const takeMidi = ({ data }: { data: Uint8Array }) => void midi.push([...data]);
  host.on('note', takeNote).on('midi', takeMidi);
  host.process([], [], { frames: 256, events });
  host.off('note', takeNote).off('midi', takeMidi);
  return { notes, midi };
}

const ranges: Readonly<Record<NoteExpression, readonly number[]>> = {
  volume: [0, 1, 4],
  pan: [0, 0.5, 1],
  tuning: [-120, 0, 0.25, 120],
  vibrato: [0, 0.25, 1],
  expression: [0, 0.25, 1],
  brightness: [0, 0.25, 1],
  pressure: [0, 0.25, 1],
};
const expressions = Object.entries(ranges).flatMap(([name, values]) =>
  values.map((value) => ({ expression: name as NoteExpression, value })),
);

hostTest('CLAP: notes come back with their ids, and their voices end', clap('note-echo'), (t, host) => {
  const { notes, midi } = play(host, [
    { type: 'noteOn', frame: 10, key: 60, channel: 3, noteId: 7, velocity: 0.25 },
    { type: 'noteOff', frame: 50, key: 60, channel: 3, noteId: 7 },
  ]);
  const note = { channel: 3, key: 60, noteId: 7 };
  t.deepEqual(notes, [
    { type: 'noteOn', port: 0, frame: 10, ...note, value: 0.25 },
    { type: 'noteOn', port: 2, frame: 14, ...note, value: 0.25 },
    { type: 'noteOff', port: 0, frame: 50, ...note, value: 0 },
    { type: 'noteEnd', port: 0, frame: 50, ...note, value: 0 },
  ]);
  t.deepEqual(
    midi.filter(([status = 0]) => status < 0xa0),
    [
      [0x93, 60, 32],
      [0x83, 60, 0],
      [0x93, 60, 32],
    ],
  );
});

/** VST3 has the values as shares of their ranges, and not all digits. */
function summary({ type, noteId, frame, expression, value = 0 }: Partial<PluginNote>): string {
  return `${type} of ${noteId} at ${frame}: ${expression} ${value.toFixed(9)}`;
}

for (const [options, format] of [
  [clap('note-echo'), 'CLAP'],
  [vst3, 'VST3'],
] as const)
  hostTest(`${format}: note expressions come back, each at its frame`, options, (t, host) => {
    const events = expressions.map((one, frame): BlockEvent => {
      return { type: 'noteExpression', frame, noteId: 2_000_000_000, channel: 1, key: 64, ...one };
    });
    for (let round = 0; round < 3; round++)
      t.deepEqual(
        play(host, events).notes.map(summary),
        events.map(({ frame }, i) =>
          summary({ type: 'noteExpression', noteId: 2_000_000_000, frame, ...expressions[i] }),
        ),
      );
  });

hostTest('VST3: notes come back with their ids, and as MIDI', vst3, (t, host) => {
  const { notes, midi } = play(host, [
    { type: 'noteOn', frame: 10, key: 60, channel: 3, noteId: 7, velocity: 0.5 },
    { type: 'noteChoke', frame: 50, key: 60, channel: 3, noteId: 7 },
  ]);
  const note = { port: 0, channel: 3, key: 72, noteId: 7 };
  t.deepEqual(notes, [
    { type: 'noteOn', frame: 10, ...note, value: 0.5 },
    { type: 'noteOff', frame: 50, ...note, value: 0 },
  ]);
  t.deepEqual(
    midi.filter(([status = 0]) => status < 0xa0),
    [
      [0x93, 72, 64],
      [0x83, 72, 0],
    ],
  );
});

hostTest('VST3: a note ends, and is pressed, by its id alone: its key and channel are known', vst3, (t, host) => {
  const on: BlockEvent = { type: 'noteOn', frame: 0, key: 60, channel: 3, noteId: 7 };
  const press: BlockEvent = { type: 'noteExpression', frame: 5, noteId: 7, expression: 'pressure', value: 1 };
  const off: BlockEvent = { type: 'noteOff', frame: 9, noteId: 7 };
  const keys = (notes: readonly PluginNote[]) => notes.map(({ type, key, channel }) => [type, key, channel]);
  const all = [
    ['noteOn', 72, 3],
    ['noteExpression', 60, 3],
    ['noteOff', 72, 3],
  ];
  t.deepEqual(keys(play(host, [on, press, off]).notes), all, 'in one block');
  t.deepEqual(
    keys([on, press, { ...off, type: 'noteChoke' as const }].flatMap((event) => play(host, [event]).notes)),
    all,
  );
  const refused = (events: BlockEvent[]) => thrown(t, () => host.process([], [], { frames: 16, events })).message;
  t.regex(refused([off]), /no note with the noteId 7 sounds/, 'it has ended');
  t.regex(refused([{ ...off, noteId: 8 }]), /noteId 8/);
  t.regex(
    refused([
      { ...on, frame: 9 },
      { ...off, frame: 5 },
    ]),
    /noteId 7/,
    'it begins later',
  );
  thrown(t, () => host.process([], [], { frames: 16, events: [{ type: 'noteOff', frame: 0 }] }), 'NOT_SUPPORTED');
  t.deepEqual(keys(play(host, [{ type: 'noteOff', frame: 0, key: 61, noteId: 99 }]).notes), [['noteOff', 73, 0]]);
});

hostTest('MIDI and notes with ids stay in their order', clap('note-echo'), (t, host) => {
  const { notes } = play(host, [
    { type: 'noteOn', frame: 0, key: 60, noteId: 1 },
    { type: 'midi', frame: 0, data: [0x80, 60, 0] },
    { type: 'noteOn', frame: 0, key: 60, noteId: 2 },
  ]);
  const own = notes.filter(({ port, type }) => port === 0 && type !== 'noteEnd');
  t.deepEqual(
    own.map(({ type, noteId }) => [type, noteId]),
    [
      ['noteOn', 1],
      ['noteOff', undefined],
      ['noteOn', 2],
    ],
  );
});

hostTest('CLAP: what the plugin does not want recorded is marked', clap('dont-record'), (t, host) => {
  const values: unknown[] = [];
  const marks: unknown[] = [];
  host.on('parameterChange', ({ id, dontRecord }) => values.push([id, dontRecord]));
  host.on('midi', ({ data, dontRecord }) => marks.push([data[0], data[1], dontRecord]));
  host.on('note', ({ key, dontRecord }) => marks.push(['note', key, dontRecord]));
  host.process([], [], { frames: 64, events: [{ type: 'noteOn', frame: 0, key: 60 }] });
  t.deepEqual(values, [
    [1, true],
    [2, undefined],
  ]);
  t.deepEqual(marks, [
    ['note', 60, true],
    [0x90, 60, true],
    [0xb0, 20, true],
    [0xb0, 21, undefined],
  ]);
});

hostTest('CLAP: a port that knows only MIDI gets notes and pressure as MIDI', clap('note-ports-midi'), (t, host) => {
  t.true(
    host.process([], [], {
      frames: 64,
      events: [
        { type: 'noteOn', frame: 0, key: 60, noteId: 1 },
        { type: 'noteExpression', frame: 1, key: 60, noteId: 1, expression: 'pressure', value: 1 },
        { type: 'noteExpression', frame: 2, noteId: 1, expression: 'tuning', value: 1 },
        { type: 'noteOff', frame: 3, key: 60, noteId: 1 },
      ],
    }),
  );
});

hostTest('More notes than a piece of a block has room for all arrive', clap('note-echo'), (t, host) => {
  const events = Array.from({ length: 6000 }, (_, i): BlockEvent => {
    return { type: 'noteExpression', frame: Math.floor(i / 24), noteId: i, expression: 'pan', value: 0.5 };
  });
  t.deepEqual(
    play(host, events).notes.map(({ noteId }) => noteId),
    Array.from({ length: 6000 }, (_, i) => i),
  );
});

hostTest(
  'LV2 has no note ids, and says so',
  () => fixture('midi-echo'),
  (t, host) => {
    const event: BlockEvent = { type: 'noteOn', frame: 0, key: 60, noteId: 1 };
    thrown(t, () => host.process([], [], { frames: 16, events: [event] }), 'NOT_SUPPORTED');
  },
);

hostTest('What VST3 cannot say, and what is out of range, is refused', vst3, (t, host) => {
  const send = (event: object) => () => host.process([], [], { frames: 16, events: [event as BlockEvent] });
  const expression = { type: 'noteExpression', frame: 0, noteId: 1, expression: 'pan', value: 0 };
  thrown(t, send({ ...expression, noteId: undefined, key: 60 }), 'NOT_SUPPORTED');
  thrown(t, send({ ...expression, value: 1.5 }));
  thrown(t, send({ ...expression, value: Number.NaN }));
  thrown(t, send({ ...expression, expression: 'loudness' }));
  thrown(t, send({ ...expression, noteId: -2 }));
  thrown(t, send({ type: 'noteOn', frame: 0 }));
  thrown(t, send({ type: 'noteOn', frame: 0, key: 60, velocity: 2 }));
  t.regex(thrown(t, send({ type: 'noteOm', frame: 0, key: 60 })).message, /nearest is "noteOn"/);
});
