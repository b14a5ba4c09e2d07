/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The wire format: the layout of the segment shared by the DAW and the host.
 *
 * Only this header names offsets in the segment. Everything is little-endian; every u32 is 4-aligned; words that both
 * processes access use acquire / release atomics. A protocol version is one row of the table in layout.c, selected by
 * the version word of the header (u32 at byte 4), which is at the same offset in every version.
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
#define PROTOCOL_RING_SLOTS 4096u   /* slots of 16 bytes; one stays free, so 4095 are usable */
#define PROTOCOL_SCRATCH_BYTES 65536u
#define PROTOCOL_MIDI_PORTS_MAX 16u /* per direction */
#define PROTOCOL_TRANSPORT_BYTES 256u

/* A block's reply is useless, and then harmful, once the client has given up (it waits 100 ms): the byte would answer
   the next block. Replies older than this, measured from the wake byte, are not sent. */
#define PROTOCOL_REPLY_MS_MAX 95u
/* The same for a request: the client waits 5000 ms from its byte, which may have been in the pipe for a while before it
   is read. From this age on, the answer is not given, because request_type may already hold the client's next request.
 */
#define PROTOCOL_REQUEST_MS_MAX 4500u
/* While a request is outstanding, blocks are deferred for this long from the request's wake; then they run during it. A
   client that accepts any byte as the answer to its request would accept a block's reply, and its save would fail; for
   such clients the request comes first. */
#define PROTOCOL_PUT_OFF_MS_MAX 60u
#define PROTOCOL_PUT_OFF_MS_MAX_ANY_REPLY 2000u

/* Where the counter answers blocks, a client thread that waits for its block also reads the pipe, from 2 ms after its
   wake on. A request's byte written then would be taken for the block's answer, and its own reader would wait for
   seconds. So the byte is written just after a block's wake has been read; and if there are no blocks, once the last
   one was answered so long ago that its thread has given up, at most 100 ms after its wake. */
#define PROTOCOL_PIPE_LEFT_US 120000u
/* Longest time for which a request's byte is kept until a wake that is read at once: its client waits 5 s. */
#define PROTOCOL_KEPT_US_MAX 1000000u
/* A plugin whose last block took this long may not finish the next one before that thread reads the pipe. */
#define PROTOCOL_SPIN_US 1500u
/* Time that the reader of a byte gets before the block begins. It reads within 0.1 ms, or not before the spinning
   thread yields the CPU. */
#define PROTOCOL_READER_US 500u
/* A byte that stays unread this long is never read: its client has seen the status and moved on. */
#define PROTOCOL_READER_US_MAX 20000u
/* If a request's byte has been read but its word is still set after this time, another client thread has taken the
   byte, unless its reader needs this long, or this many blocks, to clear the word. Then another byte is sent. */
#define PROTOCOL_TAKEN_REPLY_US 200000u
#define PROTOCOL_TAKEN_REPLY_BLOCKS 20u
/* How long it may stay undecided whether a wake byte announced a block or repeated the previous request, while the main
   thread is about to answer that request. After that it was a block. */
#define PROTOCOL_UNDECIDED_MS_MAX 5u
/* Maximum number of reply bytes due at once. */
#define PROTOCOL_REPLIES_MAX 32u

/* Header words at fixed offsets (bytes 0..47 are identical in every version). */
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
	PROTOCOL_REQUEST_SET_RESOURCE_DIRECTORY = 5,
	PROTOCOL_REQUEST_FILE_REFERENCES = 6,       /* CLAP, up to version 6 */
	PROTOCOL_REQUEST_UPDATE_FILE_REFERENCE = 7, /* CLAP, up to version 6 */
	PROTOCOL_REQUEST_COLLECT_RESOURCES = 6,     /* CLAP, from version 7 on */
	PROTOCOL_REQUEST_RESOURCE_FILES = 7,        /* CLAP, from version 7 on */
	PROTOCOL_REQUEST_CONTROL_PORTS = 8,         /* LV2 */
	PROTOCOL_REQUEST_PARAMETERS = 9,            /* CLAP */
	PROTOCOL_REQUEST_MIDNAM = 10,               /* LV2 note names */
	PROTOCOL_REQUEST_NOTE_NAMES = 11,           /* CLAP */
	PROTOCOL_REQUEST_AUDIO_PORTS = 12,          /* CLAP */
	PROTOCOL_REQUEST_AU_PARAMETERS = 13,        /* macOS, from version 7 on */
};
/* Requests of ts/client/, in every format: "MAO" and a number. Other hosts answer them with an error. */
enum protocol_client_request {
	PROTOCOL_REQUEST_UNKNOWN = 0x4D414F00,      /* unknown to every host; only the refusal matters */
	PROTOCOL_REQUEST_DESCRIBE = 0x4D414F01,     /* the plugin and its parameters, as JSON */
	PROTOCOL_REQUEST_SETTLE = 0x4D414F02,       /* offline: whether the plugin is ready for the next block, as JSON */
	PROTOCOL_REQUEST_ASK = 0x4D414F03,          /* value texts, presets, editor: query and answer as JSON */
	PROTOCOL_REQUEST_SET_PROPERTY = 0x4D414F04, /* a property: its position as u32, then its value as UTF-8 */
};
enum protocol_status { PROTOCOL_STATUS_PENDING = 0, PROTOCOL_STATUS_OK = 1, PROTOCOL_STATUS_ERROR = 2 };

