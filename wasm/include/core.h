/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The core's exports: everything that TypeScript calls in the WebAssembly module. Knows bytes, but no plugin and no OS.
 *
 * There is one instance per thread, each with its own window onto the same segment. An instance works in one role: the
 * host's audio thread, the host's main thread, or the DAW. Functions do not allocate or grow memory, and return in
 * bounded time whatever the segment contains. "Offset" means a byte offset into the module's linear memory.
 */
#ifndef MAOLAN_CORE_H
#define MAOLAN_CORE_H

#include <stdint.h>

#include "block.h"
#include "protocol.h"

#ifdef __EMSCRIPTEN__
#include <emscripten.h>
#define CORE_EXPORT EMSCRIPTEN_KEEPALIVE
#else
#define CORE_EXPORT
#endif

/* ---- any role ---- */

/* Offset of the window: PROTOCOL_SEGMENT_BYTES bytes, aligned to 64 KiB, where the shim maps the segment. */
CORE_EXPORT void *core_window(void);
enum core_attach_error { CORE_BAD_MAGIC = -1, CORE_UNKNOWN_VERSION = -2 };
/* Read the header in the window and select the protocol version's layout. Returns the version, or an enum
   core_attach_error (the layout is unchanged). The host role forgets its knowledge of an earlier segment (outstanding
   request, deferred blocks, values that the DAW knows). */
CORE_EXPORT int32_t core_attach(void);
/* The same for a segment whose version is already known: its header may have been overwritten since. */
CORE_EXPORT int32_t core_attach_as(uint32_t version);
/* The raw header words, magic and version, for messages. */
CORE_EXPORT uint32_t core_header_magic(void);
CORE_EXPORT uint32_t core_header_version(void);

/* ---- host, audio thread ---- */

/* Offset of the block record. */
CORE_EXPORT struct block *host_block(void);

/* What to do after a wake; see host_wake. */
enum host_action {
	HOST_NOTHING = 0, /* keep waiting; write host_replies() bytes first */
	HOST_BLOCK = 1,   /* the block is prepared: run the plugin, then host_block_end */
	HOST_REQUEST =
	    2, /* pass host_request_type() to the main thread, and call host_request_done when it has finished. Editor
	          requests that are not answered (host_set_answers_show) are cleared at once, and never outstanding */
	HOST_SHUTDOWN = 3, /* exit; no reply */
};
/* One byte was read from the wake pipe, where it arrived at block->wake_ms. Shutdown takes precedence over a request,
   and a request over a block. A block that the client had given up on by block->read_ms is neither run nor answered.
   While a request is outstanding, blocks are deferred, and all replies are given together: a client that saves in one
   thread and plays in another may take either reply in either thread. If a request takes longer than blocks can wait
   (host_wait_us), it no longer defers them, and the plugin runs during it, except during a restore, when the DAW's
   inputs are passed through. Where a counter answers blocks, only a restore defers them, and only until the next block
   comes. Returns an enum host_action. */
CORE_EXPORT int32_t host_wake(void);
/* Microseconds after block->now_us at which to call host_time if nothing else has happened; -1: not needed.
   block->wake_ms is the time of the last event. */
CORE_EXPORT int32_t host_wait_us(void);
/* That time has passed; block->wake_ms and block->now_us hold the current time. Returns HOST_BLOCK if a block is now
   prepared, else HOST_NOTHING. */
CORE_EXPORT int32_t host_time(void);
/* How the client uses replies. */
enum host_client {
	HOST_CLIENT_OF_VERSION = 0, /* as defined by the version's layout */
	/* It accepts any byte as the answer to its request, whatever the version says (all current VST3 clients): its
	   blocks are deferred for longer, see PROTOCOL_PUT_OFF_MS_MAX. */
	HOST_CLIENT_TAKES_ANY = 1,
	/* A flag: the client polls the segment for what it waits for. Blocks are deferred only during a restore, and run
	   however late they are. */
	HOST_CLIENT_LOOKS = 2,
};
CORE_EXPORT void host_set_client(int32_t kind);
/* The type of the request that the last HOST_REQUEST reported. */
CORE_EXPORT uint32_t host_request_type(void);
/* 1 if that request needs an answer; 0 if it was cleared at once. */
CORE_EXPORT int32_t host_request_is_answered(void);
/* When the byte of the outstanding request was read. */
CORE_EXPORT uint32_t host_request_wake_ms(void);
/* The plugin has run (status >= 0) or failed (status < 0: outputs are cleared). block->done_ms and now_us must be set,
   and block->wakes_unread updated. Writes planes, echo and latency, then answers: by the counter (from version 7 on)
   and through host_replies(). If another block has been announced meanwhile, the client has given this one up; where a
   counter answers, both are answered together. */
