/*
 * The table of protocol versions. To add a version, add a row.
 */
#include "window.h"

static const struct protocol_layout layouts[] = {
    {
        .version = 1,
        .request_type = 48,
        .request_status = 52,
        .scratch_size = 56,
        .parent_window = 60,
        .parent_window_bytes = 4,
        .parameter_write = 256,
        .parameter_read = 260,
        .echo_write = 272, /* 264 and 268 were a MIDI ring that nobody used */
        .echo_read = 276,
        .parameter_slots = 1049088,
        .echo_slots = 1180160,
        .transport = 1245696,
        .scratch = 1245952,
        .end = 1311488,
    },
};

const struct protocol_layout *window_layout = &layouts[0];

/* What must hold in any row, spelt out for the areas that follow one another in version 1. */
static_assert(PROTOCOL_AUDIO + 2 * PROTOCOL_CHANNELS_MAX * PROTOCOL_PLANE_BYTES == 1049088, "slots follow the planes");
static_assert(1245696 + PROTOCOL_TRANSPORT_BYTES == 1245952, "scratch follows the transport");
static_assert(1245952 + PROTOCOL_SCRATCH_BYTES == 1311488, "scratch comes last");
static_assert(PROTOCOL_FRAMES_MAX * sizeof(float) == PROTOCOL_PLANE_BYTES, "one plane holds the longest block");

const struct protocol_layout *protocol_layout_of(uint32_t version)
{
	for (uint32_t i = 0; i < sizeof layouts / sizeof layouts[0]; i++) {
		if (layouts[i].version == version)
			return &layouts[i];
	}
	return NULL;
}
