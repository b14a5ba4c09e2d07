import test from 'ava';
import { timeLeft } from '../../../ts/cli/progress.ts';

test('How long something will take is said when it is known, and worth saying', (t) => {
  t.is(timeLeft(0, 60_000), '');
  t.is(timeLeft(1, 60_000), '');
  t.is(timeLeft(0.5, 1000), '');
  t.is(timeLeft(0.9, 9000), '');
  t.is(timeLeft(0.5, 10_000), '10 s left');
  t.is(timeLeft(0.25, 100_000), '5:00 min left');
  t.is(timeLeft(0.01, 60_000), '1:39 h left');
});
