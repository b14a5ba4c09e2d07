/* SPDX-License-Identifier: BSD-2-Clause */
/* Objects that plugins create through the host: IAttributeList, and IMessage, which contains one. Reference-counted. */
#ifndef MAOLAN_VST3_ATTRIBUTES_H
#define MAOLAN_VST3_ATTRIBUTES_H

#include "api.h"

/* [any-thread] With one reference; NULL when out of memory. */
struct v3_attribute_list **attributes_new(void);
struct v3_message **host_message_new(void);

#endif
