/** VST3: state on the wire. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Daw } from '../../support/daw.ts';
import { constant, readyTest } from '../../support/host-test.ts';
import { at, request, SCRATCH_BYTES, status } from '../../support/layout.ts';
import { listen, playUntil, probeTest, stereo, vst3 } from '../../support/vst3.ts';

/** Bytes of the plugin's id as text, and of its length. */
const ID_BYTES = 64;
const FIRST_PIECE = 4 + ID_BYTES;

/** The id of a fixture is its name; the text is how the original host prints sixteen bytes. */
function idText(name: string): string {
  const bytes = [...Buffer.from(name.padEnd(16, '\0').slice(0, 16))];
  return `[${bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(', ')}]`;
}

/** The three pieces of a state. Throws if they do not fill it exactly. */
function pieces(state: Buffer): { id: string; component: Buffer; controller: Buffer } {
  const found: Buffer[] = [];
  let offset = 0;
  for (let piece = 0; piece < 3; piece++) {
    const bytes = state.readUInt32LE(offset);
    found.push(state.subarray(offset + 4, offset + 4 + bytes));
    offset += 4 + bytes;
  }
  if (offset !== state.length) throw new Error(`The pieces are ${offset} bytes, the state ${state.length}`);
  const [id = Buffer.alloc(0), component = id, controller = id] = found;
  return { id: id.toString(), component, controller };
}

function stateOf(id: string, component: Buffer, controller: Buffer): Buffer {
  const length = (piece: Buffer) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(piece.length);
    return bytes;
  };
  return Buffer.concat([Buffer.from(id), component, controller].flatMap((piece) => [length(piece), piece]));
}

/** separate-controller: output = input * gain, which is parameter 1000. */
const gainOf = () => vst3('separate-controller');
const GAIN_ID = 1000;
const setGain = async (daw: Daw, value: number) => {
  daw.setParameter({ parameter: GAIN_ID, value });
  await listen(daw);
};
const heardGain = async (daw: Daw) => (await daw.playChannels(stereo(constant(64, 1))))[0]?.[63];

/* ---- Saving ---- */

probeTest('A VST3 project saved before it was ever played contains the state', gainOf, async (t, daw) => {
  await sleep(250);
  t.is(await daw.request(request.saveState), status.ok);
  t.is(daw.segment.readU32(at.requestType), 0);
  const size = daw.segment.readU32(at.scratchSize);
  const { id, component, controller } = pieces(daw.segment.read(at.scratch, size));
  t.is(id, idText('separate-controller'));
  t.is(size, 12 + ID_BYTES + component.length + controller.length);
  t.is(component.length, 8, 'the gain as a double');
  t.is(component.readDoubleLE(0), 0.5);
  t.is(controller.toString(), 'view');
  await sleep(150);
  t.is(daw.toDaw.drain(), 0);
  t.false(daw.process.stderr.includes('Invalid block size'), daw.process.stderr);
});

probeTest('VST3 saves that follow each other at full speed all succeed', gainOf, async (t, daw) => {
  const first = await daw.saveState();
  for (let i = 0; i < 200; i++) t.deepEqual(await daw.saveState(), first);
});

probeTest('The state is saved and restored on the main thread', gainOf, async (t, daw, log) => {
  t.is(await daw.restoreState(await daw.saveState()), status.ok);
  for (const name of ['component.getState', 'component.setState', 'controller.setComponentState']) {
    t.true(log.calls(name).length > 0, name);
    t.true(
      log.calls(name).every(({ thread }) => thread === 'main'),
      name,
    );
  }
});

probeTest(
  'A VST3 state of no bytes is a state',
  () => vst3('state-empty'),
  async (t, daw) => {
    const state = await daw.saveState();
    t.deepEqual(state, stateOf(idText('state-empty'), Buffer.alloc(0), Buffer.alloc(0)));
    t.is(await daw.restoreState(state), status.ok);
  },
);

probeTest(
  'A VST3 state that fills the scratch area to its last byte is saved and restored',
  () => vst3('state-largest'),
  async (t, daw, log) => {
    const state = await daw.saveState();
    t.is(state.length, SCRATCH_BYTES);
    const { component, controller } = pieces(state);
    t.deepEqual([component.length, controller.length], [65_460, 0]);
    t.is(await daw.restoreState(state), status.ok);
    t.deepEqual(
      log.calls('component.restored').map(({ details }) => details),
      ['65460'],
    );
    t.deepEqual(await daw.saveState(), state);
  },
);

