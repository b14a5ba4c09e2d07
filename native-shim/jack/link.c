/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A block counts as answered when the marker in the last sample of its first output has been overwritten and the host's
 * response counter has advanced since the block was sent. The counter alone may belong to a block that was given up;
 * the marker alone disappears before the other channels are complete. Reply bytes only shorten the wait.
 */
#include "link.h"

#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

/* A NaN that no arithmetic produces. */
#define MARK 0x7fa5c3e1u
/* Poll the counter for this long before sleeping: less than a sleep and wake-up across two cores costs. */
#define SPIN_US 40u
/* A reply byte may belong to another block, so poll the counter this often. */
#define SLICE_US 500u
/* A block that takes this long, and whose wake byte was read, is lost: its process was restarted. */
#define LOST_US 200000u

uint64_t link_now_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000u + (uint64_t)now.tv_nsec / 1000u;
}

/* ---- the segment ---- */

static const struct protocol_layout *layout(void)
{
	return protocol_layout_of(7);
}

static _Atomic uint32_t *word(const struct link *link, uint32_t offset)
{
	return (_Atomic uint32_t *)(void *)(link->segment + offset);
}

static float *plane(const struct link *link, uint32_t channel, enum protocol_direction direction)
{
	return (float *)(void *)(link->segment + protocol_plane(channel, direction));
}

static uint32_t answers(const struct link *link)
{
	return atomic_load_explicit(word(link, layout()->response_counter), memory_order_acquire);
}

void link_attach(struct link *link, uint8_t *segment, int wake_fd, int reply_fd)
{
	link->segment = segment;
	link->wake_fd = wake_fd;
	link->reply_fd = reply_fd;
	link->awaited = false;
	atomic_store(&link->attached, true);
}

/* ---- MIDI ---- */

void link_midi(const struct link *link, uint32_t frame, const uint8_t *bytes, uint32_t count)
{
	if (!atomic_load(&link->attached) || !link->takes_midi)
		return;
	const struct protocol_layout *at = layout();
	_Atomic uint32_t *write = word(link, at->midi_in_write);
	const uint32_t index = atomic_load_explicit(write, memory_order_relaxed);
	const uint32_t read = atomic_load_explicit(word(link, at->midi_in_write + 4), memory_order_acquire);
	if (index - read >= PROTOCOL_RING_SLOTS - 1)
		return; /* no reader */
	struct protocol_midi_event event = {.sample_offset = frame, .channel = bytes[0] & 0x0F};
	memcpy(event.data, bytes, count);
	const uint32_t slot = index & (PROTOCOL_RING_SLOTS - 1);
	memcpy(link->segment + at->midi_in_slots + slot * sizeof event, &event, sizeof event);
	atomic_store_explicit(write, index + 1, memory_order_release);
}

static uint32_t message_bytes(uint8_t status)
{
	const bool is_short = (status & 0xe0) == 0xc0 || status == 0xf1 || status == 0xf3;
	if (status < 0x80 || status == 0xf0 || status == 0xf7)
		return 0;
	return is_short ? 2 : status < 0xf0 || status == 0xf2 ? 3 : 1;
}

/* Skips messages that are longer than a slot or not MIDI. */
uint32_t link_take_midi(const struct link *link, uint8_t *bytes, uint32_t *frame)
{
	const struct protocol_layout *at = layout();
	if (!atomic_load(&link->attached) || !link->sends_midi)
		return 0;
	_Atomic uint32_t *read = word(link, at->midi_out_write + 4);
	uint32_t index = atomic_load_explicit(read, memory_order_relaxed);
	const uint32_t written = atomic_load_explicit(word(link, at->midi_out_write), memory_order_acquire);
	for (uint32_t count = 0; index != written; index++) {
		struct protocol_midi_event event;
		const uint32_t slot = index & (PROTOCOL_RING_SLOTS - 1);
		memcpy(&event, link->segment + at->midi_out_slots + slot * sizeof event, sizeof event);
		count = event.flags == 0 ? message_bytes(event.data[0]) : 0;
		if (count == 0)
			continue;
		memcpy(bytes, event.data, count);
		*frame = event.sample_offset;
		atomic_store_explicit(read, index + 1, memory_order_release);
		return count;
	}
	atomic_store_explicit(read, index, memory_order_release);
	return 0;
}

/* ---- a block ---- */

static void set_transport(const struct link *link, const struct link_transport *from)
{
	struct protocol_transport *to = (void *)(link->segment + layout()->transport);
	to->playhead_sample = from->frame;
	to->tempo = from->tempo;
	to->numerator = from->numerator;
	to->denominator = from->denominator;
	to->flags = from->playing ? PROTOCOL_TRANSPORT_PLAYING : 0;
}

