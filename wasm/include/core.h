/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The core's exports: all that TypeScript calls in the WebAssembly module. Knows bytes, knows no plugin and no OS.
 *
 * One instance per thread, each with its own window on the same segment. An instance works in one role: the host's
 * audio thread, the host's main thread, or the DAW. No function allocates, no memory grows; every function returns in
 * bounded time whatever the segment holds. "Offset" is a byte offset into the module's linear memory.
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
/* Look at the header in the window and choose the protocol's row. Returns the version, or an enum core_attach_error
   (the row stays). What the host role remembers of an earlier segment (outstanding request, blocks put off, values that
   the DAW knows) is forgotten. */
CORE_EXPORT int32_t core_attach(void);
/* The same for a segment whose version is known from before: its header may have been scribbled over since. */
CORE_EXPORT int32_t core_attach_as(uint32_t version);
/* The raw header words, for messages: magic and version as they stand. */
CORE_EXPORT uint32_t core_header_magic(void);
CORE_EXPORT uint32_t core_header_version(void);

/* ---- host, audio thread ---- */

/* Offset of the block record. */
CORE_EXPORT struct block *host_block(void);

/* What to do after a wake; see host_wake. */
enum host_action {
	HOST_NOTHING = 0, /* go on waiting; write host_replies() bytes first */
	HOST_BLOCK = 1,   /* the block is prepared: run the plugin, then host_block_end */
	HOST_REQUEST = 2, /* give host_request_type() to the main thread; host_request_done when it has finished, except for
	                     editor requests that are not answered (host_set_answers_show): these are taken back at once and
	                     never outstanding */
	HOST_SHUTDOWN = 3, /* leave; no reply */
};
/* One byte was read from the wake pipe, into which it came at block->wake_ms: shutdown comes first, then a request
   instead of a block, then a block. One that the client has given up by block->read_ms is neither run nor answered.
   While a request is outstanding, blocks are put off, and all replies are given together: a client that saves in one
   thread and plays in another may take either reply in either. A request that takes longer than blocks can wait
   (host_wait_us) puts none off any more: the plugin runs beside it, except beside a restore, when the DAW's inputs are
   passed through. Where a counter answers blocks only a restore puts blocks off, and until the next block comes.
   Returns an enum host_action. */
CORE_EXPORT int32_t host_wake(void);
/* Microseconds from block->now_us on after which host_time is to be called if nothing else has happened; -1: not at
   all. block->wake_ms is the time of the last event. */
CORE_EXPORT int32_t host_wait_us(void);
/* That time is over; block->wake_ms and block->now_us are the time now. Returns HOST_BLOCK if a block is now prepared,
   else HOST_NOTHING. */
CORE_EXPORT int32_t host_time(void);
/* What replies are to the client. */
enum host_client {
	HOST_CLIENT_OF_VERSION = 0, /* what the version's layout says */
	/* It takes any byte for the answer to its request, whatever the version says (VST3 clients up to today): its blocks
	   are put off for longer, see PROTOCOL_PUT_OFF_MS_MAX. */
	HOST_CLIENT_TAKES_ANY = 1,
	/* Hints: it looks into the segment for what it waits for. Blocks are deferred during a restore only, and run
	   however late. */
	HOST_CLIENT_LOOKS = 2,
};
CORE_EXPORT void host_set_client(int32_t kind);
/* The type of the request that came with the last HOST_REQUEST. */
CORE_EXPORT uint32_t host_request_type(void);
/* 1 if that request is to be answered; 0 if it was taken back at once. */
CORE_EXPORT int32_t host_request_is_answered(void);
/* When the byte of the outstanding request was read. */
CORE_EXPORT uint32_t host_request_wake_ms(void);
/* The plugin has run (status >= 0) or failed (status < 0: outputs are cleared); block->done_ms and now_us are set, and
   block->wakes_unread is counted anew. Writes planes, echo, latency, then answers: by the counter (version 7 on) and by
   host_replies(). A block behind which another one has been announced was given up: where a counter answers, it is
   answered together with that one. */
CORE_EXPORT void host_block_end(int32_t status);
/* 1 if host_block_end holds the block's reply back because a request stands in the header whose byte has not been read,
   and which another thread of the client is about to wait for: if that byte is coming, go on waiting, and
   host_request_done gives this reply too; else host_release. */
