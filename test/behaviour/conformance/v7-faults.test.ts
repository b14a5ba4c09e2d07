/*
 * What goes wrong between a DAW of version 7 and its host (protocol, 13.13), played by the DAW. Which test holds which of C1 to C25 and of
 * the conformance cases 41 to 57 says docs/conformance.md.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { clap } from '../../support/clap.ts';
import { Daw, type DawOptions } from '../../support/daw.ts';
import { until } from '../../support/host-process.ts';
import { fixture, readyTest } from '../../support/host-test.ts';
import { request, SCRATCH_BYTES, status } from '../../support/layout.ts';
import { vst3 } from '../../support/vst3.ts';

const FRAMES = 64;
const seven = (plugin: DawOptions): DawOptions => ({ ...plugin, version: 7, eventless: true });
const withoutDisplay = (plugin: DawOptions): DawOptions => ({
  ...seven(plugin),
  environment: { ...plugin.environment, DISPLAY: '', WAYLAND_DISPLAY: '' },
});
const stereo: [string, () => DawOptions][] = [
  ['LV2', () => fixture('gain')],
  ['VST3', () => vst3('sample-accurate')],
  ['CLAP', () => clap('gain')],
];

/** Long enough for a byte that the host keeps until no thread waits for a block. */
const QUIET_MS = 300;
/** The host looks at the pipe when it wakes. A thread that has read an old byte by then leaves it no way to know of it. */
const LOOK_MS = 20;
/** On a busy machine the host may wake later than that. */
const TRIES_MAX = 4;

/** As clients of LV2 and CLAP do: until the status is there. Whatever byte comes stays in the pipe. */
async function askLookingOnly(daw: Daw, type: number): Promise<number> {
  daw.askFor(type);
  await until(() => daw.segment.readU32(daw.at.requestStatus) !== status.pending);
  return daw.segment.readU32(daw.at.requestStatus);
}

/* ---- C3: a reply byte that stays behind ---- */

readyTest(
  'C3: a byte that was left behind is taken by one request that takes any byte; the next one is in step',
  () => withoutDisplay(fixture('slow-run')),
  async (t, daw) => {
    const show = async (lateMs: number) => {
      daw.segment.writeU32(daw.at.requestStatus, status.pending);
      daw.segment.writeU32(daw.at.requestType, request.guiShow);
      daw.toHost.signal();
      await sleep(lateMs);
      t.is(await daw.toDaw.wait(20_000), 'byte');
      const heardStatus = daw.segment.readU32(daw.at.requestStatus);
      t.true(await until(() => daw.segment.readU32(daw.at.requestType) === 0));
      await sleep(QUIET_MS);
      return heardStatus;
    };
    const isInStep = async () => {
      t.is(await askLookingOnly(daw, request.saveState), status.ok);
      await sleep(QUIET_MS);
      await show(LOOK_MS); // takes the byte that was left
      return (await show(0)) === status.error;
    };
    for (let tries = 1; !(await isInStep()); tries++) {
      t.true(tries < TRIES_MAX, 'the pipe is in step: this byte is the answer');
      daw.toDaw.drain();
    }
    t.is(daw.toDaw.drain(), 0);
  },
);

/* ---- C25: the thread that plays takes a save's byte ---- */

for (const [format, plugin] of stereo) {
  readyTest(
    `${format}, C25: a save whose byte a block’s thread has taken gets another one`,
    () => seven(plugin()),
    async (t, daw) => {
      t.true(await daw.countedBlock(FRAMES));
      daw.askFor(request.saveState);
      // As a thread that loses its processor in its spin: it finds the byte before it finds the counter.
      while (daw.toDaw.drain() === 0) t.true(await daw.countedBlock(FRAMES));
      t.is(daw.segment.readU32(daw.at.requestStatus), status.ok);
      t.is(daw.segment.readU32(daw.at.requestType), request.saveState, 'nobody has taken note of the answer');
      while (daw.toDaw.take() !== 'byte') {
        t.true(await daw.countedBlock(FRAMES));
        await sleep(5);
      }
      daw.segment.writeU32(daw.at.requestType, 0);
      const blocks = daw.counter;
      for (let i = 0; i < 60; i++) {
        t.true(await daw.countedBlock(FRAMES));
        await sleep(5);
      }
      t.is(daw.toDaw.drain(), 0, 'its client has it');
      t.is(daw.counter, blocks + 60);
    },
  );
}

/* ---- C6, C9: requests without a byte, and without a gap ---- */

