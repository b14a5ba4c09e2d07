import { deepStrictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import type { BlockEvent, PluginHost } from '../../../ts/client/index.ts';
import { clapFile } from '../../support/paths.ts';
import { fixture, hostTest } from './support.ts';

interface Message {
  port: number;
  frame: number;
  data: number[];
}

/** Run a block with messages, and take what comes back. */
function echo(host: PluginHost, messages: readonly Message[], frames: number): Message[] {
  const back: Message[] = [];
  const take = ({ port, frame, data }: { port: number; frame: number; data: Uint8Array }) =>
    back.push({ port, frame, data: [...data] });
  host.on('midi', take);
  const events = messages.map((message): BlockEvent => ({ type: 'midi', ...message }));
  host.process([], [], { frames, events });
  host.off('midi', take);
  return back;
}

const byte = fc.integer({ min: 0, max: 127 });
const data: fc.Arbitrary<number[]> = fc.oneof(
  fc.tuple(fc.constantFrom(0x80, 0x90, 0xa0, 0xb0, 0xe0), byte, byte),
  fc.tuple(fc.constantFrom(0xc0, 0xd0), byte),
  fc.constantFrom(...[[0xf8], [0xfa], [0xfc]]),
);

hostTest(
  'MIDI goes through the plugin with its ports, frames and lengths',
  () => fixture('midi-echo'),
  (t, host) => {
    t.like(host.ports, { midiInputs: 2, midiOutputs: 2 });
    fc.assert(
      fc.property(
        fc.array(
          fc.record(
            { port: fc.integer({ min: 0, max: 1 }), frame: fc.integer({ min: 0, max: 255 }), data },
            { noNullPrototype: true },
          ),
          {
            maxLength: 30,
          },
        ),
        (messages) => {
          const inOrder = (list: readonly Message[]) =>
            [0, 1].map((port) => list.filter((one) => one.port === port).toSorted((a, b) => a.frame - b.frame));
          deepStrictEqual(inOrder(echo(host, messages, 256)), inOrder(messages));
        },
      ),
      { numRuns: 60 },
    );
  },
);

hostTest(
  'Notes of a CLAP plugin go in and come out as MIDI',
  () => ({ format: 'clap', plugin: clapFile('note-echo') }),
  (t, host) => {
    const on = { port: 0, frame: 3, data: [0x90, 60, 100] };
    const back = echo(host, [on], 64).filter(({ port }) => port === 0);
    t.deepEqual(back, [on]);
  },
);

hostTest(
  'An instrument sounds when a note is played, and not before',
  { format: 'lv2', plugin: 'http://drobilla.net/plugins/mda/Piano' },
  (t, host) => {
    const peak = (events: readonly BlockEvent[]) => {
      const outputs = [new Float32Array(512), new Float32Array(512)];
      t.true(host.process([], outputs, { events }));
      return Math.max(...outputs.flatMap((output) => [...output.map(Math.abs)]));
    };
    t.true(peak([]) < 1e-6);
    t.true(peak([{ type: 'midi', frame: 0, data: [0x90, 60, 100] }]) > 0.001);
  },
);
