/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What two processes must have in common so that a fork of the one can replace the other.
 */
#ifndef MAOLAN_ZYGOTE_KEY_H
#define MAOLAN_ZYGOTE_KEY_H

#include <stddef.h>
#include <stdint.h>

/* [main-thread] Of what this process inherited and cannot hand over: user, groups, capabilities, limits, affinity,
   namespaces, control group, root directory, priorities. 0: unknown. */
uint64_t key_of_process(void);

/* [main-thread] Of variables that take effect when a process starts only. */
uint64_t key_of_environment(char **variables);

/* [main-thread] Of the program's files: another build has another one. folder: of the supervisor. */
uint64_t key_of_build(const char *folder);

/* [any-thread] Bytes into a sum (FNV-1a). */
#define KEY_START 14695981039346656037u
uint64_t key_add(uint64_t key, const void *bytes, size_t count);

#endif
