/* SPDX-License-Identifier: BSD-2-Clause */
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
#define PROTOCOL_MIDI_PORTS_MAX 16u /* per direction */
#define PROTOCOL_TRANSPORT_BYTES 256u

/* A block's reply is worthless once the client has given up (it waits 100 ms) and then harmful: the byte would answer
   the next block. Replies older than this, measured from the wake, are not sent. */
#define PROTOCOL_REPLY_MS_MAX 95u
/* The same for a request: the client waits 5000 ms from its byte, which may have lain in the pipe for a while before we
   read it. From this age on, the answer is not given, and what stands in request_type may be the client's next request.
 */
#define PROTOCOL_REQUEST_MS_MAX 4500u
/* While a request is outstanding, blocks are deferred for this long from the request's wake; then they go on during it.
   A client that takes any byte for its request's answer would take a block's, and its save would fail: there, the
   request comes first. */
#define PROTOCOL_PUT_OFF_MS_MAX 60u
#define PROTOCOL_PUT_OFF_MS_MAX_ANY_REPLY 2000u

/* Where the counter answers blocks, a thread of the client that waits for its block looks at the pipe as well, from 2
   ms after its wake on. A request's byte written then would be taken for the block's answer, and its own reader would
   wait for seconds. So the byte is written when a block's wake has just been read; and without blocks, when the last
   one was answered so long ago that its thread has given up, at the latest 100 ms after its wake. */
#define PROTOCOL_PIPE_LEFT_US 120000u
/* A request's byte is not kept longer than that for a wake that is read at once: its client waits 5 s. */
#define PROTOCOL_KEPT_US_MAX 1000000u
/* A plugin that took so long for its last block will perhaps not be done with the next before that thread looks. */
#define PROTOCOL_SPIN_US 1500u
/* So long the reader of a byte has before the block is begun. It comes within 0.1 ms, or not before the thread that
   spins leaves it the processor. */
#define PROTOCOL_READER_US 500u
/* A byte that stays unread this long is never read: its client has seen the status and gone on. */
#define PROTOCOL_READER_US_MAX 20000u
/* A request whose byte is gone and whose word still stands: another thread of the client has taken the byte, unless its
   reader needs that long to clear the word, or so many blocks. Then it gets another byte. */
#define PROTOCOL_ROBBED_US 200000u
#define PROTOCOL_ROBBED_BLOCKS 20u
/* So long it may stay open whether a wake byte brought a block or the request of before once more, while the main
   thread is about to answer that. Then it was a block. */
#define PROTOCOL_UNDECIDED_MS_MAX 5u
/* Reply bytes due at once, at most. */
#define PROTOCOL_REPLIES_MAX 32u

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
	PROTOCOL_REQUEST_UNKNOWN = 0x4D414F00,      /* no host knows it: only when it is refused matters */
	PROTOCOL_REQUEST_DESCRIBE = 0x4D414F01,     /* the plugin and its parameters, as JSON */
	PROTOCOL_REQUEST_SETTLE = 0x4D414F02,       /* offline: is the plugin ready for the next block, as JSON */
	PROTOCOL_REQUEST_ASK = 0x4D414F03,          /* texts of values, presets, editor: question and answer as JSON */
	PROTOCOL_REQUEST_SET_PROPERTY = 0x4D414F04, /* a setting that is not a number: its u32 position, then UTF-8 */
};
enum protocol_status { PROTOCOL_STATUS_PENDING = 0, PROTOCOL_STATUS_OK = 1, PROTOCOL_STATUS_ERROR = 2 };

/* gui_mode and gui_parent_api; any other value means embedded, and no parent. */
enum { PROTOCOL_GUI_FLOATING = 1, PROTOCOL_GUI_PARENT_X11 = 1 };

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

