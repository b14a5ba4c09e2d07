/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The zygote: Node with everything loaded and no plugin, which forks itself for each host process that a supervisor
 * asks for (zygote/request.h). libmaolan-zygote.so; all functions on the main thread.
 *
 * No JavaScript runs in it while it serves: nothing is allocated, no timer, no thread. A forked process goes on where
 * the zygote stood.
 */
#ifndef MAOLAN_ZYGOTE_H
#define MAOLAN_ZYGOTE_H

#include "os.h"

/* Why zygote_serve has returned: in which process. */
enum zygote_role {
	ZYGOTE_HOST = 0,  /* a host process */
	ZYGOTE_PROBE = 1, /* a process that has to show whether this engine can be forked: by its exit code 0 */
};

/* [main-thread] Open a library's dependencies and bind them, without showing its symbols to others. */
OS_API void zygote_preload(const char *path);
/* [main-thread] Serve until the DAW ends, or there has been no request for some time; then end the process. Returns
   in forked processes only. folder: of the built files; key: of key_of_process, in hexadecimal digits: if it does not
   fit this process, nobody is served; "probe": only end, with 0 if this engine can be forked. */
OS_API int32_t zygote_serve(const char *folder, const char *key);
/* [main-thread] In a forked process: have its event loop (libuv's) begin anew. */
OS_API void zygote_begin_loop(void);
/* [main-thread] In a host process: tell the supervisor that it runs, and wait for its word. Ends the process if the
   supervisor has given it up. */
OS_API void zygote_wait_for_supervisor(void);
/* [main-thread] In a host process: its arguments, with the program's name. index: below the count. */
OS_API int32_t zygote_argument_count(void);
OS_API const char *zygote_argument(int32_t index);
/* [main-thread] End the process at once: its exit handlers would wait for threads that it does not have. */
OS_API void zygote_exit(int32_t exit_code);

#endif
