import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test from 'ava';
import { type Answer, drive, fixture, numbers, started } from './driver.ts';

const ATOM = 'http://lv2plug.in/ns/ext/atom#';

/** Commands that give another process what this one saved. */
const puts = (answer: Answer): string[] =>
  answer.lines.flatMap((line) => {
    const [word, key, type, flags, , hex = ''] = line.split(' ');
    return word === 'item' ? [`put ${key} ${type} ${flags} ${hex}`] : [];
  });

test('an empty property, a key stored twice and a large value are saved', (t) => {
  const answer = drive([...started('empty-property'), 'set 0 1', 'save']);
  const name = (key: string) => fixture(`empty-property:${key}`);
  t.true(answer.lines.includes('saved 5'), 'with the URIs of those that are numbers');
  t.true(answer.lines.includes(`item ${name('empty')} ${ATOM}String 3 0 `));
  t.true(answer.lines.includes(`item ${name('twice')} ${ATOM}Int 3 4 02000000`));
  t.true(answer.lines.some((line) => line.startsWith(`item ${name('large')} ${ATOM}Chunk 3 70000 00070e15`)));
  t.is(answer.code, 0, answer.stderr);
});

test('all of it comes back in the same process', (t) => {
  const answer = drive([...started('empty-property'), 'set 0 1', 'save', 'keep', 'restore', 'run 16', 'output 0 0 5']);
  t.deepEqual(numbers(answer), [1, 2, 1, 70000, 1]);
  t.is(answer.code, 0, answer.stderr);
});

test('a raw URID inside a value means the same in another process', (t) => {
  const saved = drive([...started('empty-property'), 'save']);
  const commands = [
    ...started('options-probe'),
    'close',
    ...started('empty-property'),
    ...puts(saved),
    'restore',
    'run 16',
    'output 0 0 5',
  ];
  t.deepEqual(numbers(drive(commands)), [1, 2, 1, 0, 1]);
});

test('of two properties with one key the last counts at restore', (t) => {
  const key = fixture('empty-property:twice');
  const commands = [
    `put ${key} ${ATOM}Int 3 01000000`,
    `put ${key} ${ATOM}Int 3 09000000`,
    'restore',
    'run 16',
    'output 0 0 5',
  ];
  t.deepEqual(numbers(drive([...started('empty-property'), ...commands])), [0, 9, 0, 0, 1]);
});

test('without properties restore is not called', (t) => {
  const answer = drive([...started('empty-property'), 'restore', 'run 16', 'output 0 0 5']);
  t.true(answer.lines.includes('restored 0'));
  t.is(numbers(answer)[4], 0);
});

test('what was put is gone after a restore', (t) => {
  const key = fixture('empty-property:twice');
  const answer = drive([
    ...started('empty-property'),
    `put ${key} ${ATOM}Int 3 01000000`,
    'restore',
    'restore',
    'run 16',
    'output 0 0 5',
  ]);
  t.is(numbers(answer)[4], 1);
});

test('a plugin that fails to save or restore makes the call fail', (t) => {
  const answer = drive([...started('refuses-state'), 'save', 'put urn:k urn:t 3 01', 'restore', 'run 16']);
  t.deepEqual(answer.lines.slice(-4), ['saved -1', 'put 0', 'restored -1', 'run 0 latency 0']);
  t.is(answer.code, 0, answer.stderr);
});

test('a plugin without state saves nothing and says that it cannot restore', (t) => {
  const answer = drive([...started('gain'), 'save', 'put urn:k urn:t 3 01', 'restore']);
  t.deepEqual(answer.lines.slice(-3), ['saved 0', 'put 0', 'restored -2']);
});

test('a plugin that asks for its default state has it before its first run', (t) => {
  const answer = drive([...started('default-state'), 'run 16', 'output 0 0 2', 'save']);
  t.deepEqual(numbers(answer), [42, 1]);
  t.is(answer.lines.at(-1), `item ${fixture('default-state:answer')} ${ATOM}Int 3 4 2a000000`);
  t.is(answer.code, 0, answer.stderr);
});

