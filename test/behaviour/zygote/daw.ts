/**
 * A DAW of its own: opens plugins until one comes from the zygote, says as what this one runs (a line of JSON), and waits to be killed or for the end
 * of its input, after which it closes what it has opened.
 */
import { readFileSync, readlinkSync } from 'node:fs';
import { forkedHostOf } from '../../support/host-process.ts';
import { amp } from '../library/support-options.ts';
import { closeOpened, open, openForked, plays, statOf, statusOf } from './scene.ts';

/** What a host process has from the one that started it. */
export interface Belongings {
  pid: number;
  plays: boolean;
  uid: string | undefined;
  gid: string | undefined;
  groups: string | undefined;
  umask: string | undefined;
  affinity: string | undefined;
  nice: number;
  directory: string;
  controlGroup: string;
  /** Of the stack, bytes. */
  stack: string | undefined;
  /** A variable of the DAW's. */
  mark: string | undefined;
}

await open(amp);
const host = await openForked(amp);
const pid = forkedHostOf(host.pid ?? 0);
const belongings: Belongings = {
  pid,
  plays: await plays(host),
  uid: statusOf(pid, 'Uid'),
  gid: statusOf(pid, 'Gid'),
  groups: statusOf(pid, 'Groups')?.trim(),
  umask: statusOf(pid, 'Umask'),
  affinity: statusOf(pid, 'Cpus_allowed_list'),
  nice: Number(statOf(pid)[16]),
  directory: readlinkSync(`/proc/${pid}/cwd`),
  controlGroup: readFileSync(`/proc/${pid}/cgroup`, 'utf8'),
  stack: /Max stack size +(\S+)/.exec(readFileSync(`/proc/${pid}/limits`, 'utf8'))?.[1],
  mark: /\0MAOLAN_TEST_MARK=([^\0]*)/.exec(readFileSync(`/proc/${pid}/environ`, 'latin1'))?.[1],
};
process.stdout.write(`${JSON.stringify(belongings)}\n`);
process.stdin.resume().once('end', () => void closeOpened());
