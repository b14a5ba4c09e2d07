/* How people write the unit of a control port. */
#ifndef MAOLAN_LV2_UNITS_H
#define MAOLAN_LV2_UNITS_H

#include <stddef.h>

#include "query.h"

/* [main-thread] Like "dB", cut to fit; empty if the port has none. */
void units_read(const struct subject *subject, const LilvPort *port, char *unit, size_t bytes);

#endif
