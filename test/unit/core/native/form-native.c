/*
 * The core compiled natively, as a library: one instance, the library's own data.
 */
#include "core.h"
#include "form.h"
#include "window.h"

extern uint8_t _end[]; /* the linker's: end of the library's data */

#define FUNCTION(name) {#name, (void (*)(void))name},
static const struct form_function functions[] = {
#include "core-functions.inc"
};

void *form_open(void)
{
	return (void *)MEMORY_BASE;
}

void form_close(void *instance)
{
	(void)instance;
}

void *form_base(const void *instance)
{
	(void)instance;
	return (void *)MEMORY_BASE;
}

uint64_t form_bytes(const void *instance)
{
	(void)instance;
	return (uintptr_t)_end - MEMORY_BASE;
}

void *form_function(const char *name)
{
	return form_find(functions, sizeof functions / sizeof functions[0], name);
}
