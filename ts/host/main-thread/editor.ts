// SPDX-License-Identifier: BSD-2-Clause
/** The plugin's editor window. X11 is loaded for the first window; without it only editors are unavailable. */
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
  /** Of a floating window. */
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

  /** The phase of the plugin's own work on the main thread, which is mostly for the editor while its window is open. */
  get phase(): number {
    return this.#shown ? RECOVERY_EDITOR : RECOVERY_SERVE;
  }

  /**
   * The audio continues even if this fails.
   * @returns whether the window is shown.
   */
  show(): boolean {
    const { core, plugin, recovery, log, title } = this.#parts;
    // Recorded first: a later process reopens the window, unless it makes the plugin crash.
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

  /**
   * Record whether the window manager has closed it, or the plugin has shown it again: a later process restores that.
   */
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

  /** @throws Error with the loader's message, which names what is missing. */
  #load(): WindowsPointer {
    const { koffi, folder } = this.#parts.native;
    const path = join(folder, 'libmaolan-window.so');
    // Kept referenced: the binding unloads a library when its functions are garbage-collected.
    this.#library = declareFunctions<WindowFunctions>(koffi, path, windowPrototypes);
    return this.#library.window_api();
  }
}
