/*
 * The undertaker tells the DAW of a host that dies before it is ready.
 *
 * A DAW waits 10 s for `ready`, and a plugin that crashes, aborts or exits while it is loaded would make it wait that
 * long. And a DAW that sees `ready` looks at once whether its host lives, but the kernel takes milliseconds to bury a
 * process of this size; a byte written meanwhile is answered by an end of file, which the DAW takes for a reply. So a
 * second process sets `ready` when the first one is dead, however it died.
 *
 * It shares our memory instead of copying it (a fork of this process costs milliseconds and megabytes), so it may use
 * nothing of the C library that touches the thread-local data it shares with our main thread: system calls that
 * succeed, and stores.
 */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "close-range.h"
#include "life.h"
#include "os.h"

#define STACK_BYTES 16384u

static struct {
	pid_t pid;               /* 0: not on duty */
	int host;                /* pidfd of the host process */
	_Atomic uint32_t *ready; /* NULL: that is left alone */
	_Atomic uint32_t *error;
	_Atomic uint32_t error_code; /* to tell; 0: none */
} undertaker;

static _Alignas(16) uint8_t stack[STACK_BYTES];

static void tell(void)
{
	const uint32_t error_code = atomic_load(&undertaker.error_code);
	if (error_code != 0)
		atomic_store(undertaker.error, error_code);
	if (undertaker.ready != NULL)
		atomic_store(undertaker.ready, 1);
}

static int wait_for_death(void *unused)
{
	(void)unused;
	/* Our copies of the pipe ends would keep the DAW from seeing the end of file. */
	close_fd_range(0, undertaker.host - 1, 0);
	close_fd_range(undertaker.host + 1, UINT_MAX, 0);
	struct pollfd item = {.fd = undertaker.host, .events = POLLIN};
	syscall(SYS_ppoll, &item, 1, NULL, NULL, 0);
	tell();
	syscall(SYS_exit, 0);
	return 0;
}

int32_t undertaker_start(void *ready_word, void *error_word, uint32_t error_code)
{
	undertaker.ready = ready_word;
	undertaker.error = error_word;
	atomic_store(&undertaker.error_code, error_code);
	undertaker.host = (int)syscall(SYS_pidfd_open, getpid(), 0);
	if (undertaker.host < 0)
		return -errno;
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	const pid_t pid = clone(wait_for_death, stack + STACK_BYTES, CLONE_VM, NULL);
	const int error = errno;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	undertaker.pid = pid > 0 ? pid : 0;
	return pid > 0 ? 0 : -error;
}

void undertaker_dismiss(void)
{
	if (undertaker.pid == 0)
		return;
	kill(undertaker.pid, SIGKILL);
	while (waitpid(undertaker.pid, NULL, __WALL) < 0 && errno == EINTR)
		;
	close(undertaker.host);
	undertaker.pid = 0;
}

static void prepare_end(uint32_t error_code)
{
	atomic_store(&undertaker.error_code, error_code);
	if (undertaker.pid == 0) /* an old kernel: then in the same breath */
		tell();
	fflush(stdout);
}

void undertaker_exit(int32_t exit_code, uint32_t error_code)
{
	prepare_end(error_code);
	process_end(exit_code);
}

void undertaker_abort(void)
{
	life_disarm();
	prepare_end(0);
	abort();
}
