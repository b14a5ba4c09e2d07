/** The library says what is: mistakes by name, listeners that throw, what console.log shows, descriptors. */
import { existsSync } from 'node:fs';
import { inspect } from 'node:util';
import { Worker } from 'node:worker_threads';
import test from 'ava';
import { chain, type OpenOptions, PluginHost, PluginHostError, scanPlugins } from '../../../ts/client/index.ts';
import { openSound, writeSound } from '../../../ts/sound/index.ts';
import { processesWith, until } from '../../support/host-process.ts';
import { amp, hostTest, rejected } from './support.ts';

const plane = () => [new Float32Array(64)];

const wrongOptions: [RegExp, unknown][] = [
  [/options of open\(\) is null/, null],
  [/there is no "sampelRate" in the options of open\(\); the nearest is "sampleRate"/, { ...amp, sampelRate: 48_000 }],
  [/sampleRate is "48000"; it has to be a number/, { ...amp, sampleRate: '48000' }],
  [/sampleRate is NaN/, { ...amp, sampleRate: Number.NaN }],
  [/maxFrames is 64\.5/, { ...amp, maxFrames: 64.5 }],
  [/there is no "restarts" in policy; the nearest is "restart"/, { ...amp, policy: { restarts: true } }],
  [/policy\.maxRestarts is Infinity/, { ...amp, policy: { maxRestarts: Number.POSITIVE_INFINITY } }],
  [/policy\.restart is "no"/, { ...amp, policy: { restart: 'no' } }],
  [/signal is an object; it has to be an AbortSignal/, { ...amp, signal: {} }],
  [/onLog is "x"; it has to be a function/, { ...amp, onLog: 'x' }],
];
for (const [message, options] of wrongOptions)
  test(`open() refuses: ${message.source}`, async (t) => {
    const error = await rejected(t, PluginHost.open(options as OpenOptions), 'INVALID_ARGUMENT');
    t.regex(error.message, message);
  });

hostTest('A block refuses what is not one, and goes on', amp, (t, host) => {
  const transport = { position: 0, tempo: 120, numerator: 4, denominator: 4, playing: true };
  const wrong: [RegExp, unknown[]][] = [
    [/inputs is null; it has to be an array/, [null, plane()]],
    [/outputs is undefined; it has to be an array/, [plane()]],
    [/the options of a block is null/, [plane(), plane(), null]],
    [/there is no "event" in the options of a block; the nearest is "events"/, [plane(), plane(), { event: [] }]],
    [/events is an object/, [plane(), plane(), { events: {} }]],
    [/transport\.tempo is NaN/, [plane(), plane(), { transport: { ...transport, tempo: Number.NaN } }]],
    [/transport\.position is -1/, [plane(), plane(), { transport: { ...transport, position: -1 } }]],
    [/transport\.denominator is 0/, [plane(), plane(), { transport: { ...transport, denominator: 0 } }]],
    [/transport\.playing is 1/, [plane(), plane(), { transport: { ...transport, playing: 1 } }]],
    [/transport is null/, [plane(), plane(), { transport: null }]],
    [/a block has "64" frames/, [plane(), plane(), { frames: '64' }]],
    [/meanwhile is 1/, [plane(), plane(), { meanwhile: 1 }]],
    [/an event is null/, [plane(), plane(), { events: [null] }]],
    [/an event is "mid"; the nearest is "midi"/, [plane(), plane(), { events: [{ type: 'mid', frame: 0 }] }]],
    [/data of a midi event is undefined/, [plane(), plane(), { events: [{ type: 'midi', frame: 0 }] }]],
    [
      /id of a parameter event is -1/,
      [plane(), plane(), { events: [{ type: 'parameter', frame: 0, id: -1, value: 1 }] }],
    ],
  ];
  for (const [message, words] of wrong) {
    const call = () => Reflect.apply(host.process, host, words);
    t.is(t.throws(call, { instanceOf: PluginHostError, message })?.code, 'INVALID_ARGUMENT');
  }
  for (const value of ['1', null, Number.NaN, Number.POSITIVE_INFINITY])
    t.throws(() => host.setParameter('Gain', value as number), { instanceOf: PluginHostError, message: /Gain/ });
  const points = [{ frame: 0, value: 0 }];
  const others: [RegExp, () => unknown][] = [
    [/named by undefined/, () => Reflect.apply(host.setParameter, host, [])],
    [
      /there is no "shap" in the options of automate\(\); the nearest is "shape"/,
      () => host.automate('Gain', points, { shap: 'hold' } as object),
    ],
    [/shape is "step"/, () => host.automate('Gain', points, { shape: 'step' as 'hold' })],
    [/points of an automation are null/, () => host.automate('Gain', null as never)],
    [/an automation point is null/, () => host.automate('Gain', [null as never])],
  ];
  for (const [message, call] of others)
    t.is(t.throws(call, { instanceOf: PluginHostError, message })?.code, 'INVALID_ARGUMENT');
  t.true(host.process(plane(), plane(), { transport }));
});

