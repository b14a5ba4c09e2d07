/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Records why the process is about to end, and alerts the supervisor. Async-signal-safe, on any thread, in a process
 * whose memory may be corrupted: it uses only system calls and stores.
 */
#include "process.h"

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../audio/observe.h"
#include "os.h"

static struct record no_file;
struct own_process own_process = {.record = &no_file, .fd = -1, .link_fd = -1};

enum recovery_thread crash_thread(void)
{
	const pid_t self = (pid_t)syscall(SYS_gettid);
	if (self == getpid())
		return RECOVERY_MAIN;
	return self == audio_thread_id() ? RECOVERY_AUDIO : RECOVERY_OTHER;
}

void call_supervisor(void)
{
	const int saved = errno;
	if (own_process.link_fd >= 0 && write(own_process.link_fd, "", 1) < 0)
		errno = saved; /* the supervisor notices the end anyway, a little later */
}

void crash_note(enum recovery_cause cause, int32_t detail, enum recovery_thread thread)
{
	if (own_process.armed == 0 || getpid() != own_process.armed)
		return;
	struct record *record = own_process.record;
	record_set_once(record, RECORD_NOTED_MS, clock_ms());
	record_set_once(record, RECORD_NOTED, RECORD_NOTE(cause, thread, detail & 0xff));
	audio_let_go();
	call_supervisor();
}
