/** `play`, against a real JACK server without a sound card: what a client receives that sends it something. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { keysOf, moved } from '../../../ts/cli/live/knobs.ts';
import { meterText } from '../../../ts/cli/live/meter.ts';
import { settingsOf } from '../../../ts/cli/live/settings-of.ts';
import { verb } from '../../../ts/cli/verbs/play.ts';
import type { Parameter } from '../../../ts/client/index.ts';
import { hostPidOf, processesWith, until } from '../../support/host-process.ts';
import { currentHost, lv2PathWithFixtures, root } from '../../support/paths.ts';
import { XServer } from '../../unit/window/x-server.ts';
import { folderOf, type Running, run, start } from '../commands/commands.ts';
import { specOf, torture } from '../torture/support.ts';

/** As a shell takes them. */
const wordsOf = (line: string) => (line.match(/(?:"[^"]*"|\S)+/g) ?? []).map((word) => word.replaceAll('"', ''));

const formats = ['lv2', 'vst3', 'clap'] as const;
/** The torture plugin, by name: halves its input. */
const halving = {
  lv2: specOf('lv2'),
  vst3: `${specOf('vst3')}#4D616F6C616E20546F72747572652E00`,
  clap: `${specOf('clap')}::org.maolan.torture`,
} as const;
const AMP = 'http://lv2plug.in/plugins/eg-amp';
const probe = join(root, 'build/test/jack-probe');
let servers = 0;

/**
 * A server that was killed keeps its place in JACK's list of them, which has eight, until the list is gone. No other server may be
 * running then.
 */
function forgetDeadServers(): void {
  const isRunning = readdirSync('/proc').some((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('jackd');
    } catch {
      return false; // it has just ended
    }
  });
  if (isRunning) return;
  for (const file of readdirSync('/dev/shm'))
    if (/^jack-(shm-registry|\d+-\d+)$/.test(file)) rmSync(join('/dev/shm', file), { force: true });
}

test.before(forgetDeadServers);

/** A private server. @returns what makes programs its clients. */
function serve(t: ExecutionContext): Record<string, string> {
  const name = `maolan-${process.pid}-${servers++}`;
  const words = ['-n', name, '--no-realtime', '-d', 'dummy', '-r', '48000', '-p', '512'];
  const server = start(t, 'jackd', words);
  t.teardown(async () => {
    server.child.kill('SIGTERM'); // it has shared memory to remove
    await server.ended;
    for (const file of readdirSync('/dev/shm')) // of clients that were killed, and of a server that ended before its time
      if (file.startsWith(`jack_${name}_`) || (file.startsWith('jack_sem.') && file.includes(`_${name}_`)))
        rmSync(join('/dev/shm', file), { force: true });
  });
  execFileSync('jack_wait', ['-s', name, '-w', '-t', '20'], { stdio: 'ignore' });
  return { JACK_DEFAULT_SERVER: name };
}

/** The command, when it plays. It ends with the test. */
async function play(t: ExecutionContext, words: string[], environment: NodeJS.ProcessEnv): Promise<Running> {
  const running = start(t, currentHost, ['play', ...words], { environment: environment as Record<string, string> });
  t.true(await until(() => / connections?\n/.test(running.said())), running.said());
  return running;
}

/** What comes out of a client, and what goes in. */
class Ear {
  readonly #probe: Running;

  constructor(t: ExecutionContext, environment: NodeJS.ProcessEnv, value: number) {
    this.#probe = start(t, probe, ['maolan', String(value)], { environment: environment as Record<string, string> });
  }

  /** Whether this holds for a fifth of a second of input, starting with the current one. */
  measures(holds: (lowest: number, highest: number) => boolean): Promise<boolean> {
    const known = this.#probe.said().length;
    return until(() => {
      const lines = this.#probe.said().slice(known).split('\n').slice(0, -1);
      return lines.some((line) => {
        const [lowest = 0, highest = 0] = line.split(' ').map(Number);
        return holds(lowest, highest);
      });
    });
  }
}

/** The supervisor: the lowest pid of its two processes. */
const pidOf = (running: Running) => Math.min(...processesWith(`maolan-client-${running.child.pid}-`));

for (const format of formats)
  test.serial(`${format}: plays, passes through while it crashes, plays again, also in a new process`, async (t) => {
    const environment = { ...torture(format).environment, ...serve(t) };
    const running = await play(t, [halving[format]], environment);
    const ear = new Ear(t, environment, 0.5);
    t.true(await ear.measures((lowest, highest) => lowest === 0.25 && highest === 0.25), 'the plugin');
    const during = ear.measures((_, highest) => highest === 0.5);
    process.kill(hostPidOf(pidOf(running)), 'SIGSEGV');
    t.true(await during, 'the input');
    t.true(await ear.measures((lowest, highest) => lowest === 0.25 && highest === 0.25), 'the plugin again');
    t.regex(running.said(), /is bypassed: The plugin crashed \(SIGSEGV.*\n.* plays again after \d+\.\d s\n/);
    const between = ear.measures((_, highest) => highest === 0.5);
    process.kill(pidOf(running), 'SIGKILL');
    t.true(await between, 'the input');
    t.true(await ear.measures((lowest, highest) => lowest === 0.25 && highest === 0.25), 'a new process');
    running.child.kill('SIGINT');
    t.is((await running.ended).signal, 'SIGINT');
    t.deepEqual(processesWith(`maolan-client-${running.child.pid}-`), [], 'a process is left');
  });

test.serial('Plugins in a row; the end of the server is said', async (t) => {
  const name = serve(t);
  const environment = { ...torture('clap').environment, ...name };
  const running = await play(t, [halving.clap, halving.vst3, halving.lv2], environment);
  const ear = new Ear(t, environment, 0.5);
  t.true(await ear.measures((lowest, highest) => lowest === 0.0625 && highest === 0.0625));
  const [server] = processesWith(name.JACK_DEFAULT_SERVER ?? '').filter((pid) => pid !== running.child.pid);
  process.kill(server ?? 0, 'SIGTERM');
  const { code, stderr } = await running.ended;
  t.is(code, 1);
  t.regex(stderr, /maolan-plugin-host: the JACK server has ended\n$/);
});

test.serial('An instrument hears notes', async (t) => {
  const environment = serve(t);
  await play(t, ['http://drobilla.net/plugins/mda/Piano'], environment);
  t.true(await new Ear(t, environment, 0).measures((lowest, highest) => lowest < -0.01 && highest > 0.01));
});

test.serial('Each plugin has the settings behind it; JACK knows how late the sound is', async (t) => {
  const environment = { ...serve(t), LV2_PATH: lv2PathWithFixtures() };
  const words = ['urn:maolan:fixture:delay', '-p', 'Frames=333', AMP, '--param=Gain=-20 dB', '--connect', 'none'];
  await play(t, words, environment);
  // Before anybody is connected: a circle would have the latency twice.
  const ports = () =>
    execFileSync('jack_lsp', ['-l', 'maolan'], { env: { ...process.env, ...environment }, encoding: 'utf8' });
  t.true(await until(() => /maolan:in_1\n.*playback latency = \[ 333 333 \]/.test(ports())), ports());
  const ear = new Ear(t, environment, 0.5);
  t.true(await ear.measures((lowest, highest) => Math.abs(lowest - 0.15) < 1e-4 && Math.abs(highest - 0.15) < 1e-4));
});

test.serial('A state and a preset are what a plugin begins with', async (t) => {
  const environment = serve(t);
  const folder = folderOf(t);
  const saved = await run(['state', 'save', AMP, 'amp.state', '-p', 'Gain=-20'], { cwd: folder });
  t.is(saved.code, 0, saved.stderr);
  await play(t, [AMP, '--state', join(folder, 'amp.state')], environment);
  t.true(await new Ear(t, environment, 0.5).measures((lowest) => Math.abs(lowest - 0.05) < 1e-4));
  const { code, stderr } = await run(['play', AMP, '--preset', 'nowhere'], { environment });
  t.is(code, 1);
  t.regex(stderr, /nowhere/);
});

test.serial('What a plugin plays goes to the plugin behind it, and from the last one to JACK', async (t) => {
  const environment = serve(t);
  await play(t, ['eg-fifths', 'http://drobilla.net/plugins/mda/Piano'], environment);
  t.true(await new Ear(t, environment, 0).measures((lowest, highest) => lowest < -0.01 && highest > 0.01));
  await play(t, ['eg-fifths', '--name', 'fifths'], environment);
  start(t, 'jack_midiseq', ['seq', '24000', '0', '60', '4800'], { environment });
  const dump = start(t, 'jack_midi_dump', ['-r', 'dump'], { environment });
  const connect = (from: string, to: string) =>
    until(() => spawnSync('jack_connect', [from, to], { env: { ...process.env, ...environment } }).status === 0);
  t.true(await connect('seq:out', 'fifths:midi_in'));
  t.true(await connect('fifths:midi_out', 'dump:input'));
  t.true(await until(() => /pitch {2}60[\s\S]*pitch {2}67/.test(dump.said())), dump.said());
});

test('Settings belong to the plugin before them', (t) => {
  const words = ['A', '-p', 'x=1', '--name', 'N', 'B', '--param=y=2', '-p', 'z=3', '--state', 's', '--gui', 'C'];
  const given = { plugin: ['A', 'B', 'C'], param: ['x=1', 'y=2', 'z=3'], preset: [], state: ['s'] };
  t.deepEqual(settingsOf(given, words), [
    { plugin: 'A', param: ['x=1'], preset: undefined, state: undefined },
    { plugin: 'B', param: ['y=2', 'z=3'], preset: undefined, state: 's' },
    { plugin: 'C', param: [], preset: undefined, state: undefined },
  ]);
});

test.serial('Keys move a parameter; a meter shows how loud it is; q ends', async (t) => {
  const environment = serve(t);
  const line = `'${currentHost}' play ${AMP}`;
  const child = spawn('script', ['-q', '-e', '-c', line, '/dev/null'], { env: { ...process.env, ...environment } });
  t.teardown(() => child.kill('SIGKILL'));
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  t.true(await until(() => /Gain 0/.test(said)));
  const ear = new Ear(t, environment, 0.5);
  t.true(await until(() => / -6\.0 dB {2}Simple Amplifier: Gain 0/.test(said)));
  child.stdin.write('\x1b[6~');
  t.true(await until(() => /Gain -11\.\d+ dB/.test(said)), said.slice(-200));
  t.true(await ear.measures((_, highest) => highest > 0 && highest < 0.2));
  child.stdin.write('0');
  t.true(await ear.measures((lowest) => lowest === 0.5));
  child.stdin.write('q');
  t.is(await new Promise((resolve) => child.once('close', resolve)), 0);
});

test.serial('Without a server it says so, and opens nothing', async (t) => {
  const environment = { JACK_DEFAULT_SERVER: 'maolan-nowhere' };
  const { code, stderr } = await run(['play', AMP], { environment });
  t.is(code, 1);
  t.regex(stderr, /^maolan-plugin-host: no JACK server answers; start one .*\n$/);
});

test.serial('The examples of --help play; --gui shows the windows', async (t) => {
  const x = await XServer.start(t, { openGl: true });
  const environment = { ...x.env, ...serve(t) };
  for (const { words } of verb.examples) {
    const running = await play(t, wordsOf(words).slice(1), environment);
    if (words.includes('--gui')) t.true(await until(() => x.windowsNamed('ZamDelay').length > 0));
    running.child.kill('SIGINT');
    t.is((await running.ended).signal, 'SIGINT', running.said());
  }
});

test('Keys, steps, meters', (t) => {
  t.deepEqual(keysOf('a\x1b[A\x1b[6~q'), ['a', '\x1b[A', '\x1b[6~', 'q']);
  const knob = {
    minimum: 0,
    maximum: 10,
    value: 5,
    isToggled: false,
    isInteger: false,
    isLogarithmic: false,
  } as Parameter;
  t.is(moved(knob, 1), 5.1);
  t.is(moved(knob, 1000), 10);
  t.is(moved({ ...knob, isInteger: true }, -1), 4);
  t.is(moved({ ...knob, isToggled: true }, -1), 0);
  t.is(moved({ ...knob, minimum: 10, maximum: 1000, value: 100, isLogarithmic: true }, 50), 1000);
  t.is(meterText(0), '[--------------------] silent');
  t.is(meterText(0.5), '[##################--] -6.0 dB');
  t.is(meterText(2), '[###################!] 6.0 dB');
});
