#!/bin/sh
# The Node for a host whose garbage collections are counted: TRACED_NODE with the collections on stdout.
exec "$TRACED_NODE" --trace-gc --expose-gc --require "$(dirname "$0")/collect-once.cjs" "$@"