/* Slot of a MIDI ring. */
struct protocol_midi_event {
	uint32_t sample_offset;
	uint8_t data[3]; /* bytes that the message does not have are 0 */
	uint8_t channel; /* data[0] & 0x0F */
	uint16_t flags;  /* 0 */
	uint16_t padding;
	uint32_t tail;
};
static_assert(sizeof(struct protocol_midi_event) == 16, "one ring slot");
static_assert(offsetof(struct protocol_midi_event, flags) == 8, "wire order");

/* System exclusive messages are longer than a slot. For them ts/client/ and this host use what lies behind the end of
   the layout, where no DAW has anything: there are two words, then a part for each direction. A slot with
   PROTOCOL_MIDI_LONG in its flags has the first three bytes in its data, and in its tail the place in its direction's
   part where the whole message is: u32 length, then the bytes. The writer begins at 0 again when all such slots have
   been read. */
#define PROTOCOL_MIDI_LONG 1u
#define PROTOCOL_LONG_MIDI_BYTES 393216u
#define PROTOCOL_LONG_MIDI_OFFERED 0x53595358u /* first word: the client reads and writes them; else 0 */
#define PROTOCOL_LONG_MIDI_TAKEN 1u            /* second word: so does the host */
#define PROTOCOL_LONG_MIDI_DATA 64u            /* behind the words: from the DAW, then to it */

/* Notes with ids and note expressions have no form in MIDI. They go the same way: a slot that has PROTOCOL_MIDI_NOTE in
   its flags, too, has a struct protocol_note as its message. From the DAW the slot is in its port's ring; to the DAW
   all are in the ring of port 0, because a plugin without note outputs, too, tells of notes that end. */
#define PROTOCOL_MIDI_NOTE 2u
#define PROTOCOL_NOTES_OFFERED_AT 8u /* from the start of the area: a word, 1: the client reads and writes them */
#define PROTOCOL_NOTES_TAKEN_AT 12u  /* a word, 1: so does the host */

enum protocol_note_kind {
	PROTOCOL_NOTE_ON = 1,
	PROTOCOL_NOTE_OFF = 2,
	PROTOCOL_NOTE_CHOKE = 3,      /* it is silent at once */
	PROTOCOL_NOTE_END = 4,        /* from the plugin: it is silent, its id may be used again */
	PROTOCOL_NOTE_EXPRESSION = 5, /* of a note that sounds */
};

struct protocol_note {
	uint16_t kind; /* enum protocol_note_kind */
	uint16_t port;
	int32_t note_id;    /* -1: none, or any */
	int16_t key;        /* 0..127; -1: any */
	int8_t channel;     /* 0..15; -1: any */
	uint8_t expression; /* enum note_expression of block.h */
	uint32_t reserved;
	double value; /* velocity, 0..1; of an expression, as there */
};
static_assert(sizeof(struct protocol_note) == 24, "no implicit padding");

/* A plugin's ports, at PROTOCOL_SCRATCH_PORTS: from the announcement on, and as the answer to
   PROTOCOL_REQUEST_AUDIO_PORTS. */
