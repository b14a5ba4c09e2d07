/* SPDX-License-Identifier: BSD-2-Clause */
/* Compares process settings before and after each call into a plugin. Changes are reported, not restored, since this is
   a test. */
#include "environment.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fp-mode.h"
#include "record.h"

uint32_t environment_file_mask(void)
{
	char text[1024];
	const int fd = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
	const ssize_t bytes = fd >= 0 ? read(fd, text, sizeof text - 1) : 0;
	if (fd >= 0)
		close(fd);
	text[bytes > 0 ? bytes : 0] = '\0';
	const char *line = strstr(text, "\nUmask:");
	return line != NULL ? (uint32_t)strtoul(line + sizeof "\nUmask:" - 1, NULL, 8) : 0;
}

static void note_thread(struct owned *owned)
{
	owned->fp = fp_mode_get();
	owned->thread_locale = uselocale((locale_t)0);
	pthread_sigmask(SIG_SETMASK, NULL, &owned->mask);
}

static uint32_t changed_thread(const struct owned *owned, const struct owned *now)
{
	uint32_t changed = now->fp != owned->fp ? PROBE_CHANGE_FP : 0;
	if (changed != 0 && record_get(PROBE_FP_AFTER) == 0) {
		record_set(PROBE_FP_BEFORE, (uint32_t)owned->fp);
		record_set(PROBE_FP_AFTER, (uint32_t)now->fp);
	}
	if (now->thread_locale != owned->thread_locale)
		changed |= PROBE_CHANGE_LOCALE;
	for (int i = 1; i < NSIG; i++)
		if (sigismember(&now->mask, i) != sigismember(&owned->mask, i))
			changed |= PROBE_CHANGE_MASK;
	return changed;
}

/* Those of crashes, and those that a host depends on. */
static const int watched[PROBE_SIGNALS] = {
    SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS, SIGTRAP, SIGPIPE, SIGCHLD, SIGINT, SIGTERM, SIGHUP};

void environment_note(struct owned *owned)
{
	note_thread(owned);
	const char *locale = setlocale(LC_ALL, NULL);
	strncpy(owned->locale, locale != NULL ? locale : "", sizeof owned->locale - 1);
	if (getcwd(owned->directory, sizeof owned->directory) == NULL)
		owned->directory[0] = '\0';
	for (int i = 0; i < PROBE_SIGNALS; i++) {
		struct sigaction action = {0};
		sigaction(watched[i], NULL, &action);
		owned->handlers[i] = watched[i] == SIGSYS ? SIG_DFL : action.sa_handler; /* SIGSYS is the probe's own */
	}
}

uint32_t environment_changed(const struct owned *owned)
{
	struct owned now;
	memset(&now, 0, sizeof now);
	environment_note(&now);
	uint32_t changed = changed_thread(owned, &now);
	if (strcmp(now.locale, owned->locale) != 0)
		changed |= PROBE_CHANGE_LOCALE;
	if (strcmp(now.directory, owned->directory) != 0)
		changed |= PROBE_CHANGE_DIRECTORY;
	if (memcmp(now.handlers, owned->handlers, sizeof now.handlers) != 0)
		changed |= PROBE_CHANGE_HANDLERS;
	return changed;
}
