/*
 * The wire: what the DAW and the host agree on about the shared segment.
 *
 * This header is the only place that names an offset of the segment. Everything is little-endian; every u32 is
 * 4-aligned; the words that both processes touch are accessed with acquire / release atomics. A protocol version is one
 * row of the table in layout.c, chosen by the version word of the header (u32 at byte 4), which is at the same place in
 * every version.
 */
#ifndef MAOLAN_PROTOCOL_H
#define MAOLAN_PROTOCOL_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

/* Constants of every version. */
#define PROTOCOL_MAGIC 0x4D414F4Cu /* bytes in memory: 4C 4F 41 4D */
#define PROTOCOL_SEGMENT_BYTES 4194304u
#define PROTOCOL_CHANNELS_MAX 32u   /* channels per direction */
#define PROTOCOL_FRAMES_MAX 4096u   /* frames per block */
#define PROTOCOL_PLANE_BYTES 16384u /* one channel of one direction: FRAMES_MAX x f32 */
#define PROTOCOL_AUDIO 512u         /* first plane */
#define PROTOCOL_RING_SLOTS 4096u   /* slots of 16 bytes; one stays free, so 4095 usable */
#define PROTOCOL_SCRATCH_BYTES 65536u
#define PROTOCOL_TRANSPORT_BYTES 256u

/* A block's reply is worthless once the client has given up (it waits 100 ms) and then harmful: the byte would answer
   the next block. Replies older than this, measured from the wake, are not sent. */
#define PROTOCOL_REPLY_MS_MAX 95u
/* The same for a request: the client waits 5000 ms from its byte, which may have lain in the pipe for a while before we
   read it. From this age on, the answer is not given, and what stands in request_type may be the client's next request.
 */
#define PROTOCOL_REQUEST_MS_MAX 4500u

/* Header words that never moved (bytes 0..47 are identical in every version). */
enum {
	PROTOCOL_HEADER_MAGIC = 0,
	PROTOCOL_HEADER_VERSION = 4,
	PROTOCOL_HEADER_FLAGS = 8,
	PROTOCOL_HEADER_READY = 12,
	PROTOCOL_HEADER_HEARTBEAT = 16,
	PROTOCOL_HEADER_ERROR_CODE = 20,
	PROTOCOL_HEADER_SHUTDOWN_REQUEST = 24,
	PROTOCOL_HEADER_BLOCK_SIZE = 36,
	PROTOCOL_HEADER_NUM_INPUT_CHANNELS = 40,
	PROTOCOL_HEADER_NUM_OUTPUT_CHANNELS = 44,
};

/* Plane directions: the "bus" of the wire. */
enum protocol_direction { PROTOCOL_DAW_TO_HOST = 0, PROTOCOL_HOST_TO_DAW = 1 };

/* Request numbers (u32 request_type) and their answers (u32 request_status). */
enum protocol_request {
	PROTOCOL_REQUEST_NONE = 0,
	PROTOCOL_REQUEST_SAVE_STATE = 1,
	PROTOCOL_REQUEST_RESTORE_STATE = 2,
	PROTOCOL_REQUEST_GUI_SHOW = 3,
	PROTOCOL_REQUEST_GUI_HIDE = 4,
};
enum protocol_status { PROTOCOL_STATUS_PENDING = 0, PROTOCOL_STATUS_OK = 1, PROTOCOL_STATUS_ERROR = 2 };

/* error_code: never used by the originals. Ours says what is wrong now: the plugin could not be loaded, or its last
   block failed and was answered with silence. */
enum protocol_error { PROTOCOL_ERROR_NONE = 0, PROTOCOL_ERROR_LOAD_FAILED = 1, PROTOCOL_ERROR_PROCESS_FAILED = 2 };

/* event_kind of a ParameterEvent. */
enum protocol_event_kind {
	PROTOCOL_EVENT_VALUE = 0,
	PROTOCOL_EVENT_MODULATION = 1,
	PROTOCOL_EVENT_GESTURE_BEGIN = 2,
	PROTOCOL_EVENT_GESTURE_END = 3,
};

/* Slot of the parameter and the echo ring. */
struct protocol_parameter_event {
	uint32_t param_index; /* LV2: port index; VST3: ParamID; CLAP: clap_id */
	float value;          /* LV2, CLAP: plain; VST3: normalized */
	uint32_t sample_offset;
	uint32_t event_kind;
};
static_assert(sizeof(struct protocol_parameter_event) == 16, "one ring slot");
static_assert(offsetof(struct protocol_parameter_event, event_kind) == 12, "wire order");

/* The transport block; the rest of its 256 bytes is zero. */
struct protocol_transport {
	uint64_t playhead_sample;
	double tempo; /* beats per minute; 0 in a fresh segment */
	uint32_t numerator;
	uint32_t denominator;
	uint32_t flags; /* bit 0: playing */
	uint32_t padding;
	double sample_rate_hz; /* no known client writes it */
};
static_assert(sizeof(struct protocol_transport) == 40, "wire size");
static_assert(offsetof(struct protocol_transport, sample_rate_hz) == 32, "4 bytes of padding at 28");
#define PROTOCOL_TRANSPORT_PLAYING 1u

/* One protocol version: absolute byte offsets into the segment; 0 = this version has no such field. */
struct protocol_layout {
	uint32_t version;
	/* header */
	uint32_t request_type;
	uint32_t request_status;
	uint32_t scratch_size;
	uint32_t parent_window;
	uint32_t parent_window_bytes; /* 4 or 8 */
	uint32_t state_dirty;
	uint32_t latency_samples;
	/* control area: free-running ring indices */
	uint32_t parameter_write;
	uint32_t parameter_read;
	uint32_t echo_write;
	uint32_t echo_read;
	/* big areas */
	uint32_t parameter_slots;
	uint32_t echo_slots;
	uint32_t transport;
	uint32_t scratch;
	uint32_t end;
};

/* Absolute offset of a plane. channel < PROTOCOL_CHANNELS_MAX. */
static inline uint32_t protocol_plane(uint32_t channel, enum protocol_direction direction)
{
	return PROTOCOL_AUDIO + (channel * 2u + (uint32_t)direction) * PROTOCOL_PLANE_BYTES;
}

/* The row of a version, or NULL if this core does not speak it. */
const struct protocol_layout *protocol_layout_of(uint32_t version);

#endif
