/** States larger than the DAW's 64 KiB: saved by one process, restored by another, with the DAW none the wiser. */
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { clap } from '../../support/clap.ts';
import { Daw, type DawOptions } from '../../support/daw.ts';
import { constant, fixture } from '../../support/host-test.ts';
import { request, SCRATCH_BYTES, status } from '../../support/layout.ts';
import { vst3 } from '../../support/vst3.ts';

const formats = {
  lv2: () => fixture('big-state'),
  vst3: () => vst3('big-state'),
  clap: () => clap('big-state'),
} as const;
type Format = keyof typeof formats;
const everyFormat = ['lv2', 'vst3', 'clap'] as const;

/** Bytes of the state that are not the plugin's own: lengths, the id or the property's names. */
const overhead = {
  lv2: 8 + 16 + 'urn:maolan:fixture:big-state:bytes'.length + 'http://lv2plug.in/ns/ext/atom#Chunk'.length,
  vst3: 76,
  clap: 0,
} as const;
const MIB = 1 << 20;

/** What a plugin starts with. */
interface Start {
  bytes: number;
  seed: number;
  text?: boolean;
}

/** Two hosts one after the other, with a state folder of their own. */
class Studio {
  readonly home = mkdtempSync(join(tmpdir(), 'maolan-test-'));
  readonly states = join(this.home, 'maolan-plugin-host/states');

  constructor(readonly format: Format) {}

  #options({ bytes, seed, text }: Start, environment: NodeJS.ProcessEnv): DawOptions {
    const usual: DawOptions = formats[this.format]();
    const start = { MAOLAN_FIXTURE_STATE_BYTES: String(bytes), MAOLAN_FIXTURE_STATE_SEED: String(seed) };
    const content = text ? { MAOLAN_FIXTURE_STATE_TEXT: '1' } : {};
    const home = { XDG_STATE_HOME: this.home };
    return { ...usual, environment: { ...usual.environment, ...home, ...start, ...content, ...environment } };
  }

  /** A session with a plugin that starts like that; it must end well. */
  async session<T>(
    t: ExecutionContext,
    start: Start,
    body: (daw: Daw) => Promise<T>,
    environment: NodeJS.ProcessEnv = {},
  ): Promise<T> {
    const daw = new Daw(this.#options(start, environment));
    try {
      if (!(await daw.ready())) throw new Error(`The host is not ready. stderr: ${daw.process.stderr}`);
      const result = await body(daw);
      daw.shutDown();
      t.deepEqual(await daw.process.end(), { code: 0, signal: null });
      t.is(daw.toDaw.drain(), 0, 'replies are left');
      return result;
    } finally {
      if (!t.passed) t.log(daw.process.stderr);
      await daw.destroy();
    }
  }

  files(): string[] {
    return existsSync(this.states) ? readdirSync(this.states) : [];
  }

  remove(): void {
    rmSync(this.home, { recursive: true });
  }
}

function studioTest(title: string, format: Format, body: (t: ExecutionContext, studio: Studio) => Promise<void>): void {
  test.serial(`${format}: ${title}`, async (t) => {
    const studio = new Studio(format);
    try {
      await body(t, studio);
    } finally {
      studio.remove();
    }
  });
}

/** A CLAP's first block passes through where the main thread is busy with such a state; on a busy machine others do, too. */
const TRIES = 50;
const PAUSE_MS = 20;

/** The output shows the state: its checksum. */
async function heard(daw: Daw): Promise<number> {
  const silence = Array.from({ length: daw.inputs }, () => constant(64, 0));
  for (let tries = 1; ; tries++) {
    const [left] = await daw.playPatiently(silence);
    const sample = left?.[63] ?? Number.NaN;
    if (sample !== 0 || tries === TRIES) return sample;
    await sleep(PAUSE_MS);
  }
}

async function saveAndHear(daw: Daw): Promise<{ state: Buffer; sound: number }> {
  return { state: await daw.saveState(), sound: await heard(daw) };
}

/** Another state than any that is restored. */
const other: Start = { bytes: 100, seed: 77 };

