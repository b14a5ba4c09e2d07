/* SPDX-License-Identifier: BSD-2-Clause */
/* Objects that plugins ask the host for: IAttributeList, and IMessage, which has one. References are counted. */
#ifndef MAOLAN_VST3_ATTRIBUTES_H
#define MAOLAN_VST3_ATTRIBUTES_H

#include "api.h"

/* [any-thread] With one reference; NULL when out of memory. */
struct v3_attribute_list **attributes_new(void);
struct v3_message **host_message_new(void);

#endif
