/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Plugins hand a state that they are given to their processor, which takes it in its next process call; until then,
 * many answer getState with the state from before. So a call without frames follows each restore: off the main thread,
 * where VST3 has no process call, while the audio thread stands still.
 */
#include <pthread.h>

#include "instance.h"

static void *run(void *audio)
{
	vst3_settle(audio);
	return NULL;
}

void settle(struct vst3_instance *instance)
{
	struct vst3_audio *audio = &instance->audio;
	pthread_t thread;
	if (!audio->ready || !instance->unsettled)
		return;
	if (pthread_create(&thread, NULL, run, audio) != 0)
		return; /* the next block settles it as well */
	pthread_setname_np(thread, "settle");
	pthread_join(thread, NULL);
	instance->unsettled = false;
	parameters_tell_controller(instance);
}
