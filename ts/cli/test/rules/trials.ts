// SPDX-License-Identifier: BSD-2-Clause
/** What DAWs hardly do but specifications allow: tried by each format's own hand (native-shim, trial.c), without a host around it. */
import {
  PLUGIN_TRIAL_COOKIES,
  PLUGIN_TRIAL_DOUBLE,
  PLUGIN_TRIAL_DOUBLE_IN_PLACE,
  PLUGIN_TRIAL_EXTENSION_DATA,
  PLUGIN_TRIAL_FLOATING,
  PLUGIN_TRIAL_FLUSH,
  PLUGIN_TRIAL_INACTIVE_BUSES,
  PLUGIN_TRIAL_LAYOUTS,
  PLUGIN_TRIAL_NAMESPACES,
  PLUGIN_TRIAL_NO_FRAMES,
  PLUGIN_TRIAL_NO_TRANSPORT,
  PLUGIN_TRIAL_OPTIONAL_PORTS,
  PLUGIN_TRIAL_ORDER,
  PLUGIN_TRIAL_RESET,
  PLUGIN_TRIAL_SCALE,
  PLUGIN_TRIAL_SHORT_STREAMS,
  PLUGIN_TRIAL_STATE_CONTEXTS,
  PLUGIN_TRIAL_UNKNOWN_IDS,
  PLUGIN_TRIAL_WILD_VALUES,
} from '../../../contract/plugin.ts';
import { skipUnless } from '../broken.ts';
import { tried } from '../instances.ts';
import type { Rule } from '../rule.ts';

function trial(number: number, rest: Omit<Rule, 'run'>): Rule {
  return {
    ...rest,
    async run(bench) {
      await tried(bench, number);
    },
  };
}

function editorTrial(number: number, rest: Omit<Rule, 'run'>): Rule {
  return {
    ...rest,
    async run(bench) {
      skipUnless((process.env.DISPLAY ?? '') !== '', 'there is no DISPLAY (xvfb-run makes one)');
      await tried(bench, number);
    },
  };
}

