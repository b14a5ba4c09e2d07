/* SPDX-License-Identifier: BSD-2-Clause */
/* Finds the recovery record at startup, updates it while the process runs, and reads what the previous process left. */
#include "../audio/observe.h"
#include "../audio/shared.h"
#include "crash-report.h"
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audio-thread.h"
#include "os.h"

#define FD_VARIABLE "MAOLAN_RECOVERY_FD"

static int pipe_ends[2] = {-1, -1};

/* The supervisor's recovery file, or -1. The variable is removed at once, so that child processes do not see it. */
static int inherited_file(void)
{
	const char *text = getenv(FD_VARIABLE);
	if (text == NULL)
		return -1;
	char *end;
	const long fd = strtol(text, &end, 10);
	const int is_number = end != text && *end == '\0' && fd > STDERR_FILENO && fd < INT32_MAX;
	unsetenv(FD_VARIABLE);
	if (!is_number)
		return -1;
	/* Only the supervisor creates sealed files of this size. */
	const int seals = fcntl((int)fd, F_GET_SEALS);
	struct stat status;
	if (seals < 0 || !(seals & F_SEAL_SHRINK) || fstat((int)fd, &status) != 0 || status.st_size != RECORD_FILE_BYTES)
		return -1;
	return (int)fd;
}

/* Map the memory between guard pages, so that an overrun from elsewhere faults. at: a multiple of RECORD_ALIGNMENT; so
   is the returned address. */
