/** What requests answer, byte by byte and in sense. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  answeredOnce,
  clapParameters,
  controlPorts,
  fileReferences,
  noteNames,
  setResourceDirectory,
  updateFileReference,
} from '../../support/answers.ts';
import { clap } from '../../support/clap.ts';
import type { DawOptions } from '../../support/daw.ts';
import { amp, constant, fixture, readyTest } from '../../support/host-test.ts';
import { request, status, type Version } from '../../support/layout.ts';
import { stereo } from '../../support/vst3.ts';

const VERSION: Version = 6;
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const lv2 = (name: string): DawOptions => ({ ...fixture(name), version: VERSION });

/* ---- Bytes as they are ---- */

readyTest('The control ports of eg-amp', { ...amp, version: VERSION }, async (t, daw) => {
  await answeredOnce(t, daw, await daw.request(request.controlPorts), status.ok);
  // 1 port: index 0, "Gain", -90 to 24, now 0.
  const golden = '01000000 00000000 04000000 4761696e 0000b4c2 0000c041 00000000'.replaceAll(' ', '');
  const bytes = daw.segment.readU32(daw.at.scratchSize);
  t.is(daw.segment.read(daw.at.scratch, bytes).toString('hex'), golden);
});

readyTest(
  'The parameters of a CLAP plugin',
  () => clap('gain'),
  async (t, daw) => {
    await answeredOnce(t, daw, await daw.request(request.parameters), status.ok);
    // 1 parameter: 4242, "Gain" of "main", -60 to 12, at first 0.
    const golden =
      '01000000 92100000 04000000 4761696e 04000000 6d61696e 0000000000004ec0 0000000000002840 0000000000000000';
    const bytes = daw.segment.readU32(daw.at.scratchSize);
    t.is(bytes, 48);
    t.is(daw.segment.read(daw.at.scratch, bytes).toString('hex'), golden.replaceAll(' ', ''));
  },
);

readyTest(
  'The ports of a CLAP plugin, asked for again',
  () => clap('gain'),
  async (t, daw) => {
    const record = () => daw.segment.read(daw.at.scratch + 1024, 20);
    daw.segment.write(daw.at.scratch + 1024, Buffer.alloc(20, 0xff));
    daw.segment.writeU32(daw.at.scratchSize, 77);
    await answeredOnce(t, daw, await daw.request(request.audioPorts), status.ok);
    t.is(record().toString('hex'), '54524f50 02000000 02000000 00000000 00000000'.replaceAll(' ', ''));
    t.is(daw.segment.readU32(daw.at.scratchSize), 77, 'the size is not part of this answer');
  },
);

readyTest(
  'The files of a CLAP plugin',
  () => clap('file-references'),
  async (t, daw) => {
    daw.segment.writeU32(daw.at.scratchSize, 77);
    await answeredOnce(t, daw, await daw.request(request.fileReferences), status.ok);
    // 2 files: 0 "/a", 5 "/bc".
    const golden = '454c4946 02000000 00000000 02000000 2f61 05000000 03000000 2f6263'.replaceAll(' ', '');
    t.is(daw.segment.read(daw.at.scratch + 2048, golden.length / 2).toString('hex'), golden);
    t.is(daw.segment.readU32(daw.at.scratchSize), 77, 'the size is not part of this answer');
  },
);

/* ---- What they mean ---- */

readyTest(
  'Control ports have the values that they have now; who names no notes has none',
  () => lv2('gain'),
  async (t, daw) => {
    daw.setParameter({ parameter: 2, value: 2.5 });
    await daw.play(constant(64, 0));
    t.deepEqual(await controlPorts(daw), [{ port: 2, name: 'Gain', minimum: 0, maximum: 4, value: 2.5 }]);
    t.deepEqual(await noteNames(daw, request.midnam), [], 'it names no notes');
  },
);

readyTest(
  'A plugin without control ports has none',
  () => lv2('options-probe'),
  async (t, daw) => {
    t.deepEqual(await controlPorts(daw), []);
  },
);

