/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The floor: the cheapest possible host, as the baseline for the real one. Same command line, same pipes, same
 * scheduling; it drains the parameter ring, copies the channels through a private buffer and answers. Any cost above
 * this is due to the host or its plugin.
 *
 * With FLOOR_PLUGIN_LIBRARIES, a folder of the host's plugin libraries, it also runs the plugin of the command line.
 */
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "floor-plugin.h"
#include "wire.h"

/* As the host's audio thread does; a refusal is ignored. */
static void ask_for_real_time(void)
{
	const struct sched_param priority = {.sched_priority = 5};
	sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &priority);
}

static void drain_parameters(unsigned char *segment)
{
	static struct wire_event events[WIRE_RING_SLOTS];
	const uint32_t write_index = wire_load(segment, WIRE_AT_PARAMETER_WRITE);
	uint32_t read_index = wire_load(segment, WIRE_AT_PARAMETER_READ);
	for (; read_index != write_index; read_index++) {
		const uint32_t slot = read_index % WIRE_RING_SLOTS;
		memcpy(&events[slot], segment + WIRE_AT_PARAMETER_SLOTS + slot * WIRE_SLOT_BYTES, WIRE_SLOT_BYTES);
	}
	wire_store(segment, WIRE_AT_PARAMETER_READ, read_index);
}

static void drain_midi(unsigned char *segment, const struct wire_layout *layout)
{
	static struct wire_midi events[WIRE_RING_SLOTS];
	const uint32_t write_index = wire_load(segment, layout->midi_write);
	uint32_t read_index = wire_load(segment, layout->midi_read);
	if (read_index == write_index)
		return;
	for (; read_index != write_index; read_index++) {
		const uint32_t slot = read_index % WIRE_RING_SLOTS;
		memcpy(&events[slot], segment + layout->midi_slots + slot * WIRE_SLOT_BYTES, WIRE_SLOT_BYTES);
	}
	wire_store(segment, layout->midi_read, read_index);
}

static uint32_t least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

/* Copies through a private buffer, as every host must that keeps the plugin out of shared memory. */
static void process(unsigned char *segment, const struct wire_layout *layout)
{
	static float private_planes[WIRE_CHANNELS_MAX][WIRE_FRAMES_MAX];
	const size_t bytes = least(wire_load(segment, WIRE_AT_FRAMES), WIRE_FRAMES_MAX) * sizeof(float);
	const uint32_t inputs = least(wire_load(segment, WIRE_AT_INPUTS), WIRE_CHANNELS_MAX);
	const uint32_t outputs = least(wire_load(segment, WIRE_AT_OUTPUTS), WIRE_CHANNELS_MAX);
	drain_parameters(segment);
	drain_midi(segment, layout);
	for (uint32_t channel = 0; channel < inputs; channel++)
		memcpy(private_planes[channel], wire_plane(segment, channel, 0), bytes);
	for (uint32_t channel = 0; channel < outputs; channel++)
		memcpy(wire_plane(segment, channel, 1), private_planes[channel], bytes);
}

static bool answer_until_shutdown(unsigned char *segment, int wake_fd, int reply_fd,
    void (*process_block)(unsigned char *segment, const struct wire_layout *layout))
{
	const struct wire_layout *layout = wire_layout_of(wire_load(segment, WIRE_AT_VERSION));
	while (!wire_load(segment, WIRE_AT_SHUTDOWN)) {
		struct pollfd wake = {wake_fd, POLLIN, 0};
		unsigned char byte;
		const int woken = poll(&wake, 1, 100);
		if (woken == 0)
			continue;
		if (woken < 0 || read(wake_fd, &byte, 1) != 1)
			return false;
		if (wire_load(segment, WIRE_AT_SHUTDOWN))
			break;
		process_block(segment, layout);
		if (layout->has_counter)
			wire_increment(segment, WIRE_AT_COUNTER);
		if (layout->has_counter && wire_load(segment, WIRE_AT_EVENTLESS))
			continue;
		if (write(reply_fd, &byte, 1) != 1)
			return false;
	}
	return true;
}

int main(int argc, char **argv)
{
	if (argc != 11 && argc != 7)
		return 1;
	const bool numbers = argc == 11;
	const int fd = shm_open(argv[3], O_RDWR, 0);
	void *segment =
	    fd < 0 ? MAP_FAILED : mmap(NULL, WIRE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, 0);
	if (segment == MAP_FAILED)
		return 2;
	const char *frames_max = getenv("MAOLAN_BUFFER_SIZE"); /* as the host has it, see docs/daw.md */
	const struct floor_plugin_options options = {.libraries = getenv("FLOOR_PLUGIN_LIBRARIES"),
	    .format = argv[1],
	    .spec = argv[2],
	    .instance_id = argv[4],
	    .sample_rate = numbers ? argv[7] : "48000",
	    .frames_max = numbers      ? argv[8]
	                  : frames_max ? frames_max
	                               : "4096",
	    .input_channels = numbers ? argv[9] : "2",
	    .output_channels = numbers ? argv[10] : "2"};
	const bool with_plugin = options.libraries && options.libraries[0] != '\0';
	if (with_plugin && !floor_plugin_open(&options))
		return 4;
	ask_for_real_time();
	wire_store(segment, WIRE_AT_READY, 1);
	const bool ended_well =
	    answer_until_shutdown(segment, atoi(argv[5]), atoi(argv[6]), with_plugin ? floor_plugin_process : process);
	if (with_plugin)
		floor_plugin_close();
	return ended_well ? 0 : 3;
}