/* gui_mode and gui_parent_api; any other value means embedded, or no parent. */
enum { PROTOCOL_GUI_FLOATING = 1, PROTOCOL_GUI_PARENT_X11 = 1 };

/* error_code: never used by the original hosts. This host reports what is currently wrong: the plugin could not be
   loaded, or its last block failed and was answered with silence. */
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

/* Slot of a MIDI ring. */
struct protocol_midi_event {
	uint32_t sample_offset;
	uint8_t data[3]; /* unused bytes are 0 */
	uint8_t channel; /* data[0] & 0x0F */
	uint16_t flags;  /* 0 */
	uint16_t padding;
	uint32_t tail;
};
static_assert(sizeof(struct protocol_midi_event) == 16, "one ring slot");
static_assert(offsetof(struct protocol_midi_event, flags) == 8, "wire order");

/* System exclusive messages are longer than a slot. ts/client/ and this host exchange them in an area after the end of
   the layout, which no DAW uses: two words, then a part for each direction. A slot with PROTOCOL_MIDI_LONG in its flags
   has the first three bytes in its data and, in its tail, the offset of the whole message in its direction's part: u32
   length, then the bytes. The writer starts again at offset 0 when all such slots have been read. */
#define PROTOCOL_MIDI_LONG 1u
#define PROTOCOL_LONG_MIDI_BYTES 393216u
#define PROTOCOL_LONG_MIDI_OFFERED 0x53595358u /* first word: the client reads and writes them; else 0 */
#define PROTOCOL_LONG_MIDI_TAKEN 1u            /* second word: the host does, too */
#define PROTOCOL_LONG_MIDI_DATA 64u            /* after the words: from the DAW, then to the DAW */

/* Notes with ids and note expressions cannot be expressed in MIDI. They use the same area: a slot that also has
   PROTOCOL_MIDI_NOTE in its flags refers to a struct protocol_note. From the DAW the slot is in its port's ring; to the
   DAW all are in the ring of port 0, because even a plugin without note outputs reports the end of notes. */
#define PROTOCOL_MIDI_NOTE 2u
#define PROTOCOL_NOTES_OFFERED_AT 8u /* offset in the area of a word, 1: the client reads and writes them */
#define PROTOCOL_NOTES_TAKEN_AT 12u  /* offset of a word, 1: the host does, too */

enum protocol_note_kind {
	PROTOCOL_NOTE_ON = 1,
	PROTOCOL_NOTE_OFF = 2,
	PROTOCOL_NOTE_CHOKE = 3,      /* silence the note at once */
	PROTOCOL_NOTE_END = 4,        /* from the plugin: the note has ended, its id may be reused */
	PROTOCOL_NOTE_EXPRESSION = 5, /* of a sounding note */
};

/* A slot of a MIDI ring, and the event_kind of a value in the echo ring: the plugin does not want it recorded. Only for
   a client that reads notes with ids. */
#define PROTOCOL_MIDI_DONT_RECORD 4u
#define PROTOCOL_EVENT_DONT_RECORD 256u

struct protocol_note {
	uint16_t kind; /* enum protocol_note_kind */
	uint16_t port;
	int32_t note_id;    /* -1: none, or any */
	int16_t key;        /* 0..127; -1: any */
	int8_t channel;     /* 0..15; -1: any */
	uint8_t expression; /* enum note_expression of block.h */
	uint32_t reserved;
	double value; /* velocity, 0..1; for an expression, its range */
};
static_assert(sizeof(struct protocol_note) == 24, "no implicit padding");

/* A plugin's ports, at PROTOCOL_SCRATCH_PORTS: in the announcement, and in the answer to PROTOCOL_REQUEST_AUDIO_PORTS.
 */
struct protocol_ports {
	uint32_t magic;        /* PROTOCOL_PORTS_MAGIC */
	uint32_t audio_inputs; /* channels of all ports */
	uint32_t audio_outputs;
	uint32_t midi_inputs; /* ports */
	uint32_t midi_outputs;
};
static_assert(sizeof(struct protocol_ports) == 20, "no implicit padding");

/* The transport block; the rest of its 256 bytes is zero. */
struct protocol_transport {
	uint64_t playhead_sample;
	double tempo; /* beats per minute; 0 in a fresh segment */
	uint32_t numerator;
	uint32_t denominator;
	uint32_t flags; /* bit 0: playing */
	uint32_t padding;
	double sample_rate_hz; /* not written by any known client */
};
static_assert(sizeof(struct protocol_transport) == 40, "wire size");
static_assert(offsetof(struct protocol_transport, sample_rate_hz) == 32, "4 bytes of padding at 28");
#define PROTOCOL_TRANSPORT_PLAYING 1u

