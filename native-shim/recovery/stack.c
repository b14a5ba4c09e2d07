/*
 * A stack of its own for a thread's signal handlers: its usual one may have overflowed.
 */
#include <errno.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include "recovery.h"

#define STACK_BYTES 65536u

int32_t recovery_enter_thread(void)
{
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
