/* SPDX-License-Identifier: BSD-2-Clause */
/* What happens when the core traps: the process ends, with a sentence. */
#include <stdlib.h>

#include "audio.h"

void core_trap(const char *what)
{
	if (audio.hooks->core_stopped != NULL)
		audio.hooks->core_stopped(audio.core.function, what);
	process_say("[plugin-host] The host's core stopped in ");
	process_say(audio.core.function);
	process_say(": ");
	process_say(what);
	process_say("\n");
	abort();
}
