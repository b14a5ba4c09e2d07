/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * libmaolan-probe.so: observations of a plugin in its host process for `maolan-plugin-host test`, which the format
 * libraries cannot make. It is loaded first (LD_PRELOAD), into a host whose environment variable MAOLAN_PROBE names a
 * file: a record of PROBE_RECORD_BYTES, which the tester reads while the plugin runs and after it has crashed. Never
 * loaded in a DAW's host.
 */
#ifndef MAOLAN_PROBE_H
#define MAOLAN_PROBE_H

#include <stdint.h>

#include "plugin.h"

#define PROBE_API __attribute__((visibility("default")))

#define PROBE_RECORD_BYTES 65536u
/* NUL-terminated texts in the record: offset of the first, and the size of each. */
#define PROBE_TEXTS_AT 4096u
#define PROBE_TEXT_BYTES 4096u

/* Words of the record, u32 each. Unless noted, counts cover only what the plugin itself does inside process. */
enum probe_word {
	/* Set by the tester. */
	PROBE_OPTIONS = 0, /* set of enum probe_option */

	/* Where plugin code is running. */
	PROBE_PHASE = 8,         /* enum recovery_phase of the main thread */
	PROBE_PROCESSING = 9,    /* 1 while process runs */
	PROBE_AUDIO_THREAD = 10, /* its id */
	PROBE_BLOCKS = 11,       /* calls of process that have returned */

	/* How the process ended. */
	PROBE_END_CAUSE = 16,  /* enum recovery_cause; 0: still running */
	PROBE_END_SIGNAL = 17, /* or exit code */
	PROBE_END_THREAD = 18, /* enum recovery_thread */
	PROBE_END_PHASE = 19,

	/* What the plugin writes. */
	PROBE_OVERRUNS = 24, /* blocks with frames written past the end of an output plane */
	PROBE_OVERRUN_CHANNEL = 25,
	PROBE_INPUT_WRITES = 26, /* blocks that changed an input plane */
	PROBE_INPUT_CHANNEL = 27,
	PROBE_UNWRITTEN = 28, /* blocks with output frames left unwritten */
	PROBE_UNWRITTEN_CHANNEL = 29,
	PROBE_REFUSED = 30,      /* blocks for which process returned a failure */
	PROBE_DENORMALS = 31,    /* blocks with denormal output */
	PROBE_NOT_FINITE = 32,   /* blocks with NaN or infinite output */
	PROBE_FALSE_CLAIMS = 33, /* outputs that were flagged as silent or constant, and were not */

	/* What a real-time thread must not do. */
	PROBE_HEAP = 40,     /* malloc, free and similar */
	PROBE_LOCKS = 41,    /* blocking locks */
	PROBE_FILES = 42,    /* open, read, write, stat and similar */
	PROBE_SYSCALLS = 43, /* blocks with a system call; only with PROBE_OPTION_SYSCALLS */
	PROBE_SLEEPS = 44,   /* voluntary context switches */
	PROBE_FAULTS = 45,   /* page faults */
	PROBE_SYSCALL_NUMBER = 46,
	PROBE_CPU_US_MAX = 47,   /* CPU time of the slowest block, of this thread */
	PROBE_CPU_US = 48,       /* total CPU time of all blocks, wrapping at 2^32 */
	PROBE_HAS_SYSCALLS = 49, /* 1: the kernel supports observing system calls */

	/* What the plugin left changed: sets of enum probe_change. */
	PROBE_CHANGED_AUDIO = 56, /* by process */
	PROBE_CHANGED_MAIN = 57,
	PROBE_CHANGED_PHASE = 58, /* enum recovery_phase of the first change on the main thread */
	PROBE_FP_BEFORE = 59,     /* MXCSR before and after the first change */
	PROBE_FP_AFTER = 60,

	/* In the whole process, while plugin code runs on the main thread. */
	PROBE_WRITTEN_FILES = 64, /* files opened for writing */
	PROBE_CONNECTIONS = 65,   /* network connections */
	PROBE_CHILDREN = 66,      /* fork and similar */
};

enum probe_option {
	PROBE_OPTION_IN_PLACE = 1, /* inputs and outputs share their planes */
	PROBE_OPTION_SYSCALLS = 2, /* observe system calls in process */
};

enum probe_change {
	PROBE_CHANGE_FP = 1,
	PROBE_CHANGE_LOCALE = 2,
	PROBE_CHANGE_MASK = 4,
	PROBE_CHANGE_HANDLERS = 8,
	PROBE_CHANGE_DIRECTORY = 16,
	PROBE_CHANGE_UMASK = 32,
};

/* Index of a text. All but the last two hold the call stack of the first such event. */
enum probe_text {
	PROBE_TEXT_END = 0,
	PROBE_TEXT_HEAP = 1,
	PROBE_TEXT_LOCKS = 2,
	PROBE_TEXT_FILES = 3,
	PROBE_TEXT_SYSCALLS = 4,
	PROBE_TEXT_WRITTEN = 5,    /* path of the last file */
	PROBE_TEXT_CONNECTION = 6, /* address of the last connection */
};

/* [main-thread] Remember the main thread, and catch fatal signals and exit. Returns 0, or -1 if there is no record. */
PROBE_API int32_t probe_begin(void);
/* [main-thread] Before plugin_bind: with PROBE_OPTION_IN_PLACE the planes are shared from then on, even after a rebind.
 */
PROBE_API void probe_before_bind(struct block *block);
/* [main-thread] After plugin_bind: wrap plugin->process. */
PROBE_API void probe_watch(struct plugin *plugin, void *base, struct block *block);
/* [main-thread] Plugin code is about to run. Returns the previous phase. */
PROBE_API int32_t probe_enter(int32_t phase);
/* [main-thread] Plugin code has returned. */
PROBE_API void probe_leave(int32_t before);

/* ---- plugins without a host process: several in one process, all on one thread ---- */

/* [main-thread] The base and block for plugin_bind; NULL: no memory. */
PROBE_API void *probe_memory(void);
PROBE_API void probe_free(void *base);
/* [main-thread] Have LeakSanitizer look for leaks and report them. PLUGIN_NOT_SUPPORTED: it is not in this
   process. */
PROBE_API int32_t probe_leaks(void);
/* [main-thread] Run a block through an active plugin: silence, or noise of a level from 0 to 1. Returns its status. */
PROBE_API int32_t probe_run(struct plugin *plugin, void *base, uint32_t frames, float level);
/* [main-thread] The greatest absolute sample of the last block's outputs. */
PROBE_API float probe_peak(void *base);
/* [any-thread] Bytes that malloc has given and not got back. */
PROBE_API double probe_heap_bytes(void);

#endif
