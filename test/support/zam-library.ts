/** Zam-plugins run through the client library. */
import type { ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ExecutionContext } from 'ava';
import { type OpenOptions, type PluginFormat, PluginHost } from '../../ts/client/index.ts';
import { nothingIsLeft } from '../behaviour/library/support.ts';
import { hostPidOf, processesWith } from './host-process.ts';
import { currentHost } from './paths.ts';
import type { Sound, Zam } from './zam.ts';

/** Run with a new process for the plugin, which must remain the only one, exit normally and leave nothing behind. */
export async function withZam<Result>(
  t: ExecutionContext,
  { name, audioInputs, audioOutputs }: Zam,
  format: PluginFormat,
  options: Partial<OpenOptions>,
  use: (host: PluginHost) => Result | Promise<Result>,
): Promise<Result> {
  const plugin = format === 'lv2' ? `urn:zamaudio:${name}` : `/usr/lib/${format}/${name}.${format}`;
  const log: string[] = [];
  // The library does not report whether a host that it closed exited normally or had to be killed.
  const started: ChildProcess[] = [];
  const note = (message: unknown) => started.push((message as { process: ChildProcess }).process);
  subscribe('child_process', note);
  const host = await PluginHost.open({
    format,
    plugin,
    executable: currentHost,
    blockTimeoutMs: 10_000, // far more than a loaded machine needs
    policy: { restart: false }, // a crash must not be hidden
    onLog: (line) => log.push(line),
    ...options,
  }).finally(() => unsubscribe('child_process', note));
  let result: Result;
  try {
    t.like(host.ports, { audioInputs, audioOutputs });
    result = await use(host);
    t.deepEqual(processesWith(`maolan-client-${process.pid}-`), [host.pid, hostPidOf(host.pid ?? 0)]);
  } finally {
    if (!t.passed) t.log(log.join('\n'));
    await host.close();
  }
  const ends = started.map(({ exitCode, signalCode }) => ({ code: exitCode, signal: signalCode }));
  t.deepEqual(ends, [{ code: 0, signal: null }]);
  await nothingIsLeft(t);
  return result;
}

/** Process blocks of the sound; returns the whole output. */
export function play(
  t: ExecutionContext,
  host: PluginHost,
  sound: Sound,
  blocks: number,
  frames: number,
  before: (block: number) => void = () => {},
): Float32Array[] {
  const all = Array.from({ length: host.ports.audioOutputs }, () => new Float32Array(blocks * frames));
  for (let block = 0; block < blocks; block++) {
    before(block);
    const heard = all.map((samples) => samples.subarray(block * frames, (block + 1) * frames));
    t.true(host.process(sound.next(frames), heard), `block ${block} was passed through`);
  }
  t.true(
    all.every((samples) => samples.every(Number.isFinite)),
    'that is not sound',
  );
  return all;
}
