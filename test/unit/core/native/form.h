/*
 * A form of the core as a library for the tests: form-ahead-of-time.c and form-native.c have the same functions.
 */
#ifndef TEST_FORM_H
#define TEST_FORM_H

#include <stdint.h>
#include <string.h>

#define FORM_EXPORT __attribute__((visibility("default")))

struct form_function {
	const char *name;
	void (*address)(void);
};

/* A fresh instance, or NULL. The native form has only one, in any case: load the library again, from a copy. */
FORM_EXPORT void *form_open(void);
FORM_EXPORT void form_close(void *instance);
/* Offset 0 of an instance. */
FORM_EXPORT void *form_base(const void *instance);
FORM_EXPORT uint64_t form_bytes(const void *instance);
/* Address of the core's function of that name, or NULL. Ahead of time, its first argument is the instance. */
FORM_EXPORT void *form_function(const char *name);

static inline void *form_find(const struct form_function *functions, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(functions[i].name, name) == 0)
			return (void *)functions[i].address;
	}
	return NULL;
}

#endif
