// SPDX-License-Identifier: BSD-2-Clause
/** Hex dumps: offset, hexadecimal digits, and printable characters. */
import { type Child, countOf, element } from './dom.ts';

const BYTES_MAX = 4096;

/** Whether to mark the byte at this offset. */
export type Marked = (offset: number) => boolean;

function characterOf(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·';
}

/** Runs of marked and unmarked bytes. */
function runsOf(row: Uint8Array, at: number, isMarked: Marked): { bytes: Uint8Array; marked: boolean }[] {
  const runs: { bytes: Uint8Array; marked: boolean }[] = [];
  for (let start = 0, end = 1; start < row.length; end++) {
    const marked = isMarked(at + start);
    if (end < row.length && isMarked(at + end) === marked) continue;
    runs.push({ bytes: row.subarray(start, end), marked });
    start = end;
  }
  return runs;
}

function rowOf(row: Uint8Array, at: number, isMarked: Marked, rowBytes: number): Child[] {
  const runs = runsOf(row, at, isMarked);
  const wrapped = (text: string, marked: boolean) => (marked ? element('mark', '', text) : text);
  const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return [
    element('span', 'offset', `${at.toString(16).padStart(6, '0')}  `),
    ...runs.flatMap(({ bytes, marked }) => [wrapped(hex(bytes), marked), ' ']),
    ' '.repeat((rowBytes - row.length) * 3 + 1),
    ...runs.map(({ bytes, marked }) => wrapped(Array.from(bytes, characterOf).join(''), marked)),
    '\n',
  ];
}

/**
 * @param from the first byte to show; its row is shown completely
 * @param rowBytes bytes per row
 */
export function hexDump(bytes: Uint8Array, isMarked: Marked = () => false, from = 0, rowBytes = 16): HTMLElement {
  if (bytes.length === 0) return element('p', 'quiet', 'no bytes');
  const first = Math.floor(from / rowBytes) * rowBytes;
  const end = Math.min(bytes.length, first + BYTES_MAX);
  const rows: Child[] = [];
  for (let at = first; at < end; at += rowBytes)
    rows.push(...rowOf(bytes.subarray(at, Math.min(at + rowBytes, end)), at, isMarked, rowBytes));
  const left = bytes.length - end;
  if (left > 0) rows.push(element('span', 'offset', `… and ${countOf(left, 'more byte')}`));
  return element('pre', 'hex', ...rows);
}
