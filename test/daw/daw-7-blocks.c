/* The playing thread of daw-7, which checks each block at the moment when it is answered. */
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "daw-7.h"

enum { SPIN_US = 2000, SLICE_MS = 5, RIGHT_IN_A_ROW = 5, NOTES = 100, MIDI_PORTS = 4, NOTE_ON = 0x90 };

/* ---- the answer ---- */

/* 13.3: spin on the counter without a system call, then poll the pipe in slices; any byte ends the wait. */
static bool wait_by_counter(uint32_t before)
{
	const int64_t start = now_us(), limit_us = (int64_t)options.limit_ms * 1000;
	while (now_us() - start < SPIN_US)
		if (load(AT_COUNTER) != before)
			return true;
	for (;;) {
		const int64_t left = limit_us - (now_us() - start);
		if (left <= 0)
			return load(AT_COUNTER) != before;
		if (take_byte((int)(left / 1000 < SLICE_MS ? left / 1000 : SLICE_MS))) {
			counted.stolen++;
			return true;
		}
		if (load(AT_COUNTER) != before)
			return true;
	}
}

/* ---- samples ---- */

static float *plane(int channel, int direction)
{
	return (float *)(void *)(segment + AT_PLANES + (channel * 2 + direction) * PLANE_BYTES);
}

static float sample_of(int number)
{
	return (float)(number % 4096 + 1);
}

static void fill(int number)
{
	for (int channel = 0; channel < options.channels; channel++)
		for (int i = 0; i < FRAMES; i++)
			plane(channel, 0)[i] = sample_of(number);
}

static bool is_filled(float value)
{
	for (int channel = 0; channel < options.channels; channel++)
		for (int i = 0; i < FRAMES; i++)
			if (plane(channel, 1)[i] != value)
				return false;
	return true;
}

/* ---- notes ---- */

static void send_note(int number)
{
	const uint32_t write = load(AT_MIDI_TO_HOST);
	unsigned char *slot = segment + AT_MIDI_TO_HOST + MIDI_SLOTS_BEHIND + (size_t)(write % MIDI_RING_SLOTS) * 16;
	const uint32_t offset = (uint32_t)number % FRAMES;
	memset(slot, 0, 16);
	memcpy(slot, &offset, sizeof offset);
	slot[4] = NOTE_ON;
	slot[5] = (unsigned char)(number % NOTES);
	slot[6] = 100;
	store(AT_MIDI_TO_HOST, write + 1);
}

static bool is_note(const unsigned char *slot, int number)
{
	uint32_t offset;
	memcpy(&offset, slot, sizeof offset);
	const int up = slot[5] - number % NOTES;
	return slot[4] == NOTE_ON && offset == (uint32_t)number % FRAMES && (up == 0 || up == 12);
}

/* Take everything that the plugin has sent. Returns whether it included the block's note. */
static bool take_note(int number)
{
	bool found = false;
	for (uint32_t port = 0; port < MIDI_PORTS; port++) {
		const uint32_t ring = AT_MIDI_TO_DAW + port * MIDI_RING_BYTES;
		const uint32_t write = load(ring);
		for (uint32_t read = load(ring + 4); read != write; read++)
			found |= is_note(segment + ring + MIDI_SLOTS_BEHIND + (size_t)(read % MIDI_RING_SLOTS) * 16, number);
		store(ring + 4, write);
	}
	return found;
}

/* ---- a block ---- */

static void announce(int number)
{
	store(AT_BLOCK_SIZE, FRAMES);
	store(AT_INPUTS, (uint32_t)options.channels);
	store(AT_OUTPUTS, (uint32_t)options.channels);
	store(AT_MIDI_INPUTS, load(AT_MIDI_INPUTS));
	store(AT_MIDI_OUTPUTS, load(AT_MIDI_OUTPUTS));
	fill(number);
	if (options.midi)
		send_note(number);
}

static bool is_right(int number)
{
	return options.gain_percent == 0 || is_filled(sample_of(number) * (float)options.gain_percent / 100.f);
}

