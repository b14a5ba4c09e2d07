import test from 'ava';
import { drive, numbers, started } from './driver.ts';

/** Room for the system exclusive messages of a block. */
const SYSEX_BYTES = 384 * 1024;

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

test('parameter events take effect at their frame', (t) => {
  const events = ['event 3 0 2', 'event 5 0 99'];
  const answer = drive([...started('gain'), 'ramp 0', ...events, 'run 8', 'output 0 0 9', 'value 0']);
  t.deepEqual(numbers(answer), [0, 1, 2, 6, 8, 20, 24, 28, 0]);
  t.deepEqual(numbers(answer, 'value'), [4]);
  t.is(answer.code, 0, answer.stderr);
});

test('runs end at events and at the announced length, and at nothing else', (t) => {
  const events = ['event 0 0 1', 'event 3 0 2', 'event 3 1 7', 'event 10 0 3'];
  const answer = drive([...started('longer-block', 48000, 8), ...events, 'run 20', 'output 0 0 20', 'output 1 0 20']);
  t.deepEqual(
    numbers(answer),
    range(20).map((i) => (i < 3 ? 1 : i < 10 ? 2 : 3)),
  );
  t.deepEqual(
    numbers(answer, 'output', 1),
    range(20).map((i) => (i < 3 ? 3 : i < 10 ? 7 : i < 18 ? 8 : 2)),
  );
  t.is(answer.code, 0, answer.stderr);
});

test('a block longer than the buffer size is run in pieces of it', (t) => {
  const answer = drive([...started('longer-block', 48000, 1000), 'run 4096', 'output 1 0 4096']);
  t.deepEqual(
    numbers(answer),
    range(4096).map((i) => (i < 4000 ? 1000 : 96)),
  );
  t.is(answer.code, 0, answer.stderr);
});

test('a plugin that wants coarse blocks gets them whole, the values at their beginning', (t) => {
  const answer = drive([
    ...started('coarse-block', 48000, 16),
    'event 5 0 3',
    'run 24',
    'output 0 0 24',
    'output 1 0 24',
  ]);
  t.deepEqual(
    numbers(answer),
    range(24).map(() => 3),
  );
  t.deepEqual(
    numbers(answer, 'output', 1),
    range(24).map((i) => (i < 16 ? 16 : 8)),
  );
});

test('after a split block the next one starts at the beginning of the planes again', (t) => {
  const answer = drive([...started('gain'), 'ramp 0', 'event 4 0 2', 'run 8', 'run 4', 'output 0 0 4']);
  t.deepEqual(numbers(answer), [0, 2, 4, 6]);
});

test('events that make no sense change nothing', (t) => {
  const events = ['event 0 77 1', 'event 0 0 nan', 'event 1 0 2'];
  const answer = drive([
    ...started('gain'),
    'ramp 0',
    ...events,
    'run 4',
    'output 0 0 4',
    'event 9999 0 3',
    'run 4',
    'value 0',
  ]);
  t.deepEqual(numbers(answer), [0, 2, 4, 6]);
  t.deepEqual(numbers(answer, 'value'), [3], 'a value with an offset beyond the block still counts');
  t.is(answer.code, 0, answer.stderr);
});

test('an output that the plugin does not write is silent, and frames beyond the block are left alone', (t) => {
  const answer = drive([...started('silent-output'), 'poison 7', 'run 4', 'output 0 0 6']);
  t.deepEqual(numbers(answer), [0, 0, 0, 0, 7, 7]);
});

test('a block of more than 4096 frames is refused and runs nothing', (t) => {
  const answer = drive([...started('gain'), 'poison 7', 'run 4097', 'output 0 0 1']);
  t.true(answer.lines.includes('run -1 latency 0'));
  t.deepEqual(numbers(answer), [7]);
});

test('a plugin with 40 channels works on 32 planes', (t) => {
  const answer = drive([
    ...started('forty-channels'),
    'describe',
    'input 31 5',
    'event 0 0 0',
    'run 4096',
    'output 31 4094 2',
  ]);
  t.true(answer.lines.includes('bound 0 inputs 32 outputs 32 parameters 0'));
  t.true(
    answer.lines.includes(
      'description Maolan fixture forty-channels | parameters 0 inputs 40 outputs 40 latency 0 midi 0 0',
    ),
  );
  t.deepEqual(numbers(answer), [6, 6]);
  t.is(answer.code, 0, answer.stderr);
});

test('CV ports have a value for each frame, the default at the inputs', (t) => {
  const answer = drive([...started('cv-ports', 48000, 4096), 'run 4096', 'output 0 4095 1']);
  t.deepEqual(numbers(answer), [0.25]);
  t.is(answer.code, 0, answer.stderr);
});

test('optional ports of unknown kind are connected to NULL', (t) => {
  const answer = drive([...started('optional-ports'), 'run 16', 'output 0 0 1']);
  t.deepEqual(numbers(answer), [1]);
  t.is(answer.code, 0, answer.stderr);
});

