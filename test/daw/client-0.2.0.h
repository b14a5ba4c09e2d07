/*
 * The DAW side of engine 0.2.0, with every habit that troubles a host: one segment name per format and process, pipe
 * ends inherited by every child, replies that are counted and not matched, nothing cancelled after a timeout. The
 * conformance tests drive the host with it, so it shares no code and no header with the host: its offsets are in
 * client-0.2.0.c.
 *
 * As in the original, daw_process and the requests may run on two threads at once without a lock.
 */
#ifndef CLIENT_0_2_0_H
#define CLIENT_0_2_0_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define DAW_CHANNELS_MAX 32

/* Result of a call. */
enum daw_result {
	DAW_OK = 0,
	DAW_BYPASSED = 1,    /* process: no answer from the host, the input was copied to the output */
	DAW_NO_SEGMENT = 2,  /* open: the segment could not be created */
	DAW_NOT_SPAWNED = 3, /* open: the host could not be started */
	DAW_NOT_READY = 4, /* open: not ready within 10 s; the host was killed and the segment leaked, as in the original */
	DAW_SIGNAL_FAILED = 5,  /* request: the wake byte could not be written */
	DAW_NO_REPLY = 6,       /* request: no reply byte within 5 s */
	DAW_REQUEST_FAILED = 7, /* request: status was not 1 when the reply came */
};

struct daw_options {
	const char *host;        /* path of the executable */
	const char *format;      /* lv2, vst3 */
	const char *spec;        /* plugin URI or path */
	const char *sample_rate; /* Hz, as text: 48000 */
	uint32_t buffer_frames;  /* of the track; LV2 tracks may say 0 */
	uint32_t input_channels;
	uint32_t output_channels;
};

/* A parameter change that the host reported through the echo ring. */
struct daw_echo {
	uint32_t parameter;
	float value;
	uint32_t sample_offset;
	uint32_t kind;
};

struct daw_client {
	unsigned char *segment;
	char segment_name[64];
	pid_t pid;
	int wake_fd;  /* write end, DAW to host */
	int reply_fd; /* read end, host to DAW */
	bool host_exited;
	int host_status; /* as waitpid gives it, once host_exited */
	bool bypassed;
	uint32_t crash_count;
	uint32_t buffer_frames;
	uint32_t input_channels;
	uint32_t output_channels;
};

/* Create the segment (mode 0644, taken over if it exists, zeroed), start the host, wait up to 10 s for ready. */
enum daw_result daw_open(struct daw_client *daw, const struct daw_options *options);

/* One block of frames frames: inputs[c] and outputs[c] have at least that many. Waits 100 ms for the answer. */
enum daw_result daw_process(struct daw_client *daw, const float *const *inputs, float *const *outputs, uint32_t frames);

/* Request the state: at most 65536 bytes are copied to state, their number to bytes. Waits 5 s for one byte. */
enum daw_result daw_snapshot_state(struct daw_client *daw, unsigned char *state, uint32_t *bytes);
/* Send a state to the plugin. Waits 5 s for one byte. */
enum daw_result daw_restore_state(struct daw_client *daw, const unsigned char *state, uint32_t bytes);

/* Requests without an answer. */
enum daw_result daw_gui_show(struct daw_client *daw);
enum daw_result daw_gui_hide(struct daw_client *daw);

/* Queue a parameter change: false if the ring is full. */
bool daw_set_parameter(struct daw_client *daw, uint32_t parameter, float value);
/* Take the next echo: false if there is none. */
bool daw_take_echo(struct daw_client *daw, struct daw_echo *echo);

/* Sleep. */
void daw_pause_ms(long ms);

/* Number of unread reply bytes. An addition for the tests. */
int daw_unread_replies(const struct daw_client *daw);

/* Shutdown flag and byte, then SIGKILL after 2 s; unlink the segment. The object stays valid until daw_free. Returns
   true if the host exited normally. */
bool daw_drop(struct daw_client *daw);

#endif
