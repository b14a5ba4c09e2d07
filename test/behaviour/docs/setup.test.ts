/** scripts/setup.sh, with which every build begins: what is missing is named before anything is compiled. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test from 'ava';
import { root } from '../../support/paths.ts';

/** The programs of this machine, without one. */
function pathWithout(folder: string, tool: string): string {
  const names = new Map<string, string>();
  for (const place of [dirname(process.execPath), '/usr/bin', '/bin'])
    for (const name of readdirSync(place)) if (!names.has(name)) names.set(name, join(place, name));
  names.delete(tool);
  for (const [name, path] of names) symlinkSync(path, join(folder, name));
  return folder;
}

const cases: [tool: string, environment: NodeJS.ProcessEnv, sentence: RegExp][] = [
  ['make', {}, /needs what is missing here, or not in PATH: make\. The Debian packages with them: make gcc/],
  ['emcc', {}, /not in PATH: emcc\. /],
  ['pkg-config', {}, /not in PATH: pkg-config\. /],
  ['npm', {}, /npm is missing; install it/],
  ['node', {}, /Node\.js is missing; install version 20 or newer/],
  ['', { PKG_CONFIG_LIBDIR: '/nowhere' }, /: lilv-0 \(headers\) lv2 \(headers\) x11 \(headers\)\. /],
  ['', { CC: 'no-such-compiler -m64' }, /not in PATH: no-such-compiler\. /],
];

test('What a build needs and does not find is named in one line', (t) => {
  for (const [tool, environment, sentence] of cases) {
    const folder = mkdtempSync(join(tmpdir(), 'maolan-setup-'));
    t.teardown(() => rmSync(folder, { recursive: true }));
    const env = { ...process.env, PATH: pathWithout(folder, tool), ...environment };
    const { status, stderr } = spawnSync('/bin/sh', ['scripts/setup.sh', 'build'], {
      cwd: root,
      env,
      encoding: 'utf8',
    });
    t.is(status, 1, tool);
    t.regex(stderr, sentence);
    t.is(stderr.trimEnd().split('\n').length, 1, stderr);
  }
});
