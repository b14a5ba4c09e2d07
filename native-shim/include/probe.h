/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * libmaolan-probe.so: what `maolan-plugin-host test` sees of a plugin in its host process, and the library cannot.
 * Loaded before everything else (LD_PRELOAD) into a host whose environment names a file with MAOLAN_PROBE: a record of
 * PROBE_RECORD_BYTES, which the tester reads while the plugin plays and after it has died. No DAW's host has it.
 */
#ifndef MAOLAN_PROBE_H
#define MAOLAN_PROBE_H

#include <stdint.h>

#include "plugin.h"

#define PROBE_API __attribute__((visibility("default")))

#define PROBE_RECORD_BYTES 65536u
/* Texts in the record, NUL-terminated: where they begin, and their room. */
#define PROBE_TEXTS_AT 4096u
#define PROBE_TEXT_BYTES 4096u

/* Words of the record, u32 each. Counts are of the plugin's own doing inside process, unless they say otherwise. */
enum probe_word {
	/* From the tester. */
	PROBE_OPTIONS = 0, /* set of enum probe_option */

	/* Where the plugin is. */
	PROBE_PHASE = 8,         /* enum recovery_phase of the main thread */
	PROBE_PROCESSING = 9,    /* 1 while process runs */
	PROBE_AUDIO_THREAD = 10, /* its id */
	PROBE_BLOCKS = 11,       /* calls of process that have returned */

	/* How it ended. */
	PROBE_END_CAUSE = 16,  /* enum recovery_cause; 0: it has not */
	PROBE_END_SIGNAL = 17, /* or exit code */
	PROBE_END_THREAD = 18, /* enum recovery_thread */
	PROBE_END_PHASE = 19,

	/* What it writes. */
	PROBE_OVERRUNS = 24, /* blocks with frames written behind an output plane */
	PROBE_OVERRUN_CHANNEL = 25,
	PROBE_INPUT_WRITES = 26, /* blocks that changed an input plane */
	PROBE_INPUT_CHANNEL = 27,
	PROBE_UNWRITTEN = 28, /* blocks with frames of an output that were not written */
	PROBE_UNWRITTEN_CHANNEL = 29,
	PROBE_REFUSED = 30,    /* blocks that process called failed */
	PROBE_DENORMALS = 31,  /* blocks with denormal output */
	PROBE_NOT_FINITE = 32, /* blocks with NaN or infinite output */

	/* What a real-time thread must not do. */
	PROBE_HEAP = 40,     /* malloc, free and their like */
	PROBE_LOCKS = 41,    /* locks that wait */
	PROBE_FILES = 42,    /* open, read, write, stat and their like */
	PROBE_SYSCALLS = 43, /* blocks with a system call; only with PROBE_OPTION_SYSCALLS */
	PROBE_SLEEPS = 44,   /* times the thread gave up its processor */
	PROBE_FAULTS = 45,   /* page faults */
	PROBE_SYSCALL_NUMBER = 46,
	PROBE_CPU_US_MAX = 47,   /* the thread's processor time of the worst block */
	PROBE_CPU_US = 48,       /* of all blocks together, wrapping at 2^32 */
	PROBE_HAS_SYSCALLS = 49, /* 1: the kernel lets system calls be seen */

	/* What it left changed: sets of enum probe_change. */
	PROBE_CHANGED_AUDIO = 56, /* by process */
	PROBE_CHANGED_MAIN = 57,
	PROBE_CHANGED_PHASE = 58, /* enum recovery_phase of the first one on the main thread */
	PROBE_FP_BEFORE = 59,     /* MXCSR before and after the first change of the mode */
	PROBE_FP_AFTER = 60,

	/* In the whole process, while plugin code runs on the main thread. */
	PROBE_WRITTEN_FILES = 64, /* files opened for writing */
	PROBE_CONNECTIONS = 65,   /* connections to other machines */
	PROBE_CHILDREN = 66,      /* fork and its like */
};

enum probe_option {
	PROBE_OPTION_IN_PLACE = 1, /* inputs and outputs share their planes */
	PROBE_OPTION_SYSCALLS = 2, /* see system calls in process */
};

enum probe_change {
	PROBE_CHANGE_FP = 1,
	PROBE_CHANGE_LOCALE = 2,
	PROBE_CHANGE_MASK = 4,
	PROBE_CHANGE_HANDLERS = 8,
	PROBE_CHANGE_DIRECTORY = 16,
	PROBE_CHANGE_UMASK = 32,
};

/* Number of a text. Each but the last two: the calls that led to the first of its kind. */
enum probe_text {
	PROBE_TEXT_END = 0,
	PROBE_TEXT_HEAP = 1,
	PROBE_TEXT_LOCKS = 2,
	PROBE_TEXT_FILES = 3,
	PROBE_TEXT_SYSCALLS = 4,
	PROBE_TEXT_WRITTEN = 5,    /* path of the last file */
	PROBE_TEXT_CONNECTION = 6, /* address of the last connection */
};

/* [main-thread] Take note of the thread, catch fatal signals and exit. 0, or -1: there is no record. */
PROBE_API int32_t probe_begin(void);
/* [main-thread] Before plugin_bind: with PROBE_OPTION_IN_PLACE the planes are shared from here on, also when the plugin
   is connected anew. */
PROBE_API void probe_before_bind(struct block *block);
/* [main-thread] After plugin_bind: stand in front of plugin->process. */
PROBE_API void probe_watch(struct plugin *plugin, void *base, struct block *block);
/* [main-thread] Plugin code begins; returns the phase before. */
PROBE_API int32_t probe_enter(int32_t phase);
/* [main-thread] It has returned. */
PROBE_API void probe_leave(int32_t before);

/* ---- plugins without a host process, several in one, all on one thread ---- */

/* [main-thread] What plugin_bind takes, as base and as block; NULL: no memory. */
PROBE_API void *probe_memory(void);
PROBE_API void probe_free(void *base);
/* [main-thread] Have LeakSanitizer look for what is lost, and report it. PLUGIN_NOT_SUPPORTED: it is not in this
   process. */
PROBE_API int32_t probe_leaks(void);
/* [main-thread] A block of silence through an active plugin. Its status. */
PROBE_API int32_t probe_run(struct plugin *plugin, void *base, uint32_t frames);

#endif
