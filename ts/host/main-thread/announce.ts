// SPDX-License-Identifier: BSD-2-Clause
/** What the DAW learns about the plugin before it starts: from the process that sets `ready`. */
import { basename } from 'node:path';
import { PROTOCOL_CHANNELS_MAX } from '../../contract/protocol.ts';
import { RECOVERY_SERVE } from '../../contract/recovery.ts';
import type { Core } from '../../core.ts';
import type { Os } from '../../native.ts';
import type { Plugin, PluginDescription } from '../../plugin.ts';
import type { CommandLine } from '../command-line.ts';
import type { Log } from '../log.ts';
import { stage } from './answers.ts';
import type { Format } from './formats.ts';
import type { Recovery } from './recovery.ts';

export interface AnnounceParts {
  os: Os;
  core: Core;
  line: CommandLine;
  format: Format;
  plugin: Plugin;
  recovery: Recovery;
  log: Log;
}

export function sayReady(log: Log, { format, spec }: CommandLine): void {
  log.say('info', `Ready for ${format} plugin ${spec}`);
}

/** Warn about channels and ports beyond the wire's limits, which get and deliver silence. */
function sayUnplayed(parts: AnnounceParts): void {
  const { audioInputs, audioOutputs } = described(parts);
  if (Math.max(audioInputs, audioOutputs) <= PROTOCOL_CHANNELS_MAX) return;
  const ports = `${audioInputs} audio inputs and ${audioOutputs} audio outputs`;
  parts.log.say(
    'warning',
    `The plugin has ${ports}: the first ${PROTOCOL_CHANNELS_MAX} of each are played; further inputs get silence, and further outputs are ignored`,
  );
}

/** Write what the DAW needs to know, then set ready; unless an earlier process has done so. */
export function announceReady(parts: AnnounceParts): void {
  const { os, core, line, recovery, log } = parts;
  if (!recovery.announced) {
    announce(parts);
    sayUnplayed(parts);
    sayReady(log, line);
    os.process_report_at_end(0, 0);
    core.exports.host_set_ready();
    recovery.noteAnnounced();
  } else if (recovery.plan.kind === 'again') announceMidiPorts(parts);
}

function announce(parts: AnnounceParts): void {
  const { core, line, format } = parts;
  if (line.format === 'null') return; // this DAW needs no announcement, and reads its own marks in scratch
  if (core.exports.daw_ready() !== 0) {
    // The DAW has started, and may already use scratch for its requests.
    announceMidiPorts(parts);
    return;
  }
  const { name, audioInputs, audioOutputs, midiInputs, midiOutputs, latencySamples } = described(parts);
  const nameBytes = stage(core, name);
  const ports = [audioInputs, audioOutputs, midiInputs, midiOutputs] as const;
  core.exports.host_announce(nameBytes, ...ports, latencySamples, format.channelsInHeader ? 1 : 0);
}

function described({ line, plugin, recovery }: AnnounceParts): PluginDescription {
  const description = recovery.during(RECOVERY_SERVE, () => plugin.describe());
  if (recovery.plan.kind !== 'bypassed') return description;
  // The plugin has not been loaded yet. The DAW can keep its track and the state that belongs to it.
  const { spec, inputChannels, outputChannels } = line;
  return { ...description, name: basename(spec), audioInputs: inputChannels, audioOutputs: outputChannels };
}

function announceMidiPorts({ core, plugin, recovery }: AnnounceParts): void {
  const { midiInputs, midiOutputs } = recovery.during(RECOVERY_SERVE, () => plugin.describe());
  core.exports.host_announce_midi_ports(midiInputs, midiOutputs);
}