for (const [format, plugin] of stereo) {
  readyTest(
    `${format}, C6: a request whose byte comes 120 ms later`,
    () => seven(plugin()),
    async (t, daw) => {
      daw.segment.writeU32(daw.at.requestType, request.saveState);
      await sleep(120);
      daw.segment.writeU32(daw.at.requestStatus, status.pending);
      daw.toHost.signal();
      t.is(await daw.toDaw.wait(20_000), 'byte');
      t.is(daw.segment.readU32(daw.at.requestStatus), status.ok);
      await sleep(QUIET_MS);
      t.is(daw.toDaw.drain(), 0);
      t.is(daw.counter, 0);
    },
  );

  readyTest(
    `${format}, C9: 300 saves without a gap, none lost`,
    () => seven(plugin()),
    async (t, daw) => {
      for (let i = 0; i < 300; i++) if ((await daw.request(request.saveState)) !== status.ok) t.fail(`save ${i}`);
      t.is(daw.toDaw.drain(), 0);
      t.is(daw.counter, 0);
    },
  );
}

/* ---- C7: timers and descriptors ---- */

for (const [what, plugin] of [
  ['CLAP, a timer of 33 ms', () => clap('timer')],
  ['CLAP, file descriptors', () => clap('fd-handler')],
  ['VST3, file descriptors', () => vst3('fd-handler')],
  ['VST3, a timer', () => vst3('timer-unregisters-itself')],
] as const) {
  readyTest(
    `${what}, C7: while nothing is played nothing is counted`,
    () => seven(plugin()),
    async (t, daw) => {
      await sleep(500);
      t.is(daw.counter, 0);
      t.true(await daw.countedBlock(FRAMES));
      await sleep(500);
      t.is(daw.counter, 1);
      t.is(daw.toDaw.drain(), 0);
    },
  );
}

/* ---- C16: the DAW closes a descriptor of ours ---- */

/** Two hosts of one DAW. */
async function withTwoHosts(plugin: () => DawOptions, body: (one: Daw, other: Daw) => Promise<void>): Promise<void> {
  const one = new Daw(seven(plugin()));
  const other = new Daw(seven(plugin()));
  try {
    if (!(await one.ready()) || !(await other.ready())) throw new Error('A host is not ready');
    await body(one, other);
  } finally {
    await one.destroy();
    await other.destroy();
  }
}

for (const [format, plugin] of stereo) {
  test.serial(`${format}, C16: a wake pipe that is closed ends its host, and no other`, (t) =>
    withTwoHosts(plugin, async (one, other) => {
      t.true(await one.countedBlock(FRAMES));
      one.toHost.close(one.toHost.write);
      t.deepEqual(await one.process.end(), { code: 0, signal: null });
      for (let i = 1; i <= 20; i++) {
        t.true(await other.countedBlock(FRAMES));
        t.is(other.counter, i);
      }
      t.is(await other.request(request.saveState), status.ok);
    }),
  );

  test.serial(`${format}, C16: a reply pipe that is closed is missed by requests only`, (t) =>
    withTwoHosts(plugin, async (one, other) => {
      one.toDaw.close(one.toDaw.read);
      for (let i = 0; i < 3; i++) {
        t.true(await one.countedBlock(FRAMES));
        t.is(await askLookingOnly(one, request.saveState), status.ok);
        await sleep(QUIET_MS);
      }
      t.is(one.counter, 3);
      t.true(one.process.alive, one.process.stderr);
      t.true(await other.countedBlock(FRAMES));
      one.shutDown();
      t.deepEqual(await one.process.end(), { code: 0, signal: null });
    }),
  );
}

/* ---- C18: scratch belongs to the DAW between requests ---- */

for (const [what, plugin, parameter] of [
  ['CLAP, new audio ports', () => clap('ports-change'), 1],
  ['VST3, new buses', () => vst3('buses-change'), undefined],
  ['CLAP, a rescan in a block', () => clap('rescan-in-block'), undefined],
] as const) {
  readyTest(
    `${what}, C18: scratch is not written outside of requests`,
    () => seven(plugin()),
    async (t, daw) => {
      const pattern = Buffer.alloc(SCRATCH_BYTES, 0xa5);
      daw.segment.write(daw.at.scratch, pattern);
      if (parameter !== undefined) daw.setParameter({ parameter, value: 1 });
      for (let i = 0; i < 100; i++) {
        t.true(await daw.countedBlock(FRAMES));
        await sleep(2);
      }
      t.deepEqual(daw.segment.read(daw.at.scratch, SCRATCH_BYTES), pattern);
      if (daw.process.stderr === '' || parameter === undefined) return;
      t.is(await daw.request(request.audioPorts), status.ok);
      const ports = Buffer.from('54524f500100000001000000', 'hex');
      t.deepEqual(daw.segment.read(daw.at.scratch + 1024, ports.length), ports, 'mono, told when asked');
    },
  );
}
