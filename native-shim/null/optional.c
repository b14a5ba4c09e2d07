/* SPDX-License-Identifier: BSD-2-Clause */
/* The null plugin implements no optional function. */
#include "optional.h"

const struct plugin_optional plugin_optional = {0};
