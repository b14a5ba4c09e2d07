/**
 * Who may know whom: the include graph of the native code, the links between its object files, and the imports of TypeScript. A border
 * that is crossed, or a circle of files, fails here with the names of the files.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import test from 'ava';
import { root } from '../support/paths.ts';

type Graph = Map<string, Set<string>>;

/** A circle as "a -> b -> a", or undefined. */
function circleIn(graph: Graph): string | undefined {
  const state = new Map<string, 'open' | 'done'>();
  const path: string[] = [];
  const visit = (node: string): string | undefined => {
    if (state.get(node) === 'done') return undefined;
    if (state.get(node) === 'open') return [...path.slice(path.indexOf(node)), node].join(' -> ');
    state.set(node, 'open');
    path.push(node);
    for (const next of graph.get(node) ?? []) {
      const circle = visit(next);
      if (circle !== undefined) return circle;
    }
    path.pop();
    state.set(node, 'done');
    return undefined;
  };
  for (const node of graph.keys()) {
    const circle = visit(node);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path, ending);
    return path.endsWith(ending) ? [path] : [];
  });
}

/* ---- native code ---- */

const shim = join(root, 'native-shim');

/** What a file includes in quotes: paths below native-shim/, else the bare name. */
function includesOf(file: string): string[] {
  const folder = dirname(file);
  return [...readFileSync(file, 'utf8').matchAll(/^#include "([^"]+)"/gm)].map(([, name = '']) => {
    const places = [join(folder, name), join(shim, 'include', name), join(shim, 'common', name)];
    const found = places.find((path) => existsSync(path));
    return found === undefined ? name : relative(shim, found);
  });
}

/** What the audio thread's code may include, transitively: what it may touch. */
const audioMayInclude = [
  /^audio\//,
  /^os\/(clock|signals)\.h$/,
  /^include\/(audio-thread|os|plugin)\.h$/,
  /^common\/fp-mode\.h$/,
  /^(core-aot|block)\.h$/,
];

test('The audio thread includes nothing of what the main thread owns', (t) => {
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const included of includesOf(join(shim, path))) {
      t.true(
        audioMayInclude.some((pattern) => pattern.test(included)),
        `${path} includes ${included}`,
      );
      if (existsSync(join(shim, included))) visit(included);
    }
  };
  for (const file of filesBelow(join(shim, 'audio'), '.c')) visit(relative(shim, file));
  t.true(seen.size > 10);
});

/** The code of a format that runs on the audio thread knows the audio half of the instance only. */
for (const format of ['lv2', 'vst3', 'clap']) {
  test(`${format}: what runs on the audio thread does not include instance.h`, (t) => {
    const seen = new Set<string>();
    const visit = (path: string): void => {
      if (seen.has(path)) return;
      seen.add(path);
      for (const included of includesOf(join(shim, path))) {
        t.false(/(^|\/)(instance|editor)\.h$/.test(included), `${path} includes ${included}`);
        if (included.startsWith(`${format}/`)) visit(included);
      }
    };
    visit(`${format}/process.c`);
    t.true(seen.has(`${format}/audio.h`));
  });
}

/** Symbols that each object file defines and needs. */
function symbolsOf(objects: readonly string[]): { object: string; defined: string[]; needed: string[] }[] {
  const all = execFileSync('nm', ['-A', '-g', '-P', ...objects], { encoding: 'utf8' })
    .trim()
    .split('\n');
  return objects.map((object) => {
    const symbols = all.filter((line) => line.startsWith(`${object}: `)).map((line) => line.slice(object.length + 2));
    const of = (types: RegExp) =>
      symbols.map((line) => line.split(' ')).flatMap(([name = '', type = '']) => (types.test(type) ? [name] : []));
    return { object, defined: of(/^[TDBRVWC]$/), needed: of(/^[Uw]$/) };
  });
}

/** Which object files use which, by name without ending. */
function linksOf(objects: readonly string[], name: (object: string) => string): Graph {
  const symbols = symbolsOf(objects);
  const home = new Map(symbols.flatMap(({ object, defined }) => defined.map((symbol) => [symbol, object] as const)));
  return new Map(
    symbols.map(({ object, needed }) => {
      const used = needed.flatMap((symbol) => home.get(symbol) ?? []).map(name);
      return [name(object), new Set(used.filter((other) => other !== name(object)))];
    }),
  );
}

const objectsOf = (...folders: string[]): string[] =>
  folders.flatMap((folder) =>
    filesBelow(join(root, 'build/native', folder), '.o').filter((object) =>
      existsSync(join(shim, folder, `${basename(object, '.o')}.c`)),
    ),
  );

for (const folder of ['os', 'audio', 'recovery', 'window', 'jack']) {
  test(`native-shim/${folder}: no circle of files`, (t) => {
    const graph = linksOf(objectsOf(folder), (object) => basename(object, '.o'));
    t.true(graph.size > 3);
    t.is(circleIn(graph), undefined);
  });
}

test('os knows neither audio nor recovery, and audio does not know recovery', (t) => {
  const graph = linksOf(objectsOf('os', 'audio', 'recovery'), (object) => basename(dirname(object)));
  t.deepEqual([...(graph.get('os') ?? [])], []);
  t.is(circleIn(graph), undefined);
});

/* ---- TypeScript ---- */

/** Imports of values and types alike, within ts/. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/^(?:import|export)\b[^;]*?from '(\.[^']+)'/gms)].map(([, path = '']) =>
    relative(join(root, 'ts'), join(dirname(file), path)),
  );
}

const modules: Graph = new Map(
  filesBelow(join(root, 'ts'), '.ts').map((file) => [relative(join(root, 'ts'), file), new Set(importsOf(file))]),
);

test('TypeScript: no circle of files', (t) => {
  t.true(modules.size > 100);
  t.is(circleIn(modules), undefined);
});

/** Folders of ts/, and which they may import; files at the top count as the folder "". */
const layers: Readonly<Record<string, readonly string[]>> = {
  contract: [''],
  '': ['contract'],
  host: ['', 'contract', 'state-store', 'crashes', 'scan', 'cli'],
  scan: ['', 'contract', 'host'],
  'state-store': ['', 'contract'],
  crashes: [''],
  plugins: ['', 'contract', 'scan', 'state', 'state-store', 'host'],
  client: ['', 'contract', 'plugins', 'scan', 'state-store'],
  sound: ['', 'client', 'cli'],
};

test('TypeScript: layers import downwards', (t) => {
  for (const [file, imported] of modules) {
    const [layer = ''] = dirname(file) === '.' ? [''] : file.split('/');
    for (const other of imported) {
      const [below = ''] = dirname(other) === '.' ? [''] : other.split('/');
      const allowed = layers[layer];
      if (allowed !== undefined && below !== layer) t.true(allowed.includes(below), `ts/${file} imports ts/${other}`);
    }
  }
});

test('One file loads WebAssembly', (t) => {
  const loading = filesBelow(join(root, 'ts'), '.ts').filter((file) =>
    /new WebAssembly\.(Module|Instance)\b/.test(readFileSync(file, 'utf8')),
  );
  t.deepEqual(
    loading.map((file) => relative(root, file)),
    ['ts/core.ts'],
  );
});
