/* SPDX-License-Identifier: BSD-2-Clause */
/* The table of protocol versions. To add a version, add a row. */
#include "window.h"

#define RING_BYTES (PROTOCOL_RING_SLOTS * 16u)

/* Offsets of the large areas. Version 7 still uses those of version 4. */
enum {
	PARAMETER_SLOTS = 1049088, /* in every version */

	MIDI_IN_SLOTS_1 = 1114624,
	ECHO_SLOTS_1 = 1180160,
	TRANSPORT_1 = 1245696,
	SCRATCH_1 = 1245952,
	END_1 = 1311488,

	MIDI_OUT_SLOTS_3 = 1245696, /* everything before it is as in version 1 */
	TRANSPORT_3 = 1311232,
	SCRATCH_3 = 1311488,
	END_3 = 1377024,

	ECHO_SLOTS_4 = 1114624,
	MIDI_IN_4 = 1180160,
	MIDI_OUT_4 = 2228992,
	MIDI_STRIDE_4 = 65552,
	TRANSPORT_4 = 3277824,
	SCRATCH_4 = 3278080,
	END_4 = 3343616,
};

/* From version 4 on each port's ring starts with its own indices. At first the slots followed immediately, but were not
   aligned as Rust requires. */
enum { SLOTS_BEHIND_INDICES = 8, SLOTS_ALIGNED = 16 };

/* Common to versions 4 to 7. */
#define ROW_SINCE_4(midi_slots)                                                                                        \
	.midi_in_port_count = 48, .midi_out_port_count = 52, .request_type = 56, .request_status = 60, .scratch_size = 64, \
	.parent_window = 72, .parent_window_bytes = 8, .state_dirty = 80, .gui_mode = 272, .parameter_write = 256,         \
	.parameter_read = 260, .echo_write = 264, .echo_read = 268, .parameter_slots = PARAMETER_SLOTS,                    \
	.echo_slots = ECHO_SLOTS_4, .transport = TRANSPORT_4, .scratch = SCRATCH_4, .end = END_4,                          \
	.midi_in_ports = PROTOCOL_MIDI_PORTS_MAX, .midi_out_ports = PROTOCOL_MIDI_PORTS_MAX, .midi_stride = MIDI_STRIDE_4, \
	.midi_in_write = MIDI_IN_4, .midi_in_slots = MIDI_IN_4 + (midi_slots), .midi_out_write = MIDI_OUT_4,               \
	.midi_out_slots = MIDI_OUT_4 + (midi_slots), .echoes_events = 1, .announces = 1, .answers_requests = 1,            \
	.awaits_status = 1

#define FILES_UP_TO_6 .file_list = PROTOCOL_REQUEST_FILE_REFERENCES

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
        .echo_write = 272,
        .echo_read = 276,
        .parameter_slots = PARAMETER_SLOTS,
        .echo_slots = ECHO_SLOTS_1,
        .transport = TRANSPORT_1,
        .scratch = SCRATCH_1,
        .end = END_1,
        .midi_in_ports = 1, /* unused by the clients of that time */
        .midi_in_write = 264,
        .midi_in_slots = MIDI_IN_SLOTS_1,
        .echoes_at_start = 1,
    },
    {
        .version = 3,
        .request_type = 48,
        .request_status = 52,
        .scratch_size = 56,
        .parent_window = 64,
        .parent_window_bytes = 8,
        .state_dirty = 72, /* early clients ignore it, and have nothing else at this offset */
        .parameter_write = 256,
        .parameter_read = 260,
        .echo_write = 272,
        .echo_read = 276,
        .parameter_slots = PARAMETER_SLOTS,
        .echo_slots = ECHO_SLOTS_1,
        .transport = TRANSPORT_3,
        .scratch = SCRATCH_3,
        .end = END_3,
        .midi_in_ports = 1,
        .midi_out_ports = 1,
        .midi_in_write = 264,
        .midi_in_slots = MIDI_IN_SLOTS_1,
        .midi_out_write = 280,
        .midi_out_slots = MIDI_OUT_SLOTS_3,
        .echoes_events = 1,
        .announces = 1,
        .answers_requests = 1,
        FILES_UP_TO_6,
    },
    {.version = 4, ROW_SINCE_4(SLOTS_BEHIND_INDICES), FILES_UP_TO_6},
    {.version = 5, ROW_SINCE_4(SLOTS_BEHIND_INDICES), FILES_UP_TO_6, .latency_samples = 84},
    {.version = 6, ROW_SINCE_4(SLOTS_ALIGNED), FILES_UP_TO_6, .latency_samples = 84, .gui_parent_api = 276},
    {
        .version = 7,
        ROW_SINCE_4(SLOTS_ALIGNED),
        .latency_samples = 84,
        .gui_parent_api = 276,
        .long_midi = END_4,
        .response_counter = 88,
        .block_response_eventless = 92,
        .answers_show = 1,
        .has_shared_flag = 1,
        .file_list = PROTOCOL_REQUEST_RESOURCE_FILES,
    },
};

