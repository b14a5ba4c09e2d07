/**
 * native-shim/include/plugin.h as the binding sees it: types and prototypes, nothing else.
 */
import { type BasePointer, type BlockPointer, declareFunctions, type Koffi, type PluginPointer } from './native.ts';

export interface FormatFunctions {
  plugin_abi(): number;
  plugin_open(spec: string, options: object, error: Uint8Array, errorBytes: number): PluginPointer;
  plugin_describe(plugin: PluginPointer, description: object): void;
  plugin_parameter(plugin: PluginPointer, index: number, parameter: object): number;
  plugin_parameter_set(plugin: PluginPointer, index: number, value: number): number;
  plugin_bind(plugin: PluginPointer, base: BasePointer, block: BlockPointer): number;
  plugin_activate(plugin: PluginPointer): number;
  plugin_deactivate(plugin: PluginPointer): void;
  plugin_state_save(plugin: PluginPointer): number;
  plugin_state_item(plugin: PluginPointer, index: number, item: object): number;
  plugin_state_put(
    plugin: PluginPointer,
    key: Uint8Array,
    keyBytes: number,
    type: Uint8Array,
    typeBytes: number,
    value: Uint8Array,
    valueBytes: number,
    flags: number,
  ): number;
  plugin_state_restore(plugin: PluginPointer): number;
  plugin_note_names(plugin: PluginPointer): number;
  plugin_note_name(plugin: PluginPointer, index: number, name: object): number;
  plugin_set_resource_directory(plugin: PluginPointer, path: string, isShared: number): number;
  plugin_collect_resources(plugin: PluginPointer): number;
  plugin_resource_files(plugin: PluginPointer): number;
  plugin_resource_file(plugin: PluginPointer, number: number, file: object): number;
  plugin_files(plugin: PluginPointer): number;
  plugin_file(plugin: PluginPointer, number: number, file: object): number;
  plugin_file_set(plugin: PluginPointer, index: number, path: string): number;
  plugin_editor_show(plugin: PluginPointer, options: object, error: Uint8Array, errorBytes: number): number;
  plugin_editor_hide(plugin: PluginPointer): void;
  plugin_editor_is_shown(plugin: PluginPointer): number;
  plugin_idle(plugin: PluginPointer): number;
  plugin_restart(plugin: PluginPointer): number;
  plugin_close(plugin: PluginPointer): void;
}

/** The types of plugin.h. koffi keeps their names per thread, and takes each once: a host may open two format libraries. */
const typesDeclared = new WeakSet<Koffi>();

function declareTypes(koffi: Koffi): void {
  if (typesDeclared.has(koffi)) return;
  typesDeclared.add(koffi);
  koffi.struct('plugin_options', {
    sample_rate: 'double',
    frames_max: 'uint32_t',
    input_channels: 'uint32_t',
    output_channels: 'uint32_t',
    instance_id: 'const char *',
  });
  koffi.struct('plugin_description', {
    name: koffi.array('char', 256),
    parameter_count: 'uint32_t',
    audio_inputs: 'uint32_t',
    audio_outputs: 'uint32_t',
    latency_samples: 'uint32_t',
    midi_inputs: 'uint32_t',
    midi_outputs: 'uint32_t',
  });
  koffi.struct('plugin_parameter', {
    id: 'uint32_t',
    flags: 'uint32_t',
    minimum: 'double',
    maximum: 'double',
    default_value: 'double',
    value: 'double',
    name: koffi.array('char', 256),
    module: koffi.array('char', 1024),
    unit: koffi.array('char', 32),
  });
  koffi.struct('plugin_note_name', { note: 'uint32_t', name: koffi.array('char', 256) });
  koffi.struct('plugin_file', { index: 'uint32_t', path: koffi.array('char', 4096) });
  koffi.struct('plugin_editor_options', { windows: 'void *', parent_window: 'uint64_t', title: 'const char *' });
  koffi.struct('plugin_state_item', {
    key: 'const void *',
    type: 'const void *',
    value: 'const void *',
    key_bytes: 'uint32_t',
    type_bytes: 'uint32_t',
    value_bytes: 'uint32_t',
    flags: 'uint32_t',
  });
}

/** Functions of a format's library. */
export function declareFormat(koffi: Koffi, path: string): FormatFunctions {
  declareTypes(koffi);
  return declareFunctions<FormatFunctions>(koffi, path, [
    'int32_t plugin_abi()',
    'void *plugin_open(const char *spec, plugin_options *options, void *error, uint32_t error_bytes)',
    'void plugin_describe(void *plugin, _Out_ plugin_description *description)',
    'int32_t plugin_parameter(void *plugin, uint32_t index, _Out_ plugin_parameter *parameter)',
    'int32_t plugin_parameter_set(void *plugin, uint32_t index, double value)',
    'int32_t plugin_bind(void *plugin, void *base, void *block)',
    'int32_t plugin_activate(void *plugin)',
    'void plugin_deactivate(void *plugin)',
    'int32_t plugin_state_save(void *plugin)',
    'int32_t plugin_state_item(void *plugin, uint32_t index, _Out_ plugin_state_item *item)',
    'int32_t plugin_state_put(void *plugin, void *key, uint32_t key_bytes, void *type, uint32_t type_bytes, void *value, uint32_t value_bytes, uint32_t flags)',
    'int32_t plugin_state_restore(void *plugin)',
    'int32_t plugin_note_names(void *plugin)',
    'int32_t plugin_note_name(void *plugin, uint32_t index, _Out_ plugin_note_name *name)',
    'int32_t plugin_set_resource_directory(void *plugin, const char *path, uint32_t is_shared)',
    'int32_t plugin_collect_resources(void *plugin)',
    'int32_t plugin_resource_files(void *plugin)',
    'int32_t plugin_resource_file(void *plugin, uint32_t number, _Out_ plugin_file *file)',
    'int32_t plugin_files(void *plugin)',
    'int32_t plugin_file(void *plugin, uint32_t number, _Out_ plugin_file *file)',
    'int32_t plugin_file_set(void *plugin, uint32_t index, const char *path)',
    'int32_t plugin_editor_show(void *plugin, plugin_editor_options *options, void *error, uint32_t error_bytes)',
    'void plugin_editor_hide(void *plugin)',
    'int32_t plugin_editor_is_shown(void *plugin)',
    'int32_t plugin_idle(void *plugin)',
    'int32_t plugin_restart(void *plugin)',
    'void plugin_close(void *plugin)',
  ]);
}
