import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { type OpenOptions, PluginHost } from '../../../ts/client/index.ts';
import { processesWith, until } from '../../support/host-process.ts';
import { clapFile, root, withTypeScript } from '../../support/paths.ts';
import { amp, fixture, mortal, namedSegments, nothingIsLeft, rejected } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'maolan-test-'));
test.after.always(() => rmSync(folder, { recursive: true }));

function executableEnding(code: number): string {
  const path = join(folder, `ends-with-${code}`);
  writeFileSync(path, `#!/bin/sh\nexit ${code}\n`, { mode: 0o755 });
  return path;
}

const failures: [string, () => OpenOptions, string, RegExp][] = [
  [
    'an LV2 plugin that is not installed',
    () => ({ format: 'lv2', plugin: 'urn:nowhere' }),
    'LOAD_FAILED',
    /urn:nowhere/,
  ],
  [
    'a CLAP file that is not there',
    () => ({ format: 'clap', plugin: '/nowhere.clap' }),
    'LOAD_FAILED',
    /\/nowhere\.clap/,
  ],
  ['a VST3 id that nobody has', () => ({ format: 'vst3', plugin: 'F'.repeat(32) }), 'LOAD_FAILED', /no installed vst3/],
  [
    'a CLAP file that is not a library',
    () => ({ format: 'clap', plugin: join(root, 'package.json') }),
    'LOAD_FAILED',
    /package\.json/,
  ],
  [
    'a plugin that fails to start',
    () => ({ format: 'clap', plugin: clapFile('fails-to-init') }),
    'LOAD_FAILED',
    /Failed to load/,
  ],
  ['a plugin with a library missing', () => fixture('missing-library'), 'LOAD_FAILED', /libmaolan-nowhere/],
  [
    'a plugin that crashes while it is loaded',
    () => ({ format: 'clap', plugin: clapFile('crash-in-entry'), environment: mortal }),
    'LOAD_FAILED',
    /crashed while it was loading \(SIG/,
  ],
  ['an executable that is not there', () => ({ ...amp, executable: '/nowhere' }), 'HOST_NOT_FOUND', /\/nowhere/],
  [
    'an executable that is none',
    () => ({ ...amp, executable: join(root, 'package.json') }),
    'HOST_NOT_FOUND',
    /package\.json|EACCES/,
  ],
  [
    'an executable that finds no Node.js',
    () => ({ ...amp, executable: executableEnding(127) }),
    'HOST_NOT_FOUND',
    /ELECTRON_RUN_AS_NODE/,
  ],
  ['a program that is not a host', () => ({ ...amp, executable: '/bin/false' }), 'HOST_EXITED', /exit code 1/],
  ['a state of another plugin', () => ({ ...amp, state: Uint8Array.of(1, 2, 3) }), 'REQUEST_FAILED', /not restored/],
  ['a format that there is not', () => ({ ...amp, format: 'au' as 'lv2' }), 'INVALID_ARGUMENT', /"au"/],
  ['no plugin', () => ({ ...amp, plugin: '' }), 'INVALID_ARGUMENT', /plugin is missing/],
  ['a sample rate of 0', () => ({ ...amp, sampleRate: 0 }), 'INVALID_ARGUMENT', /sampleRate is 0/],
  ['a sample rate that is not a number', () => ({ ...amp, sampleRate: Number.NaN }), 'INVALID_ARGUMENT', /NaN/],
  ['blocks that are too long', () => ({ ...amp, maxFrames: 4097 }), 'INVALID_ARGUMENT', /maxFrames is 4097/],
  ['half a frame', () => ({ ...amp, maxFrames: 0.5 }), 'INVALID_ARGUMENT', /maxFrames is 0\.5/],
  ['too many channels', () => ({ ...amp, inputs: 33 }), 'INVALID_ARGUMENT', /inputs is 33/],
  ['a time-out of 0', () => ({ ...amp, blockTimeoutMs: 0 }), 'INVALID_ARGUMENT', /blockTimeoutMs/],
  ['a state that is too large', () => ({ ...amp, state: new Uint8Array(65_537) }), 'INVALID_ARGUMENT', /65537|65_537/],
];
for (const [what, options, code, message] of failures) {
  test.serial(`open() refuses ${what} with ${code}, and leaves nothing`, async (t) => {
    const error = await rejected(t, PluginHost.open(options()), code as 'LOAD_FAILED');
    t.regex(error.message, message);
    t.notRegex(error.message, /\n/);
    await nothingIsLeft(t);
  });
}

/** A plugin that takes 3 s to load. */
function slowly(): OpenOptions {
  const slow = fixture('slow-instantiate');
  return { ...slow, environment: { ...slow.environment, MAOLAN_FIXTURE_SLOW_MS: '3000' } };
}

for (const [what, milliseconds] of [
  ['before it begins', -1],
  ['at once', 0],
  ['after 20 ms', 20],
  ['after 60 ms', 60],
  ['after 120 ms', 120],
] as const) {
  test.serial(`Aborted ${what}, open() rejects with ABORTED and leaves nothing`, async (t) => {
    const signal = milliseconds < 0 ? AbortSignal.abort('enough') : AbortSignal.timeout(milliseconds);
    const error = await rejected(t, PluginHost.open({ ...slowly(), signal }), 'ABORTED');
    t.truthy(error.cause);
    await nothingIsLeft(t);
  });
}

test.serial('A host that is killed in the middle of open() is an error with the signal in it', async (t) => {
  const opening = PluginHost.open(slowly());
  const mark = `maolan-client-${process.pid}-`;
  t.true(await until(() => processesWith(mark).length > 0));
  for (const pid of processesWith(mark)) process.kill(pid, 'SIGKILL');
  const error = await rejected(t, opening, 'HOST_EXITED');
  t.regex(error.message, /SIGKILL/);
  await nothingIsLeft(t);
});

test.serial('A state is restored before open() resolves', async (t) => {
  const first = await PluginHost.open(amp);
  first.setParameter('Gain', -24);
  const state = await first.saveState();
  await first.close();
  const second = await PluginHost.open({ ...amp, state });
  t.is(second.parameter('Gain').value, -24);
  await second.close();
});

test.serial('The log comes line by line', async (t) => {
  const lines: string[] = [];
  const host = await PluginHost.open({ ...amp, onLog: (line) => lines.push(line) });
  await host.close();
  t.regex(lines.join('\n'), /Ready for lv2 plugin.*\n.*Shutdown requested/);
});

test.serial('While a host runs, its segment has no name', async (t) => {
  const host = await PluginHost.open(amp);
  t.deepEqual(namedSegments(), []);
  await host.close();
});

test.serial('Names that dead programs have left are removed at the next open(), others are not', async (t) => {
  const child = spawn('true');
  await new Promise((resolve) => child.once('exit', resolve));
  const old = `/dev/shm/maolan-client-${child.pid}-0123456789ab`;
  const fresh = `/dev/shm/maolan-client-${child.pid}-ba9876543210`;
  const living = `/dev/shm/maolan-client-1-0123456789ab`;
  const hourAgo = Date.now() / 1000 - 3600;
  for (const path of [old, fresh, living]) writeFileSync(path, '');
  for (const path of [old, living]) utimesSync(path, hourAgo, hourAgo);
  try {
    await (await PluginHost.open(amp)).close();
    t.deepEqual([old, fresh, living].map(existsSync), [false, true, true]);
  } finally {
    for (const path of [old, fresh, living]) rmSync(path, { force: true });
  }
});

/** A program that opens a host and uses it forever. */
async function victim(
  body: string,
): Promise<{ pid: number; end: (signal: NodeJS.Signals) => Promise<void>; said: Promise<string> }> {
  const folder = mkdtempSync(join(tmpdir(), 'maolan-test-'));
  const program = join(folder, 'victim.mjs');
  const library = join(root, 'ts/client/index.ts');
  writeFileSync(
    program,
    `import { PluginHost } from ${JSON.stringify(library)};
     const host = await PluginHost.open(${JSON.stringify(amp)});
     console.log('ready');
     ${body}`,
  );
  const child = spawn(process.execPath, [withTypeScript, program], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await Promise.race([new Promise((resolve) => child.stdout.once('data', resolve)), exited]);
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await exited;
    rmSync(folder, { recursive: true });
  };
  return { pid: child.pid ?? 0, end, said: text(child.stdout) };
}

const programs: [string, string][] = [
  ['idle', 'await new Promise(() => setInterval(() => {}, 1000));'],
  ['in process()', 'for (;;) host.process([new Float32Array(64)], [new Float32Array(64)]);'],
  ['in processAsync()', 'for (;;) await host.processAsync([new Float32Array(64)], [new Float32Array(64)]);'],
  ['in saveState()', 'for (;;) await host.saveState();'],
];
for (const [what, body] of programs)
  for (const signal of ['SIGKILL', 'SIGINT'] as const)
    test.serial(`Nothing is left of a program that ends by ${signal} ${what}`, async (t) => {
      const { pid, end } = await victim(body);
      t.true(processesWith(`maolan-client-${pid}-`).length > 0, 'there is a host');
      await sleep(50);
      await end(signal);
      await nothingIsLeft(t, pid);
    });

test.serial('A program that throws away its host and ends leaves nothing', async (t) => {
  const { pid, end } = await victim('host.unref();');
  await end('SIGCONT');
  await nothingIsLeft(t, pid);
});
