#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# check-elf.sh FOLDER: checks that its native files need no newer C library than the packages promise, and no library
# that they do not declare.
set -eu
. scripts/package/common.sh
known='libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 libstdc++.so.6 libgcc_s.so.1 liblilv-0.so.0 libX11.so.6
	ld-linux-x86-64.so.2 ld-linux-aarch64.so.1'
for file in "$1"/maolan-* "$1"/lib/*.so "$1"/lib/*.node "$1"/lib/maolan-* "$1"/lib/checker/*.clap $(find "$1/lib/checker" -name '*.so'); do
	newest=$(objdump -T "$file" | grep -o 'GLIBC_[0-9.]*' | sort -Vu | tail -n 1)
	[ "$(printf '%s\nGLIBC_2.31\n' "$newest" | sort -V | tail -n 1)" = GLIBC_2.31 ] ||
		fail "$file needs $newest; packages must run with glibc 2.31"
	# Libraries of this program are next to each other.
	for library in $(objdump -p "$file" | awk '/NEEDED/ { print $2 }'); do
		[ -e "$1/lib/$library" ] && continue
		case " $(echo $known) " in *" $library "*) ;; *) fail "$file needs $library, which no package names" ;; esac
	done
done
