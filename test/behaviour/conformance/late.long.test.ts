/*
 * After whatever delays an answer, the next ones are those of their own blocks again: no stale reply stays in the pipe, no block is late for
 * ever. Each disturbance is played by a DAW of version 1 and one of version 6, back to back and with a block every 5 ms.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import type { Daw } from '../../support/daw.ts';
import { fixture, readyTest } from '../../support/host-test.ts';
import { request } from '../../support/layout.ts';
import { Player } from '../../support/player.ts';

/** Control of the plugin: milliseconds that a block takes. */
function slowDown(daw: Daw, milliseconds: number): void {
  daw.setParameter({ parameter: 2, value: milliseconds });
}

/** Stop the host for a while; true once it goes on. */
function stopHost(daw: Daw, milliseconds: number): () => boolean {
  let goesOn = false;
  const host = daw.process.hostPid;
  process.kill(host, 'SIGSTOP');
  setTimeout(() => {
    process.kill(host, 'SIGCONT');
    goesOn = true;
  }, milliseconds);
  return () => goesOn;
}

type Disturbance = (daw: Daw, player: Player) => Promise<void>;

const disturbances: [string, Disturbance][] = [];

for (const ms of [150, 1500]) {
  disturbances.push([
    `the host was stopped for ${ms} ms between blocks`,
    async (daw, player) => {
      await player.until(stopHost(daw, ms));
    },
  ]);
  disturbances.push([
    `the host was stopped for ${ms} ms in a block`,
    async (daw, player) => {
      slowDown(daw, 30);
      const block = player.block();
      await sleep(10);
      const goesOn = stopHost(daw, ms);
      await block;
      await player.until(goesOn);
      slowDown(daw, 0);
    },
  ]);
  disturbances.push([
    `both were asleep for ${ms} ms`,
    async (daw) => {
      const goesOn = stopHost(daw, ms);
      while (!goesOn()) await sleep(5);
    },
  ]);
}

disturbances.push(
  [
    'the host was stopped again and again for about as long as a DAW waits',
    async (daw, player) => {
      for (const ms of [85, 95, 100, 105, 115]) {
        await player.until(stopHost(daw, ms));
        await player.blocks(3);
      }
    },
  ],
  [
    'one block took 150 ms',
    async (daw, player) => {
      slowDown(daw, 150);
      await player.block();
      slowDown(daw, 0);
    },
  ],
  [
    'some blocks took 150 ms each',
    async (daw, player) => {
      slowDown(daw, 150);
      await player.blocks(6);
      slowDown(daw, 0);
    },
  ],
  [
    'blocks took between 90 and 110 ms',
    async (daw, player) => {
      for (let ms = 90; ms <= 110; ms++) {
        slowDown(daw, ms);
        await player.block();
      }
      slowDown(daw, 0);
    },
  ],
  [
    'the editor was opened and closed at once, three times',
    async (daw, player) => {
      for (let i = 0; i < 3; i++) {
        daw.askFor(request.guiShow);
        daw.askFor(request.guiHide);
        await player.blocks(2);
      }
    },
  ],
  [
    'the DAW was stopped for 3 s with an answer waiting',
    async (daw) => {
      daw.prepareBlock(64);
      daw.toHost.signal();
      await sleep(3000);
      await daw.toDaw.wait(100);
    },
  ],
  [
    'a DAW gave a save up and went on',
    async (daw, player) => {
      daw.askFor(request.saveState);
      await player.blocks(5);
      daw.segment.writeU32(daw.at.requestType, 0);
    },
  ],
  [
    'the DAW looked at the status of its saves only, and left the replies',
    async (daw, player) => {
      for (let i = 0; i < 5; i++) {
        daw.askFor(request.saveState);
        while (daw.segment.readU32(daw.at.requestType) !== 0) await sleep(1);
        await player.blocks(5);
      }
    },
  ],
);

async function disturbed(t: ExecutionContext, daw: Daw, periodMs: number, disturb: Disturbance): Promise<void> {
  const player = new Player(daw, periodMs);
  t.truthy(await player.inTime(), 'it lags from the beginning');
  await disturb(daw, player);
  const wrong = await player.inTime();
  t.log(`wrong afterwards: ${wrong?.slice(0, 200)}`);
  t.truthy(wrong, 'it lags');
  // An idle moment: so long a reply to a request may be waited for. What is unread then is stale, and only the DAW takes it.
  await sleep(700);
  t.truthy(await player.inTime(), 'it lags after an idle moment');
  t.is(daw.toDaw.drain(), 0, 'stale replies are left');
}

for (const version of [1, 6] as const) {
  for (const periodMs of [0, 5]) {
    for (const [title, disturb] of disturbances) {
      const pace = periodMs === 0 ? 'back to back' : `every ${periodMs} ms`;
      readyTest(
        `Version ${version}, blocks ${pace}: in time again after ${title}`,
        () => ({ ...fixture('slow-run', { DISPLAY: '' }), version }),
        (t, daw) => disturbed(t, daw, periodMs, disturb),
      );
    }
  }
}
