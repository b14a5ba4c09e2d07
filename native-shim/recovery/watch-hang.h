/* The part of the watch that notices plugin code which does not return. */
#ifndef MAOLAN_OS_WATCH_HANG_H
#define MAOLAN_OS_WATCH_HANG_H

/* [main-thread] Before the watch starts. */
void hang_start(void);
/* [watch thread] Every tick_ms milliseconds. */
void hang_look(int tick_ms);

#endif
