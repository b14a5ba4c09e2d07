/** Runs `maolan-plugin-host test` on the torture plugin, and says what it found. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../support/paths.ts';
import { type Format, specOf, torture } from './support.ts';

const executable = join(root, 'dist/maolan-plugin-host');

interface Report {
  plugins: { tests: { id: string; status: string; seen: string }[] }[];
}

/** Ids of what is not passed, with `!` for crashed and hung; sorted. */
export interface Found {
  ids: string[];
  exitCode: number;
  text: string;
}

/** @param words further options */
export function validate(format: Format, script: string, words: readonly string[]): Promise<Found> {
  const { environment } = torture(format, script);
  const spec = format === 'lv2' ? specOf(format) : `${specOf(format)}`;
  const name = format === 'clap' ? `${spec}::org.maolan.torture` : format === 'vst3' ? `${spec}#${vst3Id}` : spec;
  const all = ['test', name, '--json', '--seed', '1', '--hold', '^(Fault|Countdown)$', ...words];
  return new Promise((resolve) => {
    const env = { ...process.env, DISPLAY: '', ...environment };
    execFile(executable, all, { env, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      const exitCode = typeof error?.code === 'number' ? error.code : 0;
      resolve({ ids: idsOf(stdout), exitCode, text: stderr });
    });
  });
}

const vst3Id = Buffer.from('Maolan Torture.\0', 'latin1').toString('hex').toUpperCase();

function idsOf(stdout: string): string[] {
  if (stdout === '') return [];
  const { plugins } = JSON.parse(stdout) as Report;
  const tests = plugins.flatMap(({ tests }) => tests);
  const bad = tests.filter(({ status }) => !['passed', 'skipped'].includes(status));
  return bad.map(({ id, status }) => (status === 'crashed' || status === 'hung' ? `${id}!` : id)).toSorted();
}
