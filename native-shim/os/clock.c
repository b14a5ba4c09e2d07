/* SPDX-License-Identifier: BSD-2-Clause */
/* The monotonic clock in milliseconds, exported for JavaScript. */
#include "clock.h"

#include "os.h"

uint32_t clock_ms(void)
{
	return (uint32_t)(clock_us() / 1000u);
}
