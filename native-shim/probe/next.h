/* SPDX-License-Identifier: BSD-2-Clause */
/* Functions of libc that this library intercepts. */
#ifndef MAOLAN_PROBE_NEXT_H
#define MAOLAN_PROBE_NEXT_H

#include <dlfcn.h>

#define API __attribute__((visibility("default")))

/* The next definition of that name after this library's. Two racing threads find the same one. */
#define NEXT(name)                                                                                                     \
	static __typeof__(&(name)) next;                                                                                   \
	if (next == NULL)                                                                                                  \
	next = (__typeof__(&(name)))dlsym(RTLD_NEXT, #name)

#endif
