/* SPDX-License-Identifier: BSD-2-Clause */
/* Interfaces between the files of the host role. All of them belong to the audio thread. */
#ifndef CORE_HOST_H
#define CORE_HOST_H

#include <stddef.h>

#include "block.h"

/* host-block.c. The record shared with the shim. Its counts are clamped whenever they are read, because the plugin's
   side writes them. */
extern struct block host_record;
/* Prepare the block that the header announces. Returns 1, or 0 if its size is invalid: then nothing has changed. */
int32_t block_begin(void);
/* Send the plugin's output to the DAW: silence if status < 0. */
void block_finish(int32_t status);
/* A new segment: discard what was reported in the previous one. */
void block_forget(void);

/* The current block will not be finished. */
void block_drop(void);
/* Instead of both, without a plugin: the DAW's inputs, for the block that the header announces. The rings are left
   untouched. */
void block_bypass(void);

/* host-events.c */
/* The events for the plugin; host_record.event_count of them. */
extern struct event events_received[BLOCK_EVENTS_MAX];
/* Store the offsets of the two event lists in the record. */
void events_describe(struct block *block);
/* Move the rings' events to the list, sorted by sample_offset. frames >= 1. */
void events_receive(uint32_t frames);
/* Send the plugin's events to the DAW, and clear them. frames: of the block; 0 after a flush. */
void events_send(uint32_t frames);

/* The list's next free event, to be filled in. The caller has checked that there is room. */
static inline struct event *events_next(void)
{
	return &events_received[host_record.event_count];
}

/* Append the event that has been filled in. */
static inline void events_keep(void)
{
	host_record.event_count++;
}

/* host-parameters.c */
/* A new segment: forget what the DAW knew about the parameters, and read the current table. */
void parameters_attach(void);
/* Read the table, which may have been replaced; the DAW's knowledge is kept. */
void parameters_restart(void);
/* Store the offsets of the tables in the record. */
void parameters_describe(struct block *block);
/* Move the parameter ring's events to the empty event list. */
void parameters_receive(uint32_t frames);
/* Whether host_refused_parameters has something to report. */
int32_t parameters_were_refused(void);

/* host-midi.c */
/* Move the MIDI rings' messages to the event list, as far as there is room. */
void midi_receive(uint32_t frames);
/* Write one message from the plugin to its port's ring. */
void midi_send(const struct event *event, uint32_t sample_offset);

/* host-long-midi.c: system exclusive messages */
/* A new segment: check whether its client supports them. */
void long_midi_attach(void);
/* Store the offsets of their bytes in the record. */
void long_midi_describe(struct block *block);
/* A block begins: reset the bytes used. */
void long_midi_begin(void);
/* Turn the message at an offset in the client's area into an event; the caller sets port and sample offset. */
enum { LONG_MIDI_NO_ROOM = -1, LONG_MIDI_NONE = 0, LONG_MIDI_RECEIVED = 1 };
int long_midi_receive(uint32_t place, struct event *event);
/* The writer of the area's host-to-DAW part. */
struct long_midi_writer *long_midi_sent(void);
/* Send the plugin's message to the client; message: the slot with its sample offset. The client has this port. */
void long_midi_send(const struct event *event, const struct protocol_midi_event *message);

/* host-notes.c: notes with ids, and note expressions */
/* A new segment: check whether its client supports them. */
void notes_attach(void);
/* Whether the client receives the plugin's notes. */
uint32_t notes_are_wanted(void);
/* Turn the note at an offset in the client's area into an event. Returns 0 if it is invalid. */
int note_receive(uint32_t place, struct event *event);
/* Send the plugin's note event to the client. */
void note_send(const struct event *event, uint32_t sample_offset);

/* host-waiting.c: blocks without a reply so far, deferred ones and the current one. */
void waiting_forget(void);
void waiting_add(uint32_t wake_ms);
/* Drop those that the client has given up on. Returns their number. */
uint32_t waiting_drop_late(uint32_t now_ms);
/* Mark all of them as run. */
void waiting_have_run(void);
uint32_t waiting_count(void);
/* Number of those that have not been run. */
uint32_t waiting_to_run(void);
/* Age of the oldest; there must be one. */
uint32_t waiting_age_ms(uint32_t now_ms);
/* Remove all. Returns their number. */
uint32_t waiting_take(void);

/* host-jobs.c and its like */
void jobs_reset(void);
/* Whether no request is outstanding and the plugin is not suspended. */
int32_t jobs_plugin_may_run(void);
/* The same, when the outstanding request has not been passed to the main thread yet. */
int32_t jobs_plugin_may_run_before_request(void);
/* Whether a client thread waits for a block: its byte has been read, and it is not answered. */
int jobs_block_is_awaited(void);
/* Where bytes answer: whether announced blocks have no reply yet. */
int jobs_blocks_wait(void);
/* Whether the wake byte that has just been read announces a block. */
int jobs_wake_is_block(void);
/* Number of pending wake bytes that announce a block. */
uint32_t jobs_block_wakes_unread(void);
/* Whether the answered request's word is still set: its client has not seen the answer (where the counter answers
   blocks). */
int jobs_answer_is_awaited(void);
/* Whether the client has seen the answer: the word is cleared, or holds another request. */
int jobs_answer_is_known(void);
/* Clear that word if it is still set. */
void jobs_take_answered_back(void);

/* host-replies.c */
/* Another segment: forget what is due. */
void replies_reset(void);
/* Its client takes any byte for the answer to its request (enum host_client, or the version). */
void replies_set_takes_any(int takes_any);
/* takes_any_byte: its client takes any byte for the answer. */
void replies_woken_by_request(int takes_any_byte);
/* in_series: it came before the one that was read before it was answered. */
void replies_woken_by_block(int in_series);
/* Bytes are due for count blocks, the oldest of which was announced age_ms ago. */
void replies_add_blocks(uint32_t count, uint32_t age_ms);
void replies_add_request(uint32_t wake_ms);
/* The client has its answer, or has given up: no byte for it. */
void replies_forget_request(void);
/* The counter has answered a block. */
void replies_counted(void);
/* The plugin is to run a block, and has run it. */
void replies_run(void);
void replies_have_run(void);
/* The block's thread would take a request's byte if the plugin were run now. */
int replies_would_be_taken(void);
/* Microseconds until something is to be written; -1: nothing. */
int32_t replies_wait_us(void);
void replies_time(void);

#endif
