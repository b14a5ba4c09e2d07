/* Starts and ends of version 7 (cases 53 to 56; C14, C15). */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { clap } from '../../support/clap.ts';
import { Daw, type DawOptions } from '../../support/daw.ts';
import { until } from '../../support/host-process.ts';
import { constant, exitedWith, fixture, hostTest, readyTest } from '../../support/host-test.ts';
import { request, status } from '../../support/layout.ts';
import { currentHost, root } from '../../support/paths.ts';
import { vst3 } from '../../support/vst3.ts';

const run = promisify(execFile);
const options = (format: string, spec: string): DawOptions => ({ format, spec, version: 7, eventless: true });
const seven = (plugin: DawOptions): DawOptions => ({ ...plugin, version: 7, eventless: true });

/* ---- 53: a format that is not for this system ---- */

for (const [what, spec, expected] of [
  ['a plugin', 'au:aufx:dely:appl', 4],
  ['no plugin', '', 5],
] as const) {
  hostTest(
    `au, ${what}: exit code ${expected}, and no usage`,
    { ...options('au', spec), sampleRate: '48000' },
    async (t, daw) => {
      t.deepEqual(await daw.process.end(), exitedWith(expected));
      t.is(daw.segment.readU32(daw.at.ready), 0);
      t.false(daw.process.stderr.includes('<shm-name>'), daw.process.stderr);
    },
  );
}

hostTest(
  'au with words missing: exit code 1 and the usage',
  { ...options('au', 'au:aufx:dely:appl'), arguments: (usual) => usual.slice(0, 6) },
  async (t, daw) => {
    t.deepEqual(await daw.process.end(), exitedWith(1));
    t.true(daw.process.stderr.includes('<shm-name>'), daw.process.stderr);
  },
);

test('Scanning for au: exit code 1, and nothing on stdout', async (t) => {
  const words = ['--scan', '--format', 'au', '--path', '--system'];
  const { code, stdout } = (await t.throwsAsync(run(currentHost, words))) as unknown as {
    code: number;
    stdout: string;
  };
  t.is(code, 1);
  t.is(stdout, '');
});

/* ---- 54, C14: the messages before the end ---- */

for (const [format, spec] of [
  ['lv2', 'urn:maolan:nowhere'],
  ['vst3', '/nonexistent.vst3'],
  ['clap', '/nonexistent.clap'],
] as const) {
  hostTest(
    `${format}: after a failed load the host is gone and was never ready`,
    options(format, spec),
    async (t, daw) => {
      const end = await daw.process.end();
      t.is(end?.signal, null);
      t.is(daw.segment.readU32(daw.at.ready), 0);
    },
  );
}

for (const [spec, end] of [
  ['__test__', exitedWith(0)],
  ['__crash__', { code: null, signal: 'SIGABRT' }],
] as const) {
  test.serial(
    `vst3 ${spec}: a DAW that looks every 5 ms, at ready and then at the process, sees ready: 20 times`,
    async (t) => {
      for (let i = 0; i < 20; i++) {
        const daw = new Daw(options('vst3', spec));
        try {
          // The look at ready comes first, so a process that is gone by then was not seen ready.
          const { at, process, segment } = daw;
          let seen = false;
          await until(() => {
            seen = segment.readU32(at.ready) === 1;
            return seen || !process.alive;
          });
          t.true(seen, `start ${i}`);
          t.deepEqual((await process.end()) as unknown, end);
          if (spec === '__test__') t.is(segment.readU32(at.scratch), 0xdead_beef);
        } finally {
          await daw.destroy();
        }
      }
    },
  );
}

/* ---- 55: no right to real-time scheduling or locked memory ---- */

for (const [format, plugin] of [
  ['lv2', fixture('gain')],
  ['vst3', vst3('mono-only')],
  ['clap', clap('gain')],
] as const) {
  test.serial(`${format}: with 64 KiB to lock and no right to real-time scheduling blocks are played`, async (t) => {
    const words = ['--memlock=65536:65536', '--rtprio=0:0'];
    // root may do all that without limits, unless these rights are taken away, too.
    const asUser = process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-sys_nice,-ipc_lock'] : [];
    const host = [join(root, 'build/daw/daw-7'), currentHost, format, plugin.spec];
    const [command = '', ...rest] = [...asUser, 'prlimit', ...words, ...host];
    const { stdout } = await run(command, [...rest, 'blocks=200', 'limit_ms=2000', 'gain_percent=0'], {
      env: { ...process.env, ...plugin.environment },
    });
    t.like(JSON.parse(stdout), { blocks: 200, timeouts: 0, counter: 200, left: true });
  });
}

/* ---- 56: killed in the middle of a block ---- */

hostTest(
  'Killed in the middle of a block: the reply pipe ends',
  () => seven(fixture('slow-run')),
  async (t, daw) => {
    t.true(await daw.ready());
    daw.setParameter({ parameter: 2, value: 5000 });
    daw.prepareBlock(64);
    daw.toHost.signal();
    t.true(await until(() => daw.segment.readU32(daw.at.parameterRead) === 1), 'the block has not begun');
    daw.process.kill('SIGKILL');
    t.is(await daw.toDaw.wait(20_000), 'closed');
    t.is(daw.counter, 0);
  },
);

/* ---- C15: an exit counts as a crash ---- */

readyTest(
  'A plugin that fails in each block keeps its process',
  () => seven(clap('process-error')),
  async (t, daw) => {
    for (let i = 0; i < 50; i++) t.true(await daw.countedBlock(64));
    t.is(daw.counter, 50);
    t.true(daw.process.alive);
  },
);
readyTest(
  'A plugin that sleeps keeps its process, and its blocks are counted',
  () => seven(clap('sleeps')),
  async (t, daw) => {
    daw.segment.writePlane(0, 'toHost', constant(64, 0));
    for (let i = 0; i < 50; i++) t.true(await daw.countedBlock(64));
    t.is(daw.counter, 50);
    t.is(await daw.request(request.saveState), status.ok);
  },
);
