// SPDX-License-Identifier: BSD-2-Clause
/**
 * THIRD-PARTY-NOTICES: the authors and licenses of everything in dist/, with the licenses' texts. The npm packages are
 * those that esbuild put into the bundles; the contents of the native files are listed here. Plain JavaScript, because
 * it runs before anything is built.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Packages whose files are installed next to the bundles, or compiled into the core. */
const INSTALLED = {
  koffi: 'lib/koffi.node',
  '@resvg/resvg-wasm': 'lib/resvg.wasm, unmodified; its source is at https://github.com/linebender/resvg',
  wabt: "parts of wasm2c's output, in lib/libmaolan-os.so",
};

/** Headers with inline functions and layouts that are compiled in, and the C library in the WebAssembly modules. */
const COMPILED_IN = [
  { name: 'travesty (VST3 interface of DPF)', license: 'ISC', place: 'lib/libmaolan-vst3.so', text: 'travesty' },
  { name: 'CLAP', license: 'MIT', place: 'lib/libmaolan-clap.so', text: 'clap.txt' },
  { name: 'LV2 and lilv headers', license: 'ISC', place: 'lib/libmaolan-lv2.so', text: 'isc-lv2.txt' },
  { name: 'musl (by Emscripten)', license: 'MIT', place: 'lib/core.wasm, lib/core-small.wasm', text: 'musl' },
];
const TRAVESTY = '/usr/share/dpf/distrho/src/travesty/base.h';
const MUSL = '/usr/share/emscripten/system/lib/libc/musl/COPYRIGHT';
const MPL = '/usr/share/common-licenses/MPL-2.0';

/** Folders, from the root, of the npm packages with at least one byte in a bundle. */
export function bundledPackages(metafiles) {
  const folders = new Set();
  for (const { outputs } of metafiles)
    for (const { inputs } of Object.values(outputs))
      for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
        const [folder] = /.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? [];
        if (folder !== undefined && bytesInOutput > 0) folders.add(folder.replace(/^.*?(?=node_modules\/)/, ''));
      }
  return folders;
}

function licenseText(folder, license) {
  const names = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)(\.|-|$)/i.test(name));
  if (names.length > 0) return names.map((name) => readFileSync(join(folder, name), 'utf8').trim()).join('\n\n');
  if (license === 'MPL-2.0' && existsSync(MPL)) return readFileSync(MPL, 'utf8').trim();
  return `The package has no license text; its package.json says: ${license}`;
}

function sectionOfPackage(root, place) {
  const folder = join(root, place);
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return section(
    `${name} ${version}`,
    license,
    INSTALLED[name] ?? 'the JavaScript bundles',
    licenseText(folder, license),
  );
}

function sectionOfHeaders(root, { name, license, place, text }) {
  if (text === 'travesty') {
    const [, comment = ''] = /\/\*(.*?)\*\//s.exec(existsSync(TRAVESTY) ? readFileSync(TRAVESTY, 'utf8') : '') ?? [];
    return section(name, license, place, comment.replaceAll(/^ \* ?/gm, '').trim());
  }
  const file = text === 'musl' ? MUSL : join(root, 'scripts/notices', text);
  return section(name, license, place, existsSync(file) ? readFileSync(file, 'utf8').trim() : '');
}

function section(name, license, place, text) {
  return `${'-'.repeat(72)}\n${name}\nLicense: ${license}\nIn: ${place}\n\n${text}\n`;
}

/** The complete text; metafiles are esbuild's. */
export function notices(root, metafiles) {
  const installed = Object.keys(INSTALLED).map((name) => `node_modules/${name}`);
  const folders = [...new Set([...bundledPackages(metafiles), ...installed])].sort();
  return [
    'maolan-plugin-host contains work of others. Each part keeps its own license:\n',
    ...folders.map((folder) => sectionOfPackage(root, folder)),
    ...COMPILED_IN.map((part) => sectionOfHeaders(root, part)),
  ].join('\n');
}
