/** States of any size through what the DAW takes, and back. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, truncateSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { packState, StateError, unpackState } from '../../../ts/host/main-thread/envelope.ts';
import { StateStore } from '../../../ts/state-store/store.ts';
import { lv2Blob, readLv2 } from './lv2-state.ts';
import { Rig, SCRATCH_BYTES, STATE_BYTES } from './support.ts';

const rig = new Rig(6);
const id = Buffer.from('[6E, 33, 22, 52, 54, 22, 4A, 00, AA, 69, 30, 1A, F3, 18, 79, 7D]');
const mark = Buffer.from('f56343c363709396688e244a339259a1', 'hex');
const piece = (bytes: Uint8Array) => Buffer.concat([new Uint8Array(Uint32Array.of(bytes.length).buffer), bytes]);

/** The raw state of a plugin whose own bytes are these. */
const rawOf: Record<string, (bytes: Uint8Array) => Uint8Array> = {
  clap: (bytes) => bytes,
  vst3: (bytes) => Buffer.concat([piece(id), piece(bytes), piece(Buffer.from('view'))]),
  lv2: (value) =>
    lv2Blob({
      ports: [[3, 0.5]],
      properties: [{ key: Buffer.from('urn:x'), type: Buffer.from('urn:chunk'), flags: 3, value }],
    }),
};
const formats = Object.keys(rawOf);
/** What is not the plugin's own in it. */
const overhead = (format: string) => rawOf[format]!(new Uint8Array()).length;

