/** The package as npm packs it, installed into an empty project on a machine without a compiler. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { root } from '../support/paths.ts';
import { nothingIsLeft } from './support.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'maolan-test-'));
/** With a blank: nothing may split paths at one. */
const project = join(folder, 'my project');
const tools = join(folder, 'bin');
/** Node, npm and a shell: no compiler, no make, no python. */
const environment = { HOME: folder, PATH: tools, npm_config_cache: join(folder, 'cache') };
test.after.always(() => rmSync(folder, { recursive: true }));

const PROGRAM = `
import { PluginHost, PluginHostError, scanPlugins } from 'maolan-plugin-host';
const host = await PluginHost.open({ format: 'lv2', plugin: 'http://lv2plug.in/plugins/eg-amp' });
host.setParameter('Gain', -20);
const output = new Float32Array(64);
const isPlayed = host.process([new Float32Array(64).fill(1)], [output]);
const state = await host.saveState();
await host.close();
const error = await PluginHost.open({ format: 'lv2', plugin: 'urn:nowhere' }).catch((reason) => reason);
const { plugins } = await scanPlugins({ formats: ['lv2'] });
console.log(JSON.stringify({
  isPlayed, last: output[63], state: state.length, code: error.code, isOurs: error instanceof PluginHostError,
  found: plugins.some(({ name }) => name === 'Simple Amplifier'), pid: process.pid,
}));
`;

const TYPED = `
import { chain, type Crash, type OpenOptions, PluginHost, PluginHostError, type ScanReport, scanPlugins } from 'maolan-plugin-host';
import { openSound, writeSound } from 'maolan-plugin-host/sound';
export async function render(options: OpenOptions): Promise<Float32Array[]> {
  await using both = chain([await PluginHost.open(options)]);
  const { frames } = await writeSound('x.wav', both.stream(openSound('y.wav'), { tailSeconds: 1 }), { sampleRate: 48_000 });
  const host = both.hosts[0];
  if (host !== undefined) host.parameters.get('Mix').value = frames;
  // @ts-expect-error Seconds are a number.
  void both.render([], { tailSeconds: '1' });
  // @ts-expect-error What belongs to the package is not seen.
  host?.[Symbol('links')]();
  host?.on('crash', ({ thread, signal }: Crash) => console.log(thread === 'audio', signal?.length));
  return both.render([new Float32Array(1)], { midi: [{ frame: 0, data: [0xf8] }], automation: [{ parameter: 1, points: [] }] });
}
export async function play(options: OpenOptions): Promise<boolean> {
  await using host = await PluginHost.open(options);
  host.on('parameterChange', ({ id, value }) => console.log(id.toFixed(), value.toFixed()));
  host.on('exit', (reason) => console.log(reason.kind === 'crashed' ? reason.signal : reason.kind));
  // @ts-expect-error Unknown event.
  host.on('nothing', () => {});
  // @ts-expect-error A value is a number.
  host.setParameter('Gain', 'loud');
  return host.process([new Float32Array(64)], [new Float32Array(64)], { events: [{ type: 'midi', frame: 0, data: [0xf8] }] });
}
export const scan = (): Promise<ScanReport> => scanPlugins();
export const isOurs = (error: unknown): boolean => error instanceof PluginHostError && error.code === 'LOAD_FAILED';
`;

