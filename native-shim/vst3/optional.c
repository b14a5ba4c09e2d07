/* SPDX-License-Identifier: BSD-2-Clause */
/* VST3's optional functions (plugin.h). Its presets are states, and its files are left to the plugin. */
#include "optional.h"
#include "instance.h"

const struct plugin_optional plugin_optional = {
    .programs = vst3_programs,
    .program = vst3_program,
    .program_choose = vst3_program_choose,
    .state_context = vst3_state_context,
    .note_expressions = vst3_note_expressions,
    .note_expression = vst3_note_expression,
    .route = vst3_route,
    .replaces = vst3_replaces,
    .remap_parameter = vst3_remap_parameter,
};
