/** The package as npm packs it, installed into an empty project on a machine without a compiler. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import type { Finding } from '../../../ts/cli/doctor/finding.ts';
import { root } from '../../support/paths.ts';
import { writeWav } from '../commands/looks.ts';
import { nothingIsLeft } from './support.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'maolan-test-'));
/** With blanks, letters of several alphabets, and what means something to shells, printf and URLs. */
const project = join(folder, "my projet d'été – größer #1 %20 音");
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

/** A crash of a host process that the zygote has forked. */
const RECOVERY = `
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { PluginHost } from 'maolan-plugin-host';
function forkedHostOf(pid) {
  try {
    const texts = readdirSync('/proc/' + pid + '/fdinfo').map((fd) => readFileSync('/proc/' + pid + '/fdinfo/' + fd, 'latin1'));
    const ids = texts.map((text) => Number(/^Pid:\\s+(\\d+)$/m.exec(text)?.[1] ?? 0));
    const processes = new Set(readdirSync('/proc')); // threads are not listed there
    return ids.find((id) => processes.has(String(id))) ?? 0;
  } catch {
    return 0;
  }
}
const hosts = [];
for (let tries = 0; tries < 200 && forkedHostOf(hosts.at(-1)?.pid) === 0; tries++) {
  hosts.push(await PluginHost.open({ format: 'lv2', plugin: 'http://lv2plug.in/plugins/eg-amp' }));
  await sleep(50);
}
const host = hosts.at(-1);
const events = [once(host, 'crash'), once(host, 'revived')];
const forked = forkedHostOf(host.pid);
if (forked > 0) process.kill(forked, 'SIGSEGV');
const [[crash], [revived]] = await Promise.all(events);
const isPlayed = await host.processAsync([new Float32Array(64).fill(1)], [new Float32Array(64)]);
await Promise.all(hosts.map((one) => one.close()));
console.log(JSON.stringify({ signal: crash.signal, lost: revived.lost, isPlayed, isForked: forked > 0, pid: process.pid }));
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

test.serial('A plugin that crashes in a fork of the zygote comes back, and its report is kept', async (t) => {
  writeFileSync(join(project, 'recovery.js'), RECOVERY);
  const { stdout } = await run(process.execPath, ['recovery.js'], { cwd: project, env: environment });
  const { pid, ...rest } = JSON.parse(stdout);
  t.deepEqual(rest, { signal: 'SIGSEGV', lost: 'nothing', isPlayed: true, isForked: true });
  await nothingIsLeft(t, pid);
  const program = join(project, 'node_modules/.bin/maolan-plugin-host');
  const crashes = await run(program, ['crashes', '--json'], { env: environment });
  t.like(JSON.parse(crashes.stdout), [{ signal: 'SIGSEGV', format: 'lv2' }]);
});

test.serial('Its commands run there: info, render with two plugins, test, doctor', async (t) => {
  const program = join(project, 'node_modules/.bin/maolan-plugin-host');
  const plugin = 'http://lv2plug.in/plugins/eg-amp';
  const command = (...words: string[]) => run(program, words, { cwd: project, env: environment });
  t.is(JSON.parse((await command('info', plugin, '--json')).stdout).name, 'Simple Amplifier');
  writeWav(join(project, 'été.wav'), 48_000, [new Float32Array(4800).fill(0.5)]);
  await command('render', plugin, 'été.wav', 'größer.wav', '--then', plugin);
  t.true(existsSync(join(project, 'größer.wav')));
  await t.notThrowsAsync(command('test', plugin, '--level', '1', '--only', '^lifecycle/open'));
  const { stdout } = await command('doctor', '--json').catch((error: { stdout: string }) => error);
  const found = (JSON.parse(stdout) as Finding[]).filter(({ check }) => /library|zygote|LV2$|native/.test(check));
  t.deepEqual(
    found.filter(({ status }) => status !== 'ok'),
    [],
  );
});

test.serial('Its executables run', async (t) => {
  const { stdout } = await run(join(project, 'node_modules/.bin/maolan-plugin-host'), ['--scan', '--format', 'lv2'], {
    env: environment,
  });
  t.true(JSON.parse(stdout).data.length > 0);
});

/** As TypeScript finds the package: from Node, and through a bundler. */
const resolutions = {
  nodenext: { module: 'nodenext' },
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
} as const;

for (const [name, resolution] of Object.entries(resolutions))
  test.serial(`Its types are complete, and strict programs compile with them (${name})`, async (t) => {
    writeFileSync(join(project, 'typed.ts'), TYPED);
    const compilerOptions = {
      ...resolution,
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      noEmit: true,
      target: 'es2022',
      lib: ['es2022', 'esnext.disposable'],
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
    };
    const config = join(project, `tsconfig.${name}.json`);
    writeFileSync(config, JSON.stringify({ compilerOptions, files: ['typed.ts'] }));
    const { stdout } = await run(join(root, 'node_modules/.bin/tsc'), ['-p', config]).catch((error) => error);
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

for (const [module, resolution] of Object.entries(resolutions))
  test.serial(
    `The types of maolan-plugin-host/state need no others, and hold in strict programs (${module})`,
    async (t) => {
      const name = `state-${module}`;
      writeFileSync(join(project, `${name}.ts`), STATE_TYPED);
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
