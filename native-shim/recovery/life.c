/* This process, as recovery knows it. */
#include "life.h"

#include <sys/syscall.h>
#include <unistd.h>

#include "../audio/observe.h"

static struct record no_file;
struct life life = {.record = &no_file, .fd = -1};

enum recovery_thread life_thread(void)
{
	const pid_t self = (pid_t)syscall(SYS_gettid);
	if (self == life.armed)
		return RECOVERY_MAIN;
	return self == audio_thread_id() ? RECOVERY_AUDIO : RECOVERY_OTHER;
}

void life_disarm(void)
{
	life.armed = 0;
}
