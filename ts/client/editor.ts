// SPDX-License-Identifier: BSD-2-Clause
/** The plugin's own window. */
import { setTimeout as sleep } from 'node:timers/promises';
import { PROTOCOL_REQUEST_GUI_HIDE, PROTOCOL_REQUEST_GUI_SHOW } from '../contract/protocol.ts';
import { checkEditorOptions } from './checks.ts';
import type { Daw } from './daw.ts';
import { askForEditor, type EditorStatus } from './description.ts';
import { integerIn, PluginHostError } from './errors.ts';
import type { HostProcess } from './host-process.ts';
import type { Processes } from './processes.ts';
import type { Requests } from './requests.ts';
import type { EditorOptions } from './types.ts';

/** How long the host's sentence on a request is waited for. */
const SENTENCE_MS = 1000;
const POLL_MS = 10;

export class Editor {
  readonly #daw: Daw;
  readonly #requests: Requests;
  readonly #processes: Processes;

  constructor(daw: Daw, requests: Requests, processes: Processes) {
    this.#daw = daw;
    this.#requests = requests;
    this.#processes = processes;
  }

  /** See PluginHost.showEditor. */
  show(options: EditorOptions): Promise<void> {
    return this.#requests.inTurn(async () => {
      checkEditorOptions(options);
      const { parent = 0, floating = false } = options;
      integerIn('parent', parent, 0, 0xffffffff);
      const host = await this.#processes.whenUp();
      const said = host.log.count;
      const before = await this.#editorStatus(host);
      this.#daw.exports.daw_set_editor(parent, floating ? 1 : 0);
      await this.#requests.tell(host, PROTOCOL_REQUEST_GUI_SHOW, 'showing the editor');
      const after = await this.#editorStatus(host);
      if (before === undefined || after === undefined) return;
      if (after.isEditorShown || after.timesEditorShown > before.timesEditorShown) return;
      // Its sentence comes another way than its answer.
      for (let waited = 0; host.log.since(said) === '' && waited < SENTENCE_MS; waited += POLL_MS) await sleep(POLL_MS);
      const reason = host.log.since(said) || 'the plugin has none, or there is no display for it';
      throw new PluginHostError('REQUEST_FAILED', `the editor is not shown: ${reason}`);
    });
  }

  /** @returns undefined if this host does not say. */
  async #editorStatus(host: HostProcess): Promise<EditorStatus | undefined> {
    try {
      return await askForEditor(this.#requests, host);
    } catch (error) {
      if (error instanceof PluginHostError && error.code === 'REQUEST_FAILED') return undefined;
      throw error;
    }
  }

  /** See PluginHost.hideEditor. */
  hide(): Promise<void> {
    return this.#requests.inTurn(async () =>
      this.#requests.tell(await this.#processes.whenUp(), PROTOCOL_REQUEST_GUI_HIDE, 'hiding the editor'),
    );
  }

  /** See PluginHost.isEditorShown. */
  isShown(): Promise<boolean> {
    return this.#requests.inTurn(
      async () => (await askForEditor(this.#requests, await this.#processes.whenUp())).isEditorShown,
    );
  }
}
