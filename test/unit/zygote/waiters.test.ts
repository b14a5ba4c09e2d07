import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test from 'ava';

const program = fileURLToPath(new URL('../../../build/test/zygote/waiters', import.meta.url));

test('A fork can signal a condition variable whose waiters it does not have', async (t) => {
  t.is((await promisify(execFile)(program, ['200'])).stdout, '0\n', 'forks got stuck');
});
