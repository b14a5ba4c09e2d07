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

export interface Bundle {
  triples: Triple[];
  /** `<file>:<line>: <what>` */
  faults: string[];
}

function readFile(file: string, bundle: Bundle): void {
  try {
    const text = readRegularFile(file, BYTES_MAX).toString('utf8');
    const quads = new Parser({ baseIRI: pathToFileURL(file).href, format: 'text/turtle' }).parse(text);
    for (const { subject, predicate, object } of quads)
      bundle.triples.push({
        // Blank nodes of two files are not the same.
        subject: subject.termType === 'BlankNode' ? `${file} ${subject.value}` : subject.value,
        predicate: predicate.value,
        object: object.termType === 'BlankNode' ? `${file} ${object.value}` : object.value,
        isResource: object.termType === 'NamedNode',
        file,
      });
  } catch (error) {
    const { message, context } = error as Error & { context?: { line?: number } };
    bundle.faults.push(`${file}:${context?.line ?? '?'}: ${message.replace(/ on line \d+\.?$/, '')}`);
  }
}

export function readBundle(folder: string): Bundle {
  const bundle: Bundle = { triples: [], faults: [] };
  for (const name of readdirSync(folder)) if (extname(name) === '.ttl') readFile(join(folder, name), bundle);
  return bundle;
}
