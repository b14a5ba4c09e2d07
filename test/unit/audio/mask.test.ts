import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test from 'ava';

const program = fileURLToPath(new URL('../../../build/test/audio/mask', import.meta.url));

async function run(firstBlock: number): Promise<{ untilRestored: number; left: number }> {
  const { stdout } = await promisify(execFile)(program, [`${firstBlock}`]);
  const [untilRestored = 0, left = -1] = stdout.split(' ').map(Number);
  return { untilRestored, left };
}

test('A plugin that blocks signals from its first blocks on: the mask is restored after each block', async (t) => {
  t.deepEqual(await run(0), { untilRestored: 1, left: 0 });
  t.deepEqual(await run(60), { untilRestored: 1, left: 0 });
});

test('A plugin that blocks signals later: the mask is restored within 16 blocks, then after each', async (t) => {
  const { untilRestored, left } = await run(1000);
  t.true(untilRestored > 1 && untilRestored <= 16, `${untilRestored}`);
  t.is(left, 0);
});
