// SPDX-License-Identifier: BSD-2-Clause
/** The parts of the program: Node.js, its own files, and the libraries that they need. */
import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Koffi } from '../../native.ts';
import { type Finding, ok, problem, reasonOf, warning } from './finding.ts';

const OLDEST_NODE = 20;

export function checkNode(version: string, executable: string): Finding {
  const major = Number(version.split('.')[0]);
  if (major >= OLDEST_NODE) return ok('Node.js', `${version} (${executable})`);
  const advice = `Install version ${OLDEST_NODE} or newer (https://nodejs.org), or set MAOLAN_NODE to one that is.`;
  return problem('Node.js', `${version} (${executable}) is too old`, advice);
}

/** What this process was started with is not what a DAW starts it with, if a variable says so. */
export function checkChosenNode({ MAOLAN_NODE }: NodeJS.ProcessEnv): Finding[] {
  if (MAOLAN_NODE === undefined || MAOLAN_NODE === '') return [];
  const found = MAOLAN_NODE.includes('/') ? isExecutable(MAOLAN_NODE) : true;
  if (found) return [ok('MAOLAN_NODE', MAOLAN_NODE)];
  const message = `${MAOLAN_NODE} cannot be executed, so another Node is used`;
  return [warning('MAOLAN_NODE', message, 'Unset the variable, or set it to a Node executable.')];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

interface Part {
  file: string;
  check: string;
  /** Its purpose, and where to get it. */
  serves: string;
  advice: string;
}

const OWN_ADVICE = 'Reinstall the package; building it again (npm run build) does the same in a checkout.';

/** The shim's libraries: each pulls in what it is linked against, so loading them shows whether that is there. */
const PARTS: readonly Part[] = [
  { file: 'libmaolan-os.so', check: 'core library', serves: 'nothing works without it', advice: OWN_ADVICE },
  {
    file: 'libmaolan-lv2.so',
    check: 'LV2',
    serves: 'LV2 plugins cannot be loaded',
    advice: 'Install lilv (Debian: apt-get install liblilv-0-0).',
  },
  { file: 'libmaolan-vst3.so', check: 'VST3', serves: 'VST3 plugins cannot be loaded', advice: OWN_ADVICE },
  { file: 'libmaolan-clap.so', check: 'CLAP', serves: 'CLAP plugins cannot be loaded', advice: OWN_ADVICE },
  {
    file: 'libmaolan-window.so',
    check: 'editor windows',
    serves: 'editors cannot be shown; sound is not affected',
    advice: 'Install libX11 (Debian: apt-get install libx11-6).',
  },
];

/** Libraries that are loaded by their own names when they are needed. */
const FOREIGN: readonly (Part & { optional: true })[] = [
  {
    file: 'libsndfile.so.1',
    check: 'libsndfile',
    serves: 'sound files cannot be read or written',
    advice: 'Install libsndfile (Debian: apt-get install libsndfile1).',
    optional: true,
  },
];

function load(koffi: Koffi, path: string, { check, serves, advice }: Part, isOptional: boolean): Finding {
  try {
    koffi.load(path, { global: true });
    return ok(check, path);
  } catch (error) {
    const message = `${path}: ${reasonOf(error)}; ${serves}`;
    return isOptional ? warning(check, message, advice) : problem(check, message, advice);
  }
}

/** folder: dist/lib. */
export function checkParts(koffi: Koffi, folder: string): Finding[] {
  const own = PARTS.map((part) => {
    const path = join(folder, part.file);
    if (existsSync(path)) return load(koffi, path, part, part.file === 'libmaolan-window.so');
    return problem(part.check, `${path} is missing; ${part.serves}`, OWN_ADVICE);
  });
  return [...own, ...FOREIGN.map((part) => load(koffi, part.file, part, true))];
}
