import { setTimeout as sleep } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { Daw, type DawOptions } from './daw.ts';
import { type Exit, processesWith, until } from './host-process.ts';
import { lv2PathWithFixtures } from './paths.ts';

export { constant, signal } from './signals.ts';

export const amp = { format: 'lv2', spec: 'http://lv2plug.in/plugins/eg-amp' } as const;

/** A plugin in test/fixtures/lv2. */
export function fixture(
  name: string,
  environment: NodeJS.ProcessEnv = {},
): DawOptions & { environment: NodeJS.ProcessEnv } {
  const paths = { LV2_PATH: lv2PathWithFixtures() };
  return { format: 'lv2', spec: `urn:maolan:fixture:${name}`, environment: { ...paths, ...environment } };
}

/** The body of a test with one running host. */
export type Body = (t: ExecutionContext, daw: Daw) => Promise<void>;

/**
 * Run body with a new segment, new pipes and a real host in any state; afterwards nothing may be left. Tests run
 * one after the other, because a host has two threads that need a CPU at once.
 */
export function hostTest(title: string, options: DawOptions | (() => DawOptions), body: Body): void {
  test.serial(title, async (t) => {
    const daw = new Daw(typeof options === 'function' ? options() : options);
    try {
      await body(t, daw);
    } finally {
      if (!t.passed) t.log(daw.process.stderr);
      await daw.destroy();
    }
    // The process that reports a host's death before ready runs a moment longer.
    const gone = await until(() => processesWith(daw.segment.name).length === 0, 2000);
    t.true(gone, 'a process is left');
    t.false(daw.segment.exists, 'the segment is left');
  });
}

/**
 * The same with a host that is ready. After the body it is shut down as by the DAW, and must exit with code 0 without
 * an unrequested reply.
 */
export function readyTest(title: string, options: DawOptions | (() => DawOptions), body: Body): void {
  hostTest(title, options, async (t, daw) => {
    if (!(await daw.ready())) throw new Error(`The host is not ready. stderr: ${daw.process.stderr}`);
    await body(t, daw);
    daw.shutDown();
    t.deepEqual(await daw.process.end(), { code: 0, signal: null });
    t.is(daw.toDaw.drain(), 0, 'replies are left');
  });
}

/** A process's end with an exit code. */
export function exitedWith(code: number): Exit {
  return { code, signal: null };
}

/** The host exited with this code and never became ready. */
export async function ended(t: ExecutionContext, daw: Daw, code: number): Promise<void> {
  t.deepEqual(await daw.process.end(), exitedWith(code));
  await sleep(20);
  t.is(daw.segment.readU32(daw.at.ready), 0, 'ready was said');
}
