#!/bin/sh
# A floor that reads as much memory as the code of a host is that runs between a wake and its reply: 250 cache lines in
# 48 pages, counted by single steps (eg-amp, 256 frames, Node 20).
FLOOR_MEMORY_LINES=250 FLOOR_MEMORY_PAGES=48 exec "$(dirname "$0")/../../build/bench/floor" "$@"
