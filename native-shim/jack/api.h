/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The part of JACK's interface in use, declared here: libjack is loaded at run time, and its headers need not be
 * installed. (https://jackaudio.org/api/: names, types and numbers follow its ABI.)
 */
#ifndef MAOLAN_JACK_API_H
#define MAOLAN_JACK_API_H

#include <stddef.h>
#include <stdint.h>

struct jack_client;
struct jack_port;

enum { JACK_NO_START_SERVER = 1 };                                                   /* jack_options_t */
enum { JACK_PORT_IS_INPUT = 1, JACK_PORT_IS_OUTPUT = 2, JACK_PORT_IS_PHYSICAL = 4 }; /* JackPortFlags */
enum { JACK_TRANSPORT_ROLLING = 1 };                                                 /* jack_transport_state_t */
enum { JACK_POSITION_BBT = 0x10 };                                                   /* jack_position_bits_t */

#define JACK_AUDIO_TYPE "32 bit float mono audio"
#define JACK_MIDI_TYPE "8 bit raw midi"

struct jack_position {
	uint64_t unique_1;
	uint64_t usecs;
	uint32_t frame_rate;
	uint32_t frame;
	uint32_t valid;
	int32_t bar, beat, tick;
	double bar_start_tick;
	float beats_per_bar;
	float beat_type;
	double ticks_per_beat;
	double beats_per_minute;
	uint8_t rest[192]; /* larger than the remainder in any version */
};

/* Latency in frames between a port and the end of its chain. */
struct jack_latency_range {
	uint32_t min, max;
};
enum { JACK_CAPTURE_LATENCY = 0, JACK_PLAYBACK_LATENCY = 1 }; /* jack_latency_callback_mode_t */

struct jack_midi_event {
	uint32_t time; /* frame within the cycle */
	size_t size;
	uint8_t *buffer;
};

/* Name, result and parameters of each function. */
#define JACK_FUNCTIONS(FUNCTION)                                                                                       \
	FUNCTION(client_open, struct jack_client *, (const char *, int, int *, ...))                                       \
	FUNCTION(client_close, int, (struct jack_client *))                                                                \
	FUNCTION(get_client_name, char *, (struct jack_client *))                                                          \
	FUNCTION(activate, int, (struct jack_client *))                                                                    \
	FUNCTION(deactivate, int, (struct jack_client *))                                                                  \
	FUNCTION(get_sample_rate, uint32_t, (struct jack_client *))                                                        \
	FUNCTION(get_buffer_size, uint32_t, (struct jack_client *))                                                        \
	FUNCTION(set_process_callback, int, (struct jack_client *, int (*)(uint32_t, void *), void *))                     \
	FUNCTION(set_xrun_callback, int, (struct jack_client *, int (*)(void *), void *))                                  \
	FUNCTION(on_shutdown, void, (struct jack_client *, void (*)(void *), void *))                                      \
	FUNCTION(port_register, struct jack_port *,                                                                        \
	    (struct jack_client *, const char *, const char *, unsigned long, unsigned long))                              \
	FUNCTION(port_get_buffer, void *, (struct jack_port *, uint32_t))                                                  \
	FUNCTION(port_name, const char *, (const struct jack_port *))                                                      \
	FUNCTION(get_ports, const char **, (struct jack_client *, const char *, const char *, unsigned long))              \
	FUNCTION(connect, int, (struct jack_client *, const char *, const char *))                                         \
	FUNCTION(free, void, (void *))                                                                                     \
	FUNCTION(transport_query, int, (const struct jack_client *, struct jack_position *))                               \
	FUNCTION(midi_get_event_count, uint32_t, (void *))                                                                 \
	FUNCTION(midi_event_get, int, (struct jack_midi_event *, void *, uint32_t))                                        \
	FUNCTION(midi_clear_buffer, void, (void *))                                                                        \
	FUNCTION(midi_event_write, int, (void *, uint32_t, const uint8_t *, size_t))                                       \
	FUNCTION(set_latency_callback, int, (struct jack_client *, void (*)(int, void *), void *))                         \
	FUNCTION(port_get_latency_range, void, (struct jack_port *, int, struct jack_latency_range *))                     \
	FUNCTION(port_set_latency_range, void, (struct jack_port *, int, struct jack_latency_range *))                     \
	FUNCTION(recompute_total_latencies, int, (struct jack_client *))                                                   \
	FUNCTION(set_error_function, void, (void (*)(const char *)))                                                       \
	FUNCTION(set_info_function, void, (void (*)(const char *)))

struct jack_api {
#define JACK_MEMBER(name, result, parameters) result(*name) parameters;
	JACK_FUNCTIONS(JACK_MEMBER)
#undef JACK_MEMBER
};

/* [main-thread] NULL if no libjack with all of these functions is found. Loaded once, never unloaded. */
const struct jack_api *jack_api_load(void);
/* [main-thread] After jack_api_load: any other function of libjack, or NULL. */
void *jack_api_find(const char *name);

#endif
