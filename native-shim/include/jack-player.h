/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Plugins played live through JACK (native-shim/jack/, libmaolan-jack.so), in the process that opened them: the
 * blocks go from JACK's thread to the host processes and back, and JavaScript has no part in it. One player per
 * process. libjack is looked for when the player is opened (dlopen): JACK 2's, or PipeWire's.
 */
#ifndef MAOLAN_JACK_PLAYER_H
#define MAOLAN_JACK_PLAYER_H

#include <stdint.h>

#define JACK_API __attribute__((visibility("default")))

/* Plugins in a row. */
#define JACK_PLAYER_PLUGINS_MAX 16u

enum jack_player_error {
	JACK_PLAYER_NO_LIBRARY = -1,
	JACK_PLAYER_NO_SERVER = -2,
	JACK_PLAYER_REFUSED = -3, /* a port, or the start, was refused */
	JACK_PLAYER_TOO_MANY = -4,
};

/* [main-thread] Become a client of the JACK server that the environment names. Starts none. 0, or an enum
   jack_player_error. */
JACK_API int32_t jack_player_open(const char *name);
/* [main-thread] The name that the server gave. */
JACK_API const char *jack_player_name(void);
/* [main-thread] Hz. */
JACK_API uint32_t jack_player_rate(void);
/* [main-thread] Frames of a cycle, now. */
JACK_API uint32_t jack_player_frames(void);
/* [main-thread] Before the start: one more plugin at the end of the row. takes_midi, sends_midi: 0 or 1; frames_max: of
   its blocks. What it sends goes to the plugin behind it; of the last one, to JACK. Returns its number, from 0, or
   JACK_PLAYER_TOO_MANY. */
JACK_API int32_t jack_player_add(
    uint32_t inputs, uint32_t outputs, uint32_t takes_midi, uint32_t sends_midi, uint32_t frames_max);
/* [main-thread] Register ports (in_1, out_1, midi_in, midi_out) and play. 0, or JACK_PLAYER_REFUSED. */
JACK_API int32_t jack_player_start(void);
/* [main-thread] Connect ports to the machine's own: outputs to its loudspeakers; inputs = 1: its microphones to ours;
   MIDI keyboards to ours. Returns the number of connections. */
JACK_API int32_t jack_player_connect(uint32_t inputs);
/* [main-thread] A plugin's host is there: its segment (protocol version 7), the write end of DAW -> host, the read end
   of host -> DAW. All three stay until jack_player_detach has returned. Nobody else sends blocks meanwhile. */
JACK_API void jack_player_attach(uint32_t plugin, void *window, int32_t wake_fd, int32_t reply_fd);
/* [main-thread] Leave that host alone: its inputs are passed through. */
JACK_API void jack_player_detach(uint32_t plugin);
/* [main-thread] By how many frames all plugins together delay the sound: told to JACK. */
JACK_API void jack_player_set_latency(uint32_t frames);
/* [any-thread] Highest sample of an output since the last call. channel: from 0. */
JACK_API float jack_player_peak(uint32_t channel);
/* [any-thread] Blocks of a plugin that were passed through, because it was not in time, or not there. Wraps. */
JACK_API uint32_t jack_player_bypassed(uint32_t plugin);
/* [any-thread] Cycles that JACK says were late. Wraps. */
JACK_API uint32_t jack_player_late(void);
/* [any-thread] 1 when the server has ended, or has sent us away. */
JACK_API int32_t jack_player_ended(void);
/* [main-thread] Stop, and leave the server. May be called at any time, and again. */
JACK_API void jack_player_close(void);

#endif
