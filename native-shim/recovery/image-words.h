/* The words that this process was started with, for its next image. */
#ifndef MAOLAN_OS_IMAGE_WORDS_H
#define MAOLAN_OS_IMAGE_WORDS_H

#include <stdint.h>

/* [main-thread] argv as the kernel has it, and a copy of the environment with MAOLAN_RECOVERY_FD=record_fd and what
   catches exit() (preload/) in it. Both end with NULL and lie in memory that nobody can write to. 0 or -errno. */
int32_t image_words(int record_fd, char ***arguments, char ***environment);

#endif
