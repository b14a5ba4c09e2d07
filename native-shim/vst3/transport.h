/* SPDX-License-Identifier: BSD-2-Clause */
/* ProcessContext from the DAW's transport. */
#ifndef MAOLAN_VST3_TRANSPORT_H
#define MAOLAN_VST3_TRANSPORT_H

#include "audio.h"

/* [audio-thread] Fill audio->context for the piece of the block that starts at frame start. Only known fields are
   marked as valid. */
void transport_describe(struct vst3_audio *audio, uint32_t start);

#endif
