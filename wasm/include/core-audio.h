/* SPDX-License-Identifier: BSD-2-Clause */
/* The core on the host's audio thread (core.h): wakes, blocks, replies. */
#ifndef MAOLAN_CORE_AUDIO_H
#define MAOLAN_CORE_AUDIO_H

#include "core-base.h"

/* Offset of the block record. */
CORE_EXPORT struct block *host_block(void);

/* What to do after a wake; see host_wake. */
enum host_action {
	HOST_NOTHING = 0, /* keep waiting; write host_replies() bytes first */
	HOST_BLOCK = 1,   /* the block is prepared: run the plugin, then host_block_end */
	HOST_REQUEST =
	    2, /* pass host_request_type() to the main thread, and call host_request_done when it has finished. Editor
	          requests that are not answered (host_set_answers_show) are cleared at once, and never outstanding */
	HOST_SHUTDOWN = 3, /* exit; no reply */
};
/* One byte was read from the wake pipe, where it arrived at block->wake_ms. Shutdown takes precedence over a request,
   and a request over a block. A block that the client had given up on by block->read_ms is neither run nor answered.
   While a request is outstanding, blocks are deferred, and all replies are given together: a client that saves in one
   thread and plays in another may take either reply in either thread. If a request takes longer than blocks can wait
   (host_wait_us), it no longer defers them, and the plugin runs during it, except during a restore, when the DAW's
   inputs are passed through. Where a counter answers blocks, only a restore defers them, and only until the next block
   comes. Returns an enum host_action. */
CORE_EXPORT int32_t host_wake(void);
/* Microseconds after block->now_us at which to call host_time if nothing else has happened; -1: not needed.
   block->wake_ms is the time of the last event. */
CORE_EXPORT int32_t host_wait_us(void);
/* That time has passed; block->wake_ms and block->now_us hold the current time. Returns HOST_BLOCK if a block is now
   prepared, else HOST_NOTHING. */
CORE_EXPORT int32_t host_time(void);
/* How the client uses replies. */
enum host_client {
	HOST_CLIENT_OF_VERSION = 0, /* as defined by the version's layout */
	/* It accepts any byte as the answer to its request, whatever the version says (all current VST3 clients): its
	   blocks are deferred for longer, see PROTOCOL_PUT_OFF_MS_MAX. */
	HOST_CLIENT_TAKES_ANY = 1,
	/* A flag: the client polls the segment for what it waits for. Blocks are deferred only during a restore, and run
	   however late they are. */
	HOST_CLIENT_LOOKS = 2,
};
CORE_EXPORT void host_set_client(int32_t kind);
/* The type of the request that the last HOST_REQUEST reported. */
CORE_EXPORT uint32_t host_request_type(void);
/* 1 if that request needs an answer; 0 if it was cleared at once. */
CORE_EXPORT int32_t host_request_is_answered(void);
/* When the byte of the outstanding request was read. */
CORE_EXPORT uint32_t host_request_wake_ms(void);
/* The plugin has run (status >= 0) or failed (status < 0: outputs are cleared). block->done_ms and now_us must be set,
   and block->wakes_unread updated. Writes planes, echo and latency, then answers: by the counter (from version 7 on)
   and through host_replies(). If another block has been announced meanwhile, the client has given this one up; where a
   counter answers, both are answered together. */
CORE_EXPORT void host_block_end(int32_t status);
/* 1 if host_block_end holds the block's reply back because the header contains a request whose byte has not been read,
   and which another client thread is about to wait for. If that byte is coming, keep waiting, and host_request_done
   gives this reply, too; else call host_release. */
CORE_EXPORT int32_t host_holds_reply(void);
CORE_EXPORT void host_release(void);
/* 1 if the header contains a request whose byte has not been read. */
CORE_EXPORT int32_t host_request_announced(void);
/* The main thread has finished the outstanding request (there is at most one); reply = the result of
   host_request_finish. block->wake_ms holds the current time. Returns HOST_REQUEST if the client has replaced it by
   another request meanwhile, HOST_BLOCK if a deferred block is now prepared, else HOST_NOTHING. */
CORE_EXPORT int32_t host_request_done(int32_t reply);
/* The main thread takes too long for the outstanding request: answer it with an error. block->wake_ms holds the current
   time. with_main: 1 if the main thread has the request and may still be working on it; if it is a restore, the plugin
   is then not run until host_request_settled. Returns the same as host_request_done. */
CORE_EXPORT int32_t host_request_give_up(int32_t with_main);
/* The main thread has finished a request that was given up (the oldest of them). */
CORE_EXPORT void host_request_settled(void);
/* Whether there is a plugin to run. Without one (still loading, restarting, or crashed) blocks are answered at once,
   and rings and parameter table are left untouched for later. */
