/*
 * The executable that a DAW starts. It prepares what JavaScript would come too late for, then becomes Node (same pid).
 *
 * 1. File descriptors. DAWs start their hosts without closing anything: we inherit the DAW's own ends of our pipes and
 * those of every host started earlier. While one of them is open here, nobody sees the end of file when the DAW dies.
 * So the very first thing is to close all but stdio and the two announced ends. A command of somebody's keeps those
 * that it names (`render plugin /dev/fd/63 out.wav`).
 * 2. Environment. NODE_OPTIONS and its kin are the user's, for the user's programs; NODE_EXTRA_CA_CERTS alone triples
 * Node's start.
 * 3. exit() of plugins. libmaolan-exit.so is to be loaded before everything else (preload/exit.c).
 * 4. Node. A package may carry its own beside this executable. A DAW started from a desktop has no version manager's
 * Node in its PATH, so the one that built the host comes before PATH. Whether a Node is new enough, start.js checks.
 */
#include "close-range.h"
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* Bytes below which Node.js 20 does not start. */
#define ADDRESS_SPACE_MIN (800ull << 20)
/* As the host's own, see README. */
#define EXIT_LOAD_FAILED 6

/* Arguments 5 and 6 of every form that a DAW uses. "--log-level <level>" may stand anywhere and does not count. */
enum { ARGUMENT_DAW_TO_HOST = 5, ARGUMENT_HOST_TO_DAW = 6 };

static int fd_argument(int argc, char **argv, int number)
{
	int index = 1;
	for (; index < argc; index++) {
		if (strcmp(argv[index], "--log-level") == 0)
			index++; /* and its value */
		else if (--number == 0)
			break;
	}
	if (index >= argc)
		return -1;
	char *end;
	errno = 0;
	const long value = strtol(argv[index], &end, 10);
	return errno != 0 || end == argv[index] || *end != '\0' || value < 0 || value > INT_MAX ? -1 : (int)value;
}

static void close_range_or_each(unsigned first, unsigned last)
{
	if (first > last || close_fd_range(first, last, 0) == 0)
		return;
	const long open_max = sysconf(_SC_OPEN_MAX);
	for (unsigned fd = first; fd <= last && (long)fd < open_max; fd++)
		close((int)fd);
}

static void close_all_but(unsigned low, unsigned high)
{
	if (low > 3)
		close_range_or_each(3, low - 1);
	if (high > 3)
		close_range_or_each(low < 3 ? 3 : low + 1, high - 1);
	close_range_or_each(high < 3 ? 3 : high + 1, UINT_MAX);
}

/* The descriptors that the words name as /dev/fd/N stay, the smallest first; all others are closed. */
static void close_all_but_named(int argc, char **argv)
{
	unsigned first = 3;
	for (;;) {
		unsigned next = UINT_MAX;
		for (int i = 1; i < argc; i++) {
			unsigned fd;
			if (sscanf(argv[i], "/dev/fd/%u", &fd) == 1 && fd >= first && fd < next)
				next = fd;
		}
		if (next == UINT_MAX)
			break;
		if (next > first)
			close_range_or_each(first, next - 1);
		first = next + 1;
	}
	close_range_or_each(first, UINT_MAX);
}

static void close_inherited_fds(int argc, char **argv)
{
	const int a = fd_argument(argc, argv, ARGUMENT_DAW_TO_HOST);
	const int b = fd_argument(argc, argv, ARGUMENT_HOST_TO_DAW);
	/* Without two announced ends this is no DAW's call, or a wrong one: there is nothing to keep. */
	if (a < 0 || b < 0)
		close_all_but_named(argc, argv);
	else
		close_all_but((unsigned)(a < b ? a : b), (unsigned)(a < b ? b : a));
}

/* The host will want spare file descriptors with high numbers. The kernel's table of them grows at once while there is
   one thread; later, every thread has to be waited for: 10 ms. */
static void grow_fd_table(void)
{
	const int low = open("/", O_PATH | O_CLOEXEC);
	const int high = fcntl(low, F_DUPFD_CLOEXEC, 600);
	close(low);
	close(high);
}

