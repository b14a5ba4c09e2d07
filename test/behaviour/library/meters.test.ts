/** A value that only the plugin sets is not a setting. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { clapFile } from '../../support/paths.ts';
import { run } from '../commands/commands.ts';

test.serial('Read-only parameters are no part of the state that is kept for a plugin without one', async (t) => {
  const cwd = mkdtempSync(join(tmpdir(), 'meters-'));
  t.teardown(() => rmSync(cwd, { recursive: true }));
  const saved = await run(['state', 'save', clapFile('no-state'), 'a.state', '--param', 'Value=0.5'], { cwd });
  t.is(saved.code, 0, saved.stderr);
  const { stdout } = await run(['state', 'show', 'a.state', '--json'], { cwd });
  const { parameters } = JSON.parse(stdout) as { parameters: { id: number; value: number }[] };
  t.deepEqual(parameters, [{ id: 1, value: 0.5 }]);
});