CORE_EXPORT void host_block_end(int32_t status);
/* 1 if host_block_end holds the block's reply back because the header contains a request whose byte has not been read,
   and which another client thread is about to wait for. If that byte is coming, keep waiting, and host_request_done
   gives this reply, too; else call host_release. */
CORE_EXPORT int32_t host_holds_reply(void);
CORE_EXPORT void host_release(void);
/* 1 if the header contains a request whose byte has not been read. */
CORE_EXPORT int32_t host_request_announced(void);
/* The main thread has finished the outstanding request (there is at most one); reply = the result of
   host_request_finish. block->wake_ms holds the current time. Returns HOST_REQUEST if the client has replaced it by
   another request meanwhile, HOST_BLOCK if a deferred block is now prepared, else HOST_NOTHING. */
CORE_EXPORT int32_t host_request_done(int32_t reply);
/* The main thread takes too long for the outstanding request: answer it with an error. block->wake_ms holds the current
   time. with_main: 1 if the main thread has the request and may still be working on it; if it is a restore, the plugin
   is then not run until host_request_settled. Returns the same as host_request_done. */
CORE_EXPORT int32_t host_request_give_up(int32_t with_main);
/* The main thread has finished a request that was given up (the oldest of them). */
CORE_EXPORT void host_request_settled(void);
/* Whether there is a plugin to run. Without one (still loading, restarting, or crashed) blocks are answered at once,
   and rings and parameter table are left untouched for later. */
enum host_mode {
	HOST_RUN =
	    0, /* run the plugin; its parameter table may have been replaced. What is echoed then: in version 1 everything;
	          where the DAW lists parameters by request, what differs from what it knew (nothing for a first table) */
	HOST_PASS_THROUGH = 1, /* the DAW's input channel c becomes its output channel c; further outputs are silent */
	HOST_HOLD =
	    2, /* a plugin will be available in a moment: blocks are deferred as during a restore, then passed through */
};
/* Returns HOST_BLOCK if a deferred block is now prepared, else HOST_NOTHING. block->wake_ms holds the current time. */
CORE_EXPORT int32_t host_suspend(int32_t mode);
/* The process that ran the plugin has ended, and this instance continues with its memory: the current block is answered
   with its input, and so are the following ones (HOST_PASS_THROUGH). The state of that process's main thread is
   forgotten, but a request that it has not answered stays outstanding. Returns the same as host_suspend. */
CORE_EXPORT int32_t host_take_over(void);
/* The type of the request that the main thread has; 0: none. */
CORE_EXPORT uint32_t host_request_outstanding(void);
/* Echo every parameter again, starting with the next block: what the DAW knows came from an earlier process (before the
   previous one). Stays in force until done, even across host_suspend; core_attach cancels it. */
CORE_EXPORT void host_report_all(void);
/* Deliver the plugin's own parameter changes although no block comes. Returns HOST_BLOCK if the plugin may run now
   (with 0 frames; then host_flush_end), else HOST_NOTHING. */
CORE_EXPORT int32_t host_flush(void);
/* Call this after HOST_REQUEST, before the main thread receives a save or restore. Parameter changes in the ring were
   made before the request, but a block that the DAW gave up on has left them there. A state saved now has to include
   them, and they must not undo one restored now. has_changes: 1 if the plugin has pending changes from its editor.
   Returns the same as host_flush. */
CORE_EXPORT int32_t host_flush_begin(int32_t has_changes);
CORE_EXPORT void host_flush_end(void);

/* 1 if blocks were given up unanswered since the last host_wakes_given_up. */
CORE_EXPORT int32_t host_lost_blocks(void);
/* How many of the unread wake bytes to ignore, because their blocks were given up. Call this when bytes have been read,
   with the number left behind the first, and when host_lost_blocks returns 1. */
CORE_EXPORT uint32_t host_wakes_given_up(uint32_t unread);
/* 1 if the counter alone currently answers blocks. */
CORE_EXPORT int32_t host_answers_by_counter(void);
/* 1 if block->wakes_unread must be updated before host_block_end. */
CORE_EXPORT int32_t host_counts_wakes(void);
/* Number of reply bytes to write now, which is then reset. At most PROTOCOL_REPLIES_MAX. Bytes for requests are kept
   until the next wake or host_time while another client thread may be reading the pipe for its block. */
