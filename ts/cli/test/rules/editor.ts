/** The plugin's own window. */
import { setTimeout as sleep } from 'node:timers/promises';
import { PluginHostError } from '../../../client/index.ts';
import type { Bench } from '../bench.ts';
import { skipUnless } from '../broken.ts';
import type { Rule } from '../rule.ts';
import { expectFinite, type Subject, type SubjectOptions } from '../subject.ts';

const OPEN = {
  lv2: 'ui/ui.h, LV2UI_Descriptor::instantiate; ui:idleInterface',
  vst3: 'iplugview.h, IPlugView::attached and removed',
  clap: 'clap/ext/gui.h, create, set_parent, show, destroy',
};
const NO_EDITOR = /has (none|no window|no editor)|no (window|editor)|none that/i;

async function withEditor(bench: Bench, options: SubjectOptions = {}): Promise<Subject> {
  const { hasEditor } = await bench.setup.details();
  skipUnless(hasEditor !== false, 'it has no editor');
  skipUnless((process.env.DISPLAY ?? '') !== '', 'there is no DISPLAY (xvfb-run makes one)');
  return bench.open(options);
}

async function show(subject: Subject): Promise<void> {
  try {
    await subject.host.showEditor();
  } catch (error) {
    if (error instanceof PluginHostError && error.code === 'REQUEST_FAILED' && NO_EDITOR.test(error.message))
      skipUnless(false, 'it has no editor for X11');
    throw error;
  }
}

export const rules: readonly Rule[] = [
  {
    id: 'editor/open',
    level: 3,
    rule: 'The editor opens, lives a while, and closes.',
    source: OPEN,
    why: 'It is what users see of it.',
    needs: ['life/close'],
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
    needs: ['editor/open', 'life/close'],
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
    why: 'Users do.',
    who: 'Toolkits that keep a connection, a timer or a texture each time.',
    needs: ['editor/open'],
    patience: 2,
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
    why: 'Nobody stops the music to open a window.',
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
    id: 'editor/no-display',
    level: 4,
    rule: 'Without a display the editor is refused, and the plugin plays on.',
    source: OPEN,
    why: 'Render farms, build servers, remote sessions.',
    needs: ['process/finite', 'life/close'],
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
