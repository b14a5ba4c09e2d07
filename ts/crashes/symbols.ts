// SPDX-License-Identifier: BSD-2-Clause
/**
 * Function names from the symbol table of an ELF file: the full one (.symtab) if the file was not stripped, else the
 * exported symbols. The file is not trusted: it may have been replaced since it was loaded.
 */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

const HEADER_BYTES = 64;
const SECTION_BYTES = 64;
const SYMBOL_BYTES = 24;
const SYMBOL_WORDS = 6;
const SECTIONS_MAX = 4096;
/** About 700 000 symbols. */
const TABLE_BYTES_MAX = 16 << 20;
const NAME_BYTES_MAX = 256;

/** These numbers and all offsets below are from the elf(5) manual. */
const MAGIC = 0x464c457f;
const CLASS_64_LITTLE = 0x0102;
const SYMTAB = 2;
const DYNSYM = 11;
const FUNCTION = 2;
const INDIRECT_FUNCTION = 10;

interface Section {
  type: number;
  at: number;
  bytes: number;
  link: number;
}

class File {
  readonly #fd: number;
  readonly bytes: number;

  /** @throws if it cannot be read. */
  constructor(path: string) {
    this.#fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const status = fstatSync(this.#fd);
    this.bytes = status.isFile() ? status.size : 0;
  }

  read(at: number, bytes: number): DataView {
    const buffer = new Uint8Array(Math.max(0, Math.min(bytes, this.bytes - at)));
    const read = buffer.length === 0 ? 0 : readSync(this.#fd, buffer, 0, buffer.length, at);
    return new DataView(buffer.buffer, 0, read);
  }

  close(): void {
    closeSync(this.#fd);
  }
}

function number64(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}

function sectionsOf(file: File): Section[] {
  const header = file.read(0, HEADER_BYTES);
  if (header.byteLength < HEADER_BYTES || header.getUint32(0, true) !== MAGIC) return [];
  if (header.getUint16(4, true) !== CLASS_64_LITTLE || header.getUint16(0x3a, true) !== SECTION_BYTES) return [];
  const count = Math.min(header.getUint16(0x3c, true), SECTIONS_MAX);
  const table = file.read(number64(header, 0x28), count * SECTION_BYTES);
  return Array.from({ length: Math.floor(table.byteLength / SECTION_BYTES) }, (_, index) => {
    const at = index * SECTION_BYTES;
    return {
      type: table.getUint32(at + 4, true),
      at: number64(table, at + 0x18),
      bytes: number64(table, at + 0x20),
      link: table.getUint32(at + 0x28, true),
    };
  });
}

function nameAt(file: File, texts: Section, at: number): string {
  const view = file.read(texts.at + at, Math.min(NAME_BYTES_MAX, texts.bytes - at));
  const bytes = new Uint8Array(view.buffer, 0, view.byteLength);
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}

/**
 * The following code runs once per process, before the engine has optimized it, so it reads words, which is fastest.
 */
function findIn(file: File, table: Section, texts: Section, offset: number): string | undefined {
  const view = file.read(table.at, Math.min(table.bytes, TABLE_BYTES_MAX));
  const count = Math.floor(view.byteLength / SYMBOL_BYTES);
  const words = new Uint32Array(view.buffer, 0, count * SYMBOL_WORDS);
  for (let at = 0; at < words.length; at += SYMBOL_WORDS) {
    const from = offset - (words[at + 2] as number);
    if (from < 0 || from >= (words[at + 4] as number) || words[at + 3] !== 0) continue;
    const kind = (words[at + 1] as number) & 0xf;
    if (kind === FUNCTION || kind === INDIRECT_FUNCTION) return nameAt(file, texts, words[at] as number) || undefined;
  }
  return undefined;
}

function search(file: File, offset: number): string | undefined {
  const sections = sectionsOf(file);
  const table = sections.find(({ type }) => type === SYMTAB) ?? sections.find(({ type }) => type === DYNSYM);
  const texts = table && sections[table.link];
  return table && texts ? findIn(file, table, texts, offset) : undefined;
}

/**
 * The function of a shared library at an offset from the library's load address. C++ names are mangled.
 * @returns undefined if the file has no name for it, or cannot be read.
 */
export function functionAt(path: string, offset: number): string | undefined {
  let file: File | undefined;
  try {
    file = new File(path);
    return search(file, offset);
  } catch {
    return undefined;
  } finally {
    file?.close();
  }
}
