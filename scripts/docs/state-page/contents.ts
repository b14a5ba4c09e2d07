// SPDX-License-Identifier: BSD-2-Clause
/** The contents of one file. */
import { floatText } from '../../../ts/state/float-text.ts';
import {
  classIdOf,
  type State,
  type StateErrorReason,
  type StateFormatError,
  type StateInspection,
} from '../../../ts/state/index.ts';
import { type Child, countOf, element, facts, table } from './dom.ts';
import { hexDump } from './hex.ts';
import { propertyText } from './values.ts';

const formatNames = { lv2: 'LV2', vst3: 'VST3', clap: 'CLAP' } as const;
const fileNames = {
  blob: 'a state as a DAW keeps it',
  vstpreset: 'a VST3 preset',
  'state-file': 'a file of maolan-plugin-host state save',
  gzip: 'a large state from the host’s folder',
} as const;
/** Bytes shown around the faulty one. */
const CONTEXT_BYTES = 64;

type Fact = readonly [name: string, value: Child];

function titled(title: string, ...children: Child[]): Child[] {
  return [element('h3', '', title), ...children];
}

function presetFacts(info: string): Fact[] {
  const attributes = new DOMParser().parseFromString(info, 'text/xml').getElementsByTagName('Attribute');
  return [...attributes].map((one) => [one.getAttribute('id') ?? '', one.getAttribute('value') ?? ''] as const);
}

function factsOf({ state, file, rawBytes, ignoredBytes, container, plugin, info }: StateInspection): Fact[] {
  const found: Fact[] = [
    ['File', fileNames[file]],
    ['Format', formatNames[state.format]],
  ];
  if (plugin) found.push(['Plugin', `${plugin.name} (${plugin.id})`]);
  if (state.format === 'vst3') found.push(['Class', classIdOf(state.id) ?? state.id]);
  found.push(['State', countOf(rawBytes, 'byte')]);
  if (container?.kind === 'deflated') found.push(['Packed', `deflated to ${countOf(container.deflatedBytes, 'byte')}`]);
  if (container?.kind === 'file') found.push(['Packed', `in the file ${container.hash}`]);
  if (ignoredBytes > 0) found.push(['Ignored', `${countOf(ignoredBytes, 'byte')} after its end`]);
  return info ? [...found, ...presetFacts(info)] : found;
}

function partsOf(state: State): Child[] {
  if (state.format === 'vst3')
    return [
      ...titled(`Component, ${countOf(state.component.length, 'byte')}`, hexDump(state.component)),
      ...titled(`Controller, ${countOf(state.controller.length, 'byte')}`, hexDump(state.controller)),
    ];
  if (state.format === 'lv2') return lv2Parts(state);
  if ('stream' in state) return titled(`Stream, ${countOf(state.stream.length, 'byte')}`, hexDump(state.stream));
  const rows = state.parameters.map(({ id, value }) => ({ cells: [String(id), String(value)] }));
  return titled(countOf(rows.length, 'parameter'), table(['Id', 'Value'], rows, new Set([0])));
}

function lv2Parts({ ports, properties }: State & { format: 'lv2' }): Child[] {
  const values = ports.map(({ index, value }) => ({ cells: [String(index), floatText(value)] }));
  const stored = properties.map((property) => {
    const dump = element(
      'details',
      '',
      element('summary', '', countOf(property.value.length, 'byte')),
      hexDump(property.value),
    );
    return { cells: [property.key, property.type, propertyText(property) ?? dump] };
  });
  const portTable = values.length > 0 ? [table(['Port', 'Value'], values, new Set([0]))] : [];
  const propertyTable = stored.length > 0 ? [table(['Key', 'Type', 'Value'], stored, new Set())] : [];
  return [
    ...titled(countOf(ports.length, 'control port'), ...portTable),
    ...titled(countOf(properties.length, 'property', 'properties'), ...propertyTable),
  ];
}

export function contentsCard(name: string, inspection: StateInspection): HTMLElement {
  return element('article', 'card', element('h2', '', name), facts(factsOf(inspection)), ...partsOf(inspection.state));
}

const BRACE = 0x7b;
const GZIP = 0x1f;

/** In JSON and in a gzip stream, the state's bytes are not the file's; and some faults have no offset. */
function offsetIsInFile(reason: StateErrorReason, bytes: Uint8Array): boolean {
  const isPlain = bytes[0] !== BRACE && bytes[0] !== GZIP;
  return isPlain && bytes.length > 0 && !['needs-file', 'damaged', 'other-format'].includes(reason);
}

/** A rejected file, and the bytes around the faulty one. */
export function refusalCard(name: string, error: StateFormatError, bytes: Uint8Array): HTMLElement {
  const { offset, reason, message } = error;
  const card = element('article', 'card bad', element('h2', '', name), element('p', 'sentence', message));
  card.append(
    facts([
      ['Bytes', countOf(bytes.length, 'byte')],
      ['Reason', reason],
      ['Offset', String(offset)],
    ]),
  );
  if (!offsetIsInFile(reason, bytes)) return card;
  const from = Math.max(0, offset - CONTEXT_BYTES);
  const near = bytes.subarray(0, Math.min(bytes.length, offset + CONTEXT_BYTES));
  card.append(
    element('h3', '', 'Bytes around the offset'),
    hexDump(near, (at) => at === offset, Math.min(from, near.length)),
  );
  return card;
}
