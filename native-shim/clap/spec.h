/* SPDX-License-Identifier: BSD-2-Clause */
/* The name of a plugin as written by the DAW. All [main-thread]. */
#ifndef MAOLAN_CLAP_SPEC_H
#define MAOLAN_CLAP_SPEC_H

#include <stdbool.h>

/* The parts of a spec: `file`, `file::ID` or `file#ID`. The last `::` counts or, without one, the last `#`. If the
   whole text is an existing path, it is taken as a path. file may be a `file:` URL. */
struct spec {
	char *path;
	char *id; /* NULL: the first plugin of the file */
};

/* False when out of memory. */
bool spec_parse(const char *text, struct spec *spec);
void spec_free(struct spec *spec);

#endif
