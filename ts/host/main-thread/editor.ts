/**
 * The plugin's window. X11 is loaded when the first one is asked for, and a machine without it loses nothing else.
 */
import { join } from 'node:path';
import type { Core } from '../../core.ts';
import { declareFunctions, type Native } from '../../native.ts';
import type { Plugin, WindowsPointer } from '../../plugin.ts';
import type { Log } from '../log.ts';

export interface EditorParts {
  native: Native;
  core: Core;
  plugin: Plugin;
  log: Log;
  /** Of a window of its own. */
  title: string;
}

interface WindowLibrary {
  window_api(): WindowsPointer;
}

export class Editor {
  readonly #parts: EditorParts;
  #library: WindowLibrary | undefined;
  #windows: WindowsPointer = null;

  constructor(parts: EditorParts) {
    this.#parts = parts;
  }

  /** The audio goes on whatever comes of it. */
  show(): void {
    const { core, plugin, log, title } = this.#parts;
    try {
      this.#windows ??= this.#load();
      plugin.showEditor(this.#windows, core.exports.host_editor_parent() >>> 0, title);
    } catch (error) {
      log.say('warning', `The window is not shown: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  hide(): void {
    this.#parts.plugin.hideEditor();
  }

  /** @throws Error with the loader's words, which name what is missing. */
  #load(): WindowsPointer {
    const { koffi, folder } = this.#parts.native;
    const path = join(folder, 'libmaolan-window.so');
    // Kept: when nobody has its functions any more, the binding unloads a library.
    this.#library = declareFunctions<WindowLibrary>(koffi, path, ['void *window_api()']);
    return this.#library.window_api();
  }
}