for (const format of everyFormat) {
  const sizes: [what: string, Start, files: number][] = [
    ['64 KiB less a byte', { bytes: SCRATCH_BYTES - overhead[format] - 1, seed: 1 }, 0],
    ['64 KiB', { bytes: SCRATCH_BYTES - overhead[format], seed: 2 }, 0],
    ['64 KiB and a byte', { bytes: SCRATCH_BYTES - overhead[format] + 1, seed: 3 }, 1],
    ['1 MiB of noise', { bytes: MIB, seed: 4 }, 1],
    ['1 MiB of text', { bytes: MIB, seed: 5, text: true }, 0],
    ['20 MiB of noise', { bytes: 20 * MIB, seed: 6 }, 1],
  ];
  for (const [what, start, files] of sizes) {
    studioTest(`a state of ${what} is saved, and restored in another process`, format, async (t, studio) => {
      const saved = await studio.session(t, start, saveAndHear);
      t.true(saved.state.length <= SCRATCH_BYTES);
      t.is(studio.files().length, files);
      await studio.session(t, other, async (daw) => {
        t.not(await heard(daw), saved.sound);
        t.is(await daw.restoreState(saved.state), status.ok, daw.process.stderr);
        t.is(await heard(daw), saved.sound);
        t.deepEqual(await daw.saveState(), saved.state);
      });
      t.is(studio.files().length, files);
    });
  }

  studioTest('a state of more than 64 MiB is refused with a sentence', format, async (t, studio) => {
    await studio.session(t, { bytes: 64 * MIB - overhead[format] + 1, seed: 7 }, async (daw) => {
      t.is(await daw.request(request.saveState), status.error);
      t.true(await daw.process.says(/The state was not saved: it is larger than 64 MiB/), daw.process.stderr);
      t.not(await heard(daw), 0);
    });
    t.deepEqual(studio.files(), []);
  });

  studioTest('a state of no bytes is saved and restored', format, async (t, studio) => {
    const saved = await studio.session(t, { bytes: 0, seed: 0 }, saveAndHear);
    t.is(saved.state.length, overhead[format]);
    await studio.session(t, { bytes: 0, seed: 0 }, async (daw) => {
      t.is(await daw.restoreState(saved.state), status.ok);
      t.deepEqual(await daw.saveState(), saved.state);
    });
    t.deepEqual(studio.files(), []);
  });

  const faults: [what: string, harm: (path: string) => void, says: RegExp][] = [
    [
      'missing',
      unlinkSync,
      /The state was not restored: the file of state [0-9a-f]{64} is missing from .*; copy that file there/,
    ],
    [
      'cut short',
      (path) => truncateSync(path, 50_000),
      /The state was not restored: the state's file .* is damaged; copy/,
    ],
    [
      'changed in one bit',
      (path) => {
        const bytes = readFileSync(path);
        bytes[70_000]! ^= 4;
        writeFileSync(path, bytes);
      },
      /The state was not restored: the state's file .* is damaged; copy/,
    ],
  ];
  for (const [what, harm, says] of faults) {
    studioTest(
      `a file that is ${what} is reported, the plugin keeps what it has, and the project what it had`,
      format,
      async (t, studio) => {
        const saved = await studio.session(t, { bytes: 100_000, seed: 8 }, saveAndHear);
        const [file = ''] = studio.files();
        const good = readFileSync(join(studio.states, file));
        harm(join(studio.states, file));
        await studio.session(t, other, async (daw) => {
          const before = await heard(daw);
          t.is(await daw.restoreState(saved.state), status.error);
          t.true(await daw.process.says(says), daw.process.stderr);
          t.is(await heard(daw), before);
          t.deepEqual(await daw.saveState(), saved.state);
          writeFileSync(join(studio.states, file), good);
          t.is(await daw.restoreState(saved.state), status.ok);
          t.is(await heard(daw), saved.sound);
        });
      },
    );
  }

  studioTest(
    'a damaged container is reported, the plugin keeps what it has, and the project what it had',
    format,
    async (t, studio) => {
      const saved = await studio.session(t, { bytes: 100_000, seed: 9, text: true }, saveAndHear);
      await studio.session(t, other, async (daw) => {
        const before = await heard(daw);
        const bad = Buffer.from(saved.state);
        bad[bad.length - 15]! ^= 1;
        t.is(await daw.restoreState(bad), status.error);
        t.true(
          await daw.process.says(
            /The state was not restored: its .* in the project (is|are) damaged; restore an earlier/,
          ),
        );
        t.is(await heard(daw), before);
        t.deepEqual(await daw.saveState(), bad);
      });
    },
  );

  studioTest(
    'where no file can be written the save fails with a sentence, and nothing half is handed out',
    format,
    async (t, studio) => {
      writeFileSync(join(studio.home, 'no-folder'), '');
      const nowhere = { XDG_STATE_HOME: join(studio.home, 'no-folder') };
      const untouched = randomBytes(SCRATCH_BYTES);
      const save = async (daw: Daw) => {
        daw.segment.write(daw.at.scratch, untouched);
        daw.segment.writeU32(daw.at.scratchSize, 4711);
        t.is(await daw.request(request.saveState), status.error);
        t.is(daw.segment.readU32(daw.at.scratchSize), 4711);
        t.is(Buffer.compare(daw.segment.read(daw.at.scratch, SCRATCH_BYTES), untouched), 0);
        t.true(
          await daw.process.says(
            /The state was not saved: its \d+ bytes could not be kept in .*no-folder.*; change its permissions, or set XDG_STATE_HOME/,
          ),
        );
        t.not(await heard(daw), 0);
      };
      await studio.session(t, { bytes: 100_000, seed: 10 }, save, nowhere);
    },
  );
}
