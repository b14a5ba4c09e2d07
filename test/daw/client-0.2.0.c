/* The DAW side of engine 0.2.0, with its faults. */
#include "client-0.2.0.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "layout.h"

/* The timeouts of 0.2.0, and its polling intervals. */
enum {
	READY_MS_MAX = 10000,
	PROCESS_MS_MAX = 100,
	REQUEST_MS_MAX = 5000,
	DROP_MS_MAX = 2000,
	POLL_MS = 10,
};

void daw_pause_ms(long ms)
{
	struct timespec pause = {ms / 1000, (ms % 1000) * 1000000L};
	nanosleep(&pause, NULL);
}

/* One byte of any value wakes the host. SIGPIPE is ignored, as in Rust. */
static bool signal_host(const struct daw_client *daw)
{
	const unsigned char byte = 1;
	return write(daw->wake_fd, &byte, 1) == 1;
}

/* Wait for one reply byte. End of file counts as a reply: crate 0.0.1 does not distinguish them. */
static bool wait_reply(const struct daw_client *daw, int timeout_ms)
{
	struct pollfd wait = {daw->reply_fd, POLLIN, 0};
	if (poll(&wait, 1, timeout_ms) <= 0)
		return false;
	unsigned char byte;
	return read(daw->reply_fd, &byte, 1) >= 0;
}

/* try_wait: whether the host has ended. Its status is kept. */
static bool host_ended(struct daw_client *daw)
{
	if (!daw->host_exited && waitpid(daw->pid, &daw->host_status, WNOHANG) == daw->pid)
		daw->host_exited = true;
	return daw->host_exited;
}

static bool host_failed(const struct daw_client *daw)
{
	return !WIFEXITED(daw->host_status) || WEXITSTATUS(daw->host_status) != 0;
}

/* ---- open ---- */

