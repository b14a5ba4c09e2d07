/* The segment of protocol version 1, as its DAW lays it out. */
#ifndef LAYOUT_H
#define LAYOUT_H

#include <stdint.h>

#include "client-0.2.0.h"

/* Protocol version 1, written down again on purpose: these numbers test the host's own table. */
enum {
	SEGMENT_BYTES = 4194304,
	MAGIC = 0x4D414F4C,
	VERSION = 1,
	AT_MAGIC = 0,
	AT_VERSION = 4,
	AT_READY = 12,
	AT_SHUTDOWN_REQUEST = 24,
	AT_BLOCK_SIZE = 36,
	AT_INPUT_CHANNELS = 40,
	AT_OUTPUT_CHANNELS = 44,
	AT_REQUEST_TYPE = 48,
	AT_REQUEST_STATUS = 52,
	AT_SCRATCH_SIZE = 56,
	AT_PARAMETER_WRITE = 256,
	AT_PARAMETER_READ = 260,
	AT_ECHO_WRITE = 272,
	AT_ECHO_READ = 276,
	AT_PLANES = 512,
	PLANE_BYTES = 16384,
	AT_PARAMETER_SLOTS = 1049088,
	AT_ECHO_SLOTS = 1180160,
	AT_TRANSPORT = 1245696,
	AT_SCRATCH = 1245952,
	SCRATCH_BYTES = 65536,
	RING_SLOTS = 4096,
};

static inline void store(struct daw_client *daw, uint32_t at, uint32_t value)
{
	__atomic_store_n((uint32_t *)(void *)(daw->segment + at), value, __ATOMIC_RELEASE);
}

static inline uint32_t load(const struct daw_client *daw, uint32_t at)
{
	return __atomic_load_n((const uint32_t *)(const void *)(daw->segment + at), __ATOMIC_ACQUIRE);
}

#endif
