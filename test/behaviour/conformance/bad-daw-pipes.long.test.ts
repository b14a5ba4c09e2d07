/* A DAW that breaks its side of the pipes and of the requests: unread bytes, ends that close, requests on top of requests. */
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../support/host-process.ts';
import { amp, constant, fixture, hostTest, readyTest } from '../../support/host-test.ts';
import { request, status } from '../../support/layout.ts';
import { Player } from '../../support/player.ts';

/** What a pipe holds. */
const PIPE_BYTES = 65_536;

for (const version of [1, 6] as const) {
  readyTest(
    `Version ${version}: a reply pipe that is full keeps no block from being played`,
    () => ({
      ...fixture('slow-run'),
      version,
      fds: (usual) => {
        writeSync(usual[3] ?? -1, Buffer.alloc(PIPE_BYTES, 1));
        return usual;
      },
    }),
    async (t, daw) => {
      daw.segment.writePlane(0, 'toHost', constant(64, 0.5));
      daw.prepareBlock(64);
      daw.toHost.signal();
      const played = () => daw.segment.readPlane(0, 'toDaw', 1)[0] === 0.5;
      t.true(await until(played));
      await sleep(500);
      t.is(daw.toDaw.drain(), PIPE_BYTES, 'the host has read the DAW’s end');
      t.truthy(await new Player(daw, 0).inTime(), 'it lags');
    },
  );

  const requests = [...Array(14).keys(), 99, 0xffff_ffff];
  for (const first of requests.slice(1)) {
    readyTest(
      `Version ${version}: any request on top of request ${first} leaves the host answering, and the sound in time`,
      () => ({ ...amp, version, environment: { DISPLAY: '' } }),
      async (t, daw) => {
        for (const second of requests) {
          daw.askFor(first);
          if (second !== 0) daw.askFor(second);
          const done = await until(() => daw.segment.readU32(daw.at.requestType) === 0);
          t.true(done, `request ${second} on top of ${first} is never done`);
        }
        await sleep(700); // so long a reply may be waited for
        daw.toDaw.drain();
        t.truthy(await new Player(daw, 0).inTime(), 'it lags');
        t.is(await daw.request(request.saveState), status.ok);
        t.truthy(await new Player(daw, 0).inTime(), 'it lags');
      },
    );
  }

  readyTest(
    `Version ${version}: a save while another thread plays`,
    () => ({ ...amp, version }),
    async (t, daw) => {
      const player = new Player(daw, 2);
      const { at, segment } = daw;
      let saving = true;
      let saved = 0;
      const saves = async () => {
        for (let i = 0; i < 60; i++) {
          daw.askFor(request.saveState);
          // The status counts, not the byte: either thread may have taken the other's.
          if (await until(() => segment.readU32(at.requestType) === 0, 5000))
            saved += segment.readU32(at.requestStatus);
          await sleep(5);
        }
        saving = false;
      };
      await Promise.all([saves(), player.until(() => !saving)]);
      t.is(saved, 60 * status.ok);
      await sleep(700);
      daw.toDaw.drain();
      t.truthy(await player.inTime(), 'it lags');
    },
  );
}

/* ---- ends that close while something is going on ---- */

const closings: [string, readonly ('toHost' | 'toDaw')[]][] = [
  ['the wake pipe', ['toHost']],
  ['the reply pipe', ['toDaw']],
  ['the wake pipe and then the reply pipe', ['toHost', 'toDaw']],
  ['the reply pipe and then the wake pipe', ['toDaw', 'toHost']],
];
for (const [what, pipes] of closings) {
  for (const busy of ['a block', 'a save', 'a restore'] as const) {
    hostTest(
      `A DAW that closes ${what} during ${busy} is noticed`,
      () =>
        busy === 'a block'
          ? fixture('slow-run')
          : fixture('slow-state', { MAOLAN_FIXTURE_SAVE_MS: '300', MAOLAN_FIXTURE_RESTORE_MS: '300' }),
      async (t, daw) => {
        t.true(await daw.ready());
        if (busy === 'a block') {
          daw.setParameter({ parameter: 2, value: 60 });
          daw.prepareBlock(64);
          daw.toHost.signal();
        } else {
          await daw.saveState();
          daw.askFor(busy === 'a save' ? request.saveState : request.restoreState);
        }
        await sleep(20);
        for (const pipe of pipes) {
          daw[pipe].close();
          await sleep(2);
        }
        t.deepEqual(await daw.process.end(), { code: 0, signal: null });
        t.true(daw.process.stderr.length < 10_000, 'it complained for ever');
      },
    );
  }
}
