/** Requests: saving and restoring, beside blocks and one another. */
import { setTimeout as sleep } from 'node:timers/promises';
import { amp, constant, readyTest } from '../../support/host-test.ts';
import { at, request, SCRATCH_BYTES, status } from '../../support/layout.ts';

/** eg-amp: one parameter, port 0, at value. */
function ampState(value: number): Buffer {
  const state = Buffer.from('01000000000000000000000000000000', 'hex');
  state.writeFloatLE(value, 8);
  return state;
}

/** Ports 0 = 0.5 and 1 = 1.0; property http://example.com/key of type http://example.com/type with the bytes 1, 2, 3. */
const goldenState = Buffer.from(
  '02000000000000000000003f010000000000803f0100000016000000687474703a2f2f6578616d706c652e636f6d2f6b6579' +
    '17000000687474703a2f2f6578616d706c652e636f6d2f747970650000000003000000010203',
  'hex',
);

/* ---- Saving ---- */

readyTest('A project saved before it was ever played contains the state', amp, async (t, daw) => {
  await sleep(250);
  t.is(await daw.request(request.saveState), status.ok);
  t.is(daw.segment.readU32(at.requestType), 0);
  t.is(daw.segment.readU32(at.scratchSize), 16);
  t.deepEqual(daw.segment.read(at.scratch, 16), ampState(0));
  await sleep(150);
  t.is(daw.toDaw.drain(), 0);
  t.false(daw.process.stderr.includes('Invalid block size'), daw.process.stderr);
});

readyTest('The saved state is the one that is heard', amp, async (t, daw) => {
  daw.setParameter({ parameter: 0, value: 20 });
  await daw.play(constant(64, 0.5));
  t.deepEqual(await daw.saveState(), ampState(20));
});

readyTest('Saves that follow each other at full speed all succeed', amp, async (t, daw) => {
  for (let i = 0; i < 300; i++) t.deepEqual(await daw.saveState(), ampState(0));
});

readyTest('A save between any two blocks delays neither', amp, async (t, daw) => {
  for (let block = 1; block <= 200; block++) {
    t.deepEqual(await daw.play(constant(64, block)), constant(64, block));
    t.deepEqual(await daw.saveState(), ampState(0));
  }
});

readyTest('A request whose byte comes late is answered once, when the byte comes', amp, async (t, daw) => {
  daw.segment.writeU32(at.requestType, request.saveState);
  await sleep(60);
  t.is(daw.segment.readU32(at.requestType), request.saveState);
  t.is(daw.toDaw.drain(), 0, 'answered without a byte');
  daw.segment.writeU32(at.requestStatus, status.pending);
  daw.toHost.signal();
  t.is(await daw.toDaw.wait(5000), 'byte');
  t.is(daw.segment.readU32(at.requestStatus), status.ok);
  await sleep(150);
  t.is(daw.toDaw.drain(), 0);
  t.deepEqual(await daw.play(constant(64, 0.5)), constant(64, 0.5));
});

/* ---- Restoring ---- */

readyTest('A restored state is heard, and the DAW learns the values', amp, async (t, daw) => {
  await daw.play(constant(64, 0.5));
  daw.takeEchoes();
  t.is(await daw.restoreState(ampState(20)), status.ok);
  t.is(daw.segment.readU32(at.requestType), 0);
  t.deepEqual(await daw.play(constant(64, 0.5)), constant(64, 5));
  t.deepEqual(daw.takeEchoes(), [{ parameter: 0, value: 20, sampleOffset: 0, kind: 0 }]);
  t.deepEqual(await daw.saveState(), ampState(20));
});

readyTest('A state with more than this plugin knows restores what it knows', amp, async (t, daw) => {
  t.is(await daw.restoreState(goldenState), status.ok);
  t.deepEqual(await daw.saveState(), ampState(0.5));
});

readyTest('A state cut short anywhere is refused and changes nothing', amp, async (t, daw) => {
  t.is(await daw.restoreState(ampState(12)), status.ok);
  for (let size = 0; size < goldenState.length; size++)
    t.is(await daw.restoreState(goldenState.subarray(0, size)), status.error, `${size} bytes`);
  t.deepEqual(await daw.saveState(), ampState(12));
});

const lies: [string, number, number][] = [
  ['number of ports', 0, 0xffff_ffff],
  ['number of properties', 20, 0xffff_ffff],
  ['length of a key', 24, 0x7fff_ffff],
  ['length of a key', 24, 0xffff_fffc],
  ['length of a type', 50, 0xffff_ffff],
  ['length of a value', 81, 0xffff_ffff],
];
readyTest(
  'A state that is wrong about a size, or whose key is no UTF-8, is refused and changes nothing',
  amp,
  async (t, daw) => {
    t.is(await daw.restoreState(ampState(12)), status.ok);
    const wrong = (change: (state: Buffer) => unknown) => {
      const state = Buffer.from(goldenState);
      change(state);
      return daw.restoreState(state);
    };
    for (const [what, offset, value] of lies)
      t.is(await wrong((state) => state.writeUInt32LE(value, offset)), status.error, `${what}: ${value}`);
    t.is(await wrong((state) => state.writeUInt8(0xff, 30)), status.error, 'no UTF-8');
    // More than scratch holds.
    for (const size of [SCRATCH_BYTES + 1, 0x7fff_ffff, 0xffff_ffff])
      t.is(await daw.restoreState(ampState(20), size), status.error, `${size} bytes`);
    t.deepEqual(await daw.saveState(), ampState(12));
  },
);

readyTest('A request on top of a request leaves the sound in time', amp, async (t, daw) => {
  for (const [first, second] of [
    [request.saveState, request.guiShow],
    [request.guiShow, request.saveState],
    [request.saveState, request.saveState],
    [request.guiShow, request.guiHide],
  ] as const) {
    daw.askFor(first);
    daw.askFor(second);
    await sleep(400);
    daw.toDaw.drain();
    for (let block = 1; block < 20; block++) t.deepEqual(await daw.play(constant(64, block)), constant(64, block));
    t.is(daw.toDaw.drain(), 0);
  }
});
