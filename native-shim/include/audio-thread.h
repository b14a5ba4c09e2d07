/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The audio thread (native-shim/audio/, in libmaolan-os.so): one per process, native, with its own instance of the core
 * compiled ahead of time. The main thread starts it, hands it a plugin, suspends and resumes it, and learns from it by
 * notices. Functions returning int32_t: >= 0 success, -errno on failure.
 */
#ifndef MAOLAN_AUDIO_THREAD_H
#define MAOLAN_AUDIO_THREAD_H

#include <stdint.h>

#include "block.h"
#include "plugin.h"

#define AUDIO_API __attribute__((visibility("default")))

/* ---- start, plugin, suspension ---- */

struct audio_options {
	int32_t segment_fd; /* of at least PROTOCOL_SEGMENT_BYTES; may be closed afterwards */
	int32_t daw_to_host;
	int32_t host_to_daw;
	int32_t client;       /* enum host_client */
	int32_t answers_show; /* as host_set_answers_show */
};
/* [main-thread] Map the segment into the thread's core, lock what it touches into memory as far as RLIMIT_MEMLOCK
   allows, start the thread. It waits for the plugin; blocks that come before are the supervisor's. Returns 0; -ENOMEM,
   -EINVAL (segment too small, or not one of a known version), -EAGAIN (no thread to be had). */
AUDIO_API int32_t audio_start(const struct audio_options *options);
/* [main-thread] After audio_start: what plugin_bind takes. */
AUDIO_API void *audio_base(void);
AUDIO_API struct block *audio_block(void);
/* [main-thread] After plugin_bind and plugin_activate: run this plugin from now on. Waits until the thread has begun.
 */
AUDIO_API void audio_run_plugin(struct plugin *plugin);
/* [main-thread] Have the plugin to oneself: blocks are answered without it until audio_resume. Waits for at most
   timeout_ms. Returns 0, or -ETIMEDOUT: the plugin does not return from process; audio_resume all the same. */
AUDIO_API int32_t audio_suspend(int32_t timeout_ms);
AUDIO_API void audio_resume(void);
/* [main-thread] Run the plugin with 0 frames, to hand over parameter changes, between two blocks. */
AUDIO_API void audio_flush(void);

/* ---- notices ---- */

enum audio_notice {
	AUDIO_NOTICE_NONE = 0,
	AUDIO_NOTICE_REQUEST = 1,            /* value: its type */
	AUDIO_NOTICE_ENDED = 2,              /* the thread has left; value: enum audio_end, or one of them + errno */
	AUDIO_NOTICE_INVALID_BLOCK_SIZE = 3, /* value: frames */
	AUDIO_NOTICE_REFUSED_PARAMETER = 4,  /* value: the id, of no parameter */
	AUDIO_NOTICE_REFUSED_VALUE = 5,      /* value: id of the parameter whose value is not a number */
};
enum audio_end {
	AUDIO_ENDED_SHUTDOWN = 1,
	AUDIO_ENDED_DAW_CLOSED = 2,
	AUDIO_ENDED_DAW_GONE = 3,
	AUDIO_ENDED_FAILED = 1000,       /* + errno: waiting failed */
	AUDIO_ENDED_REPLY_FAILED = 2000, /* + errno: replying failed */
};
/* [main-thread] Take one notice: an enum audio_notice; then its value. */
AUDIO_API int32_t audio_take_notice(void);
AUDIO_API int32_t audio_notice_value(void);
/* [main-thread] clock_ms() at which that notice was posted; of a request to be answered: at which its byte was read. */
AUDIO_API uint32_t audio_notice_ms(void);
/* [main-thread] Of AUDIO_NOTICE_REQUEST: 1 if it is to be answered, which takes audio_request_claim and
   audio_request_done. */
AUDIO_API int32_t audio_notice_is_answered(void);

/* ---- requests ---- */

/* From this age on, counted from its wake, a request is given up: its client waits 5 s. */
#define AUDIO_REQUEST_MS_MAX 4000u
/* [main-thread] 0 if the next request to be claimed has been given up already: look before its work is begun. */
AUDIO_API int32_t audio_request_is_awaited(void);
/* [main-thread] Before anything of the oldest outstanding request's answer is written, and after the plugin has done
   its part: 1 if it may be; 0 if it was answered for us meanwhile (with an error), because we were long about it. Then
   neither write nor call audio_request_done: it is settled. Exactly one call per request to be answered. */
AUDIO_API int32_t audio_request_claim(void);
/* [main-thread] The request that was claimed is finished; reply = 1 if a reply byte is due. */
AUDIO_API void audio_request_done(int32_t reply);

/* ---- observing ---- */

/* [any-thread] Milliseconds since the last wake. */
AUDIO_API uint32_t audio_quiet_ms(void);
/* [any-thread] Changes by hand or by automation since the start: block->edits. */
AUDIO_API uint32_t audio_edits(void);

#endif
