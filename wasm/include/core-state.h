/* SPDX-License-Identifier: BSD-2-Clause */
/* State codecs (core.h): on the host's main thread, and in the DAW. */
#ifndef MAOLAN_CORE_STATE_H
#define MAOLAN_CORE_STATE_H

#include "core-base.h"

/* Size limit of a state in bytes. The DAW accepts only PROTOCOL_SCRATCH_BYTES; a larger state is sent as a container
   (below). The small core, for threads that handle no states, has a lower limit. */
#ifndef STATE_BYTES_MAX
#define STATE_BYTES_MAX 67108864u
#endif

/* Offset of the state buffer, STATE_BYTES_MAX bytes, aligned to 64 KiB: blobs are written and read here, never in the
   segment. */
CORE_EXPORT void *state_buffer(void);
/* Offset of the staging area, STATE_BYTES_MAX bytes, aligned to 64 KiB, free for the caller's use between calls.
   Writers take the pieces of a blob from its start, one after the other. */
CORE_EXPORT void *state_staging(void);

/* LV2 writer: begin, nports ports, properties, nprops properties, end. If a piece does not fit, end returns -1. */
CORE_EXPORT void state_lv2_begin(uint32_t port_count);
CORE_EXPORT void state_lv2_port(uint32_t port_index, float value);
CORE_EXPORT void state_lv2_properties(uint32_t property_count);
/* key, type and value follow one another in the staging area. */
CORE_EXPORT void state_lv2_property(uint32_t key_bytes, uint32_t type_bytes, uint32_t flags, uint32_t value_bytes);
/* Returns the blob's size, or -1 if it does not fit STATE_BYTES_MAX, does not have the announced counts, has more than
   16 384 properties, or has a key or type that is not UTF-8 (the reader would reject it). */
CORE_EXPORT int32_t state_lv2_end(void);

/* LV2 reader: validate the whole blob first, then step through it. Returns 0, or -1 if the blob is malformed
   (truncated, count too large, more than 16 384 properties, text not UTF-8) and must not be used. Bytes after the last
   property are ignored, as in the original host. */
CORE_EXPORT int32_t state_lv2_read(uint32_t bytes);
CORE_EXPORT uint32_t state_lv2_port_count(void);
CORE_EXPORT uint32_t state_lv2_port_index(uint32_t i);
CORE_EXPORT float state_lv2_port_value(uint32_t i);
CORE_EXPORT uint32_t state_lv2_property_count(void);
/* Step to the next property: 1, or 0 at the end. The first call after state_lv2_read steps to the first. */
CORE_EXPORT int32_t state_lv2_next_property(void);
/* Fields of the current property; offsets into linear memory. */
CORE_EXPORT const void *state_lv2_key(void);
CORE_EXPORT uint32_t state_lv2_key_bytes(void);
CORE_EXPORT const void *state_lv2_type(void);
CORE_EXPORT uint32_t state_lv2_type_bytes(void);
CORE_EXPORT uint32_t state_lv2_flags(void);
CORE_EXPORT const void *state_lv2_value(void);
CORE_EXPORT uint32_t state_lv2_value_bytes(void);

/* VST3: plugin id text, component state, controller state. write takes the three pieces from the staging area, one
   after the other, and returns the blob's size, or -1 (does not fit, or the id is not UTF-8). read returns 0 or -1, as
   for LV2. */
CORE_EXPORT int32_t state_vst3_write(uint32_t id_bytes, uint32_t component_bytes, uint32_t controller_bytes);
CORE_EXPORT int32_t state_vst3_read(uint32_t bytes);
CORE_EXPORT const void *state_vst3_id(void);
CORE_EXPORT uint32_t state_vst3_id_bytes(void);
CORE_EXPORT const void *state_vst3_component(void);
CORE_EXPORT uint32_t state_vst3_component_bytes(void);
CORE_EXPORT const void *state_vst3_controller(void);
CORE_EXPORT uint32_t state_vst3_controller_bytes(void);

/* CLAP: the settings of a plugin that saves no state of its own are kept in a container created by the host, with the
   parameters' values. It starts with 16 bytes that no plugin's state starts with, and is valid only as a whole. begin,
   count parameters, end (size or -1); read returns the number of parameters, or -1: the first bytes of the state buffer
   are not such a container (but a plugin's own state), or -2: they are one, but corrupted. */
CORE_EXPORT void state_parameters_begin(uint32_t count);
CORE_EXPORT void state_parameters_put(uint32_t id, double value);
CORE_EXPORT int32_t state_parameters_end(void);
CORE_EXPORT int32_t state_parameters_read(uint32_t bytes);
CORE_EXPORT uint32_t state_parameters_id(uint32_t i);
CORE_EXPORT double state_parameters_value(uint32_t i);

/* A state that does not fit PROTOCOL_SCRATCH_BYTES is sent as a container in the host's own format (state-container.c),
   in place of the plugin's state. Its raw bytes are the state as the writers above produce it: deflated in the
   container itself, or in a file named by their hash. */
enum state_format { STATE_FORMAT_LV2 = 1, STATE_FORMAT_VST3 = 2, STATE_FORMAT_CLAP = 3 };
enum state_container { STATE_CONTAINER_DEFLATED = 1, STATE_CONTAINER_FILE = 2 };
/* Check whether the state in the first bytes of the state buffer is a container. 0: no. An enum state_container: yes,
   and the following functions are valid. -1: it begins like one but is corrupted, and must not be used. When saving a
   plugin's own state for which this is not 0, put it into a container, however small it is, so that it is never
   mistaken for one. Uses the readers above. */
