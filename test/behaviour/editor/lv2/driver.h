/*
 * Plays the host for libmaolan-lv2.so and its editors: the main thread's event loop, and an audio thread. Reads one
 * command per line from stdin, prints what happens.
 *
 *   open URI | bind | activate | deactivate | close (the plugin)
 *   show [PARENT [TITLE]] | hide | close-editor
 *   window WIDTH HEIGHT: a window as a DAW has it, to embed in ("daw 0x..."); window-resize W H |
 *       window-destroy | window-close (its connection)
 *   play FRAMES COUNT: so many blocks on the audio thread, waited for
 *   play-on FRAMES | play-off: blocks one after the other until then, at about their rate
 *   flush: a block of 0 frames
 *   set INDEX VALUE | value INDEX
 *   count (open fds and threads) | cycles COUNT (show, a turn of the loop, hide, close-editor)
 *
 * Each command answers with a line "done", after its output. Whenever it comes: output events of the plugin
 * ("event KIND INDEX"), requests of plugin_idle ("request SET"), log lines ("log TEXT"), and what the editor prints.
 */
#ifndef DRIVER_H
#define DRIVER_H

#include <stdbool.h>
#include <stdint.h>

/* driver-audio.c */
void audio_run(uint32_t frames, int count);
void audio_start(uint32_t frames);
void audio_stop(void);

/* driver-window.c: true if the command is its */
bool window_command(char **words);

#endif
