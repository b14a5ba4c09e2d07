import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { Daw, DawOptions } from './daw.ts';
import { TIMEOUT_MS, until } from './host-process.ts';
import { constant, readyTest } from './host-test.ts';
import { vst3Bundle } from './paths.ts';

/** A fixture plugin, or one of several classes in it ("#..."), on a stereo track. */
export function vst3(name: string, environment: NodeJS.ProcessEnv = {}, classSuffix = ''): DawOptions {
  return { format: 'vst3', spec: vst3Bundle(name) + classSuffix, inputs: 2, outputs: 2, environment };
}

/** One line of a fixture's log: a call made by the host. */
export interface Call {
  /** "main", or the name of the thread. */
  thread: string;
  /** "<object>.<function>" */
  name: string;
  details: string;
}

/** The log of a fixture. */
export class CallLog {
  readonly #folder = mkdtempSync(join(tmpdir(), 'maolan-test-'));
  readonly path = join(this.#folder, 'calls');

  /** All lines, in order. */
  all(): Call[] {
    if (!existsSync(this.path)) return [];
    const lines = readFileSync(this.path, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => {
      const [thread = '', name = '', ...details] = line.split(' ');
      return { thread, name, details: details.join(' ') };
    });
  }

  /** The calls with this name, in order. */
  calls(name: string): Call[] {
    return this.all().filter((call) => call.name === name);
  }

  /** The host's violations of the VST3 rules, each once. */
  faults(): string[] {
    return [...new Set(this.calls('fault').map((call) => `${call.thread}: ${call.details}`))];
  }

  /** Wait until there are that many calls of that name. */
  async has(name: string, count: number, milliseconds = TIMEOUT_MS): Promise<boolean> {
    return until(() => this.calls(name).length >= count, milliseconds);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

/**
 * A ready host with a fixture plugin that logs every call. After the body the host is shut down as by the DAW, and the
 * fixture must not have seen any violation of VST3, up to its end.
 */
export function probeTest(
  title: string,
  options: () => DawOptions,
  body: (t: ExecutionContext, daw: Daw, log: CallLog) => Promise<void>,
): void {
  let log: CallLog | undefined;
  const logged = (): DawOptions => {
    const usual = options();
    log = new CallLog();
    return { ...usual, environment: { ...usual.environment, MAOLAN_FIXTURE_LOG: log.path } };
  };
  readyTest(title, logged, async (t, daw) => {
    if (log === undefined) throw new Error('The host was started without a log');
    try {
      await body(t, daw, log);
      daw.shutDown();
      t.deepEqual(await daw.process.end(), { code: 0, signal: null });
      t.deepEqual(log.faults(), []);
      t.is(log.calls('module.ModuleExit').length, 1, 'the module was not left');
    } finally {
      log.remove();
    }
  });
}

/** The same samples on both channels. */
export function stereo(samples: Float32Array): Float32Array[] {
  return [samples, samples];
}

/** Play one stereo block of silence; returns the first channel's output. */
export async function listen(daw: Daw, frames = 64): Promise<Float32Array> {
  const [left] = await daw.playChannels(stereo(constant(frames, 0)));
  return left ?? new Float32Array();
}

/** Play blocks of silence until a condition holds; false on timeout. */
export async function playUntil(daw: Daw, holds: () => boolean): Promise<boolean> {
  const end = performance.now() + TIMEOUT_MS;
  while (!holds()) {
    if (performance.now() > end) return false;
    await listen(daw);
  }
  return true;
}