CORE_EXPORT int32_t host_replies(void);
/* The same for requests, when a wake byte has been read, before host_wake: at that time no other client thread is
   reading the pipe. */
CORE_EXPORT int32_t host_replies_at_wake(void);
/* Then: microseconds for which the block waits until the client has read all replies; 0: no wait. */
CORE_EXPORT int32_t host_reader_us(void);
/* After that wait: 1 if the client has read them. */
CORE_EXPORT void host_reader_came(int32_t came);
/* 1 if replies are being held back. */
CORE_EXPORT int32_t host_replies_pending(void);
/* 0 if failing to write a reply does not matter, because only end of file on the wake pipe counts (from version 7 on).
 */
CORE_EXPORT int32_t host_needs_replies(void);
/* Call this once: 1 if the shim can detect that the client has read all replies (below). Otherwise host_expects_unread
   is never 1. */
CORE_EXPORT void host_set_sees_replies(uint32_t sees);
/* 1 if it is uncertain whether the client reads its replies. */
CORE_EXPORT int32_t host_expects_unread(void);
/* 1 if block->replies_unread must be updated now that a wake byte has been read. */
CORE_EXPORT int32_t host_counts_replies(void);
/* In doubt: the client has read all replies, and had written no other wake byte before it read the last of them. */
CORE_EXPORT void host_replies_taken(void);
/* Replies may be left unread from now on: this process was stopped for a while, or has just taken over from another
   one. */
CORE_EXPORT void host_expect_unread(void);
/* Number of additional replies to give: their wake bytes were read by the previous process, which has crashed. */
CORE_EXPORT void host_add_replies(uint32_t count);

/* Parameter events with unknown ids or NaN values since the last call; and the last such id. For messages. */
CORE_EXPORT uint32_t host_refused_parameters(void);
CORE_EXPORT uint32_t host_refused_parameter_id(void);
/* 1 if a parameter with that id exists, so that its value was invalid. */
CORE_EXPORT int32_t host_refused_parameter_is_known(void);
/* Size of the last block rejected for its size since the last call; 1, which is never rejected, if there was none. For
   messages. */
CORE_EXPORT uint32_t host_invalid_block_size(void);

/* ---- host, main thread ---- */

CORE_EXPORT void host_set_ready(void);
/* Both threads: 1 if clients of this plugin format wait for an answer when they show an editor, in versions where any
   client does (VST3 and LV2 do, CLAP does not). */
CORE_EXPORT void host_set_answers_show(uint32_t answers);
/* 1 if this version announces the plugin before ready, and signals a failed load by ready staying 0. */
CORE_EXPORT uint32_t host_announces(void);
/* Announce the plugin: its name (name_bytes of UTF-8 in the staging area, truncated to 1016) and ports in scratch, MIDI
   port counts and latency in the header; audio channels in the header, too, if header_channels is set (where LV2
   clients read them). Channels are clamped to 32, MIDI ports to 16. Does nothing in versions without announcement. */
CORE_EXPORT void host_announce(uint32_t name_bytes, uint32_t audio_inputs, uint32_t audio_outputs, uint32_t midi_inputs,
    uint32_t midi_outputs, uint32_t latency_samples, uint32_t header_channels);
/* X11 window of the DAW in which to embed the editor, as currently in the header; 0: none, or the version, mode or
   window system does not support it. */
CORE_EXPORT uint32_t host_editor_parent(void);
/* Update the MIDI port counts in the header after they have changed. */
CORE_EXPORT void host_announce_midi_ports(uint32_t midi_inputs, uint32_t midi_outputs);
/* The plugin's state differs from the saved one: the DAW marks its project as modified and resets the word to 0. */
CORE_EXPORT void host_set_state_dirty(void);
/* The transport's sample rate in Hz, or 0 if the DAW wrote none or an implausible one. */
CORE_EXPORT double host_transport_sample_rate(void);
CORE_EXPORT uint32_t host_shutdown_requested(void);
/* Offsets of the header words that the shim uses: it reports a crash before ready (ready, error_code), watches
   shutdown, and advances the heartbeat. */
CORE_EXPORT void *host_ready_word(void);
CORE_EXPORT void *host_error_word(void);
CORE_EXPORT void *host_shutdown_word(void);
CORE_EXPORT void *host_heartbeat_word(void);
/* `__test__`: write the marker that the DAW's tests expect, bytes EF BE AD DE at the start of scratch. */
CORE_EXPORT void host_write_test_mark(void);
/* Copy the scratch area into the state buffer (the DAW may overwrite scratch while it is read). Returns its size in
   bytes, or -1 if scratch_size is larger than PROTOCOL_SCRATCH_BYTES. */
