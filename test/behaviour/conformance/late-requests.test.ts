/*
 * The sound during requests that take long: blocks go on, and the request is answered in any case before its client's 5 s are over.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import type { Daw } from '../../support/daw.ts';
import { until } from '../../support/host-process.ts';
import { constant, fixture, readyTest } from '../../support/host-test.ts';
import { request, status, type Version } from '../../support/layout.ts';

/** A client gives a block up after that long. */
const TIMEOUT_MS = 100;

function slowState(version: Version, milliseconds: { save?: number; restore?: number }) {
  const environment = {
    MAOLAN_FIXTURE_SAVE_MS: String(milliseconds.save ?? 0),
    MAOLAN_FIXTURE_RESTORE_MS: String(milliseconds.restore ?? 0),
  };
  return () => ({ ...fixture('slow-state', environment), version });
}

/** What the plugin, which doubles, makes of a block of ones. */
const PROCESSED = 2;
const PASSED_THROUGH = 1;

async function plays(t: ExecutionContext, daw: Daw): Promise<void> {
  for (let block = 0; block < 20; block++) t.deepEqual(await daw.play(constant(64, 1)), constant(64, PROCESSED));
}

const stands = (daw: Daw) => daw.segment.readU32(daw.at.requestType) !== 0;

/** Blocks while a request stands: their first samples; undefined: given up. */
async function heardMeanwhile(daw: Daw, enough = () => false): Promise<(number | undefined)[]> {
  const heard: (number | undefined)[] = [];
  daw.segment.writePlane(0, 'toHost', constant(64, 1));
  while (stands(daw) && !enough()) {
    const reply = await daw.block(64, TIMEOUT_MS);
    const [sample] = daw.segment.readPlane(0, 'toDaw', 64);
    // A byte that comes when the request is done may be the request's.
    if (stands(daw)) heard.push(reply === 'byte' ? sample : undefined);
    await sleep(1);
  }
  return heard;
}

/** The reply of the request that was outstanding, and of the last block, have come; nothing else. */
async function settled(t: ExecutionContext, daw: Daw): Promise<void> {
  await sleep(300);
  daw.toDaw.drain();
  await sleep(600);
  await plays(t, daw);
  t.is(daw.toDaw.drain(), 0);
}

readyTest('Beside a slow save the plugin goes on playing', slowState(6, { save: 700 }), async (t, daw) => {
  await plays(t, daw);
  daw.askFor(request.saveState);
  const heard = await heardMeanwhile(daw);
  t.is(daw.segment.readU32(daw.at.requestStatus), status.ok);
  t.true(heard.length >= 3, `only ${heard.length} blocks`);
  t.deepEqual(new Set(heard), new Set([PROCESSED]));
  await settled(t, daw);
});

readyTest('Beside a slow restore the DAW hears its own input', slowState(6, { restore: 700 }), async (t, daw) => {
  const state = await daw.saveState();
  await plays(t, daw);
  daw.segment.write(daw.at.scratch, state);
  daw.segment.writeU32(daw.at.scratchSize, state.length);
  daw.askFor(request.restoreState);
  const heard = await heardMeanwhile(daw);
  t.is(daw.segment.readU32(daw.at.requestStatus), status.ok);
  t.true(heard.length >= 3, `only ${heard.length} blocks`);
  t.deepEqual(new Set(heard), new Set([PASSED_THROUGH]));
  await settled(t, daw);
});

/** VST3 clients, and all of version 1: the next byte is their answer, even if meant for another. */
readyTest(
  'A client that takes any byte for its answer finds its save done by then',
  slowState(1, { save: 700 }),
  async (t, daw) => {
    await plays(t, daw);
    daw.askFor(request.saveState);
    daw.prepareBlock(64);
    for (let block = 0; block < 5; block++) {
      daw.toHost.signal();
      await sleep(TIMEOUT_MS);
    }
    t.is(await daw.toDaw.wait(5000), 'byte');
    t.is(daw.segment.readU32(daw.at.requestStatus), status.ok);
    await settled(t, daw);
  },
);

readyTest('But a save that hangs does not stop its sound for ever', slowState(1, { save: 3000 }), async (t, daw) => {
  daw.askFor(request.saveState);
  const heard = await heardMeanwhile(daw);
  t.is(daw.segment.readU32(daw.at.requestStatus), status.ok);
  t.is(heard[0], undefined);
  const sounds = heard.slice(heard.indexOf(PROCESSED));
  t.true(sounds.length >= 3, `heard ${heard.join(' ')}`);
  t.deepEqual(new Set(sounds), new Set([PROCESSED]));
  await settled(t, daw);
});

for (const version of [1, 6] as const) {
  for (const type of ['saveState', 'restoreState'] as const) {
    const title = type === 'saveState' ? 'save' : 'restore';
    readyTest(
      `Version ${version}: a ${title} that hangs is answered with an error before its client gives up`,
      slowState(version, { save: type === 'saveState' ? 6000 : 0, restore: 6000 }),
      async (t, daw) => {
        const state = type === 'saveState' ? new Uint8Array() : await daw.saveState();
        daw.segment.write(daw.at.scratch, state);
        daw.segment.writeU32(daw.at.scratchSize, state.length);
        t.is(await daw.request(request[type], 5000), status.error);
        t.false(stands(daw));
        t.deepEqual(
          await daw.play(constant(64, 1)),
          constant(64, type === 'saveState' ? PROCESSED : PASSED_THROUGH),
          'the plugin’s code still runs on the main thread',
        );
        // Later the plugin returns; no one waits for its answer any more.
        t.true(
          await until(() => daw.process.stderr.includes('longer than a DAW waits')),
          'the host does not say what was lost',
        );
        t.is(daw.toDaw.drain(), 0);
        await settled(t, daw);
      },
    );
  }
}

readyTest(
  'An answer that comes too late is not taken for the answer to the next request',
  slowState(1, { save: 5500 }),
  async (t, daw) => {
    t.is(await daw.request(request.saveState, 5000), status.error);
    // The main thread comes back from the first save while the second one waits.
    t.is(await daw.request(request.saveState, 5000), status.error);
    t.is(daw.segment.readU32(daw.at.scratchSize), 0, 'something was written into scratch');
    await settled(t, daw);
  },
);
