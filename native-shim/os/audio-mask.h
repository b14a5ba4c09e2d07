/* The audio thread's signal mask. */
#ifndef MAOLAN_OS_AUDIO_MASK_H
#define MAOLAN_OS_AUDIO_MASK_H

#include <stdint.h>

/* [audio-thread] Open for the interruption and its own faults; every other signal goes to threads that expect it. 0 or
   -errno. */
int32_t audio_mask_set(void);
/* [audio-thread] After plugin code has run: put it back, if it may have been changed. */
void audio_mask_keep(void);

#endif
