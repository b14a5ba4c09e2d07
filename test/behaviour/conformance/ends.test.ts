import { setTimeout as sleep } from 'node:timers/promises';
import { clap } from '../../support/clap.ts';
import type { Daw, DawOptions } from '../../support/daw.ts';
import { until } from '../../support/host-process.ts';
import { amp, constant, fixture, hostTest, readyTest } from '../../support/host-test.ts';
import { request, status } from '../../support/layout.ts';
import { hasCode } from '../../support/pipe.ts';
import { listen, vst3 } from '../../support/vst3.ts';

for (const [name, options] of [
  ['LV2', () => amp],
  ['VST3', () => vst3('any-width')],
] as const) {
  readyTest(`${name}: a shutdown is confirmed on stderr`, options, async (t, daw) => {
    t.is(await daw.block(64), 'byte');
    daw.shutDown();
    t.deepEqual(await daw.process.end(), { code: 0, signal: null });
    const said = daw.process.stderr.slice(daw.process.stderr.indexOf('[plugin-host lv2-test] Shutdown requested\n'));
    t.true(said.endsWith(`[plugin-host lv2-test] ${name} host exiting\n`), daw.process.stderr);
    t.is(daw.toDaw.drain(), 0, 'the shutdown byte was answered like a block');
  });

  readyTest(`${name}: a shutdown without a byte is seen as well`, options, async (t, daw) => {
    daw.shutDown({ withByte: false });
    t.deepEqual(await daw.process.end(), { code: 0, signal: null });
  });
}

hostTest(
  'A VST3 host goes when the DAW closes its pipes',
  () => vst3('any-width'),
  async (t, daw) => {
    t.true(await daw.ready());
    await listen(daw);
    daw.toHost.close();
    daw.toDaw.close();
    t.deepEqual(await daw.process.end(), { code: 0, signal: null });
  },
);

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

const seven = (plugin: DawOptions): DawOptions => ({ ...plugin, version: 7, eventless: true });

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

function refusesWrites(daw: Daw): boolean {
  try {
    daw.toHost.signal();
    return false;
  } catch (error) {
    return hasCode(error, 'EPIPE');
  }
}
