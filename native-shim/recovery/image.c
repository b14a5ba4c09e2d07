/*
 * What the next image of this process is given: the arguments, environment and surroundings that we were started with,
 * whatever plugins have made of them since.
 *
 * Everything open is made close-on-exec at the end, so that what plugins forgot to close does not pile up from life to
 * life. Only what is listed here goes on.
 */
#include "../os/signals.h"
#include "life.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include "../audio/observe.h"
#include "audio-thread.h"
#include "close-range.h"
#include "image-words.h"

#define FDS_MAX 8
#define SPARES_MAX 16 /* file descriptors that have high numbers: those, the record, the directory */
#define SIGNALS 64

struct kept_fd {
	int number; /* under which it shall be open then; -1: that of the spare */
	int spare;  /* -1: there is none */
};

static struct {
	char **arguments;
	char **environment;
	int directory;
	mode_t umask;
	uint64_t mask;    /* blocked signals, as the kernel has them */
	uint64_t ignored; /* bit n - 1: signal n */
	int policy;
	struct sched_param scheduling;
	int nice;
	cpu_set_t cpus;
	struct kept_fd fds[FDS_MAX];
	int fd_count;
	int record_fd;
} image = {.directory = -1, .record_fd = -1};

int32_t image_spare(int fd)
{
	struct rlimit limit;
	int spare = fcntl(fd, F_DUPFD_CLOEXEC, SPARE_FD_MIN);
	if (spare < 0 && errno == EINVAL && getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur > SPARES_MAX)
		spare = fcntl(fd, F_DUPFD_CLOEXEC, (int)limit.rlim_cur - SPARES_MAX);
	return spare < 0 ? -errno : spare;
}

static void keep(int number, int spare)
{
	if (image.fd_count < FDS_MAX)
		image.fds[image.fd_count++] = (struct kept_fd){number, spare};
}

void image_keep_fd(int fd)
{
	const int spare = fd < 0 ? -EBADF : image_spare(fd);
	if (spare < 0)
		return;
	keep(fd, spare);
	if (fd > STDERR_FILENO)
		fcntl(fd, F_SETFD, FD_CLOEXEC); /* programs that plugins start must not hold our ends */
}

int32_t image_keep_copy(int fd)
{
	const int spare = image_spare(fd);
	if (spare >= 0)
		keep(-1, spare);
	return spare;
}

void image_keep_inherited(int fd)
{
	keep(-1, fd);
}

void image_close_fds(void)
{
	for (int i = 0; i < image.fd_count; i++) {
		if (image.fds[i].number > STDERR_FILENO)
			close(image.fds[i].number);
		close(image.fds[i].spare);
	}
	image.fd_count = 0;
	close(image.record_fd);
	close(image.directory);
}

int image_directory(void)
{
	return image.directory;
}

/* A mask of the kernel's own form; libc's is larger and partly unset. */
static uint64_t set_mask(uint64_t mask)
{
	uint64_t before = 0;
	syscall(SYS_rt_sigprocmask, SIG_SETMASK, &mask, &before, sizeof mask);
	return before;
}

static void remember_signals(void)
{
	image.mask = 0;
	syscall(SYS_rt_sigprocmask, SIG_BLOCK, NULL, &image.mask, sizeof image.mask);
	for (int i = 1; i <= SIGNALS; i++) {
		struct sigaction now;
		if (sigaction(i, NULL, &now) == 0 && now.sa_handler == SIG_IGN)
			image.ignored |= (uint64_t)1 << (i - 1);
	}
}

int32_t image_remember(int record_fd)
{
	const int32_t error = image_words(record_fd, &image.arguments, &image.environment);
	if (error < 0)
		return error;
	image.record_fd = record_fd;
	const int directory = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	image.directory = directory < 0 ? -1 : image_spare(directory);
	if (directory >= 0)
		close(directory);
	image.umask = umask(022);
	umask(image.umask);
	image.policy = sched_getscheduler(0);
	sched_getparam(0, &image.scheduling);
	image.nice = getpriority(PRIO_PROCESS, 0);
	if (sched_getaffinity(0, sizeof image.cpus, &image.cpus) != 0)
		CPU_ZERO(&image.cpus);
	remember_signals();
	return 0;
}

/* The thread that calls execve goes on as the new image's first, with its own scheduling: that of the audio thread, or
   whatever a plugin gave to a thread of its own. */
static void put_back_scheduling(void)
{
	const struct sched_param normal = {0};
	/* Who has reset-on-fork set may not take it off again; it does no harm. */
	if (sched_setscheduler(0, image.policy, &image.scheduling) != 0)
		sched_setscheduler(0, SCHED_OTHER | SCHED_RESET_ON_FORK, &normal);
	setpriority(PRIO_PROCESS, 0, image.nice);
	if (CPU_COUNT(&image.cpus) > 0)
		sched_setaffinity(0, sizeof image.cpus, &image.cpus);
}

/* Somebody may want to end us just now, and other threads may die. */
static int stays_caught(int signal)
{
	for (int i = 0; i < FAULT_SIGNALS; i++)
		if (signal == fault_signals[i])
			return 1;
	return signal == SIGTERM || signal == SIGINT || signal == SIGHUP;
}

/* Signals that are ignored stay so in a new image; timers go on, and their signals would kill it. */
static void put_back_signals(void)
{
	const struct itimerval none = {0};
	setitimer(ITIMER_REAL, &none, NULL);
	setitimer(ITIMER_VIRTUAL, &none, NULL);
	setitimer(ITIMER_PROF, &none, NULL);
	const struct sigaction ignore = {.sa_handler = SIG_IGN}, normal = {.sa_handler = SIG_DFL};
	for (int i = 1; i <= SIGNALS; i++) {
		struct sigaction now;
		if (stays_caught(i) || sigaction(i, NULL, &now) != 0 || now.sa_handler == SIG_DFL)
			continue;
		/* What waits, blocked, for a plugin's handler would be delivered to it now: ignoring it takes it away. */
		sigaction(i, &ignore, NULL);
		/* Another thread may be about to interrupt the audio thread, and does not know that this is its end. */
		if (!(image.ignored & (uint64_t)1 << (i - 1)) && i != AUDIO_INTERRUPT_SIGNAL)
			sigaction(i, &normal, NULL);
	}
	set_mask(image.mask);
}

static void put_back_fds(void)
{
	/* Numbers up to 4095 if the kernel does not know the flag (before 5.11). */
	if (close_fd_range(STDERR_FILENO + 1, UINT_MAX, CLOSE_RANGE_CLOEXEC) != 0)
		for (int fd = STDERR_FILENO + 1; fd < 4096; fd++)
			fcntl(fd, F_SETFD, FD_CLOEXEC);
	for (int i = 0; i < image.fd_count; i++) {
		const struct kept_fd kept = image.fds[i];
		if (kept.number >= 0)
			dup2(kept.spare, kept.number); /* which is not close-on-exec then */
		else
			fcntl(kept.spare, F_SETFD, 0);
	}
	fcntl(image.record_fd, F_SETFD, 0);
}

int32_t image_become(void)
{
	if (image.arguments == NULL)
		return -ENOTSUP;
	put_back_scheduling();
	umask(image.umask);
	if (fchdir(image.directory) != 0)
		errno = 0; /* then where we are */
	put_back_fds();
	put_back_signals();
	execve("/proc/self/exe", image.arguments, image.environment);
	return -errno;
}
