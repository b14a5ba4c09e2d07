/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Live playback through JACK (native-shim/jack/, libmaolan-jack.so), in the process that opened the plugins: blocks go
 * from JACK's thread to the host processes and back, without JavaScript. One player per process. libjack (JACK 2's or
 * PipeWire's) is loaded with dlopen when the player is opened.
 */
#ifndef MAOLAN_JACK_PLAYER_H
#define MAOLAN_JACK_PLAYER_H

#include <stdint.h>

#define JACK_API __attribute__((visibility("default")))

/* Longest chain of plugins. */
#define JACK_PLAYER_PLUGINS_MAX 16u

enum jack_player_error {
	JACK_PLAYER_NO_LIBRARY = -1,
	JACK_PLAYER_NO_SERVER = -2,
	JACK_PLAYER_REFUSED = -3, /* the server refused a port or the activation */
	JACK_PLAYER_TOO_MANY = -4,
};

/* [main-thread] Become a client of the JACK server that the environment names; does not start a server. Returns 0 or an
   enum jack_player_error. */
JACK_API int32_t jack_player_open(const char *name);
/* [main-thread] The client name that the server assigned. */
JACK_API const char *jack_player_name(void);
/* [main-thread] Hz. */
JACK_API uint32_t jack_player_rate(void);
/* [main-thread] Current frames per cycle. */
JACK_API uint32_t jack_player_frames(void);
/* [main-thread] Before the start: append a plugin to the chain. takes_midi, sends_midi: 0 or 1; frames_max: longest
   block. Its output goes to the next plugin, or to JACK if it is the last one. Returns its index, from 0, or
   JACK_PLAYER_TOO_MANY. */
JACK_API int32_t jack_player_add(
    uint32_t inputs, uint32_t outputs, uint32_t takes_midi, uint32_t sends_midi, uint32_t frames_max);
/* [main-thread] Register ports (in_1, out_1, midi_in, midi_out) and start. Returns 0 or JACK_PLAYER_REFUSED. */
JACK_API int32_t jack_player_start(void);
/* [main-thread] Connect our ports to physical ones: outputs to playback ports, MIDI sources to our MIDI input and, if
   inputs = 1, capture ports to our inputs. Returns the number of connections. */
JACK_API int32_t jack_player_connect(uint32_t inputs);
/* [main-thread] A plugin's host is running. window: its mapped segment (protocol version 7); wake_fd: write end of the
   pipe from DAW to host; reply_fd: read end of the pipe from host to DAW. All three must stay valid until
   jack_player_detach has returned, and no other code may send blocks meanwhile. */
JACK_API void jack_player_attach(uint32_t plugin, void *window, int32_t wake_fd, int32_t reply_fd);
/* [main-thread] Stop using that host: the plugin's input is passed through. */
JACK_API void jack_player_detach(uint32_t plugin);
/* [main-thread] Total latency of all plugins in frames, which is reported to JACK. */
JACK_API void jack_player_set_latency(uint32_t frames);
/* [any-thread] Peak sample of an output since the last call. channel: from 0. */
JACK_API float jack_player_peak(uint32_t channel);
/* [any-thread] Number of a plugin's blocks that were passed through, because its host was late or not running. Wraps.
 */
JACK_API uint32_t jack_player_bypassed(uint32_t plugin);
/* [any-thread] Number of cycles that JACK reported as late (xruns). Wraps. */
JACK_API uint32_t jack_player_late(void);
/* [any-thread] 1 after the server has shut down or disconnected this client. */
JACK_API int32_t jack_player_ended(void);
/* [main-thread] Stop, and disconnect from the server. May be called at any time, repeatedly. */
JACK_API void jack_player_close(void);

#endif
