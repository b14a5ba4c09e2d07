/*
 * A port's unit is one that the units extension names, or one that the plugin's own data describes: with a symbol, or
 * with a pattern to print a value by ("%f dB"). The extension's own data is not loaded, so its symbols are here.
 */
#include "units.h"

#include <lv2/units/units.h>
#include <stdint.h>
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
    {LV2_UNITS__coef, ""}, /* a factor has no unit */
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

/* "%f dB", "%.1f Hz", "%d%%": what stands behind the conversion. */
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

/* A unit of the plugin's own. */
static void read_description(const struct subject *subject, const LilvNode *node, char *unit, size_t bytes)
{
	LilvNode *symbol = value_of(subject, node, LV2_UNITS__symbol);
	LilvNode *pattern = symbol ? NULL : value_of(subject, node, LV2_UNITS__render);
	if (symbol)
		text_copy(unit, bytes, lilv_node_as_string(symbol), SIZE_MAX);
	else if (pattern)
		unit_in_pattern(lilv_node_as_string(pattern), unit, bytes);
	lilv_node_free(symbol);
	lilv_node_free(pattern);
}

void units_read(const struct subject *subject, const LilvPort *port, char *unit, size_t bytes)
{
	unit[0] = '\0';
	LilvNode *predicate = lilv_new_uri(subject->world, LV2_UNITS__unit);
	LilvNode *node = lilv_port_get(subject->plugin, port, predicate);
	lilv_node_free(predicate);
	if (!node)
		return;
	const char *symbol = lilv_node_is_uri(node) ? symbol_of(lilv_node_as_uri(node)) : NULL;
	if (symbol)
		text_copy(unit, bytes, symbol, SIZE_MAX);
	else
		read_description(subject, node, unit, bytes);
	lilv_node_free(node);
}
