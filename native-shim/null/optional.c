/* SPDX-License-Identifier: BSD-2-Clause */
/* Nothing of it. */
#include "optional.h"

const struct plugin_optional plugin_optional = {0};
