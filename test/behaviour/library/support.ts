/** What the library's tests share. */
import { readdirSync } from 'node:fs';
import test, { type ExecutionContext } from 'ava';
import { type ErrorCode, type OpenOptions, PluginHost, PluginHostError } from '../../../ts/client/index.ts';
import { processesWith, until } from '../../support/host-process.ts';
import { lv2PathWithFixtures } from '../../support/paths.ts';

export { amp } from './support-options.ts';

export const delays: readonly OpenOptions[] = [
  { format: 'lv2', plugin: 'urn:zamaudio:ZamDelay' },
  { format: 'vst3', plugin: '/usr/lib/vst3/ZamDelay.vst3' },
  { format: 'clap', plugin: '/usr/lib/clap/ZamDelay.clap' },
];
/** A host without recovery: its process ends when its plugin does. */
export const mortal = { MAOLAN_RECOVERY: '0' } as const;

/** A plugin in test/fixtures/lv2. */
export function fixture(name: string, more: Partial<OpenOptions> = {}): OpenOptions {
  const environment = { LV2_PATH: lv2PathWithFixtures(), ...more.environment };
  return { format: 'lv2', plugin: `urn:maolan:fixture:${name}`, ...more, environment };
}

/** Segments of this process's hosts that have a name. */
export function namedSegments(pid = process.pid): string[] {
  return readdirSync('/dev/shm').filter((name) => name.startsWith(`maolan-client-${pid}-`));
}

/** Nothing of the hosts of a process is left. */
export async function nothingIsLeft(t: ExecutionContext, pid = process.pid): Promise<void> {
  t.deepEqual(namedSegments(pid), [], 'a segment is left');
  const gone = await until(() => processesWith(`maolan-client-${pid}-`).length === 0);
  t.true(gone, 'a process is left');
}

export type Body = (t: ExecutionContext, host: PluginHost) => Promise<void> | void;

/** Run body with an open host; afterwards it is closed and nothing of it is left. */
export function hostTest(title: string, options: OpenOptions | (() => OpenOptions), body: Body): void {
  test.serial(title, async (t) => {
    const lines: string[] = [];
    const given = typeof options === 'function' ? options() : options;
    const host = await PluginHost.open({ onLog: (line) => lines.push(line), ...given });
    try {
      await body(t, host);
    } finally {
      if (!t.passed) t.log(lines.join('\n'));
      await host.close();
    }
    await nothingIsLeft(t);
  });
}

/** The error with this code that a promise is rejected with. */
export async function rejected(
  t: ExecutionContext,
  promise: Promise<unknown>,
  code: ErrorCode,
): Promise<PluginHostError> {
  const error = await t.throwsAsync(promise, { instanceOf: PluginHostError });
  t.is(error.code, code, error.message);
  return error;
}

/** The error with this code that a call throws. */
export function thrown(
  t: ExecutionContext,
  call: () => unknown,
  code: ErrorCode = 'INVALID_ARGUMENT',
): PluginHostError {
  const error = t.throws(call, { instanceOf: PluginHostError });
  t.is(error.code, code, error.message);
  return error;
}

/** The arguments of the next event of that name. */
export function next(host: PluginHost, name: string, milliseconds = 20_000): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${name} within ${milliseconds / 1000} s`)), milliseconds);
    host.once(name as 'restart', (...values: unknown[]) => {
      clearTimeout(timer);
      resolve(values);
    });
  });
}

/** Reproducible noise, peak below 1. */
export function noise(frames: number, seed = 1): Float32Array {
  let random = seed;
  return Float32Array.from({ length: frames }, () => {
    random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
    return 0.9 * (random / 2 ** 31 - 1);
  });
}

export function constant(frames: number, value: number): Float32Array {
  return new Float32Array(frames).fill(value);
}
