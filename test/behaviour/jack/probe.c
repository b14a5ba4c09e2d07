/*
 * A client that listens to another one: puts a constant into its inputs, a note into its MIDI input now and then, and
 * writes what comes out of its first output, a line for each fifth of a second: lowest and highest sample.
 *
 *   probe <client> <value>
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api.h"

#define NOTE_CYCLES 40

static const struct jack_api *api;
static struct jack_client *client;
static struct jack_port *out, *in, *midi;
static float value;
static _Atomic float lowest = INFINITY, highest = -INFINITY;
static uint32_t cycles;
static void (*clear_midi)(void *);
static int (*write_midi)(void *, uint32_t, const uint8_t *, size_t);

static int process(uint32_t frames, void *unused)
{
	(void)unused;
	float *to = api->port_get_buffer(out, frames);
	const float *from = api->port_get_buffer(in, frames);
	void *events = api->port_get_buffer(midi, frames);
	clear_midi(events);
	const uint8_t note[] = {cycles / NOTE_CYCLES % 2 ? 0x80 : 0x90, 60, 100};
	if (cycles++ % NOTE_CYCLES == 0)
		write_midi(events, 5, note, sizeof note);
	for (uint32_t i = 0; i < frames; i++) {
		to[i] = value;
		lowest = fminf(lowest, from[i]);
		highest = fmaxf(highest, from[i]);
	}
	return 0;
}

static void quiet(const char *text)
{
	(void)text;
}

static void connect(const char *name, struct jack_port *own, const char *port, int to)
{
	char other[128];
	snprintf(other, sizeof other, "%s:%s", name, port);
	const char *ours = api->port_name(own);
	api->connect(client, to ? ours : other, to ? other : ours);
}

int main(int argc, char **argv)
{
	int status;
	api = jack_api_load();
	if (argc != 3 || api == NULL)
		return 1;
	api->set_error_function(quiet);
	api->set_info_function(quiet);
	*(void **)&clear_midi = jack_api_find("jack_midi_clear_buffer");
	*(void **)&write_midi = jack_api_find("jack_midi_event_write");
	client = api->client_open("probe", JACK_NO_START_SERVER, &status);
	if (client == NULL)
		return 2;
	value = strtof(argv[2], NULL);
	out = api->port_register(client, "out", JACK_AUDIO_TYPE, JACK_PORT_IS_OUTPUT, 0);
	in = api->port_register(client, "in", JACK_AUDIO_TYPE, JACK_PORT_IS_INPUT, 0);
	midi = api->port_register(client, "midi", JACK_MIDI_TYPE, JACK_PORT_IS_OUTPUT, 0);
	api->set_process_callback(client, process, NULL);
	if (api->activate(client) != 0)
		return 3;
	connect(argv[1], out, "in_1", 1);
	connect(argv[1], out, "in_2", 1);
	connect(argv[1], midi, "midi_in", 1);
	connect(argv[1], in, "out_1", 0);
	for (;;) {
		usleep(200000);
		if (printf("%g %g\n", (double)lowest, (double)highest) < 0 || fflush(stdout) != 0)
			return 0;
		lowest = INFINITY;
		highest = -INFINITY;
	}
}
