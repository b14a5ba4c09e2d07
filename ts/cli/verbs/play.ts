/** `play`: plugins live, through JACK or PipeWire. */
import { drive } from '../../client/driver.ts';
import { PluginHost } from '../../client/index.ts';
import { CommandError, type Context, EXIT_USAGE, type Verb } from '../command.ts';
import { Jack } from '../live/jack.ts';
import { Session } from '../live/session.ts';
import { findPlugin } from '../plugin-name.ts';

const connections = ['outputs', 'all', 'none'] as const;

interface Arguments {
  plugin: string[];
  gui: boolean;
  connect: (typeof connections)[number];
  name: string;
}

async function openAll(names: readonly string[], jack: Jack, context: Context): Promise<PluginHost[]> {
  const { signal } = context;
  const found = [];
  for (const name of names) found.push(await findPlugin(name, context));
  const { sampleRate, frames } = jack;
  const opened = await Promise.allSettled(
    found.map(({ format, spec }) => PluginHost.open({ format, plugin: spec, sampleRate, maxFrames: frames, signal })),
  );
  const hosts = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failed = opened.find((one) => one.status === 'rejected');
  if (failed === undefined) return hosts;
  await Promise.all(hosts.map((host) => host.close()));
  throw failed.reason;
}

/** From here on the sound goes its way without JavaScript. */
function connectAll(hosts: readonly PluginHost[], jack: Jack): void {
  for (const host of hosts) {
    const { audioInputs, audioOutputs, midiInputs } = host.ports;
    host[drive](jack.add({ inputs: audioInputs, outputs: audioOutputs, takesMidi: midiInputs > 0 }));
  }
  jack.start();
}

function portsText(hosts: readonly PluginHost[]): string {
  const { audioInputs, midiInputs } = (hosts[0] as PluginHost).ports;
  const { audioOutputs } = (hosts.at(-1) as PluginHost).ports;
  return `${audioInputs} in, ${audioOutputs} out${midiInputs > 0 ? ', MIDI in' : ''}`;
}

async function run({ plugin: names, gui, connect, name }: Arguments, context: Context): Promise<void> {
  if (names.length === 0) throw new CommandError('name a plugin at least', EXIT_USAGE);
  const jack = new Jack(context.folder, name);
  let hosts: PluginHost[] = [];
  try {
    hosts = await openAll(names, jack, context);
    const session = new Session(hosts, jack, context);
    connectAll(hosts, jack);
    const count = connect === 'none' ? 0 : jack.connect(connect === 'all');
    const chain = hosts.map((host) => host.name).join(', ');
    const clock = `${jack.sampleRate} Hz, blocks of ${jack.frames} frames`;
    context.say(`${jack.name} plays ${chain}: ${portsText(hosts)}; ${clock}; ${count} connections`);
    if (gui) for (const host of hosts) await host.showEditor();
    await session.live();
  } finally {
    await Promise.all(hosts.map((host) => host.close()));
    jack.close();
  }
  context.signal.throwIfAborted();
}

export const verb: Verb<Arguments> = {
  usage: 'play <plugin...>',
  summary: 'play plugins live, one behind the other, through JACK or PipeWire',
  examples: [
    { words: 'play lv2:ZamComp lv2:ZamVerb', says: 'until q, or Ctrl-C; arrow keys move the parameters' },
    { words: 'play lv2:ZamDelay --gui --connect all', says: 'with its window, between microphones and loudspeakers' },
  ],
  options: (yargs) =>
    yargs
      .positional('plugin', {
        type: 'string',
        array: true,
        demandOption: true,
        description: 'the plugins, in their order',
      })
      .option('gui', { type: 'boolean', default: false, description: "also show the plugins' windows" })
      .option('connect', {
        choices: connections,
        default: 'outputs' as const,
        description:
          "what is connected with the machine's own: the outputs (and MIDI keyboards), the inputs too, or nothing",
      })
      .option('name', { type: 'string', default: 'maolan', description: 'what the client is called among the others' }),
  run,
};
