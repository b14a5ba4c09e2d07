#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Makes the npm package for one architecture (package.sh has set the variables).
set -eu
. scripts/package/common.sh
folder=$work/$arch/npm
rm -rf "$folder"
mkdir -p "$folder/ts"
cp -a "$stage" "$folder/dist"
cp -a docs README.md ARCHITECTURE.md CHANGELOG.md CONTRIBUTING.md SECURITY.md LICENSE "$folder"
cp -a ts/examples "$folder/ts"
# npm refuses to install it where these native files cannot run.
CPU=$cpu node -e '
	const manifest = require("./package.json");
	const { scripts, ava, devDependencies, ...published } = { ...manifest, cpu: [process.env.CPU] };
	console.log(JSON.stringify(published, null, 2));' >"$folder/package.json"
(cd "$folder" && npm pack --silent --pack-destination "$packages" >/dev/null)
version=$(version_of)
mv "$packages/maolan-plugin-host-$version.tgz" "$packages/maolan-plugin-host-$version-$cpu.tgz"