CORE_EXPORT int32_t host_request_read(void);
/*
 * Answer a request. If its type is still in the header: copy the first size bytes of the state buffer to the request's
 * place in scratch (size >= 0 only), store scratch_size (only for answers at the start of scratch), store the status,
 * then CAS(request_type, type, 0); where a counter answers blocks, the audio thread does the last step when it writes
 * the byte, or the client does (host-replies.c). A size that does not fit is answered as an error. age_ms is the time
 * since the request's wake: from PROTOCOL_REQUEST_MS_MAX on, the client has given up and the word may hold its next
 * request, so nothing is stored. Nothing is stored for editor requests either: host_wake has already cleared them.
 *
 * Returns 1 if a reply byte is due, else 0. Where bytes answer blocks, too, it is due within the client's time limit
 * even if the header's type has changed: a client clears a request early only after reading a byte, and that byte was
 * the reply to a block for which another of its threads is now waiting. Where a counter answers blocks, the byte that
 * such a client has read was a stale one, and ours would follow it.
 */
CORE_EXPORT int32_t host_request_finish(uint32_t type, uint32_t status, int32_t size, uint32_t age_ms);

/* ---- state codecs: host main thread, and the DAW ---- */

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

/* ---- answers to requests: host main thread ---- */

/* A list as the answer to requests 6 or 7 (request_file_list) and 8 to 11: begin, entries, end. Texts follow one
   another in the staging area. answer_end returns the size in the state buffer, for host_request_finish, or -1 if it
   does not fit that request's room in scratch. Texts are never truncated. A name of more than 256 bytes (module: 1024),
   or one that is not UTF-8, is left empty; a note or file whose text is not UTF-8 or empty is omitted, and so is a note
   above 127. */
CORE_EXPORT void answer_begin(uint32_t request);
CORE_EXPORT void answer_control_port(
    uint32_t port_index, uint32_t name_bytes, float minimum, float maximum, float value);
CORE_EXPORT void answer_parameter(
    uint32_t id, uint32_t name_bytes, uint32_t module_bytes, double minimum, double maximum, double default_value);
/* Note names (10, 11): key = note 0..127. Files (request_file_list): key = index. */
CORE_EXPORT void answer_text(uint32_t key, uint32_t text_bytes);
CORE_EXPORT int32_t answer_end(void);
/* 12: the complete answer. Returns its size. */
CORE_EXPORT int32_t answer_audio_ports(
    uint32_t audio_inputs, uint32_t audio_outputs, uint32_t midi_inputs, uint32_t midi_outputs);

/* Input of requests 5 and, up to version 6, 7. May be called without host_request_read: it reads scratch directly,
   regardless of scratch_size. Returns the length of the path (UTF-8, 1..65528 bytes, 65524 for 7 and from version 7 on;
   now at the start of the state buffer), or -1 if malformed. */
CORE_EXPORT int32_t request_read_path(uint32_t request);
/* 5, after request_read_path: 1 if all plugins of a project share the directory, or may share it (up to version 6). */
CORE_EXPORT uint32_t request_path_shared(void);
/* 7, up to version 6: index of the file reference. */
CORE_EXPORT uint32_t request_file_index(void);
/* The request for a list of files: 6 up to version 6, 7 from version 7 on. */
CORE_EXPORT uint32_t request_file_list(void);

/* ---- DAW ---- */

/* Zero the window and write the header of a version. Returns 0, or CORE_UNKNOWN_VERSION. */
CORE_EXPORT int32_t daw_initialize(uint32_t version);
CORE_EXPORT uint32_t daw_ready(void);
CORE_EXPORT uint32_t daw_error_code(void);
CORE_EXPORT uint32_t daw_heartbeat(void);
CORE_EXPORT void daw_shut_down(void);
/* Offset of a plane in the window: channel < 32, direction an enum protocol_direction; 0 for any other. */
CORE_EXPORT void *daw_plane(uint32_t channel, uint32_t direction);
CORE_EXPORT void daw_set_block(uint32_t frames, uint32_t input_channels, uint32_t output_channels);
CORE_EXPORT void daw_set_transport(double playhead_sample, double tempo, uint32_t numerator, uint32_t denominator,
    uint32_t playing, double sample_rate_hz);
