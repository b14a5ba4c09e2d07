/* SPDX-License-Identifier: BSD-2-Clause */
/* The calling thread's floating-point mode: rounding, denormals and trapped exceptions, without the exception status
   flags. */
#ifndef MAOLAN_OS_FP_MODE_H
#define MAOLAN_OS_FP_MODE_H

#include <stdint.h>

#if defined(__x86_64__) || defined(__i386__)
#include <xmmintrin.h>

/* MXCSR in the lower half, without its status flags (bits 0 to 5); the x87 control word in the upper half. */
#define FP_MODE_FLUSH_DENORMALS 0x8040u /* FTZ: results, bit 15; DAZ: operands, bit 6 */

static inline uint16_t fp_mode_x87(void)
{
	uint16_t control;
	__asm__ volatile("fnstcw %0" : "=m"(control));
	return control;
}

static inline uint64_t fp_mode_get(void)
{
	return (uint64_t)fp_mode_x87() << 32 | (_mm_getcsr() & ~0x3fu);
}

static inline void fp_mode_set(uint64_t mode)
{
	const uint16_t control = (uint16_t)(mode >> 32);
	if (control != fp_mode_x87()) /* clear pending exceptions first, which would trap now */
		__asm__ volatile("fnclex\n\tfldcw %0" : : "m"(control));
	_mm_setcsr((uint32_t)mode);
}
#elif defined(__aarch64__)
#define FP_MODE_FLUSH_DENORMALS (1u << 24) /* FPCR.FZ: operands and results */

static inline uint64_t fp_mode_get(void)
{
	uint64_t mode;
	__asm__ volatile("mrs %0, fpcr" : "=r"(mode));
	return mode;
}

static inline void fp_mode_set(uint64_t mode)
{
	__asm__ volatile("msr fpcr, %0" : : "r"(mode));
}
#else
#define FP_MODE_FLUSH_DENORMALS 0u

static inline uint64_t fp_mode_get(void)
{
	return 0;
}

static inline void fp_mode_set(uint64_t mode)
{
	(void)mode;
}
#endif

#endif
