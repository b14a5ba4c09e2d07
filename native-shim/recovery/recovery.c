/*
 * The record of this process: found or made at the start, written while living, asked about the life before.
 */
#include "../audio/observe.h"
#include "life.h"

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
#define NOEXEC_SEAL 8u /* MFD_NOEXEC_SEAL, since Linux 6.3; some systems demand it */

/* The file that the life before left to us, or -1. The variable is taken away at once: what we start must not see it.
 */
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
	/* Nobody but us seals files of that size. */
	const int seals = fcntl((int)fd, F_GET_SEALS);
	struct stat status;
	if (seals < 0 || !(seals & F_SEAL_SHRINK) || fstat((int)fd, &status) != 0 || status.st_size != RECORD_FILE_BYTES)
		return -1;
	fcntl((int)fd, F_SETFD, FD_CLOEXEC);
	return (int)fd;
}

/* Sealed, so that no access to the mapped page can fail. */
static int make_file(void)
{
	int made = memfd_create("maolan-recovery", MFD_CLOEXEC | MFD_ALLOW_SEALING | NOEXEC_SEAL);
	if (made < 0)
		made = memfd_create("maolan-recovery", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (made < 0)
		return -errno;
	int fd = -EIO;
	if (ftruncate(made, RECORD_FILE_BYTES) == 0 && fcntl(made, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW) == 0)
		fd = image_spare(made);
	close(made);
	return fd;
}

/* Between two pages that nobody may touch: what is written past the end of something else dies there. */
static struct record *map(int fd)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	uint8_t *area = mmap(NULL, 3 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (area == MAP_FAILED)
		return NULL;
	if (mmap(area + page, page, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0) == MAP_FAILED) {
		munmap(area, 3 * page);
		return NULL;
	}
	return (struct record *)(area + page);
}

/* A word that the next life goes on with. What was changed after the last good state is kept, too: a plugin that dies
   before it has the state again has not got the changes either. */
static bool is_kept(uint32_t word)
{
	return word == RECORD_LIVES || word == RECORD_SEGMENT_FD || word == RECORD_ACTIVE ||
	       (word >= RECORD_PLACED && word <= RECORD_PLACE_Y) || word >= RECORD_TABLE_COUNT;
}

static void take_over(void)
{
	const bool damaged = !record_read(life.record, clock_ms(), life.before);
	struct stat status;
	const int segment = (int)life.before[RECORD_SEGMENT_FD] - 1;
	if (segment <= STDERR_FILENO || fstat(segment, &status) != 0 || !S_ISREG(status.st_mode))
		life.before[RECORD_SEGMENT_FD] = 0;
	else
		fcntl(segment, F_SETFD, FD_CLOEXEC);
	life.before[RECORD_LIVES]++;
	for (uint32_t i = 0; i < RECORD_WORDS; i++)
		record_set(life.record, (enum record_word)i, is_kept(i) ? life.before[i] : 0);
	state_inherit(damaged);
	changes_inherit();
}

static const struct audio_hooks hooks = {
    .enter = recovery_enter_thread, .note_request = recovery_note_request, .core_stopped = life_core_stopped};

int32_t recovery_open(int32_t daw_to_host, int32_t host_to_daw)
{
	if (life.fd >= 0)
		return (int32_t)life.before[RECORD_LIVES];
	const int inherited = inherited_file();
	const char *choice = getenv("MAOLAN_RECOVERY");
	if (choice != NULL && strcmp(choice, "0") == 0)
		return -ECANCELED;
	const int fd = inherited >= 0 ? inherited : make_file();
	if (fd < 0)
		return fd;
	struct record *record = map(fd);
	const int32_t error = record == NULL ? -ENOMEM : image_remember(fd);
	if (error < 0) {
		close(fd);
		return error;
	}
	life.record = record;
	life.fd = fd;
	audio_set_hooks(&hooks);
	if (inherited >= 0)
		take_over();
	else
		record_clear(record);
	const int fds[] = {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO, daw_to_host, host_to_daw};
	for (unsigned i = 0; i < sizeof fds / sizeof fds[0]; i++)
		image_keep_fd(fds[i]);
	if (record_get(record, RECORD_SEGMENT_FD) != 0)
		image_keep_inherited((int)record_get(record, RECORD_SEGMENT_FD) - 1);
	pthread_atfork(NULL, NULL, image_close_fds);
	return (int32_t)life.before[RECORD_LIVES];
}

int32_t recovery_segment_fd(void)
{
	return (int32_t)record_get(life.record, RECORD_SEGMENT_FD) - 1;
}

void recovery_keep_segment(int32_t fd)
{
	if (life.fd < 0 || fd < 0 || fd == recovery_segment_fd())
		return;
	const int32_t copy = image_keep_copy(fd);
	record_set(life.record, RECORD_SEGMENT_FD, copy < 0 ? 0 : (uint32_t)copy + 1);
}

int32_t recovery_cause(void)
{
	return (int32_t)life.before[RECORD_CAUSE];
}

int32_t recovery_signal(void)
{
	return (int32_t)life.before[RECORD_SIGNAL];
}

int32_t recovery_thread(void)
{
	return (int32_t)life.before[RECORD_THREAD];
}

int32_t recovery_phase_then(void)
{
	return (int32_t)life.before[RECORD_PHASE];
}

int32_t recovery_deaths(void)
{
	return (int32_t)record_recent_deaths(life.before, life.before[RECORD_END_MS]);
}

uint32_t recovery_age_ms(void)
{
	return recovery_cause() == RECOVERY_NONE ? 0 : clock_ms() - life.before[RECORD_END_MS];
}

uint32_t recovery_request_type(void)
{
	return life.before[RECORD_REQUEST_TYPE];
}

uint32_t recovery_request_ms(void)
{
	return life.before[RECORD_REQUEST_MS];
}

int32_t recovery_set_phase(int32_t phase)
{
	const uint32_t before = record_get(life.record, RECORD_PHASE);
	if (phase == RECOVERY_SAVE || phase == RECOVERY_CAPTURE)
		state_note_table();
	record_set(life.record, RECORD_PHASE, (uint32_t)phase);
	atomic_fetch_add_explicit(&life.phases, 1, memory_order_relaxed);
	return (int32_t)before;
}

void recovery_note_request(uint32_t type, uint32_t wake_ms)
{
	/* In this order: a type never has another request's time beside it. */
	if (type != 0)
		record_set(life.record, RECORD_REQUEST_MS, wake_ms);
	record_set(life.record, RECORD_REQUEST_TYPE, type);
}

int32_t recovery_word(int32_t index)
{
	if ((uint32_t)index >= RECORD_HOST_WORDS)
		return 0;
	return (int32_t)record_get(life.record, (enum record_word)(RECORD_FIRST_HOST_WORD + index));
}

void recovery_set_word(int32_t index, int32_t value)
{
	if ((uint32_t)index < RECORD_HOST_WORDS)
		record_set(life.record, (enum record_word)(RECORD_FIRST_HOST_WORD + index), (uint32_t)value);
}

void recovery_note_window(int32_t x, int32_t y)
{
	record_set(life.record, RECORD_PLACE_X, (uint32_t)x);
	record_set(life.record, RECORD_PLACE_Y, (uint32_t)y);
	record_set(life.record, RECORD_PLACED, 1);
}

int32_t recovery_window(int32_t *x, int32_t *y)
{
	*x = (int32_t)record_get(life.record, RECORD_PLACE_X);
	*y = (int32_t)record_get(life.record, RECORD_PLACE_Y);
	return (int32_t)record_get(life.record, RECORD_PLACED);
}