readyTest(
  'The names of notes of an LV2 plugin',
  () => ({ ...lv2('note-names'), inputs: 0 }),
  async (t, daw) => {
    t.deepEqual(await noteNames(daw, request.midnam), [
      [36, 'Kick'],
      [38, 'Snare & "Rim" > 2'],
      [49, '<\u266aA> \'" &nbsp;'],
      [127, 'B\u00e9la'],
    ]);
    daw.setParameter({ parameter: 1, value: 2 });
    await daw.block(64);
    t.deepEqual(await noteNames(daw, request.midnam), [[1, 'One']], 'the names have changed');
  },
);

readyTest(
  'The names of notes of a CLAP plugin',
  () => clap('note-names'),
  async (t, daw) => {
    const names = await noteNames(daw, request.noteNames);
    for (const expected of [
      [36, 'Kick'],
      [38, 'Snare'],
      [37, 'Rim'],
    ]) {
      t.deepEqual(
        names.filter(([note]) => note === expected[0]),
        [expected],
      );
    }
    t.true(names.every(([note]) => note < 128));
  },
);

readyTest(
  'A CLAP plugin without parameters has none',
  () => clap('many-ports'),
  async (t, daw) => {
    t.deepEqual(await clapParameters(daw), []);
  },
);

readyTest(
  'A CLAP plugin with three parameters lists them in its order',
  () => clap('modulation'),
  async (t, daw) => {
    t.deepEqual(
      (await clapParameters(daw)).map(({ id, name, minimum, maximum }) => [id, name, minimum, maximum]),
      [
        [7, 'Depth', -1, 1],
        [8, 'Stiff', 0, 10],
        [9, 'Meter', 0, 1],
      ],
    );
  },
);

readyTest(
  'A hidden parameter is not in the list of a CLAP plugin',
  () => clap('odd-texts'),
  async (t, daw) => {
    const names = (await clapParameters(daw)).map(({ name }) => name);
    t.true(names.includes('Bypass') && !names.includes('Meter'), names.join());
  },
);

readyTest(
  'A CLAP plugin without files and names of notes has none',
  () => clap('gain'),
  async (t, daw) => {
    t.is(await daw.request(request.fileReferences), status.ok);
    t.deepEqual(fileReferences(daw), []);
    t.deepEqual(await noteNames(daw, request.noteNames), []);
  },
);

readyTest(
  'A file of a CLAP plugin has moved',
  () => clap('file-references'),
  async (t, daw) => {
    t.is(await updateFileReference(daw, 5, '/new'), status.ok);
    t.is(await daw.request(request.fileReferences), status.ok);
    t.deepEqual(fileReferences(daw), [
      [0, '/a'],
      [5, '/new'],
    ]);
    t.is(await updateFileReference(daw, 77, '/other'), status.error, 'a file that it does not have');
    t.is(await updateFileReference(daw, 0, ''), status.error, 'an empty path');
    t.is(await updateFileReference(daw, 0, '/x', { length: 65_525 }), status.error, 'a length beyond scratch');
    t.is(await updateFileReference(daw, 0, '/x', { length: 0xffff_ffff }), status.error, 'a length beyond everything');
    t.is(await updateFileReference(daw, 0, '/x', { mark: 1 }), status.error, 'without the mark');
    t.is(await daw.request(request.fileReferences), status.ok);
    t.deepEqual(fileReferences(daw)?.[0], [0, '/a'], 'what is refused changes nothing');
  },
);

/* ---- The folder for files ---- */

