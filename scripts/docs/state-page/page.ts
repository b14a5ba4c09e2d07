// SPDX-License-Identifier: BSD-2-Clause
/** A page that shows the contents of states dropped onto it. Nothing is uploaded. */
import {
  diffStates,
  inspectState,
  type StateFormat,
  StateFormatError,
  type StateInspection,
} from '../../../ts/state/index.ts';
import { contentsCard, refusalCard } from './contents.ts';
import { differencesCard } from './differences.ts';
import { element, the } from './dom.ts';

interface Shown {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly found: StateInspection | StateFormatError;
}

const SHOWN_MAX = 2;
const HASH = /^[0-9a-f]{64}$/;

const drop = the('drop', HTMLElement);
const input = the('files', HTMLInputElement);
const format = the('format', HTMLSelectElement);
const note = the('note', HTMLElement);
const swap = the('swap', HTMLButtonElement);
const clear = the('clear', HTMLButtonElement);

let files: File[] = [];
/** Large states that were dropped, by the hash in their name. */
const stored = new Map<string, File>();
/** Numbers the requests: only the latest is shown. */
let turn = 0;

function formatChosen(): StateFormat | undefined {
  const { value } = format;
  return value === 'lv2' || value === 'vst3' || value === 'clap' ? value : undefined;
}

async function bytesOfFile(hash: string): Promise<Uint8Array | undefined> {
  const file = stored.get(hash);
  return file && new Uint8Array(await file.arrayBuffer());
}

async function look(file: File): Promise<Shown> {
  const { name } = file;
  try {
    const found = await inspectState(file, { format: formatChosen(), file: bytesOfFile });
    return { name, bytes: new Uint8Array(), found };
  } catch (error) {
    if (!(error instanceof StateFormatError)) throw error;
    const bytes = error.reason === 'too-large' ? new Uint8Array() : new Uint8Array(await file.arrayBuffer());
    return { name, bytes, found: error };
  }
}

function cardOf({ name, bytes, found }: Shown): HTMLElement {
  return found instanceof StateFormatError ? refusalCard(name, found, bytes) : contentsCard(name, found);
}

function differencesOf(shown: readonly Shown[]): HTMLElement[] {
  const [before, after] = shown.map(({ found }) => (found instanceof StateFormatError ? undefined : found.state));
  if (before === undefined || after === undefined) return [];
  return [
    differencesCard(
      shown.map(({ name }) => name),
      diffStates(before, after),
    ),
  ];
}

async function show(): Promise<void> {
  turn++;
  const mine = turn;
  const shown = await Promise.all(files.map(look));
  if (mine !== turn) return;
  const differences = differencesOf(shown);
  the('differences', HTMLElement).replaceChildren(...differences);
  the('differences', HTMLElement).hidden = differences.length === 0;
  the('contents', HTMLElement).replaceChildren(...shown.map(cardOf));
  swap.hidden = files.length < SHOWN_MAX;
  clear.hidden = files.length === 0;
  document.body.dataset.shown = String(mine);
}

function showOrSay(): void {
  show().catch((error) => note.replaceChildren(element('span', 'bad', `This did not work: ${error}`)));
}

function add(list: Iterable<File>): void {
  const dropped = [...list];
  for (const file of dropped.filter(({ name }) => HASH.test(name))) stored.set(file.name, file);
  // A file that another one refers to is not shown by itself.
  const wanted = dropped.length + files.length > 1 ? dropped.filter(({ name }) => !HASH.test(name)) : dropped;
  const isMore = wanted.length > SHOWN_MAX;
  files = [...(files.length === SHOWN_MAX && wanted.length === 1 ? files.slice(0, 1) : files), ...wanted].slice(
    -SHOWN_MAX,
  );
  note.textContent = isMore ? 'Two files can be compared at a time; these are the last two.' : '';
  showOrSay();
}

input.addEventListener('change', () => {
  add(input.files ?? []);
  input.value = '';
});
format.addEventListener('change', showOrSay);
swap.addEventListener('click', () => {
  files.reverse();
  showOrSay();
});
clear.addEventListener('click', () => {
  files = [];
  stored.clear();
  note.textContent = '';
  showOrSay();
});
for (const type of ['dragover', 'dragleave', 'drop'] as const)
  document.addEventListener(type, (event) => {
    event.preventDefault();
    drop.classList.toggle('over', type === 'dragover');
    if (type === 'drop') add(event.dataTransfer?.files ?? []);
  });
