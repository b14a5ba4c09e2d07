// SPDX-License-Identifier: BSD-2-Clause
/** Where the piece is. */
import type { Transport } from '../../../client/types.ts';
import type { Rule } from '../rule.ts';
import { expectFinite } from '../subject.ts';

const TRANSPORT = {
  lv2: 'time/time.h, time:Position',
  vst3: 'ivstprocesscontext.h, ProcessContext',
  clap: 'clap/events.h, clap_event_transport',
};

const at = (position: number, more: Partial<Transport> = {}): Transport => ({
  position,
  tempo: 120,
  numerator: 4,
  denominator: 4,
  playing: true,
  ...more,
});

export const rules: readonly Rule[] = [
  {
    id: 'transport/start-stop',
    level: 2,
    rule: 'It plays while the transport is stopped, runs, and is stopped again.',
    source: TRANSPORT,
    why: 'Users play live while the transport is stopped.',
    needs: ['process/finite'],
    async run(bench) {
      const subject = await bench.open();
      const transport = (start: number) => at(start, { playing: Math.floor(start / 4096) % 2 === 1 });
      expectFinite(await subject.play({ frames: 32_768, transport }), 'while the transport starts and stops');
    },
  },
  {
    id: 'transport/jumps',
    level: 3,
    rule: 'The position may jump, back and far ahead.',
    source: TRANSPORT,
    why: 'Loops, markers and long recordings do this.',
    who: 'Delays in bars that compute a buffer length from the position.',
    needs: ['transport/start-stop'],
    async run(bench) {
      const subject = await bench.open();
      const transport = () => at(bench.random.one([0, 1, 48_000, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 40]));
      expectFinite(await subject.play({ frames: 48_000, transport }), 'while the position jumps');
    },
  },
  {
    id: 'transport/tempos',
    level: 3,
    rule: 'It accepts any tempo and any meter.',
    source: TRANSPORT,
    why: 'Tempo-synced delays and modulations divide by them.',
    needs: ['transport/start-stop'],
    async run(bench) {
      const subject = await bench.open();
      const transport = (start: number) =>
        at(start, {
          tempo: bench.random.one([1, 20, 60, 119.99, 999]),
          numerator: bench.random.one([1, 3, 4, 7, 64]),
          denominator: bench.random.one([1, 2, 4, 8, 16]),
        });
      expectFinite(await subject.play({ frames: 96_000, transport }), 'at odd tempos and meters');
    },
  },
];
