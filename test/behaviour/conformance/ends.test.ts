import { setTimeout as sleep } from 'node:timers/promises';
import type { Daw } from '../../support/daw.ts';
import { until } from '../../support/host-process.ts';
import { amp, constant, hostTest, readyTest } from '../../support/host-test.ts';
import { hasCode } from '../../support/pipe.ts';

readyTest('A shutdown is confirmed on stderr', amp, async (t, daw) => {
  await daw.play(constant(64, 0.5));
  daw.shutDown();
  t.deepEqual(await daw.process.end(), { code: 0, signal: null });
  t.regex(
    daw.process.stderr,
    /\[plugin-host lv2-test\] Shutdown requested\n[\s\S]*\[plugin-host lv2-test\] LV2 host exiting\n$/,
  );
  t.is(daw.toDaw.drain(), 0, 'the shutdown byte was answered like a block');
});

readyTest('A shutdown without a byte is seen as well', amp, async (t, daw) => {
  daw.shutDown({ withByte: false });
  t.deepEqual(await daw.process.end(), { code: 0, signal: null });
});

hostTest('A shutdown asked for while the plugin still loads is obeyed', amp, async (t, daw) => {
  daw.shutDown();
  t.deepEqual(await daw.process.end(), { code: 0, signal: null });
  t.is(daw.toDaw.drain(), 0);
});

/** Ways in which a DAW lets go of its pipes. The last one also wakes the host, which then cannot answer. */
const closings: [string, (daw: Daw) => void][] = [
  ['the wake pipe', (daw) => daw.toHost.close()],
  [
    'the wake pipe and then the reply pipe',
    (daw) => {
      daw.toHost.close();
      daw.toDaw.close();
    },
  ],
  [
    'the reply pipe and then the wake pipe',
    (daw) => {
      daw.toDaw.close();
      daw.toHost.close();
    },
  ],
  [
    'the reply pipe, and wakes the host once more',
    (daw) => {
      daw.toDaw.close();
      daw.prepareBlock(64);
      daw.toHost.signal();
    },
  ],
];
for (const [what, letGo] of closings) {
  for (const played of [false, true]) {
    const when = played ? 'after a block' : 'before any block';
    hostTest(`The host goes when the DAW closes ${what}, ${when}`, amp, async (t, daw) => {
      t.true(await daw.ready());
      if (played) await daw.play(constant(64, 0.5));
      letGo(daw);
      t.deepEqual(await daw.process.end(), { code: 0, signal: null });
      t.true(daw.process.stderr.includes('[plugin-host lv2-test] LV2 host exiting'), daw.process.stderr);
      t.true(daw.process.stderr.length < 10_000, 'it complained for ever');
    });
  }
}

hostTest('An answer that cannot be given is reported', amp, async (t, daw) => {
  t.true(await daw.ready());
  daw.toDaw.close();
  daw.prepareBlock(64);
  daw.toHost.signal();
  t.deepEqual(await daw.process.end(), { code: 0, signal: null });
  t.regex(daw.process.stderr, /\[plugin-host lv2-test\] Failed to signal DAW: .+/);
});

hostTest('A DAW that is gone before the plugin is loaded leaves nothing behind', amp, async (t, daw) => {
  daw.toHost.close();
  daw.toDaw.close();
  t.is((await daw.process.end())?.signal, null);
});

readyTest('A host that was stopped and continued plays on', amp, async (t, daw) => {
  await daw.play(constant(64, 1));
  const host = daw.process.hostPid;
  process.kill(host, 'SIGSTOP');
  await sleep(300);
  process.kill(host, 'SIGCONT');
  for (let block = 2; block < 50; block++) t.deepEqual(await daw.play(constant(64, block)), constant(64, block));
});

hostTest('A host that is killed is noticed at once: no other process holds its pipe ends', amp, async (t, daw) => {
  t.true(await daw.ready());
  await daw.play(constant(64, 0.5));
  daw.process.kill('SIGKILL');
  t.is(await daw.toDaw.wait(5000), 'closed');
  // The kernel closes a dead process's descriptors one after the other.
  t.true(await until(() => refusesWrites(daw), 5000), 'somebody still holds the other pipe');
});

hostTest('A DAW that never reads its answers can still end the host', amp, async (t, daw) => {
  t.true(await daw.ready());
  daw.prepareBlock(0);
  // More answers than a pipe holds.
  for (let i = 0; i < 70; i++) daw.toHost.signal(1000);
  daw.shutDown();
  t.deepEqual(await daw.process.end(), { code: 0, signal: null });
});

function refusesWrites(daw: Daw): boolean {
  try {
    daw.toHost.signal();
    return false;
  } catch (error) {
    return hasCode(error, 'EPIPE');
  }
}