static const struct protocol_layout older_6 = {
    .version = 6, ROW_SINCE_4(SLOTS_BEHIND_INDICES), FILES_UP_TO_6, .latency_samples = 84, .gui_parent_api = 276};

const struct protocol_layout *window_layout = &layouts[0];

/* In every row the areas follow one another without gaps, and end inside the segment. */
static_assert(PROTOCOL_AUDIO + 2 * PROTOCOL_CHANNELS_MAX * PROTOCOL_PLANE_BYTES == PARAMETER_SLOTS, "all versions");
static_assert(PROTOCOL_FRAMES_MAX * sizeof(float) == PROTOCOL_PLANE_BYTES, "one plane holds the longest block");
static_assert(PARAMETER_SLOTS + RING_BYTES == MIDI_IN_SLOTS_1, "versions 1 and 3");
static_assert(MIDI_IN_SLOTS_1 + RING_BYTES == ECHO_SLOTS_1, "versions 1 and 3");
static_assert(ECHO_SLOTS_1 + RING_BYTES == TRANSPORT_1, "version 1");
static_assert(TRANSPORT_1 + PROTOCOL_TRANSPORT_BYTES == SCRATCH_1, "version 1");
static_assert(SCRATCH_1 + PROTOCOL_SCRATCH_BYTES == END_1, "version 1");
static_assert(ECHO_SLOTS_1 + RING_BYTES == MIDI_OUT_SLOTS_3, "version 3");
static_assert(MIDI_OUT_SLOTS_3 + RING_BYTES == TRANSPORT_3, "version 3");
static_assert(TRANSPORT_3 + PROTOCOL_TRANSPORT_BYTES == SCRATCH_3, "version 3");
static_assert(SCRATCH_3 + PROTOCOL_SCRATCH_BYTES == END_3, "version 3");
static_assert(PARAMETER_SLOTS + RING_BYTES == ECHO_SLOTS_4, "versions 4 to 7");
static_assert(ECHO_SLOTS_4 + RING_BYTES == MIDI_IN_4, "versions 4 to 7");
static_assert(SLOTS_ALIGNED + RING_BYTES == MIDI_STRIDE_4, "a port's indices and slots fill its stride");
static_assert(MIDI_IN_4 + PROTOCOL_MIDI_PORTS_MAX * MIDI_STRIDE_4 == MIDI_OUT_4, "versions 4 to 7");
static_assert(MIDI_OUT_4 + PROTOCOL_MIDI_PORTS_MAX * MIDI_STRIDE_4 == TRANSPORT_4, "versions 4 to 7");
static_assert(TRANSPORT_4 + PROTOCOL_TRANSPORT_BYTES == SCRATCH_4, "versions 4 to 7");
static_assert(SCRATCH_4 + PROTOCOL_SCRATCH_BYTES == END_4, "versions 4 to 7");
static_assert(END_4 + PROTOCOL_LONG_MIDI_DATA + 2 * PROTOCOL_LONG_MIDI_BYTES <= PROTOCOL_CLIENT_AREA,
    "the segment holds the longest layout, and the private areas behind it");

const struct protocol_layout *protocol_layout_of(uint32_t version)
{
	for (uint32_t i = 0; i < sizeof layouts / sizeof layouts[0]; i++) {
		if (layouts[i].version == version)
			return &layouts[i];
	}
	return NULL;
}

const struct protocol_layout *protocol_layout_of_older_6(void)
{
	return &older_6;
}
