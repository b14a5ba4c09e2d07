// SPDX-License-Identifier: BSD-2-Clause
/** The plugin's own window. */
import { setTimeout as sleep } from 'node:timers/promises';
import { PluginHostError } from '../../../client/index.ts';
import type { EditorOptions } from '../../../client/types.ts';
import type { Bench } from '../bench.ts';
import { skipUnless } from '../broken.ts';
import { ParentWindow } from '../parent-window.ts';
import type { Rule } from '../rule.ts';
import { expectFinite, type Subject, type SubjectOptions } from '../subject.ts';

const OPEN = {
  lv2: 'ui/ui.h, LV2UI_Descriptor::instantiate; ui:idleInterface',
  vst3: 'iplugview.h, IPlugView::attached and removed',
  clap: 'clap/ext/gui.h, create, set_parent, show, destroy',
};
/** Pixels. */
const SIZES = [
  [300, 200],
  [1, 1],
  [1500, 1100],
  [333, 777],
  [640, 480],
] as const;
const NO_EDITOR = /has (none|no window|no editor)|no (window|editor)|none that|cannot be embedded in an X11 window/i;

async function withEditor(bench: Bench, options: SubjectOptions = {}): Promise<Subject> {
  const { hasEditor } = await bench.setup.details();
  skipUnless(hasEditor !== false, 'it has no editor');
  skipUnless((process.env.DISPLAY ?? '') !== '', 'there is no DISPLAY (xvfb-run makes one)');
  return bench.open(options);
}

async function show(subject: Subject, options: EditorOptions = {}): Promise<void> {
  try {
    await subject.host.showEditor(options);
  } catch (error) {
    if (error instanceof PluginHostError && error.code === 'REQUEST_FAILED' && NO_EDITOR.test(error.message))
      skipUnless(false, 'it has no editor for X11');
    throw error;
  }
}

/** In a window of another process, which is gone afterwards. */
async function embedded(bench: Bench, run: (subject: Subject, parent: ParentWindow) => Promise<void>): Promise<void> {
  const subject = await withEditor(bench);
  const parent = await ParentWindow.open(bench.setup.folder, bench.signal);
  try {
    await show(subject, { parent: parent.id });
    await sleep(100);
    await run(subject, parent);
    await subject.close(); // before its window goes
  } finally {
    await parent.kill();
  }
}

export const rules: readonly Rule[] = [
  {
    id: 'editor/open',
    level: 3,
    rule: 'The editor opens, runs for a while, and closes.',
    source: OPEN,
    why: 'It is all that users see.',
    needs: ['lifecycle/close'],
    async run(bench) {
      const subject = await withEditor(bench);
      await show(subject);
      await sleep(300);
      await subject.host.hideEditor();
    },
  },
  {
    id: 'editor/close',
    level: 3,
    rule: 'The plugin can be closed while its editor is open.',
    source: OPEN,
    why: 'Tracks are removed with open windows.',
    needs: ['editor/open', 'lifecycle/close'],
    async run(bench) {
      const subject = await withEditor(bench);
      await show(subject);
      await sleep(100);
      await subject.close();
    },
  },
  {
    id: 'editor/repeatedly',
    level: 5,
    rule: 'It can be opened again and again.',
    source: OPEN,
    why: 'Users do it all the time.',
    who: 'Toolkits that leak a connection, a timer or a texture each time.',
    needs: ['editor/open'],
    timeoutFactor: 2,
    async run(bench) {
      const subject = await withEditor(bench);
      for (let i = 0; i < (bench.level >= 10 ? 20 : 5); i++) {
        await show(subject);
        await sleep(30);
        await subject.host.hideEditor();
      }
    },
  },
  {
    id: 'editor/during-sound',
    level: 4,
    rule: 'The sound goes on while the editor opens and closes.',
    source: OPEN,
    why: 'Users open windows while the music plays.',
    needs: ['editor/open', 'process/finite'],
    async run(bench) {
      const subject = await withEditor(bench);
      const windows = async () => {
        await show(subject);
        await sleep(100);
        await subject.host.hideEditor();
      };
      const [outputs] = await Promise.all([subject.play({ frames: 96_000, size: () => 128 }), windows()]);
      expectFinite(outputs, 'while the editor is open');
    },
  },
  {
    id: 'editor/embedded',
    level: 4,
    rule: 'It also opens inside the window of another process, and keeps playing.',
    source: OPEN,
    why: 'Most DAWs embed editors.',
    needs: ['editor/open', 'process/finite'],
    async run(bench) {
      await embedded(bench, async (subject) => {
        expectFinite(await subject.play({ frames: 24_000, size: () => 256 }), 'while the editor is embedded');
        await subject.host.hideEditor();
      });
    },
  },
  {
    id: 'editor/resize',
    level: 4,
    rule: 'Its parent window may take any size while it plays.',
    source: {
      lv2: 'ui/ui.h, LV2UI_Resize: the UI follows, or stays as it is',
      vst3: 'iplugview.h, IPlugView::onSize, canResize and checkSizeConstraint',
      clap: 'clap/ext/gui.h, can_resize, adjust_size and set_size',
    },
    why: 'Users drag corners, and window managers tile.',
    who: 'Editors that divide by their height.',
    needs: ['editor/embedded'],
    async run(bench) {
      await embedded(bench, async (subject, parent) => {
        const sizes = async () => {
          for (const [width, height] of SIZES) {
            parent.resize(width, height);
            await sleep(40);
          }
        };
        const [outputs] = await Promise.all([subject.play({ frames: 48_000, size: () => 256 }), sizes()]);
        expectFinite(outputs, 'while the window has other sizes');
        await subject.host.hideEditor();
      });
    },
  },
  {
    id: 'editor/killed-parent',
    level: 5,
    rule: 'When its parent window disappears with its process, the plugin keeps running and saves its state.',
    source: { all: 'Xlib: a window is destroyed with the client that made it; whoever draws into it gets BadWindow' },
    why: "DAWs crash, or show editors from separate processes. Xlib's usual answer to an error is exit().",
    who: 'Toolkits without an X11 error handler.',
    needs: ['editor/embedded', 'state/save'],
    async run(bench) {
      await embedded(bench, async (subject, parent) => {
        await parent.kill();
        await sleep(200);
        expectFinite(await subject.play({ frames: 24_000, size: () => 256 }), 'after the window has vanished');
        await subject.host.saveState();
        await subject.host.hideEditor().catch(() => {});
      });
    },
  },
  {
    id: 'editor/no-display',
    level: 4,
    rule: 'Without a display the editor is refused, and the plugin keeps playing.',
    source: OPEN,
    why: 'Render farms, build servers and remote sessions have none.',
    needs: ['process/finite', 'lifecycle/close'],
    async run(bench) {
      const { hasEditor } = await bench.setup.details();
      skipUnless(hasEditor !== false, 'it has no editor');
      const subject = await bench.open({ environment: { DISPLAY: '' } });
      await subject.host.showEditor().catch((error: unknown) => {
        if (!(error instanceof PluginHostError) || error.code !== 'REQUEST_FAILED') throw error;
      });
      expectFinite(await subject.play({ frames: 4096 }), 'without a display');
    },
  },
];
