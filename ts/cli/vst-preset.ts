/**
 * .vstpreset files: a header ("VST3", version, class id, where the list of chunks is), the chunks, the list. Little-endian. The format is
 * described in the VST 3 developer portal, "Preset Format".
 */
import { CommandError } from './command.ts';

export interface VstPreset {
  /** 32 hexadecimal digits. */
  classId: string;
  component: Uint8Array;
  /** Empty if the preset has none. */
  controller: Uint8Array;
  /** XML for people's libraries of presets; empty if there is none. */
  info: string;
}

const magic = 'VST3';
const listMagic = 'List';
const version = 1;
const idBytes = 4;
const classIdBytes = 32;
const headerBytes = 48;
const listOffsetAt = 40;
const listHeaderBytes = 8;
const entryBytes = 20;
/** As the SDK has it. */
const entriesMax = 128;

const nothing = new Uint8Array(0);

class Reader {
  readonly #path: string;
  readonly #bytes: Buffer;

  constructor(path: string, bytes: Buffer) {
    this.#path = path;
    this.#bytes = bytes;
  }

  damaged(what: string): never {
    throw new CommandError(`${this.#path} is no usable VST3 preset: ${what}`);
  }

  /** A piece that lies inside the file. */
  slice(at: number, bytes: number, what: string): Buffer {
    if (!(at >= 0 && bytes >= 0 && at + bytes <= this.#bytes.length)) this.damaged(`${what} lies outside the file`);
    return this.#bytes.subarray(at, at + bytes);
  }

  chunks(): Map<string, Buffer> {
    const header = this.slice(0, headerBytes, 'the header');
    if (header.toString('latin1', 0, idBytes) !== magic) this.damaged('it does not begin with "VST3"');
    const listAt = Number(header.readBigInt64LE(listOffsetAt));
    const list = this.slice(listAt, listHeaderBytes, 'the list of chunks');
    if (list.toString('latin1', 0, idBytes) !== listMagic) this.damaged('its list of chunks is missing');
    const count = list.readInt32LE(idBytes);
    if (count < 0 || count > entriesMax) this.damaged(`its list has ${count} chunks`);
    const entries = this.slice(listAt + listHeaderBytes, count * entryBytes, 'the list of chunks');
    const chunks = new Map<string, Buffer>();
    for (let at = 0; at < entries.length; at += entryBytes) {
      const id = entries.toString('latin1', at, at + idBytes);
      const [from, bytes] = [entries.readBigInt64LE(at + idBytes), entries.readBigInt64LE(at + idBytes + 8)];
      chunks.set(id, this.slice(Number(from), Number(bytes), `the chunk "${id}"`));
    }
    return chunks;
  }

  classId(): string {
    const text = this.slice(8, classIdBytes, 'the class id').toString('latin1').toUpperCase();
    return /^[0-9A-F]{32}$/.test(text) ? text : this.damaged('its class id is no number');
  }
}

/** @param path for the sentence. @throws CommandError if the bytes are no preset. */
export function readVstPreset(path: string, bytes: Buffer): VstPreset {
  const reader = new Reader(path, bytes);
  const chunks = reader.chunks();
  const component = chunks.get('Comp') ?? reader.damaged('it has no component state');
  const info = chunks.get('Info')?.toString('utf8') ?? '';
  return { classId: reader.classId(), component, controller: chunks.get('Cont') ?? nothing, info };
}

function entryOf(id: string, at: number, bytes: number): Buffer {
  const entry = Buffer.alloc(entryBytes);
  entry.write(id, 'latin1');
  entry.writeBigInt64LE(BigInt(at), idBytes);
  entry.writeBigInt64LE(BigInt(bytes), idBytes + 8);
  return entry;
}

export function writeVstPreset({ classId, component, controller, info }: VstPreset): Buffer {
  const pieces: [string, Uint8Array][] = [['Comp', component]];
  if (controller.length > 0) pieces.push(['Cont', controller]);
  if (info !== '') pieces.push(['Info', Buffer.from(info, 'utf8')]);
  const entries: Buffer[] = [];
  let at = headerBytes;
  for (const [id, bytes] of pieces) {
    entries.push(entryOf(id, at, bytes.length));
    at += bytes.length;
  }
  const header = Buffer.alloc(headerBytes);
  header.write(magic, 'latin1');
  header.writeInt32LE(version, idBytes);
  header.write(classId.toUpperCase(), 8, classIdBytes, 'latin1');
  header.writeBigInt64LE(BigInt(at), listOffsetAt);
  const list = Buffer.alloc(listHeaderBytes);
  list.write(listMagic, 'latin1');
  list.writeInt32LE(pieces.length, idBytes);
  return Buffer.concat([header, ...pieces.map(([, bytes]) => bytes), list, ...entries]);
}

function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? '');
}

/** What programs that list presets look at. */
export function presetInfo(name: string, plugin: { name: string; vendor: string; category: string }): string {
  const attribute = (id: string, value: string, flags = '') =>
    `\t<Attribute id="${id}" value="${escaped(value)}" type="string" flags="${flags}"/>\n`;
  return [
    '<?xml version="1.0" encoding="utf-8"?>\n<MetaInfo>\n',
    attribute('MediaType', 'VstPreset', 'writeProtected'),
    attribute('PlugInCategory', plugin.category, 'writeProtected'),
    attribute('PlugInName', plugin.name, 'writeProtected'),
    attribute('PlugInVendor', plugin.vendor, 'writeProtected'),
    attribute('Name', name),
    '</MetaInfo>\n',
  ].join('');
}
