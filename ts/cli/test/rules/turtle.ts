// SPDX-License-Identifier: BSD-2-Clause
/** What is written in the bundle of an LV2 plugin. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Bench } from '../bench.ts';
import { expect, skipUnless } from '../broken.ts';
import type { Rule } from '../rule.ts';

const LV2 = 'http://lv2plug.in/ns/lv2core#';
const DOAP = 'http://usefulinc.com/ns/doap#';
const FILE_PREDICATES = [
  `${LV2}binary`,
  'http://www.w3.org/2000/01/rdf-schema#seeAlso',
  'http://lv2plug.in/ns/extensions/ui#binary',
];
const SYMBOL = /^[A-Za-z_]\w*$/;

interface Port {
  index: string | undefined;
  symbol: string | undefined;
  names: string[];
}

function portsOf(bench: Bench): Port[] {
  const bundle = bench.setup.bundle();
  return bundle.objectsOf(bench.plugin.id, `${LV2}port`).map(({ object: port }) => ({
    index: bundle.objectsOf(port, `${LV2}index`)[0]?.object,
    symbol: bundle.objectsOf(port, `${LV2}symbol`)[0]?.object,
    names: bundle.objectsOf(port, `${LV2}name`).map(({ object }) => object),
  }));
}

export const rules: readonly Rule[] = [
  {
    id: 'files/turtle',
    formats: ['lv2'],
    level: 1,
    rule: 'All Turtle files of the bundle can be parsed.',
    source: { lv2: 'W3C Turtle 1.1; lv2core: manifest.ttl' },
    why: 'Hosts stop reading at the first error: then ports, presets or the whole plugin are missing.',
    async run(bench) {
      const { faults } = bench.setup.bundle();
      expect(faults.length === 0, 'Turtle', faults.join('\n'));
    },
  },
  {
    id: 'files/named-files',
    formats: ['lv2'],
    level: 1,
    rule: 'All files that the bundle names exist.',
    source: { lv2: 'lv2core: lv2:binary, rdfs:seeAlso; ui/ui.h: ui:binary' },
    why: 'A missing file is not loaded, and no host says why.',
    needs: ['files/turtle'],
    async run(bench) {
      const { triples } = bench.setup.bundle();
      const named = triples.filter(
        ({ predicate, object }) => FILE_PREDICATES.includes(predicate) && object.startsWith('file:'),
      );
      for (const { object, file } of named) {
        const path = fileURLToPath(object);
        expect(existsSync(path), 'a file', `${file} names ${path}, which is not there`);
      }
    },
  },
  {
    id: 'files/ports',
    formats: ['lv2'],
    level: 1,
    rule: 'Ports are numbered from 0 without gaps; each has a name, and a symbol that is unique and an identifier of C.',
    source: { lv2: 'lv2core: lv2:index, lv2:symbol, lv2:name' },
    why: 'Hosts store settings by symbol, and connect ports by number.',
    needs: ['files/turtle'],
    async run(bench) {
      const ports = portsOf(bench);
      skipUnless(ports.length > 0, 'its ports are not in the bundle (dynamic manifest)');
      const indexes = ports.map(({ index }) => Number(index)).sort((a, b) => a - b);
      const gap = indexes.findIndex((index, i) => index !== i);
      expect(gap < 0, 'numbers 0, 1, 2 ...', `instead of port ${gap} there is ${indexes[gap]}`);
      const seen = new Set<string>();
      for (const { index, symbol, names } of ports) {
        expect(
          symbol !== undefined && SYMBOL.test(symbol),
          'an identifier as symbol',
          `port ${index} has ${symbol ?? 'none'}`,
        );
        expect(!seen.has(symbol ?? ''), 'a symbol of its own', `two ports have the symbol ${symbol}`);
        expect(names.length > 0, 'a name', `port ${index} (${symbol}) has none`);
        seen.add(symbol ?? '');
      }
    },
  },
  {
    id: 'files/description',
    formats: ['lv2'],
    level: 5,
    isAdvice: true,
    rule: 'The plugin has a doap:name, a doap:license, and a version (lv2:minorVersion, lv2:microVersion).',
    source: {
      lv2: 'lv2core: doap:name is required; doap:license, lv2:minorVersion and lv2:microVersion are recommended',
    },
    why: 'Of two installed versions, hosts take the newer one; users want to know what they may do with it.',
    needs: ['files/turtle'],
    async run(bench) {
      const bundle = bench.setup.bundle();
      const wanted = [`${DOAP}name`, `${DOAP}license`, `${LV2}minorVersion`, `${LV2}microVersion`];
      const missing = wanted.filter((predicate) => bundle.objectsOf(bench.plugin.id, predicate).length === 0);
      expect(
        missing.length === 0,
        'all four',
        `missing: ${missing.map((uri) => uri.replace(/^.*[#/]/, '')).join(', ')}`,
      );
    },
  },
];