test.before(async () => {
  mkdirSync(project);
  mkdirSync(tools);
  symlinkSync(process.execPath, join(tools, 'node'));
  for (const path of ['/bin/sh', '/usr/bin/env']) symlinkSync(path, join(tools, path.replace(/.*\//, '')));
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: root });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  writeFileSync(
    join(project, 'package.json'),
    '{ "name": "empty", "version": "1.0.0", "type": "module", "private": true }',
  );
  const npm = (await run('sh', ['-c', 'readlink -f "$(command -v npm)"'])).stdout.trim();
  const words = ['install', '--offline', '--no-audit', '--no-fund', join(folder, filename)];
  await run(process.execPath, [npm, ...words], { cwd: project, env: environment });
});

test.serial('The package brings no other package along', (t) => {
  t.deepEqual(
    readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.')),
    ['maolan-plugin-host'],
  );
});

test.serial('A program that imports it plays, saves, scans, and gets errors', async (t) => {
  writeFileSync(join(project, 'program.js'), PROGRAM);
  const { stdout } = await run(process.execPath, ['program.js'], { cwd: project, env: environment });
  const { pid, last, state, ...rest } = JSON.parse(stdout);
  t.deepEqual(rest, { isPlayed: true, code: 'LOAD_FAILED', isOurs: true, found: true });
  t.true(Math.abs(last - 0.1) < 1e-3);
  t.true(state > 0);
  await nothingIsLeft(t, pid);
});

test.serial('A program that requires it plays, too', async (t) => {
  const text = PROGRAM.replace(/^import (.*) from (.*);$/m, 'const $1 = await import($2);');
  writeFileSync(join(project, 'program.cjs'), `(async () => {${text}})();`);
  const { stdout } = await run(process.execPath, ['program.cjs'], { cwd: project, env: environment });
  t.true(JSON.parse(stdout).isPlayed);
});

test.serial('Its executables run', async (t) => {
  const { stdout } = await run(join(project, 'node_modules/.bin/maolan-plugin-host'), ['--scan', '--format', 'lv2'], {
    env: environment,
  });
  t.true(JSON.parse(stdout).data.length > 0);
});

test.serial('Its types are complete, and strict programs compile with them', async (t) => {
  writeFileSync(join(project, 'typed.ts'), TYPED);
  const compilerOptions = {
    strict: true,
    noEmit: true,
    module: 'nodenext',
    target: 'es2022',
    lib: ['es2022', 'esnext.disposable'],
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
  };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['typed.ts'] }));
  const { stdout } = await run(join(root, 'node_modules/.bin/tsc'), ['-p', project]).catch((error) => error);
  t.is(stdout, '');
});

/** Nothing but the language's own library: neither Node's types nor a browser's. */
const STATE_TYPED = `
import { decodeState, diffStates, encodeState, inspectState, type State, type StateDifference, StateFormatError } from 'maolan-plugin-host/state';
export async function changes(before: Uint8Array, after: Uint8Array): Promise<StateDifference[]> {
  return diffStates(await decodeState(before), await decodeState(after, { format: 'lv2' }));
}
export const portsOf = (state: State): number => (state.format === 'lv2' ? state.ports.length : 0);
export const reason = (error: unknown): string => (error instanceof StateFormatError ? error.reason : 'none');
export const whose = async (bytes: AsyncIterable<Uint8Array>) => (await inspectState(bytes)).plugin?.name;
// @ts-expect-error Unknown format.
void decodeState(new Uint8Array(), { format: 'au' });
// @ts-expect-error A state of VST3 has a component.
void encodeState({ format: 'vst3', id: '' });
// @ts-expect-error Text is not bytes.
void decodeState('text');
`;

for (const module of ['nodenext', 'bundler'] as const)
  test.serial(
    `The types of maolan-plugin-host/state need no others, and hold in strict programs (${module})`,
    async (t) => {
      const name = `state-${module}`;
      writeFileSync(join(project, `${name}.ts`), STATE_TYPED);
      const resolution = module === 'bundler' ? { module: 'esnext', moduleResolution: 'bundler' } : { module };
      const compilerOptions = {
        ...resolution,
        strict: true,
        exactOptionalPropertyTypes: true,
        skipLibCheck: false,
        noEmit: true,
        target: 'es2022',
        lib: ['es2022'],
        types: [],
      };
      writeFileSync(join(project, `tsconfig.${name}.json`), JSON.stringify({ compilerOptions, files: [`${name}.ts`] }));
      const config = join(project, `tsconfig.${name}.json`);
      const { stdout } = await run(join(root, 'node_modules/.bin/tsc'), ['-p', config]).catch((error) => error);
      t.is(stdout, '');
    },
  );

test.serial('A program that imports maolan-plugin-host/state needs nothing else', async (t) => {
  const text = `
import { decodeState, encodeState } from 'maolan-plugin-host/state';
const state = await decodeState(await encodeState({ format: 'lv2', ports: [{ index: 3, value: 0.5 }], properties: [] }));
console.log(JSON.stringify(state));
`;
  writeFileSync(join(project, 'state.js'), text);
  const { stdout } = await run(process.execPath, ['state.js'], { cwd: project, env: environment });
  t.deepEqual(JSON.parse(stdout), { format: 'lv2', ports: [{ index: 3, value: 0.5 }], properties: [] });
});
