/*
 * A model DAW against the core's reply rules (host-replies.c), in virtual time. Where the counter answers blocks: one thread of the DAW
 * plays, spins for 2 ms and then reads the pipe, another one waits for its save (C25). Where bytes do: a DAW that gives blocks up after
 * 100 ms, and stands still between seeing a byte and reading it.
 */
import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import { SAVE } from './jobs.ts';
import { holds } from './property.ts';
import { Clock, Host } from './replies-model.ts';

const SPIN_US = 2000;
/** Of a reader, once it has a processor. */
const READ_US = 50;
/** Between an answer and the next block: without it, a reader that starves while blocks are spun for starves for good. */
const GAP_US_MIN = 2 * READ_US;
const SLICE_US = 5000;
const LIMIT_US = 100_000;

/* ---- by the counter ---- */

/** One block, and perhaps a save that is asked for some time after its wake. */
interface Beat {
  gapUs: number;
  blockUs: number;
  /** Undefined: no save. */
  saveAfterUs: number | undefined;
  serveUs: number;
  /** The reader of the save's byte has no processor while the other thread spins. */
  isStarved: boolean;
  /** The thread that plays loses its processor in the middle of its spin, and looks at the pipe first when it goes on. */
  losesProcessor: boolean;
}

const beats = (blockUs: fc.Arbitrary<number>): fc.Arbitrary<Beat[]> =>
  fc.array(
    fc.record({
      gapUs: fc.integer({ min: GAP_US_MIN, max: 9000 }),
      blockUs,
      saveAfterUs: fc.option(fc.integer({ min: 0, max: 9000 }), { nil: undefined }),
      serveUs: fc.integer({ min: 100, max: 12_000 }),
      isStarved: fc.boolean(),
      losesProcessor: fc.boolean(),
    }),
    { minLength: 1, maxLength: 30 },
  );
/** A plugin is quick or slow: that one is slow for the first time in the very block beside a starved reader cannot be known. */
const quickBeats = beats(fc.integer({ min: 20, max: 1400 }));
const slowBeats = beats(fc.integer({ min: 1500, max: 9000 }));

/** Two threads of a DAW that lose their processor where a beat says so. */
class CounterDaw {
  readonly clock = new Clock();
  readonly host = new Host(this.clock, 7);
  asked = 0;
  answered = 0;
  dry = 0;
  /** Bytes of saves that the thread that plays has taken. */
  stolen = 0;
  #played = 0;
  #isWaiting = false;
  #wokenUs = 0;
  #awaitsByte = false;
  #isStarved = false;
  #before = 0;

  constructor(
    readonly beats: readonly Beat[],
    readonly mayLoseProcessor = false,
  ) {
    this.host.onAnswer = () => this.#look();
    this.host.onByte = () => this.#wakeReader();
    this.#next();
  }

