#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Makes the packages from a built tree (npm run build) in build/packages/:
#
#   package.sh [amd64|arm64]     default: this machine's
#
#   maolan-plugin-host-<version>-<cpu>.tgz                an npm package
#   maolan-plugin-host-<version>-linux-<cpu>.tar.xz       unpack and run: includes Node and the LV2 library
#   maolan-plugin-host_<version>-1_<architecture>.deb     for Debian and its derivatives
#
# The native files are recompiled against the C library of an old Debian, so that they run there and on all newer systems.
set -eu
cd "$(dirname "$0")/../.."
. scripts/package/common.sh

arch=${1:-$(dpkg --print-architecture)}
case "$arch" in
amd64) cpu=x64 gnu=x86_64-linux-gnu ;;
arm64) cpu=arm64 gnu=aarch64-linux-gnu ;;
*) fail "no packages are made for '$arch'; use amd64 or arm64" ;;
esac
[ -e dist/index.js ] || fail "dist/ is missing; run npm run build first"
for tool in "$gnu-gcc" "$gnu-strip" mmdebstrap pkg-config npm xz; do
	command -v "$tool" >/dev/null || fail "$tool is missing; run: sh scripts/setup.sh package"
done

work=$PWD/build/package
native=$work/$arch/native
sysroot=$work/sysroot-$arch
stage=$work/$arch/dist
packages=$PWD/build/packages
mkdir -p "$work/$arch" "$packages"

sh scripts/package/sysroot.sh "$arch" "$sysroot"

# ---- the native files ----

# The compiler would find this machine's C library next to the sysroot's; -B and -L put the sysroot's first.
libraries=$sysroot/usr/lib/$gnu
compiler="$gnu-gcc --sysroot=$sysroot -B$libraries -L$libraries -L$sysroot/lib/$gnu"
export PKG_CONFIG_SYSROOT_DIR="$sysroot" PKG_CONFIG_LIBDIR="$libraries/pkgconfig:$sysroot/usr/lib/pkgconfig:$sysroot/usr/share/pkgconfig"
cp -p build/core.wasm build/core-small.wasm "$work/$arch"
say "compiling for $arch"
make --no-print-directory -s -C wasm CC="$compiler" AR="$gnu-ar" BUILD="$work/$arch" "$native/libcore-aot.a"
# A package's Node is in its own folder, or in Debian's location.
make --no-print-directory -s -C native-shim CC="$compiler" BUILD="$native" NODE=/usr/bin/node \
	LV2_LDFLAGS="-Wl,-rpath,'\$\$ORIGIN/lilv'"

# ---- dist/ for this architecture ----

rm -rf "$stage"
cp -a dist "$stage"
for file in "$native"/libmaolan-*.so "$native/maolan-plugin-scanner" "$native/maolan-host-parent"; do
	"$gnu-strip" -o "$stage/lib/$(basename "$file")" "$file"
done
for name in maolan-plugin-host maolan-engine-plugin-host; do
	"$gnu-strip" -o "$stage/$name" "$native/maolan-engine-plugin-host"
done
npm_file "@koromix/koffi-linux-$cpu" "$(version_of koffi)" "package/linux_$cpu/koffi.node" "$stage/lib/koffi.node"
"$gnu-strip" "$stage/lib/koffi.node"

# The plugins of `test --host`.
machine=${gnu%%-*}
for target in clap/clean.clap "vst3/clean.vst3/Contents/$machine-linux/clean.so" lv2/clean.lv2/clean.so; do
	out=$work/$arch/checker/${target%%/*}
	make --no-print-directory -s -C "test/fixtures/${target%%/*}" CC="$compiler" ARCHITECTURE="$machine-linux" OUT="$out" "$out/${target#*/}"
	mkdir -p "$stage/lib/checker/$(dirname "${target#*/}")"
	"$gnu-strip" -o "$stage/lib/checker/${target#*/}" "$out/${target#*/}"
done
[ "$machine" = "$(uname -m)" ] || rm -rf "$stage/lib/checker/clean.vst3/Contents/$(uname -m)-linux"

find "$stage/lib" -type f -exec chmod 644 {} +
find "$stage/lib" -type d -exec chmod 755 {} +
chmod 755 "$stage/lib/maolan-plugin-scanner" "$stage/lib/maolan-host-parent"
sh scripts/package/check-elf.sh "$stage"

# ---- the packages ----

export arch cpu gnu work sysroot stage packages
sh scripts/package/npm.sh
sh scripts/package/tarball.sh
sh scripts/package/deb.sh
ls -l "$packages" >&2
