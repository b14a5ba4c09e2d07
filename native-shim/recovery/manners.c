/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What plugins leave changed behind them on the main thread, and in the process: put back after each of their calls.
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
} manners;

void manners_remember(void)
{
	struct stat status = {0};
	manners.fp = fp_mode_get();
	const char *numeric = setlocale(LC_NUMERIC, NULL);
	strncpy(manners.numeric, numeric != NULL ? numeric : "C", sizeof manners.numeric - 1);
	manners.thread_locale = uselocale((locale_t)0);
	syscall(SYS_rt_sigprocmask, SIG_BLOCK, NULL, &manners.mask, sizeof manners.mask);
	manners.directory_fd = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fstat(manners.directory_fd, &status) == 0) {
		manners.device = status.st_dev;
		manners.directory = status.st_ino;
	}
	manners.are_known = true;
}

static int32_t restore_fp(void)
{
	if (fp_mode_get() == manners.fp)
		return 0;
	fp_mode_set(manners.fp);
	return MANNERS_FP;
}

/* Numbers with commas break presets, ours and the plugin's. The rest of the locale is the toolkits' to choose. */
static int32_t restore_locale(void)
{
	const char *numeric = setlocale(LC_NUMERIC, NULL);
	const int is_same = numeric != NULL && strcmp(numeric, manners.numeric) == 0;
	const int is_same_thread = uselocale((locale_t)0) == manners.thread_locale;
	if (is_same && is_same_thread)
		return 0;
	if (!is_same)
		setlocale(LC_NUMERIC, manners.numeric);
	if (!is_same_thread)
		uselocale(manners.thread_locale);
	return MANNERS_LOCALE;
}

static int32_t restore_mask(void)
{
	uint64_t now = manners.mask;
	syscall(SYS_rt_sigprocmask, SIG_SETMASK, &manners.mask, &now, sizeof now);
	return now == manners.mask ? 0 : MANNERS_MASK;
}

static bool is_directory_ours(void)
{
	struct stat now;
	return manners.directory == 0 ||
	       (stat(".", &now) == 0 && now.st_ino == manners.directory && now.st_dev == manners.device);
}

static int32_t restore_directory(void)
{
	return !is_directory_ours() && fchdir(manners.directory_fd) == 0 ? MANNERS_DIRECTORY : 0;
}

bool manners_are_off(void)
{
	return own_process.armed != 0 && !is_directory_ours();
}

int32_t recovery_restore_manners(void)
{
	if (!manners.are_known)
		return 0;
	return restore_fp() | restore_locale() | restore_mask() | restore_directory();
}

void manners_close(void)
{
	if (manners.are_known)
		close(manners.directory_fd);
}
