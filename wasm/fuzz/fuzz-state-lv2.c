/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Any bytes as an LV2 state: read them; if they are accepted, write what was read, and compare. What the writer makes
 * must be the blob itself, without the bytes behind its last property.
 */
#include <stdint.h>
#include <string.h>

#include "core.h"
#include "expect.h"
#include "fault.h"

#define PROPERTIES_MAX (PROTOCOL_SCRATCH_BYTES / 16)

/* A piece as an offset into the blob: the writer works in the buffer from which the reader reads. */
struct found {
	uint32_t key, key_bytes, type, type_bytes, flags, value, value_bytes;
};
static struct found properties[PROPERTIES_MAX];
static uint8_t blob[PROTOCOL_SCRATCH_BYTES];
static uint32_t blob_bytes;

static uint32_t offset_of(const void *bytes, uint32_t count)
{
	const uint8_t *first = state_buffer();
	EXPECT((const uint8_t *)bytes >= first && (const uint8_t *)bytes - first + count <= blob_bytes);
	return (uint32_t)((const uint8_t *)bytes - first);
}

static void collect(void)
{
	for (uint32_t i = 0; i < state_lv2_property_count(); i++) {
		EXPECT(state_lv2_next_property() == 1);
		properties[i] = (struct found){
		    .key = offset_of(state_lv2_key(), state_lv2_key_bytes()),
		    .key_bytes = state_lv2_key_bytes(),
		    .type = offset_of(state_lv2_type(), state_lv2_type_bytes()),
		    .type_bytes = state_lv2_type_bytes(),
		    .flags = state_lv2_flags(),
		    .value = offset_of(state_lv2_value(), state_lv2_value_bytes()),
		    .value_bytes = state_lv2_value_bytes(),
		};
	}
	EXPECT(state_lv2_next_property() == 0);
}

static void write_property(const struct found *property)
{
	uint8_t *staging = state_staging();
	memcpy(staging, blob + property->key, property->key_bytes);
	memcpy(staging + property->key_bytes, blob + property->type, property->type_bytes);
	memcpy(staging + property->key_bytes + property->type_bytes, blob + property->value, property->value_bytes);
	state_lv2_property(property->key_bytes, property->type_bytes, property->flags, property->value_bytes);
}

static int32_t write_again(void)
{
	uint32_t ports = state_lv2_port_count();
	uint32_t count = state_lv2_property_count();
	state_lv2_begin(ports);
	for (uint32_t i = 0; i < ports; i++) {
		/* From the blob: the buffer is being written. */
		uint32_t index;
		float value;
		memcpy(&index, blob + 4 + 8 * i, sizeof index);
		memcpy(&value, blob + 8 + 8 * i, sizeof value);
		state_lv2_port(index, value);
	}
	state_lv2_properties(count);
	for (uint32_t i = 0; i < count; i++)
		write_property(&properties[i]);
	return state_lv2_end();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size > sizeof blob)
		return 0;
	blob_bytes = (uint32_t)size;
	if (size != 0)
		memcpy(blob, data, size);
	memset(state_buffer(), 0xA5, PROTOCOL_SCRATCH_BYTES);
	memcpy(state_buffer(), blob, size);
	if (state_lv2_read(blob_bytes) != 0) {
		expect_fault(blob_bytes, 0);
		EXPECT(state_lv2_port_count() == 0 && state_lv2_property_count() == 0 && state_lv2_next_property() == 0);
		return 0;
	}
	expect_no_fault();
	EXPECT(state_lv2_port_count() <= blob_bytes / 8);
	for (uint32_t i = 0; i < state_lv2_port_count(); i++) {
		uint32_t index = state_lv2_port_index(i);
		EXPECT(memcmp(&index, blob + 4 + 8 * i, sizeof index) == 0);
	}
	collect();
	int32_t written = write_again();
	EXPECT(written >= 8 && (uint32_t)written <= blob_bytes);
	EXPECT(memcmp(state_buffer(), blob, (uint32_t)written) == 0);
	EXPECT(state_lv2_read((uint32_t)written) == 0);
	EXPECT(state_lv2_read((uint32_t)written - 1) == -1);
	return 0;
}
