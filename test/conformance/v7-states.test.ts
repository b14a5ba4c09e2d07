/* A DAW of version 7 in C (test/daw/daw-7.c): blocks by the counter in one thread, saves and restores in another. */
import { execFile, execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { clap } from '../support/clap.ts';
import type { DawOptions } from '../support/daw.ts';
import { amp } from '../support/host-test.ts';
import { currentHost, root } from '../support/paths.ts';
import { vst3 } from '../support/vst3.ts';

const run = promisify(execFile);
/** Not what is tested: on a busy machine a block may take longer than a DAW waits. */
const limitMs = 2000;

interface Counts {
  blocks: number;
  timeouts: number;
  wrong: number;
  requests: number;
  failedRequests: number;
  counter: number;
  unread: number;
  left: boolean;
}

test.before(() => execFileSync('make', ['-s', '-C', join(root, 'test/daw')], { stdio: 'pipe' }));

async function play(plugin: DawOptions, blocks: number, periodUs: number, requests: number, eventless: boolean) {
  const { format = '', spec = '' } = plugin;
  const numbers = [blocks, periodUs, limitMs, requests, eventless ? 1 : 0].map(String);
  const rest = format === 'lv2' || format === 'vst3' ? ['48000', '256', '1', '1'] : [];
  const env = { ...process.env, ...plugin.environment };
  const { stdout } = await run(join(root, 'build/daw/daw-7'), [currentHost, format, spec, ...numbers, ...rest], {
    env,
  });
  return JSON.parse(stdout) as Counts;
}

const plugins: readonly [string, DawOptions][] = [
  ['lv2', amp],
  ['vst3', vst3('mono-only')],
  ['clap', clap('gain')],
];

for (const [format, plugin] of plugins) {
  test.serial(`${format}: 600 blocks every 5.3 ms beside saves and restores, each block answered once`, async (t) => {
    const counts = await play(plugin, 600, 5300, 200, true);
    t.like(counts, { blocks: 600, timeouts: 0, counter: 600, left: true });
    // Where the machine is busy, the DAW's audio thread has spun in vain, reads the pipe, and may rob a request of its byte (C25).
    t.true(counts.wrong <= 6, `${counts.wrong} blocks cut short by a request’s byte`);
    t.true(counts.requests > 0 && counts.failedRequests <= 1 + counts.requests / 40, JSON.stringify(counts));
    // Clients that look at the status may leave the byte.
    if (format === 'vst3') t.is(counts.unread, 0);
  });
}

for (const eventless of [true, false]) {
  const mode = eventless ? 'the counter' : 'bytes';
  test.serial(`Back to back by ${mode}: at the counter's step every sample is there, 20 000 times`, async (t) => {
    const counts = await play({ format: 'null', spec: 'null' }, 20_000, 0, 0, eventless);
    t.like(counts, { blocks: 20_000, timeouts: 0, wrong: 0, counter: 20_000, unread: 0, left: true });
  });
}
