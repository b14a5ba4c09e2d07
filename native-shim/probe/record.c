/* SPDX-License-Identifier: BSD-2-Clause */
/* Maps the record's file before main, and records call stacks. */
#include "record.h"

#include <dlfcn.h>
#include <execinfo.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { FRAMES_MAX = 40, SHOWN_MAX = 16, WALKS_MAX = 200 };

struct record *record;
_Thread_local volatile int inside __attribute__((tls_model("initial-exec")));

/* The plugin's output goes to a file next to the record. */
static void redirect_stdout(const char *record_path)
{
	char path[PATH_MAX];
	snprintf(path, sizeof path, "%s.out", record_path);
	const int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (fd < 0)
		return;
	dup2(fd, STDOUT_FILENO);
	close(fd);
}

__attribute__((constructor)) static void open_record(void)
{
	const char *path = getenv("MAOLAN_PROBE");
	const int fd = path != NULL ? open(path, O_RDWR | O_CLOEXEC) : -1;
	if (fd < 0)
		return;
	void *memory = mmap(NULL, sizeof *record, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	void *frames[3];
	backtrace(frames, 2); /* the first call loads a library */
	if (memory == MAP_FAILED)
		return;
	redirect_stdout(path);
	record = memory;
}

static const char *object_of(void *address, Dl_info *info)
{
	if (dladdr(address, info) == 0 || info->dli_fname == NULL)
		return "";
	const char *slash = strrchr(info->dli_fname, '/');
	return slash != NULL ? slash + 1 : info->dli_fname;
}

static bool begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

/* Libraries that act on behalf of their callers. */
static bool is_on_the_way(const char *object)
{
	return begins(object, "libmaolan-probe") || begins(object, "libc.so") || begins(object, "libc-") ||
	       begins(object, "libpthread") || begins(object, "libstdc++") || begins(object, "libgcc_s") ||
	       begins(object, "ld-linux") || begins(object, "linux-vdso");
}

static void write_calls(char *text, void *const *frames, int count)
{
	size_t length = 0;
	text[0] = '\0';
	for (int i = 0, shown = 0; i < count && shown < SHOWN_MAX; i++) {
		Dl_info info;
		const char *object = object_of(frames[i], &info);
		if (begins(object, "libmaolan-probe"))
			continue;
		const char *path = object[0] != '\0' ? info.dli_fname : "?";
		const size_t offset = object[0] != '\0' ? (size_t)frames[i] - (size_t)info.dli_fbase : (size_t)frames[i];
		const char *symbol = object[0] != '\0' && info.dli_sname != NULL ? info.dli_sname : "";
		const int bytes = snprintf(text + length, PROBE_TEXT_BYTES - length, "%s+0x%zx %s\n", path, offset, symbol);
		if (bytes < 0 || length + (size_t)bytes >= PROBE_TEXT_BYTES)
			break;
		length += (size_t)bytes;
		shown++;
	}
}

void record_calls(enum probe_text text)
{
	void *frames[FRAMES_MAX];
	const int count = backtrace(frames, FRAMES_MAX);
	write_calls(record->texts[text], frames, count);
}

void record_count(enum probe_word word, enum probe_text text)
{
	static _Thread_local int walks[PROBE_TEXT_WRITTEN]; /* of each kind */
	if (!inside || record == NULL)
		return;
	inside = 0;
	void *frames[FRAMES_MAX];
	/* After WALKS_MAX stack walks of a kind, no more are made: they are slow. */
	const int count = walks[text] < WALKS_MAX ? backtrace(frames, FRAMES_MAX) : 0;
	bool is_host = false;
	for (int i = 0; i < count; i++) {
		Dl_info info;
		const char *object = object_of(frames[i], &info);
		if (is_on_the_way(object))
			continue;
		is_host = begins(object, "libmaolan-") || begins(object, "maolan-") || strcmp(object, "node") == 0;
		break;
	}
	if (!is_host) {
		walks[text]++;
		if (record_get(word) == 0)
			write_calls(record->texts[text], frames, count);
		record_add(word, 1);
	}
	inside = 1;
}
