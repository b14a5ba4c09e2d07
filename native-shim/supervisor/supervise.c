/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The supervisor's loop: prepare the record, start the host process, and wait for events: its exit or its call, a
 * timer, and, while no other process owns the pipes, the DAW.
 */
#include "supervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "../os/clock.h"
#include "zygote.h"

#define NOEXEC_SEAL 8u /* MFD_NOEXEC_SEAL, since Linux 6.3; some systems require it */
/* A DAW waits 2 s for its host to exit, then kills it; no one waits for an orphan. */
#define LEAVE_MS 2000
#define LOCK_MS 4u
/* A process that has noted its exit is about to exit. */
#define LAST_OUTPUT_MS 200u

struct supervisor supervisor = {.segment_fd = -1, .record_fd = -1, .link_fd = -1, .events_fd = -1};

static int child_fd = -1;

void supervisor_say(const char *text)
{
	struct pollfd item = {.fd = STDERR_FILENO, .events = POLLOUT};
	if (poll(&item, 1, 0) == 1 && write(STDERR_FILENO, text, strlen(text)) < 0)
		return; /* no reader */
}

/* ---- the record ---- */

/* Sealed, so that no access to its mapping can fail. -1 also where RLIMIT_FSIZE forbids such a file. */
static int make_file(void)
{
	void (*const of_size)(int) = signal(SIGXFSZ, SIG_IGN);
	int fd = memfd_create("maolan-recovery", MFD_CLOEXEC | MFD_ALLOW_SEALING | NOEXEC_SEAL);
	if (fd < 0)
		fd = memfd_create("maolan-recovery", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (fd >= 0 &&
	    (ftruncate(fd, RECORD_FILE_BYTES) != 0 || fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW) != 0)) {
		close(fd);
		fd = -1;
	}
	signal(SIGXFSZ, of_size);
	return fd;
}

/* Map it at a multiple of RECORD_ALIGNMENT. */
static void *map(size_t at, size_t bytes)
{
	uint8_t *area = mmap(NULL, bytes + RECORD_ALIGNMENT, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (area == MAP_FAILED)
		return NULL;
	uint8_t *place = area + -(uintptr_t)area % RECORD_ALIGNMENT;
	const int flags = MAP_SHARED | MAP_FIXED;
	return mmap(place, bytes, PROT_READ | PROT_WRITE, flags, supervisor.record_fd, (off_t)at) == MAP_FAILED ? NULL
	                                                                                                        : place;
}

static bool make_record(void)
{
	supervisor.record_fd = make_file();
	if (supervisor.record_fd < 0)
		return false;
	supervisor.record = map(0, RECORD_PAGE_BYTES);
	supervisor.shared = map(RECORD_SHARED_AT, sizeof *supervisor.shared);
	supervisor.core_memory = map(RECORD_CORE_AT, CORE_MEMORY_BYTES);
	supervisor.reports = map(RECORD_NOTE_AT, sizeof *supervisor.reports);
	if (supervisor.record == NULL || supervisor.shared == NULL || supervisor.core_memory == NULL ||
	    supervisor.reports == NULL)
		return false;
	record_clear(supervisor.record);
	const char *choice = getenv("MAOLAN_RECOVERY");
	supervisor.words[RECORD_IS_ON] = choice == NULL || strcmp(choice, "0") != 0;
	answer_init();
	return true;
}

static void say_no_recovery(void)
{
	char line[256];
	snprintf(line, sizeof line,
	    "[plugin-host] There is no recovery, a crash ends this host: %u MiB of memory cannot be reserved as a file "
	    "(raise ulimit -f, or see whether memory is short)\n",
	    (unsigned)(RECORD_FILE_BYTES >> 20));
	supervisor_say(line);
}

/* ---- events ---- */

static bool make_events(void)
{
	sigset_t child;
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child, NULL);
	child_fd = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
	return events_open() && events_watch(child_fd) && idle_init();
}

/* ---- the DAW ---- */

void supervisor_leave(void)
{
	supervisor.is_leaving = true;
	if (supervisor.host == 0)
		end_now(0);
	idle_end();
	host_kill();
}

/* The host process was killed, but the kernel does not report its end: it ends with this process. */
static void leave_anyway(void)
{
	static int leaving_ms;
	leaving_ms += supervisor.is_leaving ? SUPERVISOR_TICK_MS : 0;
	if (leaving_ms > LEAVE_MS)
		end_now(0);
}

/* The host process exits when the DAW closes its pipe, unless other processes have inherited it or a plugin hangs. */
static void look_after_daw(void)
{
	static int gone_ms;
	if (getppid() == supervisor.daw)
		return;
	atomic_store(&supervisor.shared->daw_is_gone, 1);
	gone_ms += SUPERVISOR_TICK_MS;
	if (gone_ms > LEAVE_MS || supervisor.answers)
		supervisor_leave();
}

