// SPDX-License-Identifier: BSD-2-Clause
/**
 * A private request of the client library: formatting and parsing of values, the plugin's programs, presets in the
 * format's own form, and whether there is an editor. Query and answer are UTF-8 JSON; `error` in an answer is a
 * sentence that says why there is no other.
 */
import type { Core } from '../../core.ts';
import type { Os } from '../../native.ts';
import type { Plugin, PresetPlace } from '../../plugin.ts';
import type { AudioLink } from './audio-link.ts';
import { REFUSED } from './result.ts';
import { readValue } from './value-text.ts';

export interface ValueText {
  id: number;
  value: number;
}

export interface TextOfValue {
  id: number;
  text: string;
}

/** Exactly one of these. */
export interface Question {
  /** Format these values. */
  texts?: ValueText[];
  /** Parse these texts. */
  values?: TextOfValue[];
  /** List programs, starting with this one. */
  programs?: number;
  choose?: number;
  load?: PresetPlace;
  save?: { path: string; name: string };
  hasEditor?: true;
  /** What can notes of this port and channel do? */
  noteExpressions?: { port: number; channel: number };
  /** Which outputs do the inputs lead to? */
  routes?: true;
  /** Does it replace the plugin with this id, and which parameters stand for these of that one? */
  replaced?: { id: string; parameters: number[] };
  /** The next state that is saved or restored is a preset, not part of a project. */
  nextStateIsPreset?: true;
}

export interface QuestionParts {
  os: Os;
  core: Core;
  plugin: Plugin;
  link: AudioLink;
}

export interface Answered {
  /** In the core's state buffer, or REFUSED. */
  bytes: number;
  /** The plugin's settings have changed. */
  isEdited: boolean;
}

/** Leaves room for the rest of the answer. */
const LIST_LENGTH_MAX = 16_000;

export class Questions {
  /** Whether the next state is a preset. */
  #isForPreset = false;

  answer(parts: QuestionParts): Answered {
    const { core } = parts;
    const at = core.exports.state_buffer();
    const length = core.exports.host_request_read();
    if (length < 0) return { bytes: REFUSED, isEdited: false };
    const question = parse(new TextDecoder().decode(core.u8.subarray(at, at + length)));
    if (question === undefined) return { bytes: REFUSED, isEdited: false };
    const answer = this.#answerSafely(question, parts);
    const bytes = new TextEncoder().encode(JSON.stringify(answer));
    core.u8.set(bytes, at);
    const isEdited = question.choose !== undefined || question.load !== undefined;
    return { bytes: bytes.length, isEdited: isEdited && !('error' in answer) };
  }

  /** Whether the next state that is saved is a preset. */
  get isForPreset(): boolean {
    return this.#isForPreset;
  }

  /** Call this around saving or restoring a state. */
  aroundState<T>(plugin: Plugin, action: () => T): T {
    if (!this.#isForPreset) return action();
    this.#isForPreset = false;
    plugin.stateContext(true);
    try {
      return action();
    } finally {
      plugin.stateContext(false);
    }
  }

  /** Queries may contain anything, in any types; the host must keep running. */
  #answerSafely(question: Question, parts: QuestionParts): object {
    try {
      return this.#answerTo(question, parts);
    } catch (error) {
      if (!(error instanceof TypeError) && !(error instanceof RangeError)) throw error;
      return { error: `the query cannot be parsed: ${error.message}` };
    }
  }

  #answerTo(question: Question, parts: QuestionParts): object {
    const { plugin } = parts;
    const { texts, values, programs, choose, load, save } = question;
    if (texts !== undefined) return { texts: textsOf(plugin, texts) };
    if (values !== undefined) return { values: valuesOf(plugin, values) };
    if (programs !== undefined) return programsFrom(plugin, programs);
    if (choose !== undefined)
      return alone(parts, () => (plugin.chooseProgram(choose) ? undefined : `it has no program ${choose}`));
    if (load !== undefined) return alone(parts, () => plugin.loadPreset(load));
    if (save !== undefined) return said(plugin.savePreset(save.path, save.name));
    const { noteExpressions, routes, replaced } = question;
    if (noteExpressions !== undefined)
      return { noteExpressions: plugin.noteExpressions(noteExpressions.port, noteExpressions.channel) };
    if (routes) return { routes: plugin.routes() };
    if (replaced !== undefined) return replacedBy(plugin, replaced.id, replaced.parameters);
    if (question.hasEditor) return { hasEditor: plugin.hasEditor };
    this.#isForPreset = question.nextStateIsPreset === true;
    return {};
  }
}

function parse(text: string): Question | undefined {
  try {
    return JSON.parse(text) as Question;
  } catch {
    return undefined;
  }
}

function said(error: string | undefined): object {
  return error === undefined ? {} : { error };
}

/** Run action while the plugin is suspended. */
function alone({ os, link }: QuestionParts, action: () => string | undefined): object {
  let error: string | undefined = 'the plugin does not return from its block';
  link.suspended(os, () => {
    error = action();
  });
  return said(error);
}

function textsOf(plugin: Plugin, asked: readonly ValueText[]): (string | null)[] {
  const indexes = plugin.parameterIndexes();
  return asked.map(({ id, value }) => {
    const index = indexes.get(id);
    return index === undefined ? null : (plugin.parameterText(index, value) ?? null);
  });
}

function valuesOf(plugin: Plugin, asked: readonly TextOfValue[]): object[] {
  const indexes = plugin.parameterIndexes();
  return asked.map(({ id, text }) => {
    const index = indexes.get(id);
    return (index === undefined ? undefined : readValue(plugin, index, text)) ?? {};
  });
}

function replacedBy(plugin: Plugin, id: string, parameters: readonly number[]): object {
  return {
    isReplaced: plugin.replaces(id),
    parameters: parameters.map((parameter) => plugin.remapParameter(id, parameter) ?? null),
  };
}

function programsFrom(plugin: Plugin, first: number): object {
  const all = plugin.programs();
  let length = 0;
  const programs = all.slice(first).filter(({ name, list }) => {
    length += name.length + list.length + 32;
    return length < LIST_LENGTH_MAX;
  });
  return { programs, total: all.length };
}
