#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# API documentation of the library, generated from its sources: build/docs/index.html; and the page that shows the
# contents of plugin states: build/docs/state.html. TypeDoc is installed on demand.
set -eu
cd "$(dirname "$0")"
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
	echo "docs: installing TypeDoc" >&2
	mkdir -p ../../build
	npm ci --no-audit --no-fund >../../build/docs.log 2>&1 || {
		tail -n 3 ../../build/docs.log >&2
		echo "docs: npm ci failed; see build/docs.log" >&2
		exit 1
	}
	touch node_modules/.package-lock.json
fi
node_modules/.bin/typedoc

# The page contains the core.
make -s --no-print-directory -C ../../wasm
node state-page/build.js ../../build/docs/state.html
