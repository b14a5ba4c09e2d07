/*
 * Acts as a plugin that crashes, or changes process attributes: each fault by its name, on the calling thread, on one
 * of its own or in a forked child; and a plugin whose process() does it.
 */
#include <fcntl.h>
#include <locale.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>
#include <xmmintrin.h>

#include "plugin.h"

#define API __attribute__((visibility("default")))

API void fault(const char *kind);
API void fault_on_thread(const char *kind, int32_t blocks_signals);
API int32_t fault_in_child(const char *kind);
API struct plugin *fault_plugin(const char *kind);
API void fault_misbehave(const char *what);

/* Of the C++ runtime: `throw 1`. */
void *__cxa_allocate_exception(size_t bytes);
_Noreturn void __cxa_throw(void *exception, void *type, void (*destroy)(void *));
extern void *_ZTIi;

static void bus(void)
{
	const int fd = memfd_create("short", MFD_CLOEXEC);
	volatile char *page = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
	(void)*page;
}

/* Every round touches its memory, so that none is left out. */
static int overflow(volatile char *outer)
{
	volatile char inner[4096];
	inner[0] = outer[0];
	return overflow(inner) + inner[0];
}

static void throw_int(void)
{
	int *exception = __cxa_allocate_exception(sizeof *exception);
	*exception = 1;
	__cxa_throw(exception, &_ZTIi, NULL);
}

static void spin(void)
{
	for (volatile int i = 0;; i++)
		;
}

/* Of a host's own: pipe ends and spares. */
static void exit_with_fds(void)
{
	int count = 0;
	for (int fd = 3; fd < 600; fd++)
		count += (fd < 5 || fd >= 500) && fcntl(fd, F_GETFD) >= 0;
	_exit(count);
}

static void exit_with_fds_of_program(void)
{
	_exit(WEXITSTATUS(system("ls /proc/$$/fd | grep -cxE '[34]|5..' | { read count; exit $count; }")));
}

/* The first time. */
static void block_signals(void)
{
	static int is_done;
	sigset_t all;
	sigfillset(&all);
	if (!is_done)
		pthread_sigmask(SIG_SETMASK, &all, NULL);
	is_done = 1;
}

void fault(const char *kind)
{
	volatile char start = 0;
	if (!strcmp(kind, "fds"))
		exit_with_fds();
	if (!strcmp(kind, "program"))
		exit_with_fds_of_program();
	if (!strcmp(kind, "block-signals"))
		block_signals();
	if (!strcmp(kind, "segv"))
		*(volatile int *)16 = 1;
	if (!strcmp(kind, "bus"))
		bus();
	if (!strcmp(kind, "fpe"))
		__asm__ volatile("divl %0" : : "r"(0), "a"(1), "d"(0));
	if (!strcmp(kind, "ill"))
		__asm__ volatile("ud2");
	if (!strcmp(kind, "trap"))
		__asm__ volatile("int3");
	if (!strcmp(kind, "sys"))
		raise(SIGSYS);
	if (!strcmp(kind, "abort"))
		abort();
	if (!strcmp(kind, "throw"))
		throw_int();
	if (!strcmp(kind, "exit"))
		exit(7);
	if (!strcmp(kind, "_exit"))
		_exit(7);
	if (!strcmp(kind, "_Exit"))
		_Exit(7);
	if (!strcmp(kind, "quick_exit"))
		quick_exit(7);
	if (!strcmp(kind, "overflow"))
		overflow(&start);
	if (!strcmp(kind, "spin"))
		spin();
	if (!strcmp(kind, "nap"))
		usleep(20000);
	if (!strcmp(kind, "sleep"))
		for (;;)
			pause();
}

static void *run(void *kind)
{
	fault(kind);
	return NULL;
}

void fault_on_thread(const char *kind, int32_t blocks_signals)
{
	sigset_t all, before;
	sigfillset(&all);
	if (blocks_signals)
		pthread_sigmask(SIG_SETMASK, &all, &before);
	pthread_t thread;
	pthread_create(&thread, NULL, run, (void *)(uintptr_t)kind);
	pthread_join(thread, NULL);
}

int32_t fault_in_child(const char *kind)
{
	const pid_t child = fork();
	if (child == 0) {
		fault(kind);
		raise(SIGKILL);
	}
	int status = 0;
	waitpid(child, &status, 0);
	return status;
}

static struct {
	struct plugin plugin; /* first member */
	char kind[16];
} faulting;

static int32_t process(struct plugin *plugin)
{
	(void)plugin;
	fault(faulting.kind);
	return PLUGIN_OK;
}

struct plugin *fault_plugin(const char *kind)
{
	faulting.plugin.process = process;
	strncpy(faulting.kind, kind, sizeof faulting.kind - 1);
	return &faulting.plugin;
}

static void close_fds(void)
{
	for (int fd = 3; fd <= 100; fd++)
		close(fd);
}

static void take_fds(void)
{
	close_fds();
	for (int i = 0; i < 20; i++)
		open("/dev/null", O_RDWR); /* the numbers have another meaning now */
}

static void change_scheduling(void)
{
	cpu_set_t one;
	CPU_ZERO(&one);
	CPU_SET(0, &one);
	sched_setaffinity(0, sizeof one, &one);
	setpriority(PRIO_PROCESS, 0, 5);
}

static void change_mask(void)
{
	uint64_t all = ~(uint64_t)0;
	syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, NULL, sizeof all);
}

/* Stand still for 4 s. */
static void stop(void)
{
	const pid_t self = getpid();
	if (fork() == 0) {
		sleep(4);
		kill(self, SIGCONT);
		_exit(0);
	}
	raise(SIGSTOP);
}

void fault_misbehave(const char *what)
{
	const struct itimerval soon = {{0, 0}, {1, 0}};
	if (strstr(what, "stop"))
		stop();
	if (strstr(what, "close"))
		close_fds();
	if (strstr(what, "take"))
		take_fds();
	if (strstr(what, "directory") && chdir("/") != 0)
		abort();
	if (strstr(what, "umask"))
		umask(0);
	if (strstr(what, "mask "))
		change_mask();
	if (strstr(what, "ignore"))
		signal(SIGUSR2, SIG_IGN);
	if (strstr(what, "handlers"))
		signal(SIGSEGV, SIG_DFL);
	if (strstr(what, "locale"))
		setlocale(LC_ALL, "fr_FR.UTF-8") != NULL ? (void)0 : (void)setlocale(LC_ALL, "C.UTF-8");
	if (strstr(what, "rounding"))
		_mm_setcsr(_mm_getcsr() | 0x6000);
	if (strstr(what, "traps"))
		_mm_setcsr(_mm_getcsr() & ~0x0200u);
	if (strstr(what, "scheduling"))
		change_scheduling();
	if (strstr(what, "timer"))
		setitimer(ITIMER_REAL, &soon, NULL);
	const struct rlimit limit = {100000, 200000};
	if (strstr(what, "rttime"))
		setrlimit(RLIMIT_RTTIME, &limit);
	if (strstr(what, "leak"))
		for (int i = 0; i < 10; i++)
			open("/dev/null", O_RDONLY);
}
