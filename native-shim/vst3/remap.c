/* SPDX-License-Identifier: BSD-2-Clause */
/* Replaced classes: which ones this class replaces, and the new ids of their parameters (IRemapParamID). All
   [main-thread]. */
#include "compatibility.h"
#include "instance.h"

int32_t vst3_replaces(struct plugin *plugin, const char *id)
{
	const struct vst3_instance *instance = (struct vst3_instance *)plugin;
	return compatibility_replaces(&instance->module, id, (uint32_t)strlen(id)) ? 1 : 0;
}

int32_t vst3_remap_parameter(struct plugin *plugin, const char *id, uint32_t parameter_id)
{
	struct vst3_instance *instance = (struct vst3_instance *)plugin;
	struct v3_edit_controller **controller = instance->controller;
	struct vst3_remap_param_id **remap = NULL;
	v3_tuid old_class;
	v3_param_id found = VST3_NO_PARAMETER;
	if (!controller || !class_id_read(id, old_class) ||
	    (*controller)->query_interface(controller, vst3_remap_param_id_iid, (void **)&remap) != V3_OK)
		return PLUGIN_ERROR;
	const v3_result result = (*remap)->get_compatible_param_id(remap, old_class, parameter_id, &found);
	(*remap)->unref(remap);
	const uint32_t position = result == V3_OK ? directory_find(instance->audio.directory, found) : UINT32_MAX;
	return position < instance->audio.parameter_count ? (int32_t)position : PLUGIN_ERROR;
}
