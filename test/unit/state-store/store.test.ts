import { createHash } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import test from 'ava';
import { removeUnused } from '../../../ts/state-store/file-care.ts';
import { StateError } from '../../../ts/state-store/state-error.ts';
import { type StateStore, stateFolder } from '../../../ts/state-store/store.ts';
import { noise, storeTest } from './support.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const unknown = 'ab'.repeat(32);

/** As if the file had not been used for so many days. */
function age(store: StateStore, hash: string, days: number): void {
  const then = new Date(Date.now() - days * 24 * 3600 * 1000);
  utimesSync(join(store.folder, hash), then, then);
}

/* ---- Keeping and giving back ---- */

test('The folder is the one that the XDG base directories say', (t) => {
  const end = 'maolan-plugin-host/states';
  t.is(stateFolder({ XDG_STATE_HOME: '/s', HOME: '/h' }), `/s/${end}`);
  t.is(stateFolder({ HOME: '/h' }), `/h/.local/state/${end}`);
  t.is(stateFolder({ XDG_STATE_HOME: 'not/absolute', HOME: '/h' }), `/h/.local/state/${end}`);
  t.is(stateFolder({ XDG_STATE_HOME: '', HOME: '/h' }), `/h/.local/state/${end}`);
});

storeTest('A state is kept under its hash as a gzip file of its bytes, for its owner only', (t, store) => {
  const raw = Buffer.from('<value>0.5</value>\n'.repeat(10_000));
  const hash = store.put(raw);
  t.is(hash, sha256(raw));
  const path = join(store.folder, hash);
  t.deepEqual(readdirSync(store.folder), [hash]);
  t.is(Buffer.compare(gunzipSync(readFileSync(path)), raw), 0);
  t.true(statSync(path).size < raw.length / 10);
  t.is(statSync(path).mode & 0o777, 0o600);
  t.is(statSync(store.folder).mode & 0o777, 0o700);
});

for (const bytes of [1, 65_537, 1 << 20, (4 << 20) + 1, 20 << 20]) {
  storeTest(`A state of ${bytes} bytes comes back as it was`, (t, store) => {
    const raw = noise(bytes);
    t.is(Buffer.compare(store.get(store.put(raw)), raw), 0);
  });
}

storeTest('The same state is not written twice, but is used again', (t, store) => {
  const raw = noise(100_000);
  const hash = store.put(raw);
  age(store, hash, 50);
  const { ino, mtimeMs } = statSync(join(store.folder, hash));
  t.is(store.put(raw), hash);
  const after = statSync(join(store.folder, hash));
  t.is(after.ino, ino);
  t.true(after.mtimeMs > mtimeMs + 49 * 24 * 3600 * 1000);
});

storeTest('A good file that another deflate made is left alone', (t, store) => {
  const raw = noise(100_000);
  const hash = store.put(raw);
  const other = gzipSync(raw, { level: 0 });
  writeFileSync(join(store.folder, hash), other);
  store.put(raw);
  t.is(Buffer.compare(readFileSync(join(store.folder, hash)), other), 0);
});

storeTest('A state that is restored is used, too', (t, store) => {
  const hash = store.put(noise(100));
  age(store, hash, 50);
  store.get(hash);
  t.true(Date.now() - statSync(join(store.folder, hash)).mtimeMs < 24 * 3600 * 1000);
});

storeTest('A damaged file is written anew by the next save', (t, store) => {
  const raw = noise(100_000);
  const hash = store.put(raw);
  truncateSync(join(store.folder, hash), 5000);
  t.is(store.put(raw), hash);
  t.is(Buffer.compare(store.get(hash), raw), 0);
});

storeTest('A missing file is reported with its hash, its folder, and what to do', (t, store) => {
  for (const make of [false, true]) {
    if (make) mkdirSync(store.folder, { recursive: true });
    const error = t.throws(() => store.get(unknown), { instanceOf: StateError });
    t.is(
      error.message,
      `the file of state ${unknown} is missing from ${store.folder}; copy that file there from a backup, or from where the project was saved`,
    );
  }
});