/* 1, or 0 if the ring is full. */
CORE_EXPORT int32_t daw_push_parameter(uint32_t id, float value, uint32_t sample_offset, uint32_t kind);
/* Take one echo event: 1, or 0 if there is none; its fields are then available below. */
CORE_EXPORT int32_t daw_pop_echo(void);
CORE_EXPORT uint32_t daw_echo_id(void);
CORE_EXPORT float daw_echo_value(void);
CORE_EXPORT uint32_t daw_echo_kind(void);
CORE_EXPORT uint32_t daw_echo_sample_offset(void);
/* MIDI: port < 16. push: 1, or 0 if the ring is full or the version has no such port. bytes: length of the message,
   1..3. */
CORE_EXPORT int32_t daw_push_midi(
    uint32_t port, uint32_t sample_offset, uint32_t byte0, uint32_t byte1, uint32_t byte2);
/* Take one message from a port: 1, or 0 if there is none; its fields are then available below. */
CORE_EXPORT int32_t daw_pop_midi(uint32_t port);
CORE_EXPORT uint32_t daw_midi_sample_offset(void);
/* i: 0..2 */
CORE_EXPORT uint32_t daw_midi_byte(uint32_t i);
/* System exclusive messages, for hosts that support them (protocol.h, PROTOCOL_MIDI_LONG). offer: call it after
   daw_initialize, before the host is started; is_taken: after the host has attached, 1 if it supports them. To send a
   message, write it to daw_sysex_room, which is 0 if there is no room for that many bytes; then push it: 1, or 0 if the
   ring is full. */
CORE_EXPORT void daw_offer_sysex(void);
CORE_EXPORT int32_t daw_sysex_is_taken(void);
CORE_EXPORT void *daw_sysex_room(uint32_t bytes);
CORE_EXPORT int32_t daw_push_sysex(uint32_t port, uint32_t sample_offset, uint32_t bytes);
/* If daw_pop_midi took such a message, its length, else 0; and its bytes. */
CORE_EXPORT uint32_t daw_midi_sysex_bytes(void);
CORE_EXPORT const void *daw_midi_sysex(void);
/* Notes with ids and note expressions (protocol.h, PROTOCOL_MIDI_NOTE), offered and supported together with system
   exclusive messages. is_taken: 1 if the host supports them. To send one, set its fields (kind: enum
   protocol_note_kind; expression: enum note_expression of block.h; channel, key, note_id: -1 for any), then push it to
   a port: 1, or 0 if there is no room. */
CORE_EXPORT int32_t daw_notes_are_taken(void);
CORE_EXPORT void daw_set_note(
    uint32_t kind, int32_t note_id, int32_t channel, int32_t key, uint32_t expression, double value);
CORE_EXPORT int32_t daw_push_note(uint32_t port, uint32_t sample_offset);
/* If daw_pop_midi took a note, its enum protocol_note_kind, else 0; and its fields. */
CORE_EXPORT uint32_t daw_note_kind(void);
CORE_EXPORT uint32_t daw_note_port(void);
CORE_EXPORT int32_t daw_note_id(void);
CORE_EXPORT int32_t daw_note_key(void);
CORE_EXPORT int32_t daw_note_channel(void);
CORE_EXPORT uint32_t daw_note_expression(void);
CORE_EXPORT double daw_note_value(void);
/* What the host announced; 0 where the version has no such word. */
CORE_EXPORT uint32_t daw_midi_inputs(void);
CORE_EXPORT uint32_t daw_midi_outputs(void);
CORE_EXPORT uint32_t daw_latency(void);
/* Reads and clears the word. */
CORE_EXPORT uint32_t daw_take_state_dirty(void);
/* Where the next editor request shows it: embedded in an X11 window, or floating (parent 0, or floating set). */
CORE_EXPORT void daw_set_editor(uint32_t parent, uint32_t floating);
/* The request in the header; 0: none, or the host has cleared it. */
CORE_EXPORT uint32_t daw_request_type(void);
/* Store a request (type, then status 0). For a restore, put the blob into the state buffer first; size is its length,
   else -1. */
CORE_EXPORT void daw_request(uint32_t type, int32_t size);
CORE_EXPORT uint32_t daw_request_status(void);
/* Copy scratch into the state buffer; returns its size (truncated to PROTOCOL_SCRATCH_BYTES). */
CORE_EXPORT uint32_t daw_read_scratch(void);
/* Blocks answered so far; 0 where the version has no counter. */
CORE_EXPORT uint32_t daw_response_counter(void);
/* Declare that the counter alone answers blocks (version 7 on; call this before the host is started). */
CORE_EXPORT void daw_answer_by_counter(void);
/* Clear the request (after a timeout, or after its answer). */
CORE_EXPORT void daw_cancel_request(void);

#endif
