/** clap_event_transport: a musical position, and only what is known is marked as such. */
import test, { type ExecutionContext } from 'ava';
import { drive, fixture, numbers, probe, started } from './driver.ts';

const HAS_TEMPO = 1;
const HAS_BEATS = 2;
const HAS_SECONDS = 4;
const HAS_SIGNATURE = 8;
const PLAYING = 16;
const RECORDING = 32;
const LOOP = 64;
const PRE_ROLL = 128;

const fields = [
  ...['flags', 'beats', 'seconds', 'tempo', 'tempoIncrement'],
  ...['barStart', 'barNumber', 'numerator', 'denominator'],
] as const;
type Field =
  | 'flags'
  | 'beats'
  | 'seconds'
  | 'tempo'
  | 'tempoIncrement'
  | 'barStart'
  | 'barNumber'
  | 'numerator'
  | 'denominator';
type Transport = Record<Field, number>;

function transports(t: ExecutionContext, ...commands: string[]): Transport[] {
  const answer = probe(
    t,
    'transport-probe',
    commands.flatMap((command) => [command, 'run 64', `output 0 0 ${fields.length}`]),
  );
  return commands.map((_, nth) => {
    const values = numbers(answer, 'output', nth);
    return Object.fromEntries(fields.map((field, i) => [field, values[i]])) as Transport;
  });
}

test('The musical position follows from playhead, tempo and meter', (t) => {
  const [now] = transports(t, 'transport 240000 120 4 4 1');
  t.like(now, { beats: 10, seconds: 5, tempo: 120, tempoIncrement: 0, barStart: 8, barNumber: 2 });
  t.like(now, { numerator: 4, denominator: 4, flags: HAS_TEMPO | HAS_BEATS | HAS_SECONDS | HAS_SIGNATURE | PLAYING });
});

test('Beats are quarters, whatever the denominator', (t) => {
  const [now] = transports(t, 'transport 240000 120 6 8 1');
  t.like(now, { beats: 10, barStart: 9, barNumber: 3, numerator: 6, denominator: 8 });
});

test('A stopped transport is not playing, but stands somewhere', (t) => {
  const [now] = transports(t, 'transport 48000 120 4 4 0');
  t.is(now!.flags & PLAYING, 0);
  t.is(now!.seconds, 1);
});

test('What is unknown is not claimed', (t) => {
  const [noTempo, noMeter, nothing] = transports(
    t,
    ...['transport 48000 0 4 4 1', 'transport 48000 120 0 0 1', 'transport 0 0 0 0 0'],
  );
  t.is(noTempo!.flags & (HAS_TEMPO | HAS_BEATS), 0);
  t.is(noTempo!.flags & HAS_SIGNATURE, HAS_SIGNATURE);
  t.is(noMeter!.flags & HAS_SIGNATURE, 0);
  t.is(noMeter!.flags & HAS_TEMPO, HAS_TEMPO);
  t.is(nothing!.flags & ~HAS_SECONDS, 0);
  for (const { flags } of [noTempo!, noMeter!, nothing!]) t.is(flags & (RECORDING | LOOP | PRE_ROLL), 0);
});

test('The position moves on inside a block that is cut in pieces, while playing only', (t) => {
  for (const [playing, seconds] of [
    [1, 0.5],
    [0, 0],
  ]) {
    const answer = drive([
      ...started(fixture('transport-probe'), 1000, 500),
      ...[`transport 0 120 4 4 ${playing}`, 'run 1000', 'output 0 500 9', 'close'],
    ]);
    t.deepEqual(answer.faults, []);
    t.is(numbers(answer)[fields.indexOf('seconds')], seconds);
  }
});

test('The steady time goes on by the frames, whatever the transport does', (t) => {
  const answer = probe(t, 'transport-probe', [
    ...['transport 48000 120 4 4 1', 'run 64', 'output 1 0 2', 'transport 0 120 4 4 0', 'run 64', 'output 1 0 2'],
  ]);
  const [first, second] = [numbers(answer), numbers(answer, 'output', 1)];
  t.is(first[0], 1, 'there is a transport');
  t.is(second[1]! - first[1]!, 64);
});
