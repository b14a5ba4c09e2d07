/** VST3 plugins that restart, use timers, talk between their parts, or go wrong. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import type { Daw } from '../../support/daw.ts';
import { constant, hostTest } from '../../support/host-test.ts';
import { type CallLog, listen, playUntil, probeTest, stereo, vst3 } from '../../support/vst3.ts';

const half = stereo(constant(64, 0.5));
/** What the copying fixtures make of it. */
const processed = [constant(64, 0.5), constant(64, 1)];
const silence = stereo(constant(64, 0));

/** Times that the host activated the plugin. */
const activations = (log: CallLog) => log.calls('component.setActive').filter(({ details }) => details === '1').length;

/** Play a block that may be silent, but nothing else: not half of anything, not an old block. */
async function processedOrSilent(t: ExecutionContext, daw: Daw): Promise<boolean> {
  const heard = await daw.playChannels(half);
  const sounds = heard[0]?.[0] !== 0;
  t.deepEqual(heard, sounds ? processed : silence);
  return sounds;
}

/* ---- Restarts ---- */

probeTest(
  'A plugin whose latency changes is restarted between blocks, and no change of the DAW is lost',
  () => vst3('latency-changes'),
  async (t, daw, log) => {
    await listen(daw);
    daw.takeEchoes();
    for (let block = 1; block <= 100; block++) {
      daw.setParameter({ parameter: 1, value: block / 128 });
      await processedOrSilent(t, daw);
    }
    t.true(await playUntil(daw, () => log.calls('controller.setParamNormalized').at(-1)?.details === '1 0.78125'));
    t.true(await playUntil(daw, () => activations(log) >= 2), 'it was never restarted');
    await sleep(300);
    let sounds = false;
    for (let block = 0; block < 50; block++) sounds = await processedOrSilent(t, daw);
    t.true(sounds, 'it stayed silent');
    t.is(
      daw
        .takeEchoes()
        .filter(({ parameter }) => parameter === 1)
        .at(-1)?.value,
      100 / 128,
    );
    t.is((await daw.saveState()).readDoubleLE(4 + 64 + 4), 100 / 128, 'what the processor knows');
    t.is(daw.toDaw.drain(), 0);
  },
);

probeTest(
  'A restart before any block and one while the DAW rests are done as well',
  () => vst3('latency-changes'),
  async (t, daw, log) => {
    daw.setParameter({ parameter: 1, value: 0.5 });
    await processedOrSilent(t, daw);
    t.true(await log.has('component.setActive', 3), 'no restart without blocks');
    t.true(await processedOrSilent(t, daw));
    t.is(activations(log), 2);
  },
);

probeTest(
  'A state saved and a shutdown asked for in the middle of restarts work',
  () => vst3('latency-changes'),
  async (t, daw) => {
    for (let round = 1; round <= 20; round++) {
      daw.setParameter({ parameter: 1, value: round / 32 });
      await processedOrSilent(t, daw);
      t.is((await daw.saveState()).readDoubleLE(4 + 64 + 4), round / 32);
    }
    daw.setParameter({ parameter: 1, value: 1 });
    await processedOrSilent(t, daw);
  },
);

probeTest(
  'A plugin that changes between stereo and mono while it plays is heard as what it is',
  () => vst3('buses-change'),
  async (t, daw, log) => {
    t.deepEqual(await daw.playChannels(half), processed);
    for (const [width, expected] of [
      [0, [constant(64, 0.5), constant(64, 0)]],
      [1, processed],
    ] as const) {
      const before = activations(log);
      daw.setParameter({ parameter: 1, value: width });
      t.true(await playUntil(daw, () => activations(log) > before));
      await sleep(100);
      t.deepEqual(await daw.playChannels(half), [...expected]);
    }
  },
);

/* ---- Timers, messages ---- */

for (const blocks of [false, true]) {
  const when = blocks ? 'while blocks come' : 'although no block comes';
  probeTest(
    `Timers run without an editor, ${when}, and one may end itself`,
    () => vst3('timer-unregisters-itself'),
    async (t, daw, log) => {
      const second = () => log.calls('timer.onTimer').filter(({ details }) => details.startsWith('second')).length;
      if (blocks) t.true(await playUntil(daw, () => second() >= 20));
      else t.true(await log.has('timer.onTimer', 23));
      const first = log.calls('timer.onTimer').filter(({ details }) => details.startsWith('first'));
      t.deepEqual(
        first.map(({ details }) => details),
        ['first 1', 'first 2', 'first 3'],
      );
      t.true(log.calls('timer.onTimer').every(({ thread }) => thread === 'main'));
    },
  );
}

probeTest(
  'A file descriptor of a plugin is served although no block comes',
  () => vst3('fd-handler'),
  async (t, _daw, log) => {
    t.true(await log.has('fd.onFDIsSet', 6));
    await sleep(200);
    const calls = log.calls('fd.onFDIsSet');
    t.deepEqual(
      calls.map(({ details }) => details).filter((details) => details.startsWith('again')),
      ['again 1', 'again 2', 'again 3', 'again 4', 'again 5'],
    );
    t.deepEqual(
      calls.map(({ details }) => details).filter((details) => details.startsWith('once')),
      ['once 1'],
    );
    t.true(calls.every(({ thread }) => thread === 'main'));
  },
);

probeTest(
  'Component and controller exchange messages whose attributes arrive whole',
  () => vst3('separate-controller'),
  async (t, _daw, log) => {
    t.true(await log.has('attributes', 1));
    t.is(log.calls('attributes')[0]?.details, 'int -5000000000 float 0.10000000000000001 string 1 binary 3 255');
  },
);

probeTest(
  'A message sent from the audio thread arrives on the main thread',
  () => vst3('message-from-process'),
  async (t, daw, log) => {
    await listen(daw);
    t.true(await log.has('controller.notify', 1));
    t.true(log.calls('controller.notify').every(({ thread }) => thread === 'main'));
  },
);

/* ---- Plugins that take the host with them ---- */

for (const [name, parameter, signal] of [
  ['crash-in-process', 1, 'SIGSEGV'],
  ['throws', 1, 'SIGABRT'],
] as const) {
  hostTest(
    `The DAW notices ${name} at once, where recovery is turned off`,
    () => vst3(name, { MAOLAN_RECOVERY: '0' }),
    async (t, daw) => {
      t.true(await daw.ready());
      t.is(await daw.block(64), 'byte');
      daw.setParameter({ parameter, value: 1 });
      t.is(await daw.block(64), 'closed');
      t.deepEqual(await daw.process.end(), { code: null, signal });
      t.throws(() => daw.toHost.signal(), { code: 'EPIPE' });
    },
  );
}

hostTest(
  'The DAW does not freeze over a VST3 plugin that dies while it loads, where recovery is turned off',
  () => vst3('throws', { MAOLAN_FIXTURE_THROW: '1', MAOLAN_RECOVERY: '0' }),
  async (t, daw) => {
    const exit = await daw.process.end();
    t.not(exit?.code, 0);
    t.throws(() => daw.toHost.signal(), { code: 'EPIPE' });
    t.true(await daw.ready(), 'the DAW waits 10 s for this');
  },
);