  #next(): void {
    const next = this.beats[this.#played];
    if (next !== undefined) this.clock.after(next.gapUs, () => this.#play(next));
  }

  #play({ blockUs, saveAfterUs, serveUs, isStarved }: Beat): void {
    this.host.blockUs = blockUs;
    const number = ++this.#played;
    this.#isWaiting = true;
    this.#wokenUs = this.clock.now;
    this.#before = this.host.counter;
    this.host.announce(number);
    this.clock.after(SPIN_US, () => this.#poll(number));
    if (saveAfterUs !== undefined) this.clock.after(saveAfterUs, () => this.#save(serveUs, isStarved));
  }

  get #spins(): boolean {
    return this.#isWaiting && this.clock.now - this.#wokenUs < SPIN_US;
  }

  get #hasLostProcessor(): boolean {
    return this.mayLoseProcessor && this.beats[this.#played - 1]?.losesProcessor === true;
  }

  /** Within its spin the thread sees the counter at once. */
  #look(): void {
    if (this.#isWaiting && this.host.counter !== this.#before && this.#spins && !this.#hasLostProcessor) this.#done();
  }

  /** Afterwards it reads the pipe, and looks at the counter at the end of a slice. */
  #poll(number: number): void {
    if (!this.#isWaiting || number !== this.#played) return;
    if (this.#hasLostProcessor && this.host.unread > 0) {
      this.host.take();
      this.stolen++;
      this.#done();
      return;
    }
    assert.equal(this.host.unread, 0, 'the thread that plays takes the byte of a save');
    if (this.host.counter !== this.#before) this.#done();
    else this.clock.after(SLICE_US, () => this.#poll(number));
  }

  #done(): void {
    this.#isWaiting = false;
    if (this.host.counter !== this.#before)
      assert.ok([-this.#played, this.#played].includes(this.host.heard), 'the answer is another block’s');
    if (this.host.heard === this.#played) this.dry++;
    this.clock.after(1, () => this.#wakeReader());
    this.#next();
  }

  #save(serveUs: number, isStarved: boolean): void {
    if (this.#awaitsByte) return;
    this.asked++;
    this.#awaitsByte = true;
    this.#isStarved = isStarved;
    this.host.serveUs = serveUs;
    this.host.rig.x.daw_request(SAVE, -1);
    this.host.wake();
  }

  #wakeReader(): void {
    // A reader that polls when a byte is written gets it.
    assert.ok(
      !this.#isWaiting || this.#spins || this.#hasLostProcessor,
      'a byte is written while the thread that plays reads the pipe',
    );
    if (this.#isStarved && this.#spins) return;
    this.clock.after(READ_US, () => this.#read());
  }

  #read(): void {
    if (!this.#awaitsByte || this.host.unread === 0) return;
    this.host.take();
    this.host.rig.x.daw_cancel_request();
    this.#awaitsByte = false;
    this.answered++;
  }
}

test('By the counter: no save’s byte is lost and no block stale, while the DAW’s thread keeps its processor', (t) => {
  holds(
    t,
    fc.property(fc.oneof(quickBeats, slowBeats), (beats) => {
      const daw = new CounterDaw(beats);
      daw.clock.run(3_000_000);
      assert.equal(daw.host.counter, beats.length);
      assert.equal(daw.answered, daw.asked);
      assert.equal(daw.host.unread, 0);
      const starved = beats.filter(({ isStarved, saveAfterUs }) => isStarved && saveAfterUs !== undefined);
      assert.ok(daw.dry <= starved.length, `${daw.dry} blocks passed through`);
    }),
  );
});

test('By the counter: a save whose byte the wrong thread takes is answered all the same', (t) => {
  holds(
    t,
    fc.property(quickBeats, (beats) => {
      const calm = { gapUs: 5000, blockUs: 100, saveAfterUs: undefined, serveUs: 100 };
      const more = Array.from({ length: 60 }, () => ({ ...calm, isStarved: false, losesProcessor: false }));
      const daw = new CounterDaw([...beats, ...more], true);
      daw.clock.run(3_000_000);
      assert.equal(daw.host.counter, beats.length + more.length);
      assert.equal(daw.answered, daw.asked, `${daw.stolen} stolen`);
      assert.equal(daw.host.unread, 0);
    }),
  );
});

/* ---- by bytes ---- */

interface Turn {
  gapUs: number;
  blockUs: number;
  /** Between poll and read. */
  stillUs: number;
  /** Of the host. */
  wakeUpUs: number;
}

const turn: fc.Arbitrary<Turn> = fc.record({
  gapUs: fc.integer({ min: 500, max: 20_000 }),
  blockUs: fc.oneof(fc.integer({ min: 50, max: 5000 }), fc.integer({ min: 50_000, max: 300_000 })),
  stillUs: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1000, max: 1_000_000 })),
  wakeUpUs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 300 })),
});
const calm: readonly Turn[] = Array.from({ length: 40 }, () => ({
  gapUs: 5000,
  blockUs: 200,
  stillUs: 0,
  wakeUpUs: 50,
}));

/** Blocks that a DAW can announce while a slow one runs, and the one that finds the reply to the last of them. */
const OVERTAKEN = 4;

type Heard = 'its own' | 'another’s' | 'given up';

/** A DAW with one thread that gives a block up after 100 ms, and takes whatever byte is there. */
class ByteDaw {
  readonly clock = new Clock();
  readonly host = new Host(this.clock, 6);
  readonly heard: Heard[] = [];
  #played = 0;
  #state: 'waits' | 'stands still' | 'idles' = 'idles';
  #turn: Turn | undefined;

  constructor(readonly turns: readonly Turn[]) {
    this.host.onByte = () => this.#poll();
    this.#next('its own');
  }

  #next(heard: Heard): void {
    if (this.#played > 0) this.heard.push(heard);
    this.#state = 'idles';
    this.#turn = this.turns[this.#played];
    if (this.#turn !== undefined) this.clock.after(this.#turn.gapUs, () => this.#play());
  }

  #play(): void {
    const number = ++this.#played;
    this.host.blockUs = this.#turn?.blockUs ?? 0;
    this.host.wakeUpUs = this.#turn?.wakeUpUs ?? 0;
    this.#state = 'waits';
    this.host.announce(number);
    this.#poll();
    this.clock.after(LIMIT_US, () => {
      if (this.#state === 'waits' && number === this.#played) this.#next('given up');
    });
  }

  #poll(): void {
    if (this.#state !== 'waits' || this.host.unread === 0) return;
    this.#state = 'stands still';
    const isOwn = this.host.heard === -this.#played;
    this.clock.after(this.#turn?.stillUs ?? 0, () => {
      this.host.take();
      this.#next(isOwn ? 'its own' : 'another’s');
    });
  }
}

test('By bytes: whatever was late or stood still, the DAW never waits for ever, and then hears its own blocks again', (t) => {
  holds(
    t,
    fc.property(fc.array(turn, { minLength: 1, maxLength: 20 }), (turns) => {
      const daw = new ByteDaw([...turns, ...calm]);
      daw.clock.run(60_000_000);
      assert.equal(daw.heard.length, turns.length + calm.length);
      const afterwards = daw.heard.slice(-calm.length).slice(OVERTAKEN);
      assert.ok(
        afterwards.every((heard) => heard === 'its own'),
        `after the overtaken ones: ${afterwards.join(', ')}`,
      );
      assert.equal(daw.host.unread, 0);
    }),
  );
});
