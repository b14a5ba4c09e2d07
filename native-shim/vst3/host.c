/* SPDX-License-Identifier: BSD-2-Clause */
/* The host context: IHostApplication, IPlugInterfaceSupport, and IRunLoop, which plugins need even without an editor.
 */
#include "attributes.h"
#include "instance.h"

static v3_result get_name(void *self, v3_str_128 name)
{
	(void)self;
	static const int16_t own_name[] = {'M', 'a', 'o', 'l', 'a', 'n', 0};
	memcpy(name, own_name, sizeof(own_name));
	return V3_OK;
}

static v3_result create_instance(void *self, v3_tuid class_id, v3_tuid iid, void **object)
{
	(void)self;
	*object = NULL;
	struct v3_funknown **made = NULL;
	if (v3_tuid_match(class_id, v3_message_iid))
		made = (struct v3_funknown **)host_message_new();
	else if (v3_tuid_match(class_id, v3_attribute_list_iid))
		made = (struct v3_funknown **)attributes_new();
	if (!made)
		return V3_FALSE;
	const v3_result result = (*made)->query_interface(made, iid, object);
	(*made)->unref(made);
	return result;
}

static v3_result is_plug_interface_supported(void *self, const v3_tuid iid)
{
	(void)self;
	static const uint8_t *const supported[] = {
	    v3_component_iid,
	    v3_audio_processor_iid,
	    v3_edit_controller_iid,
	    v3_connection_point_iid,
	    v3_midi_mapping_iid,
	    v3_unit_information_iid,
	    v3_plugin_view_iid,
	    v3_plugin_view_content_scale_iid,
	    v3_plugin_view_parameter_finder_iid,
	    vst3_edit_controller2_iid,
	    vst3_note_expression_controller_iid,
	    vst3_remap_param_id_iid,
	};
	for (size_t i = 0; i < sizeof(supported) / sizeof(supported[0]); i++)
		if (v3_tuid_match(iid, supported[i]))
			return V3_OK;
	return V3_FALSE;
}

static const struct v3_host_application application_table = {
    FACET_UNKNOWN,
    .get_name = get_name,
    .create_instance = create_instance,
};

static const struct vst3_plug_interface_support support_table = {
    FACET_UNKNOWN,
    .is_plug_interface_supported = is_plug_interface_supported,
};

void host_init(struct vst3_instance *instance)
{
	instance->context.instance = instance;
	facets_add(&instance->context, v3_host_application_iid, &application_table);
	facets_add(&instance->context, vst3_plug_interface_support_iid, &support_table);
	facets_add(&instance->context, v3_run_loop_iid, &run_loop_table);
}

struct v3_funknown **host_context(struct vst3_instance *instance)
{
	return (struct v3_funknown **)&instance->context.items[0];
}
