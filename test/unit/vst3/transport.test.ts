/** ProcessContext: a musical position, and only what is known is marked as valid. */
import test from 'ava';
import { numbers, probe } from './driver.ts';

const PLAYING = 1 << 1;
const CYCLE_VALID = 1 << 12;
const SYSTEM_TIME_VALID = 1 << 8;
const PROJECT_TIME_VALID = 1 << 9;
const TEMPO_VALID = 1 << 10;
const BAR_POSITION_VALID = 1 << 11;
const TIME_SIG_VALID = 1 << 13;
const SMPTE_VALID = 1 << 14;
const CLOCK_VALID = 1 << 15;
const CONT_TIME_VALID = 1 << 17;
const CHORD_VALID = 1 << 18;

const fields = [
  'state',
  'rate',
  'samples',
  'continuous',
  'quarters',
  'bar',
  'tempo',
  'numerator',
  'denominator',
  'systemTime',
] as const;
type Context = Record<(typeof fields)[number], number>;

function context(t: import('ava').ExecutionContext, ...commands: string[]): Context[] {
  const answer = probe(
    t,
    'context-probe',
    commands.flatMap((command) => [command, 'run 64', 'output 0 0 10']),
  );
  return commands.map((_, nth) => {
    const values = numbers(answer, 'output', nth);
    return Object.fromEntries(fields.map((field, i) => [field, values[i]])) as Context;
  });
}

test('The musical position follows from playhead, tempo and meter', (t) => {
  const [now] = context(t, 'transport 240000 120 4 4 1');
  t.like(now, { rate: 48000, samples: 240000, quarters: 10, bar: 8, tempo: 120, numerator: 4, denominator: 4 });
  for (const flag of [PLAYING, PROJECT_TIME_VALID, TEMPO_VALID, BAR_POSITION_VALID, TIME_SIG_VALID])
    t.is(now!.state & flag, flag, `flag ${flag}`);
});

test('Bars are counted in quarters, whatever the denominator', (t) => {
  const [now] = context(t, 'transport 240000 120 6 8 1');
  t.like(now, { quarters: 10, bar: 9 });
});

test('A stopped transport is not playing', (t) => {
  const [now] = context(t, 'transport 48000 120 4 4 0');
  t.is(now!.state & PLAYING, 0);
  t.is(now!.samples, 48000);
});

test('An unknown tempo is not claimed, nor what follows from it', (t) => {
  const [now] = context(t, 'transport 48000 0 4 4 1');
  t.is(now!.state & (TEMPO_VALID | PROJECT_TIME_VALID | BAR_POSITION_VALID), 0);
  t.is(now!.state & TIME_SIG_VALID, TIME_SIG_VALID);
});

test('An unknown meter is not claimed, nor the bar', (t) => {
  const [now] = context(t, 'transport 48000 120 0 0 1');
  t.is(now!.state & (TIME_SIG_VALID | BAR_POSITION_VALID), 0);
  t.is(now!.state & TEMPO_VALID, TEMPO_VALID);
});

test('What this host does not know is never claimed', (t) => {
  const [now] = context(t, 'transport 48000 120 4 4 1');
  t.is(now!.state & (CYCLE_VALID | SMPTE_VALID | CLOCK_VALID | CHORD_VALID), 0);
  if (now!.state & SYSTEM_TIME_VALID) t.is(now!.systemTime, 1);
});

test('The continuous time goes on while the transport loops or stands, if it is claimed', (t) => {
  const times = context(t, 'transport 48000 120 4 4 1', 'transport 0 120 4 4 1', 'transport 0 120 4 4 0');
  if ((times[0]!.state & CONT_TIME_VALID) !== 0)
    t.deepEqual(
      times.map(({ continuous }) => continuous - times[0]!.continuous),
      [0, 64, 128],
    );
  t.deepEqual(
    times.map(({ samples }) => samples),
    [48000, 0, 0],
  );
});
