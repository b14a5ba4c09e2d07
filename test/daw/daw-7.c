/*
 * The DAW side of protocol version 7 as engine 0.3.9 and later have it: a thread that plays blocks and looks at the
 * counter, spinning for 2 ms and then in slices of the reply pipe, and another one that saves and restores at the same
 * time.
 *
 *   daw-7 <host> <format> <spec> [name=number ...]
 *
 * The names are those of struct options. Prints what was counted, as JSON.
 */
#include "daw-7.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { REQUEST_MS = 5000, SAVE = 1, RESTORE = 2 };

struct options options = {
    .version = 7, .eventless = 1, .limit_ms = 100, .channels = 1, .gain_percent = 100, .latency = -1};
struct counted counted;
unsigned char *segment;
int wake_fd, reply_fd, host_pid;
atomic_bool playing = true, restoring, has_crashed;

int64_t now_us(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

/* Like a thread that is stopped or preempted between poll and read. */
static void stand_still(void)
{
	static _Atomic uint32_t bytes, random = 1;
	const bool is_next = atomic_exchange(&has_crashed, false) && options.still_after_crash;
	if (!is_next && (options.still_every == 0 || ++bytes % (uint32_t)options.still_every != 0))
		return;
	counted.stills++;
	random = random * 1664525u + 1013904223u;
	usleep((useconds_t)((random >> 8) % (uint32_t)(options.still_ms + 1)) * 1000);
}

bool take_byte(int ms)
{
	struct pollfd item = {.fd = reply_fd, .events = POLLIN};
	char byte;
	if (poll(&item, 1, ms) != 1)
		return false;
	stand_still();
	if (read(reply_fd, &byte, 1) == 1)
		return true;
	counted.hangs++;
	return false;
}

/* ---- requests ---- */

/* 13.4: clients of LV2 and CLAP check the status before each poll; those of VST3 take one byte, then check. */
static bool ask(uint32_t type, bool takes_any_byte)
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

void *ask_for_states(void *takes_any_byte)
{
	for (int i = 0; i < options.requests && playing; i++) {
		const int64_t start = now_us();
		counted.requests++;
		restoring = i % 2 != 0;
		/* A request that was answered only after its reader had given up counts as lost, too. */
		counted.failed_requests +=
		    !ask(i % 2 == 0 ? SAVE : RESTORE, *(bool *)takes_any_byte) || now_us() - start >= REQUEST_MS * 1000;
		restoring = false;
		usleep(3000);
	}
	return NULL;
}

/* ---- the host ---- */

static int spawn(char **argv, const char *name)
{
	int wake[2], reply[2];
	if (pipe(wake) != 0 || pipe(reply) != 0)
		return -1;
	wake_fd = wake[1];
	reply_fd = reply[0];
	char wake_text[16], reply_text[16], channels[16];
	snprintf(wake_text, sizeof wake_text, "%d", wake[0]);
	snprintf(reply_text, sizeof reply_text, "%d", reply[1]);
	snprintf(channels, sizeof channels, "%d", options.channels);
	const bool is_long = strcmp(argv[2], "lv2") == 0 || strcmp(argv[2], "vst3") == 0;
	char *words[] = {argv[1], argv[2], argv[3], (char *)name, "daw-7", wake_text, reply_text, is_long ? "48000" : NULL,
	    "256", channels, channels, NULL};
	const pid_t pid = fork();
	if (pid == 0) {
		close(wake[1]);
		close(reply[0]);
		execv(argv[1], words);
		_exit(127);
	}
	close(wake[0]);
	close(reply[1]);
	/* The real DAW's end blocks: where this one finds nothing, that one would wait forever. */
	fcntl(reply_fd, F_SETFL, O_NONBLOCK);
	return pid;
}

static bool open_segment(const char *name)
{
	const int fd = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0644);
	if (fd < 0 || ftruncate(fd, SEGMENT_BYTES) != 0)
		return false;
	segment = mmap(NULL, SEGMENT_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (segment == MAP_FAILED)
		return false;
	store(AT_MAGIC, 0x4D414F4C);
	store(AT_VERSION, (uint32_t)options.version);
	store(AT_EVENTLESS, (uint32_t)options.eventless);
	return true;
}

static void print(uint32_t counter, int unread, bool left)
{
	printf("{\"blocks\":%d,\"timeouts\":%d,\"wrong\":%d,\"dry\":%d,\"wrongMidi\":%d,\"wrongLatency\":%d,\"stolen\":%d,"
	       "\"crashes\":%d,\"recovering\":%d,\"passed\":%d,\"wrongRecovering\":%d,\"requests\":%d,"
	       "\"failedRequests\":%d,\"stills\":%d,\"hangs\":%d,\"counter\":%u,\"unread\":%d,\"left\":%s}\n",
	    counted.blocks, counted.timeouts, counted.wrong, counted.dry, counted.wrong_midi, counted.wrong_latency,
	    counted.stolen, counted.crashes, counted.recovering, counted.passed, counted.wrong_recovering, counted.requests,
	    counted.failed_requests, counted.stills, counted.hangs, counter, unread, left ? "true" : "false");
}

/* ---- the command line ---- */

static bool set_option(const char *word)
{
	static const struct {
		const char *name;
		int *value;
	} names[] = {{"version", &options.version}, {"eventless", &options.eventless}, {"blocks", &options.blocks},
	    {"period_us", &options.period_us}, {"limit_ms", &options.limit_ms}, {"requests", &options.requests},
	    {"channels", &options.channels}, {"gain_percent", &options.gain_percent}, {"latency", &options.latency},
	    {"midi", &options.midi}, {"still_every", &options.still_every},
	    {"still_after_crash", &options.still_after_crash}, {"still_ms", &options.still_ms},
	    {"crash_every", &options.crash_every}};
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		const size_t length = strlen(names[i].name);
		if (strncmp(word, names[i].name, length) == 0 && word[length] == '=') {
			*names[i].value = atoi(word + length + 1);
			return true;
		}
	}
	fprintf(stderr, "daw-7: %s is not known; see struct options in daw-7.h\n", word);
	return false;
}

int main(int argc, char **argv)
{
	for (int i = 4; i < argc; i++)
		if (!set_option(argv[i]))
			return 1;
	char name[64];
	snprintf(name, sizeof name, "/maolan-daw7-%d", (int)getpid());
	if (argc < 4 || !open_segment(name))
		return 1;
	bool takes_any_byte = strcmp(argv[2], "vst3") == 0;
	host_pid = spawn(argv, name);
	while (load(AT_READY) == 0) {
		usleep(1000);
		if (waitpid(host_pid, NULL, WNOHANG) != 0) {
			shm_unlink(name);
			return 2;
		}
	}
	pthread_t thread;
	const bool asks = options.requests > 0 && pthread_create(&thread, NULL, ask_for_states, &takes_any_byte) == 0;
	play();
	playing = false;
	if (asks)
		pthread_join(thread, NULL);
	usleep(150000); /* a byte that is held back for a moment */
	int unread = 0, status = 0;
	ioctl(reply_fd, FIONREAD, &unread);
	const uint32_t counter = load(AT_COUNTER);
	store(AT_SHUTDOWN, 1);
	const bool woken = write(wake_fd, "", 1) == 1;
	waitpid(host_pid, &status, 0);
	shm_unlink(name);
	print(counter, unread, woken && WIFEXITED(status) && WEXITSTATUS(status) == 0);
	return 0;
}
