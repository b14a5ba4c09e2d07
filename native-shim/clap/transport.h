/* SPDX-License-Identifier: BSD-2-Clause */
/* CLAP's transport event from the DAW's transport. */
#ifndef MAOLAN_CLAP_TRANSPORT_H
#define MAOLAN_CLAP_TRANSPORT_H

#include "audio.h"

/* [audio-thread] Fill audio->transport for the piece of the block that starts at frame start. Only known fields are
   flagged as valid. */
void transport_describe(struct clap_audio *audio, uint32_t start);

#endif