/** A private state home for a test. */
function stateHome() {
  const folder = mkdtempSync(join(tmpdir(), 'maolan-state-'));
  const kept = join(folder, 'maolan', 'lv2');
  return {
    env: { XDG_STATE_HOME: folder, TMPDIR: folder },
    folder,
    directories: () => (existsSync(kept) ? readdirSync(kept) : []),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

const pathPlugin = (instance: string): string[] => [
  `open ${fixture('make-path')} 48000 1024 ${instance}`,
  'bind',
  'activate',
];

test('files made by a plugin are there when another process restores', (t) => {
  const home = stateHome();
  const saved = drive([...pathPlugin('a/../b'), 'set 0 123', 'save', 'run 16', 'output 0 0 2'], home);
  t.is(numbers(saved)[1], 7, 'paths with steps up and the like are answered as lilv does');
  t.regex(home.directories().find((name) => name !== 'aside') ?? '', /^a____b-\d+-[0-9a-f]{8}$/);
  const restored = drive([...pathPlugin('c'), ...puts(saved), 'restore', 'run 16', 'output 0 0 1'], home);
  t.deepEqual(numbers(restored), [123]);
  t.is(saved.code, 0, saved.stderr);
  t.is(restored.code, 0, restored.stderr);
  t.is(home.directories().length, 2, 'the file beside; the second instance saved nothing and left no directory');
  home.remove();
});

test('two instances of the same name do not share files', (t) => {
  const home = stateHome();
  for (const value of [1, 2]) drive([...pathPlugin('same'), `set 0 ${value}`, 'save'], home);
  t.is(home.directories().filter((name) => name !== 'aside').length, 2);
  home.remove();
});

test('relative paths in states of the first Maolan hosts are found where those kept their files', (t) => {
  const home = stateHome();
  mkdirSync(join(home.folder, 'maolan-lv2-state', 'generated'), { recursive: true });
  writeFileSync(join(home.folder, 'maolan-lv2-state', 'generated', 'generated-1-value.txt'), '77\n');
  const hex = Buffer.from('generated/generated-1-value.txt\0').toString('hex');
  const commands = [`put ${fixture('make-path:file')} ${ATOM}Path 1 ${hex}`, 'restore', 'run 16', 'output 0 0 1'];
  t.deepEqual(numbers(drive([...pathPlugin('x'), ...commands], home)), [77]);
  home.remove();
});

test('a directory whose state was never saved goes with the instance', (t) => {
  const home = stateHome();
  const hex = Buffer.from('nowhere\0').toString('hex');
  const answer = drive(
    [...pathPlugin('x'), `put ${fixture('make-path:file')} ${ATOM}Path 1 ${hex}`, 'restore', 'close'],
    home,
  );
  t.true(answer.lines.includes('restored -1'));
  t.deepEqual(home.directories(), []);
  home.remove();
});

/** Where a state says that the plugin's file is. */
function savedPath(answer: Answer, name = 'make-path'): string {
  const hex =
    answer.lines
      .find((line) => line.startsWith(`item ${fixture(`${name}:file`)} `))
      ?.split(' ')
      .at(-1) ?? '';
  return Buffer.from(hex, 'hex').toString().replace('\0', '');
}

test("files go to the DAW's folder once it has named one, and a state finds them there wherever the folder has moved", (t) => {
  const home = stateHome();
  const [song, moved] = [join(home.folder, 'song', 'files'), join(home.folder, 'moved')];
  const commands = ['set 0 42', `resources ${song}/`, 'save', 'run 16', 'output 0 0 2', 'close'];
  const saved = drive([...pathPlugin('x'), ...commands], home);
  t.is(numbers(saved)[1], 7, 'odd paths, too');
  t.true(saved.lines.includes('resources 0'));
  const path = savedPath(saved);
  t.regex(path, /^x-\d+-[0-9a-f]{8}\/folder\/value\.txt$/);
  t.is(readFileSync(join(song, path), 'utf8'), '42\n', "the DAW's folder outlives the instance");
  t.deepEqual(home.directories(), [], 'nothing was made elsewhere');
  renameSync(song, moved);
  const again = [`resources ${moved}`, ...puts(saved), 'restore', 'run 16', 'output 0 0 1'];
  const restored = drive([...pathPlugin('y'), ...again], home);
  t.deepEqual(numbers(restored), [42]);
  t.is(saved.code, 0, saved.stderr);
  t.is(restored.code, 0, restored.stderr);
  home.remove();
});

test('a state that names its files by absolute paths is found after the DAW has named a folder', (t) => {
  const home = stateHome();
  const saved = drive([...pathPlugin('x'), 'set 0 7', 'save'], home);
  const commands = [`resources ${home.folder}/song`, ...puts(saved), 'restore', 'run 16', 'output 0 0 1'];
  t.deepEqual(numbers(drive([...pathPlugin('y'), ...commands], home)), [7]);
  home.remove();
});

test('a folder that cannot be made is refused, and files go where they went before', (t) => {
  const home = stateHome();
  writeFileSync(join(home.folder, 'file'), '');
  const bad = ['relative/path', `${home.folder}/file/below`, `${home.folder}/file`, '/proc/nowhere'];
  const answer = drive([...pathPlugin('x'), ...bad.map((path) => `resources ${path}`), 'save'], home);
  t.deepEqual(
    answer.lines.filter((line) => line.startsWith('resources')),
    bad.map(() => 'resources -1'),
  );
  const path = savedPath(answer);
  t.regex(path, /^x-\d+-[0-9a-f]{8}\/folder\/value\.txt$/);
  t.true(existsSync(join(home.folder, 'maolan', 'lv2', path)));
  home.remove();
});

/** A plugin whose state refers to a file, saved by a DAW that has named the folder song. */
function saveReference(home: ReturnType<typeof stateHome>, file: string, more: string[] = []): Answer {
  const commands = [`open ${fixture('file-reference')} 48000 1024 r`, 'bind', 'activate'];
  const env = { ...home.env, FIXTURE_FILE: file };
  return drive([...commands, ...more, 'save', 'save', 'close'], { env });
}

test("a file in the DAW's folder is known by its real path, whatever is written", (t) => {
  const home = stateHome();
  const song = join(home.folder, 'song');
  mkdirSync(join(song, 'samples'), { recursive: true });
  writeFileSync(join(song, 'samples', 'a.bin'), '5');
  symlinkSync(song, join(home.folder, 'link'));
  const ways = [`${song}//samples/a.bin`, `${song}/./samples/../samples/a.bin`, `${home.folder}/link/samples/a.bin`];
  for (const way of ways)
    t.is(savedPath(saveReference(home, way, [`resources ${song}`]), 'file-reference'), 'samples/a.bin', way);
  const throughLink = saveReference(home, `${song}/samples/a.bin`, [`resources ${home.folder}/link/`]);
  t.is(savedPath(throughLink, 'file-reference'), 'samples/a.bin');
  t.is(throughLink.code, 0, throughLink.stderr);
  home.remove();
});

test("a file outside of the DAW's folder gets a name inside, once, and a moved project plays", (t) => {
  const home = stateHome();
  const [song, moved] = [join(home.folder, 'song'), join(home.folder, 'moved')];
  const sample = join(home.folder, 'kick.wav');
  writeFileSync(sample, '11');
  const saved = saveReference(home, sample, [`resources ${song}`]);
  const path = savedPath(saved, 'file-reference');
  t.regex(path, /^r-\d+-[0-9a-f]{8}\/kick\.wav$/);
  t.deepEqual(readdirSync(join(song, dirname(path))), ['kick.wav'], 'the second save made no second one');
  t.is(saved.code, 0, saved.stderr);
  renameSync(song, moved);
  rmSync(sample);
  const commands = [
    `open ${fixture('file-reference')}`,
    'bind',
    'activate',
    `resources ${moved}`,
    ...puts(saved),
    'restore',
    'run 16',
    'output 0 0 1',
  ];
  t.deepEqual(numbers(drive(commands, home)), [11]);
  home.remove();
});

test('two files of one name do not take each other for themselves', (t) => {
  const home = stateHome();
  const song = join(home.folder, 'song');
  mkdirSync(join(home.folder, 'other'));
  const files = [join(home.folder, 'kick.wav'), join(home.folder, 'other', 'kick.wav')] as const;
  writeFileSync(files[0], '11');
  writeFileSync(files[1], '222');
  const saved = saveReference(home, files[0], [`resources ${song}`, 'save', `environment FIXTURE_FILE ${files[1]}`]);
  const folder = dirname(savedPath(saved, 'file-reference'));
  const contents = ['kick.wav', '2-kick.wav'].map((name) => readFileSync(join(song, folder, name), 'utf8'));
  t.deepEqual(contents, ['11', '222']);
  t.is(saved.code, 0, saved.stderr);
  home.remove();
});

test('what the plugin made before the DAW named a folder goes there at the next save', (t) => {
  const home = stateHome();
  const song = join(home.folder, 'song');
  const first = drive([...pathPlugin('x'), 'set 0 9', 'save'], home);
  const made = join(home.folder, 'maolan', 'lv2', savedPath(first));
  const saved = saveReference(home, made, [`resources ${song}`]);
  t.is(readFileSync(join(song, savedPath(saved, 'file-reference')), 'utf8'), '9\n');
  t.false(savedPath(saved, 'file-reference').includes('maolan'));
  home.remove();
});

test('a file that is not there keeps its path', (t) => {
  const home = stateHome();
  const saved = saveReference(home, '/nowhere/kick.wav', [`resources ${home.folder}/song`]);
  t.is(savedPath(saved, 'file-reference'), '/nowhere/kick.wav');
  t.is(saved.code, 0, saved.stderr);
  home.remove();
});

test('LV2 plugins list no files', (t) => {
  t.is(drive([...pathPlugin('x'), 'files']).lines.at(-1), 'files -2 -2 -2');
});