probeTest(
  'A VST3 state of one byte more is saved and restored all the same, as a component state that only the host understands',
  () => vst3('state-one-more'),
  async (t, daw, log) => {
    const state = await daw.saveState();
    const { id, component, controller } = pieces(state);
    t.is(id, idText('state-one-more'));
    t.true(component.length > 64 && component.length < 65_460);
    t.is(controller.length, 0);
    t.is(await daw.restoreState(state), status.ok);
    t.deepEqual(
      log.calls('component.restored').map(({ details }) => details),
      ['65461'],
    );
    t.deepEqual(await daw.saveState(), state);
  },
);

probeTest(
  'A VST3 plugin that fails to save is believed',
  () => vst3('fails-to-save'),
  async (t, daw) => {
    const before = 4711;
    daw.segment.writeU32(at.scratchSize, before);
    t.is(await daw.request(request.saveState), status.error);
    t.is(daw.segment.readU32(at.scratchSize), before);
    t.deepEqual(await listen(daw), constant(64, 0));
  },
);

/* ---- Restoring ---- */

probeTest('A restored VST3 state is heard, and the DAW learns the values', gainOf, async (t, daw) => {
  await setGain(daw, 0.75);
  const state = await daw.saveState();
  t.is(pieces(state).component.readDoubleLE(0), 0.75);
  await setGain(daw, 0.125);
  t.is(await heardGain(daw), 0.125);
  daw.takeEchoes();
  t.is(await daw.restoreState(state), status.ok);
  t.is(daw.segment.readU32(at.requestType), 0);
  t.is(await heardGain(daw), 0.75);
  t.deepEqual(daw.takeEchoes(), [{ parameter: GAIN_ID, value: 0.75, sampleOffset: 0, kind: 0 }]);
  t.deepEqual(await daw.saveState(), state);
});

probeTest('The controller hears of a restored state from both parts', gainOf, async (t, daw, log) => {
  const before = log.calls('controller.setComponentState').length;
  t.is(await daw.restoreState(await daw.saveState()), status.ok);
  t.is(log.calls('controller.setComponentState').length, before + 1);
  t.is(log.calls('controller.setState').at(-1)?.details, 'view');
});

probeTest('A state restored before the first block is heard in it', gainOf, async (t, daw) => {
  const state = await daw.saveState();
  state.writeDoubleLE(0.25, FIRST_PIECE + 4);
  t.is(await daw.restoreState(state), status.ok);
  t.is(await heardGain(daw), 0.25);
  t.deepEqual(daw.takeEchoes(), [{ parameter: GAIN_ID, value: 0.25, sampleOffset: 0, kind: 0 }]);
});

/** How a state is spoilt, and the size that the DAW then announces. */
const spoilt: [string, (state: Buffer) => { state: Buffer; size?: number }][] = [
  [
    'of another plugin',
    (state) => ({ state: stateOf(idText('state-empty'), pieces(state).component, pieces(state).controller) }),
  ],
  ['of 11 bytes', (state) => ({ state, size: 11 })],
  ['of no bytes', (state) => ({ state, size: 0 })],
  ['with one byte less', (state) => ({ state, size: state.length - 1 })],
  ['larger than the scratch area', (state) => ({ state, size: SCRATCH_BYTES + 1 })],
  ['of 4 GiB', (state) => ({ state, size: 0xffff_ffff })],
];
for (let character = 0; character < ID_BYTES; character += 9) {
  spoilt.push([
    `with character ${character} of the id changed`,
    (state) => {
      const other = Buffer.from(state);
      other[4 + character] = (other[4 + character] ?? 0) ^ 1;
      return { state: other };
    },
  ]);
}
for (const [what, offset] of [
  ['id', 0],
  ['component', FIRST_PIECE],
  ['controller', FIRST_PIECE + 12],
] as const) {
  for (const length of [1000, 0x7fff_ffff, 0xffff_ffff]) {
    spoilt.push([
      `whose ${what} claims ${length} bytes`,
      (state) => {
        const other = Buffer.from(state);
        other.writeUInt32LE(length, offset);
        return { state: other };
      },
    ]);
  }
}
for (const [what, spoil] of spoilt) {
  probeTest(`A VST3 state ${what} is refused and changes nothing`, gainOf, async (t, daw, log) => {
    await setGain(daw, 0.75);
    const good = await daw.saveState();
    const { state, size } = spoil(good);
    t.is(await daw.restoreState(state, size), status.error);
    t.is(log.calls('component.setState').length, 0, 'it reached the plugin');
    t.is(await heardGain(daw), 0.75);
    t.deepEqual(await daw.saveState(), good);
    t.is(await daw.restoreState(good), status.ok);
  });
}

