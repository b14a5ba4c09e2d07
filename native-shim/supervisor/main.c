/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The executable that a DAW starts. It prepares what JavaScript would come too late for, then supervises a host process
 * (supervisor.h). For people it becomes Node at once, except to complete a word.
 *
 * 1. File descriptors. A closed stdin, stdout or stderr is opened, before something else gets its number. DAWs start
 * their hosts without closing anything: we inherit the DAW's own ends of our pipes and those of every host started
 * earlier. While one of them is open here, no one sees the end of file when the DAW ends. So the very first thing is to
 * close all but stdio and the two announced ends. A command of a user keeps those that it names (`render plugin
 * /dev/fd/63 out.wav`).
 * 2. Environment. NODE_OPTIONS and its kin are the user's, for the user's programs; NODE_EXTRA_CA_CERTS alone triples
 * Node's start.
 * 3. Node. A package may carry its own beside this executable. A DAW started from a desktop has no version manager's
 * Node in its PATH, so the one that built the host comes before PATH. Whether a Node is new enough, start.js checks.
 */
#include "close-range.h"
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../completion/completion.h"
#include "supervisor.h"

/* Node.js 20 with a small plugin does not start with less address space than this. */
#define ADDRESS_SPACE_MIN (1100ull << 20)
/* Under this name it serves only DAWs. */
#define ENGINE_NAME "maolan-engine-plugin-host"
/* Like the host's own; see README. */
#define EXIT_LOAD_FAILED 6

/* Arguments 5 and 6 of every form that a DAW uses. "--log-level <level>" may stand anywhere and does not count. */
enum { ARGUMENT_SEGMENT = 3, ARGUMENT_DAW_TO_HOST = 5, ARGUMENT_HOST_TO_DAW = 6 };
enum { ARGUMENTS_SHORT = 6, ARGUMENTS_LONG = 10 };

/* Returns 0 if there are fewer. */
static int argument_index(int argc, char **argv, int number)
{
	int index = 1;
	for (; index < argc; index++) {
		if (strcmp(argv[index], "--log-level") == 0)
			index++; /* and its value */
		else if (--number == 0)
			break;
	}
	return index < argc ? index : 0;
}

/* NULL if there are fewer. */
static const char *argument(int argc, char **argv, int number)
{
	const int index = argument_index(argc, argv, number);
	return index > 0 ? argv[index] : NULL;
}

static int fd_argument(int argc, char **argv, int number)
{
	const char *text = argument(argc, argv, number);
	if (text == NULL)
		return -1;
	char *end;
	errno = 0;
	const long value = strtol(text, &end, 10);
	return errno != 0 || end == text || *end != '\0' || value < 0 || value > INT_MAX ? -1 : (int)value;
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

/* Keep the descriptors that the arguments name as /dev/fd/N, the smallest first; close all others. */
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

static void open_stdio(void)
{
	int fd;
	do
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

/* What a person's command writes to a closed stdout is lost, and it has to learn that: /dev/null, but not for writing.
 */
static void refuse_output(void)
{
	const int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	dup2(fd, STDOUT_FILENO);
	close(fd);
}

static void close_inherited_fds(int argc, char **argv)
{
	const int a = fd_argument(argc, argv, ARGUMENT_DAW_TO_HOST);
	const int b = fd_argument(argc, argv, ARGUMENT_HOST_TO_DAW);
	/* Without two announced ends this is not a DAW's call, or an invalid one: nothing is kept. */
	if (a < 0 || b < 0)
		close_all_but_named(argc, argv);
	else
		close_all_but((unsigned)(a < b ? a : b), (unsigned)(a < b ? b : a));
}

static void clean_environment(void)
{
	unsetenv("NODE_EXTRA_CA_CERTS");
	unsetenv("NODE_OPTIONS");
	unsetenv("NODE_CHANNEL_FD");
	unsetenv("NODE_CHANNEL_SERIALIZATION_MODE");
	unsetenv("NODE_V8_COVERAGE");
	unsetenv("MAOLAN_RECOVERY_FD"); /* of an earlier supervisor */
}

/* Our parent: if it changes, the DAW has ended. Node would check too late. */
static void remember_parent(void)
{
	char text[16];
	snprintf(text, sizeof text, "%d", (int)getppid());
	setenv("MAOLAN_HOST_PARENT", text, 1);
}

/* The two names of the program denote the two generations of hosts, whose command lines differ a little. */
static void remember_name(const char *name)
{
	setenv("MAOLAN_HOST_NAME", name, 1);
}

/* In a deleted working directory Node ends with a stack trace, and no plugin needs that directory. */
static void leave_deleted_directory(void)
{
	char path[PATH_MAX];
	if (getcwd(path, sizeof path) == NULL && errno == ENOENT && chdir("/") != 0)
		perror("maolan-plugin-host: the working directory is gone, and / cannot be entered");
}

/* The same happens where it cannot reserve its address space. Returns 0, or -1 after printing a sentence. */
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

static bool is_pipe(int fd)
{
	struct stat status;
	return fd >= 0 && fstat(fd, &status) == 0 && (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode));
}

/* The arguments of a DAW: format, plugin, segment, id, two pipe ends, and four numbers for some formats. */
static bool is_daw(int argc, char **argv)
{
	int count = 0;
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--log-level") == 0)
			i++;
		else
			count++;
	}
	return (count == ARGUMENTS_SHORT || count == ARGUMENTS_LONG) &&
	       is_pipe(fd_argument(argc, argv, ARGUMENT_DAW_TO_HOST)) &&
	       is_pipe(fd_argument(argc, argv, ARGUMENT_HOST_TO_DAW));
}

int main(int argc, char **argv)
{
	const bool has_stdout = fcntl(STDOUT_FILENO, F_GETFD) >= 0;
	open_stdio();
	close_inherited_fds(argc, argv);
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
	const char *own_name = basename(name);
	remember_name(own_name);
	const char *folder = dirname(program);
	if (argc > 1 && strcmp(argv[1], "--complete") == 0 && strcmp(own_name, ENGINE_NAME) != 0)
		return complete(argc - 2, argv + 2, folder);
	char script[PATH_MAX + 32], own_node[PATH_MAX + 32];
	snprintf(script, sizeof script, "%s/lib/start.cjs", folder);
	snprintf(own_node, sizeof own_node, "%s/node", folder);

	/* argv[0], Node's option, the script, our arguments, NULL */
	char **arguments = calloc((size_t)argc + 4, sizeof *arguments);
	if (arguments == NULL)
		return 127;
	int count = 0;
	arguments[count++] = argc > 0 ? argv[0] : "maolan-plugin-host";
	arguments[count++] = "--v8-pool-size=1"; /* threads that compile: more would idle, each with its own heap */
	arguments[count++] = script;
	for (int i = 1; i < argc; i++)
		arguments[count++] = argv[i];

	clean_environment();
	remember_parent();
	use_own_node(own_node);
	supervisor.wake_argument = argument_index(argc, argv, ARGUMENT_DAW_TO_HOST) + SUPERVISOR_SCRIPT;
	supervisor.reply_argument = argument_index(argc, argv, ARGUMENT_HOST_TO_DAW) + SUPERVISOR_SCRIPT;
	if (is_daw(argc, argv))
		supervise(arguments, fd_argument(argc, argv, ARGUMENT_DAW_TO_HOST),
		    fd_argument(argc, argv, ARGUMENT_HOST_TO_DAW), argument(argc, argv, ARGUMENT_SEGMENT));
	if (!has_stdout)
		refuse_output();
	become_node(arguments);
	say_no_node(arguments[0]);
	free(arguments);
	return 127;
}
