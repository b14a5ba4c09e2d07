#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# sysroot.sh ARCHITECTURE FOLDER: headers and libraries of the oldest system that the packages support, Debian 11 (glibc
# 2.31). Nothing in it is executed, so any architecture works. Needs no root.
set -eu
. scripts/package/common.sh
arch=$1 folder=$2
suite=bullseye
mirror=${MAOLAN_DEBIAN_MIRROR:-http://deb.debian.org/debian}
[ -e "$folder/.complete" ] && exit 0

rm -rf "$folder"
say "fetching headers and libraries of Debian $suite ($arch)"
mmdebstrap --quiet --variant=extract --architectures="$arch" \
	--include=libc6-dev,linux-libc-dev,liblilv-dev,lv2-dev,libx11-dev "$suite" "$folder" "$mirror" >&2 ||
	fail "mmdebstrap failed; a Debian mirror is needed ($mirror; MAOLAN_DEBIAN_MIRROR names another)"
# Absolute links refer to the sysroot's root, not to this machine's.
find "$folder" -type l -lname '/*' | while read -r link; do
	ln -sfn "$(realpath -sm --relative-to="$(dirname "$link")" "$folder$(readlink "$link")")" "$link"
done
touch "$folder/.complete"