CORE_EXPORT int32_t host_holds_reply(void);
CORE_EXPORT void host_release(void);
/* 1 if a request stands in the header whose byte has not been read. */
CORE_EXPORT int32_t host_request_announced(void);
/* The main thread has finished the outstanding request (there is never more than one); reply = what host_request_finish
   returned. block->wake_ms is the time now. Returns HOST_REQUEST if the client has put another request in its place
   meanwhile, HOST_BLOCK if a put-off block is now prepared, else HOST_NOTHING. */
CORE_EXPORT int32_t host_request_done(int32_t reply);
/* The main thread is too long about the outstanding request: answer it with an error. block->wake_ms is the time now.
   with_main: 1 if the main thread has the request, and may still be at work: until host_request_settled the plugin is
   not run if the request is a restore. Returns as host_request_done. */
CORE_EXPORT int32_t host_request_give_up(int32_t with_main);
/* The main thread has done with a request that was given up (the oldest of them). */
CORE_EXPORT void host_request_settled(void);
/* Whether there is a plugin to run. Without one (it is still loading, being restarted, or dead) blocks are answered at
   once, and rings and parameter table are left alone, for later. */
enum host_mode {
	HOST_RUN = 0, /* there is one; its parameter table may be another. What of it is echoed then: in version 1 all;
	                 later, where parameters are listed on request, what differs from what the DAW knew (nothing of a
	                 first table) */
	HOST_PASS_THROUGH = 1, /* the DAW's input channel c is its output channel c; further outputs are silent */
	HOST_HOLD = 2, /* there will be one in a moment: blocks are deferred as during a restore, then passed through */
};
/* Returns HOST_BLOCK if a block that was put off is now prepared, else HOST_NOTHING. block->wake_ms is the time now. */
CORE_EXPORT int32_t host_suspend(int32_t mode);
/* The process that ran the plugin is gone, and this instance goes on with its memory: the block under way is answered
   with its input, as all are from now on (HOST_PASS_THROUGH). What that process's main thread was about is forgotten,
   but a request that it has not answered stays outstanding. Returns as host_suspend. */
CORE_EXPORT int32_t host_take_over(void);
/* The type of the request that is with the main thread; 0: none. */
CORE_EXPORT uint32_t host_request_outstanding(void);
/* Echo every parameter anew, from the next block on: what the DAW knows came from an earlier process (one before
   this one). Stays in force until it is done, also through host_suspend; core_attach ends it. */
CORE_EXPORT void host_tell_all(void);
/* Hand over the plugin's own parameter changes although no block comes: HOST_BLOCK if the plugin may run now (with 0
   frames; then host_flush_end), else HOST_NOTHING. */
CORE_EXPORT int32_t host_flush(void);
/* After HOST_REQUEST, before the main thread learns of a save or restore: the DAW's parameter changes that stand in
   the ring were made before it asked, but a block that it gave up has left them there. A state saved now has to contain
   them, and one restored now must not be undone by them. has_changes: 1 if the plugin has such changes of its own, made
   in its editor. Returns as host_flush. */
CORE_EXPORT int32_t host_hand_over(int32_t has_changes);
CORE_EXPORT void host_flush_end(void);

/* 1 if blocks were given up that were not answered, since the last host_wakes_given_up. */
CORE_EXPORT int32_t host_lost_blocks(void);
/* Of the wake bytes that have come and are unread so many are not to be acted upon: their blocks were given up. Ask
   when bytes have been read, with those behind the first, and upon host_lost_blocks. */
CORE_EXPORT uint32_t host_wakes_given_up(uint32_t unread);
/* 1 if the counter alone answers blocks now. */
CORE_EXPORT int32_t host_answers_by_counter(void);
/* 1 if block->wakes_unread is to be counted before host_block_end. */
CORE_EXPORT int32_t host_counts_wakes(void);
/* Reply bytes to write now; forgets them. Never more than PROTOCOL_REPLIES_MAX. When bytes of requests are due while
   another thread of the client may read the pipe for its block, they are kept for the next wake or host_time. */
