/* SPDX-License-Identifier: BSD-2-Clause */
/* LV2's optional functions (plugin.h). Its programs are presets; it has no list of the files that a state refers to. */
#include "optional.h"
#include "instance.h"

const struct plugin_optional plugin_optional = {
    .property = lv2_property,
    .property_set = lv2_property_set,
    .preset_save = lv2_preset_save,
    .note_names = lv2_note_names,
    .note_name = lv2_note_name,
    .set_resource_directory = lv2_set_resource_directory,
};
