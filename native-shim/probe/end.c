/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Records how the plugin ends the process, and where on the main thread it was. Recovery is off while a probe runs, so
 * fatal signals are free to use; SIGSEGV goes to the engine first, which calls the next registered handler.
 */
#include <dlfcn.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "environment.h"
#include "record.h"
#include "recovery.h"

/* See recovery/handlers.c. */
#define NODE_REGISTER "_ZN4node21RegisterSignalHandlerEiPFviP9siginfo_tPvEb"
typedef void (*node_register)(int signal, void (*handler)(int, siginfo_t *, void *), bool reset);

enum { STACK_BYTES = 65536 };

static const int fatal[] = {SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP};
static pid_t process_id;
static struct owned owned;
static uint32_t file_mask; /* at the beginning */
static char stack[STACK_BYTES];

bool record_is_of_this_process(void)
{
	return record != NULL && getpid() == process_id;
}

static void note_end(uint32_t cause, uint32_t detail)
{
	if (!record_is_of_this_process() || record_get(PROBE_END_CAUSE) != 0)
		return;
	const bool is_main = (pid_t)syscall(SYS_gettid) == process_id;
	record_set(PROBE_END_SIGNAL, detail);
	record_set(PROBE_END_THREAD, is_main ? RECOVERY_MAIN : inside ? RECOVERY_AUDIO : RECOVERY_OTHER);
	record_set(PROBE_END_PHASE, record_get(PROBE_PHASE));
	record_set(PROBE_END_CAUSE, cause);
	inside = 0;
	record_calls(PROBE_TEXT_END);
}

static void on_fatal(int signal, siginfo_t *info, void *context)
{
	(void)context;
	/* The tester aborts the process because the audio thread hangs: pass the signal on to that thread. */
	const pid_t audio = (pid_t)record_get(PROBE_AUDIO_THREAD);
	if (signal == SIGABRT && info->si_code == SI_USER && record_get(PROBE_PROCESSING) != 0 &&
	    (pid_t)syscall(SYS_gettid) != audio && record_get(PROBE_END_CAUSE) == 0) {
		syscall(SYS_tgkill, getpid(), audio, SIGABRT);
		return;
	}
	struct sigaction normal = {.sa_handler = SIG_DFL};
	sigaction(signal, &normal, NULL);
	note_end(RECOVERY_SIGNAL, (uint32_t)signal);
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, signal);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	syscall(SYS_tgkill, getpid(), (pid_t)syscall(SYS_gettid), signal);
}

static void catch_signals(void)
{
	const stack_t own = {.ss_sp = stack, .ss_size = sizeof stack};
	stack_t now;
	if (sigaltstack(NULL, &now) == 0 && (now.ss_flags & SS_DISABLE) != 0)
		sigaltstack(&own, NULL);
	struct sigaction action = {.sa_sigaction = on_fatal, .sa_flags = SA_SIGINFO | SA_ONSTACK};
	for (size_t i = 0; i < sizeof fatal / sizeof fatal[0]; i++)
		sigaction(fatal[i], &action, NULL);
	node_register behind;
	struct sigaction engine;
	*(void **)&behind = dlsym(RTLD_DEFAULT, NODE_REGISTER);
	sigaction(SIGSEGV, NULL, &engine);
	if (behind == NULL || engine.sa_handler == SIG_DFL || engine.sa_handler == SIG_IGN) {
		sigaction(SIGSEGV, &action, NULL);
		return;
	}
	behind(SIGSEGV, on_fatal, false);
	sigaction(SIGSEGV, NULL, &engine);
	engine.sa_flags |= SA_ONSTACK | SA_SIGINFO;
	sigaction(SIGSEGV, &engine, NULL);
}

/* Only while plugin code runs; at other times the host itself exits. */
static void note_exit(int exit_code)
{
	if (record_is_of_this_process() && (record_get(PROBE_PHASE) != RECOVERY_IDLE || inside))
		note_end(RECOVERY_EXIT, (uint32_t)exit_code);
}

/* exit, and what calls it within libc. */
static void on_exit_called(int exit_code, void *unused)
{
	(void)unused;
	note_exit(exit_code);
}

#define DEFINE_EXIT(name)                                                                                              \
	__attribute__((visibility("default"), noreturn)) void name(int exit_code)                                          \
	{                                                                                                                  \
		note_exit(exit_code);                                                                                          \
		for (;;)                                                                                                       \
			syscall(SYS_exit_group, exit_code);                                                                        \
	}
DEFINE_EXIT(_exit)
DEFINE_EXIT(_Exit)

int32_t probe_begin(void)
{
	if (record == NULL)
		return -1;
	process_id = getpid();
	file_mask = environment_file_mask();
	catch_signals();
	on_exit(on_exit_called, NULL);
	return 0;
}

int32_t probe_enter(int32_t phase)
{
	if (record == NULL)
		return RECOVERY_IDLE;
	const int32_t before = (int32_t)record_get(PROBE_PHASE);
	if (before == RECOVERY_IDLE) {
		memset(&owned, 0, sizeof owned);
		environment_note(&owned);
	}
	record_set(PROBE_PHASE, (uint32_t)phase);
	return before;
}

void probe_leave(int32_t before)
{
	if (record == NULL)
		return;
	const uint32_t phase = record_get(PROBE_PHASE);
	record_set(PROBE_PHASE, (uint32_t)before);
	if (before != RECOVERY_IDLE)
		return;
	uint32_t changed = environment_changed(&owned);
	if (environment_file_mask() != file_mask)
		changed |= PROBE_CHANGE_UMASK;
	if (changed != 0 && record_get(PROBE_CHANGED_MAIN) == 0)
		record_set(PROBE_CHANGED_PHASE, phase);
	record_set(PROBE_CHANGED_MAIN, record_get(PROBE_CHANGED_MAIN) | changed);
}
