/* SPDX-License-Identifier: BSD-2-Clause */
/* The core on the host's main thread (core.h): announcements, requests and their answers. */
#ifndef MAOLAN_CORE_MAIN_H
#define MAOLAN_CORE_MAIN_H

#include "core-base.h"

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

/* ---- answers ---- */

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

#endif
