import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { type ExitReason, PluginHost } from '../../../ts/client/index.ts';
import { Restarts } from '../../../ts/client/restarts.ts';
import { hostPidOf, TIMEOUT_MS, until } from '../../support/host-process.ts';
import { clapFile, vst3Bundle } from '../../support/paths.ts';
import { amp, constant, fixture, hostTest, mortal, next, nothingIsLeft, rejected } from './support.ts';

/** Everything that happens to a host, in order. */
function diary(host: PluginHost): string[] {
  const lines: string[] = [];
  host.on('bypass', (why) => lines.push(`bypass ${why}`));
  host.on('exit', (reason) => lines.push(`exit ${reason.kind}`));
  host.on('restart', (attempt) => lines.push(`restart ${attempt}`));
  host.on('crash', ({ signal, thread }) => lines.push(`crash ${signal} ${thread}`));
  host.on('revived', ({ lost }) => lines.push(`revived ${lost}`));
  host.on('gaveUp', (reason) => lines.push(`gaveUp ${reason.kind}`));
  return lines;
}

function kill(host: PluginHost, signal: NodeJS.Signals = 'SIGKILL'): void {
  process.kill(host.pid ?? 0, signal);
}

/** The process that plays, which is a child of the one that the library knows. */
function player(host: PluginHost): number {
  return hostPidOf(host.pid ?? 0);
}

/** Stop it, and wait until it has stopped. */
async function stop(host: PluginHost): Promise<void> {
  const pid = player(host);
  process.kill(pid, 'SIGSTOP');
  await until(() => / T /.test(readFileSync(`/proc/${pid}/stat`, 'latin1')));
}

test('Restarts: pauses double, the cap counts within the window only', (t) => {
  const restarts = new Restarts({ maxRestarts: 3, windowMs: 1000, backOffMs: 10 });
  t.deepEqual(restarts.next(0), { attempt: 1, pauseMs: 10 });
  t.deepEqual(restarts.next(100), { attempt: 2, pauseMs: 20 });
  t.deepEqual(restarts.next(200), { attempt: 3, pauseMs: 40 });
  t.is(restarts.next(999), undefined);
  t.deepEqual(restarts.next(1050), { attempt: 3, pauseMs: 40 });
  t.is(restarts.next(1060), undefined);
  t.is(new Restarts({ restart: false }).next(0), undefined);
});

const plugins = [
  ['LV2', 'Gain', amp],
  ['VST3', 'Output Gain', { format: 'vst3', plugin: '/usr/lib/vst3/ZamDelay.vst3' }],
  ['CLAP', 'Output Gain', { format: 'clap', plugin: '/usr/lib/clap/ZamDelay.clap' }],
] as const;

for (const [name, gain, open] of plugins) {
  hostTest(
    `${name}: a host that dies is started again, with its state and with what was changed since`,
    open,
    async (t, host) => {
      const events = diary(host);
      const parameter = host.parameter(gain);
      const [saved, changed] = [parameter.maximum * 0.25, parameter.maximum * 0.5];
      host.setParameter(gain, saved);
      await host.saveState();
      host.setParameter(gain, changed);
      const output = new Float32Array(64);
      t.true(host.process([constant(64, 1)], [output]));
      const sound = output.slice();
      const first = host.pid;
      kill(host);
      const restart = next(host, 'restart');
      await until(() => !host.process([constant(64, 1)], [output]));
      t.deepEqual(output, constant(64, 1), 'inputs are passed through');
      await restart;
      t.not(host.pid, first);
      t.true(host.process([constant(64, 1)], [output]));
      t.true(Math.abs(parameter.value - changed) < 1e-6, `${parameter.value}`);
      if (name === 'LV2') t.deepEqual(output, sound);
      // The process that plays outlives the one that was killed by a moment, and may answer a block more. On a busy machine the next one is
      // given up before the end is noticed.
      const bypass = events.includes('bypass timeout') ? 'bypass timeout' : 'bypass exited';
      t.deepEqual(events.toSorted(), [bypass, 'exit crashed', 'restart 1']);
    },
  );
}

hostTest('Changes that are made while the host is down are not lost', amp, async (t, host) => {
  kill(host);
  const restart = next(host, 'restart');
  await until(() => host.pid === undefined);
  host.setParameter('Gain', -6);
  t.false(host.process([], [], { frames: 8, events: [{ type: 'parameter', frame: 0, id: 0, value: -90 }] }));
  await restart;
  const output = new Float32Array(8);
  t.true(host.process([constant(8, 1)], [output]));
  t.deepEqual(output, constant(8, 0));
});

