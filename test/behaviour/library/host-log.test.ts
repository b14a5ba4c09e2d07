import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import test from 'ava';
import fc from 'fast-check';
import { HostLog } from '../../../ts/client/host-log.ts';
import { readNoteNames } from '../../../ts/client/note-names.ts';

async function logOf(pieces: readonly string[]): Promise<{ log: HostLog; lines: string[] }> {
  const lines: string[] = [];
  const log = new HostLog((line) => lines.push(line));
  const stream = Readable.from(
    pieces.map((piece) => Buffer.from(piece)),
    { objectMode: false },
  );
  log.follow(stream);
  await finished(stream);
  return { log, lines };
}

test('Lines come whole, however the text is cut', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.stringMatching(/^[a-zä ]{1,20}$/), { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 1, max: 9 }),
      async (texts, size) => {
        const bytes = Buffer.from(texts.map((text) => `${text}\n`).join(''));
        const lines: string[] = [];
        const log = new HostLog((line) => lines.push(line));
        const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.subarray(i * size, (i + 1) * size),
        );
        const stream = Readable.from(pieces, { objectMode: false });
        log.follow(stream);
        await finished(stream);
        if (lines.join('\n') !== texts.join('\n')) throw new Error(`${JSON.stringify(lines)}`);
      },
    ),
    { numRuns: 50 },
  );
  t.pass();
});

test('The sentence is the last one that reports a failure, without the speaker', async (t) => {
  const { log } = await logOf(['[plugin-host a-1] Failed to load it: no\n', '[plugin-host a-1] LV2 host exiting\n']);
  t.is(log.sentence(), 'Failed to load it: no');
  t.is((await logOf(['hello\n', 'world'])).log.sentence(), 'world');
  t.is((await logOf([])).log.sentence(), '');
});

test('What was said after a mark; also when it is longer than what is kept', async (t) => {
  const { log } = await logOf(Array.from({ length: 100 }, (_, i) => `line ${i}\n`));
  t.is(log.since(log.count), '');
  t.is(log.since(log.count - 1), 'line 99');
  t.is(log.since(0), 'line 99');
});

test('Note names: any bytes are read without an error, whole entries are kept', (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      readNoteNames(bytes);
    }),
  );
  const answer = Uint8Array.of(2, 0, 0, 0, 40, 0, 0, 0, 2, 0, 0, 0, 72, 105, 36, 0, 0, 0, 1, 0, 0, 0, 75);
  t.deepEqual(readNoteNames(answer), [
    { note: 36, name: 'K' },
    { note: 40, name: 'Hi' },
  ]);
  t.deepEqual(readNoteNames(answer.subarray(0, 20)), [{ note: 40, name: 'Hi' }]);
});
