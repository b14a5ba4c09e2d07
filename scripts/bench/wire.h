/* SPDX-License-Identifier: BSD-2-Clause */
/* The protocol for the benchmark's two programs: the minimum that a DAW and a host need of versions 1, 6 and 7. Offsets
   in bytes. */
#ifndef WIRE_H
#define WIRE_H

#include <stdint.h>

enum {
	WIRE_BYTES = 4194304,
	WIRE_MAGIC = 0x4D414F4C,
	WIRE_AT_MAGIC = 0,
	WIRE_AT_VERSION = 4,
	WIRE_AT_READY = 12,
	WIRE_AT_SHUTDOWN = 24,
	WIRE_AT_FRAMES = 36,
	WIRE_AT_INPUTS = 40,
	WIRE_AT_OUTPUTS = 44,
	WIRE_AT_COUNTER = 88,   /* version 7: incremented for each block that is answered */
	WIRE_AT_EVENTLESS = 92, /* version 7: if not 0, the counter alone answers blocks */
	WIRE_AT_PARAMETER_WRITE = 256,
	WIRE_AT_PARAMETER_READ = 260,
	WIRE_AT_PLANES = 512,
	WIRE_PLANE_BYTES = 16384,
	WIRE_AT_PARAMETER_SLOTS = 1049088,
	WIRE_RING_SLOTS = 4096,
	WIRE_SLOT_BYTES = 16,
	WIRE_FRAMES_MAX = 4096,
	WIRE_CHANNELS_MAX = 32,
	WIRE_REQUEST_SAVE_STATE = 1,
	WIRE_REQUEST_RESTORE_STATE = 2,
	WIRE_SAMPLE_RATE = 48000, /* Hz; chosen by the benchmark */
};

/* Where the versions differ. */
struct wire_layout {
	uint32_t midi_write, midi_read, midi_slots; /* of the first port, DAW to host */
	uint32_t echo_write, echo_read;
	uint32_t transport;
	uint32_t request_type;
	uint32_t has_counter;
};

static inline const struct wire_layout *wire_layout_of(uint32_t version)
{
	static const struct wire_layout first = {.midi_write = 264,
	    .midi_read = 268,
	    .midi_slots = 1114624,
	    .echo_write = 272,
	    .echo_read = 276,
	    .transport = 1245696,
	    .request_type = 48};
	static const struct wire_layout later[] = {{.midi_write = 1180160,
	                                               .midi_read = 1180164,
	                                               .midi_slots = 1180176,
	                                               .echo_write = 264,
	                                               .echo_read = 268,
	                                               .transport = 3277824,
	                                               .request_type = 56},
	    {.midi_write = 1180160,
	        .midi_read = 1180164,
	        .midi_slots = 1180176,
	        .echo_write = 264,
	        .echo_read = 268,
	        .transport = 3277824,
	        .request_type = 56,
	        .has_counter = 1}};
	return version == 1 ? &first : &later[version >= 7];
}

struct wire_transport {
	uint64_t playhead_sample;
	double tempo;
	uint32_t numerator;
	uint32_t denominator;
	uint32_t flags; /* 1: playing */
};
enum { WIRE_TRANSPORT_BYTES = 28 };

struct wire_event {
	uint32_t parameter;
	float value;
	uint32_t sample_offset;
	uint32_t kind;
};

struct wire_midi {
	uint32_t sample_offset;
	unsigned char data[3];
	unsigned char channel;
	uint32_t flags;
	uint32_t tail;
};

static inline uint32_t wire_load(const unsigned char *segment, uint32_t at)
{
	return __atomic_load_n((const uint32_t *)(const void *)(segment + at), __ATOMIC_ACQUIRE);
}

static inline void wire_store(unsigned char *segment, uint32_t at, uint32_t value)
{
	__atomic_store_n((uint32_t *)(void *)(segment + at), value, __ATOMIC_RELEASE);
}

/* Increment; a reader that sees the new value sees what was stored before. */
static inline void wire_increment(unsigned char *segment, uint32_t at)
{
	__atomic_fetch_add((uint32_t *)(void *)(segment + at), 1, __ATOMIC_RELEASE);
}

/* bus 0: DAW to host, 1: host to DAW. */
static inline float *wire_plane(unsigned char *segment, uint32_t channel, uint32_t bus)
{
	return (float *)(void *)(segment + WIRE_AT_PLANES + (channel * 2 + bus) * WIRE_PLANE_BYTES);
}

#endif