export const rules: readonly Rule[] = [
  trial(PLUGIN_TRIAL_UNKNOWN_IDS, {
    id: 'files/unknown-ids',
    level: 1,
    rule: 'Asked for a plugin or a factory that it does not have, the file gives none.',
    source: {
      lv2: 'lv2core/lv2.h, lv2_descriptor: NULL for an index beyond the last',
      vst3: 'ipluginbase.h, IPluginFactory::createInstance: no object for an unknown class',
      clap: 'clap/entry.h, get_factory; clap/factory/plugin-factory.h, create_plugin: NULL for unknown ids',
    },
    why: 'Hosts probe for factories and classes, and use what they get as what they asked for.',
    who: 'Comparisons by prefix (strncmp); a switch whose default is the first plugin.',
    needs: ['lifecycle/close'],
  }),
  trial(PLUGIN_TRIAL_EXTENSION_DATA, {
    id: 'files/extension-data',
    formats: ['lv2'],
    level: 2,
    rule: 'The binary provides the extension data that its Turtle declares.',
    source: { lv2: 'lv2core: lv2:extensionData; lv2core/lv2.h, LV2_Descriptor::extension_data' },
    why: 'Hosts decide by the Turtle what a plugin can do, such as save its state or use a worker.',
    who: 'Turtle that was copied from another plugin.',
    needs: ['lifecycle/close'],
  }),
  trial(PLUGIN_TRIAL_LAYOUTS, {
    id: 'lifecycle/layouts',
    formats: ['vst3', 'clap'],
    level: 4,
    rule: 'After accepting an arrangement of buses or ports it has that one; refusing one does no harm.',
    source: {
      vst3: 'ivstaudioprocessor.h, IAudioProcessor::setBusArrangements and getBusArrangement',
      clap: 'clap/ext/audio-ports-config.h, select; clap/ext/audio-ports.h',
    },
    why: 'The host passes as many buffers as were agreed; a wrong plugin writes more.',
    who: 'Plugins that answer kResultTrue to everything.',
    needs: ['lifecycle/close', 'process/finite'],
  }),
  trial(PLUGIN_TRIAL_INACTIVE_BUSES, {
    id: 'lifecycle/inactive-buses',
    formats: ['vst3', 'clap'],
    level: 4,
    rule: 'It plays while optional buses or ports are switched off, and after they are on again.',
    source: {
      vst3: 'ivstcomponent.h, IComponent::activateBus; VST 3 FAQ, processing: the last buses may be left out then',
      clap: 'clap/ext/audio-ports-activation.h, set_active: buffers are there all the same, silent and constant',
    },
    why: 'Hosts switch off side chains and outputs that nothing is connected to.',
    who: 'Plugins that read the side chain without looking at numInputs; that count their active ports in process.',
    needs: ['lifecycle/close', 'process/finite'],
  }),
  trial(PLUGIN_TRIAL_ORDER, {
    id: 'lifecycle/order-of-calls',
    level: 3,
    rule: 'It survives every order of calls that is allowed: activated without a block, saved before and between activations, set up twice.',
    source: {
      lv2: 'lv2core/lv2.h, activate, run, deactivate, connect_port',
      vst3: 'VST 3 API documentation, audio processor call sequence; ivstcomponent.h, setActive, getState, setState',
      clap: 'clap/plugin.h: activate, start_processing, stop_processing, deactivate; clap/ext/state.h',
    },
    why: 'Hosts differ: one saves before it plays, another activates each time that the routing changes.',
    who: 'Plugins that allocate in their first block what they free when they are deactivated.',
    needs: ['process/finite', 'state/restore', 'lifecycle/close'],
  }),
  trial(PLUGIN_TRIAL_RESET, {
    id: 'lifecycle/reset',
    formats: ['clap'],
    level: 4,
    rule: 'After reset nothing of the previous sound is heard.',
    source: { clap: 'clap/plugin.h, clap_plugin::reset: clears all buffers, voices and states of filters' },
    why: 'Hosts call it at jumps of the transport instead of activating the plugin again. LV2 and VST3 have activation for that.',
    who: 'Plugins whose reset does nothing.',
    needs: ['process/finite', 'lifecycle/close'],
  }),
  trial(PLUGIN_TRIAL_DOUBLE, {
    id: 'process/double-precision',
    formats: ['vst3', 'clap'],
    level: 4,
    rule: 'If it says that it takes samples of 64 bits, it does.',
    source: {
      vst3: 'ivstaudioprocessor.h, canProcessSampleSize and ProcessSetup::symbolicSampleSize',
      clap: 'clap/ext/audio-ports.h, CLAP_AUDIO_PORT_SUPPORTS_64BITS; clap/audio-buffer.h, data64',
    },
    why: 'Hosts that mix in 64 bits use what a plugin claims.',
    who: 'Wrappers that answer yes to each sample size.',
    needs: ['process/finite', 'lifecycle/close'],
  }),
  trial(PLUGIN_TRIAL_DOUBLE_IN_PLACE, {
    id: 'process/double-in-place',
    formats: ['vst3', 'clap'],
    level: 4,
    rule: 'With samples of 64 bits, too, it sounds the same when outputs share the memory of the inputs.',
    source: {
      vst3: 'VST 3 API documentation, processing FAQ: hosts may use the same buffers; ProcessSetup::symbolicSampleSize',
      clap: 'clap/ext/audio-ports.h, clap_audio_port_info::in_place_pair, CLAP_AUDIO_PORT_SUPPORTS_64BITS',
    },
    why: 'It is often another loop than that for 32 bits, and tried by fewer hosts.',
    who: 'Plugins that write the left output before they have read the right input.',
    needs: ['process/deterministic', 'process/double-precision'],
  }),
  trial(PLUGIN_TRIAL_OPTIONAL_PORTS, {
    id: 'lifecycle/optional-ports',
    formats: ['lv2'],
    level: 4,
    rule: 'Ports that are lv2:connectionOptional may be left unconnected.',
    source: { lv2: 'lv2core: lv2:connectionOptional, the host may connect the port to NULL' },
    why: 'Hosts leave out what they do not use: meters, MIDI outputs, messages to editors.',
    who: 'Plugins that write a meter without checking whether it is connected.',
    needs: ['lifecycle/close', 'process/finite'],
  }),
  trial(PLUGIN_TRIAL_FLUSH, {
    id: 'parameters/flush',
    formats: ['vst3', 'clap'],
    level: 3,
    rule: 'Values without audio apply just like those that come with a block.',
    source: {
      vst3: 'VST 3 API documentation, parameters: a flush is a process call without buses and frames; ivstaudioprocessor.h',
      clap: 'clap/ext/params.h, clap_plugin_params::flush',
    },
    why: 'Users move controls and save projects while the transport is stopped or the track is frozen.',
    who: 'Plugins whose process returns at once when there are no frames: all VST3 plugins made with DPF.',
    needs: ['process/plays', 'state/repeatable', 'lifecycle/close'],
  }),
  trial(PLUGIN_TRIAL_COOKIES, {
    id: 'parameters/cookies',
    formats: ['clap'],
    level: 4,
    rule: 'A value without its cookie applies like one with it.',
    source: { clap: 'clap/ext/params.h, clap_param_info::cookie: the host may leave it out' },
    why: 'Hosts that store automation by id do not store pointers.',
    who: 'Plugins that use the cookie without checking it.',
    needs: ['process/plays', 'lifecycle/close'],
  }),
  trial(PLUGIN_TRIAL_NAMESPACES, {
    id: 'parameters/namespaces',
    formats: ['clap'],
    level: 4,
    rule: 'It ignores events of another namespace, whatever their type number.',
    source: { clap: 'clap/events.h, clap_event_header::space_id' },
    why: 'What looks like a value there is something else.',
    who: 'Event loops that check only the type.',
    needs: ['process/plays', 'lifecycle/close'],
  }),
  trial(PLUGIN_TRIAL_WILD_VALUES, {
    id: 'parameters/wild-values',
    level: 7,
    isAdvice: true,
    rule: 'It survives values beyond the ranges, infinite ones and NaN, and sounds as usual once the values are ordinary again.',
    source: {
      lv2: 'lv2core: lv2:minimum and lv2:maximum are soft limits; a plugin accepts every value of the type of its port',
      vst3: 'practice: values are normalized (ivsteditcontroller.h), but a damaged project or a careless host sends others',
      clap: 'practice: values are within min_value and max_value (clap/ext/params.h), but modulation adds to them',
    },
    why: 'One NaN from a damaged automation lane would stay in a filter or a delay line until the plugin is loaded again.',
    who: 'Smoothers and filters that never reset; delay lines indexed by a value.',
    needs: ['process/finite', 'lifecycle/close'],
  }),
  trial(PLUGIN_TRIAL_NO_FRAMES, {
    id: 'process/no-frames',
    formats: ['lv2', 'vst3'],
    level: 3,
    rule: 'A block of 0 frames writes no sound, and the next one is played as usual.',
    source: {
      lv2: 'lv2core/lv2.h, LV2_Descriptor::run: sample_count may be 0',
      vst3: 'ivstaudioprocessor.h, ProcessData::numSamples: 0 to hand over parameters',
    },
    why: 'Hosts call it so for control values alone. CLAP has params.flush instead.',
    who: 'Loops that run at least once; divisions by the number of frames.',
    needs: ['process/finite', 'lifecycle/close'],
  }),
  trial(PLUGIN_TRIAL_SHORT_STREAMS, {
    id: 'state/short-streams',
    formats: ['clap'],
    level: 4,
    rule: 'It handles streams that read and write fewer bytes than requested.',
    source: { clap: 'clap/stream.h: read and write return the number of bytes, which may be less than wanted' },
    why: 'Hosts read from files and pipes.',
    who: 'Plugins that call read or write only once.',
    needs: ['state/repeatable', 'state/restore', 'lifecycle/close'],
  }),
  trial(PLUGIN_TRIAL_STATE_CONTEXTS, {
    id: 'state/contexts',
    formats: ['vst3', 'clap'],
    level: 4,
    rule: 'It saves and restores a state as a preset, a duplicate and part of a project, without loss.',
    source: {
      vst3: 'ivstattributes.h, IStreamAttributes: StateType; ivstcomponent.h, getState and setState',
      clap: 'clap/ext/state-context.h: saving and loading with a context and without one are equal',
    },
    why: 'Users make presets from projects, and load them into projects.',
    who: 'Plugins that save in one context what they look for in another.',
    needs: ['state/repeatable', 'state/restore', 'lifecycle/close'],
  }),
  trial(PLUGIN_TRIAL_NO_TRANSPORT, {
    id: 'transport/none',
    formats: ['vst3', 'clap'],
    level: 4,
    rule: 'It plays in a host without a transport.',
    source: {
      vst3: 'ivstaudioprocessor.h, ProcessData::processContext: optional',
      clap: 'clap/process.h, clap_process::transport: null in a host that runs freely',
    },
    why: 'Not every host has one.',
    who: 'Tempo-synced delays that read the tempo without checking the pointer.',
    needs: ['process/finite', 'lifecycle/close'],
  }),
  editorTrial(PLUGIN_TRIAL_SCALE, {
    id: 'editor/scale',
    formats: ['vst3', 'clap'],
    level: 5,
    rule: 'The editor has a size at every screen scale.',
    source: {
      vst3: 'iplugviewcontentscalesupport.h, setContentScaleFactor',
      clap: 'clap/ext/gui.h, set_scale and get_size',
    },
    why: 'The host creates the window before the editor.',
    needs: ['editor/open'],
  }),
  editorTrial(PLUGIN_TRIAL_FLOATING, {
    id: 'editor/floating',
    formats: ['clap'],
    level: 5,
    rule: 'An editor that may have a window of its own can be created, shown, hidden and destroyed so.',
    source: { clap: 'clap/ext/gui.h, is_api_supported and create with is_floating, show, hide' },
    why: 'Hosts that do not embed editors, as on Wayland, show them so. LV2 and VST3 have no such editors.',
    needs: ['editor/open'],
  }),
];
