/* SPDX-License-Identifier: BSD-2-Clause */
/* C++ names as people write them, by the C++ library's own function, if there is one in the process or installed. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

#include "os.h"

typedef char *(*demangle_function)(const char *name, char *room, size_t *bytes, int *status);

static demangle_function find(void)
{
	static const char function[] = "__cxa_demangle";
	void *found = dlsym(RTLD_DEFAULT, function);
	if (found == NULL) {
		void *library = dlopen("libstdc++.so.6", RTLD_NOW | RTLD_LOCAL);
		found = library != NULL ? dlsym(library, function) : NULL;
	}
	demangle_function result;
	*(void **)&result = found;
	return result;
}

const char *symbol_demangle(const char *name)
{
	static char text[512];
	int status = -1;
	const demangle_function demangle = find();
	char *found = demangle != NULL ? demangle(name, NULL, NULL, &status) : NULL;
	if (found == NULL)
		return name;
	snprintf(text, sizeof text, "%s", found);
	free(found);
	return text;
}
