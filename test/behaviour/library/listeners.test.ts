/** Each event, with listeners that throw: they end nothing, and each is heard. On plugins that do what brings the event. */
import test, { type ExecutionContext } from 'ava';
import { type OpenOptions, PluginHost, type PluginHostEvents, scanPlugins } from '../../../ts/client/index.ts';
import { until } from '../../support/host-process.ts';
import { clapFile, vst3Bundle } from '../../support/paths.ts';
import { specOf, torture } from '../torture/support.ts';
import { mortal, nothingIsLeft } from './support.ts';

type Name = Exclude<keyof PluginHostEvents, 'error'>;

const planes = () => [new Float32Array(64), new Float32Array(64)];
const block = (host: PluginHost) => host.process(planes(), planes());

function crashing(script: string, more: Partial<OpenOptions> = {}): OpenOptions {
  const environment = torture('clap', script).environment as Record<string, string>;
  return { format: 'clap', plugin: specOf('clap'), ...more, environment: { ...environment, ...more.environment } };
}

interface Scene {
  options: () => OpenOptions;
  events: readonly Name[];
  /** What brings them, besides blocks. */
  play: (host: PluginHost) => unknown;
}

const note = { type: 'noteOn', frame: 0, key: 60, noteId: 7, velocity: 0.5 } as const;
const scenes: Readonly<Record<string, Scene>> = {
  'an edit': {
    options: () => ({ format: 'clap', plugin: clapFile('params-out') }),
    events: ['parameterChange', 'gesture'],
    play: (host) => host.process([], [], { events: [{ type: 'parameter', frame: 7, id: 1, value: 0.3 }] }),
  },
  notes: {
    options: () => ({ format: 'clap', plugin: clapFile('notes-out') }),
    events: ['note', 'midi'],
    play: (host) => host.process(planes(), planes(), { events: [note] }),
  },
  latency: {
    options: () => ({ format: 'clap', plugin: clapFile('latency-changes') }),
    events: ['latencyChange'],
    play: (host) => host.setParameter(host.parameters[0]?.id ?? 0, host.parameters[0]?.maximum ?? 1),
  },
  'a state that is no longer the saved one': {
    options: () => ({ format: 'clap', plugin: clapFile('dirty-in-save') }),
    events: ['stateDirty'],
    play: (host) => host.setParameter('Dirty', 1),
  },
  'a crash, a slow return, and the end of its chances': {
    options: () => crashing('segv@process:20;slow(1300)@instantiate', { policy: { maxRestarts: 1 } }),
    events: ['crash', 'revived', 'bypass', 'loading', 'gaveUp'],
    play: () => {},
  },
  'a process that ends, and a slow one after it': {
    options: () =>
      crashing('segv@process:20;slow(1300)@instantiate', { environment: mortal, policy: { maxRestarts: 1 } }),
    events: ['exit', 'restart', 'bypass', 'loading', 'gaveUp'],
    play: () => {},
  },
};

/** Listeners that throw, before one that does not. @returns what they threw, and what the others heard. */
function listen(host: PluginHost, names: readonly Name[]): { thrown: Error[]; heard: Set<Name> } {
  const thrown: Error[] = [];
  const heard = new Set<Name>();
  const fail = (name: Name) => () => {
    const error = new Error(`of ${name}`);
    thrown.push(error);
    throw error;
  };
  for (const name of names)
    host
      .on(name, fail(name))
      .once(name, fail(name))
      .on(name, () => heard.add(name));
  return { thrown, heard };
}

async function act(t: ExecutionContext, { options, events, play }: Scene): Promise<void> {
  const host = await PluginHost.open(options());
  try {
    const { thrown, heard } = listen(host, events);
    const errors: unknown[] = [];
    host.on('error', (error) => errors.push(error));
    await play(host);
    const areHeard = await until(() => {
      block(host);
      return events.every((name) => heard.has(name));
    }, 30_000);
    t.true(areHeard, `only ${[...heard]}`);
    t.deepEqual(errors, thrown);
  } finally {
    await host.close();
  }
  await nothingIsLeft(t);
}

for (const [name, scene] of Object.entries(scenes)) test.serial(`Listeners that throw: ${name}`, (t) => act(t, scene));

test('Each event has its scene', (t) => {
  const names: Record<Name, true> = {
    parameterChange: true,
    gesture: true,
    midi: true,
    note: true,
    stateDirty: true,
    latencyChange: true,
    bypass: true,
    crash: true,
    revived: true,
    loading: true,
    exit: true,
    restart: true,
    gaveUp: true,
  };
  const played = new Set(Object.values(scenes).flatMap(({ events }) => events));
  t.deepEqual([...played].toSorted(), Object.keys(names).toSorted());
});

/** Collects unhandled rejections while it runs. */
async function unhandledOf(action: (unhandled: unknown[]) => Promise<void>): Promise<void> {
  const unhandled: unknown[] = [];
  const others = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection').on('unhandledRejection', (error) => unhandled.push(error));
  try {
    await action(unhandled);
  } finally {
    process.removeAllListeners('unhandledRejection');
    for (const other of others) process.on('unhandledRejection', other);
  }
}

test.serial('Listeners that throw: an edit without blocks', async (t) => {
  await unhandledOf(async (unhandled) => {
    const host = await PluginHost.open({ format: 'vst3', plugin: vst3Bundle('gestures') });
    const { thrown, heard } = listen(host, ['parameterChange', 'gesture']);
    host.setParameter('Trigger', 0.5);
    block(host);
    t.true(await until(() => heard.size === 2 && unhandled.length === thrown.length));
    await host.close();
  });
});

test.serial('Listeners that throw: the progress of a scan', async (t) => {
  await unhandledOf(async (unhandled) => {
    const onProgress = () => {
      throw new Error('of onProgress');
    };
    const { plugins } = await scanPlugins({ formats: ['clap'], paths: [clapFile('gain')], onProgress });
    t.is(plugins.length, 1);
    t.true(await until(() => unhandled.length > 0));
  });
});
