// SPDX-License-Identifier: BSD-2-Clause
/** Requests that query the plugin or pass it a path. The core handles their encoding. */

import { PLUGIN_PARAMETER_HIDDEN } from '../../contract/plugin.ts';
import {
  PROTOCOL_REQUEST_AUDIO_PORTS,
  PROTOCOL_REQUEST_COLLECT_RESOURCES,
  PROTOCOL_REQUEST_CONTROL_PORTS,
  PROTOCOL_REQUEST_DESCRIBE,
  PROTOCOL_REQUEST_FILE_REFERENCES,
  PROTOCOL_REQUEST_MIDNAM,
  PROTOCOL_REQUEST_NOTE_NAMES,
  PROTOCOL_REQUEST_PARAMETERS,
  PROTOCOL_REQUEST_RESOURCE_FILES,
  PROTOCOL_REQUEST_SET_PROPERTY,
  PROTOCOL_REQUEST_SET_RESOURCE_DIRECTORY,
  PROTOCOL_REQUEST_UPDATE_FILE_REFERENCE,
} from '../../contract/protocol.ts';
import type { Core } from '../../core.ts';
import type { FileReference, Plugin } from '../../plugin.ts';
import { describe, setProperty } from './describe.ts';
import { DONE, REFUSED } from './result.ts';

type Answer = (core: Core, plugin: Plugin) => number;

type Answers = Readonly<Record<number, Answer>>;

/** Requests 6 and 7 in versions up to 6. */
const FILE_ANSWERS_UP_TO_6: Answers = {
  [PROTOCOL_REQUEST_UPDATE_FILE_REFERENCE]: (core, plugin) =>
    withPath(core, PROTOCOL_REQUEST_UPDATE_FILE_REFERENCE, (path) =>
      plugin.setFile(core.exports.request_file_index() >>> 0, path),
    ),
  [PROTOCOL_REQUEST_FILE_REFERENCES]: (core, plugin) =>
    listOfFiles(core, PROTOCOL_REQUEST_FILE_REFERENCES, plugin.files()),
};

const FILE_ANSWERS: Answers = {
  [PROTOCOL_REQUEST_COLLECT_RESOURCES]: (_, plugin) => (plugin.collectResources() ? DONE : REFUSED),
  [PROTOCOL_REQUEST_RESOURCE_FILES]: (core, plugin) => {
    const files = plugin.resourceFiles();
    return files === undefined ? REFUSED : listOfFiles(core, PROTOCOL_REQUEST_RESOURCE_FILES, files);
  },
};

const ANSWERS: Answers = {
  [PROTOCOL_REQUEST_SET_RESOURCE_DIRECTORY]: (core, plugin) =>
    withPath(core, PROTOCOL_REQUEST_SET_RESOURCE_DIRECTORY, (path) =>
      plugin.setResourceDirectory(path, core.exports.request_path_shared() !== 0),
    ),
  [PROTOCOL_REQUEST_CONTROL_PORTS]: (core, plugin) => {
    core.exports.answer_begin(PROTOCOL_REQUEST_CONTROL_PORTS);
    for (const { id, name, minimum, maximum, value } of plugin.parameters())
      core.exports.answer_control_port(id, stage(core, name), minimum, maximum, value);
    return end(core);
  },
  [PROTOCOL_REQUEST_PARAMETERS]: (core, plugin) => {
    core.exports.answer_begin(PROTOCOL_REQUEST_PARAMETERS);
    for (const { id, flags, name, module, minimum, maximum, defaultValue } of plugin.parameters()) {
      if ((flags & PLUGIN_PARAMETER_HIDDEN) !== 0) continue; // the wire's list has no flags
      const nameBytes = stage(core, name);
      const moduleBytes = stage(core, module, nameBytes);
      core.exports.answer_parameter(id, nameBytes, moduleBytes, minimum, maximum, defaultValue);
    }
    return end(core);
  },
  [PROTOCOL_REQUEST_MIDNAM]: (core, plugin) => noteNames(core, PROTOCOL_REQUEST_MIDNAM, plugin),
  [PROTOCOL_REQUEST_NOTE_NAMES]: (core, plugin) => noteNames(core, PROTOCOL_REQUEST_NOTE_NAMES, plugin),
  [PROTOCOL_REQUEST_AUDIO_PORTS]: (core, plugin) => {
    const { audioInputs, audioOutputs, midiInputs, midiOutputs } = plugin.describe();
    return core.exports.answer_audio_ports(audioInputs, audioOutputs, midiInputs, midiOutputs);
  },
  [PROTOCOL_REQUEST_DESCRIBE]: describe,
  [PROTOCOL_REQUEST_SET_PROPERTY]: setProperty,
};

/** @returns bytes in the core's state buffer, DONE or REFUSED. */
export function answer(core: Core, plugin: Plugin, type: number): number {
  const files =
    core.exports.request_file_list() === PROTOCOL_REQUEST_RESOURCE_FILES ? FILE_ANSWERS : FILE_ANSWERS_UP_TO_6;
  return (files[type] ?? ANSWERS[type])?.(core, plugin) ?? REFUSED;
}

/** Put text into the staging area. @returns its length in bytes. */
export function stage({ exports, u8 }: Core, text: string, at = 0): number {
  const bytes = new TextEncoder().encode(text);
  u8.set(bytes, exports.state_staging() + at);
  return bytes.length;
}

function end({ exports }: Core): number {
  const bytes = exports.answer_end();
  return bytes < 0 ? REFUSED : bytes;
}

function listOfTexts(core: Core, type: number, texts: readonly { key: number; text: string }[]): number {
  core.exports.answer_begin(type);
  for (const { key, text } of texts) core.exports.answer_text(key, stage(core, text));
  return end(core);
}

function listOfFiles(core: Core, type: number, files: readonly FileReference[]): number {
  const texts = files.map(({ index, path }) => ({ key: index, text: path }));
  return listOfTexts(core, type, texts);
}

function noteNames(core: Core, type: number, plugin: Plugin): number {
  const texts = plugin.noteNames().map(({ note, name }) => ({ key: note, text: name }));
  return listOfTexts(core, type, texts);
}

function withPath(core: Core, type: number, use: (path: string) => boolean): number {
  const { exports, u8 } = core;
  const bytes = exports.request_read_path(type);
  if (bytes < 0) return REFUSED;
  const at = exports.state_buffer();
  return use(new TextDecoder().decode(u8.subarray(at, at + bytes))) ? DONE : REFUSED;
}