CORE_EXPORT int32_t host_replies(void);
/* The same for requests, when a wake byte has been read, before host_wake: now no other thread of the client looks at
   the pipe. */
CORE_EXPORT int32_t host_replies_at_wake(void);
/* Then: microseconds for which the block waits until the client has read all replies; 0: it waits for nothing. */
CORE_EXPORT int32_t host_reader_us(void);
/* After that wait: 1 if it has. */
CORE_EXPORT void host_reader_came(int32_t came);
/* 1 if replies are kept back. */
CORE_EXPORT int32_t host_replies_pending(void);
/* 0 if a reply that cannot be written does not matter: the end of file on the wake pipe decides (version 7 on). */
CORE_EXPORT int32_t host_needs_replies(void);
/* Once: 1 if the shim can tell that the client has read all replies (below). Without that there is no doubt. */
CORE_EXPORT void host_set_sees_replies(uint32_t sees);
/* 1 if it is not certain that the client takes its replies. */
CORE_EXPORT int32_t host_doubts(void);
/* 1 if block->replies_unread is to be counted now that a wake byte has been read. */
CORE_EXPORT int32_t host_counts_replies(void);
/* 1 if, in doubt, a reply has been written: call host_replies_taken when the client has read all replies and no wake
   byte is there. */
CORE_EXPORT int32_t host_watches_replies(void);
CORE_EXPORT void host_replies_taken(void);
/* Replies may be left unread from now on: this process has stood still, or has just taken over from another. */
CORE_EXPORT void host_doubt(void);
/* Replies to give once more than bytes were read: the process before this one died with them. */
CORE_EXPORT void host_owe_replies(uint32_t count);

/* Parameter events for unknown ids, and NaN values, since the last call; and the last such id. For messages. */
CORE_EXPORT uint32_t host_refused_parameters(void);
CORE_EXPORT uint32_t host_refused_parameter_id(void);
/* 1 if there is a parameter of that id: it was the value that is none. */
CORE_EXPORT int32_t host_refused_parameter_is_known(void);
/* Size of the last block that was refused for its size since the last call; 1 (never refused) if there was none. For
 * messages. */
CORE_EXPORT uint32_t host_invalid_block_size(void);

/* ---- host, main thread ---- */

CORE_EXPORT void host_set_ready(void);
/* Both threads: 1 if the client of this plugin format waits for the answer when it shows an editor, in versions where
   any does (VST3 and LV2 do, CLAP does not). */
CORE_EXPORT void host_set_answers_show(uint32_t answers);
/* 1 if this version announces the plugin before ready, and has a failed load known by ready staying 0. */
CORE_EXPORT uint32_t host_announces(void);
/* Announce the plugin: its name (name_bytes of UTF-8 in the staging area; cut to 1016) and ports to scratch, MIDI port
   counts and latency to the header; audio channels to the header too if header_channels (LV2: the DAW learns
   them there). Channels are clamped to 32, MIDI ports to 16. Does nothing in versions that do not announce. */
CORE_EXPORT void host_announce(uint32_t name_bytes, uint32_t audio_inputs, uint32_t audio_outputs, uint32_t midi_inputs,
    uint32_t midi_outputs, uint32_t latency_samples, uint32_t header_channels);
/* X11 window of the DAW in which the editor is to be embedded, as the header has it now; 0: none, or the version, the
   mode or the window system do not allow it. */
CORE_EXPORT uint32_t host_editor_parent(void);
/* MIDI port counts to the header after they changed. */
CORE_EXPORT void host_announce_midi_ports(uint32_t midi_inputs, uint32_t midi_outputs);
/* The plugin's state differs from what was saved: the DAW sets its project to modified and the word to 0. */
CORE_EXPORT void host_set_state_dirty(void);
/* Hz as the transport has it, or 0 if the DAW wrote none (or nonsense). */
CORE_EXPORT double host_transport_sample_rate(void);
CORE_EXPORT uint32_t host_shutdown_requested(void);
/* Offsets of the header words that the shim works on: it tells of a death before ready (ready, error_code), watches
   shutdown, advances the heartbeat. */
