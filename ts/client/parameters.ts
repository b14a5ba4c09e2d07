// SPDX-License-Identifier: BSD-2-Clause
/**
 * The plugin's parameters as the host described them, with values that follow it, and the changes that wait for the next block.
 */
import { closest } from 'fastest-levenshtein';
import { PROTOCOL_EVENT_VALUE, PROTOCOL_RING_SLOTS } from '../contract/protocol.ts';
import type { CoreExports } from '../core.ts';
import { invalid, shown } from './errors.ts';
import { ParameterList } from './parameter-list.ts';
import { parseValue, shortNumber, showsItsNumbers } from './parameter-values.ts';
import type { ReadText } from './questions.ts';
import type { Parameter, ParameterChoice } from './types.ts';

/** One entry of describe.ts's answer. */
export interface ParameterData {
  id: number;
  name: string;
  module: string;
  minimum: number;
  maximum: number;
  defaultValue: number;
  /** JSON has null for NaN. */
  value: number;
  unit: string;
  isInteger: boolean;
  isToggled: boolean;
  isLogarithmic: boolean;
  isTrigger: boolean;
  isStepped: boolean;
  isReadOnly: boolean;
  isHidden: boolean;
  isAutomatable: boolean;
  isBypass: boolean;
  isProgram: boolean;
  symbol: string;
  text: string;
  minimumText: string;
  maximumText: string;
  defaultText: string;
  choices: readonly ParameterChoice[];
}

export interface ParameterChange {
  id: number;
  value: number;
}

/** What the ring holds: one slot stays free. */
export const CHANGES_MAX = PROTOCOL_RING_SLOTS - 1;
/** LV2: ids of parameters that are properties begin here; those below are ports. */
const LV2_PROPERTY_IDS = 0x80000000;
const NONE = -1;
/** Texts that are remembered of one parameter. */
const TEXTS_MAX = 10_000;
/* How a value stands to the state that is kept for a restart. */
const KEPT = 0;
const CHANGED = 1;
const BEING_KEPT = 2;

/** The values as columns: a change makes no object. */
class Columns {
  readonly values: Float64Array;
  /** What the DAW sent last and has not seen come back; NaN: nothing. */
  readonly sent: Float32Array;
  /** Where the change waits that is to be sent; NONE: there is none. */
  readonly waiting: Int32Array;
  /** KEPT, CHANGED, BEING_KEPT */
  readonly changed: Uint8Array;
  /** How the plugin writes values, by value. */
  readonly texts: readonly Map<number, string>[];

  constructor(data: readonly ParameterData[]) {
    this.values = Float64Array.from(data, ({ value }) => value ?? Number.NaN);
    this.sent = new Float32Array(data.length).fill(Number.NaN);
    this.waiting = new Int32Array(data.length).fill(NONE);
    this.changed = new Uint8Array(data.length);
    this.texts = data.map(knownTexts);
  }
}

/** Who knows how the plugin writes and reads values. */
export interface ValueTexts {
  texts(asked: readonly { id: number; value: number }[]): Promise<(string | null)[]>;
  read(id: number, text: string): Promise<ReadText>;
}

/** Called for a new value; a text is written as the plugin writes it. */
type SetValue = (parameter: Parameter, value: number | string) => void;

/** Its value stays what the columns say, also where it is printed or copied. */
function liveParameter(
  columns: Columns,
  index: number,
  data: ParameterData,
  { asked, set }: { asked: ValueTexts; set: SetValue },
): Parameter {
  const known = columns.texts[index] ?? new Map();
  const valueNow = () => columns.values[index] ?? data.defaultValue;
  const parameter: Parameter = {
    ...data,
    get value() {
      return valueNow();
    },
    get text() {
      return known.get(valueNow()) ?? '';
    },
    parse: (text) => parseValue(text, parameter, (one) => asked.read(data.id, one)),
    async format(value) {
      if (!Number.isFinite(value)) return String(value);
      const [text] = await asked.texts([{ id: data.id, value }]);
      if (!text) return withUnit(value, parameter);
      noteText(known, value, text);
      return text;
    },
    set value(value) {
      set(parameter, value);
    },
  };
  return parameter;
}

function withUnit(value: number, parameter: Parameter): string {
  const number = shortNumber(value);
  return parameter.unit !== '' && showsItsNumbers(parameter) ? `${number} ${parameter.unit}` : number;
}

/** A value is sent as a 32-bit float in some places. */
function noteText(known: Map<number, string>, value: number, text: string): void {
  if (text === '') return;
  if (known.size >= TEXTS_MAX) known.clear();
  known.set(value, text).set(Math.fround(value), text);
}

