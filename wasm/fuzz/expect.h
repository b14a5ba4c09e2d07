/* SPDX-License-Identifier: BSD-2-Clause */
/* The fuzzers' check. */
#ifndef FUZZ_EXPECT_H
#define FUZZ_EXPECT_H

#include <stdio.h>
#include <stdlib.h>

/* Not assert(): a fuzzer's check stays in whatever the build defines. */
#define EXPECT(condition)                                                                                              \
	do {                                                                                                               \
		if (!(condition)) {                                                                                            \
			fprintf(stderr, "%s:%d: expected %s\n", __FILE__, __LINE__, #condition);                                   \
			abort();                                                                                                   \
		}                                                                                                              \
	} while (0)

#endif
