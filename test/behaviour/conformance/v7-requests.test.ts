/** Requests of version 7, whether blocks are answered by the counter alone or by bytes, too. */
import { setTimeout as sleep } from 'node:timers/promises';
import { answeredOnce } from '../../support/answers.ts';
import { clap } from '../../support/clap.ts';
import type { DawOptions } from '../../support/daw.ts';
import { until } from '../../support/host-process.ts';
import { fixture, readyTest } from '../../support/host-test.ts';
import { request, status, type Version } from '../../support/layout.ts';
import { vst3 } from '../../support/vst3.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const withoutDisplay = { DISPLAY: '', WAYLAND_DISPLAY: '' };

const plugins: [string, () => DawOptions, { showHasReply: boolean; refused: number[] }][] = [
  ['LV2', () => fixture('gain'), { showHasReply: true, refused: [6, 7, 9, 11, 12, 13] }],
  ['VST3', () => vst3('sample-accurate'), { showHasReply: true, refused: [5, 6, 7, 8, 9, 10, 11, 12, 13] }],
  ['CLAP', () => clap('gain'), { showHasReply: false, refused: [6, 7, 8, 10, 13] }],
];

for (const eventless of [true, false]) {
  const mode = eventless ? 'counter alone' : 'counter and byte';
  for (const [format, plugin, { showHasReply, refused }] of plugins) {
    const options = (): DawOptions => {
      const usual = plugin();
      return { ...usual, version: 7, eventless, environment: { ...usual.environment, ...withoutDisplay } };
    };

    readyTest(`${format}, ${mode}: a request is answered by one byte and not counted`, options, async (t, daw) => {
      for (let i = 0; i < 20; i++) {
        const before = daw.counter;
        await answeredOnce(t, daw, await daw.request(request.saveState), status.ok);
        t.is(daw.counter, before);
        t.true(await daw.countedBlock(64));
        if (!eventless) t.is(await daw.toDaw.wait(20_000), 'byte');
      }
      t.is(daw.counter, 20);
    });

    readyTest(`${format}, ${mode}: what it does not have is refused`, options, async (t, daw) => {
      for (const type of refused) await answeredOnce(t, daw, await daw.request(type), status.error);
      t.is(daw.counter, 0);
    });

    readyTest(`${format}, ${mode}: an editor that cannot be shown`, options, async (t, daw) => {
      for (const type of [request.guiShow, request.guiHide]) {
        const hasReply = showHasReply && type === request.guiShow;
        // As the clients do: the status first. Where they do not read it, it must stay.
        daw.segment.writeU32(daw.at.requestStatus, hasReply ? status.pending : 77);
        daw.segment.writeU32(daw.at.requestType, type);
        daw.toHost.signal();
        if (hasReply) t.is(await daw.toDaw.wait(20_000), 'byte');
        t.true(await until(() => daw.segment.readU32(daw.at.requestType) === 0));
        t.is(daw.segment.readU32(daw.at.requestStatus), hasReply ? status.error : 77);
        await sleep(20);
        t.is(daw.toDaw.drain(), 0);
        t.is(daw.counter, 0);
      }
    });
  }
}

/* ---- Resource directories ---- */

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
