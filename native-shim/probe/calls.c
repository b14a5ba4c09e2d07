/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Counts the calls of libc's heap and locks, which a real-time thread must not make during process. This library is
 * loaded before libc, so all callers reach these functions first.
 */
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

#include "next.h"
#include "record.h"

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

API int pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *until)
{
	NEXT(pthread_mutex_timedlock);
	count_lock();
	return next(mutex, until);
}

API int pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex)
{
	NEXT(pthread_cond_wait);
	count_lock();
	return next(condition, mutex);
}

API int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex, const struct timespec *until)
{
	NEXT(pthread_cond_timedwait);
	count_lock();
	return next(condition, mutex, until);
}

API int pthread_join(pthread_t thread, void **result)
{
	NEXT(pthread_join);
	count_lock();
	return next(thread, result);
}

API int sem_wait(sem_t *semaphore)
{
	NEXT(sem_wait);
	count_lock();
	return next(semaphore);
}

API int sem_timedwait(sem_t *semaphore, const struct timespec *until)
{
	NEXT(sem_timedwait);
	count_lock();
	return next(semaphore, until);
}
