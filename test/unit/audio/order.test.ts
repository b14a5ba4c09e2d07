import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test from 'ava';

const program = fileURLToPath(new URL('../../../build/test/audio/order', import.meta.url));

test('what the kernel tells of reads and wakes never names a reply that the DAW has read, nor one in step that is not', async (t) => {
  const seed = Date.now();
  t.log(`seed ${seed}`);
  const { stdout } = await promisify(execFile)(program, [`${seed}`, '3000']);
  const [inStep = 0, unread = 0] = stdout.split(' ').map(Number);
  t.true(inStep > 0 && unread > 0, stdout);
});