storeTest('A file damaged in any way is reported, and nothing of it is given', (t, store) => {
  const raw = Buffer.from('<value>0.5</value>\n'.repeat(10_000));
  const hash = store.put(raw);
  const path = join(store.folder, hash);
  const good = readFileSync(path);
  const flipped = (at: number) => {
    const bytes = Buffer.from(good);
    bytes[at]! ^= 1;
    return bytes;
  };
  const damages: [string, Buffer][] = [
    ['empty', Buffer.alloc(0)],
    ['one byte', good.subarray(0, 1)],
    ['cut', good.subarray(0, good.length - 1)],
    ['half', good.subarray(0, good.length >> 1)],
    ['longer', Buffer.concat([good, Buffer.from('more')])],
    ['another state', gzipSync('another state')],
    ['no gzip', Buffer.alloc(good.length, 'x')],
    ['a bomb', gzipSync(Buffer.alloc(100 << 20))],
    [
      'a bomb that says it is small',
      Buffer.concat([gzipSync(Buffer.alloc(100 << 20)).subarray(0, -4), Buffer.of(9, 0, 0, 0)]),
    ],
    ...[2, 12, good.length >> 1, good.length - 1, good.length - 5].map((at): [string, Buffer] => [
      `bit at ${at}`,
      flipped(at),
    ]),
  ];
  for (const [name, bytes] of damages) {
    writeFileSync(path, bytes);
    const error = t.throws(() => store.get(hash), { instanceOf: StateError }, name);
    t.is(
      error?.message,
      `the state's file ${path} is damaged; copy that file there from a backup, or from where the project was saved`,
      name,
    );
  }
});

storeTest('A folder that cannot be made is reported, with what to do', (t, store) => {
  mkdirSync(dirname(dirname(store.folder)), { recursive: true });
  writeFileSync(dirname(store.folder), 'a file where the folder should be');
  const error = t.throws(() => store.put(noise(100)), { instanceOf: StateError });
  t.is(
    error.message,
    `its 100 bytes could not be kept in ${store.folder}: it is not writable; change its permissions, or set XDG_STATE_HOME to another folder`,
  );
});

/* ---- Listing, checking, exporting ---- */

storeTest('States are listed with their sizes, the last used first; other files are none', (t, store) => {
  t.deepEqual(store.list(), []);
  const [small, large] = [store.put(Buffer.alloc(70_000)), store.put(noise(200_000))];
  age(store, small, 3);
  for (const name of ['readme.txt', `.${unknown}.x.tmp`, unknown.slice(1), unknown.toUpperCase()])
    writeFileSync(join(store.folder, name), 'none');
  const list = store.list();
  t.deepEqual(
    list.map(({ hash, rawBytes }) => [hash, rawBytes]),
    [
      [large, 200_000],
      [small, 70_000],
    ],
  );
  t.true(list[1]!.bytes < 1000);
  t.is(Math.round((Date.now() - list[1]!.used.getTime()) / 24 / 3600 / 1000), 3);
});

storeTest('Checking names the damaged ones, and does not count as use', (t, store) => {
  const [good, bad, empty] = [store.put(noise(1000)), store.put(noise(2000)), store.put(noise(3000))];
  truncateSync(join(store.folder, bad), 1500);
  truncateSync(join(store.folder, empty), 0);
  for (const hash of [good, bad, empty]) age(store, hash, 9);
  const found = [...store.check()];
  const damaged = found.filter((state) => state.damaged).map(({ hash }) => hash);
  t.deepEqual(damaged.toSorted(), [bad, empty].toSorted());
  t.is(found.length, 3);
  t.true(store.list().every(({ used }) => Date.now() - used.getTime() > 8 * 24 * 3600 * 1000));
});

