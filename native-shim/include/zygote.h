/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The zygote: a Node process with everything loaded except a plugin, which forks itself for each host process that a
 * supervisor requests (zygote/request.h). libmaolan-zygote.so; all functions on the main thread.
 *
 * While it serves, no JavaScript runs in it: no allocation, no timer, no thread. A forked process continues where the
 * zygote was.
 */
#ifndef MAOLAN_ZYGOTE_H
#define MAOLAN_ZYGOTE_H

#include "os.h"

/* Which process zygote_serve has returned in. */
enum zygote_role {
	ZYGOTE_HOST = 0,  /* a host process */
	ZYGOTE_PROBE = 1, /* a process that shows, by exit code 0, that this engine can be forked */
	ZYGOTE_SPARE = 2, /* a host process that has no request yet */
};

/* [main-thread] Load a library's dependencies and bind their symbols, without making them global. */
OS_API void zygote_preload(const char *path);
/* [main-thread] Serve until the DAW ends or there has been no request for some time; then end the process. Returns only
   in forked processes. folder: of the built files; key: from key_of_process, in hexadecimal: if it does not match this
   process, no request is served; "probe": only end, with 0 if this engine can be forked. */
OS_API int32_t zygote_serve(const char *folder, const char *key);
/* [main-thread] In a spare: wait for the request. Ends the process if the zygote ends. */
OS_API void zygote_wait_for_request(void);
/* [main-thread] In a forked process: reinitialize its event loop (libuv). */
OS_API void zygote_begin_loop(void);
/* [main-thread] In a host process: report to the supervisor that it runs, and wait for the reply. Ends the process if
   the supervisor has given it up. */
OS_API void zygote_wait_for_supervisor(void);
/* [main-thread] In a host process: its arguments, including the program name. index: less than the count. */
OS_API int32_t zygote_argument_count(void);
OS_API const char *zygote_argument(int32_t index);
/* [main-thread] End the process at once: its exit handlers would wait for threads that do not exist after a fork. */
OS_API void zygote_exit(int32_t exit_code);

#endif
