/*
 * Threads of plugins that block all signals, as real-time code likes to: the kernel ends a process whose thread dies of
 * a fault while its signal is blocked, and asks nobody. So the signals of faults stay open, whatever is blocked.
 * Blocking them is of no use to anybody: what happens then is undefined.
 */
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>

#define API __attribute__((visibility("default")))

typedef int (*set_mask)(int how, const sigset_t *set, sigset_t *before);

/* Calls that may have changed a mask, so that nobody needs to ask the kernel whether one has. */
API atomic_uint maolan_mask_changes;

static set_mask libc_pthread_sigmask, libc_sigprocmask;

__attribute__((constructor)) static void find_functions(void)
{
	*(void **)&libc_pthread_sigmask = dlsym(RTLD_NEXT, "pthread_sigmask");
	*(void **)&libc_sigprocmask = dlsym(RTLD_NEXT, "sigprocmask");
}

/* The set itself, or the copy without the signals of faults. */
static const sigset_t *opened(int how, const sigset_t *set, sigset_t *copy)
{
	static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS};
	if (set != NULL)
		atomic_fetch_add_explicit(&maolan_mask_changes, 1, memory_order_relaxed);
	if (set == NULL || how == SIG_UNBLOCK)
		return set;
	*copy = *set;
	for (unsigned i = 0; i < sizeof faults / sizeof faults[0]; i++)
		sigdelset(copy, faults[i]);
	return copy;
}

API int pthread_sigmask(int how, const sigset_t *set, sigset_t *before)
{
	sigset_t copy;
	return libc_pthread_sigmask != NULL ? libc_pthread_sigmask(how, opened(how, set, &copy), before) : ENOSYS;
}

API int sigprocmask(int how, const sigset_t *set, sigset_t *before)
{
	sigset_t copy;
	if (libc_sigprocmask != NULL)
		return libc_sigprocmask(how, opened(how, set, &copy), before);
	errno = ENOSYS;
	return -1;
}
