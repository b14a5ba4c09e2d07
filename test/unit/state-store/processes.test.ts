/** What several processes do to one store, and what a full disk does to them. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import test from 'ava';
import { behind, putElsewhere, storeTest } from './support.ts';

const MIB = 1 << 20;

storeTest(
  'Many hosts that keep the same and other states at once all succeed, and leave nothing half',
  async (t, store) => {
    const seeds = [1, 1, 1, 1, 2, 3];
    const written = await Promise.all(seeds.map((seed) => putElsewhere(store.folder, 3 * MIB, seed)));
    t.deepEqual(
      written.map(({ refused }) => refused),
      seeds.map(() => undefined),
    );
    const hashes = new Set(written.map(({ hash }) => hash));
    t.is(hashes.size, 3);
    t.deepEqual(readdirSync(store.folder).toSorted(), [...hashes].toSorted());
    for (const { damaged, rawBytes } of store.check()) t.deepEqual([damaged, rawBytes], [false, 3 * MIB]);
  },
);

storeTest('A host that may not write so large a file says so, and leaves nothing half', async (t, store) => {
  const { hash, refused, names } = await putElsewhere(store.folder, 3 * MIB, 1, behind('ulimit -f 1024'));
  t.is(hash, undefined);
  t.is(
    refused,
    `its ${3 * MIB} bytes could not be kept in ${store.folder}: files of that size are not allowed here; raise the limit (ulimit -f), or set XDG_STATE_HOME to another disk`,
  );
  t.deepEqual(names, []);
  const next = await putElsewhere(store.folder, MIB / 2, 1, behind('ulimit -f 1024'));
  t.deepEqual(next.names, [next.hash]);
});

/** May this user mount, in a private namespace? */
function canMount(): boolean {
  try {
    execFileSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const FULL_DISK = 'A full disk is told, with what to do, and nothing half is left on it.';
if (canMount()) {
  storeTest(FULL_DISK, async (t, store) => {
    const disk = dirname(store.folder);
    mkdirSync(disk, { recursive: true });
    // Seen by the writer only, and gone with it.
    const around = ['unshare', '-rm', ...behind(`mount -t tmpfs -o size=2m none "${disk}"`)];
    const { hash, refused, names } = await putElsewhere(store.folder, 3 * MIB, 1, around);
    t.is(hash, undefined);
    t.is(
      refused,
      `its ${3 * MIB} bytes could not be kept in ${store.folder}: the disk is full; make room, or set XDG_STATE_HOME to a folder on another disk`,
    );
    t.deepEqual(names, []);
    const next = await putElsewhere(store.folder, MIB, 1, around);
    t.deepEqual(next.names, [next.hash]);
  });
} else {
  test.skip(FULL_DISK, () => {});
}
