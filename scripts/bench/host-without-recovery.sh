#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Runs the host without recovery. MAOLAN_BENCH_HOST: its executable.
MAOLAN_RECOVERY=0 exec "$MAOLAN_BENCH_HOST" "$@"
