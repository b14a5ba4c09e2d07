/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How a host process ended, and what comes of it: another one, or the end of this process in the same way.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../os/clock.h"
#include "core-aot.h"
#include "report.h"
#include "supervisor.h"
#include "zygote.h"

#define RECENT_MS 60000u
#define CRASHES_MAX 16u
/* Host processes in a row that did not come so far as to load a plugin. */
#define UNARMED_MAX 3

/* ---- telling the DAW ---- */

/* A DAW that sees ready checks at once whether its host is alive. So a child waits for the end of this process, and
   report then. */
static void report_after_exit(uint32_t report, uint32_t error_code)
{
	if (report == 0 || supervisor.segment_fd < 0)
		return;
	struct core core;
	if (core_open(&core, NULL) != 0 || mmap(core_window(&core), PROTOCOL_SEGMENT_BYTES, PROT_READ | PROT_WRITE,
	                                       MAP_SHARED | MAP_FIXED, supervisor.segment_fd, 0) == MAP_FAILED)
		return;
	const pid_t parent = getpid();
	const int self = (int)syscall(SYS_pidfd_open, parent, 0);
	if (self < 0 || core_attach(&core) < 0 || fork() != 0)
		return;
	close(supervisor.wake_fd); /* the DAW shall see the end of file */
	close(supervisor.reply_fd);
	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		close(fd);
	struct pollfd item = {.fd = self, .events = POLLIN};
	while (poll(&item, 1, -1) < 0 && errno == EINTR)
		;
	if (report & RECORD_REPORT_ERROR)
		atomic_store((_Atomic uint32_t *)host_error_word(&core), error_code);
	if (report & RECORD_REPORT_READY)
		atomic_store((_Atomic uint32_t *)host_ready_word(&core), 1);
	_exit(0);
}

void end_now(int status)
{
	if (WIFSIGNALED(status)) {
		const struct rlimit none = {0, 0};
		setrlimit(RLIMIT_CORE, &none); /* it is the host process that may have left one */
		signal(WTERMSIG(status), SIG_DFL);
		sigset_t mask;
		sigemptyset(&mask);
		sigprocmask(SIG_SETMASK, &mask, NULL);
		kill(getpid(), WTERMSIG(status));
	}
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
}

static void end_likewise(int status, const uint32_t words[RECORD_WORDS])
{
	report_after_exit(words[RECORD_FINAL_REPORT], words[RECORD_ERROR_CODE]);
	end_now(status);
}

/* ---- crashes ---- */

static void count_crash(uint32_t now_ms)
{
	static uint32_t times[CRASHES_MAX], count;
	times[count++ % CRASHES_MAX] = now_ms;
	uint32_t recent = 0;
	for (uint32_t i = 0; i < CRASHES_MAX && i < count; i++)
		recent += now_ms - times[i] < RECENT_MS;
	supervisor.words[RECORD_RECENT_CRASHES] = recent;
}

/* No note was left: what the words say about what was under way. */
static uint32_t likely_thread(const uint32_t words[RECORD_WORDS], bool was_processing)
{
	if (was_processing)
		return RECOVERY_AUDIO;
	return words[RECORD_PHASE] == RECOVERY_IDLE ? RECOVERY_OTHER : RECOVERY_MAIN;
}

static bool is_a_note(uint32_t note)
{
	return RECORD_NOTE_CAUSE(note) != RECOVERY_NONE && RECORD_NOTE_CAUSE(note) <= RECOVERY_ENDED &&
	       RECORD_NOTE_THREAD(note) <= RECOVERY_OTHER;
}

