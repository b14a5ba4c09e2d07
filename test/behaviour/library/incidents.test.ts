/** What the library says of plugins that load for long, hang, crash, come back, or do not. On the torture plugin in each format. */
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { type Crash, type OpenOptions, PluginHost, type PluginHostEvents } from '../../../ts/client/index.ts';
import { until } from '../../support/host-process.ts';
import type { Format } from '../torture/support.ts';
import { specOf, torture as tortureOf } from '../torture/support.ts';
import { constant, hostTest, nothingIsLeft, rejected } from './support.ts';

const formats = ['lv2', 'vst3', 'clap'] as const;

/** The torture plugin with a script (test/fixtures/torture/README.md). */
function torture(format: Format, script: string, more: Partial<OpenOptions> = {}): OpenOptions {
  const { environment } = tortureOf(format, script);
  return { format, plugin: specOf(format), environment: environment as Record<string, string>, ...more };
}

function play(host: PluginHost): boolean {
  return host.process([constant(64, 1), constant(64, 1)], [new Float32Array(64), new Float32Array(64)]);
}

/** Blocks until a condition holds. */
async function playUntil(host: PluginHost, holds: () => boolean): Promise<boolean> {
  return until(() => {
    play(host);
    return holds();
  });
}

function record<Name extends keyof PluginHostEvents>(host: PluginHost, name: Name): PluginHostEvents[Name][0][] {
  const heard: PluginHostEvents[Name][0][] = [];
  const listener = (one: unknown) => heard.push(one as PluginHostEvents[Name][0]);
  host.on(name as 'crash', listener as (crash: Crash) => void);
  return heard;
}

for (const format of formats) {
  test.serial(`${format}: a plugin that loads for long is waited for, and open() says so`, async (t) => {
    const heard: number[] = [];
    const host = await PluginHost.open(
      torture(format, 'slow(2500)@instantiate', { onLoading: (elapsedMs) => heard.push(elapsedMs) }),
    );
    t.deepEqual(heard.slice(0, 2), [1000, 2000]);
    t.is(host.parameter('Gain').value, 0.5);
    t.true(play(host));
    await host.close();
    await nothingIsLeft(t);
  });

  test.serial(`${format}: a plugin that hangs while it is loaded is NOT_READY`, async (t) => {
    const opening = PluginHost.open(torture(format, 'hang@instantiate', { loadTimeoutMs: 1500 }));
    t.regex((await rejected(t, opening, 'NOT_READY')).message, /not loaded within 1\.5 s.*loadTimeoutMs/);
    await nothingIsLeft(t);
  });

  test.serial(
    `${format}: a plugin that crashes while it is loaded is LOAD_FAILED, where its process survives`,
    async (t) => {
      const error = await rejected(t, PluginHost.open(torture(format, 'segv@instantiate')), 'LOAD_FAILED');
      t.regex(error.message, /crashed \(SIGSEGV while it was loading\)/);
      await nothingIsLeft(t);
    },
  );

  hostTest(
    `${format}: a crash in a block, the return, and the end of its chances are events`,
    torture(format, 'segv@process:20', { policy: { maxRestarts: 1 } }),
    async (t, host) => {
      const [crashes, revivals] = [record(host, 'crash'), record(host, 'revived')];
      const [given, bypasses] = [record(host, 'gaveUp'), record(host, 'bypass')];
      const { pid } = host;
      t.true(await playUntil(host, () => revivals.length === 1));
      t.like(crashes[0], { cause: 'signal', signal: 'SIGSEGV', thread: 'audio', count: 1 });
      t.regex(crashes[0]?.message ?? '', /crashed \(SIGSEGV in its audio processing\)/);
      t.is(revivals[0]?.lost, 'nothing');
      t.true((revivals[0]?.afterMs ?? 0) > 0);
      // A block that is given up before the next process has reported the crash is late, as far as anybody knows.
      t.true(bypasses.length > 0 && bypasses.every((why) => why === 'crash' || why === 'timeout'), `${bypasses}`);
      t.true(await playUntil(host, () => given.length === 1), 'maxRestarts does not reach the host');
      t.is(crashes.length, 2);
      t.is(given[0]?.kind, 'bypassed');
      t.true(await playUntil(host, () => bypasses.at(-1) === 'gaveUp'));
      t.is(host.pid, pid);
    },
  );

  hostTest(
    `${format}: without restarts, a crash ends the process`,
    torture(format, 'segv@process:5', { policy: { restart: false } }),
    async (t, host) => {
      const [crashes, given] = [record(host, 'crash'), record(host, 'gaveUp')];
      t.true(await playUntil(host, () => given.length === 1));
      t.deepEqual(given, [{ kind: 'crashed', signal: 'SIGSEGV' }]);
      t.deepEqual(crashes, []);
    },
  );
}

hostTest('A crash is reported where no blocks are made, too', torture('clap', 'segv@timer:40'), async (t, host) => {
  const [crashes, revivals] = [record(host, 'crash'), record(host, 'revived')];
  t.true(await until(() => revivals.length > 0));
  t.like(crashes[0], { thread: 'main' });
  await sleep(1);
});