probeTest(
  'A VST3 plugin that refuses its state is believed, and plays on',
  () => vst3('refuses-state'),
  async (t, daw) => {
    t.is(await daw.restoreState(await daw.saveState()), status.error);
    t.deepEqual(await daw.playChannels(stereo(constant(64, 0.5))), [constant(64, 0.5), constant(64, 1)]);
  },
);

probeTest('A restore between two blocks costs no answer', gainOf, async (t, daw) => {
  await setGain(daw, 0.25);
  const quiet = await daw.saveState();
  await setGain(daw, 1);
  const loud = await daw.saveState();
  for (let round = 0; round < 50; round++) {
    t.is(await daw.restoreState(round % 2 === 0 ? quiet : loud), status.ok);
    t.is(await heardGain(daw), round % 2 === 0 ? 0.25 : 1, `round ${round}`);
  }
  t.is(daw.toDaw.drain(), 0);
});

probeTest(
  'A VST3 plugin is not run while it reads its state, and the block that came meanwhile is heard',
  () => vst3('state-largest'),
  async (t, daw, log) => {
    daw.segment.write(at.scratch, await daw.saveState());
    for (let round = 0; round < 50; round++) {
      for (const channel of [0, 1]) daw.segment.writePlane(channel, 'toHost', constant(64, 0.5));
      daw.askFor(request.restoreState);
      daw.prepareBlock(64);
      daw.toHost.signal();
      t.is(await daw.toDaw.wait(5000), 'byte');
      t.is(await daw.toDaw.wait(5000), 'byte');
      t.is(daw.segment.readU32(at.requestStatus), status.ok);
      t.deepEqual(daw.segment.readPlane(1, 'toDaw', 64), constant(64, 1));
    }
    const order = log.all().map(({ name }) => name);
    for (const [i, name] of order.entries())
      if (name === 'component.setState') t.is(order[i + 1], 'component.restored', 'it was run meanwhile');
    t.is(log.calls('component.restored').length, 50);
    t.is(daw.toDaw.drain(), 0);
  },
);

readyTest('Values set by the DAW just before a restore do not come back after it', gainOf, async (t, daw) => {
  const state = await daw.saveState();
  await setGain(daw, 1);
  t.is(await daw.restoreState(state), status.ok);
  await sleep(300);
  t.is(await heardGain(daw), 0.5);
  daw.takeEchoes();
  t.false(await playUntilChanged(daw), 'the value moved by itself');
});

/** Does the gain change within a moment, without the DAW's doing? */
async function playUntilChanged(daw: Daw): Promise<boolean> {
  const end = performance.now() + 300;
  let changed = false;
  await playUntil(daw, () => {
    changed = daw.takeEchoes().some(({ parameter, value }) => parameter === GAIN_ID && value !== 0.5);
    return changed || performance.now() > end;
  });
  return changed;
}

probeTest(
  'An edit in the editor that is followed at once by a save, with no block between, is in the state',
  () => vst3('gestures'),
  async (t, daw, log) => {
    await listen(daw);
    daw.setParameter({ parameter: 1, value: 0.75 });
    await listen(daw);
    t.true(await log.has('controller.setParamNormalized', 1), 'which makes the controller edit parameter 2');
    t.is(await daw.request(request.saveState), status.ok);
    const { component } = pieces(daw.segment.read(at.scratch, daw.segment.readU32(at.scratchSize)));
    t.is(component.readDoubleLE(8), 0.75);
  },
);