static void *map(int fd, size_t at, size_t bytes)
{
	const size_t around = 3 * (size_t)RECORD_ALIGNMENT;
	uint8_t *area = mmap(NULL, bytes + around, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (area == MAP_FAILED)
		return NULL;
	uint8_t *place = area + RECORD_ALIGNMENT + -(uintptr_t)area % RECORD_ALIGNMENT;
	const int flags = MAP_SHARED | MAP_FIXED;
	return mmap(place, bytes, PROT_READ | PROT_WRITE, flags, fd, (off_t)at) == MAP_FAILED ? NULL : place;
}

/* Whether this process keeps the previous process's value of a word. */
static bool is_kept(uint32_t word)
{
	return word == RECORD_ACTIVE || (word >= RECORD_PLACED && word <= RECORD_PLACE_Y) || word >= RECORD_FIRST_HOST_WORD;
}

static void begin_words(void)
{
	struct own_process *own = &own_process;
	own->is_damaged = !record_read(own->record, own->before);
	for (uint32_t i = RECORD_FIRST_OWN; i < RECORD_WORDS; i++)
		record_set(own->record, (enum record_word)i, is_kept(i) ? own->before[i] : 0);
	if (own->before[RECORD_CAUSE] == RECOVERY_NONE)
		return;
	state_inherit();
	changes_inherit();
}

/* Programs started by plugins must not hold our pipe ends open. */
static void close_on_exec(int fd)
{
	if (fd > STDERR_FILENO)
		fcntl(fd, F_SETFD, FD_CLOEXEC);
}

/* Nor must forked children that do not exec: the DAW would not notice that this process has ended. */
static void close_in_child(void)
{
	for (int i = 0; i < 2; i++)
		if (pipe_ends[i] > STDERR_FILENO)
			close(pipe_ends[i]);
	if (own_process.before[RECORD_SEGMENT_FD] != 0)
		close((int)own_process.before[RECORD_SEGMENT_FD] - 1);
	close(own_process.link_fd);
	close(own_process.fd);
	environment_close();
}

static void pipes_lost(void)
{
	crash_note(RECOVERY_PIPES, 0, RECOVERY_AUDIO);
	process_end(1);
}

/* The caller ends the process. */
static void core_stopped(const char *where, const char *what)
{
	(void)where;
	(void)what;
	crash_note(RECOVERY_CORE, 0, crash_thread());
}

static const struct audio_hooks hooks = {.enter = recovery_enter_thread,
    .note_request = recovery_note_request,
    .call_supervisor = call_supervisor,
    .wake_sleepers = idle_end,
    .pipes_lost = pipes_lost,
    .core_stopped = core_stopped};

static int32_t use_file(int fd)
{
	struct record *record = map(fd, 0, RECORD_PAGE_BYTES);
	struct audio_shared *shared = map(fd, RECORD_SHARED_AT, sizeof *shared);
	void *core_memory = map(fd, RECORD_CORE_AT, CORE_MEMORY_BYTES);
	struct crash_reports *reports = map(fd, RECORD_NOTE_AT, sizeof *reports);
	if (record == NULL || shared == NULL || core_memory == NULL || reports == NULL)
		return -ENOMEM;
	own_process.record = record;
	own_process.fd = fd;
	own_process.report = &reports->own;
	own_process.shared = shared;
	crash_place_inherit(&reports->last);
	audio_share(shared, core_memory);
	return 0;
}

int32_t recovery_open(int32_t daw_to_host, int32_t host_to_daw)
{
	struct own_process *own = &own_process;
	if (own->fd >= 0)
		return (int32_t)own->before[RECORD_PROCESSES];
	const int fd = inherited_file();
	if (fd < 0)
		return -ENOENT;
	const int32_t error = use_file(fd);
	if (error < 0)
		return error;
	audio_set_hooks(&hooks);
	begin_words();
	own->link_fd = (int)own->before[RECORD_LINK_FD] - 1;
	pipe_ends[0] = daw_to_host;
	pipe_ends[1] = host_to_daw;
	const int fds[] = {daw_to_host, host_to_daw, fd, own->link_fd, (int)own->before[RECORD_SEGMENT_FD] - 1};
	for (unsigned i = 0; i < sizeof fds / sizeof fds[0]; i++)
		close_on_exec(fds[i]);
	pthread_atfork(NULL, NULL, close_in_child);
	return own->before[RECORD_IS_ON] ? (int32_t)own->before[RECORD_PROCESSES] : -ECANCELED;
}

int32_t recovery_arm(void)
{
	struct own_process *own = &own_process;
	if (own->fd < 0 || !own->before[RECORD_IS_ON])
		return -ENOTSUP;
	if (own->armed != 0)
		return 0;
	int32_t error = recovery_enter_thread();
	if (error == 0)
		error = link_hold();
	if (error < 0)
		return error;
	environment_remember();
	handlers_install();
	own->armed = getpid();
	record_set(own->record, RECORD_IS_ARMED, 1);
	return 0;
}

int32_t recovery_restart(void)
{
	if (own_process.armed == 0)
		return -ENOTSUP;
	crash_note(RECOVERY_AGAIN, 0, crash_thread());
	process_end(0);
}

int32_t recovery_segment_fd(void)
{
	return (int32_t)own_process.before[RECORD_SEGMENT_FD] - 1;
}

int32_t recovery_cause(void)
{
	return (int32_t)own_process.before[RECORD_CAUSE];
}

int32_t recovery_signal(void)
{
	return (int32_t)own_process.before[RECORD_SIGNAL];
}

int32_t recovery_thread(void)
{
	return (int32_t)own_process.before[RECORD_THREAD];
}

int32_t recovery_phase_then(void)
{
	return (int32_t)own_process.before[RECORD_PHASE];
}

int32_t recovery_crashes(void)
{
	return (int32_t)own_process.before[RECORD_RECENT_CRASHES];
}

uint32_t recovery_age_ms(void)
{
	return recovery_cause() == RECOVERY_NONE ? 0 : clock_ms() - own_process.before[RECORD_END_MS];
}

uint32_t recovery_request_type(void)
{
	return own_process.before[RECORD_REQUEST_TYPE];
}

uint32_t recovery_request_ms(void)
{
	return own_process.before[RECORD_REQUEST_MS];
}

int32_t recovery_set_phase(int32_t phase)
{
	const uint32_t before = record_get(own_process.record, RECORD_PHASE);
	if (phase == RECOVERY_SAVE || phase == RECOVERY_CAPTURE)
		state_note_table();
	record_set(own_process.record, RECORD_PHASE, (uint32_t)phase);
	record_set(own_process.record, RECORD_PHASES, record_get(own_process.record, RECORD_PHASES) + 1);
	if (phase != RECOVERY_IDLE)
		idle_end();
	return (int32_t)before;
}

void recovery_note_request(uint32_t type, uint32_t wake_ms)
{
	/* In this order, so that a type is never paired with the time of another request. */
	if (type != 0)
		record_set(own_process.record, RECORD_REQUEST_MS, wake_ms);
	record_set(own_process.record, RECORD_REQUEST_TYPE, type);
}

int32_t recovery_word(int32_t index)
{
	if ((uint32_t)index >= RECORD_HOST_WORDS)
		return 0;
	return (int32_t)record_get(own_process.record, (enum record_word)(RECORD_FIRST_HOST_WORD + index));
}

void recovery_set_word(int32_t index, int32_t value)
{
	if ((uint32_t)index < RECORD_HOST_WORDS)
		record_set(own_process.record, (enum record_word)(RECORD_FIRST_HOST_WORD + index), (uint32_t)value);
}

void recovery_note_window(int32_t x, int32_t y)
{
	record_set(own_process.record, RECORD_PLACE_X, (uint32_t)x);
	record_set(own_process.record, RECORD_PLACE_Y, (uint32_t)y);
	record_set(own_process.record, RECORD_PLACED, 1);
}

int32_t recovery_window(int32_t *x, int32_t *y)
{
	*x = (int32_t)record_get(own_process.record, RECORD_PLACE_X);
	*y = (int32_t)record_get(own_process.record, RECORD_PLACE_Y);
	return (int32_t)record_get(own_process.record, RECORD_PLACED);
}