hostTest('What is edited is kept without being asked for, when it is let go', amp, async (t, host) => {
  host.setParameter('Gain', -90);
  t.true(host.process([], []));
  await new Promise((resolve) => setTimeout(resolve, 700));
  kill(host);
  await next(host, 'restart');
  t.is(host.parameter('Gain').value, -90);
});

hostTest(
  'A host that dies in the middle of a block: the block is passed through, the next ones have the plugin again',
  () => ({ ...fixture('crash-in-run'), environment: { ...fixture('crash-in-run').environment, ...mortal } }),
  async (t, host) => {
    const events = diary(host);
    const trigger = host.parameters[0];
    t.truthy(trigger);
    const output = new Float32Array(64);
    t.true(host.process([constant(64, 0.5)], [output]));
    const restart = next(host, 'restart');
    const event = { type: 'parameter', frame: 0, id: trigger?.id ?? 0, value: trigger?.maximum ?? 1 } as const;
    t.false(host.process([constant(64, 0.25)], [output], { events: [event] }));
    t.deepEqual(output, constant(64, 0.25));
    await restart;
    t.deepEqual(events.slice(0, 3), ['bypass exited', 'exit crashed', 'restart 1']);
  },
);

hostTest(
  'A host that dies in the middle of saveState(): an error, a restart, and the next save works',
  amp,
  async (t, host) => {
    host.setParameter('Gain', -12);
    const before = await host.saveState();
    process.kill(player(host), 'SIGSTOP');
    const saving = host.saveState();
    setTimeout(() => kill(host), 50);
    const error = await rejected(t, saving, 'HOST_EXITED');
    t.regex(error.message, /saving the state.*SIGKILL/);
    t.deepEqual(await host.saveState(), before, 'the save waits for the restart');
  },
);

hostTest('A host that dies in the middle of processAsync(): the block is passed through', amp, async (t, host) => {
  await stop(host);
  const output = new Float32Array(64);
  const block = host.processAsync([constant(64, 0.5)], [output]);
  setTimeout(() => kill(host), 20);
  t.false(await block);
  t.deepEqual(output, constant(64, 0.5));
  await next(host, 'restart');
  t.true(await host.processAsync([constant(64, 0.25)], [output]));
});

hostTest(
  'A host that hangs is bypassed, ended and started again',
  { ...amp, policy: { hangMs: 500 } },
  async (t, host) => {
    const events = diary(host);
    const reason = next(host, 'exit') as Promise<[ExitReason]>;
    const restart = next(host, 'restart');
    await stop(host);
    const output = new Float32Array(64);
    t.false(host.process([constant(64, 0.5)], [output]));
    t.deepEqual(output, constant(64, 0.5));
    t.deepEqual(await reason, [{ kind: 'hung' }]);
    await restart;
    t.true(host.process([constant(64, 0.5)], [output]));
    t.deepEqual(events, ['bypass timeout', 'exit hung', 'restart 1']);
  },
);

for (const blockTimeoutMs of [100, 10_000])
  hostTest(
    `A plugin that crashes and comes back in its host costs a few blocks, for who waits ${blockTimeoutMs} ms`,
    { ...amp, blockTimeoutMs },
    async (t, host) => {
      const events = diary(host);
      host.setParameter('Gain', -90);
      await host.saveState();
      const { pid } = host;
      const output = new Float32Array(64);
      const isPlayed = () => host.process([constant(64, 1)], [output]);
      for (let run = 0; run < 2; run++) {
        t.true(isPlayed());
        process.kill(player(host), 'SIGSEGV');
        // A patient client may get the very block that was under way, from the next process.
        let plays = false;
        for (const start = performance.now(); performance.now() - start < (plays ? 1000 : TIMEOUT_MS); await sleep(5)) {
          plays = isPlayed();
          t.deepEqual(output, constant(64, plays ? 0 : 1), 'with its settings, or passed through');
        }
        t.true(plays, 'it does not play again');
      }
      t.is(host.pid, pid);
      t.deepEqual(
        events.filter((line) => !line.startsWith('bypass')),
        ['crash SIGSEGV main', 'revived nothing', 'crash SIGSEGV main', 'revived edits'],
      );
    },
  );

hostTest('A host that only stood still goes on where it was', amp, async (t, host) => {
  const events = diary(host);
  const output = new Float32Array(64);
  await stop(host);
  t.false(host.process([constant(64, 0.5)], [output]));
  t.false(host.process([constant(64, 0.5)], [output]));
  process.kill(player(host), 'SIGCONT');
  t.true(await until(() => host.process([constant(64, 0.125)], [output])));
  t.deepEqual(output, constant(64, 0.125));
  for (let i = 1; i <= 50; i++) {
    t.true(host.process([constant(64, i)], [output]));
    t.deepEqual(output, constant(64, i));
  }
  t.deepEqual(events, ['bypass timeout']);
});