CORE_EXPORT int32_t state_container_read(uint32_t format, uint32_t bytes);
/* 1..STATE_BYTES_MAX */
CORE_EXPORT uint32_t state_container_raw_bytes(void);
/* SHA-256 of the raw bytes: 32 bytes. */
CORE_EXPORT const void *state_container_hash(void);
/* STATE_CONTAINER_DEFLATED: a gzip stream. STATE_CONTAINER_FILE: 0 bytes. */
CORE_EXPORT const void *state_container_deflated(void);
CORE_EXPORT uint32_t state_container_deflated_bytes(void);
/* Replace the raw state in the first raw_bytes of the state buffer by its container. The staging area contains the hash
   (32 bytes), then the deflated bytes. Returns the size, or -1, with the state buffer unchanged: the result does not
   fit PROTOCOL_SCRATCH_BYTES, the raw state is not of this format, or an argument is out of range. */
CORE_EXPORT int32_t state_container_write(uint32_t format, uint32_t kind, uint32_t raw_bytes, uint32_t deflated_bytes);

/* A .vstpreset file, as described by the VST 3 developer portal ("Preset Format"). read returns 0 or -1, as for LV2;
   chunks other than "Comp" (required), "Cont" and "Info" are ignored, and of several chunks with the same name the last
   one counts. The class id is 32 hexadecimal digits as text, in either case; a missing chunk has 0 bytes. write takes
   the class id and the three chunks from the staging area, one after the other, omits controller and info if they are
   empty, and returns the size, or -1 if it does not fit STATE_BYTES_MAX or the class id is invalid. */
CORE_EXPORT int32_t state_vstpreset_write(uint32_t component_bytes, uint32_t controller_bytes, uint32_t info_bytes);
CORE_EXPORT int32_t state_vstpreset_read(uint32_t bytes);
CORE_EXPORT const void *state_vstpreset_class_id(void);
CORE_EXPORT const void *state_vstpreset_component(void);
CORE_EXPORT uint32_t state_vstpreset_component_bytes(void);
CORE_EXPORT const void *state_vstpreset_controller(void);
CORE_EXPORT uint32_t state_vstpreset_controller_bytes(void);
CORE_EXPORT const void *state_vstpreset_info(void);
CORE_EXPORT uint32_t state_vstpreset_info_bytes(void);

/* Why the last state_*_read rejected its input, for messages: the kind of fault, the field, its byte offset in the
   state buffer, and the wrong value. STATE_FAULT_NONE and zeros if it did not. */
enum state_fault {
	STATE_FAULT_NONE = 0,
	STATE_FAULT_CUT =
	    1, /* the input ends inside the field, which starts at the offset; value = bytes required from there */
	STATE_FAULT_COUNT = 2,  /* value = a count that the remaining bytes cannot hold, or above the limit */
	STATE_FAULT_TEXT = 3,   /* not UTF-8 (class id: not a hexadecimal digit); offset and value of the first such byte */
	STATE_FAULT_MARK = 4,   /* not the bytes that it must start with */
	STATE_FAULT_VALUE = 5,  /* value = a number that is not allowed here */
	STATE_FAULT_LENGTH = 6, /* more bytes than the fields account for; value = number of extra bytes */
	STATE_FAULT_MISSING = 7, /* a required chunk is missing */
	STATE_FAULT_OUTSIDE =
	    8, /* an entry places the field outside the input; value = the offset, or 0xFFFFFFFF if larger */
	STATE_FAULT_TOO_LARGE = 9, /* more than STATE_BYTES_MAX; value = number of bytes */
};
enum state_field {
	STATE_FIELD_NONE = 0,
	STATE_FIELD_PORT_COUNT = 1,
	STATE_FIELD_PORTS = 2,
	STATE_FIELD_PROPERTY_COUNT = 3,
	STATE_FIELD_KEY = 4,
	STATE_FIELD_TYPE = 5,
	STATE_FIELD_FLAGS = 6,
	STATE_FIELD_PROPERTY_VALUE = 7,
	STATE_FIELD_ID = 8, /* the plugin's or class's */
	STATE_FIELD_COMPONENT = 9,
	STATE_FIELD_CONTROLLER = 10,
	STATE_FIELD_MARK = 11,
	STATE_FIELD_VERSION = 12,
	STATE_FIELD_PARAMETER_COUNT = 13,
	STATE_FIELD_PARAMETERS = 14,
	STATE_FIELD_KIND = 15,
	STATE_FIELD_RAW_BYTES = 16,
	STATE_FIELD_HASH = 17,
	STATE_FIELD_DEFLATED = 18,
	STATE_FIELD_FRAME = 19, /* what surrounds a container */
	STATE_FIELD_LIST_OFFSET = 20,
	STATE_FIELD_LIST = 21,
	STATE_FIELD_INFO = 22,
};
CORE_EXPORT uint32_t state_fault(void);
CORE_EXPORT uint32_t state_fault_field(void);
CORE_EXPORT uint32_t state_fault_offset(void);
CORE_EXPORT uint32_t state_fault_value(void);

#endif
