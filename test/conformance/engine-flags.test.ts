/** ts/host/audio-thread/engine-flags.ts, with the engine that is here. */
import { spawnSync } from 'node:child_process';
import test from 'ava';
import { engineFlags } from '../../ts/host/audio-thread/engine-flags.ts';

test('The engine knows every flag that the audio thread sets', (t) => {
  const set = 'for (const flag of process.argv.slice(1)) require("node:v8").setFlagsFromString(flag)';
  const flags = engineFlags(process.versions.v8);
  // It complains on one of the two, and goes on.
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', set, '--', ...flags], { encoding: 'utf8' });
  t.deepEqual({ status, stdout, stderr }, { status: 0, stdout: '', stderr: '' });
});

test('Only engines that know it get the interrupt budget', (t) => {
  const budget = (version: string) => engineFlags(version).some((flag) => flag.startsWith('--interrupt-budget'));
  t.true(budget('11.3.244.8-node.38'));
  t.false(budget('12.4.254.21-node.57'));
  t.false(budget('14.6.202.34-node.34'));
});