CORE_EXPORT void *host_ready_word(void);
CORE_EXPORT void *host_error_word(void);
CORE_EXPORT void *host_shutdown_word(void);
CORE_EXPORT void *host_heartbeat_word(void);
/* `__test__`: the mark that the DAW's tests look for, bytes EF BE AD DE at the start of scratch. */
CORE_EXPORT void host_write_test_mark(void);
/* Copy the scratch area into the state buffer (the DAW may scribble on scratch while we read). Returns its size in
   bytes, or -1 if scratch_size is larger than PROTOCOL_SCRATCH_BYTES. */
CORE_EXPORT int32_t host_request_read(void);
/* Answer a request: if it is still type, copy the first size bytes of the state buffer to the request's place in
   scratch (size >= 0 only) and store scratch_size (only for answers at the start of scratch), store status, then
   CAS(request_type, type, 0); where a counter answers blocks, the audio thread does that when the byte is written, or
   its client does (host-replies.c). A size that does not fit is answered as an error. age_ms is the time since the
   request's wake: from PROTOCOL_REQUEST_MS_MAX on, the client has given up and the word may hold its next request, so
   nothing is stored. Nothing is stored for editor requests either: host_wake has taken them back.

   Returns 1 if a reply byte is due, else 0. Where bytes answer blocks too, it is due within the client's patience even
   if the word is no longer type: a client takes a request back early only when it has read a byte, and that byte was
   the reply to a block for which another of its threads now waits. Where a counter answers blocks, the byte that such a
   client has read was a stale one, and ours would be the next. */
CORE_EXPORT int32_t host_request_finish(uint32_t type, uint32_t status, int32_t size, uint32_t age_ms);

/* ---- state codecs: host main thread, and the DAW ---- */

/* Bytes of the largest state. What the DAW takes is less, PROTOCOL_SCRATCH_BYTES; a larger state travels as a container
   (below). The small core, for threads that see no states, has less. */
#ifndef STATE_BYTES_MAX
#define STATE_BYTES_MAX 67108864u
#endif

/* Offset of the state buffer, STATE_BYTES_MAX bytes, aligned to 64 KiB: blobs are built and read here, never in the
   segment. */
CORE_EXPORT void *state_buffer(void);
/* Offset of the staging area, STATE_BYTES_MAX bytes, aligned to 64 KiB, yours between calls. Writers take the pieces
   of a blob from its start on, one after the other. */
CORE_EXPORT void *state_staging(void);

/* LV2 writer: begin, nports ports, properties, nprops properties, end. A piece that does not fit makes end return -1.
 */
CORE_EXPORT void state_lv2_begin(uint32_t port_count);
CORE_EXPORT void state_lv2_port(uint32_t port_index, float value);
CORE_EXPORT void state_lv2_properties(uint32_t property_count);
/* key, type and value lie one after the other in the staging area. */
CORE_EXPORT void state_lv2_property(uint32_t key_bytes, uint32_t type_bytes, uint32_t flags, uint32_t value_bytes);
/* Returns the blob's size, or -1 if it does not fit STATE_BYTES_MAX, the counts announced were not kept, there are more
   than 16 384 properties, or a key or type is not UTF-8 (the reader would refuse it). */
CORE_EXPORT int32_t state_lv2_end(void);

/* LV2 reader: check the whole blob first, then step through it. Returns 0, or -1: the blob is malformed (cut, count too
   large, more than 16 384 properties, text not UTF-8) and nothing of it may be used. Bytes after the last property are
   ignored, as the seed does. */
CORE_EXPORT int32_t state_lv2_read(uint32_t bytes);
CORE_EXPORT uint32_t state_lv2_port_count(void);
CORE_EXPORT uint32_t state_lv2_port_index(uint32_t i);
CORE_EXPORT float state_lv2_port_value(uint32_t i);
CORE_EXPORT uint32_t state_lv2_property_count(void);
/* Step to the next property: 1, or 0 at the end. The first call after state_lv2_read steps to the first. */
CORE_EXPORT int32_t state_lv2_next_property(void);
/* Of the current property; offsets into linear memory. */
CORE_EXPORT const void *state_lv2_key(void);
CORE_EXPORT uint32_t state_lv2_key_bytes(void);
CORE_EXPORT const void *state_lv2_type(void);
CORE_EXPORT uint32_t state_lv2_type_bytes(void);
CORE_EXPORT uint32_t state_lv2_flags(void);
CORE_EXPORT const void *state_lv2_value(void);
CORE_EXPORT uint32_t state_lv2_value_bytes(void);

