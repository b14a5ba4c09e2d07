/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Many plugins pass a restored state to their processor, which applies it in its next process call; until then,
 * getState returns the previous state. So a call without frames follows each restore: not on the audio thread, as VST3
 * requires of process calls, but while the audio thread is stopped.
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
		return; /* the next block settles it, too */
	pthread_setname_np(thread, "settle");
	pthread_join(thread, NULL);
	instance->unsettled = false;
	parameters_update_controller(instance);
}
