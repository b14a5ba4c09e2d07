/*
 * Plays the core, the main thread and the audio thread for one plugin library: reads one command per line from stdin,
 * writes the answers to stdout.
 *
 *   open SPEC [rate] [frames_max] [inputs] [outputs]   bind | activate | deactivate | restart | close
 *   describe | parameters | set INDEX VALUE | value INDEX
 *   input CHANNEL VALUE | ramp CHANNEL | poison VALUE (all outputs)
 *   event OFFSET INDEX VALUE | midi OFFSET PORT BYTE... | kind OFFSET KIND (of the next block; decimal)
 *   modulation OFFSET INDEX VALUE | gesture-begin OFFSET INDEX | gesture-end OFFSET INDEX (likewise)
 *   rings (that plugin_bind asked for) | supported (what of the rest of the ABI is)
 *   transport PLAYHEAD TEMPO NUMERATOR DENOMINATOR PLAYING
 *   run FRAMES [TIMES] | output CHANNEL FIRST COUNT | events (those that came out since the last time)
 *   idle MILLISECONDS (the main thread's loop) | obey MILLISECONDS (the same, and serves the plugin's requests)
 *   race MILLISECONDS FRAMES (blocks that move the first parameter, while the main thread idles, saves and looks)
 *   save | bytes (of the last save) | keep (put what was saved) | put-zeros ITEM BYTES | restore
 *   save-file PATH | load-file PATH
 *   at FRAME INDEX VALUE (automation of the next play) | play IN OUT BLOCK (files of interleaved floats)
 */
#ifndef DRIVER_H
#define DRIVER_H

#include <stdbool.h>
#include <stdint.h>

#include "plugin.h"

/* All that the core would have in its memory; its address is the base. */
struct memory {
	struct block block;
	struct event events[BLOCK_EVENTS_MAX];
	struct event output_events[BLOCK_EVENTS_MAX];
	uint8_t data[BLOCK_DATA_BYTES];
	uint8_t output_data[BLOCK_DATA_BYTES];
	uint32_t ids[BLOCK_PARAMETERS_MAX];
	float minimums[BLOCK_PARAMETERS_MAX];
	float maximums[BLOCK_PARAMETERS_MAX];
	float values[BLOCK_PARAMETERS_MAX];
	_Alignas(16) float inputs[BLOCK_CHANNELS_MAX][BLOCK_FRAMES_MAX];
	_Alignas(16) float outputs[BLOCK_CHANNELS_MAX][BLOCK_FRAMES_MAX];
};

extern struct memory *memory;
extern struct plugin *plugin;

/* driver-threads.c: [main-thread] */
void init_memory(void);
/* Run blocks on the audio thread and wait for it: the status of the last one. */
int32_t run_blocks(uint32_t frames, int times);
/* Idle while the audio thread runs blocks. */
void race(int milliseconds, uint32_t frames);
/* Have the audio thread call plugin->rest, if there is one: before each deactivate, restart and close. */
void rest_plugin(void);
void restart(void);
/* The main thread's event loop: plugin_idle whenever the shim woke it. Requests are served if obey. */
void idle(int milliseconds, bool obey);
void print_output_events(void);

/* Commands for what only some formats have; a format's own driver may define it. False: no such command. */
__attribute__((weak)) bool format_command(char **words);

/* Whether the main thread idles when a block is long in coming; a format's own driver may define it. */
extern const bool idles_meanwhile __attribute__((weak));

/* driver-play.c */
void add_automation(uint32_t frame, uint32_t index, double value);
void play(const char *in_path, const char *out_path, uint32_t frames);
void save_file(const char *path);
void load_file(const char *path);

#endif
