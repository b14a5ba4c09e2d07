// SPDX-License-Identifier: BSD-2-Clause
/**
 * The plugin's window. X11 is loaded when the first one is asked for, and a machine without it loses nothing else.
 */
import { join } from 'node:path';
import { RECOVERY_EDITOR, RECOVERY_SERVE } from '../../contract/recovery.ts';
import { type WindowFunctions, windowPrototypes } from '../../contract/window.ts';
import type { Core } from '../../core.ts';
import { declareFunctions, type Native } from '../../native.ts';
import type { Plugin, WindowsPointer } from '../../plugin.ts';
import type { Log } from '../log.ts';
import type { Recovery } from './recovery.ts';

export interface EditorParts {
  native: Native;
  core: Core;
  plugin: Plugin;
  recovery: Recovery;
  log: Log;
  /** Of a top-level window. */
  title: string;
}

export class Editor {
  readonly #parts: EditorParts;
  #library: WindowFunctions | undefined;
  #windows: WindowsPointer = null;
  #shown = false;

  constructor(parts: EditorParts) {
    this.#parts = parts;
  }

  /** What the plugin's own work on the main thread is about: while its window is open, it is mostly for that. */
  get phase(): number {
    return this.#shown ? RECOVERY_EDITOR : RECOVERY_SERVE;
  }

  /**
   * The audio goes on whatever comes of it.
   * @returns whether it is on the screen.
   */
  show(): boolean {
    const { core, plugin, recovery, log, title } = this.#parts;
    // Noted first: a later process opens it again, unless it is what kills the plugin.
    this.#note(true);
    try {
      this.#windows ??= this.#load();
      const [windows, parent] = [this.#windows, core.exports.host_editor_parent() >>> 0];
      recovery.during(RECOVERY_EDITOR, () => plugin.showEditor(windows, parent, title));
      return true;
    } catch (error) {
      this.#note(false);
      log.say('warning', `The window is not shown: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  }

  /** Was it closed by its window manager meanwhile, or shown again by the plugin? A later process leaves it as it is then. */
  follow(): void {
    const shown = this.#parts.plugin.isEditorShown;
    if (shown !== this.#shown) this.#note(shown);
  }

  hide(): void {
    const { plugin, recovery } = this.#parts;
    recovery.during(RECOVERY_EDITOR, () => plugin.hideEditor());
    this.#note(false);
  }

  #note(shown: boolean): void {
    this.#shown = shown;
    this.#parts.recovery.noteEditor(shown);
  }

  /** @throws Error with the loader's words, which name what is missing. */
  #load(): WindowsPointer {
    const { koffi, folder } = this.#parts.native;
    const path = join(folder, 'libmaolan-window.so');
    // Kept: when its functions are no longer referenced, the binding unloads a library.
    this.#library = declareFunctions<WindowFunctions>(koffi, path, windowPrototypes);
    return this.#library.window_api();
  }
}
