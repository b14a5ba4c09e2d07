/*
 * The DAW side of protocol version 7 as engine 0.3.9 and later have it: a thread that plays blocks and looks at the
 * counter, spinning for 2 ms and then in slices of the reply pipe, and another one that saves and restores beside it.
 * It shares no header with the host: its offsets stand here.
 *
 *   daw-7 <host> <format> <spec> <blocks> <period us> <limit ms> <requests> <eventless> [host arguments]
 *
 * The plugin must copy its input. Prints what was counted, as JSON. One habit of the engine is left out: it reads the
 * counter after its wake byte, so that a quick host's answer can be missed; here it is read before, so that every block
 * that goes wrong is the host's doing.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	SEGMENT_BYTES = 4194304,
	AT_MAGIC = 0,
	AT_VERSION = 4,
	AT_READY = 12,
	AT_SHUTDOWN = 24,
	AT_BLOCK_SIZE = 36,
	AT_INPUTS = 40,
	AT_OUTPUTS = 44,
	AT_REQUEST_TYPE = 56,
	AT_REQUEST_STATUS = 60,
	AT_LATENCY = 84,
	AT_COUNTER = 88,
	AT_EVENTLESS = 92,
	AT_INPUT = 512,
	AT_OUTPUT = 512 + 16384,
	FRAMES = 256,
	SPIN_US = 2000,
	SLICE_MS = 5,
	REQUEST_MS = 5000,
	SAVE = 1,
	RESTORE = 2,
};

static unsigned char *segment;
static int wake_fd, reply_fd;
static bool takes_any_byte; /* a VST3 client's request */
static atomic_bool playing = true;

static struct {
	int blocks, timeouts, wrong, requests, failed_requests;
} counted;

static uint32_t load(uint32_t at)
{
	return __atomic_load_n((uint32_t *)(void *)(segment + at), __ATOMIC_ACQUIRE);
}

static void store(uint32_t at, uint32_t value)
{
	__atomic_store_n((uint32_t *)(void *)(segment + at), value, __ATOMIC_RELEASE);
}