struct protocol_ports {
	uint32_t magic;        /* PROTOCOL_PORTS_MAGIC */
	uint32_t audio_inputs; /* channels, of all ports together */
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
	uint32_t response_counter;         /* one more for each block that is answered */
	uint32_t block_response_eventless; /* not 0: the counter alone answers blocks; 0: a byte as well */
	uint32_t midi_in_port_count;
	uint32_t midi_out_port_count;
	/* control area: the editor's words, and free-running ring indices */
	uint32_t gui_mode;
	uint32_t gui_parent_api;
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
	/* MIDI rings, one per port: port p's parts lie p * midi_stride further. The read index follows the write index. */
	uint32_t midi_in_ports; /* 0, 1 or PROTOCOL_MIDI_PORTS_MAX */
	uint32_t midi_out_ports;
	uint32_t midi_stride;
	uint32_t midi_in_write;
	uint32_t midi_in_slots;
	uint32_t midi_out_write;
	uint32_t midi_out_slots;
	uint32_t long_midi; /* a private area, see PROTOCOL_MIDI_LONG */
	/* What the host does in this version. */
	uint32_t echoes_at_start;  /* 1: the first block echoes every parameter: the DAW learns of them in no other way */
	uint32_t echoes_events;    /* 1: gestures, modulation and offsets are echoed too; 0: only values, at offset 0 */
	uint32_t announces;        /* 1: name, port counts and latency are told before ready */
	uint32_t answers_requests; /* 1: every request but the editor's gets a reply byte; 0: only save and restore */
	uint32_t answers_show;     /* 1: the client waits for a status and a byte when it shows an editor, except of CLAP */
	uint32_t tells_shared;     /* 1: request 5 tells behind the path whether the directory is shared */
	uint32_t file_list;        /* the request that asks for a list of files, or 0 */
	uint32_t awaits_status;    /* 1: clients wait until the status says that a request is done, whatever bytes they read
	                              (but see enum host_client); 0: the next byte is the answer */
};

/* Absolute offset of a plane. channel < PROTOCOL_CHANNELS_MAX. */
static inline uint32_t protocol_plane(uint32_t channel, enum protocol_direction direction)
{
	return PROTOCOL_AUDIO + (channel * 2u + (uint32_t)direction) * PROTOCOL_PLANE_BYTES;
}

/* Places in the scratch area that are not its start. */
#define PROTOCOL_SCRATCH_PORTS 1024u           /* struct protocol_ports */
#define PROTOCOL_SCRATCH_FILE_REFERENCES 2048u /* answer to PROTOCOL_REQUEST_FILE_REFERENCES */
#define PROTOCOL_FILE_REFERENCES_BYTES (PROTOCOL_SCRATCH_BYTES - PROTOCOL_SCRATCH_FILE_REFERENCES)
#define PROTOCOL_PORTS_MAGIC 0x504F5254u  /* "PORT" */
#define PROTOCOL_FILE_MAGIC 0x46494C45u   /* "FILE" */
#define PROTOCOL_UPDATE_MAGIC 0x55504441u /* "UPDA" */

/* At the segment's end, behind every version's layout: what ts/client/ and its host tell each other beyond the
   protocol. A host uses it only if its environment says MAOLAN_CLIENT_AREA=1; then the DAW is ours, and its segment
   zeroed.

   Reports: what happens to the plugin, from the host, each a slot of UTF-8 JSON behind its length (u32). The word
   counts them; report n (from 0) is in slot n % SLOTS. It outlives a process that starts anew in place.

   PLUGIN_IS_AWAY is 1 from a crash until the next process plays: the report comes later than the first blocks that are
   answered without the plugin. */
#define PROTOCOL_CLIENT_AREA 0x3f7000u
#define PROTOCOL_REPORTS_WRITTEN PROTOCOL_CLIENT_AREA
#define PROTOCOL_PLUGIN_IS_AWAY (PROTOCOL_CLIENT_AREA + 4u)
#define PROTOCOL_REPORTS (PROTOCOL_CLIENT_AREA + 0x1000u)
#define PROTOCOL_REPORT_SLOTS 8u
#define PROTOCOL_REPORT_BYTES 4096u
#define PROTOCOL_CLIENT_AREA_END (PROTOCOL_REPORTS + PROTOCOL_REPORT_SLOTS * PROTOCOL_REPORT_BYTES)
static_assert(PROTOCOL_CLIENT_AREA_END <= PROTOCOL_SEGMENT_BYTES, "within the segment");

/* The row of a version, or NULL if this core does not speak it. Version 6 has two, told apart by content (see
   host-midi.c): this is the newer one. */
const struct protocol_layout *protocol_layout_of(uint32_t version);
/* Version 6 as it was before its MIDI slots moved from 8 to 16 bytes after the start of the port. */
const struct protocol_layout *protocol_layout_of_older_6(void);

#endif
