/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Linux can redirect a thread's system calls to a signal handler (syscall user dispatch, since 5.11) without a tracer
 * or privileges, and without affecting other threads. Only the first call of a block is recorded; then the redirection
 * is turned off, since an active one would also catch the handler's own calls and its return.
 */
#include "system-calls.h"

#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <ucontext.h>

#include "record.h"

#if defined(__x86_64__) && defined(PR_SET_SYSCALL_USER_DISPATCH)

enum { SYSCALL_INSTRUCTION_BYTES = 2 };

static volatile char selector = SYSCALL_DISPATCH_FILTER_ALLOW;
static bool is_on;

static void on_call(int signal, siginfo_t *info, void *memory)
{
	(void)signal;
	ucontext_t *context = memory;
	selector = SYSCALL_DISPATCH_FILTER_ALLOW;
	const uint32_t before = record_get(PROBE_SYSCALLS);
	record_count(PROBE_SYSCALLS, PROBE_TEXT_SYSCALLS);
	if (before == 0 && record_get(PROBE_SYSCALLS) != 0)
		record_set(PROBE_SYSCALL_NUMBER, (uint32_t)info->si_syscall);
	/* Run the system call again, now unfiltered. */
	context->uc_mcontext.gregs[REG_RAX] = info->si_syscall;
	context->uc_mcontext.gregs[REG_RIP] -= SYSCALL_INSTRUCTION_BYTES;
}

void system_calls_begin(void)
{
	if ((record_get(PROBE_OPTIONS) & PROBE_OPTION_SYSCALLS) == 0)
		return;
	struct sigaction action = {.sa_sigaction = on_call, .sa_flags = SA_SIGINFO | SA_NODEFER};
	sigaction(SIGSYS, &action, NULL);
	is_on = prctl(PR_SET_SYSCALL_USER_DISPATCH, PR_SYS_DISPATCH_ON, 0, 0, &selector) == 0;
	record_set(PROBE_HAS_SYSCALLS, is_on);
}

void system_calls_watch(bool on)
{
	if (is_on)
		selector = on ? SYSCALL_DISPATCH_FILTER_BLOCK : SYSCALL_DISPATCH_FILTER_ALLOW;
}

#else

void system_calls_begin(void)
{
}

void system_calls_watch(bool on)
{
	(void)on;
}

#endif
