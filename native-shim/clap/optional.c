/* SPDX-License-Identifier: BSD-2-Clause */
/* CLAP's optional functions (plugin.h). Its parameters are numbers, and its presets are not saved to files. */
#include "optional.h"
#include "instance.h"

const struct plugin_optional plugin_optional = {
    .preset_load = clap_preset_load,
    .state_context = clap_state_context,
    .note_names = clap_note_names,
    .note_name = clap_note_name,
    .set_resource_directory = clap_set_resource_directory,
    .collect_resources = clap_collect_resources,
    .resource_files = clap_resource_files,
    .resource_file = clap_resource_file,
    .files = clap_files,
    .file = clap_file,
    .file_set = clap_file_set,
};