/** A private folder for a test. */
async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'maolan-test-'));
  try {
    await body(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

readyTest(
  "An LV2 plugin's files go to the folder that the DAW names",
  () => lv2('make-path'),
  (t, daw) =>
    inFolder(async (folder) => {
      const files = join(folder, 'song', 'files');
      t.is(await setResourceDirectory(daw, files), status.ok);
      daw.setParameter({ parameter: 1, value: 12 });
      await daw.block(64);
      const state = await daw.saveState();
      t.true(existsSync(files));
      const made = readdirSync(files, { recursive: true }).map(String);
      t.true(
        made.some((path) => path.endsWith('folder/value.txt')),
        made.join(),
      );
      t.is(await daw.restoreState(state), status.ok);
      await daw.block(64);
      t.is(daw.segment.readPlane(0, 'toDaw', 1)[0], 12);
    }),
);

for (const format of ['lv2', 'clap'] as const) {
  const options = () => (format === 'lv2' ? lv2('make-path') : clap('file-references'));
  readyTest(`Folders that cannot be, for ${format.toUpperCase()}`, options, (t, daw) =>
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'file'), '');
      const good = Buffer.from(folder);
      t.is(await setResourceDirectory(daw, good), status.ok);
      t.is(await setResourceDirectory(daw, '', {}), status.error, 'an empty path');
      t.is(await setResourceDirectory(daw, good, { length: 65_529 }), status.error, 'a length beyond scratch');
      t.is(await setResourceDirectory(daw, good, { length: 0xffff_ffff }), status.error, 'beyond everything');
      t.is(await setResourceDirectory(daw, good, { mark: 0x4649_4c46 }), status.error, 'without the mark');
      t.is(await setResourceDirectory(daw, Buffer.from([0x2f, 0xff, 0xfe])), status.error, 'no UTF-8');
      if (format === 'clap') return;
      t.is(await setResourceDirectory(daw, 'relative'), status.error, 'a relative path');
      t.is(await setResourceDirectory(daw, join(folder, 'file')), status.error, 'a file');
    }),
  );
}

const folders: [string, Buffer, number][] = [
  ['a private one', hex('454c4946 06000000 2f746d702f78 00000000'), status.ok],
  ['a shared one', hex('454c4946 06000000 2f746d702f78 01000000'), status.ok],
  ['one with an accent', hex('454c4946 09000000 2f746d702f72c3a973 01000000'), status.ok],
  ['no path', hex('454c4946 00000000 00000000'), status.error],
  ['65 525 bytes', hex('454c4946 f5ff0000 2f746d70'), status.error],
  ['a wrong mark', hex('464c4946 06000000 2f746d702f78 00000000'), status.error],
  ['no UTF-8', hex('454c4946 03000000 2ffffe 00000000'), status.error],
];
const kinds: [string, () => DawOptions][] = [
  ['LV2', () => fixture('gain')],
  ['CLAP', () => clap('gain')],
];
for (const version of [6, 7] as const satisfies readonly Version[]) {
  for (const [format, plugin] of kinds) {
    readyTest(
      `${format}, version ${version}: resource directories as they are on the wire`,
      () => ({ ...plugin(), version, eventless: true }),
      async (t, daw) => {
        for (const [what, bytes, expected] of folders) {
          // Version 6 has no flag behind the path, and allows three bytes more.
          if (version === 6 && what === '65 525 bytes') continue;
          const old = version === 6 && expected === status.ok ? bytes.subarray(0, -4) : bytes;
          daw.segment.write(daw.at.scratch, old);
          const result = await daw.request(request.setResourceDirectory);
          t.is(result, expected, what);
        }
      },
    );
  }
}

/* ---- Saving what only CLAP has ---- */

readyTest(
  'A CLAP state is the stream of the plugin itself',
  () => clap('gain'),
  async (t, daw) => {
    daw.setParameter({ parameter: 4242, value: -6 });
    await daw.playChannels(stereo(constant(64, 0)));
    const state = await daw.saveState();
    t.true(state.length > 0);
    daw.setParameter({ parameter: 4242, value: 0 });
    await daw.playChannels(stereo(constant(64, 0)));
    t.notDeepEqual(await daw.saveState(), state);
    t.is(await daw.restoreState(state), status.ok);
    t.deepEqual(await daw.saveState(), state);
  },
);

readyTest(
  'A CLAP state of exactly 64 KiB is saved',
  () => clap('state-largest'),
  async (t, daw) => {
    t.is((await daw.saveState()).length, 65_536);
  },
);

readyTest(
  'A CLAP state of one byte more is saved and restored all the same',
  () => clap('state-one-more'),
  async (t, daw) => {
    await answeredOnce(t, daw, await daw.request(request.saveState), status.ok);
    const state = daw.segment.read(daw.at.scratch, daw.segment.readU32(daw.at.scratchSize));
    t.true(state.length < 65_536);
    t.is(await daw.restoreState(state), status.ok);
    t.deepEqual(await daw.saveState(), state);
  },
);
