// SPDX-License-Identifier: BSD-2-Clause
/** The Turtle of an LV2 bundle, file by file, with the place of what is wrong. */
import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Parser } from 'n3';
import { readRegularFile } from '../../regular-file.ts';

/** The data of the largest known bundle has 10 MiB. */
const BYTES_MAX = 256 << 20;

export interface Triple {
  subject: string;
  predicate: string;
  object: string;
  /** The object is a resource, not a text. */
  isResource: boolean;
  file: string;
}

/** All that the files of a bundle say. It may be megabytes: read it once for all tests. */
export class Bundle {
  readonly triples: readonly Triple[];
  /** `<file>:<line>: <what>` */
  readonly faults: readonly string[];
  readonly #bySubject = new Map<string, Triple[]>();

  constructor(folder: string) {
    const [triples, faults]: [Triple[], string[]] = [[], []];
    for (const name of readdirSync(folder)) if (extname(name) === '.ttl') readFile(join(folder, name), triples, faults);
    this.triples = triples;
    this.faults = faults;
    for (const triple of triples) {
      const own = this.#bySubject.get(triple.subject);
      if (own === undefined) this.#bySubject.set(triple.subject, [triple]);
      else own.push(triple);
    }
  }

  /** What is said of a subject by one of the predicates. */
  objectsOf(subject: string, ...predicates: string[]): Triple[] {
    return (this.#bySubject.get(subject) ?? []).filter(({ predicate }) => predicates.includes(predicate));
  }
}

function readFile(file: string, triples: Triple[], faults: string[]): void {
  try {
    const text = readRegularFile(file, BYTES_MAX).toString('utf8');
    const quads = new Parser({ baseIRI: pathToFileURL(file).href, format: 'text/turtle' }).parse(text);
    for (const { subject, predicate, object } of quads)
      triples.push({
        // Blank nodes of two files are not the same.
        subject: subject.termType === 'BlankNode' ? `${file} ${subject.value}` : subject.value,
        predicate: predicate.value,
        object: object.termType === 'BlankNode' ? `${file} ${object.value}` : object.value,
        isResource: object.termType === 'NamedNode',
        file,
      });
  } catch (error) {
    const { message, context } = error as Error & { context?: { line?: number } };
    faults.push(`${file}:${context?.line ?? '?'}: ${message.replace(/ on line \d+\.?$/, '')}`);
  }
}
