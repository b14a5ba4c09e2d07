/*
 * Plays the host's main thread and a plugin's editor: reads one command per line from stdin, prints what happens.
 * NAME is a word of the test's choosing; PARENT is a window's NAME, an X11 id, or 0.
 *
 *   open NAME PARENT WIDTH HEIGHT FLAGS TITLE
 *       FLAGS: r resizable, f follows its child, c closes itself in callbacks, -
 *   show | hide | close | id NAME
 *   resize NAME W H | resize-slowly-and-show NAME W H MS | resizable NAME 0|1 | hints NAME W H W H | transient NAME ID
 *   place | place-before X Y (what the next process would learn, what the one before left)
 *   scale | count (open fds and threads) | memory | cycles COUNT (open, show, hide, close)
 *   child NAME PARENT W H [xembed | direct]
 *       a window of the toolkit (see toolkit.h)
 *   child-configure NAME X Y W H | child-configure-in-sync NAME X Y W H (inside the next XSync of this process)
 *   child-error NAME | child-focus NAME ID
 *   child-ping NAME ID | child-handlers | child-destroy NAME | child-close NAME |
 *   child-abuse NAME (of a dead server)
 *
 * Each command answers with a line "done", after its output. Events are printed when they come: "NAME closed",
 * "NAME resized W H", "NAME focused 0|1", "NAME destroyed", log lines as "log TEXT", and those of toolkit.h.
 */
#ifndef DRIVER_H
#define DRIVER_H

#include <stdbool.h>
#include <stdint.h>

#define NAMES_MAX 16

/* An id by name or number. */
uint64_t driver_id(const char *word);
/* driver-toolkit.c: true if the command is its. */
bool toolkit_command(char **words);
uint64_t toolkit_id(const char *name);

#endif
