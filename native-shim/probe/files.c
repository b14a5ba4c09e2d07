/* SPDX-License-Identifier: BSD-2-Clause */
/* Counts calls of libc's file functions during process, and notes files that plugin code opens for writing. */
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "next.h"
#include "record.h"

static void count_file(void)
{
	if (inside)
		record_count(PROBE_FILES, PROBE_TEXT_FILES);
}

static bool is_own_place(const char *path)
{
	return strncmp(path, "/dev/", 5) == 0 || strncmp(path, "/proc/", 6) == 0;
}

static void note_open(const char *path, int flags)
{
	count_file();
	if (record == NULL || path == NULL || (flags & O_ACCMODE) == O_RDONLY || record_get(PROBE_PHASE) == 0 ||
	    is_own_place(path))
		return;
	snprintf(record->texts[PROBE_TEXT_WRITTEN], PROBE_TEXT_BYTES, "%s", path);
	record_add(PROBE_WRITTEN_FILES, 1);
}

static mode_t mode_of(int flags, va_list arguments)
{
	return flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
}

#define DEFINE_OPEN(name)                                                                                              \
	API int name(const char *path, int flags, ...)                                                                     \
	{                                                                                                                  \
		NEXT(name);                                                                                                    \
		va_list arguments;                                                                                             \
		va_start(arguments, flags);                                                                                    \
		const mode_t mode = mode_of(flags, arguments);                                                                 \
		va_end(arguments);                                                                                             \
		note_open(path, flags);                                                                                        \
		return next(path, flags, mode);                                                                                \
	}
DEFINE_OPEN(open)
DEFINE_OPEN(open64)

#define DEFINE_FOPEN(name)                                                                                             \
	API FILE *name(const char *path, const char *mode)                                                                 \
	{                                                                                                                  \
		NEXT(name);                                                                                                    \
		note_open(path, strpbrk(mode, "wa+") != NULL ? O_WRONLY : O_RDONLY);                                           \
		return next(path, mode);                                                                                       \
	}
DEFINE_FOPEN(fopen)
DEFINE_FOPEN(fopen64)

API ssize_t read(int fd, void *bytes, size_t count)
{
	NEXT(read);
	count_file();
	return next(fd, bytes, count);
}

API ssize_t write(int fd, const void *bytes, size_t count)
{
	NEXT(write);
	count_file();
	return next(fd, bytes, count);
}

API int openat(int folder, const char *path, int flags, ...)
{
	NEXT(openat);
	va_list arguments;
	va_start(arguments, flags);
	const mode_t mode = mode_of(flags, arguments);
	va_end(arguments);
	note_open(path, flags);
	return next(folder, path, flags, mode);
}

API int creat(const char *path, mode_t mode)
{
	NEXT(creat);
	note_open(path, O_WRONLY);
	return next(path, mode);
}

API int mkstemp(char *path)
{
	NEXT(mkstemp);
	note_open(path, O_WRONLY);
	return next(path);
}

API int mkdir(const char *path, mode_t mode)
{
	NEXT(mkdir);
	note_open(path, O_WRONLY);
	return next(path, mode);
}

API int rename(const char *from, const char *to)
{
	NEXT(rename);
	note_open(to, O_WRONLY);
	return next(from, to);
}

API int unlink(const char *path)
{
	NEXT(unlink);
	count_file();
	return next(path);
}

API int access(const char *path, int mode)
{
	NEXT(access);
	count_file();
	return next(path, mode);
}

API int stat(const char *restrict path, struct stat *restrict status)
{
	NEXT(stat);
	count_file();
	return next(path, status);
}

API int lstat(const char *restrict path, struct stat *restrict status)
{
	NEXT(lstat);
	count_file();
	return next(path, status);
}

API int fstat(int fd, struct stat *status)
{
	NEXT(fstat);
	count_file();
	return next(fd, status);
}

API ssize_t pread(int fd, void *bytes, size_t count, off_t at)
{
	NEXT(pread);
	count_file();
	return next(fd, bytes, count, at);
}

API ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at)
{
	NEXT(pwrite);
	count_file();
	return next(fd, bytes, count, at);
}

/* ---- stdio: printf and its relatives do not go through write ---- */

API size_t fread(void *restrict bytes, size_t size, size_t count, FILE *restrict file)
{
	NEXT(fread);
	count_file();
	return next(bytes, size, count, file);
}

API size_t fwrite(const void *restrict bytes, size_t size, size_t count, FILE *restrict file)
{
	NEXT(fwrite);
	count_file();
	return next(bytes, size, count, file);
}

API int fputs(const char *restrict text, FILE *restrict file)
{
	NEXT(fputs);
	count_file();
	return next(text, file);
}

API int puts(const char *text)
{
	NEXT(puts);
	count_file();
	return next(text);
}

API int fputc(int character, FILE *file)
{
	NEXT(fputc);
	count_file();
	return next(character, file);
}

API int putchar(int character)
{
	NEXT(putchar);
	count_file();
	return next(character);
}

API int vfprintf(FILE *restrict file, const char *restrict format, va_list arguments)
{
	NEXT(vfprintf);
	count_file();
	return next(file, format, arguments);
}

#define WITH_ARGUMENTS(file, format)                                                                                   \
	va_list arguments;                                                                                                 \
	va_start(arguments, format);                                                                                       \
	const int result = vfprintf(file, format, arguments);                                                              \
	va_end(arguments);                                                                                                 \
	return result

API int fprintf(FILE *restrict file, const char *restrict format, ...)
{
	WITH_ARGUMENTS(file, format);
}

API int printf(const char *restrict format, ...)
{
	WITH_ARGUMENTS(stdout, format);
}

/* What _FORTIFY_SOURCE makes of them. */
API int __fprintf_chk(FILE *restrict file, int flag, const char *restrict format, ...);
API int __fprintf_chk(FILE *restrict file, int flag, const char *restrict format, ...)
{
	(void)flag;
	WITH_ARGUMENTS(file, format);
}

API int __printf_chk(int flag, const char *restrict format, ...);
API int __printf_chk(int flag, const char *restrict format, ...)
{
	(void)flag;
	WITH_ARGUMENTS(stdout, format);
}
