/*
 * A DAW of protocol version 7 (or 6, by bytes) for the conformance tests. It shares no header with the host: offsets
 * stand here.
 */
#ifndef DAW_7_H
#define DAW_7_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum {
	SEGMENT_BYTES = 4194304,
	AT_MAGIC = 0,
	AT_VERSION = 4,
	AT_READY = 12,
	AT_SHUTDOWN = 24,
	AT_BLOCK_SIZE = 36,
	AT_INPUTS = 40,
	AT_OUTPUTS = 44,
	AT_MIDI_INPUTS = 48,
	AT_MIDI_OUTPUTS = 52,
	AT_REQUEST_TYPE = 56,
	AT_REQUEST_STATUS = 60,
	AT_LATENCY = 84,
	AT_COUNTER = 88,
	AT_EVENTLESS = 92,
	AT_PLANES = 512,
	PLANE_BYTES = 16384,
	AT_MIDI_TO_HOST = 1180160,
	AT_MIDI_TO_DAW = 2228992,
	MIDI_RING_BYTES = 65552,
	MIDI_RING_SLOTS = 4096,
	MIDI_SLOTS_BEHIND = 16,
	FRAMES = 256,
};

/* What the command line says: words name=number. */
struct options {
	int version;
	int eventless; /* u32@92 */
	int blocks;
	int period_us;
	int limit_ms; /* for a block */
	int requests; /* saves and restores in turn, by a thread of their own */
	int channels;
	int gain_percent;      /* what the plugin does to its input; 0: it has no audio */
	int latency;           /* what the header must say at each answer; -1: anything */
	int midi;              /* a note with each block, which the plugin sends back in it, as it is or an octave higher */
	int still_every;       /* between poll and read of each so many bytes, stand still */
	int still_after_crash; /* and before the first byte after a crash */
	int still_ms;          /* for a random time up to this */
	int crash_every;       /* SIGSEGV for the host before each so many blocks */
};
extern struct options options;

/* What has been seen. */
struct counted {
	int blocks;
	int timeouts;   /* no answer within the limit */
	int wrong;      /* answered, and the samples are another block's */
	int dry;        /* answered with the input as it is, though no restore kept the plugin from running */
	int wrong_midi; /* answered, and the note is not there */
	int wrong_latency;
	int stolen;  /* bytes of requests, taken by the thread that plays (eventless) */
	int crashes; /* and blocks until five in a row were right again, of which some were passed through, or wrong: */
	int recovering, passed, wrong_recovering;
	int requests, failed_requests;
	_Atomic int stills;
	_Atomic int hangs; /* a byte was seen and gone when it was to be read: the DAW's read would never return */
};
extern struct counted counted;

extern unsigned char *segment;
extern int wake_fd, reply_fd, host_pid;
extern atomic_bool playing, restoring, has_crashed;

static inline uint32_t load(uint32_t at)
{
	return __atomic_load_n((uint32_t *)(void *)(segment + at), __ATOMIC_ACQUIRE);
}

static inline void store(uint32_t at, uint32_t value)
{
	__atomic_store_n((uint32_t *)(void *)(segment + at), value, __ATOMIC_RELEASE);
}

int64_t now_us(void);
/* One byte of the reply pipe within ms: true. Any thread. */
bool take_byte(int ms);

/* Play all blocks. */
void play(void);
/* Of a thread: ask for states until all have been asked for or no block is played any more. */
void *ask_for_states(void *takes_any_byte);

#endif
