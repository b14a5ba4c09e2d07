#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The host as it is without its safety net. MAOLAN_BENCH_HOST: its executable.
MAOLAN_RECOVERY=0 exec "$MAOLAN_BENCH_HOST" "$@"
