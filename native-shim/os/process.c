#include "os.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

void process_name(const char *name)
{
	prctl(PR_SET_NAME, name);
}

void process_exit(int32_t exit_code)
{
	fflush(stdout); /* what plugins and the engine's tracing printed there */
	_exit(exit_code);
}

void process_say(const char *text)
{
	struct pollfd item = {.fd = STDERR_FILENO, .events = POLLOUT};
	if (poll(&item, 1, 100) == 1 && write(STDERR_FILENO, text, strlen(text)) < 0)
		return; /* nobody to tell */
}

void process_wait_for_parent_end(void)
{
	const pid_t parent = getppid();
	while (getppid() == parent)
		usleep(200000);
}

const char *process_error_text(int32_t error)
{
	return strerror(error < 0 ? -error : error);
}

/* In the child, of a process with many threads: only what is safe in a signal handler. */
static _Noreturn void store_after_death(int parent, void *word, uint32_t value)
{
	/* Our copies of the pipe ends would keep the DAW from seeing the end of file. */
	if (parent > 3)
		close_range(3, (unsigned)parent - 1, 0);
	close_range((unsigned)parent + 1, UINT_MAX, 0);
	struct pollfd item = {.fd = parent, .events = POLLIN};
	poll(&item, 1, 1000);
	atomic_store_explicit((_Atomic uint32_t *)word, value, memory_order_release);
	_exit(0);
}

void process_exit_then_store(int32_t exit_code, void *word, uint32_t value)
{
	fflush(stdout);
	const int self = (int)syscall(SYS_pidfd_open, getpid(), 0);
	const pid_t child = self < 0 ? -1 : fork();
	if (child == 0)
		store_after_death(self, word, value);
	if (child < 0) /* no such kernel, or no memory: then in the same breath */
		atomic_store_explicit((_Atomic uint32_t *)word, value, memory_order_release);
	_exit(exit_code);
}