static void copy_inputs(const struct link *link, const float *const *inputs, uint32_t count, uint32_t frames)
{
	for (uint32_t i = 0; i < link->inputs; i++) {
		const float *from = count == 1 ? inputs[0] : i < count ? inputs[i] : NULL;
		if (from != NULL)
			memcpy(plane(link, i, PROTOCOL_DAW_TO_HOST), from, frames * sizeof(float));
		else
			memset(plane(link, i, PROTOCOL_DAW_TO_HOST), 0, frames * sizeof(float));
	}
}

static void drain(int fd)
{
	int unread = 0;
	uint8_t bytes[64];
	while (ioctl(fd, FIONREAD, &unread) == 0 && unread > 0)
		if (read(fd, bytes, (size_t)unread < sizeof bytes ? (size_t)unread : sizeof bytes) <= 0)
			return;
}

static bool send(struct link *link, uint32_t frames)
{
	/* At least one output channel, for the marker. */
	const uint32_t outputs = link->outputs == 0 ? 1 : link->outputs;
	drain(link->reply_fd);
	atomic_store(word(link, PROTOCOL_HEADER_BLOCK_SIZE), frames);
	atomic_store(word(link, PROTOCOL_HEADER_NUM_INPUT_CHANNELS), link->inputs);
	atomic_store(word(link, PROTOCOL_HEADER_NUM_OUTPUT_CHANNELS), outputs);
	link->mark = (_Atomic uint32_t *)(void *)(plane(link, 0, PROTOCOL_HOST_TO_DAW) + frames - 1);
	atomic_store(link->mark, MARK);
	link->answers_before = answers(link);
	link->sent_us = link_now_us();
	const uint8_t byte = 1;
	link->awaited = write(link->wake_fd, &byte, 1) == 1;
	return link->awaited;
}

static bool is_answered(struct link *link)
{
	if (answers(link) == link->answers_before || atomic_load_explicit(link->mark, memory_order_acquire) == MARK)
		return false;
	link->awaited = false;
	return true;
}

/* Whether the previous block is complete or lost. False while its answer may still arrive. */
static bool is_free(struct link *link)
{
	if (!link->awaited || is_answered(link))
		return true;
	int unread = 0;
	if (link_now_us() - link->sent_us < LOST_US || ioctl(link->wake_fd, FIONREAD, &unread) != 0 || unread > 0)
		return false;
	link->awaited = false;
	return true;
}

static void sleep_until_byte(const struct link *link, uint64_t us)
{
	struct pollfd item = {.fd = link->reply_fd, .events = POLLIN};
	const struct timespec timeout = {0, (long)(us < SLICE_US ? us : SLICE_US) * 1000};
	if (ppoll(&item, 1, &timeout, NULL) > 0)
		drain(link->reply_fd);
}

static bool wait_for_answer(struct link *link, uint64_t deadline_us)
{
	for (uint64_t now = link->sent_us; now < deadline_us; now = link_now_us()) {
		if (is_answered(link))
			return true;
		if (now - link->sent_us >= SPIN_US)
			sleep_until_byte(link, deadline_us - now);
	}
	return is_answered(link);
}

/* ---- output ---- */

static void pass_through(
    const struct link *link, const float *const *inputs, uint32_t count, float *const *outputs, uint32_t frames)
{
	for (uint32_t i = 0; i < link->outputs; i++) {
		const float *from = count == 0 ? NULL : inputs[i < count ? i : count - 1];
		if (from != NULL)
			memmove(outputs[i], from, frames * sizeof(float));
		else
			memset(outputs[i], 0, frames * sizeof(float));
	}
}

/* The host also answers blocks while its plugin is not running. */
static bool plays(const struct link *link)
{
	return atomic_load(word(link, PROTOCOL_HEADER_ERROR_CODE)) == PROTOCOL_ERROR_NONE;
}

bool link_play(struct link *link, const float *const *inputs, uint32_t input_count, float *const *outputs,
    uint32_t frames, const struct link_transport *transport, uint64_t deadline_us)
{
	if (atomic_load(&link->attached) && is_free(link)) {
		set_transport(link, transport);
		copy_inputs(link, inputs, input_count, frames);
		if (send(link, frames) && wait_for_answer(link, deadline_us) && plays(link)) {
			for (uint32_t i = 0; i < link->outputs; i++)
				memcpy(outputs[i], plane(link, i, PROTOCOL_HOST_TO_DAW), frames * sizeof(float));
			return true;
		}
	}
	atomic_fetch_add_explicit(&link->bypassed, 1, memory_order_relaxed);
	pass_through(link, inputs, input_count, outputs, frames);
	return false;
}
