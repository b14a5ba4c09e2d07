import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import { XServer } from '../unit/window/x-server.ts';
import { Daw, type DawOptions, type Echo } from './daw.ts';
import { TIMEOUT_MS, until } from './host-process.ts';
import { request } from './layout.ts';
import { root } from './paths.ts';

/** A host on an X server, with a current DAW. */
export interface Scene {
  x: XServer;
  daw: Daw;
}

/** Run body with a ready host on a private X server; afterwards the host must exit normally. */
export function editorTest(
  title: string,
  options: () => DawOptions,
  body: (t: ExecutionContext, scene: Scene) => Promise<void>,
): void {
  test.serial(title, async (t) => {
    const x = await XServer.start(t, { openGl: true });
    const given = options();
    const daw = new Daw({
      ...given,
      version: given.version === 7 ? 7 : 6,
      environment: { ...given.environment, DISPLAY: x.display },
    });
    try {
      if (!(await daw.ready())) throw new Error('The host is not ready.');
      await body(t, { x, daw });
      daw.shutDown();
      t.deepEqual(await daw.process.end(), { code: 0, signal: null });
      t.is(daw.toDaw.drain(), 0, 'replies are left');
    } catch (error) {
      t.log(daw.process.stderr);
      throw error;
    } finally {
      await daw.destroy();
    }
  });
}

/** Request the editor and wait for its window. */
export async function show({ x, daw }: Scene): Promise<string> {
  daw.askFor(request.guiShow);
  return windowOf({ x, daw });
}

/** The host's only visible window. */
export async function windowOf({ x, daw }: Scene): Promise<string> {
  const windows = () => x.windowsOf(daw.process.hostPid);
  if (!(await until(() => windows().length > 0))) throw new Error('No window appears.');
  return windows()[0] ?? '';
}

/** Wait until no window of the host is visible. */
export async function isOffScreen({ x, daw }: Scene): Promise<boolean> {
  return until(() => x.windowsOf(daw.process.hostPid).length === 0);
}

/** Play blocks for that long. Returns how many were not answered. */
export async function playFor(daw: Daw, milliseconds: number, frames = 64): Promise<number> {
  let unanswered = 0;
  for (const end = performance.now() + milliseconds; performance.now() < end; )
    if ((await daw.block(frames)) !== 'byte') unanswered++;
  return unanswered;
}

/** Drag at several places in a window, like a user looking for a knob, until the DAW receives a value. */
export async function editSomething({ x, daw }: Scene, window: string): Promise<Echo[]> {
  const area = x.area(window);
  if (area === undefined) throw new Error('The window is gone.');
  const heard: Echo[] = [];
  for (let py = 25; py < area.height; py += 22)
    for (let px = 20; px < area.width; px += 22) {
      x.drag(window, [px, py], [px, Math.max(0, py - 30)], 3);
      await playFor(daw, 15);
      heard.push(...daw.takeEchoes());
      if (!heard.some(({ kind }) => kind === 0)) continue;
      await playFor(daw, 100);
      return [...heard, ...daw.takeEchoes()];
    }
  throw new Error('Nothing that was dragged changed anything.');
}

/** Number of file descriptors and threads, and memory (KiB) of a process. */
export function belongings(pid: number): { fds: number; threads: number; memory: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return {
    fds: readdirSync(`/proc/${pid}/fd`).length,
    threads: readdirSync(`/proc/${pid}/task`).length,
    memory: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]),
  };
}

/** A window of the DAW, in which to embed editors. */
export class DawWindow {
  private constructor(
    private readonly process: ChildProcess,
    readonly id: string,
  ) {}

  static async open(t: ExecutionContext, x: XServer, width = 900, height = 600): Promise<DawWindow> {
    const program = 'build/test/editor/vst3/daw-window';
    const child = spawn(join(root, program), [String(width), String(height)], { env: x.env });
    t.teardown(() => child.kill('SIGKILL'));
    const [line] = (await once(child.stdout, 'data', { signal: AbortSignal.timeout(TIMEOUT_MS) })) as [Buffer];
    return new DawWindow(child, String(line).trim());
  }

  /** Destroy it with everything in it. */
  async destroy(): Promise<void> {
    this.process.stdin?.end();
    await once(this.process, 'exit');
  }
}

/** Have the editor embedded in it (version 6). */
export function embedIn({ segment }: Daw, id: string): void {
  const parent = Buffer.alloc(8);
  parent.writeUInt32LE(Number(id));
  segment.write(72, parent); // parent_window
  segment.writeU32(272, 0); // GUI_MODE: embedded
  segment.writeU32(276, 1); // GUI_PARENT_API: X11
}
