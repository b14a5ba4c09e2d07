/*
 * The functions of trap.wat, as core.h has those of the core.
 */
#ifndef TEST_TRAP_H
#define TEST_TRAP_H

#include <stdint.h>

#include "block.h"
#include "protocol.h"

CORE_EXPORT uint32_t trap_load(uint32_t at);
CORE_EXPORT void trap_store(uint32_t at);
CORE_EXPORT void trap_copy(uint32_t from);
CORE_EXPORT void trap_fill(uint32_t at);
CORE_EXPORT uint32_t trap_atomic_load(uint32_t at);
CORE_EXPORT uint32_t trap_compare(uint32_t expected);
CORE_EXPORT uint32_t trap_add(uint32_t value);
CORE_EXPORT uint32_t trap_divide(uint32_t by);
CORE_EXPORT uint32_t trap_convert(uint32_t float_bits);
CORE_EXPORT void trap_call(uint32_t index);
CORE_EXPORT void trap_unreachable(uint32_t reach);

#endif
