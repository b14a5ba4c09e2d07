/* SPDX-License-Identifier: BSD-2-Clause */
/* The display's scale factor, from the environment or X resources. */
#include "scale.h"

#include <locale.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

#include "connection.h"

#define DPI_UNSCALED 96.0
#define SCALE_MINIMUM 0.25
#define SCALE_MAXIMUM 16.0

/* Returns 0 if text is not a plausible number. Parses in the C locale: plugins change the process's locale and with it
   the decimal point. */
static double number(const char *text)
{
	static locale_t c_locale;
	if (!c_locale)
		c_locale = newlocale(LC_ALL_MASK, "C", NULL);
	if (!text || !c_locale)
		return 0;
	char *end;
	const double value = strtod_l(text, &end, c_locale);
	return end != text && value > 0 && value < 10000 ? value : 0;
}

static bool is_sensible(double scale)
{
	return scale >= SCALE_MINIMUM && scale <= SCALE_MAXIMUM;
}

static double from_gtk(void)
{
	const double scale = number(getenv("GDK_SCALE")), of_text = number(getenv("GDK_DPI_SCALE"));
	if (scale > 0 && of_text > 0)
		return scale * of_text;
	return scale > 0 ? scale : of_text;
}

static double from_server(void)
{
	char error[256];
	if (!connection_open(error, sizeof(error)))
		return 0;
	const double scale = number(XGetDefault(connection.display, "Xft", "dpi")) / DPI_UNSCALED;
	connection_close_if_unused();
	connection_flush();
	return scale;
}

double window_scale(void)
{
	double scale = number(getenv("MAOLAN_SCALE"));
	if (!is_sensible(scale))
		scale = from_gtk();
	if (!is_sensible(scale))
		scale = number(getenv("QT_SCALE_FACTOR"));
	if (!is_sensible(scale))
		scale = from_server();
	return is_sensible(scale) ? scale : 1;
}