storeTest('A state is found by the start of its hash, if only one starts like that', (t, store) => {
  const hash = store.put(noise(100));
  t.is(store.find(hash), hash);
  t.is(store.find(hash.slice(0, 8)), hash);
  t.is(store.find(hash.slice(0, 8).toUpperCase()), hash);
  const other = (Number.parseInt(hash[0]!, 16) ^ 1).toString(16);
  t.throws(() => store.find(other), {
    instanceOf: StateError,
    message: `there is no state ${other} in ${store.folder}`,
  });
  copyFileSync(join(store.folder, hash), join(store.folder, `${hash.slice(0, 63)}${hash[63] === '0' ? 1 : 0}`));
  t.throws(() => store.find(hash.slice(0, 9)), {
    message: `2 states start with ${hash.slice(0, 9)}; give more of the hash`,
  });
  t.throws(() => store.find('../x'), { instanceOf: StateError });
});

storeTest('A state is exported to a new file, never over another', (t, store) => {
  const raw = noise(100_000);
  const hash = store.put(raw);
  const path = join(dirname(store.folder), 'exported');
  t.is(store.export(hash, path), 100_000);
  t.is(Buffer.compare(readFileSync(path), raw), 0);
  t.throws(() => store.export(hash, path), {
    instanceOf: StateError,
    message: /exported could not be written: EEXIST/,
  });
  t.throws(() => store.export(unknown, `${path}2`), { instanceOf: StateError, message: /is missing from/ });
});

/* ---- Pruning ---- */

storeTest('By age, only what was not used for so long goes; a dry run removes nothing', (t, store) => {
  const states = [1, 10, 100].map((days) => {
    const hash = store.put(noise(days));
    age(store, hash, days);
    return hash;
  });
  const [young, middle, old] = states as [string, string, string];
  const hashes = (list: { hash: string }[]) => list.map(({ hash }) => hash);
  t.deepEqual(hashes(store.prune({ olderThanDays: 5, dryRun: true })), [middle, old]);
  t.deepEqual(hashes(store.list()), [young, middle, old]);
  t.deepEqual(hashes(store.prune({ olderThanDays: 50 })), [old]);
  t.deepEqual(hashes(store.prune({ olderThanDays: 5, keep: new Set([middle]) })), []);
  t.deepEqual(hashes(store.list()), [young, middle]);
  t.deepEqual(hashes(store.prune({ keep: new Set([middle]) })), [young]);
  t.deepEqual(hashes(store.list()), [middle]);
  t.deepEqual(hashes(store.prune({ olderThanDays: 0 })), [middle]);
  t.deepEqual(readdirSync(store.folder), []);
});

storeTest('Pruning without criteria, or where nothing is, removes nothing', (t, store) => {
  t.deepEqual(store.prune({ olderThanDays: 1 }), []);
  store.put(noise(10));
  t.throws(() => store.prune({}), { instanceOf: StateError, message: /^no states are selected/ });
  t.is(store.list().length, 1);
});

storeTest('Pruning removes what dead writers left, not what others are writing', (t, store) => {
  store.put(noise(10));
  const [left, writing, foreign] = [`.${unknown}.1.tmp`, `.${unknown}.2.tmp`, 'notes.tmp'];
  for (const name of [left, writing, foreign]) writeFileSync(join(store.folder, name), 'half');
  age(store, left, 2);
  age(store, foreign, 2);
  store.prune({ olderThanDays: 1 });
  const names = readdirSync(store.folder);
  t.false(names.includes(left));
  t.true(names.includes(writing) && names.includes(foreign));
});

storeTest('A state that a host uses while it is being pruned stays', (t, store) => {
  const raw = noise(1000);
  const hash = store.put(raw);
  age(store, hash, 10);
  const used = store.list()[0]?.used ?? new Date();
  store.get(hash);
  t.false(removeUnused(join(store.folder, hash), used));
  t.is(Buffer.compare(store.get(hash), raw), 0);
  t.deepEqual(readdirSync(store.folder), [hash]);
});