/* VST3: plugin id text, component state, controller state. write takes the three pieces one after the other from the
   staging area and returns the blob's size or -1 (does not fit, or the id is not UTF-8). read returns 0 or -1 as for
   LV2. */
CORE_EXPORT int32_t state_vst3_write(uint32_t id_bytes, uint32_t component_bytes, uint32_t controller_bytes);
CORE_EXPORT int32_t state_vst3_read(uint32_t bytes);
CORE_EXPORT const void *state_vst3_id(void);
CORE_EXPORT uint32_t state_vst3_id_bytes(void);
CORE_EXPORT const void *state_vst3_component(void);
CORE_EXPORT uint32_t state_vst3_component_bytes(void);
CORE_EXPORT const void *state_vst3_controller(void);
CORE_EXPORT uint32_t state_vst3_controller_bytes(void);

/* CLAP: a plugin that does not save its state keeps its settings all the same: a container made by the host with the
   parameters' values. It starts with 16 bytes that no plugin's state starts with, and is read only if all of it fits.
   begin, count parameters, end (size or -1); read returns the number of parameters, or -1: the first bytes of the state
   buffer are no such container (then they are a plugin's own), or -2: they are one, but damaged. */
CORE_EXPORT void state_parameters_begin(uint32_t count);
CORE_EXPORT void state_parameters_put(uint32_t id, double value);
CORE_EXPORT int32_t state_parameters_end(void);
CORE_EXPORT int32_t state_parameters_read(uint32_t bytes);
CORE_EXPORT uint32_t state_parameters_id(uint32_t i);
CORE_EXPORT double state_parameters_value(uint32_t i);

/* A state that does not fit PROTOCOL_SCRATCH_BYTES travels as a container of the host's own (state-container.c), inside
   what the DAW takes for the plugin's. Its raw bytes are the state as the writers above have it: deflated in the
   container itself, or in a file that is named by their hash. */
enum state_format { STATE_FORMAT_LV2 = 1, STATE_FORMAT_VST3 = 2, STATE_FORMAT_CLAP = 3 };
enum state_container { STATE_CONTAINER_DEFLATED = 1, STATE_CONTAINER_FILE = 2 };
/* Is the state in the first bytes of the state buffer a container? 0: no. An enum state_container: what follows holds.
   -1: it begins like one, but is damaged; nothing of it may be used. Whoever saves a plugin's own state for which this
   is not 0 puts it into a container, however small it is: so none is ever taken for another. Uses the readers above. */
CORE_EXPORT int32_t state_container_read(uint32_t format, uint32_t bytes);
/* 1..STATE_BYTES_MAX */
CORE_EXPORT uint32_t state_container_raw_bytes(void);
/* SHA-256 of the raw bytes: 32 bytes. */
CORE_EXPORT const void *state_container_hash(void);
/* STATE_CONTAINER_DEFLATED: a gzip stream. STATE_CONTAINER_FILE: 0 bytes. */
CORE_EXPORT const void *state_container_deflated(void);
CORE_EXPORT uint32_t state_container_deflated_bytes(void);
/* Replace the raw state in the first raw_bytes of the state buffer by its container. In the staging area: the hash
   (32 bytes), then the deflated bytes. Returns the size, or -1, and the state buffer is as it was: what comes out does
   not fit PROTOCOL_SCRATCH_BYTES, or the raw state is not of this format, or an argument is out of range. */
CORE_EXPORT int32_t state_container_write(uint32_t format, uint32_t kind, uint32_t raw_bytes, uint32_t deflated_bytes);

/* A .vstpreset file, as the VST 3 developer portal describes it ("Preset Format"). read returns 0 or -1 as for LV2;
   chunks other than "Comp" (required), "Cont" and "Info" are ignored, and of several chunks of one name the last one
   counts. The class id is 32 bytes of text, hexadecimal digits in any case; a chunk that is not there has 0 bytes.
   write takes the class id and the three chunks one after the other from the staging area, leaves out controller and
   info if they are empty, and returns the size, or -1: it does not fit STATE_BYTES_MAX, or the class id is none. */