hostTest(
  'After the last restart it stays off: blocks are passed through, requests fail at once, and it says so',
  { ...amp, policy: { maxRestarts: 2, backOffMs: 1 } },
  async (t, host) => {
    const events = diary(host);
    const gaveUp = next(host, 'gaveUp');
    for (let i = 0; i < 2; i++) {
      const restart = next(host, 'restart');
      kill(host);
      await restart;
    }
    kill(host);
    t.deepEqual(await gaveUp, [{ kind: 'crashed', signal: 'SIGKILL' }]);
    const output = new Float32Array(64);
    t.false(host.process([constant(64, 0.5)], [output]));
    t.deepEqual(output, constant(64, 0.5));
    t.false(await host.processAsync([constant(64, 0.5)], [output]));
    t.regex((await rejected(t, host.saveState(), 'HOST_EXITED')).message, /not started again/);
    t.is(host.pid, undefined);
    t.deepEqual(
      events.filter((line) => !line.startsWith('bypass')),
      ['exit crashed', 'restart 1', 'exit crashed', 'restart 2', 'exit crashed', 'gaveUp crashed'],
    );
  },
);

hostTest('Without restarts one exit is the end', { ...amp, policy: { restart: false } }, async (t, host) => {
  const events = diary(host);
  const gaveUp = next(host, 'gaveUp');
  kill(host);
  await gaveUp;
  t.deepEqual(events, ['exit crashed', 'gaveUp crashed']);
});

for (const [format, plugin] of [
  ['vst3', () => vst3Bundle('crash-in-process')],
  ['clap', () => clapFile('crash-in-process')],
] as const) {
  hostTest(
    `${format}: a plugin that crashes again and again is given up`,
    () => ({ format, plugin: plugin(), environment: mortal, policy: { backOffMs: 1 } }),
    async (t, host) => {
      const gaveUp = next(host, 'gaveUp');
      const isOver = gaveUp.then(() => true);
      let over = false;
      isOver.then((value) => {
        over = value;
      });
      const parameter = host.parameters[0];
      await until(() => {
        if (parameter !== undefined && host.pid !== undefined) host.setParameter(parameter.id, parameter.maximum);
        host.process([constant(64, 1)], [new Float32Array(64)]);
        return over;
      });
      const [reason] = (await gaveUp) as [ExitReason];
      t.is(reason.kind, 'crashed');
    },
  );
}

test.serial('close() while a restart is under way leaves nothing', async (t) => {
  const host = await PluginHost.open(amp);
  kill(host);
  await next(host, 'exit');
  await host.close();
  await nothingIsLeft(t);
});

test.serial('close() while blocks and requests are under way ends them all', async (t) => {
  const host = await PluginHost.open(amp);
  const blocks = Array.from({ length: 5 }, () => host.processAsync([constant(64, 1)], [new Float32Array(64)]));
  const saves = Array.from({ length: 5 }, () => host.saveState());
  await host.close();
  await Promise.allSettled([...blocks, ...saves]);
  for (const result of await Promise.allSettled(saves))
    if (result.status === 'rejected')
      t.true(['CLOSED', 'HOST_EXITED'].includes(result.reason.code), result.reason.message);
  await nothingIsLeft(t);
});

for (const [name, gain, open] of plugins)
  hostTest(
    `${name}: what a block set that was given up is in a state saved after it, and does not undo one restored after it`,
    open,
    async (t, host) => {
      const { id, minimum, maximum } = host.parameter(gain);
      const [first, second, third] = [0.2, 0.4, 0.6].map((part) => minimum + part * (maximum - minimum)) as [
        number,
        number,
        number,
      ];
      const isNow = (value: number) =>
        t.true(Math.abs(host.parameter(gain).value - value) < 0.01, `${value} was restored`);
      /** A block that sets the gain is given up; the host continues when the next request comes. */
      const giveUp = async <T>(value: number, ask: () => Promise<T>): Promise<T> => {
        await stop(host);
        const events = [{ type: 'parameter', frame: 0, id, value }] as const;
        t.false(host.process([constant(64, 1)], [new Float32Array(64)], { events }));
        const asked = ask();
        process.kill(player(host), 'SIGCONT');
        return asked;
      };
      host.setParameter(gain, first);
      const before = await host.saveState();
      const after = await giveUp(second, () => host.saveState());
      await host.restoreState(before);
      isNow(first);
      await giveUp(third, () => host.restoreState(after));
      isNow(second);
      t.true(host.process([constant(64, 1)], [new Float32Array(64)]));
      await sleep(200); // the library reads messages
      isNow(second);
      t.notDeepEqual(before, after);
    },
  );
