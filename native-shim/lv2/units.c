/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A port's unit is either one of the units extension's, or described by the plugin's own data: with a symbol, or with a
 * pattern to format a value ("%f dB"). The extension's own data are not loaded, so its symbols are listed here.
 */
#include "units.h"

#include <limits.h>
#include <lv2/units/units.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "message.h"

static const struct {
	const char *uri;
	const char *symbol;
} known[] = {
    {LV2_UNITS__bar, "bars"},
    {LV2_UNITS__beat, "beats"},
    {LV2_UNITS__bpm, "BPM"},
    {LV2_UNITS__cent, "ct"},
    {LV2_UNITS__cm, "cm"},
    {LV2_UNITS__coef, ""}, /* a coefficient has no unit */
    {LV2_UNITS__db, "dB"},
    {LV2_UNITS__degree, "deg"},
    {LV2_UNITS__frame, "frames"},
    {LV2_UNITS__hz, "Hz"},
    {LV2_UNITS__inch, "in"},
    {LV2_UNITS__khz, "kHz"},
    {LV2_UNITS__km, "km"},
    {LV2_UNITS__m, "m"},
    {LV2_UNITS__mhz, "MHz"},
    {LV2_UNITS__midiNote, "MIDI note"},
    {LV2_UNITS__mile, "mi"},
    {LV2_UNITS__min, "min"},
    {LV2_UNITS__mm, "mm"},
    {LV2_UNITS__ms, "ms"},
    {LV2_UNITS__oct, "oct"},
    {LV2_UNITS__pc, "%"},
    {LV2_UNITS__s, "s"},
    {LV2_UNITS__semitone12TET, "semi"},
};

static const char *symbol_of(const char *uri)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(known[i].uri, uri) == 0)
			return known[i].symbol;
	return NULL;
}

static LilvNode *value_of(const struct subject *subject, const LilvNode *node, const char *predicate_uri)
{
	LilvNode *predicate = lilv_new_uri(subject->world, predicate_uri);
	LilvNode *value = lilv_world_get(subject->world, node, predicate, NULL);
	lilv_node_free(predicate);
	return value;
}

/* "%f dB", "%.1f Hz", "%d%%": the part after the conversion. */
static void unit_in_pattern(const char *pattern, char *unit, size_t bytes)
{
	const char *conversion = strchr(pattern, '%');
	const char *rest = conversion ? strpbrk(conversion, "dfieg") : NULL;
	if (!rest)
		return;
	rest++;
	rest += strspn(rest, " ");
	text_copy(unit, bytes, strcmp(rest, "%%") == 0 ? "%" : rest, SIZE_MAX);
}

/* A pattern comes from the plugin's data and is passed to printf, so it may have only one conversion, of one number,
   with short width and precision. */
static bool is_safe(const char *pattern)
{
	uint32_t conversions = 0;
	for (const char *at = strchr(pattern, '%'); at; at = strchr(at, '%')) {
		at++;
		if (*at == '%') {
			at++;
			continue;
		}
		at += strspn(at, "+- 0#");
		const size_t width = strspn(at, "0123456789");
		at += width;
		const size_t precision = *at == '.' ? 1 + strspn(at + 1, "0123456789") : 0;
		at += precision;
		if (!*at || !strchr("dfieg", *at) || width > 2 || precision > 2)
			return false;
		conversions++;
	}
	return conversions == 1;
}

/* Read a unit described by the plugin. */
static void read_description(const struct subject *subject, const LilvNode *node, struct unit *unit)
{
	LilvNode *symbol = value_of(subject, node, LV2_UNITS__symbol);
	LilvNode *render = value_of(subject, node, LV2_UNITS__render);
	const char *pattern = render ? lilv_node_as_string(render) : "";
	if (symbol)
		text_copy(unit->symbol, sizeof(unit->symbol), lilv_node_as_string(symbol), SIZE_MAX);
	else if (render)
		unit_in_pattern(pattern, unit->symbol, sizeof(unit->symbol));
	if (strlen(pattern) < sizeof(unit->pattern) && is_safe(pattern))
		text_copy(unit->pattern, sizeof(unit->pattern), pattern, SIZE_MAX);
	lilv_node_free(symbol);
	lilv_node_free(render);
}

void units_read(const struct subject *subject, const LilvNode *node, struct unit *unit)
{
	*unit = (struct unit){0};
	if (!node)
		return;
	const char *symbol = lilv_node_is_uri(node) ? symbol_of(lilv_node_as_uri(node)) : NULL;
	if (symbol)
		text_copy(unit->symbol, sizeof(unit->symbol), symbol, SIZE_MAX);
	else
		read_description(subject, node, unit);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral" /* checked by is_safe */

void units_render(const struct unit *unit, double value, char *text, size_t bytes)
{
	const char *conversion = strchr(unit->pattern, '%');
	while (conversion && conversion[1] == '%')
		conversion = strchr(conversion + 2, '%');
	const char *letter = conversion ? strpbrk(conversion, "dfieg") : NULL;
	if (letter && (*letter == 'd' || *letter == 'i'))
		snprintf(text, bytes, unit->pattern, (int)fmax(fmin(round(value), INT_MAX), INT_MIN));
	else
		snprintf(text, bytes, unit->pattern, value);
}

#pragma GCC diagnostic pop