CORE_EXPORT int32_t state_vstpreset_write(uint32_t component_bytes, uint32_t controller_bytes, uint32_t info_bytes);
CORE_EXPORT int32_t state_vstpreset_read(uint32_t bytes);
CORE_EXPORT const void *state_vstpreset_class_id(void);
CORE_EXPORT const void *state_vstpreset_component(void);
CORE_EXPORT uint32_t state_vstpreset_component_bytes(void);
CORE_EXPORT const void *state_vstpreset_controller(void);
CORE_EXPORT uint32_t state_vstpreset_controller_bytes(void);
CORE_EXPORT const void *state_vstpreset_info(void);
CORE_EXPORT uint32_t state_vstpreset_info_bytes(void);

/* Why the last state_*_read refused its bytes, for messages: what is wrong, with which field, at which byte of the
   state buffer, and the value that is wrong. STATE_FAULT_NONE, and zeros, if it did not refuse them. */
enum state_fault {
	STATE_FAULT_NONE = 0,
	STATE_FAULT_CUT = 1, /* ends inside the field, which starts at the offset; value = bytes that it needs from there */
	STATE_FAULT_COUNT = 2, /* value = a count that the bytes after it cannot hold, or more than is allowed */
	STATE_FAULT_TEXT =
	    3, /* not UTF-8 (class id: no hexadecimal digit); offset of the first such byte, which is value */
	STATE_FAULT_MARK = 4,    /* not the bytes that it must start with */
	STATE_FAULT_VALUE = 5,   /* value = a number that is not allowed here */
	STATE_FAULT_LENGTH = 6,  /* the bytes are more than the fields say; value = bytes too many */
	STATE_FAULT_MISSING = 7, /* a chunk that must be there is not */
	STATE_FAULT_OUTSIDE =
	    8, /* an entry says that the field lies outside the bytes; value = where, or 0xFFFFFFFF if larger */
	STATE_FAULT_TOO_LARGE = 9, /* more than STATE_BYTES_MAX; value = how many */
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
	STATE_FIELD_FRAME = 19, /* what stands around a container */
	STATE_FIELD_LIST_OFFSET = 20,
	STATE_FIELD_LIST = 21,
	STATE_FIELD_INFO = 22,
};
CORE_EXPORT uint32_t state_fault(void);
CORE_EXPORT uint32_t state_fault_field(void);
CORE_EXPORT uint32_t state_fault_offset(void);
CORE_EXPORT uint32_t state_fault_value(void);

/* ---- answers to requests: host main thread ---- */

/* A list as requests 6 or 7 (request_file_list) and 8 to 11 have it: begin, entries, end. Texts lie one after the other
   in the staging area. answer_end returns the size in the state buffer, for host_request_finish, or -1: it does not fit
   that request's room in scratch. Texts are never cut. A name of more than 256 bytes (module: 1024), or one that is not
   UTF-8, is left empty; a note or file whose text is not UTF-8, or empty, is left out, and so is a note beyond 127. */
CORE_EXPORT void answer_begin(uint32_t request);
CORE_EXPORT void answer_control_port(
    uint32_t port_index, uint32_t name_bytes, float minimum, float maximum, float value);
CORE_EXPORT void answer_parameter(
    uint32_t id, uint32_t name_bytes, uint32_t module_bytes, double minimum, double maximum, double default_value);
/* Note names (10, 11): key = note 0..127. Files (request_file_list): key = index. */
CORE_EXPORT void answer_text(uint32_t key, uint32_t text_bytes);
CORE_EXPORT int32_t answer_end(void);
/* 12: the whole answer. Returns its size. */
CORE_EXPORT int32_t answer_audio_ports(
    uint32_t audio_inputs, uint32_t audio_outputs, uint32_t midi_inputs, uint32_t midi_outputs);

/* What requests 5 and, up to version 6, 7 bring, after host_request_read or not: they read scratch directly, whatever
   scratch_size says. Length of the path (UTF-8, 1..65528 bytes, 65524 for 7 and from version 7 on; then in the state
   buffer from its start on), or -1: malformed. */
