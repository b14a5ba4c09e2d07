/*
 * LD_PRELOAD library that counts heap calls per thread. The counters live in the file named by HEAP_COUNTER_FILE, one
 * slot per thread, so that the benchmark can look before and after a number of blocks without disturbing anybody.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "heap-counter.h"

/* glibc's own functions: no dlsym, which allocates. */
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
	const int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
	if (fd < 0)
		return;
	void *memory = mmap(NULL, sizeof *counters, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (memory != MAP_FAILED)
		counters = memory;
}

static void count(void)
{
	if (!counters)
		return;
	if (!slot) {
		const uint32_t index = atomic_fetch_add(&counters->used, 1);
		if (index >= HEAP_SLOTS)
			return;
		slot = &counters->slots[index];
		slot->thread = (uint32_t)syscall(SYS_gettid);
	}
	atomic_fetch_add_explicit(&slot->calls, 1, memory_order_relaxed);
}

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
