// SPDX-License-Identifier: BSD-2-Clause
/** Which libraries a plugin's binary is linked against, and which of them this machine does not have. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const TIMEOUT_MS = 20_000;

export interface LinkedLibrary {
  /** As the binary names it. */
  name: string;
  /** undefined: it is missing. */
  path: string | undefined;
}

export interface Linked {
  libraries: LinkedLibrary[];
  /** A sentence, if they are unknown: the binary is for another kind of machine, or not a binary. */
  trouble: string | undefined;
}

/** "\tlibm.so.6 => /lib/libm.so.6 (0x...)", "\tlibx.so => not found", "\t/lib64/ld-linux.so.2 (0x...)"; the kernel's own has no path. */
function parseLine(line: string): LinkedLibrary[] {
  const [, name, target] = /^\t(\S+) => (not found|\S+)/.exec(line) ?? [];
  if (name !== undefined) return [{ name, path: target === 'not found' ? undefined : target }];
  const [, own] = /^\t(\/\S+) \(0x/.exec(line) ?? [];
  return own === undefined ? [] : [{ name: own, path: own }];
}

/** Asks the loader of programs (ldd), which runs nothing of the binary. */
export async function linkedLibraries(binary: string): Promise<Linked> {
  try {
    const { stdout } = await run('ldd', [binary], {
      timeout: TIMEOUT_MS,
      env: { ...process.env, LC_ALL: 'C', LD_PRELOAD: '' },
    });
    return { libraries: stdout.split('\n').flatMap(parseLine), trouble: undefined };
  } catch (error) {
    const { code, stderr = '', stdout = '' } = error as { code?: unknown; stderr?: string; stdout?: string };
    if (code === 'ENOENT') return { libraries: [], trouble: 'ldd is not installed (Debian: apt-get install libc-bin)' };
    const why = /not a dynamic executable/.test(stderr + stdout)
      ? 'it is not a library for this kind of machine'
      : stderr.trim().split('\n')[0];
    return { libraries: [], trouble: `${binary}: ${why}` };
  }
}

/** The name that Debian would give the package of a library: libfoo.so.1 is in libfoo1, libfoo-2.so.0 in libfoo-2-0. */
export function packageOf(library: string): string | undefined {
  const [, name, number] = /^(lib[^/]+?)\.so(?:\.(\d+))?/.exec(library) ?? [];
  if (name === undefined) return undefined;
  const joint = number !== undefined && /\d$/.test(name) ? '-' : '';
  return `${name}${joint}${number ?? ''}`.toLowerCase().replaceAll('_', '-');
}

/** What to do about a library that is not there. */
export function adviceFor(library: string): string {
  const name = packageOf(library);
  return name === undefined
    ? 'find out which package has it: apt-file find <name>'
    : `look for a package named like ${name} (Debian: apt-cache search ${name}, or apt-file find ${library})`;
}