CORE_EXPORT int32_t request_read_path(uint32_t request);
/* 5, after request_read_path: 1 if the directory is shared by all plugins of a project, or may be (up to version 6). */
CORE_EXPORT uint32_t request_path_shared(void);
/* 7, up to version 6: index of the file reference. */
CORE_EXPORT uint32_t request_file_index(void);
/* The request that asks for a list of files: 6 up to version 6, 7 from version 7 on. */
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
/* Take one echo event: 1, or 0 if there is none; then its fields. */
CORE_EXPORT int32_t daw_pop_echo(void);
CORE_EXPORT uint32_t daw_echo_id(void);
CORE_EXPORT float daw_echo_value(void);
CORE_EXPORT uint32_t daw_echo_kind(void);
CORE_EXPORT uint32_t daw_echo_sample_offset(void);
/* MIDI: port < 16. push: 1, or 0 if the ring is full or the version has no such port. bytes: 1..3, of the message. */
CORE_EXPORT int32_t daw_push_midi(
    uint32_t port, uint32_t sample_offset, uint32_t byte0, uint32_t byte1, uint32_t byte2);
/* Take one message of a port: 1, or 0 if there is none; then its fields. */
CORE_EXPORT int32_t daw_pop_midi(uint32_t port);
CORE_EXPORT uint32_t daw_midi_sample_offset(void);
/* i: 0..2 */
CORE_EXPORT uint32_t daw_midi_byte(uint32_t i);
/* System exclusive messages, with hosts that know how (protocol.h, PROTOCOL_MIDI_LONG). offer: after daw_initialize,
   before the host is started; is_taken: once it has attached, 1 if it takes them. To send one, write it to
   daw_sysex_room, which is 0 if there is none for so many bytes; then push it: 1, or 0 if the ring is full. */
CORE_EXPORT void daw_offer_sysex(void);
CORE_EXPORT int32_t daw_sysex_is_taken(void);
CORE_EXPORT void *daw_sysex_room(uint32_t bytes);
CORE_EXPORT int32_t daw_push_sysex(uint32_t port, uint32_t sample_offset, uint32_t bytes);
/* The message that daw_pop_midi took, if it is one of these: its length, else 0, and its bytes. */
CORE_EXPORT uint32_t daw_midi_sysex_bytes(void);
CORE_EXPORT const void *daw_midi_sysex(void);
/* Notes with ids and note expressions (protocol.h, PROTOCOL_MIDI_NOTE), offered and taken with system exclusive
   messages. is_taken: 1 if the host knows them. To send one, set its fields (kind: enum protocol_note_kind; expression:
   enum note_expression of block.h; channel, key, note_id: -1 for any), then push it to a port: 1, or 0 if there is no
   room. */
CORE_EXPORT int32_t daw_notes_are_taken(void);
CORE_EXPORT void daw_set_note(
    uint32_t kind, int32_t note_id, int32_t channel, int32_t key, uint32_t expression, double value);
CORE_EXPORT int32_t daw_push_note(uint32_t port, uint32_t sample_offset);
/* What daw_pop_midi took, if it is one: enum protocol_note_kind, else 0; then its fields. */
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
/* Where the editor is to be shown by the next request for it: embedded in an X11 window, or on its own (parent 0, or
   floating). */
CORE_EXPORT void daw_set_editor(uint32_t parent, uint32_t floating);
/* The request that stands in the header; 0: none, the host has taken it. */
CORE_EXPORT uint32_t daw_request_type(void);
/* Store a request (type, then status 0). For a restore put the blob into the state buffer first; size is its length,
 * else -1. */
CORE_EXPORT void daw_request(uint32_t type, int32_t size);
CORE_EXPORT uint32_t daw_request_status(void);
/* Copy scratch into the state buffer; returns its size (cut at PROTOCOL_SCRATCH_BYTES). */
CORE_EXPORT uint32_t daw_read_scratch(void);
/* Blocks answered so far; 0 where the version has no counter. */
CORE_EXPORT uint32_t daw_response_counter(void);
/* Tell the host that the counter alone answers blocks (version 7 on; before it is started). */
CORE_EXPORT void daw_answer_by_counter(void);
/* Take the request back (after a time-out, or after its answer). */
CORE_EXPORT void daw_cancel_request(void);

#endif