static bool create_segment(struct daw_client *daw)
{
	int fd = shm_open(daw->segment_name, O_CREAT | O_RDWR, 0644);
	if (fd < 0)
		return false;
	if (ftruncate(fd, SEGMENT_BYTES) == 0)
		daw->segment = mmap(NULL, SEGMENT_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (!daw->segment || daw->segment == MAP_FAILED)
		return false;
	memset(daw->segment, 0, SEGMENT_BYTES);
	store(daw, AT_MAGIC, MAGIC);
	store(daw, AT_VERSION, VERSION);
	return true;
}

/* In the child: nothing is closed, so it inherits all four pipe ends and everything else that the DAW has open. */
static void exec_host(const struct daw_options *options, char *const *arguments)
{
	int null_fd = open("/dev/null", O_RDWR);
	dup2(null_fd, STDIN_FILENO);
	dup2(null_fd, STDOUT_FILENO);
	if (null_fd > STDERR_FILENO)
		close(null_fd);
	signal(SIGPIPE, SIG_DFL);
	execv(options->host, arguments);
	_exit(127);
}

static bool spawn_host(struct daw_client *daw, const struct daw_options *options, const char *instance_id)
{
	int to_host[2], to_daw[2];
	if (pipe(to_host) != 0 || pipe(to_daw) != 0)
		return false;
	char wake[16], reply[16], frames[16], inputs[16], outputs[16];
	snprintf(wake, sizeof wake, "%d", to_host[0]);
	snprintf(reply, sizeof reply, "%d", to_daw[1]);
	snprintf(frames, sizeof frames, "%u", options->buffer_frames);
	snprintf(inputs, sizeof inputs, "%u", options->input_channels ? options->input_channels : 1);
	snprintf(outputs, sizeof outputs, "%u", options->output_channels ? options->output_channels : 1);
	char *arguments[] = {(char *)options->host, (char *)options->format, (char *)options->spec, daw->segment_name,
	    (char *)instance_id, wake, reply, (char *)options->sample_rate, frames, inputs, outputs, NULL};
	daw->pid = fork();
	if (daw->pid == 0)
		exec_host(options, arguments);
	close(to_host[0]);
	close(to_daw[1]);
	daw->wake_fd = to_host[1];
	daw->reply_fd = to_daw[0];
	return daw->pid > 0;
}

enum daw_result daw_open(struct daw_client *daw, const struct daw_options *options)
{
	memset(daw, 0, sizeof *daw);
	daw->buffer_frames = options->buffer_frames;
	daw->input_channels = options->input_channels;
	daw->output_channels = options->output_channels;
	signal(SIGPIPE, SIG_IGN);

	char instance_id[32];
	snprintf(instance_id, sizeof instance_id, "%s-%d", options->format, (int)getpid());
	snprintf(daw->segment_name, sizeof daw->segment_name, "/maolan-%d-%s", (int)getpid(), instance_id);
	if (!create_segment(daw))
		return DAW_NO_SEGMENT;
	if (!spawn_host(daw, options, instance_id))
		return DAW_NOT_SPAWNED;
	for (int waited_ms = 0; waited_ms < READY_MS_MAX; waited_ms += POLL_MS) {
		if (load(daw, AT_READY) == 1)
			return DAW_OK;
		daw_pause_ms(POLL_MS);
	}
	kill(daw->pid, SIGKILL);
	return DAW_NOT_READY;
}

/* ---- process ---- */

static float *plane(const struct daw_client *daw, uint32_t channel, uint32_t bus)
{
	return (float *)(void *)(daw->segment + AT_PLANES + (channel * 2 + bus) * PLANE_BYTES);
}

/* The transport of 0.2.0 never moves; sample_rate_hz is never written. */
static void write_transport(struct daw_client *daw)
{
	const uint64_t playhead = 0;
	const double tempo = 120.0;
	const uint32_t numerator = 4, denominator = 4, playing = 1;
	memcpy(daw->segment + AT_TRANSPORT, &playhead, 8);
	memcpy(daw->segment + AT_TRANSPORT + 8, &tempo, 8);
	memcpy(daw->segment + AT_TRANSPORT + 16, &numerator, 4);
	memcpy(daw->segment + AT_TRANSPORT + 20, &denominator, 4);
	memcpy(daw->segment + AT_TRANSPORT + 24, &playing, 4);
}

static enum daw_result bypass(
    const struct daw_client *daw, const float *const *inputs, float *const *outputs, uint32_t frames)
{
	for (uint32_t c = 0; c < daw->output_channels; c++) {
		if (c < daw->input_channels)
			memcpy(outputs[c], inputs[c], frames * sizeof(float));
		else
			memset(outputs[c], 0, frames * sizeof(float));
	}
	return DAW_BYPASSED;
}

enum daw_result daw_process(struct daw_client *daw, const float *const *inputs, float *const *outputs, uint32_t frames)
{
	if (daw->bypassed)
		return bypass(daw, inputs, outputs, frames);
	if (host_ended(daw) && host_failed(daw)) {
		daw->crash_count++;
		return bypass(daw, inputs, outputs, frames);
	}
	store(daw, AT_BLOCK_SIZE, frames);
	store(daw, AT_INPUT_CHANNELS, daw->input_channels);
	store(daw, AT_OUTPUT_CHANNELS, daw->output_channels);
	write_transport(daw);
	const uint32_t copied = frames < daw->buffer_frames ? frames : daw->buffer_frames;
	for (uint32_t c = 0; c < daw->input_channels; c++)
		memcpy(plane(daw, c, 0), inputs[c], copied * sizeof(float));
	if (!signal_host(daw) || !wait_reply(daw, PROCESS_MS_MAX))
		return bypass(daw, inputs, outputs, frames);
	for (uint32_t c = 0; c < daw->output_channels; c++)
		memcpy(outputs[c], plane(daw, c, 1), copied * sizeof(float));
	return DAW_OK;
}

/* ---- requests ---- */

/* Type before status: the order in which 0.2.0 stores them, and one of the races that a host must tolerate. */
static enum daw_result request(struct daw_client *daw, uint32_t type)
{
	store(daw, AT_REQUEST_TYPE, type);
	store(daw, AT_REQUEST_STATUS, 0);
	enum daw_result result = DAW_OK;
	if (!signal_host(daw))
		result = DAW_SIGNAL_FAILED;
	else if (!wait_reply(daw, REQUEST_MS_MAX))
		result = DAW_NO_REPLY;
	if (result != DAW_OK)
		store(daw, AT_REQUEST_TYPE, 0);
	return result;
}

enum daw_result daw_snapshot_state(struct daw_client *daw, unsigned char *state, uint32_t *bytes)
{
	enum daw_result result = request(daw, 1);
	if (result != DAW_OK)
		return result;
	const uint32_t status = load(daw, AT_REQUEST_STATUS);
	const uint32_t size = load(daw, AT_SCRATCH_SIZE);
	if (status == 1) {
		*bytes = size < SCRATCH_BYTES ? size : SCRATCH_BYTES;
		memcpy(state, daw->segment + AT_SCRATCH, *bytes);
	}
	store(daw, AT_REQUEST_TYPE, 0);
	return status == 1 ? DAW_OK : DAW_REQUEST_FAILED;
}

enum daw_result daw_restore_state(struct daw_client *daw, const unsigned char *state, uint32_t bytes)
{
	const uint32_t size = bytes < SCRATCH_BYTES ? bytes : SCRATCH_BYTES;
	memcpy(daw->segment + AT_SCRATCH, state, size);
	store(daw, AT_SCRATCH_SIZE, size);
	enum daw_result result = request(daw, 2);
	if (result != DAW_OK)
		return result;
	const uint32_t status = load(daw, AT_REQUEST_STATUS);
	store(daw, AT_REQUEST_TYPE, 0);
	return status == 1 ? DAW_OK : DAW_REQUEST_FAILED;
}

enum daw_result daw_gui_show(struct daw_client *daw)
{
	store(daw, AT_REQUEST_TYPE, 3);
	return signal_host(daw) ? DAW_OK : DAW_SIGNAL_FAILED;
}

enum daw_result daw_gui_hide(struct daw_client *daw)
{
	store(daw, AT_REQUEST_TYPE, 4);
	return signal_host(daw) ? DAW_OK : DAW_SIGNAL_FAILED;
}

int daw_unread_replies(const struct daw_client *daw)
{
	int unread = 0;
	return ioctl(daw->reply_fd, FIONREAD, &unread) == 0 ? unread : -errno;
}

/* ---- drop ---- */

bool daw_drop(struct daw_client *daw)
{
	store(daw, AT_SHUTDOWN_REQUEST, 1);
	signal_host(daw);
	for (int waited_ms = 0; waited_ms < DROP_MS_MAX && !host_ended(daw); waited_ms += POLL_MS)
		daw_pause_ms(POLL_MS);
	const bool by_itself = host_ended(daw);
	if (!by_itself)
		kill(daw->pid, SIGKILL);
	close(daw->wake_fd);
	close(daw->reply_fd);
	munmap(daw->segment, SEGMENT_BYTES);
	shm_unlink(daw->segment_name);
	return by_itself;
}
