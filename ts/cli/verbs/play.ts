// SPDX-License-Identifier: BSD-2-Clause
/** `play`: play plugins live, through JACK or PipeWire. */

import { drive } from '../../client/driver.ts';
import type { PluginHost } from '../../client/index.ts';
import { CommandError, type Context, EXIT_USAGE, type Verb } from '../command.ts';
import { countOf } from '../count.ts';
import { Jack } from '../live/jack.ts';
import { Session } from '../live/session.ts';
import { type Named, settingsOf } from '../live/settings-of.ts';
import { paramOption, presetOption, stateOption } from '../options.ts';
import { findPlugin } from '../plugin-name.ts';
import { openWith } from '../settings.ts';

const connections = ['outputs', 'all', 'none'] as const;

interface Arguments {
  plugin: string[];
  param: string[];
  preset: string[];
  state: string[];
  gui: boolean;
  connect: (typeof connections)[number];
  name: string;
}

async function openAll(named: readonly Named[], jack: Jack, context: Context): Promise<PluginHost[]> {
  const found = [];
  for (const settings of named) found.push({ settings, plugin: await findPlugin(settings.plugin, context) });
  const { sampleRate, frames } = jack;
  const opened = await Promise.allSettled(
    found.map(({ settings, plugin }) => openWith(settings, plugin, context, { sampleRate, maxFrames: frames })),
  );
  const hosts = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failed = opened.find((one) => one.status === 'rejected');
  if (failed === undefined) return hosts;
  await Promise.all(hosts.map((host) => host.close()));
  throw failed.reason;
}

/** From here on the audio does not pass through JavaScript. */
function connectAll(hosts: readonly PluginHost[], jack: Jack): void {
  for (const host of hosts) {
    const { audioInputs, audioOutputs, midiInputs, midiOutputs } = host.ports;
    const ports = { inputs: audioInputs, outputs: audioOutputs, takesMidi: midiInputs > 0, sendsMidi: midiOutputs > 0 };
    host[drive](jack.add(ports));
  }
  jack.start();
  const reportLatency = () => {
    jack.latency = hosts.reduce((sum, { latency }) => sum + latency, 0);
  };
  for (const host of hosts) host.on('latencyChange', reportLatency);
  reportLatency();
}

function portsText(hosts: readonly PluginHost[]): string {
  const { audioInputs, midiInputs } = (hosts[0] as PluginHost).ports;
  const { audioOutputs, midiOutputs } = (hosts.at(-1) as PluginHost).ports;
  const midi = `${midiInputs > 0 ? ', MIDI in' : ''}${midiOutputs > 0 ? ', MIDI out' : ''}`;
  return `${audioInputs} in, ${audioOutputs} out${midi}`;
}

async function run(args: Arguments, context: Context): Promise<void> {
  const { gui, connect, name } = args;
  const named = settingsOf(args, context.words);
  if (named.length === 0) throw new CommandError('name at least one plugin', EXIT_USAGE);
  const jack = new Jack(context.folder, name);
  let hosts: PluginHost[] = [];
  try {
    hosts = await openAll(named, jack, context);
    const session = new Session(hosts, jack, context);
    connectAll(hosts, jack);
    const count = connect === 'none' ? 0 : jack.connect(connect === 'all');
    const chain = hosts.map((host) => host.name).join(', ');
    const clock = `${jack.sampleRate} Hz, blocks of ${countOf(jack.frames, 'frame')}`;
    context.say(`${jack.name} plays ${chain}: ${portsText(hosts)}; ${clock}; ${countOf(count, 'connection')}`);
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
  summary: 'play a chain of plugins live through JACK or PipeWire',
  usual: ['param', 'preset', 'state', 'gui'],
  examples: [
    { words: 'play lv2:ZamComp lv2:ZamVerb', says: 'until q, or Ctrl-C; arrow keys move the parameters' },
    {
      words: 'play lv2:ZamComp -p "Threshold=-30 dB" lv2:ZamVerb -p Room=3',
      says: 'with settings, each for the plugin before it',
    },
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
      .option('param', { ...paramOption, default: [], describe: 'name=value, for the preceding plugin' })
      .option('preset', {
        ...presetOption,
        array: true,
        default: [],
        describe: 'preset of the preceding plugin: name, URI or .vstpreset file',
      })
      .option('state', {
        ...stateOption,
        array: true,
        default: [],
        describe: 'state file for the preceding plugin, as state save writes it',
      })
      .option('gui', { type: 'boolean', default: false, description: "also show the plugins' windows" })
      .option('connect', {
        choices: connections,
        default: 'outputs' as const,
        description: 'ports to connect to the hardware: the outputs (and MIDI keyboards), also the inputs, or none',
      })
      .option('name', { type: 'string', default: 'maolan', description: 'name of the JACK client' }),
  run,
};
