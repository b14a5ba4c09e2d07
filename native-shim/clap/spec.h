/* SPDX-License-Identifier: BSD-2-Clause */
/* The name of a plugin as the DAW writes it. All [main-thread]. */
#ifndef MAOLAN_CLAP_SPEC_H
#define MAOLAN_CLAP_SPEC_H

#include <stdbool.h>

/* What a spec names: `file`, `file::ID` or `file#ID`. The last `::` counts, and where there is none, the last `#`. A
   path that contains these by itself is meant as a path if it exists. file may be a `file:` URL. */
struct spec {
	char *path;
	char *id; /* NULL: the first plugin of the file */
};

/* False when out of memory. */
bool spec_parse(const char *text, struct spec *spec);
void spec_free(struct spec *spec);

#endif