/* After a crash, until enough blocks in a row are correct. Returns how many are still missing. */
static int look_while_recovering(int number, bool done, int missing)
{
	counted.recovering++;
	if (done && is_right(number))
		return missing - 1;
	if (done && is_filled(sample_of(number)))
		counted.passed++;
	else if (done)
		counted.wrong_recovering++;
	return RIGHT_IN_A_ROW;
}

/* during_restore: a restore was requested before the block began, or is now. Then the plugin is not available. */
static void look(int number, bool done, bool during_restore)
{
	if (!done) {
		counted.timeouts++;
		return;
	}
	if (!is_right(number) && is_filled(sample_of(number)))
		counted.dry += !during_restore;
	else
		counted.wrong += !is_right(number);
	counted.wrong_latency += options.latency >= 0 && load(AT_LATENCY) != (uint32_t)options.latency;
	counted.wrong_midi += options.midi && !take_note(number);
}

/* One habit of the engine is left out: it reads the counter after its wake byte, and so can miss a fast host's answer;
   here it is read before, so that every wrong block is the host's fault. */
static bool play_block(int number)
{
	const uint32_t before = load(AT_COUNTER);
	announce(number);
	if (write(wake_fd, "", 1) != 1)
		return false;
	return options.eventless ? wait_by_counter(before) : take_byte(options.limit_ms);
}

/* A thread has an entry in /proc, too, but of its process. */
static bool is_process(int id)
{
	char path[64], line[64];
	int process = 0;
	snprintf(path, sizeof(path), "/proc/%d/status", id);
	FILE *status = fopen(path, "r");
	while (status != NULL && process == 0 && fgets(line, sizeof(line), status) != NULL)
		if (sscanf(line, "Tgid: %d", &process) != 1)
			process = 0;
	if (status != NULL)
		fclose(status);
	return process == id;
}

/* The process that the one that the DAW knows has from the zygote: it has a pidfd of it, and one of the audio
 * thread. 0: none. */
static int forked_pid(void)
{
	char path[300], line[64];
	int pid = 0;
	snprintf(path, sizeof(path), "/proc/%d/fdinfo", host_pid);
	DIR *descriptors = opendir(path);
	for (const struct dirent *entry; descriptors != NULL && pid <= 0 && (entry = readdir(descriptors)) != NULL;) {
		snprintf(path, sizeof(path), "/proc/%d/fdinfo/%s", host_pid, entry->d_name);
		FILE *info = fopen(path, "r");
		while (info != NULL && pid <= 0 && fgets(line, sizeof(line), info) != NULL)
			if (sscanf(line, "Pid: %d", &pid) != 1 || !is_process(pid))
				pid = 0;
		if (info != NULL)
			fclose(info);
	}
	if (descriptors != NULL)
		closedir(descriptors);
	return pid > 0 ? pid : 0;
}

/* The process that runs the plugin: from the zygote, or the only child of the one that the DAW knows. 0: none. */
static int plugin_pid(void)
{
	char path[64];
	int pid = forked_pid();
	if (pid > 0)
		return pid;
	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", host_pid, host_pid);
	FILE *children = fopen(path, "r");
	if (children == NULL || fscanf(children, "%d", &pid) != 1)
		pid = 0;
	if (children != NULL)
		fclose(children);
	return pid;
}

void play(void)
{
	int missing = 0;
	for (int n = 1; n <= options.blocks; n++) {
		const int64_t start = now_us();
		const bool is_due = options.crash_every > 0 && n % options.crash_every == 0 && missing == 0;
		const int victim = is_due ? plugin_pid() : 0;
		if (victim > 0) {
			counted.crashes++;
			missing = RIGHT_IN_A_ROW;
			has_crashed = true;
			kill(victim, SIGSEGV);
		}
		const bool during_restore = restoring;
		const bool done = play_block(n);
		counted.blocks++;
		if (missing > 0)
			missing = look_while_recovering(n, done, missing);
		else
			look(n, done, during_restore || restoring);
		const int64_t left = options.period_us - (now_us() - start);
		if (left > 0)
			usleep((useconds_t)left);
	}
}
