#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Makes the self-contained tarball: Node, and lilv with its libraries (package.sh has set the variables).
set -eu
. scripts/package/common.sh
NODE_VERSION=22.23.3
name=maolan-plugin-host-$(version_of)-linux-$cpu
folder=$work/$arch/$name
rm -rf "$folder"
cp -a "$stage" "$folder"
cp -a docs README.md ARCHITECTURE.md CHANGELOG.md LICENSE "$folder"
cp package.json "$folder"
sed -i 's|\./dist/|./|g; s|"dist/|"|g' "$folder/package.json"

npm_file "node-linux-$cpu" "$NODE_VERSION" package/bin/node "$folder/node"
npm_file "node-linux-$cpu" "$NODE_VERSION" package/LICENSE "$folder/node.LICENSE"
chmod 755 "$folder/node"

mkdir "$folder/lib/lilv"
for library in lilv-0 serd-0 sord-0 sratom-0; do
	cp -L "$sysroot/usr/lib/$gnu/lib$library.so.0" "$folder/lib/lilv"
	cp "$sysroot/usr/share/doc/lib$library-0/copyright" "$folder/lib/lilv/$library.copyright"
done
# lilv's libraries need the search path, too: a library's search path does not apply to its dependencies.
for file in "$folder"/lib/lilv/*.so.0; do patchelf --set-rpath '$ORIGIN' "$file"; done

tar -C "$work/$arch" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner -c "$name" |
	xz -T0 -6 >"$packages/$name.tar.xz"
