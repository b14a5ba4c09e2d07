/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Routing of inputs to outputs (IComponent::getRoutingInfo): plugins with several outputs may report which of them the
 * notes of a channel, or a side chain, go to. All [main-thread].
 */
#include "instance.h"

#define ALL_CHANNELS (-1)

static bool ask(struct vst3_instance *instance, struct v3_routing_info from, struct v3_routing_info *to)
{
	*to = (struct v3_routing_info){.channel = ALL_CHANNELS};
	return (*instance->component)->get_routing_info(instance->component, &from, to) == V3_OK && to->bus_idx >= 0 &&
	       (to->media_type == V3_AUDIO || to->media_type == V3_EVENT);
}

/* The channels of a bus in the wire's numbering: all, or one of them. */
static void read_planes(
    const struct vst3_side *side, const struct v3_routing_info *place, uint32_t *first, uint32_t *count)
{
	*first = *count = 0;
	for (uint32_t i = 0; i < side->map.count; i++) {
		const struct channel *channel = &side->map.channels[i];
		if (channel->port != (uint32_t)place->bus_idx ||
		    (place->channel >= 0 && channel->number != (uint32_t)place->channel))
			continue;
		if ((*count)++ == 0)
			*first = i;
	}
}

static bool fill(struct vst3_instance *instance, const struct v3_routing_info *from, const struct v3_routing_info *to,
    struct plugin_route *route)
{
	*route = (struct plugin_route){
	    .from_is_midi = from->media_type == V3_EVENT,
	    .from_port = (uint32_t)from->bus_idx,
	    .from_channel = from->channel,
	    .to_is_midi = to->media_type == V3_EVENT,
	    .to_port = (uint32_t)to->bus_idx,
	    .to_channel = to->channel,
	};
	if (!route->from_is_midi)
		read_planes(&instance->audio.inputs, from, &route->from_plane, &route->from_planes);
	if (!route->to_is_midi)
		read_planes(&instance->audio.outputs, to, &route->to_plane, &route->to_planes);
	return route->to_is_midi ? route->to_port < instance->event_outputs : route->to_planes > 0;
}

/* The next input to query: whole audio buses, then the channels of the event buses. */
static bool next_place(const struct vst3_instance *instance, uint32_t *number, struct v3_routing_info *from)
{
	const struct vst3_audio *audio = &instance->audio;
	uint32_t at = (*number)++;
	if (at < audio->inputs.bus_count) {
		*from = (struct v3_routing_info){V3_AUDIO, (int32_t)at, ALL_CHANNELS};
		return true;
	}
	at -= audio->inputs.bus_count;
	for (uint32_t bus = 0; bus < audio->event_input_count; at -= audio->event_channels[bus++])
		if (at < audio->event_channels[bus]) {
			*from = (struct v3_routing_info){V3_EVENT, (int32_t)bus, (int32_t)at};
			return true;
		}
	return false;
}

int32_t vst3_route(struct plugin *plugin, uint32_t index, struct plugin_route *route)
{
	struct vst3_instance *instance = (struct vst3_instance *)plugin;
	struct v3_routing_info from, to;
	if (!instance->component)
		return PLUGIN_ERROR; /* a reload failed */
	for (uint32_t number = 0; next_place(instance, &number, &from);)
		if (ask(instance, from, &to) && fill(instance, &from, &to, route) && index-- == 0)
			return PLUGIN_OK;
	return PLUGIN_ERROR;
}
