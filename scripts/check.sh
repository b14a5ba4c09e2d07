#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Checks format, lint and types of everything, and that the core's build is reproducible. With --fix, formats and fixes
# what it can.
set -eu
cd "$(dirname "$0")/.."
PATH="$PWD/node_modules/.bin:$PATH"
sources=$(git ls-files --cached --others --exclude-standard '*.c' '*.h')

if [ "${1:-}" = --fix ]; then
	clang-format -i $sources
	tsx scripts/contract/contract.ts
	biome check --write --log-level=warn .
else
	clang-format --dry-run -Werror $sources
	tsx scripts/contract/contract.ts --check
	biome check --error-on-warnings --log-level=warn .
fi
# The examples import the built library, as users do.
[ -e dist/types/index.d.ts ] || node scripts/build.js
tsc -p .
tsc -p scripts/docs/state-page
make -s --no-print-directory -C native-shim tidy
make -s --no-print-directory -C wasm tidy
make -s --no-print-directory -C wasm check-reproducible
for script in $(git ls-files '*.sh' .ci/run); do sh -n "$script"; done
echo "check: C formatted, tidy and reproducible, TypeScript formatted, linted and type-checked"
