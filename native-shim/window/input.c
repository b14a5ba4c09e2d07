/* SPDX-License-Identifier: BSD-2-Clause */
/* Key and wheel events that the editor's own windows did not select, which the X server delivers to the container. */
#include "input.h"

#include <X11/Xutil.h>

#define WHEEL_UP 4
#define WHEEL_DOWN 5
#define UNICODE_KEYSYMS 0x01000000u

static uint16_t modifiers_of(unsigned int state)
{
	return (uint16_t)((state & ShiftMask ? WINDOW_SHIFT : 0) | (state & Mod1Mask ? WINDOW_ALT : 0) |
	                  (state & ControlMask ? WINDOW_CONTROL : 0));
}

/* Latin-1 keysyms equal their characters; other Unicode keysyms carry the character in their low bits. */
static uint16_t character_of(KeySym symbol, const char *text, int length)
{
	if ((symbol >= 0x20 && symbol < 0x7f) || (symbol >= 0xa0 && symbol <= 0xff))
		return (uint16_t)symbol;
	if ((symbol & 0xff000000u) == UNICODE_KEYSYMS)
		return (uint16_t)symbol;
	return length == 1 ? (uint16_t)(unsigned char)text[0] : 0;
}

static void handle_key(const struct window *window, const XKeyEvent *event)
{
	char text[8];
	KeySym symbol = NoSymbol;
	XKeyEvent copy = *event;
	const int length = XLookupString(&copy, text, sizeof(text), &symbol, NULL);
	const struct window_key key = {.symbol = (uint32_t)symbol,
	    .character = character_of(symbol, text, length),
	    .modifiers = modifiers_of(event->state),
	    .is_down = event->type == KeyPress};
	if (window->events.key)
		window->events.key(window->user, &key);
}

static void handle_button(const struct window *window, const XButtonEvent *event)
{
	if (window->events.wheel && (event->button == WHEEL_UP || event->button == WHEEL_DOWN))
		window->events.wheel(window->user, event->button == WHEEL_UP ? 1.0f : -1.0f, event->x, event->y);
}

long input_mask(const struct window_options *options)
{
	const struct window_events *events = options->parent ? NULL : options->events;
	return (events && events->key ? KeyPressMask | KeyReleaseMask : 0) |
	       (events && events->wheel ? ButtonPressMask : 0);
}

void input_handle(const struct window *window, const XEvent *event)
{
	if (event->type == ButtonPress)
		handle_button(window, &event->xbutton);
	else
		handle_key(window, &event->xkey);
}
