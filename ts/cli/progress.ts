/** How far something is, for people: bars and lines on a terminal's stderr, and nothing anywhere else. */
import { Presets, SingleBar } from 'cli-progress';
import { ProgressLine } from '../scan/progress.ts';

/** A scan's line. */
export class ScanProgress extends ProgressLine {
  constructor() {
    super(process.stderr);
  }
}

/** A bar that is filled from 0 to 1. Clear it also when something fails: the cursor is hidden while it stands. */
export class Bar {
  readonly #bar: SingleBar | undefined;

  /** what: a few words before the bar. */
  constructor(what: string) {
    if (process.stderr.isTTY !== true) return;
    const format = `${what.replaceAll('{', '(').replaceAll('}', ')')} {bar} {percentage} % {note}`;
    this.#bar = new SingleBar(
      { format, stream: process.stderr, clearOnComplete: true, hideCursor: true, barsize: 30, gracefulExit: false },
      Presets.shades_classic,
    );
    this.#bar.start(100, 0, { note: '' });
  }

  /** done: 0..1. note: a few words behind the bar. */
  show(done: number, note = ''): void {
    this.#bar?.update(Math.floor(done * 100), { note });
  }

  clear(): void {
    this.#bar?.stop();
  }
}