enum host_mode {
	HOST_RUN =
	    0, /* run the plugin; its parameter table may have been replaced. What is echoed then: in version 1 everything;
	          where the DAW lists parameters by request, what differs from what it knew (nothing for a first table) */
	HOST_PASS_THROUGH = 1, /* the DAW's input channel c becomes its output channel c; further outputs are silent */
	HOST_HOLD =
	    2, /* a plugin will be available in a moment: blocks are deferred as during a restore, then passed through */
};
/* Returns HOST_BLOCK if a deferred block is now prepared, else HOST_NOTHING. block->wake_ms holds the current time. */
CORE_EXPORT int32_t host_suspend(int32_t mode);
/* The process that ran the plugin has ended, and this instance continues with its memory: the current block is answered
   with its input, and so are the following ones (HOST_PASS_THROUGH). The state of that process's main thread is
   forgotten, but a request that it has not answered stays outstanding. Returns the same as host_suspend. */
CORE_EXPORT int32_t host_take_over(void);
/* The type of the request that the main thread has; 0: none. */
CORE_EXPORT uint32_t host_request_outstanding(void);
/* Echo every parameter again, starting with the next block: what the DAW knows came from an earlier process (before the
   previous one). Stays in force until done, even across host_suspend; core_attach cancels it. */
CORE_EXPORT void host_report_all(void);
/* Deliver the plugin's own parameter changes although no block comes. Returns HOST_BLOCK if the plugin may run now
   (with 0 frames; then host_flush_end), else HOST_NOTHING. */
CORE_EXPORT int32_t host_flush(void);
/* Call this after HOST_REQUEST, before the main thread receives a save or restore. Parameter changes in the ring were
   made before the request, but a block that the DAW gave up on has left them there. A state saved now has to include
   them, and they must not undo one restored now. has_changes: 1 if the plugin has pending changes from its editor.
   Returns the same as host_flush. */
CORE_EXPORT int32_t host_flush_begin(int32_t has_changes);
CORE_EXPORT void host_flush_end(void);

/* 1 if blocks were given up unanswered since the last host_wakes_given_up. */
CORE_EXPORT int32_t host_lost_blocks(void);
/* How many of the unread wake bytes to ignore, because their blocks were given up. Call this when bytes have been read,
   with the number left behind the first, and when host_lost_blocks returns 1. */
CORE_EXPORT uint32_t host_wakes_given_up(uint32_t unread);
/* 1 if the counter alone currently answers blocks. */
CORE_EXPORT int32_t host_answers_by_counter(void);
/* 1 if block->wakes_unread must be updated before host_block_end. */
CORE_EXPORT int32_t host_counts_wakes(void);
/* Number of reply bytes to write now, which is then reset. At most PROTOCOL_REPLIES_MAX. Bytes for requests are kept
   until the next wake or host_time while another client thread may be reading the pipe for its block. */
CORE_EXPORT int32_t host_replies(void);
/* The same for requests, when a wake byte has been read, before host_wake: at that time no other client thread is
   reading the pipe. */
CORE_EXPORT int32_t host_replies_at_wake(void);
/* Then: microseconds for which the block waits until the client has read all replies; 0: no wait. */
CORE_EXPORT int32_t host_reader_us(void);
/* After that wait: 1 if the client has read them. */
CORE_EXPORT void host_reader_came(int32_t came);
/* 1 if replies are being held back. */
CORE_EXPORT int32_t host_replies_pending(void);
/* 0 if failing to write a reply does not matter, because only end of file on the wake pipe counts (from version 7 on).
 */
CORE_EXPORT int32_t host_needs_replies(void);
/* Call this once: 1 if the shim can detect that the client has read all replies (below). Otherwise host_expects_unread
   is never 1. */
CORE_EXPORT void host_set_sees_replies(uint32_t sees);
/* 1 if it is uncertain whether the client reads its replies. */
CORE_EXPORT int32_t host_expects_unread(void);
/* 1 if block->replies_unread must be updated now that a wake byte has been read. */
CORE_EXPORT int32_t host_counts_replies(void);
/* While unread replies are expected: the client has read all of them, and had written no other wake byte before it read
 * the last of them. */
CORE_EXPORT void host_replies_taken(void);
/* Replies may be left unread from now on: this process was stopped for a while, or has just taken over from another
   one. */
CORE_EXPORT void host_expect_unread(void);
/* Number of additional replies to give: their wake bytes were read by the previous process, which has crashed. */
CORE_EXPORT void host_add_replies(uint32_t count);

/* Parameter events with unknown ids or NaN values since the last call; and the last such id. For messages. */
CORE_EXPORT uint32_t host_refused_parameters(void);
CORE_EXPORT uint32_t host_refused_parameter_id(void);
/* 1 if a parameter with that id exists, so that its value was invalid. */
CORE_EXPORT int32_t host_refused_parameter_is_known(void);
/* Size of the last block rejected for its size since the last call; 1, which is never rejected, if there was none. For
   messages. */
CORE_EXPORT uint32_t host_invalid_block_size(void);

#endif
