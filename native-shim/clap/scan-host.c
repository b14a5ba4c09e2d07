/* SPDX-License-Identifier: BSD-2-Clause */
/* A clap_host that grants what plugins need while they are scanned, and does nothing. */
#include "scan-host.h"

#include <pthread.h>
#include <string.h>

static void ignore(const clap_host_t *host)
{
	(void)host;
}

/* ---- clap.timer-support, clap.posix-fd-support: granted, but never called back ---- */

static bool register_timer(const clap_host_t *host, uint32_t period_ms, clap_id *timer)
{
	static clap_id timers;
	(void)host, (void)period_ms;
	*timer = ++timers;
	return true;
}

static bool unregister_timer(const clap_host_t *host, clap_id timer)
{
	(void)host, (void)timer;
	return true;
}

static bool register_fd(const clap_host_t *host, int fd, uint32_t flags)
{
	(void)host, (void)fd, (void)flags;
	return true;
}

static bool unregister_fd(const clap_host_t *host, int fd)
{
	(void)host, (void)fd;
	return true;
}

static const clap_host_timer_support_t timer_support = {register_timer, unregister_timer};
static const struct clap_host_posix_fd_support fd_support = {register_fd, register_fd, unregister_fd};

/* ---- clap.gui: there is no window ---- */

static bool refuse_size(const clap_host_t *host, uint32_t width, uint32_t height)
{
	(void)host, (void)width, (void)height;
	return false;
}

static bool refuse(const clap_host_t *host)
{
	(void)host;
	return false;
}

static void ignore_closed(const clap_host_t *host, bool was_destroyed)
{
	(void)host, (void)was_destroyed;
}

static const clap_host_gui_t gui = {ignore, refuse_size, refuse, refuse, ignore_closed};

/* ---- clap.thread-check: the plugin is scanned on the main thread, and never processes ---- */

static pthread_t main_thread;

__attribute__((constructor)) static void note_main_thread(void)
{
	main_thread = pthread_self();
}

static bool is_main_thread(const clap_host_t *host)
{
	(void)host;
	return pthread_equal(pthread_self(), main_thread);
}

static const clap_host_thread_check_t thread_check = {is_main_thread, refuse};

/* ---- clap.params, clap.state, clap.latency, clap.log ---- */

static void ignore_rescan(const clap_host_t *host, clap_param_rescan_flags flags)
{
	(void)host, (void)flags;
}

static void ignore_clear(const clap_host_t *host, clap_id id, clap_param_clear_flags flags)
{
	(void)host, (void)id, (void)flags;
}

static void ignore_log(const clap_host_t *host, int32_t severity, const char *text)
{
	(void)host, (void)severity, (void)text;
}

static const clap_host_params_t params = {ignore_rescan, ignore_clear, ignore};
static const clap_host_state_t state = {ignore};
static const clap_host_latency_t latency = {ignore};
static const struct clap_host_log log = {ignore_log};

/* ---- all ---- */

static const void *get_extension(const clap_host_t *host, const char *id)
{
	static const struct {
		const char *id;
		const void *extension;
	} all[] = {{CLAP_EXT_TIMER_SUPPORT, &timer_support}, {CLAP_EXT_POSIX_FD_SUPPORT, &fd_support}, {CLAP_EXT_GUI, &gui},
	    {CLAP_EXT_THREAD_CHECK, &thread_check}, {CLAP_EXT_PARAMS, &params}, {CLAP_EXT_STATE, &state},
	    {CLAP_EXT_LATENCY, &latency}, {CLAP_EXT_LOG, &log}};
	(void)host;
	for (size_t i = 0; id && i < sizeof(all) / sizeof(all[0]); i++)
		if (strcmp(all[i].id, id) == 0)
			return all[i].extension;
	return NULL;
}

const clap_host_t scan_host = {
    .clap_version = CLAP_HOST_VERSION,
    .name = "Maolan",
    .vendor = "",
    .url = "",
    .version = "1",
    .get_extension = get_extension,
    .request_restart = ignore,
    .request_process = ignore,
    .request_callback = ignore,
};