/** Run body with a private store. */
function envelopeTest(title: string, body: (t: ExecutionContext, store: StateStore) => void): void {
  test(title, (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'maolan-test-'));
    try {
      body(t, new StateStore(folder));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}

function pack(format: string, raw: Uint8Array, store: StateStore): Uint8Array {
  rig.putState(raw);
  return rig.state(packState(rig.core, format, raw.length, store));
}

function unpack(format: string, wire: Uint8Array, store: StateStore): Uint8Array {
  rig.core.u8.fill(0xa5, rig.x.state_buffer(), rig.x.state_buffer() + SCRATCH_BYTES);
  rig.putState(wire);
  return rig.state(unpackState(rig.core, format, wire.length, store));
}

const files = (store: StateStore) => readdirSync(store.folder);
const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

for (const format of formats) {
  envelopeTest(`${format}: what fits the DAW is handed out as it is, to the last byte`, (t, store) => {
    for (const bytes of [0, 1, 1000, SCRATCH_BYTES - overhead(format)]) {
      const raw = rawOf[format]!(randomBytes(bytes));
      t.true(same(pack(format, raw, store), raw), `${bytes}`);
      t.true(same(unpack(format, raw, store), raw), `${bytes}`);
    }
    t.deepEqual(files(store), []);
  });

  envelopeTest(`${format}: what can be deflated travels in the project`, (t, store) => {
    for (const bytes of [SCRATCH_BYTES - overhead(format) + 1, 300_000, 3 << 20]) {
      const raw = rawOf[format]!(Buffer.alloc(bytes, '<value>0.5</value>\n'));
      const wire = pack(format, raw, store);
      t.true(wire.length < SCRATCH_BYTES);
      t.true(same(unpack(format, wire, store), raw), `${bytes}`);
    }
    t.deepEqual(files(store), []);
  });

  envelopeTest(`${format}: what cannot goes to a file, and the project has its hash`, (t, store) => {
    for (const bytes of [SCRATCH_BYTES + 1, 4 << 20]) {
      const raw = rawOf[format]!(randomBytes(bytes));
      const wire = pack(format, raw, store);
      t.true(wire.length < 300, `${wire.length}`);
      t.is(files(store).length, 1);
      t.true(Buffer.from(wire).includes(Buffer.from(files(store)[0]!, 'hex')));
      t.true(same(unpack(format, wire, store), raw), `${bytes}`);
      unlinkSync(join(store.folder, files(store)[0]!));
    }
  });

  envelopeTest(`${format}: a state that is just too large for the container goes to a file`, (t, store) => {
    // Noise of half the alphabet: deflated it is a little less than 64 KiB at first, and more in the end.
    const letters = Buffer.from(randomBytes(SCRATCH_BYTES * 2).toString('hex'));
    const kinds = new Set<number>();
    for (let bytes = 100_000; bytes < 125_000; bytes += 1000) {
      const raw = rawOf[format]!(letters.subarray(0, bytes));
      const wire = pack(format, raw, store);
      t.true(wire.length <= SCRATCH_BYTES);
      kinds.add(files(store).length);
      t.true(same(unpack(format, wire, store), raw), `${bytes}`);
    }
    t.true(kinds.has(0) && kinds.has(1));
  });

  envelopeTest(`${format}: the largest state is kept; one byte more is refused with a sentence`, (t, store) => {
    const raw = rawOf[format]!(Buffer.alloc(STATE_BYTES - overhead(format), 7));
    t.is(raw.length, STATE_BYTES);
    t.true(same(unpack(format, pack(format, raw, store), store), raw));
    t.throws(() => packState(rig.core, format, -2, store), {
      instanceOf: StateError,
      message:
        'The state was not saved: it is larger than 64 MiB, which is more than this host keeps; make it smaller in the plugin',
    });
  });

  envelopeTest(
    `${format}: a state of the plugin's own that looks like a container comes back as it was`,
    (t, store) => {
      const big = rawOf[format]!(Buffer.alloc(300_000, 'x'));
      const deflated = pack(format, big, store);
      const inFile = pack(format, rawOf[format]!(randomBytes(100_000)), store);
      const odd = rawOf[format]!(Buffer.concat([mark, randomBytes(100)]));
      const damaged = deflated.slice();
      damaged[deflated.length - 5]! ^= 1;
      for (const own of [deflated, inFile, odd, damaged]) {
        const wire = pack(format, own, store);
        t.true(same(unpack(format, wire, store), own));
        const twice = pack(format, wire, store);
        t.true(same(unpack(format, unpack(format, twice, store), store), own));
      }
      t.true(same(unpack(format, deflated, store), big));
    },
  );

  envelopeTest(`${format}: one that looks like a container and fills the wire comes back as it was`, (t, store) => {
    const raw =
      format === 'lv2'
        ? pack('lv2', rawOf.lv2!(Buffer.from(randomBytes(55_000).toString('hex'))), store)
        : rawOf[format]!(Buffer.concat([mark, randomBytes(SCRATCH_BYTES - overhead(format) - 16)]));
    const wire = pack(format, raw, store);
    t.true(wire.length <= SCRATCH_BYTES);
    t.true(same(unpack(format, wire, store), raw));
  });

  envelopeTest(`${format}: every bit of the container counts, and a bad one gets a sentence`, (t, store) => {
    const raw = rawOf[format]!(Buffer.alloc(100_000, '<value>0.5</value>\n'));
    const wire = pack(format, raw, store);
    const start = Buffer.from(wire).indexOf(mark);
    const end = wire.length - (format === 'vst3' ? 4 : 0);
    for (let at = start + 16; at < end; at++) {
      const bad = wire.slice();
      bad[at]! ^= 1 << (at & 7);
      try {
        // The head of a gzip stream has bits without a meaning.
        t.true(same(unpack(format, bad, store), raw), `byte ${at} made another state`);
      } catch (error) {
        t.true(error instanceof StateError, `${error}`);
        t.regex(
          (error as Error).message,
          /^The state was not restored: its .* damaged; restore an earlier copy of the project$/,
        );
      }
    }
    for (let length = start + 16; length < wire.length; length++) {
      const cut = wire.subarray(0, length);
      try {
        // A blob that is cut is refused by its format's codec, later.
        t.true(same(unpack(format, cut, store), cut), `cut at ${length}`);
        t.not(format, 'clap');
      } catch (error) {
        t.true(error instanceof StateError, `${error}`);
      }
    }
  });

  envelopeTest(
    `${format}: a file that is missing or damaged is reported, and the state buffer keeps what the DAW gave`,
    (t, store) => {
      const wire = pack(format, rawOf[format]!(randomBytes(100_000)), store);
      const [hash = ''] = files(store);
      truncateSync(join(store.folder, hash), 50_000);
      const attempt = () => unpack(format, wire, store);
      t.throws(attempt, {
        instanceOf: StateError,
        message: `The state was not restored: the state's file ${join(store.folder, hash)} is damaged; copy that file there from a backup, or from where the project was saved`,
      });
      t.true(same(rig.state(wire.length), wire));
      unlinkSync(join(store.folder, hash));
      t.throws(attempt, {
        instanceOf: StateError,
        message: `The state was not restored: the file of state ${hash} is missing from ${store.folder}; copy that file there from a backup, or from where the project was saved`,
      });
      t.true(same(rig.state(wire.length), wire));
    },
  );

  envelopeTest(`${format}: a store that cannot be written to makes the save fail with a sentence`, (t, store) => {
    const raw = rawOf[format]!(randomBytes(100_000));
    const nowhere = new StateStore('/dev/null/states');
    rig.putState(raw);
    t.throws(() => packState(rig.core, format, raw.length, nowhere), {
      instanceOf: StateError,
      message: new RegExp(
        `^The state was not saved: its ${raw.length} bytes could not be kept in /dev/null/states: it is not writable;`,
      ),
    });
    t.true(same(rig.state(raw.length), raw));
    t.deepEqual(files(store), []);
  });
}

envelopeTest('The format is understood however it is written, and another one is left alone', (t, store) => {
  const raw = rawOf.vst3!(randomBytes(100_000));
  t.true(same(unpack('VST3', pack('Vst3', raw, store), store), raw));
  t.is(packState(rig.core, 'null', 70_000, store), 70_000);
  t.is(unpackState(rig.core, 'null', 100, store), 100);
});

envelopeTest('A plugin that failed to save, and a size that the DAW cannot mean, get a sentence', (t, store) => {
  t.throws(() => packState(rig.core, 'clap', -1, store), {
    instanceOf: StateError,
    message: /^The state was not saved: the plugin failed to save it/,
  });
  t.throws(() => unpackState(rig.core, 'clap', -1, store), {
    instanceOf: StateError,
    message: /^The state was not restored: the DAW gave it a size of more than 65536 bytes/,
  });
});

envelopeTest('For a VST3 DAW that parses, id, component and controller are where they always are', (t, store) => {
  const wire = pack('vst3', rawOf.vst3!(randomBytes(100_000)), store);
  const { x } = rig;
  rig.putState(wire);
  t.is(x.state_vst3_read(wire.length), 0);
  t.is(Buffer.from(rig.bytes(x.state_vst3_id(), x.state_vst3_id_bytes())).toString(), id.toString());
  t.is(x.state_vst3_component_bytes(), 64);
  t.is(x.state_vst3_controller_bytes(), 0);
  t.is(wire.length, 76 + 64);
});

envelopeTest('For an LV2 DAW that parses, it is one property', (t, store) => {
  const wire = pack('lv2', rawOf.lv2!(randomBytes(100_000)), store);
  const { ports, properties } = readLv2(rig, wire)!;
  t.deepEqual(ports, []);
  t.is(properties.length, 1);
  t.is(Buffer.from(properties[0]!.key).toString(), 'urn:maolan:plugin-host:state-container');
});

envelopeTest('The same state makes the same bytes each time', (t, store) => {
  for (const bytes of [Buffer.alloc(300_000, 'x'), randomBytes(300_000)])
    t.true(same(pack('clap', bytes, store), pack('clap', bytes, store)));
});