/** What the host sent with the value itself. */
function knownTexts(data: ParameterData): Map<number, string> {
  const known = new Map<number, string>();
  for (const { value, label } of data.choices) noteText(known, value, label);
  noteText(known, data.minimum, data.minimumText);
  noteText(known, data.maximum, data.maximumText);
  noteText(known, data.defaultValue, data.defaultText);
  noteText(known, data.value, data.text);
  return known;
}

export class ParameterTable {
  readonly #set: SetValue;
  #list: ParameterList;
  #columns = new Columns([]);
  #indexes = new Map<number, number>();
  readonly #ids = new Uint32Array(CHANGES_MAX);
  readonly #values = new Float32Array(CHANGES_MAX);
  readonly #frames = new Uint32Array(CHANGES_MAX);
  #count = 0;
  readonly #asked: ValueTexts;

  /**
   * @param asked who knows the plugin.
   * @param set what happens when a parameter's value is set.
   */
  constructor(asked: ValueTexts, set: SetValue = () => {}) {
    this.#asked = asked;
    this.#set = set;
    this.#list = this.#listOf([]);
  }

  #listOf(parameters: readonly Parameter[]): ParameterList {
    return new ParameterList(parameters, (idOrName) => this.find(idOrName));
  }

  get list(): ParameterList {
    return this.#list;
  }

  /** What the host says now. Changes that wait stay. */
  describe(data: readonly ParameterData[]): void {
    const isSame = data.length === this.#list.length && data.every((entry, index) => isLike(entry, this.#list[index]));
    if (isSame) {
      for (const [index, entry] of data.entries()) this.#refresh(index, entry);
      return;
    }
    const columns = new Columns(data);
    this.#columns = columns;
    const parts = { asked: this.#asked, set: this.#set };
    this.#list = this.#listOf(data.map((entry, index) => liveParameter(columns, index, entry, parts)));
    // The first, if several have an id: so does the host.
    this.#indexes = new Map(data.map(({ id }, index) => [id, index] as const).toReversed());
    for (let i = 0; i < this.#count; i++) columns.waiting[this.#indexOf(this.#ids[i] ?? NONE)] = i;
  }

  #refresh(index: number, { value, text }: ParameterData): void {
    this.#columns.values[index] = value ?? Number.NaN;
    noteText(this.#columns.texts[index] ?? new Map(), value, text);
  }

  #indexOf(id: number): number {
    return this.#indexes.get(id) ?? NONE;
  }

  /** By id, or by name: as it is written, or LV2's symbol, or but for case where that is unambiguous. @throws PluginHostError INVALID_ARGUMENT */
  find(idOrName: number | string): Parameter {
    if (typeof idOrName !== 'number' && typeof idOrName !== 'string')
      return invalid(`a parameter is named by ${shown(idOrName)}; it has to be its id or its name`);
    const found =
      typeof idOrName === 'number' ? this.#list[this.#indexOf(idOrName)] : this.#findByName(idOrName.trim());
    if (found !== undefined) return found;
    if (this.#list.length === 0) return invalid(`there is no parameter ${idOrName}: the plugin has none`);
    if (typeof idOrName === 'number') return invalid(`there is no parameter with the id ${idOrName}`);
    const nearest = closest(
      idOrName,
      this.#list.map(({ name }) => name),
    );
    return invalid(`there is no parameter "${idOrName}"; the nearest is "${nearest}"`);
  }

  /** The id of an LV2 parameter that is a property, by its name or URI. */
  propertyNamed(name: string): number | undefined {
    const found = this.#list.filter(({ id }) => id >= LV2_PROPERTY_IDS);
    return (found.find(({ symbol }) => symbol === name) ?? found.find((one) => one.name === name))?.id;
  }

  #findByName(name: string): Parameter | undefined {
    const same = this.#list.filter((parameter) => parameter.name === name);
    const lower = name.toLowerCase();
    const bySymbol = this.#list.find(({ symbol }) => symbol === name);
    if (same.length === 0 && bySymbol !== undefined) return bySymbol;
    const alike = same.length > 0 ? same : this.#list.filter((one) => one.name.toLowerCase() === lower);
    if (alike.length <= 1) return alike[0];
    const ids = alike.map(({ id, module }) => (module === '' ? `${id}` : `${id} (${module})`)).join(', ');
    return invalid(`${alike.length} parameters are named "${name}"; name one by its id: ${ids}`);
  }

  /** Keep a change for the next block; a later one of the same parameter and frame takes its place. */
  queue(id: number, value: number, frame: number): void {
    const index = this.#indexOf(id);
    const waiting = index === NONE ? NONE : (this.#columns.waiting[index] ?? NONE);
    const slot = waiting !== NONE && this.#frames[waiting] === frame ? waiting : this.#count;
    if (slot === CHANGES_MAX)
      invalid(`more than ${CHANGES_MAX} parameter changes wait for a block; call process() first`);
    if (slot === this.#count) this.#count++;
    this.#ids[slot] = id;
    this.#values[slot] = value;
    this.#frames[slot] = frame;
    if (index === NONE) return;
    this.#columns.waiting[index] = slot;
    this.#columns.values[index] = Math.fround(value);
  }

  /** Changes that wait for the next block. */
  get waitingCount(): number {
    return this.#count;
  }

  get hasWaiting(): boolean {
    return this.#count > 0;
  }

  /** Take away what waits: a state is about to be restored, which says otherwise. @returns what puts it back. */
  withhold(): () => void {
    return this.#withhold(() => true);
  }

  /** Take away the triggers that wait: blocks that no one hears must not use them up. @returns what sets them, as often as it is called. */
  withholdTriggers(): () => void {
    return this.#withhold((id) => this.#list[this.#indexOf(id)]?.isTrigger === true);
  }

  #withhold(isMeant: (id: number) => boolean): () => void {
    const all = Array.from(
      { length: this.#count },
      (_, i) => [this.#ids[i], this.#values[i], this.#frames[i]] as const,
    );
    const queueAll = (changes: typeof all) => {
      for (const [id = 0, value = 0, frame = 0] of changes) this.queue(id, value, frame);
    };
    this.#count = 0;
    this.#columns.waiting.fill(NONE);
    queueAll(all.filter(([id = 0]) => !isMeant(id)));
    return () => queueAll(all.filter(([id = 0]) => isMeant(id)));
  }

  /** What waits goes to the host. */
  send(exports: CoreExports): void {
    for (let i = 0; i < this.#count; i++) {
      const id = this.#ids[i] as number;
      this.sendOne(exports, id, this.#values[i] as number, this.#frames[i] as number);
      const index = this.#indexOf(id);
      if (index !== NONE) this.#columns.waiting[index] = NONE;
    }
    this.#count = 0;
  }

  /** A change of the block that is being made. @returns false if there is no room in the ring. */
  sendOne(exports: CoreExports, id: number, value: number, frame: number): boolean {
    if (exports.daw_push_parameter(id, value, frame, PROTOCOL_EVENT_VALUE) !== 1) return false;
    const index = this.#indexOf(id);
    if (index === NONE) return true;
    this.#columns.sent[index] = value;
    this.#columns.values[index] = this.#columns.sent[index] as number;
    this.#columns.changed[index] = CHANGED;
    return true;
  }

  /** The host says what a value is. @returns false if that is only what it was sent. */
  receive(id: number, value: number): boolean {
    const index = this.#indexOf(id);
    if (index === NONE) return true;
    const isOwn = this.#columns.sent[index] === value;
    this.#columns.sent[index] = Number.NaN;
    this.#columns.values[index] = value;
    this.#columns.changed[index] = CHANGED;
    return !isOwn;
  }

  /** A state is being taken that contains all changes so far. */
  beginKeeping(): void {
    this.#replaceChanged(CHANGED, BEING_KEPT);
  }

  /** It was taken, or not. */
  endKeeping(isKept: boolean): void {
    this.#replaceChanged(BEING_KEPT, isKept ? KEPT : CHANGED);
  }

  #replaceChanged(from: number, to: number): void {
    const { changed } = this.#columns;
    for (let i = 0; i < changed.length; i++) if (changed[i] === from) changed[i] = to;
  }

  /** What differs from the kept state: for the plugin in a new process, which is given that state and then these. */
  changes(): ParameterChange[] {
    this.#columns.sent.fill(Number.NaN);
    const { changed } = this.#columns;
    return this.#list
      .filter(({ isTrigger }, index) => !isTrigger && changed[index] !== KEPT)
      .map(({ id, value }) => ({ id, value }));
  }
}

function isLike(data: ParameterData, known: Parameter | undefined): boolean {
  return (
    known !== undefined &&
    data.id === known.id &&
    data.name === known.name &&
    data.module === known.module &&
    data.minimum === known.minimum &&
    data.maximum === known.maximum &&
    data.defaultValue === known.defaultValue &&
    data.unit === known.unit &&
    data.minimumText === known.minimumText &&
    data.maximumText === known.maximumText &&
    data.choices.length === known.choices.length
  );
}