/* ---- the host process ---- */

static bool has_audio_thread(void)
{
	return supervisor.words[RECORD_IS_ON] && record_get(supervisor.record, RECORD_IS_ARMED);
}

/* A process that is ending has ended before the second tick from now. */
#define END_TICKS 2u

/* A thread that ends releases the pipes within a moment. A thread that becomes another program never releases them: the
 * kernel no longer knows it by its number. */
static void take_over(bool is_closed)
{
	const bool is_taken = answer_take_over(LOCK_MS);
	if (is_taken && is_closed)
		supervisor.end_ticks = END_TICKS;
	if (is_taken || !is_closed)
		return;
	supervisor.was_replaced = !host_is_ending();
	host_kill();
	answer_free_pipes();
	answer_take_over(LOCK_MS);
}

/* It has called, or its link was closed: it is about to exit, has become another program, or wants the pipes. */
static void look_at_host(void)
{
	static uint32_t noted_ms;
	uint8_t bytes[64];
	const ssize_t got = supervisor.link_fd >= 0 ? read(supervisor.link_fd, bytes, sizeof bytes) : -1;
	const bool is_closed = got == 0;
	if (got > 0 && zygote_has_called())
		return;
	const uint32_t now_ms = (uint32_t)(clock_us() / 1000u);
	if (is_closed) {
		events_close(&supervisor.link_fd);
		noted_ms = now_ms;
		if (record_get(supervisor.record, RECORD_INTENDED_END))
			return;
	}
	const bool ends = is_closed || record_get(supervisor.record, RECORD_NOTED) != 0;
	if (!ends) {
		noted_ms = 0;
		if (supervisor.answers && atomic_load(&supervisor.shared->wants)) {
			answer_hand_over();
			owner_follow();
			zygote_host_is_loaded();
		}
		return;
	}
	if (has_audio_thread())
		take_over(is_closed);
	if (noted_ms == 0)
		noted_ms = now_ms;
	else if (now_ms - noted_ms >= LAST_OUTPUT_MS)
		host_kill();
}

static void look_at_children(void)
{
	struct signalfd_siginfo info;
	while (read(child_fd, &info, sizeof info) > 0)
		;
	int status;
	if (reap_has_ended(&status))
		end_of_host(status);
	reap_look();
	reap_rest();
}

/* The audio thread may have ended alone, or as the first of its process. To ask at once would be to free that process's
 * memory here (a reader of /proc holds it), for milliseconds. */
static void look_at_owner(void)
{
	if (has_audio_thread() && answer_owner_ended())
		supervisor.end_ticks = END_TICKS;
}

static void end_without_owner(void)
{
	if (supervisor.end_ticks == 0 || --supervisor.end_ticks != 0)
		return;
	const bool goes_on = !host_is_ending();
	supervisor.was_replaced = goes_on && supervisor.link_fd < 0;
	supervisor.thread_ended = goes_on && supervisor.link_fd >= 0;
	host_kill();
}

static void tick(void)
{
	look_after_daw();
	leave_anyway();
	end_without_owner();
	look_at_owner();
	owner_follow();
	hang_look();
	reap_tick();
	answer_tick();
	look_at_host();
	idle_look();
}

static void look_at_events(int timeout_ms)
{
	struct epoll_event events[4];
	const int count = epoll_wait(supervisor.events_fd, events, 4, timeout_ms);
	for (int i = 0; i < count; i++) {
		if (idle_is_tick(events[i].data.fd)) {
			tick();
			continue;
		}
		idle_end();
		if (owner_has_ended(events[i].data.fd))
			look_at_owner();
		else if (events[i].data.fd == child_fd)
			look_at_children();
		else if (!zygote_look(events[i].data.fd))
			look_at_host();
	}
}

static bool must_answer(void)
{
	return supervisor.answers && !supervisor.is_leaving;
}

static void open_segment(const char *name)
{
	supervisor.segment_fd = shm_open(name, O_RDWR | O_CLOEXEC, 0);
}

void supervise(char **arguments, int daw_to_host, int host_to_daw, const char *segment_name)
{
	supervisor.arguments = arguments;
	supervisor.wake_fd = daw_to_host;
	supervisor.reply_fd = host_to_daw;
	supervisor.daw = getppid();
	supervisor.start_ms = (uint32_t)(clock_us() / 1000u);
	if (!make_record() || !make_events() || !reap_init()) {
		say_no_recovery();
		return;
	}
	open_segment(segment_name);
	schedule_begin();
	signal(SIGUSR1, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	if (host_start() < 0)
		return;
	for (;;) {
		look_at_events(must_answer() ? 0 : -1);
		if (must_answer() && !answer_step())
			supervisor_leave();
	}
}
