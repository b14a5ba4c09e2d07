/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Records how the process ends: fatal signals and exit(). The handlers only record, then the signal takes its default
 * effect. Plugins may install their own handlers; then the supervisor has only the kernel's wait status.
 *
 * SIGSEGV belongs to the engine, which uses it for WebAssembly; Node passes on faults that are not WebAssembly's.
 */
#include "../audio/observe.h"
#include "../audio/shared.h"
#include "../os/signals.h"
#include "crash-report.h"
#include "process.h"

#include <dlfcn.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "os.h"

/* node::RegisterSignalHandler(int, void (*)(int, siginfo_t *, void *), bool), part of Node's public interface. For
   SIGSEGV it only sets the function that Node's own handler calls for a fault outside WebAssembly. */
#define NODE_REGISTER "_ZN4node21RegisterSignalHandlerEiPFviP9siginfo_tPvEb"
typedef void (*node_register)(int signal, void (*handler)(int, siginfo_t *, void *), bool reset);

static void end_by_signal(int signal)
{
	struct sigaction normal = {.sa_handler = SIG_DFL};
	sigset_t mask;
	sigemptyset(&mask);
	sigaddset(&mask, signal);
	sigaction(signal, &normal, NULL);
	pthread_sigmask(SIG_UNBLOCK, &mask, NULL);
	syscall(SYS_tgkill, getpid(), (pid_t)syscall(SYS_gettid), signal);
}

static void on_fault(int signal, siginfo_t *info, void *context)
{
	/* Alert the supervisor first, so that it answers the DAW while the report is written. */
	crash_note(RECOVERY_SIGNAL, signal, crash_thread());
	if (own_process.armed != 0 && getpid() == own_process.armed)
		crash_report(signal, info, context);
	end_by_signal(signal);
}

/* Another use of this signal, by a plugin without a handler of its own, has its usual effect. */
static void on_hang(int signal, siginfo_t *info, void *context)
{
	(void)info;
	const struct audio_shared *shared = own_process.shared;
	if (shared == NULL || atomic_load(&shared->asks_hang) == 0)
		end_by_signal(signal);
	crash_report_hang(context);
	syscall(SYS_kill, getpid(), SIGKILL);
}

static void install_for_hangs(void)
{
	struct sigaction action = {.sa_sigaction = on_hang, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART};
	sigfillset(&action.sa_mask);
	sigaction(AUDIO_HANG_SIGNAL, &action, NULL);
}

static void install(int signal)
{
	struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESETHAND};
	sigemptyset(&action.sa_mask);
	sigaction(signal, &action, NULL);
}

static void install_behind_engine(void)
{
	node_register register_behind;
	*(void **)&register_behind = dlsym(RTLD_DEFAULT, NODE_REGISTER);
	struct sigaction engine;
	sigaction(SIGSEGV, NULL, &engine);
	if (register_behind == NULL || engine.sa_handler == SIG_DFL || engine.sa_handler == SIG_IGN) {
		install(SIGSEGV); /* not Node, or a Node that does not handle this signal */
		return;
	}
	register_behind(SIGSEGV, on_fault, false);
	sigaction(SIGSEGV, NULL, &engine);
	engine.sa_flags |= SA_ONSTACK | SA_SIGINFO;
	sigaction(SIGSEGV, &engine, NULL);
}

/* Skip the remaining exit handlers, which are not needed and may hang. An exit by the engine itself is intended: it
   comes from the main thread, outside plugin code. */
static void on_exit_called(int exit_code, void *unused)
{
	(void)unused;
	if (own_process.armed == 0 || getpid() != own_process.armed)
		return;
	const enum recovery_thread thread = crash_thread();
	if (thread == RECOVERY_MAIN && record_get(own_process.record, RECORD_PHASE) == RECOVERY_IDLE) {
		record_set(own_process.record, RECORD_INTENDED_END, 1);
		return;
	}
	crash_note(RECOVERY_EXIT, exit_code, thread);
	crash_report_exit();
	process_end(exit_code);
}

void handlers_install(void)
{
	crash_report_prepare();
	install_behind_engine();
	for (int i = 0; i < FAULT_SIGNALS; i++)
		if (fault_signals[i] != SIGSEGV)
			install(fault_signals[i]);
	install_for_hangs();
	on_exit(on_exit_called, NULL);
}
