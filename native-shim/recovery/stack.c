/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An alternate signal stack for each thread, since its normal one may have overflowed, and the detection of a thread's
 * end, which would otherwise go unnoticed because the process keeps running.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include "os.h"
#include "process.h"

#define STACK_BYTES 65536u

static pthread_key_t end_key;
static pthread_once_t end_key_once = PTHREAD_ONCE_INIT;

/* Runs on pthread_exit and pthread_cancel. */
static void on_thread_end(void *unused)
{
	(void)unused;
	if (own_process.armed == 0)
		return;
	crash_note(RECOVERY_ENDED, 0, crash_thread());
	process_end(1);
}

static void make_end_key(void)
{
	pthread_key_create(&end_key, on_thread_end);
}

static void notice_end(void)
{
	pthread_once(&end_key_once, make_end_key);
	pthread_setspecific(end_key, &end_key);
}

int32_t recovery_enter_thread(void)
{
	notice_end();
	stack_t now;
	if (sigaltstack(NULL, &now) == 0 && !(now.ss_flags & SS_DISABLE))
		return 0;
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	uint8_t *memory = mmap(NULL, page + STACK_BYTES, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
	if (memory == MAP_FAILED)
		return -errno;
	const stack_t stack = {.ss_sp = memory + page, .ss_size = STACK_BYTES};
	if (mprotect(stack.ss_sp, STACK_BYTES, PROT_READ | PROT_WRITE) == 0 && sigaltstack(&stack, NULL) == 0)
		return 0;
	const int32_t error = -errno;
	munmap(memory, page + STACK_BYTES);
	return error;
}