static int64_t now_us(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

/* One byte within ms: true. */
static bool take_byte(int ms)
{
	struct pollfd item = {.fd = reply_fd, .events = POLLIN};
	char byte;
	return poll(&item, 1, ms) == 1 && read(reply_fd, &byte, 1) == 1;
}

/* ---- blocks ---- */

/* 13.3: a spin on the counter without a system call, then slices of the pipe; a byte ends the wait, whatever it is. */
static bool wait_by_counter(uint32_t before, int64_t limit_us)
{
	const int64_t start = now_us();
	while (now_us() - start < SPIN_US)
		if (load(AT_COUNTER) != before)
			return true;
	for (;;) {
		const int64_t left = limit_us - (now_us() - start);
		if (left <= 0)
			return load(AT_COUNTER) != before;
		if (take_byte((int)(left / 1000 < SLICE_MS ? left / 1000 : SLICE_MS)) || load(AT_COUNTER) != before)
			return true;
	}
}

static void fill(float *plane, uint32_t number)
{
	for (int i = 0; i < FRAMES; i++)
		plane[i] = (float)(number % 4096u);
}

static bool is_filled(const float *plane, uint32_t number)
{
	for (int i = 0; i < FRAMES; i++)
		if (plane[i] != (float)(number % 4096u))
			return false;
	return true;
}

static void play(int blocks, int64_t period_us, int64_t limit_us, bool eventless)
{
	for (int n = 1; n <= blocks; n++) {
		const int64_t start = now_us();
		const uint32_t before = load(AT_COUNTER);
		store(AT_BLOCK_SIZE, FRAMES);
		store(AT_INPUTS, 1);
		store(AT_OUTPUTS, 1);
		fill((float *)(void *)(segment + AT_INPUT), (uint32_t)n);
		if (write(wake_fd, "", 1) != 1)
			return;
		const bool done = eventless ? wait_by_counter(before, limit_us) : take_byte((int)(limit_us / 1000));
		counted.blocks++;
		if (!done)
			counted.timeouts++;
		else if (!is_filled((const float *)(const void *)(segment + AT_OUTPUT), (uint32_t)n))
			counted.wrong++;
		const int64_t left = period_us - (now_us() - start);
		if (left > 0)
			usleep((useconds_t)left);
	}
}

/* ---- requests ---- */

/* 13.4: clients of LV2 and CLAP look at the status before each poll; those of VST3 take one byte, then look. */
static bool ask(uint32_t type)
{
	store(AT_REQUEST_TYPE, type);
	store(AT_REQUEST_STATUS, 0);
	if (write(wake_fd, "", 1) != 1)
		return false;
	const int64_t end = now_us() + REQUEST_MS * 1000;
	bool heard = false;
	while (!heard && now_us() < end) {
		if (!takes_any_byte && load(AT_REQUEST_STATUS) != 0)
			break;
		heard = take_byte((int)((end - now_us()) / 1000)) && takes_any_byte;
	}
	const bool is_ok = load(AT_REQUEST_STATUS) == 1;
	store(AT_REQUEST_TYPE, 0);
	return is_ok && (heard || !takes_any_byte);
}

static void *ask_for_states(void *count)
{
	for (int i = 0; i < *(const int *)count && playing; i++) {
		counted.requests++;
		counted.failed_requests += !ask(i % 2 == 0 ? SAVE : RESTORE);
		usleep(3000);
	}
	return NULL;
}

/* ---- the host ---- */

static pid_t spawn(char **argv, const char *name)
{
	int wake[2], reply[2];
	if (pipe(wake) != 0 || pipe(reply) != 0)
		return -1;
	wake_fd = wake[1];
	reply_fd = reply[0];
	char wake_text[16], reply_text[16];
	snprintf(wake_text, sizeof wake_text, "%d", wake[0]);
	snprintf(reply_text, sizeof reply_text, "%d", reply[1]);
	char *words[16] = {argv[1], argv[2], argv[3], (char *)name, "daw-7", wake_text, reply_text};
	for (int i = 0; argv[9 + i] != NULL && i < 4; i++)
		words[7 + i] = argv[9 + i];
	const pid_t pid = fork();
	if (pid == 0) {
		close(wake[1]);
		close(reply[0]);
		execv(argv[1], words);
		_exit(127);
	}
	close(wake[0]);
	close(reply[1]);
	return pid;
}

static bool open_segment(const char *name, bool eventless)
{
	const int fd = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0644);
	if (fd < 0 || ftruncate(fd, SEGMENT_BYTES) != 0)
		return false;
	segment = mmap(NULL, SEGMENT_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (segment == MAP_FAILED)
		return false;
	store(AT_MAGIC, 0x4D414F4C);
	store(AT_VERSION, 7);
	store(AT_EVENTLESS, eventless);
	return true;
}

int main(int argc, char **argv)
{
	if (argc < 9)
		return 1;
	char name[64];
	snprintf(name, sizeof name, "/maolan-daw7-%d", (int)getpid());
	const bool eventless = atoi(argv[8]) != 0;
	takes_any_byte = strcmp(argv[2], "vst3") == 0;
	if (!open_segment(name, eventless))
		return 1;
	const pid_t host = spawn(argv, name);
	for (int i = 0; i < 10000 && load(AT_READY) == 0; i++)
		usleep(1000);
	int count = atoi(argv[7]);
	pthread_t thread;
	const bool asks = count > 0 && pthread_create(&thread, NULL, ask_for_states, &count) == 0;
	play(atoi(argv[4]), atol(argv[5]), atol(argv[6]) * 1000, eventless);
	playing = false;
	if (asks)
		pthread_join(thread, NULL);
	usleep(20000); /* a byte that is held back for a moment */
	int unread = 0, status = 0;
	ioctl(reply_fd, FIONREAD, &unread);
	const uint32_t counter = load(AT_COUNTER);
	store(AT_SHUTDOWN, 1);
	const bool woken = write(wake_fd, "", 1) == 1;
	waitpid(host, &status, 0);
	shm_unlink(name);
	printf("{\"blocks\":%d,\"timeouts\":%d,\"wrong\":%d,\"requests\":%d,\"failedRequests\":%d,\"counter\":%u,"
	       "\"unread\":%d,"
	       "\"left\":%s,\"latency\":%u}\n",
	    counted.blocks, counted.timeouts, counted.wrong, counted.requests, counted.failed_requests, counter, unread,
	    woken && WIFEXITED(status) && WEXITSTATUS(status) == 0 ? "true" : "false", load(AT_LATENCY));
	return 0;
}
