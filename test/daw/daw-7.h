/*
 * A DAW of protocol version 7 (or 6, with bytes) for the conformance tests. It shares no header with the host: the
 * offsets are defined here.
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

/* Set on the command line by words name=number. */
struct options {
	int version;
	int eventless; /* u32@92 */
	int blocks;
	int period_us;
	int limit_ms; /* for a block */
	int requests; /* number of alternating saves and restores, by a separate thread */
	int channels;
	int gain_percent; /* what the plugin does to its input; 0: it has no audio */
	int latency;      /* expected in the header at each answer; -1: anything */
	int midi;         /* send a note with each block, which the plugin returns in it, unchanged or an octave higher */
	int still_every;  /* stop between poll and read once every this many bytes */
	int still_after_crash; /* and before the first byte after a crash */
	int still_ms;          /* for a random time up to this */
	int crash_every;       /* SIGSEGV for the host once every this many blocks */
};
extern struct options options;

/* Results. */
struct counted {
	int blocks;
	int timeouts;   /* no answer within the limit */
	int wrong;      /* answered with another block's samples */
	int dry;        /* answered with the unchanged input, though no restore kept the plugin from running */
	int wrong_midi; /* answered without the note */
	int wrong_latency;
	int stolen;  /* bytes of requests taken by the playing thread (eventless) */
	int crashes; /* and blocks until five in a row were correct again, of which some were passed through or wrong: */
	int recovering, passed, wrong_recovering;
	int requests, failed_requests;
	_Atomic int stills;
	_Atomic int hangs; /* a byte was seen, but gone when it was read: the DAW's read would never return */
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
/* Read one byte of the reply pipe within ms. Returns whether there was one. Any thread. */
bool take_byte(int ms);

/* Play all blocks. */
void play(void);
/* Thread function: save and restore until all requests have been made or playback has ended. */
void *ask_for_states(void *takes_any_byte);

#endif