const oddValues = [
  null,
  undefined,
  -1,
  1.5,
  Number.NaN,
  '',
  'abc',
  true,
  {},
  [],
  [null],
  [{}],
  () => 1,
  Symbol('x'),
  2n,
];
const odder = [...oddValues, Object.create(null), new Float32Array(3)];

hostTest('Whatever a method is given, its error is one of the library', amp, async (t, host) => {
  const file = '/nowhere/sound.wav';
  const calls: [string, (odd: never) => unknown][] = [
    ['setProperty', (odd) => host.setProperty(odd, odd)],
    ['setParameter', (odd) => host.setParameter('Gain', odd)],
    ['frames', (frames) => host.process(plane(), plane(), { frames })],
    ['stream', (odd) => host.stream(odd).next()],
    ['transform', (odd) => host.transform(odd).destroy()],
    ['onProgress', (onProgress) => host.render(plane(), { onProgress })],
    ['midi', (midi) => host.render(plane(), { midi })],
    ['automation', (automation) => host.render(plane(), { automation })],
    ['transport', (transport) => host.render(plane(), { transport })],
    ['loadPreset', (odd) => host.loadPreset(odd)],
    ['savePreset', (odd) => host.savePreset(odd)],
    ['name of savePreset', (odd) => host.savePreset('/nowhere/x.lv2', odd)],
    ['settle', (odd) => host.settle(odd)],
    ['begin', (odd) => host.begin(odd)],
    ['noteExpressions', (odd) => host.noteExpressions(odd)],
    ['remapParameter', (odd) => host.remapParameter(odd, odd)],
    ['chain', (odd) => chain(odd)],
    ['openSound', (odd) => openSound(odd)],
    ['writeSound', (odd) => writeSound(file, odd, { sampleRate: 48_000 })],
    ['open', (odd) => PluginHost.open({ ...amp, format: odd, plugin: odd })],
    ['maxFrames', (maxFrames) => PluginHost.open({ ...amp, maxFrames, sampleRate: 0 })],
  ];
  for (const [name, call] of calls)
    for (const odd of odder) {
      const error = await Promise.resolve(odd as never)
        .then(call)
        .catch((thrown: unknown) => thrown);
      if (error instanceof Error) t.true(error instanceof PluginHostError, `${name}: ${error.stack}`);
    }
  t.true(host.process(plane(), plane()));
});

test('scanPlugins() refuses what it does not know', async (t) => {
  const wrong = scanPlugins({ format: ['lv2'] } as object);
  t.regex(
    (await rejected(t, wrong, 'INVALID_ARGUMENT')).message,
    /no "format" in the options of scanPlugins\(\); the nearest is "formats"/,
  );
  t.regex((await rejected(t, scanPlugins({ paths: '/x' as never }), 'INVALID_ARGUMENT')).message, /paths is "\/x"/);
});

test.serial('What onLog throws ends nothing, and is heard', async (t) => {
  const unhandled: unknown[] = [];
  const others = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection').on('unhandledRejection', (error) => unhandled.push(error));
  try {
    const onLog = () => {
      throw new Error('of onLog');
    };
    const host = await PluginHost.open({ ...amp, onLog });
    t.true(host.process(plane(), plane()));
    await host.close();
    t.regex(String(unhandled[0]), /of onLog/);
  } finally {
    process.removeAllListeners('unhandledRejection');
    for (const other of others) process.on('unhandledRejection', other);
  }
});

