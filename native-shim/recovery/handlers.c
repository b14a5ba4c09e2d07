/*
 * What notices that plugin code dies: signals, and exit().
 *
 * SIGSEGV belongs to the engine, which has a use for it in WebAssembly; Node passes on what is not that. The others are
 * ours alone.
 */
#include "../os/signals.h"
#include "life.h"

#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

/* node::RegisterSignalHandler(int, void (*)(int, siginfo_t *, void *), bool), part of Node's public interface. For
   SIGSEGV it only notes whom Node's own handler shall ask when a fault is not WebAssembly's. */
#define NODE_REGISTER "_ZN4node21RegisterSignalHandlerEiPFviP9siginfo_tPvEb"
typedef void (*node_register)(int signal, void (*handler)(int, siginfo_t *, void *), bool reset);

static struct {
	const void *start, *end;
} host_code[2]; /* Node, and where it is a program and a library, its library */

static void die_of(int signal)
{
	struct sigaction normal = {.sa_handler = SIG_DFL};
	sigaction(signal, &normal, NULL);
	syscall(SYS_tgkill, getpid(), (pid_t)syscall(SYS_gettid), signal);
}

static void on_fatal(int signal, siginfo_t *info, void *context)
{
	(void)info;
	(void)context;
	/* Nothing may come between but another fault of our own. */
	sigset_t blocked;
	sigfillset(&blocked);
	for (int i = 0; i < FAULT_SIGNALS; i++)
		sigdelset(&blocked, fault_signals[i]);
	pthread_sigmask(SIG_SETMASK, &blocked, NULL);
	if (life.armed != 0 && getpid() == life.armed)
		life_end(RECOVERY_SIGNAL, signal, life_thread());
	die_of(signal);
}

static void install(int signal)
{
	struct sigaction action = {.sa_sigaction = on_fatal, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
	sigfillset(&action.sa_mask);
	for (int i = 0; i < FAULT_SIGNALS; i++)
		sigdelset(&action.sa_mask, fault_signals[i]);
	sigaction(signal, &action, NULL);
}

static node_register find_node(void)
{
	node_register function;
	*(void **)&function = dlsym(RTLD_DEFAULT, NODE_REGISTER);
	return function;
}

static void install_behind_engine(void)
{
	const node_register register_behind = find_node();
	struct sigaction engine;
	sigaction(SIGSEGV, NULL, &engine);
	if (register_behind == NULL || engine.sa_handler == SIG_DFL || engine.sa_handler == SIG_IGN) {
		install(SIGSEGV); /* no Node, or one that was told to do without the signal */
		return;
	}
	register_behind(SIGSEGV, on_fatal, false);
	sigaction(SIGSEGV, NULL, &engine);
	engine.sa_flags |= SA_ONSTACK | SA_SIGINFO;
	sigaction(SIGSEGV, &engine, NULL);
}

/* ---- exit ---- */

/* The program itself, which comes first, and the object that Node's function is in. */
static int note_object(struct dl_phdr_info *object, size_t bytes, void *node)
{
	(void)bytes;
	uintptr_t start = UINTPTR_MAX, end = 0;
	for (int i = 0; i < object->dlpi_phnum; i++) {
		if (object->dlpi_phdr[i].p_type != PT_LOAD)
			continue;
		const uintptr_t from = object->dlpi_addr + object->dlpi_phdr[i].p_vaddr;
		start = from < start ? from : start;
		end = from + object->dlpi_phdr[i].p_memsz > end ? from + object->dlpi_phdr[i].p_memsz : end;
	}
	const int is_program = host_code[0].end == NULL;
	const int has_node = (uintptr_t)node >= start && (uintptr_t)node < end;
	if (is_program || has_node) {
		host_code[is_program ? 0 : 1].start = (const void *)start;
		host_code[is_program ? 0 : 1].end = (const void *)end;
	}
	return has_node;
}

/* Called by preload/exit.c before the process ends by exit and the like. */
static void on_exit_called(int exit_code, const void *caller)
{
	if (life.armed == 0 || getpid() != life.armed)
		return;
	for (int i = 0; i < 2; i++)
		if (caller >= host_code[i].start && caller < host_code[i].end) {
			life_disarm(); /* Node ends: what dies from here on may do so */
			return;
		}
	life_end(RECOVERY_EXIT, exit_code, life_thread());
}

static void catch_exit(void)
{
	void (*set_hook)(void (*)(int, const void *));
	*(void **)&set_hook = dlsym(RTLD_DEFAULT, "maolan_exit_set_hook");
	if (set_hook == NULL)
		return;
	const node_register node = find_node();
	dl_iterate_phdr(note_object, *(void *const *)&node);
	set_hook(on_exit_called);
}

int32_t recovery_arm(void)
{
	if (life.fd < 0)
		return -ENOTSUP;
	if (life.armed != 0)
		return 0;
	const int32_t error = recovery_enter_thread();
	if (error < 0)
		return error;
	install_behind_engine();
	for (int i = 0; i < FAULT_SIGNALS; i++)
		if (fault_signals[i] != SIGSEGV)
			install(fault_signals[i]);
	catch_exit();
	manners_remember();
	life.armed = getpid();
	return 0;
}
