/* SPDX-License-Identifier: BSD-2-Clause */
/* Checks in a separate process whether a bundle contains a plugin. */
#include "world-ask.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "message.h"

#define RESULT_FD 3
#define LIMIT_MS 3000
#define ANSWER_BYTES_MAX (4u << 20)

extern char **environ;

struct answer {
	char *text; /* JSON, one plugin per line */
	size_t bytes;
	bool whole;
};

/* In this library's folder. */
static bool find_scanner(char path[PATH_MAX])
{
	Dl_info info;
	if (!dladdr((void *)world_ask, &info) || !info.dli_fname)
		return false;
	const char *slash = strrchr(info.dli_fname, '/');
	const int folder = slash ? (int)(slash - info.dli_fname) : 1;
	const int length = snprintf(path, PATH_MAX, "%.*s/maolan-plugin-scanner", folder, slash ? info.dli_fname : ".");
	return length < PATH_MAX && access(path, X_OK) == 0;
}

static pid_t start(const char *scanner, const char *bundle, int result)
{
	char *const arguments[] = {"maolan-plugin-scanner", "lv2", "0", (char *)bundle, NULL};
	posix_spawn_file_actions_t actions;
	pid_t pid = -1;
	if (posix_spawn_file_actions_init(&actions) != 0)
		return -1;
	/* dup2 clears the close-on-exec flag, even if the descriptor is 3 already */
	posix_spawn_file_actions_adddup2(&actions, result, RESULT_FD);
	if (posix_spawn(&pid, scanner, &actions, NULL, arguments, environ) != 0)
		pid = -1;
	posix_spawn_file_actions_destroy(&actions);
	return pid;
}

static long now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Reads until the process has closed its end. */
static void read_answer(int fd, struct answer *answer)
{
	const long end = now_ms() + LIMIT_MS;
	while (answer->bytes < ANSWER_BYTES_MAX) {
		struct pollfd item = {.fd = fd, .events = POLLIN};
		const long left = end - now_ms();
		if (left <= 0 || poll(&item, 1, (int)left) <= 0)
			return;
		const ssize_t bytes = read(fd, answer->text + answer->bytes, ANSWER_BYTES_MAX - answer->bytes);
		if (bytes <= 0)
			break;
		answer->bytes += (size_t)bytes;
	}
	answer->whole = memmem(answer->text, answer->bytes, "{\"found\":", 9) != NULL;
}

static void ask(const char *scanner, const char *bundle, struct answer *answer)
{
	int ends[2];
	if (pipe2(ends, O_CLOEXEC) != 0)
		return;
	const pid_t pid = start(scanner, bundle, ends[1]);
	close(ends[1]);
	if (pid > 0) {
		read_answer(ends[0], answer);
		kill(-pid, SIGKILL); /* its process group, if it has created one */
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
	close(ends[0]);
}

static bool names(const struct answer *answer, const char *uri)
{
	char *line = NULL;
	const int length = asprintf(&line, "\"uri\":\"%s\"", uri);
	const bool found = length > 0 && memmem(answer->text, answer->bytes, line, (size_t)length) != NULL;
	if (length > 0)
		free(line);
	return found;
}

bool world_ask(const char *bundle, const char *uri)
{
	char scanner[PATH_MAX];
	if (!find_scanner(scanner))
		return true;
	struct answer answer = {.text = malloc(ANSWER_BYTES_MAX)};
	if (!answer.text)
		return false;
	ask(scanner, bundle, &answer);
	if (!answer.whole)
		log_text("LV2: the bundle %s was asked for its plugins, and crashed or did not answer; it is left out", bundle);
	const bool has = answer.whole && names(&answer, uri);
	free(answer.text);
	return has;
}