/* One protocol version: absolute byte offsets into the segment; 0 = this version does not have the field. */
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
	uint32_t response_counter;         /* incremented for each block that is answered */
	uint32_t block_response_eventless; /* not 0: the counter alone answers blocks; 0: a byte answers them, too */
	uint32_t midi_in_port_count;
	uint32_t midi_out_port_count;
	/* control area: the editor's words, and free-running ring indices */
	uint32_t gui_mode;
	uint32_t gui_parent_api;
	uint32_t parameter_write;
	uint32_t parameter_read;
	uint32_t echo_write;
	uint32_t echo_read;
	/* large areas */
	uint32_t parameter_slots;
	uint32_t echo_slots;
	uint32_t transport;
	uint32_t scratch;
	uint32_t end;
	/* MIDI rings, one per port: port p's parts are p * midi_stride further. The read index follows the write index. */
	uint32_t midi_in_ports; /* 0, 1 or PROTOCOL_MIDI_PORTS_MAX */
	uint32_t midi_out_ports;
	uint32_t midi_stride;
	uint32_t midi_in_write;
	uint32_t midi_in_slots;
	uint32_t midi_out_write;
	uint32_t midi_out_slots;
	uint32_t long_midi; /* a private area, see PROTOCOL_MIDI_LONG */
	/* Behaviour of the host in this version. */
	uint32_t
	    echoes_at_start; /* 1: the first block echoes every parameter: the DAW has no other way to learn about them */
	uint32_t echoes_events;    /* 1: gestures, modulation and offsets are echoed, too; 0: only values, at offset 0 */
	uint32_t announces;        /* 1: name, port counts and latency are announced before ready */
	uint32_t answers_requests; /* 1: every request except the editor's gets a reply byte; 0: only save and restore */
	uint32_t answers_show;    /* 1: the client waits for a status and a byte when it shows an editor, except for CLAP */
	uint32_t has_shared_flag; /* 1: request 5 states after the path whether the directory is shared */
	uint32_t file_list;       /* the request for a list of files, or 0 */
	uint32_t awaits_status;   /* 1: clients wait until the status shows that a request is done, whatever bytes they read
	                             (but see enum host_client); 0: the next byte is the answer */
};

/* Absolute offset of a plane. channel < PROTOCOL_CHANNELS_MAX. */
static inline uint32_t protocol_plane(uint32_t channel, enum protocol_direction direction)
{
	return PROTOCOL_AUDIO + (channel * 2u + (uint32_t)direction) * PROTOCOL_PLANE_BYTES;
}

/* Offsets in the scratch area. */
#define PROTOCOL_SCRATCH_PORTS 1024u           /* struct protocol_ports */
#define PROTOCOL_SCRATCH_FILE_REFERENCES 2048u /* answer to PROTOCOL_REQUEST_FILE_REFERENCES */
#define PROTOCOL_FILE_REFERENCES_BYTES (PROTOCOL_SCRATCH_BYTES - PROTOCOL_SCRATCH_FILE_REFERENCES)
#define PROTOCOL_PORTS_MAGIC 0x504F5254u  /* "PORT" */
#define PROTOCOL_FILE_MAGIC 0x46494C45u   /* "FILE" */
#define PROTOCOL_UPDATE_MAGIC 0x55504441u /* "UPDA" */

/*
 * At the segment's end, after every version's layout: data that ts/client/ and its host exchange beyond the protocol. A
 * host uses it only with MAOLAN_CLIENT_AREA=1 in its environment; then the client is ts/client/ and the area is zeroed.
 *
 * Reports: incidents of the plugin, from the host, each in a slot: a length (u32), then UTF-8 JSON. The word counts
 * them; report n (from 0) is in slot n % SLOTS. The area outlives a process that is restarted.
 *
 * PLUGIN_IS_AWAY is 1 from a crash until the next process runs the plugin: the report arrives later than the first
 * blocks that are answered without the plugin.
 */
#define PROTOCOL_CLIENT_AREA 0x3f7000u
#define PROTOCOL_REPORTS_WRITTEN PROTOCOL_CLIENT_AREA
#define PROTOCOL_PLUGIN_IS_AWAY (PROTOCOL_CLIENT_AREA + 4u)
#define PROTOCOL_REPORTS (PROTOCOL_CLIENT_AREA + 0x1000u)
#define PROTOCOL_REPORT_SLOTS 8u
#define PROTOCOL_REPORT_BYTES 4096u
#define PROTOCOL_CLIENT_AREA_END (PROTOCOL_REPORTS + PROTOCOL_REPORT_SLOTS * PROTOCOL_REPORT_BYTES)
static_assert(PROTOCOL_CLIENT_AREA_END <= PROTOCOL_SEGMENT_BYTES, "within the segment");

/* The layout of a version, or NULL if this core does not support it. Version 6 has two layouts, distinguished by
   content (see host-midi.c): this returns the newer one. */
const struct protocol_layout *protocol_layout_of(uint32_t version);
/* Version 6 before its MIDI slots moved from 8 to 16 bytes after the start of the port. */
const struct protocol_layout *protocol_layout_of_older_6(void);

#endif
