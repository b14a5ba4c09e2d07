/** scripts/setup.sh, with which every build begins: what is missing is named before anything is compiled. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import test from 'ava';
import { root } from '../../support/paths.ts';

/** All that setup.sh finds in PATH. Without dpkg-query, apt-get and sudo it installs nothing. */
const PROGRAMS = ['ar', 'cc', 'dirname', 'emcc', 'make', 'node', 'npm', 'pkg-config', 'uname'];

function pathOf(name: string): string {
  if (name === 'node') return process.execPath;
  for (const folder of (process.env.PATH ?? '').split(':')) {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {}
  }
  throw new Error(`${name} is not in PATH; npm run setup installs it`);
}

const cases: Record<string, { environment?: NodeJS.ProcessEnv; says: RegExp }> = {
  make: { says: /needs what is missing here, or not in PATH: make\. The Debian packages with them: make gcc/ },
  emcc: { says: /not in PATH: emcc\. / },
  'pkg-config': { says: /not in PATH: pkg-config\. / },
  npm: { says: /npm is missing; install it/ },
  node: { says: /Node\.js is missing; install version 20 or newer/ },
  headers: {
    environment: { PKG_CONFIG_LIBDIR: '/nowhere' },
    says: /: lilv-0 \(headers\) lv2 \(headers\) x11 \(headers\)\. /,
  },
  'the compiler in CC': {
    environment: { CC: 'no-such-compiler -m64' },
    says: /not in PATH: no-such-compiler\. /,
  },
};

for (const [missing, { environment, says }] of Object.entries(cases))
  test(`A build without ${missing} says so in one line, and ends`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'maolan-setup-'));
    t.teardown(() => rmSync(folder, { recursive: true }));
    for (const name of PROGRAMS) if (name !== missing) symlinkSync(pathOf(name), join(folder, name));
    const setup = spawn('/bin/sh', ['scripts/setup.sh', 'build'], {
      cwd: root,
      env: { ...process.env, PATH: folder, ...environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    t.teardown(() => setup.kill('SIGKILL'));
    const [stderr, [exitCode]] = await Promise.all([text(setup.stderr), once(setup, 'close')]);
    t.is(exitCode, 1, stderr);
    t.regex(stderr, says);
    t.is(stderr.trimEnd().split('\n').length, 1, stderr);
  });
