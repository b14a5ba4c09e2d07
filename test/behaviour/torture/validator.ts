/** Runs `maolan-plugin-host test` on the torture plugin, and says what it found. */
import { call } from '../commands/commands.ts';
import { type Format, specOf, torture } from './support.ts';

interface Report {
  plugins: { tests: { id: string; status: string; seen: string; where: string; calls: string[] }[] }[];
}

/** Ids of what is not passed, with `!` for crashed and hung; sorted. */
export interface Found {
  ids: string[];
  /** Ids of what is passed, and was not skipped; sorted. */
  passed: string[];
  /** The same as ids, each with what was seen. */
  lines: string[];
  exitCode: number;
  text: string;
}

/** @param words further options @param display for editors; none: they are not tried */
export async function validate(format: Format, script: string, words: readonly string[], display = ''): Promise<Found> {
  const { environment } = torture(format, script);
  const spec = `${specOf(format)}${(format === 'lv2' && lv2Variants[script]) || ''}`;
  const name = format === 'clap' ? `${spec}::org.maolan.torture` : format === 'vst3' ? `${spec}#${vst3Id}` : spec;
  const all = ['test', name, '--json', '--seed', '1', '--hold', '^(Fault|Countdown)$', ...words];
  const { code, stdout, stderr } = await call(all, { environment: { ...environment, DISPLAY: display } });
  return { ...badOf(stdout), exitCode: code ?? 0, text: stderr };
}

/** Faults of the Turtle are those of another plugin in the bundle. */
const lv2Variants: Readonly<Record<string, string>> = {
  'bypass@instantiate': '-enabled',
  'false-class@load': '-false-class',
};

const vst3Id = Buffer.from('Maolan Torture.\0', 'latin1').toString('hex').toUpperCase();

function badOf(stdout: string): Pick<Found, 'ids' | 'passed' | 'lines'> {
  if (stdout === '') return { ids: [], passed: [], lines: [] };
  const { plugins } = JSON.parse(stdout) as Report;
  const tests = plugins.flatMap(({ tests }) => tests);
  const bad = tests
    .filter(({ status }) => !['passed', 'skipped'].includes(status))
    .map((one) => ({ ...one, id: one.status === 'crashed' || one.status === 'hung' ? `${one.id}!` : one.id }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const lines = bad.map(({ id, seen, where, calls }) =>
    [`${id}: ${seen}`, where, ...calls].filter(Boolean).join(' | '),
  );
  const passed = tests.filter(({ status }) => status === 'passed').map(({ id }) => id);
  return { ids: bad.map(({ id }) => id), passed: passed.toSorted(), lines };
}