static void note_cause(int status, const uint32_t words[RECORD_WORDS], bool was_processing)
{
	uint32_t *own = supervisor.words;
	uint32_t thread = likely_thread(words, was_processing);
	const uint32_t now_ms = (uint32_t)(clock_us() / 1000u);
	own[RECORD_END_MS] = now_ms;
	own[RECORD_SIGNAL] = (uint32_t)(WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
	own[RECORD_CAUSE] = WIFSIGNALED(status) ? RECOVERY_SIGNAL : RECOVERY_EXIT;
	if (hang_ended(&thread)) {
		own[RECORD_CAUSE] = RECOVERY_HANG;
	} else if (is_a_note(words[RECORD_NOTED])) {
		own[RECORD_CAUSE] = RECORD_NOTE_CAUSE(words[RECORD_NOTED]);
		own[RECORD_SIGNAL] = RECORD_NOTE_DETAIL(words[RECORD_NOTED]);
		thread = RECORD_NOTE_THREAD(words[RECORD_NOTED]);
	} else if (supervisor.was_replaced) {
		own[RECORD_CAUSE] = RECOVERY_REPLACED;
	} else if (supervisor.thread_ended) {
		own[RECORD_CAUSE] = RECOVERY_ENDED;
		thread = RECOVERY_AUDIO;
	}
	own[RECORD_THREAD] = thread;
	supervisor.was_replaced = supervisor.thread_ended = false;
	supervisor.end_ticks = 0;
	if (own[RECORD_CAUSE] != RECOVERY_AGAIN)
		count_crash(now_ms);
}

/* The request that the process had stays with the core until the next one has it; it may have been answered since. */
static void note_request(void)
{
	uint32_t wake_ms;
	const uint32_t type = answer_request(&wake_ms);
	record_set(supervisor.record, RECORD_REQUEST_MS, wake_ms);
	record_set(supervisor.record, RECORD_REQUEST_TYPE, type);
}

void say_no_process(void)
{
	supervisor_say("[plugin-host] The host cannot start again: there is no memory, or there are too many processes; "
	               "the sound passes through unprocessed\n");
}

static void start_next(void)
{
	supervisor.words[RECORD_PROCESSES]++;
	host_clean_up();
	if (host_start() < 0)
		say_no_process();
}

/* A fork that was killed before it loaded a plugin: forks may not work here. */
static bool try_without_zygote(int status, const uint32_t words[RECORD_WORDS])
{
	const bool is_odd =
	    zygote_has_host() && WIFSIGNALED(status) && !words[RECORD_IS_ARMED] && !words[RECORD_INTENDED_END];
	if (!is_odd || supervisor.is_leaving)
		return false;
	zygote_distrust();
	host_clean_up();
	if (host_start() < 0)
		say_no_process();
	return true;
}

/* A later process that cannot even begin: the DAW keeps its track. */
static bool cannot_begin(const uint32_t words[RECORD_WORDS])
{
	static int unarmed;
	unarmed = words[RECORD_IS_ARMED] ? 0 : unarmed + 1;
	return unarmed >= UNARMED_MAX;
}

void end_of_host(int status)
{
	uint32_t words[RECORD_WORDS];
	/* Only a process in which plugin code has run leaves damaged words. */
	if (!record_read(supervisor.record, words))
		words[RECORD_IS_ARMED] = 1;
	if (try_without_zygote(status, words))
		return;
	const bool is_first = supervisor.words[RECORD_PROCESSES] == 0;
	const bool is_intended =
	    words[RECORD_INTENDED_END] != 0 || supervisor.is_leaving || (is_first && !words[RECORD_IS_ARMED]);
	if (is_intended || !supervisor.words[RECORD_IS_ON])
		end_likewise(supervisor.is_leaving ? 0 : status, words);
	if (words[RECORD_PHASE] == RECOVERY_CLOSE) {
		supervisor_say("[plugin-host] The plugin crashed while it was being closed; nothing is lost\n");
		end_now(0);
	}
	const bool was_processing = supervisor.was_processing;
	supervisor.host = 0;
	answer_take_over(0);
	answer_renew_lock();
	note_cause(status, words, was_processing || supervisor.was_processing);
	note_request();
	report_crash();
	supervisor.was_processing = false;
	if (cannot_begin(words)) {
		host_clean_up();
		supervisor_say(
		    "[plugin-host] The host cannot start again (its messages are above); the sound passes without the "
		    "plugin\n");
		return;
	}
	start_next();
}
