/*
 * What the files of the wait know of one another. Audio thread, unless said otherwise.
 */
#ifndef MAOLAN_OS_AUDIO_WAIT_H
#define MAOLAN_OS_AUDIO_WAIT_H

#include "audio.h"

/* audio-pipes.c */
/* Bytes that lie in the pipe. */
int unread_bytes(int fd);
/* 1 if a wake byte is there within us microseconds. */
int wake_comes_within(long us);
/* Read wake bytes: > 0, 0 at end of file, -errno. Waits for the first. */
int32_t read_wakes(void);
/* 0 or -errno. What a full pipe does not take is lost. */
int32_t write_replies(int32_t replies);

/* audio-arrivals.c: when bytes came that no life has read */
/* [main-thread] From now on. Returns 0 or -errno. */
int32_t arrivals_watch(int daw_to_host);
/* From now on the audio thread reads. */
void arrivals_end(void);
/* It has read so many bytes, the last read_ahead of which it has not looked at. When did the one before these come? Not
   known: now_ms. */
void arrivals_read(int32_t bytes);
uint32_t arrivals_ms(int32_t read_ahead, uint32_t now_ms);

/* audio-stale.c: replies that nobody waits for */
void stale_forget(void);
/* Before replies are written: how many of them may be. May wait for some milliseconds after something suspicious. */
int32_t stale_hold_back(int32_t replies);
/* They have been written. */
void stale_replied(void);
/* A wake byte was read. last: it ends a series that had queued up. */
void stale_woken(uint32_t now_ms, int last);
/* Microseconds until stale_look is to be called if no wake comes; -1: not at all. */
long stale_look_in_us(void);
void stale_look(void);
/* audio.heal was set. */
void stale_heal(void);

/* audio-queues.c */
/* Returns 0 if fewer slots would be left than are to be spared. */
int32_t notices_post(int32_t kind, int32_t value, uint32_t posted_ms, uint32_t slots_to_spare);
/* [main-thread] */
void dones_put(int32_t done);
int32_t dones_take(void);

/* audio-requests.c */
extern int request_reply_is_due;
void request_replied(void);
/* The replies that were due are written: one of them may have answered a request. */
static inline void requests_replied(void)
{
	if (request_reply_is_due)
		request_replied();
}

#endif
