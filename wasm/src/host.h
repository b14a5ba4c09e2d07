/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the host role's files know of one another. All of it belongs to the audio thread.
 */
#ifndef CORE_HOST_H
#define CORE_HOST_H

#include <stddef.h>

#include "block.h"

/* host-block.c. The record that the shim shares. Its counts are clamped whenever they are read: the plugin's side
 * writes them. */
extern struct block host_record;
/* Prepare the block that the header announces. Returns 1, or 0 if its size is not allowed: then nothing was touched. */
int32_t block_begin(void);
/* Hand the DAW what the plugin made of it: silence if status < 0. */
void block_finish(int32_t status);
/* Another segment: what the previous one was told does not count. */
void block_forget(void);

/* The block under way will not be finished. */
void block_drop(void);
/* Instead of both, without a plugin: the DAW's inputs, for the block that the header announces. The rings are left
   alone. */
void block_bypass(void);

/* host-events.c */
/* The events on their way to the plugin; host_record.event_count of them. */
extern struct event events_received[BLOCK_EVENTS_MAX];
/* Write the offsets of the two event lists into the record. */
void events_describe(struct block *block);
/* Drain the rings into the list, sorted by sample_offset. frames >= 1. */
void events_receive(uint32_t frames);
/* Hand the DAW the events that the plugin wrote, and forget them. frames: of the block; 0 after a flush. */
void events_send(uint32_t frames);

/* The list's next event, to be written. The caller knows that there is room. */
static inline struct event *events_next(void)
{
	return &events_received[host_record.event_count];
}

/* It has been written and belongs to the list. */
static inline void events_keep(void)
{
	host_record.event_count++;
}

/* host-parameters.c */
/* Another segment: forget what the DAW knew of the parameters, and follow the table as it is now. */
void parameters_attach(void);
/* Follow the table, which may be another; the DAW knows what it knew. */
void parameters_restart(void);
/* Write the offsets of the tables into the record. */
void parameters_describe(struct block *block);
/* Drain the parameter ring into the empty event list. */
void parameters_receive(uint32_t frames);
/* host_refused_parameters has something to tell. */
int32_t parameters_were_refused(void);

/* host-midi.c */
/* Drain the MIDI rings into the event list, as far as it has room. */
void midi_receive(uint32_t frames);
/* Write one message of the plugin to its port's ring. */
void midi_send(const struct event *event, uint32_t sample_offset);

/* host-long-midi.c: system exclusive messages */
/* Another segment: its client may exchange them with us. */
void long_midi_attach(void);
/* Write the offsets of their bytes into the record. */
void long_midi_describe(struct block *block);
/* A block begins: none of its bytes are there yet. */
void long_midi_begin(void);
/* The message that lies at a place of the client's area, as an event; port and offset are the caller's. */
enum { LONG_MIDI_NO_ROOM = -1, LONG_MIDI_NONE = 0, LONG_MIDI_RECEIVED = 1 };
int long_midi_receive(uint32_t place, struct event *event);
/* What has been sent through the area. */
struct long_midi_writer *long_midi_sent(void);
/* Hand the client the plugin's message; message: its offset. The port is one that the client has. */
void long_midi_send(const struct event *event, const struct protocol_midi_event *message);

/* host-notes.c: notes with ids, and note expressions */
/* Another segment: its client may exchange them with us. */
void notes_attach(void);
/* The client receives the plugin's. */
uint32_t notes_are_wanted(void);
/* The note that lies at a place of the client's area, as an event. Returns 0 if it is none. */
int note_receive(uint32_t place, struct event *event);
/* Hand the client the plugin's. */
void note_send(const struct event *event, uint32_t sample_offset);

/* host-waiting.c: blocks that have had no reply yet, those put off and the one under way. */
void waiting_forget(void);
void waiting_add(uint32_t wake_ms);
/* Forget those that the client has given up. Returns their number. */
uint32_t waiting_drop_late(uint32_t now_ms);
/* All of them have been run. */
void waiting_have_run(void);
uint32_t waiting_count(void);
/* Of them those that have not been run. */
uint32_t waiting_to_run(void);
/* Age of the oldest; there is one. */
uint32_t waiting_age_ms(uint32_t now_ms);
/* Take all: their number. */
uint32_t waiting_take(void);

/* host-jobs.c and its like */
void jobs_reset(void);
/* No request is outstanding and the plugin is not suspended. */
int32_t jobs_plugin_may_run(void);
/* The same, when the outstanding request has not gone to the main thread yet. */
int32_t jobs_plugin_may_run_before_request(void);
/* A thread of the client waits for a block: its byte has been read, and it is not answered. */
int jobs_block_is_awaited(void);
/* The wake byte that has just been read announces a block. */
int jobs_wake_is_block(void);
/* Of the wake bytes that have come, those that announce a block. */
uint32_t jobs_block_wakes_unread(void);
/* The answered request's word still stands: its client has not taken note of the answer (where the counter answers
   blocks). */
int jobs_answer_is_awaited(void);
/* It has: the word is gone, or another request's. */
int jobs_answer_is_known(void);
/* Take that word back, if it still stands. */
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
void replies_add_request(void);
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
