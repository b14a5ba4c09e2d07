/* What the driver's files share of the host they play. */
#ifndef DRIVER_HOST_H
#define DRIVER_HOST_H

#include "../../../unit/lv2/memory.h"
#include "plugin.h"

extern struct memory *memory;
extern struct plugin *plugin;

#endif