test('atom outputs are chunks with at least the capacity asked for, and may be filled in each run', (t) => {
  const answer = drive([...started('big-sequence'), 'run 16 3', 'output 0 0 4']);
  t.deepEqual(numbers(answer), [1, SYSEX_BYTES + 98_280 + 65_536, SYSEX_BYTES + 98_280 + 32_768, 1]);
  t.is(answer.code, 0, answer.stderr);
});

test('the latency port is followed block by block, rounded, never negative', (t) => {
  const run = (value: string) => [`set 0 ${value}`, 'run 16', 'describe'];
  const answer = drive([...started('latency'), 'describe', ...run('64.6'), ...run('-5'), ...run('99999')]);
  t.deepEqual(
    answer.lines.filter((line) => line.startsWith('run')).map((line) => line.split(' ').at(-1)),
    ['65', '0', '99999'],
  );
  t.regex(answer.lines.at(-1) ?? '', /latency 99999 midi 0 0$/);
});

test('log lines from run arrive, line by line', (t) => {
  const answer = drive([...started('log-from-run'), 'run 16 2']);
  const lines = answer.stderr.split('\n').filter((line) => line.startsWith('LV2'));
  const one = (n: number) => [`LV2: run ${n}`, 'LV2: of 16 frames', 'LV2 error: 100% wrong'];
  t.deepEqual(lines, [...one(1), ...one(2)]);
});

test('crash-in-run crashes on command', (t) => {
  const answer = drive([...started('crash-in-run'), 'run 16', 'set 0 1', 'run 16'], {
    plain: true,
    env: { LV2_PATH: 'build/fixtures/lv2' },
  });
  t.is(answer.lines.filter((line) => line.startsWith('run')).length, 1);
  t.is(answer.signal, 'SIGSEGV');
});

const position = (answer: ReturnType<typeof drive>, nth = 0) => {
  const [count, frame, speed, tempo, bar, barBeat, beatsPerBar, beatUnit, wrong, uninvited, runs] = numbers(
    answer,
    'output',
    nth,
  );
  return { count, frame, speed, tempo, bar, barBeat, beatsPerBar, beatUnit, wrong, uninvited, runs };
};

test('the transport arrives with the types of time.ttl, at the port that asked for it', (t) => {
  const commands = ['transport 132000 120 3 8 1', 'run 64', 'output 0 0 11'];
  t.deepEqual(position(drive([...started('time-probe'), ...commands])), {
    count: 1,
    frame: 132000,
    speed: 1,
    tempo: 120,
    bar: 1,
    barBeat: 2.5,
    beatsPerBar: 3,
    beatUnit: 8,
    wrong: 0,
    uninvited: 0,
    runs: 1,
  }); // prettier-ignore
});

test('what the DAW does not know about the transport is left out', (t) => {
  const answer = drive([...started('time-probe'), 'transport 48000 0 0 0 0', 'run 64', 'output 0 0 11']);
  const { frame, speed, tempo, bar, barBeat, beatsPerBar, beatUnit } = position(answer);
  t.deepEqual([frame, speed, tempo, bar, barBeat, beatsPerBar, beatUnit], [48000, 0, -1, -1, -1, -1, -1]);
});

test('the transport is sent on the first block, and then only when it did not go on as expected', (t) => {
  const changes = [
    'transport 0 120 4 4 1',
    'transport 64 121 4 4 1',
    'transport 128 121 3 4 1',
    'transport 192 121 3 8 1',
    'transport 256 121 3 8 0',
    'transport 5000 121 3 8 0',
  ];
  const commands = changes.flatMap((change) => [change, 'run 64 1', 'output 0 0 11']);
  const answer = drive([
    ...started('time-probe'),
    ...commands,
    'run 64 5',
    'output 0 0 11',
    'transport 9000 121 3 8 1',
    'run 64 100',
    'output 0 0 11',
  ]);
  t.deepEqual(
    [0, 1, 2, 3, 4, 5, 6, 7].map((nth) => position(answer, nth).count),
    [1, 2, 3, 4, 5, 6, 6, 7],
  );
});

test('in a split block the transport is sent once, in the first run, and again after a new activation', (t) => {
  const commands = [
    ...started('time-probe', 48000, 16),
    'run 64',
    'output 0 48 11',
    'deactivate',
    'activate',
    'run 16',
    'output 0 0 11',
  ];
  const answer = drive(commands);
  const split = position(answer);
  t.deepEqual([split.count, split.runs], [1, 4]);
  t.is(position(answer, 1).count, 2);
});

test('a transport of absurd numbers does not break anything', (t) => {
  const answer = drive([
    ...started('time-probe'),
    'transport 18446744073709551615 1e300 4294967295 4294967295 1',
    'run 64',
    'output 0 0 11',
  ]);
  t.is(position(answer).bar, -1);
  t.is(answer.code, 0, answer.stderr);
});
