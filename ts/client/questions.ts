// SPDX-License-Identifier: BSD-2-Clause
/**
 * What the library asks the host about values, presets and the editor (ts/host/main-thread/questions.ts): question and answer are JSON.
 */
import type { PluginNoteExpressionStruct, PluginRouteStruct } from '../contract/plugin.ts';
import { PROTOCOL_REQUEST_ASK } from '../contract/protocol.ts';
import { PluginHostError } from './errors.ts';
import type { HostProcess } from './host-process.ts';
import type { Requests } from './requests.ts';

/** A sentence would not fit with more. */
const BATCH = 64;

interface Answer {
  error?: string;
}

/** A program of the plugin's own. */
export interface Program {
  name: string;
  /** The list that it is in; may be empty. */
  list: string;
}

/** Where a CLAP preset is. */
export interface PresetPlace {
  isFile: boolean;
  location: string;
  loadKey: string;
}

/**
 * What a text means: `value`, `isExact` if the plugin writes it just so; or `several` values that are all written so (none if a comma in it can
 * be read in two ways). With neither, it is not understood.
 */
export interface ReadText {
  value?: number;
  isExact?: boolean;
  several?: number[];
}

/** parameters: ids of those that stand for the old ones; null: none does. */
export interface Replaced {
  isReplaced: boolean;
  parameters: (number | null)[];
}

export class Questions {
  readonly #requests: Requests;
  readonly #whenUp: () => Promise<HostProcess>;

  constructor(requests: Requests, whenUp: () => Promise<HostProcess>) {
    this.#requests = requests;
    this.#whenUp = whenUp;
  }

  /** @throws PluginHostError REQUEST_FAILED with the plugin's sentence, REQUEST_TIMEOUT, HOST_EXITED, CLOSED */
  #ask<T extends object>(what: string, question: object): Promise<T> {
    return this.#requests.inTurn(async () => this.askIn<T>(await this.#whenUp(), what, question));
  }

  /** The same in one's turn. */
  async askIn<T extends object>(host: HostProcess, what: string, question: object): Promise<T> {
    const bytes = new TextEncoder().encode(JSON.stringify(question));
    const text = new TextDecoder().decode(await this.#requests.ask(host, PROTOCOL_REQUEST_ASK, what, bytes));
    const answer = JSON.parse(text) as T & Answer;
    if (answer.error !== undefined) throw new PluginHostError('REQUEST_FAILED', `${what}: ${answer.error}`);
    return answer;
  }

  /** How the plugin writes these; null: it has no text. */
  async texts(asked: readonly { id: number; value: number }[]): Promise<(string | null)[]> {
    const all: (string | null)[] = [];
    for (let at = 0; at < asked.length; at += BATCH) {
      const question = { texts: asked.slice(at, at + BATCH) };
      all.push(...(await this.#ask<{ texts: (string | null)[] }>('formatting a value', question)).texts);
    }
    return all;
  }

  read(id: number, text: string): Promise<ReadText> {
    return this.inTurn((read) => read(id, text));
  }

  /** Do something that asks what texts mean, when all that was asked before is done. */
  inTurn<T>(action: (read: (id: number, text: string) => Promise<ReadText>) => Promise<T>): Promise<T> {
    return this.#requests.inTurn(async () => {
      const host = await this.#whenUp();
      return action(async (id, text) => {
        const question = { values: [{ id, text }] };
        const { values } = await this.askIn<{ values: ReadText[] }>(host, 'parsing the text of a value', question);
        return values[0] ?? {};
      });
    });
  }

  async programs(): Promise<Program[]> {
    const all: Program[] = [];
    for (;;) {
      const question = { programs: all.length };
      const { programs, total } = await this.#ask<{ programs: Program[]; total: number }>('listing programs', question);
      all.push(...programs);
      if (programs.length === 0 || all.length >= total) return all;
    }
  }

  async chooseProgram(number: number): Promise<void> {
    await this.#ask('choosing a program', { choose: number });
  }

  async loadPreset(place: PresetPlace): Promise<void> {
    await this.#ask('loading a preset', { load: place });
  }

  async savePreset(path: string, name: string): Promise<void> {
    await this.#ask('saving a preset', { save: { path, name } });
  }

  async hasEditor(): Promise<boolean> {
    return (await this.#ask<{ hasEditor: boolean }>('looking for an editor', { hasEditor: true })).hasEditor;
  }

  async noteExpressions(port: number, channel: number): Promise<PluginNoteExpressionStruct[]> {
    const question = { noteExpressions: { port, channel } };
    return (await this.#ask<{ noteExpressions: PluginNoteExpressionStruct[] }>('listing note expressions', question))
      .noteExpressions;
  }

  async routes(): Promise<PluginRouteStruct[]> {
    return (await this.#ask<{ routes: PluginRouteStruct[] }>('reading the routing of inputs', { routes: true })).routes;
  }

  replaced(id: string, parameters: readonly number[]): Promise<Replaced> {
    return this.#ask<Replaced>('reading what the plugin replaces', { replaced: { id, parameters } });
  }

  /** In one's turn: the state that is saved or restored next is a preset's. */
  async nextStateIsPreset(host: HostProcess): Promise<void> {
    await this.askIn(host, 'preparing a preset', { nextStateIsPreset: true });
  }
}
