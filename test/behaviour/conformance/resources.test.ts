/* Requests 5, 6 and 7 of version 7 (cases 49 to 51; C13, C19): a CLAP plugin's resource directories and files. */
import { setTimeout as sleep } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { answeredOnce } from '../../support/answers.ts';
import { clap } from '../../support/clap.ts';
import type { Daw, DawOptions } from '../../support/daw.ts';
import { fixture, readyTest } from '../../support/host-test.ts';
import { request, SCRATCH_BYTES, status } from '../../support/layout.ts';
import { CallLog } from '../../support/vst3.ts';

const FILES_AT = 2048;
const log = new CallLog();
test.after.always(() => log.remove());

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const withFiles = (files: string) => (): DawOptions => ({
  ...clap('resource-directory'),
  version: 7,
  eventless: true,
  environment: { MAOLAN_FIXTURE_LOG: log.path, MAOLAN_FIXTURE_FILES: files },
});
/** What the plugin has written since it had written so many lines. */
const resources = (from: number) =>
  log
    .all()
    .slice(from)
    .filter(({ name }) => name.startsWith('resources.') || name === 'fault')
    .map(({ name, details }) => `${name.replace('resources.', '')} ${details}`);

function setDirectory(daw: Daw, path: string, isShared: 0 | 1): Promise<number | undefined> {
  const bytes = Buffer.alloc(12 + path.length);
  bytes.writeUInt32LE(0x4649_4c45, 0);
  bytes.writeUInt32LE(path.length, 4);
  bytes.write(path, 8);
  bytes.writeUInt32LE(isShared, 8 + path.length);
  daw.segment.write(daw.at.scratch, bytes);
  return daw.request(request.setResourceDirectory);
}

async function filesAre(t: ExecutionContext, daw: Daw, golden: string) {
  daw.segment.writeU32(daw.at.scratchSize, 77);
  await answeredOnce(t, daw, await daw.request(request.updateFileReference), status.ok);
  const expected = hex(golden);
  t.deepEqual(daw.segment.read(daw.at.scratch + FILES_AT, expected.length), expected);
  t.is(daw.segment.readU32(daw.at.scratchSize), 77, 'the size is not part of this answer');
}

readyTest(
  'C19: a plugin has the directory of the kind that it asks for, and no other',
  withFiles(''),
  async (t, daw) => {
    const from = log.all().length;
    t.is(await setDirectory(daw, '/tmp/own', 0), status.ok);
    t.is(await setDirectory(daw, '/tmp/shared', 1), status.ok);
    // It asks for the other kind each time: at first there is none.
    t.deepEqual(resources(from), [
      'setDirectory /tmp/own own',
      'request 0',
      'setDirectory /tmp/shared shared',
      'setDirectory /tmp/own own',
      'request 1',
    ]);
  },
);

readyTest('Resources are collected: those in use, and scratch stays as it is', withFiles(''), async (t, daw) => {
  const from = log.all().length;
  const before = Buffer.alloc(SCRATCH_BYTES, 0x5a);
  daw.segment.write(daw.at.scratch, before);
  await answeredOnce(t, daw, await daw.request(request.fileReferences), status.ok);
  t.deepEqual(resources(from), ['collect used']);
  t.deepEqual(daw.segment.read(daw.at.scratch, SCRATCH_BYTES), before);
});

readyTest('A file without a path is left out, and keeps its number', withFiles(''), (t, daw) =>
  filesAre(t, daw, '454c4946 02000000 00000000 05000000 612e776176 02000000 07000000 622f632e776176'),
);

readyTest('C13: files that no answer can hold are an error, no part of them', withFiles('many'), async (t, daw) => {
  daw.segment.write(daw.at.scratch, Buffer.alloc(SCRATCH_BYTES));
  await answeredOnce(t, daw, await daw.request(request.updateFileReference), status.error);
  t.is(daw.segment.readU32(daw.at.scratch + FILES_AT + 4), 0, 'a count that its reader would believe');
});

readyTest('C19: a path that fills all there is ends where the room ends', withFiles('unterminated'), (t, daw) =>
  filesAre(t, daw, `454c4946 01000000 00000000 ff0f0000 ${'78'.repeat(4095)}`),
);

for (const [format, plugin] of [
  ['CLAP', () => clap('gain')],
  ['CLAP with the extension', withFiles('')],
] as const) {
  readyTest(
    `${format}: a path of 65 524 bytes is the longest`,
    () => ({ ...plugin(), version: 7 as const, eventless: true }),
    async (t, daw) => {
      t.is(await setDirectory(daw, 'x'.repeat(65_524), 0), status.ok);
      await sleep(20);
      t.is(daw.toDaw.drain(), 0);
    },
  );
}

readyTest(
  'LV2: a directory that cannot be made is refused, as is a path longer than any file’s',
  () => ({ ...fixture('gain'), version: 7, eventless: true }),
  async (t, daw) => {
    for (const path of ['/proc/nowhere', `/${'x'.repeat(65_523)}`])
      t.is(await setDirectory(daw, path, 0), status.error, path.slice(0, 20));
  },
);
