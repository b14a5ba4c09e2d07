/** `maolan-plugin-host state list|check|export|prune`. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { StateStore, stateFolder } from '../../../ts/state-store/store.ts';
import { call, type End } from '../../behaviour/commands/commands.ts';
import { noise } from './support.ts';

interface Desk {
  /** For files of the test. */
  folder: string;
  store: StateStore;
  state(...words: string[]): Promise<End>;
}

function deskTest(title: string, body: (t: ExecutionContext, desk: Desk) => Promise<void>): void {
  test.serial(title, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'maolan-test-'));
    const environment = { XDG_STATE_HOME: folder };
    const store = new StateStore(stateFolder(environment));
    const state = (...words: string[]) => call(['state', ...words], { environment });
    try {
      await body(t, { folder, store, state });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}

function age({ folder }: StateStore, hash: string, days: number): void {
  const then = new Date(Date.now() - days * 24 * 3600 * 1000);
  utimesSync(join(folder, hash), then, then);
}

deskTest('Where nothing is kept, nothing is listed, nothing is damaged, and nothing is pruned', async (t, desk) => {
  t.like(await desk.state('list'), { code: 0, stdout: '', stderr: `0 states, 0 B in ${desk.store.folder}\n` });
  t.like(await desk.state('list', '--json'), { code: 0, stdout: '[]\n' });
  t.like(await desk.state('check'), { code: 0, stdout: '' });
  t.like(await desk.state('prune', '--older-than', '1'), { code: 0, stdout: '' });
});

deskTest('States are listed with their sizes and when they were last used', async (t, { store, state }) => {
  const [small, large] = [store.put(Buffer.alloc(70_000)), store.put(noise(3 << 20))];
  utimesSync(join(store.folder, small), 0, new Date('2024-02-03T04:05:06Z'));
  const { code, stdout, stderr } = await state('list');
  t.is(code, 0);
  const lines = stdout.split('\n');
  t.regex(lines[0] ?? '', /^state +size +on disk +last used \(UTC\)$/);
  t.regex(lines[1] ?? '', new RegExp(`^${large} +3\\.0 MiB +3\\.0 MiB +\\d{4}-`));
  t.regex(lines[2] ?? '', new RegExp(`^${small} +68\\.4 KiB +\\d+ B +2024-02-03 04:05$`));
  t.is(stderr, `2 states, 3.0 MiB in ${store.folder}\n`);
  const [first] = JSON.parse((await state('list', '--json')).stdout);
  t.like(first, { hash: large, rawBytes: 3 << 20 });
});

deskTest('A damaged file is reported by name, and makes the check fail', async (t, { store, state }) => {
  const [good, bad] = [store.put(noise(1000)), store.put(noise(2000))];
  t.like(await state('check'), {
    code: 0,
    stdout: '',
    stderr: `2 states, 3.0 KiB in ${store.folder}: all are intact\n`,
  });
  truncateSync(join(store.folder, bad), 1000);
  const { code, stdout, stderr } = await state('check');
  t.is(code, 1);
  t.true(stdout.includes(bad) && !stdout.includes(good));
  t.regex(stderr, /1 of 2 states in .* is damaged: projects that need them cannot be restored; copy the files there/);
  const all: { hash: string; damaged: boolean }[] = JSON.parse((await state('check', '--json')).stdout);
  t.deepEqual(
    all.filter(({ damaged }) => damaged).map(({ hash }) => hash),
    [bad],
  );
  t.is(all.length, 2);
});

deskTest('A state is exported by the start of its hash, and never over a file', async (t, { folder, store, state }) => {
  const raw = noise(100_000);
  const hash = store.put(raw);
  const file = join(folder, 'exported');
  t.like(await state('export', hash.slice(0, 10), file), {
    code: 0,
    stderr: `${file}: 100000 bytes of state ${hash}\n`,
  });
  t.is(Buffer.compare(readFileSync(file), raw), 0);
  const again = await state('export', hash, file);
  t.is(again.code, 1);
  t.regex(again.stderr, /exported could not be written: EEXIST/);
  const unknown = await state('export', 'zz', `${file}2`);
  t.is(unknown.code, 1);
  t.true(unknown.stderr.includes(`There is no state zz in ${store.folder}`), unknown.stderr);
});

deskTest('States are pruned by age and by name; a dry run removes none', async (t, { store, state }) => {
  const hashes = [1, 10, 100].map((days) => {
    const hash = store.put(noise(1000 + days));
    age(store, hash, days);
    return hash;
  });
  const [young = '', middle = '', old = ''] = hashes;
  const left = () => store.list().map(({ hash }) => hash);
  const dry = await state('prune', '--older-than', '5', '--dry-run');
  t.is(dry.code, 0);
  t.true(dry.stdout.includes(middle) && dry.stdout.includes(old) && !dry.stdout.includes(young));
  t.regex(dry.stderr, /^2 states, .* would be removed from/);
  t.is(left().length, 3);
  const real = await state('prune', '--older-than', '5', '--keep', middle.slice(0, 12));
  t.is(real.code, 0);
  t.regex(real.stderr, /^1 state, .* was removed from/);
  t.deepEqual(left(), [young, middle]);
  t.is((await state('prune', '--keep', young, '--keep', middle)).code, 0);
  t.deepEqual(left(), [young, middle]);
});

deskTest('Pruning asks which states may go, and believes no misspelt hash or age', async (t, { store, state }) => {
  const hash = store.put(noise(1000));
  for (const [words, code, says] of [
    [[], 2, /Select the states to remove/],
    [['--older-than', 'x'], 2, /--older-than must be a number/],
    [['--older-than', '-1'], 2, /--older-than must be a number of days from 0 on, not -1/],
    [['--keep', 'zz'], 1, /There is no state zz/],
  ] as const) {
    const end = await state('prune', ...words);
    t.is(end.code, code, words.join(' '));
    t.regex(end.stderr, says);
  }
  t.is(store.get(hash).length, 1000);
});

deskTest(
  'Folders that LV2 plugins keep files in are listed and pruned, but for those in use',
  async (t, { folder, state }) => {
    const root = join(folder, 'maolan/lv2');
    const make = (name: string, days: number) => {
      const path = join(root, name);
      mkdirSync(join(path, 'samples'), { recursive: true });
      writeFileSync(join(path, 'samples', 'a.bin'), Buffer.alloc(2048));
      const then = new Date(Date.now() - days * 24 * 3600 * 1000);
      for (const part of ['samples/a.bin', 'samples', '']) utimesSync(join(path, part), then, then);
    };
    const noProcess = 4_194_305; // Linux has no greater number than one less
    const [old, young] = [`track-1-${noProcess}-0123abcd`, `track-2-${noProcess}-0123abce`];
    const open = `track-3-${process.pid}-0123abcf`;
    make(old, 50);
    make(young, 1);
    make(open, 50);
    make('not-of-an-instance', 50);
    const listed = JSON.parse((await state('list', '--files', '--json')).stdout) as { name: string; bytes: number }[];
    t.deepEqual(listed.map(({ name }) => name).sort(), [old, young, open]);
    t.true(listed.every(({ bytes }) => bytes === 2048));
    t.is((await state('prune', '--files')).code, 2);
    const dry = await state('prune', '--files', '--older-than', '10', '--dry-run');
    t.regex(dry.stderr, /^1 folder, 2\.0 KiB would be removed from/);
    t.true(dry.stdout.includes(old));
    const real = await state('prune', '--files', '--older-than', '10');
    t.is(real.code, 0, real.stderr);
    t.deepEqual(readdirSync(root).sort(), ['not-of-an-instance', young, open]);
  },
);
