/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * LD_PRELOAD library that counts, per thread, calls that an audio thread must not make: heap, locks, files. The
 * counters are in the file named by HEAP_COUNTER_FILE, so that the benchmark can read them before and after a number of
 * blocks without interfering. A thread has a slot from its creation on, so zero calls are counted as zero, not as
 * missing.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "heap-counter.h"

/* glibc's own functions; dlsym would allocate. */
extern void *__libc_malloc(size_t bytes);
extern void *__libc_calloc(size_t count, size_t bytes);
extern void *__libc_realloc(void *memory, size_t bytes);
extern void *__libc_memalign(size_t alignment, size_t bytes);
extern void __libc_free(void *memory);

static struct heap_counters *counters;
static _Thread_local struct heap_slot *slot __attribute__((tls_model("initial-exec")));

__attribute__((constructor)) static void open_counters(void)
{
	const char *path = getenv("HEAP_COUNTER_FILE");
	const int fd = path ? (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC) : -1;
	if (fd < 0)
		return;
	void *memory = mmap(NULL, sizeof *counters, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (memory != MAP_FAILED)
		counters = memory;
}

/* The calling thread's slot; NULL if counting is off. */
static struct heap_slot *own_slot(void)
{
	if (slot || !counters)
		return slot;
	const uint32_t index = atomic_fetch_add(&counters->used, 1);
	if (index >= HEAP_SLOTS)
		return NULL;
	slot = &counters->slots[index];
	slot->thread = (uint32_t)syscall(SYS_gettid);
	return slot;
}

static void count(void)
{
	struct heap_slot *own = own_slot();
	if (own)
		atomic_fetch_add_explicit(&own->calls, 1, memory_order_relaxed);
}

static void count_lock(void)
{
	struct heap_slot *own = own_slot();
	if (own)
		atomic_fetch_add_explicit(&own->locks, 1, memory_order_relaxed);
}

static void count_file(void)
{
	struct heap_slot *own = own_slot();
	if (own)
		atomic_fetch_add_explicit(&own->files, 1, memory_order_relaxed);
}

/* ---- heap ---- */

void *malloc(size_t bytes)
{
	count();
	return __libc_malloc(bytes);
}

void *calloc(size_t elements, size_t bytes)
{
	count();
	return __libc_calloc(elements, bytes);
}

void *realloc(void *memory, size_t bytes)
{
	count();
	return __libc_realloc(memory, bytes);
}

void *memalign(size_t alignment, size_t bytes)
{
	count();
	return __libc_memalign(alignment, bytes);
}

void *aligned_alloc(size_t alignment, size_t bytes)
{
	count();
	return __libc_memalign(alignment, bytes);
}

int posix_memalign(void **memory, size_t alignment, size_t bytes)
{
	count();
	*memory = __libc_memalign(alignment, bytes);
	return *memory ? 0 : ENOMEM;
}

void free(void *memory)
{
	if (memory)
		count();
	__libc_free(memory);
}

/* ---- threads ---- */

/* The next definition of that name after this library's. Two racing threads find the same one. */
#define NEXT(name)                                                                                                     \
	static __typeof__(&name) next;                                                                                     \
	if (!next)                                                                                                         \
	next = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

struct start {
	void *(*run)(void *argument);
	void *argument;
};

static void *run_thread(void *memory)
{
	const struct start start = *(struct start *)memory;
	__libc_free(memory);
	own_slot();
	return start.run(start.argument);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *argument), void *argument)
{
	NEXT(pthread_create);
	struct start *start = __libc_malloc(sizeof *start);
	if (!start)
		return EAGAIN;
	*start = (struct start){run, argument};
	const int error = next(thread, attributes, run_thread, start);
	if (error != 0)
		__libc_free(start);
	return error;
}

/* ---- locks ---- */

int pthread_mutex_lock(pthread_mutex_t *mutex)
{
	NEXT(pthread_mutex_lock);
	count_lock();
	return next(mutex);
}

int pthread_mutex_trylock(pthread_mutex_t *mutex)
{
	NEXT(pthread_mutex_trylock);
	count_lock();
	return next(mutex);
}

int pthread_rwlock_rdlock(pthread_rwlock_t *lock)
{
	NEXT(pthread_rwlock_rdlock);
	count_lock();
	return next(lock);
}

int pthread_rwlock_wrlock(pthread_rwlock_t *lock)
{
	NEXT(pthread_rwlock_wrlock);
	count_lock();
	return next(lock);
}

/* ---- files ---- */

static mode_t mode_of(int flags, va_list arguments)
{
	return flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
}

int open(const char *path, int flags, ...)
{
	NEXT(open);
	va_list arguments;
	va_start(arguments, flags);
	const mode_t mode = mode_of(flags, arguments);
	va_end(arguments);
	count_file();
	return next(path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...)
{
	NEXT(openat);
	va_list arguments;
	va_start(arguments, flags);
	const mode_t mode = mode_of(flags, arguments);
	va_end(arguments);
	count_file();
	return next(folder, path, flags, mode);
}

ssize_t write(int fd, const void *bytes, size_t count)
{
	NEXT(write);
	if (fd == STDOUT_FILENO || fd == STDERR_FILENO)
		count_file();
	return next(fd, bytes, count);
}
