/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What plugins change on the main thread and in the process, restored after each of their calls.
 * Half a dozen system calls of 0.1 us each; what has no system call is looked at without one.
 */
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fp-mode.h"
#include "process.h"

static struct {
	bool are_known;
	uint64_t fp;
	char numeric[64];
	locale_t thread_locale;
	uint64_t mask;
	int directory_fd;
	dev_t device;
	ino_t directory;
} environment;

void environment_remember(void)
{
	struct stat status = {0};
	environment.fp = fp_mode_get();
	const char *numeric = setlocale(LC_NUMERIC, NULL);
	strncpy(environment.numeric, numeric != NULL ? numeric : "C", sizeof environment.numeric - 1);
	environment.thread_locale = uselocale((locale_t)0);
	syscall(SYS_rt_sigprocmask, SIG_BLOCK, NULL, &environment.mask, sizeof environment.mask);
	environment.directory_fd = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fstat(environment.directory_fd, &status) == 0) {
		environment.device = status.st_dev;
		environment.directory = status.st_ino;
	}
	environment.are_known = true;
}

static int32_t restore_fp(void)
{
	if (fp_mode_get() == environment.fp)
		return 0;
	fp_mode_set(environment.fp);
	return ENVIRONMENT_FP;
}

/* Numbers with commas break presets, ours and the plugin's. The rest of the locale is the toolkits' to choose. */
static int32_t restore_locale(void)
{
	const char *numeric = setlocale(LC_NUMERIC, NULL);
	const int is_same = numeric != NULL && strcmp(numeric, environment.numeric) == 0;
	const int is_same_thread = uselocale((locale_t)0) == environment.thread_locale;
	if (is_same && is_same_thread)
		return 0;
	if (!is_same)
		setlocale(LC_NUMERIC, environment.numeric);
	if (!is_same_thread)
		uselocale(environment.thread_locale);
	return ENVIRONMENT_LOCALE;
}

static int32_t restore_mask(void)
{
	uint64_t now = environment.mask;
	syscall(SYS_rt_sigprocmask, SIG_SETMASK, &environment.mask, &now, sizeof now);
	return now == environment.mask ? 0 : ENVIRONMENT_MASK;
}

static bool is_directory_ours(void)
{
	struct stat now;
	return environment.directory == 0 ||
	       (stat(".", &now) == 0 && now.st_ino == environment.directory && now.st_dev == environment.device);
}

static int32_t restore_directory(void)
{
	return !is_directory_ours() && fchdir(environment.directory_fd) == 0 ? ENVIRONMENT_DIRECTORY : 0;
}

bool environment_is_changed(void)
{
	return own_process.armed != 0 && !is_directory_ours();
}

int32_t recovery_restore_environment(void)
{
	if (!environment.are_known)
		return 0;
	return restore_fp() | restore_locale() | restore_mask() | restore_directory();
}

void environment_close(void)
{
	if (environment.are_known)
		close(environment.directory_fd);
}
