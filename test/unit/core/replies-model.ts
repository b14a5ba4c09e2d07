/** The audio thread around the core, its two pipes and its plugin, in virtual time. */
import assert from 'node:assert/strict';
import { SAVE } from './jobs.ts';
import { BLOCK, NOTHING, REQUEST, Rig, record } from './support.ts';

/** What happens, in the order of its time. */
export class Clock {
  now = 0;
  #events: { at: number; run: () => void }[] = [];

  after(us: number, run: () => void): void {
    this.#events.push({ at: this.now + us, run });
  }

  /** Until nothing is left to happen, or that time. */
  run(untilUs: number): void {
    for (;;) {
      const at = Math.min(...this.#events.map((event) => event.at));
      const index = this.#events.findIndex((event) => event.at === at);
      const [event] = at <= untilUs ? this.#events.splice(index, 1) : [];
      if (event === undefined) return;
      this.now = at;
      event.run();
    }
  }
}

const rigs = { 6: new Rig(6), 7: new Rig(7) };

/** The audio thread around the core, and the two pipes. Its plugin turns a sample over. */
export class Host {
  readonly rig: Rig;
  /** Unread reply bytes. */
  unread = 0;
  blockUs = 0;
  serveUs = 0;
  /** Called when a byte was written, and when a block was answered. */
  onByte: () => void = () => undefined;
  onAnswer: () => void = () => undefined;
  /** Before so long a wake byte is not read: the DAW, on another processor, may have read a reply by then. */
  wakeUpUs = 0;
  #wakes: { hasWaited: boolean; unread: number }[] = [];
  #done: number[] = [];
  #isBusy = false;
  #waits = 0;

  constructor(
    readonly clock: Clock,
    version: 6 | 7,
  ) {
    this.rig = rigs[version];
    this.rig.reset();
    this.rig.x.host_suspend(0);
    this.rig.x.host_set_client(0);
    this.rig.bind([], 1, 1);
    this.rig.x.daw_set_block(16, 1, 1);
    this.rig.x.host_set_sees_replies(1);
    if (version === 7) this.rig.x.daw_answer_by_counter();
  }

  /** A wake byte is written. */
  wake(): void {
    this.#wakes.push({ hasWaited: this.#isBusy, unread: this.unread });
    if (this.#isBusy || this.wakeUpUs === 0) this.#go();
    else this.#after(this.wakeUpUs, () => this.#go());
  }

  /** A byte is read. */
  take(): void {
    assert.ok(this.unread > 0, 'the DAW waits for ever for a byte that it has seen');
    this.unread--;
    if (this.unread === 0 && this.rig.x.host_expects_unread() === 1 && this.#wakes.length === 0 && !this.#isBusy) {
      this.#setTime();
      this.rig.x.host_replies_taken();
    }
  }

  #setTime(): void {
    const ms = Math.floor(this.clock.now / 1000);
    for (const field of [record.wakeMs, record.readMs, record.doneMs]) this.rig.setField(field, ms);
    this.rig.setField(record.nowUs, this.clock.now);
    this.rig.setField(record.wakesUnread, this.#wakes.length);
  }

  #write(bytes: number): void {
    for (let i = 0; i < bytes; i++) {
      this.unread++;
      this.onByte();
    }
  }

  #after(us: number, run: () => void): void {
    this.#isBusy = true;
    this.clock.after(us, () => {
      this.#isBusy = false;
      this.#setTime();
      run();
    });
  }

  #go(): void {
    if (this.#isBusy) return;
    this.#setTime();
    const { x } = this.rig;
    this.#write(x.host_replies());
    const wake = this.#wakes.shift();
    const done = wake === undefined ? this.#done.shift() : undefined;
    if (wake !== undefined) this.#read(wake);
    else if (done !== undefined) this.#act(x.host_request_done(done));
    else this.#wait(x.host_wait_us());
  }

  #wait(us: number): void {
    const number = ++this.#waits;
    if (us < 0) return;
    this.clock.after(us, () => {
      if (number !== this.#waits || this.#isBusy) return;
      this.#setTime();
      this.#act(this.rig.x.host_time());
    });
  }

  #read({ hasWaited, unread }: { hasWaited: boolean; unread: number }): void {
    const { x } = this.rig;
    this.#waits++;
    this.#setTime();
    this.rig.setField(record.wakeWaited, hasWaited ? 1 : 0);
    // The order of readings and wakes is known: what was unread when the wake was written.
    this.rig.setField(record.repliesUnread, x.host_counts_replies() === 1 ? Math.max(unread, this.unread) : 0);
    this.#write(x.host_replies_at_wake());
    const readerUs = x.host_reader_us();
    if (readerUs === 0) this.#act(x.host_wake());
    else if (this.unread === 0) this.#came(1);
    else this.#after(readerUs, () => this.#came(this.unread === 0 ? 1 : 0));
  }

  #came(came: 0 | 1): void {
    this.rig.x.host_reader_came(came);
    this.#act(this.rig.x.host_wake());
  }

  #act(action: number): void {
    if (action === BLOCK) {
      this.#after(this.blockUs, () => this.#end());
      return;
    }
    if (action === REQUEST) this.clock.after(this.serveUs, () => this.#serve());
    if (action === NOTHING) this.onAnswer();
    this.#go();
  }

  #end(): void {
    const { rig } = this;
    rig.buffer(0, 1).fill(-(rig.buffer(0, 0)[0] ?? 0));
    rig.setField(record.wakesUnread, rig.x.host_counts_wakes() === 1 ? this.#wakes.length : 0);
    rig.x.host_block_end(0);
    if (rig.x.host_holds_reply() === 1) rig.x.host_release();
    const late = rig.x.host_lost_blocks() === 1 ? rig.x.host_wakes_given_up(this.#wakes.length) : 0;
    this.#wakes.splice(0, late);
    this.onAnswer();
    this.#go();
  }

  #serve(): void {
    this.#done.push(this.rig.x.host_request_finish(SAVE, 1, -1, 0));
    this.#go();
  }

  get counter(): number {
    return this.rig.word(88);
  }

  /** The first sample of an answer. */
  get heard(): number {
    return this.rig.plane(0, 1)[0] ?? 0;
  }

  announce(number: number): void {
    this.rig.plane(0, 0).fill(number);
    this.wake();
  }
}