static void clean_environment(void)
{
	unsetenv("NODE_EXTRA_CA_CERTS");
	unsetenv("NODE_OPTIONS");
	unsetenv("NODE_CHANNEL_FD");
	unsetenv("NODE_CHANNEL_SERIALIZATION_MODE");
	unsetenv("NODE_V8_COVERAGE");
	unsetenv("MAOLAN_RECOVERY_FD"); /* of a life before this one, and there is none */
}

/* Behind what the user has there. A path with a separator in it cannot be said; then exit() ends the process. */
static void preload(const char *library)
{
	const char *others = getenv("LD_PRELOAD");
	char *list = NULL;
	if (strpbrk(library, ": ") != NULL || access(library, R_OK) != 0)
		return;
	if (others == NULL || others[0] == '\0')
		setenv("LD_PRELOAD", library, 1);
	else if (asprintf(&list, "%s:%s", others, library) >= 0)
		setenv("LD_PRELOAD", list, 1);
	free(list);
}

/* Who started us: if that changes, the DAW has died. Node would ask too late. */
static void remember_parent(void)
{
	char text[16];
	snprintf(text, sizeof text, "%d", (int)getppid());
	setenv("MAOLAN_HOST_PARENT", text, 1);
}

/* The two names of the program stand for the two generations of hosts, whose command lines differ a little. */
static void remember_name(const char *name)
{
	setenv("MAOLAN_HOST_NAME", name, 1);
}

/* Node ends with a stack trace in a working directory that is not there any more, and no plugin needs it. */
static void leave_deleted_directory(void)
{
	char path[PATH_MAX];
	if (getcwd(path, sizeof path) == NULL && errno == ENOENT && chdir("/") != 0)
		perror("maolan-plugin-host: the working directory is gone, and / cannot be entered");
}

/* So does it where it cannot reserve its address space. Returns 0, or -1 with a sentence said. */
static int check_address_space(void)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur >= ADDRESS_SPACE_MIN)
		return 0;
	fprintf(stderr,
	    "maolan-plugin-host: the address space is limited to %llu MiB (ulimit -v), Node.js needs %llu; raise it\n",
	    (unsigned long long)limit.rlim_cur >> 20, ADDRESS_SPACE_MIN >> 20);
	return -1;
}

static void become_node(const char *node, char **arguments)
{
	if (node != NULL && node[0] != '\0')
		execvp(node, arguments); /* returns only if it failed */
}

int main(int argc, char **argv)
{
	close_inherited_fds(argc, argv);
	grow_fd_table();
	leave_deleted_directory();
	if (check_address_space() != 0)
		return EXIT_LOAD_FAILED;

	char program[PATH_MAX];
	const ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
	if (length < 0) {
		perror("maolan-plugin-host: /proc/self/exe cannot be read; is /proc mounted?");
		return 127;
	}
	program[length] = '\0';
	char name[PATH_MAX];
	snprintf(name, sizeof name, "%s", program);
	remember_name(basename(name));
	const char *folder = dirname(program);
	char script[PATH_MAX + 32], library[PATH_MAX + 32], own_node[PATH_MAX + 32];
	snprintf(script, sizeof script, "%s/lib/start.cjs", folder);
	snprintf(library, sizeof library, "%s/lib/libmaolan-exit.so", folder);
	snprintf(own_node, sizeof own_node, "%s/node", folder);

	/* argv[0], Node's option, the script, our arguments, NULL */
	char **arguments = calloc((size_t)argc + 4, sizeof *arguments);
	if (arguments == NULL)
		return 127;
	int count = 0;
	arguments[count++] = argc > 0 ? argv[0] : "maolan-plugin-host";
	arguments[count++] = "--v8-pool-size=1"; /* threads that compile: more would idle, each with a heap of its own */
	arguments[count++] = script;
	for (int i = 1; i < argc; i++)
		arguments[count++] = argv[i];

	clean_environment();
	preload(library);
	remember_parent();
	become_node(getenv("MAOLAN_NODE"), arguments);
	become_node(own_node, arguments);
	become_node(BUILD_NODE, arguments);
	become_node("node", arguments);
	fprintf(stderr,
	    "%s: no Node.js found (tried $MAOLAN_NODE, %s, " BUILD_NODE
	    " and PATH). Install Node 20 or newer, or set MAOLAN_NODE to its path.\n",
	    arguments[0], own_node);
	free(arguments);
	return 127;
}
