/** Everything at once, at random: what comes back is the plugin's sound with the settings that the library says, or the input. */

import test from 'ava';
import fc from 'fast-check';
import { PluginHost } from '../../../ts/client/index.ts';
import { hostPidOf } from '../../support/host-process.ts';
import { amp, constant, hostTest, mortal, next, nothingIsLeft } from './support.ts';

const FRAMES = 64;
type Step = 'set' | 'process' | 'processAsync' | 'save' | 'restore' | 'kill' | 'crash' | 'stand still' | 'pause';
const usual: Step[] = ['set', 'process', 'process', 'process', 'processAsync', 'save', 'restore', 'pause'];
const rough: Step[] = [...usual, ...usual, 'kill', 'crash', 'stand still'];

interface Session {
  host: PluginHost;
  states: { bytes: Uint8Array; gain: number }[];
  played: number;
}

/** A block that was played has the gain that the library tells. */
function check(session: Session, isPlayed: boolean, output: Float32Array): void {
  const gain = session.host.parameter('Gain').value;
  const factor = gain > -90 ? 10 ** (gain / 20) : 0;
  const expected = isPlayed ? factor : 1;
  const got = output[FRAMES - 1] ?? Number.NaN;
  if (Math.abs(got - expected) > 1e-4) throw new Error(`a sample is ${got} instead of ${expected} (${isPlayed})`);
  if (isPlayed) session.played++;
}

async function take(session: Session, step: Step, value: number): Promise<void> {
  const { host, states } = session;
  const output = new Float32Array(FRAMES);
  const signal = (name: NodeJS.Signals) => host.pid !== undefined && process.kill(host.pid, name);
  if (step === 'set') host.setParameter('Gain', value);
  if (step === 'process') check(session, host.process([constant(FRAMES, 1)], [output]), output);
  if (step === 'processAsync') check(session, await host.processAsync([constant(FRAMES, 1)], [output]), output);
  if (step === 'save') {
    const gain = host.parameter('Gain').value;
    const bytes = await host.saveState().catch(() => undefined); // the host may just have been killed
    if (bytes !== undefined) states.push({ bytes, gain });
  }
  const state = states[Math.floor(Math.abs(value)) % Math.max(1, states.length)];
  if (step === 'restore' && state !== undefined) {
    const isRestored = await host.restoreState(state.bytes).then(
      () => true,
      () => false,
    );
    const { value: got } = host.parameter('Gain');
    if (isRestored && Math.abs(got - state.gain) > 1e-5) throw new Error(`restored ${got} instead of ${state.gain}`);
  }
  if (step === 'kill') signal('SIGKILL');
  if (step === 'crash') signal('SIGSEGV');
  if (step === 'stand still') {
    const pid = hostPidOf(host.pid ?? 0);
    if (pid === 0) return;
    process.kill(pid, 'SIGSTOP');
    setTimeout(() => hostPidOf(host.pid ?? 0) === pid && process.kill(pid, 'SIGCONT'), 150);
  }
  if (step === 'pause') await new Promise((resolve) => setTimeout(resolve, Math.abs(value)));
}

function sessions(
  title: string,
  steps: readonly Step[],
  runs: number,
  environment: Readonly<Record<string, string>>,
): void {
  test.serial(title, async (t) => {
    let played = 0;
    const step = fc.tuple(fc.constantFrom(...steps), fc.integer({ min: -60, max: 20 }));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (list) => {
        const policy = { maxRestarts: 1000, backOffMs: 1 };
        const host = await PluginHost.open({ ...amp, environment, policy });
        const session: Session = { host, states: [], played: 0 };
        try {
          for (const [name, value] of list) await take(session, name, value);
        } finally {
          await host.close();
        }
        played += session.played;
      }),
      { numRuns: runs, endOnFailure: true, includeErrorInReport: true },
    );
    t.true(played > 0);
    await nothingIsLeft(t);
  });
}

sessions('A session without accidents.', usual, 10, {});
sessions('A session in which the host is killed, crashes and stands still, and is started again.', rough, 10, mortal);

hostTest('Saves, restores and blocks of both kinds, all at the same time', amp, async (t, host) => {
  host.setParameter('Gain', -6);
  const state = await host.saveState();
  const dirty = next(host, 'stateDirty', 1).catch(() => {});
  const jobs = Array.from({ length: 40 }, (_, index) =>
    index % 3 === 0 ? host.saveState() : index % 3 === 1 ? host.restoreState(state) : host.noteNames(),
  );
  const output = new Float32Array(FRAMES);
  let done = false;
  const all = Promise.all(jobs).finally(() => {
    done = true;
  });
  for (let block = 0; !done; block++) {
    const isPlayed =
      block % 2 === 0
        ? host.process([constant(FRAMES, 1)], [output])
        : await host.processAsync([constant(FRAMES, 1)], [output]);
    t.true(isPlayed);
    t.true(Math.abs((output[FRAMES - 1] ?? 0) - 10 ** (-6 / 20)) < 1e-4);
    await new Promise((resolve) => setImmediate(resolve));
  }
  for (const result of await all) if (result instanceof Uint8Array) t.deepEqual(result, state);
  await dirty;
});
