/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The audio thread (native-shim/audio/, in libmaolan-os.so): one per process, native, with its own instance of the core
 * compiled ahead of time. The main thread starts it, hands it a plugin, suspends and resumes it, and receives its
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
	int32_t segment_fd; /* at least PROTOCOL_SEGMENT_BYTES; may be closed afterwards */
	int32_t daw_to_host;
	int32_t host_to_daw;
	int32_t client;       /* enum host_client */
	int32_t answers_show; /* see host_set_answers_show */
};
/* [main-thread] Map the segment into the thread's core, lock the memory that it uses as far as RLIMIT_MEMLOCK allows,
   and start the thread. It waits for the plugin; until then the supervisor answers blocks. Returns 0; -ENOMEM, -EINVAL
   (segment too small, or of an unknown version), -EAGAIN (cannot create the thread). */
AUDIO_API int32_t audio_start(const struct audio_options *options);
/* [main-thread] After audio_start: the base address for plugin_bind. */
AUDIO_API void *audio_base(void);
AUDIO_API struct block *audio_block(void);
/* [main-thread] After plugin_bind and plugin_activate: start running this plugin. Returns when the thread has begun. */
AUDIO_API void audio_run_plugin(struct plugin *plugin);
/* [main-thread] Suspend the plugin for exclusive access by the main thread: blocks are answered without it until
   audio_resume. Waits for at most timeout_ms. Returns 0, or -ETIMEDOUT: the plugin does not return from process;
   audio_resume is still required. */
AUDIO_API int32_t audio_suspend(int32_t timeout_ms);
AUDIO_API void audio_resume(void);
/* [main-thread] Run the plugin with 0 frames between two blocks, to deliver parameter changes. */
AUDIO_API void audio_flush(void);

/* [main-thread] Offline, between two blocks: a block is over when this thread of the plugin has done its work, too.
   0: no thread is waited for any more. */
AUDIO_API void audio_watch_thread(int32_t thread_id);

/* ---- notices ---- */

enum audio_notice {
	AUDIO_NOTICE_NONE = 0,
	AUDIO_NOTICE_REQUEST = 1,            /* value: request type */
	AUDIO_NOTICE_ENDED = 2,              /* the thread has exited; value: enum audio_end, for failures + errno */
	AUDIO_NOTICE_INVALID_BLOCK_SIZE = 3, /* value: frames */
	AUDIO_NOTICE_REFUSED_PARAMETER = 4,  /* value: the id, which no parameter has */
	AUDIO_NOTICE_REFUSED_VALUE = 5,      /* value: id of the parameter whose value is NaN or infinite */
};
enum audio_end {
	AUDIO_ENDED_SHUTDOWN = 1,
	AUDIO_ENDED_DAW_CLOSED = 2,
	AUDIO_ENDED_DAW_GONE = 3,
	AUDIO_ENDED_FAILED = 1000,       /* + errno: waiting failed */
	AUDIO_ENDED_REPLY_FAILED = 2000, /* + errno: replying failed */
};
/* [main-thread] Take one notice: returns an enum audio_notice. audio_notice_value returns its value. */
AUDIO_API int32_t audio_take_notice(void);
AUDIO_API int32_t audio_notice_value(void);
/* [main-thread] clock_ms() when that notice was posted; for a request that needs an answer, when its wake byte was
   read. */
AUDIO_API uint32_t audio_notice_ms(void);
/* [main-thread] For AUDIO_NOTICE_REQUEST: 1 if it needs an answer, through audio_request_claim and audio_request_done.
 */
AUDIO_API int32_t audio_notice_is_answered(void);

/* ---- requests ---- */

/* A request is given up at this age, counted from its wake byte: its client waits 5 s. */
#define AUDIO_REQUEST_MS_MAX 4000u
/* [main-thread] 0 if the next request to be claimed has already been given up. Check this before starting its work. */
AUDIO_API int32_t audio_request_is_awaited(void);
/* [main-thread] Call this exactly once per request that needs an answer, after the plugin has done its part and before
   writing any of the answer to the oldest outstanding request. Returns 1 if the answer may be written; 0 if the request
   took too long and has been answered with an error: then neither write nor call audio_request_done. */
AUDIO_API int32_t audio_request_claim(void);
/* [main-thread] The claimed request is finished; reply = 1 if a reply byte is due. */
AUDIO_API void audio_request_done(int32_t reply);

/* ---- observing ---- */

/* [any-thread] Milliseconds since the last wake. */
AUDIO_API uint32_t audio_quiet_ms(void);
/* [any-thread] Number of changes by the user or by automation since the start: block->edits. */
AUDIO_API uint32_t audio_edits(void);

#endif
