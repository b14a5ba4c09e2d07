/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Counts the calls of libc functions that a real-time thread must not make during process, and observes files and
 * connections of the whole process. This library is loaded before libc, so all callers reach these functions first.
 */
#include "record.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define API __attribute__((visibility("default")))

/* glibc's own functions; dlsym would allocate. */
extern void *__libc_malloc(size_t bytes);
extern void *__libc_calloc(size_t count, size_t bytes);
extern void *__libc_realloc(void *memory, size_t bytes);
extern void *__libc_memalign(size_t alignment, size_t bytes);
extern void __libc_free(void *memory);

static void count_heap(void)
{
	if (inside)
		record_count(PROBE_HEAP, PROBE_TEXT_HEAP);
}

static void count_lock(void)
{
	if (inside)
		record_count(PROBE_LOCKS, PROBE_TEXT_LOCKS);
}

static void count_file(void)
{
	if (inside)
		record_count(PROBE_FILES, PROBE_TEXT_FILES);
}

/* ---- heap ---- */

API void *malloc(size_t bytes)
{
	count_heap();
	return __libc_malloc(bytes);
}

API void *calloc(size_t elements, size_t bytes)
{
	count_heap();
	return __libc_calloc(elements, bytes);
}

API void *realloc(void *memory, size_t bytes)
{
	count_heap();
	return __libc_realloc(memory, bytes);
}

API void *memalign(size_t alignment, size_t bytes)
{
	count_heap();
	return __libc_memalign(alignment, bytes);
}

API void *aligned_alloc(size_t alignment, size_t bytes)
{
	count_heap();
	return __libc_memalign(alignment, bytes);
}

API int posix_memalign(void **memory, size_t alignment, size_t bytes)
{
	count_heap();
	*memory = __libc_memalign(alignment, bytes);
	return *memory != NULL ? 0 : ENOMEM;
}

API void free(void *memory)
{
	if (memory != NULL)
		count_heap();
	__libc_free(memory);
}

/* ---- locks: trylock never waits ---- */

/* The next definition of that name after this library's. Two racing threads find the same one. */
#define NEXT(name)                                                                                                     \
	static __typeof__(&(name)) next;                                                                                   \
	if (next == NULL)                                                                                                  \
	next = (__typeof__(&(name)))dlsym(RTLD_NEXT, #name)

API int pthread_mutex_lock(pthread_mutex_t *mutex)
{
	NEXT(pthread_mutex_lock);
	count_lock();
	return next(mutex);
}

API int pthread_rwlock_rdlock(pthread_rwlock_t *lock)
{
	NEXT(pthread_rwlock_rdlock);
	count_lock();
	return next(lock);
}

API int pthread_rwlock_wrlock(pthread_rwlock_t *lock)
{
	NEXT(pthread_rwlock_wrlock);
	count_lock();
	return next(lock);
}

/* ---- files ---- */

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

/* ---- other machines, other processes ---- */

API int connect(int fd, const struct sockaddr *address, socklen_t bytes)
{
	NEXT(connect);
	if (record != NULL && record_get(PROBE_PHASE) != 0 && address->sa_family == AF_INET) {
		const struct sockaddr_in *internet = (const void *)address;
		inet_ntop(AF_INET, &internet->sin_addr, record->texts[PROBE_TEXT_CONNECTION], PROBE_TEXT_BYTES);
		record_add(PROBE_CONNECTIONS, 1);
	} else if (record != NULL && record_get(PROBE_PHASE) != 0 && address->sa_family == AF_INET6)
		record_add(PROBE_CONNECTIONS, 1);
	return next(fd, address, bytes);
}

API pid_t fork(void)
{
	NEXT(fork);
	if (record_is_of_this_process())
		record_add(PROBE_CHILDREN, 1);
	return next();
}