hostTest('A listener that throws ends nothing, and is heard', amp, async (t, host) => {
  const order: string[] = [];
  const fault = new Error('of a listener');
  host.on('parameterChange', () => {
    throw fault;
  });
  host.on('parameterChange', () => order.push('the next one'));
  const change = async (value: number) => {
    const state = await host.saveState();
    new DataView(state.buffer, state.byteOffset).setFloat32(8, value, true);
    await host.restoreState(state);
    t.true(host.process(plane(), plane()));
  };
  const unhandled: unknown[] = [];
  const listen = (error: unknown) => unhandled.push(error);
  const others = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection').on('unhandledRejection', listen);
  try {
    await change(-3);
    t.true(await until(() => unhandled.length > 0));
    t.deepEqual([...new Set(unhandled)], [fault]);
    t.true(order.length > 0);
    const heard: unknown[] = [];
    host.on('error', (error) => heard.push(error));
    unhandled.length = 0;
    await change(-6);
    t.true(await until(() => heard.length > 0));
    t.deepEqual([...new Set(heard)], [fault]);
    t.deepEqual(unhandled, []);
  } finally {
    process.removeAllListeners('unhandledRejection');
    for (const other of others) process.on('unhandledRejection', other);
  }
});

hostTest('console.log shows which plugin it is, and how', amp, async (t, host) => {
  const text = inspect(host);
  t.regex(text, /^PluginHost \{\s+name: 'Simple Amplifier',\s+format: 'lv2',/);
  t.regex(text, new RegExp(`parameters: 1,\\s+latency: 0,\\s+pid: ${host.pid}`));
  t.true(text.split('\n').length < 12, text);
  await host.close();
  t.regex(inspect(host), /closed: true/);
});

hostTest('An editor that is not shown is a rejection', amp, async (t, host) => {
  t.regex((await rejected(t, host.showEditor(), 'REQUEST_FAILED')).message, /^the editor is not shown: /);
  t.true(host.process(plane(), plane()));
  const wrong = host.showEditor({ flaoting: true } as object);
  t.regex(
    (await rejected(t, wrong, 'INVALID_ARGUMENT')).message,
    /no "flaoting" in the options of showEditor\(\); the nearest is "floating"/,
  );
});

const WORKER = `
import { parentPort, workerData } from 'node:worker_threads';
import { closeSync, openSync } from 'node:fs';
const { PluginHost } = await import(workerData.library);
if (workerData.what === 'close') {
  for (let i = 0; i < 3; i++) await (await PluginHost.open(workerData.options)).close();
  parentPort.postMessage(0);
} else {
  const host = await PluginHost.open(workerData.options);
  parentPort.postMessage(host.pid);
  setInterval(() => host.process([new Float32Array(64)], [new Float32Array(64)]), 10);
}
`;
const library = new URL('../../../dist/index.js', import.meta.url).href;

function start(what: string): Worker {
  return new Worker(new URL(`data:text/javascript,${encodeURIComponent(WORKER)}`), {
    workerData: { library, options: amp, what },
  });
}

const message = (one: Worker) =>
  new Promise<number>((resolve, reject) => {
    one.once('message', resolve).once('error', reject);
  });

test.serial('A worker thread that had a host closes no file but its own', async (t) => {
  const { openSync, readSync, closeSync } = await import('node:fs');
  const one = start('close');
  const ended = new Promise((resolve) => one.once('exit', resolve));
  await message(one);
  // These take the numbers that the worker's descriptors had.
  const files = Array.from({ length: 40 }, () => openSync('/dev/zero', 'r'));
  await ended;
  const buffer = new Uint8Array(1);
  for (const fd of files) t.is(readSync(fd, buffer), 1);
  for (const fd of files) closeSync(fd);
});

test.serial('terminate() of a worker thread leaves no host, and no zombie', async (t) => {
  const one = start('play');
  const pid = await message(one);
  t.true(processesWith(`maolan-client-${process.pid}-`).includes(pid));
  await one.terminate();
  t.true(await until(() => !existsSync(`/proc/${pid}`)), 'the host is left');
});

test.serial('A host that does not leave when its worker thread is terminated is killed', async (t) => {
  const one = start('play');
  const pid = await message(one);
  process.kill(pid, 'SIGSTOP');
  await one.terminate();
  t.true(await until(() => !existsSync(`/proc/${pid}`)), 'the host is left');
});
