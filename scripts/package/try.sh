#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Tries the packages in build/packages/ on bare Debian systems without Node, which are created for this and removed.
# Needs root. Another architecture is emulated (qemu-user-static), which takes a quarter of an hour.
#
#   try.sh [amd64|arm64]     default: this machine's
set -eu
cd "$(dirname "$0")/../.."
. scripts/package/common.sh

arch=${1:-$(dpkg --print-architecture)}
case "$arch" in amd64) cpu=x64 ;; arm64) cpu=arm64 ;; *) fail "no packages are made for '$arch'" ;; esac
[ "$(id -u)" = 0 ] || fail "only root can make a system to try packages on; run it as root"
command -v mmdebstrap >/dev/null || fail "mmdebstrap is missing; run: sh scripts/setup.sh package"
version=$(version_of)
packages=$PWD/build/packages
mirror=${MAOLAN_DEBIAN_MIRROR:-http://deb.debian.org/debian}
systems=$(mktemp -d)
formats=/proc/sys/fs/binfmt_misc
emulator=$formats/maolan-try
mounted=""

clean_up() {
	[ ! -e "$emulator" ] || echo -1 >"$emulator"
	[ -z "$mounted" ] || umount "$formats"
	rm -rf "$systems"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# The kernel starts the emulator for arm64 programs, even in another root (F).
emulate() {
	arch-test "$arch" >/dev/null 2>&1 && return
	command -v qemu-aarch64-static >/dev/null || fail "qemu-user-static is missing; install it to try $arch here"
	if [ ! -e "$formats/register" ]; then
		mount -t binfmt_misc binfmt_misc "$formats"
		mounted=yes
	fi
	magic='\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00'
	mask='\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff'
	echo ":maolan-try:M::$magic:$mask:$(command -v qemu-aarch64-static):F" >"$formats/register"
}

# new_system SUITE FOLDER: a system with one LV2 plugin, eg-amp.
new_system() {
	say "making a bare Debian $1 ($arch)"
	mmdebstrap --quiet --variant=minbase --architectures="$arch" \
		--customize-hook='chroot "$1" sh -c "apt-get -q update && cd /tmp && apt-get -q download lv2-examples lv2-dev && for f in *.deb; do dpkg -x \$f /tmp/p; done && mkdir -p /usr/lib/lv2 && cp -r /tmp/p/usr/lib/*/lv2/* /tmp/p/usr/lib/lv2/* /usr/lib/lv2 2>/dev/null; rm -rf /tmp/p"' \
		"$1" "$2" "$mirror" >"$systems/log" 2>&1 || fail "mmdebstrap failed: $(tail -n 3 "$systems/log")"
	! chroot "$2" sh -c 'command -v node' || fail "a bare Debian $1 has a Node"
}

# inside FOLDER COMMAND...: run a command in the system; its processes and mounts end with it.
inside() {
	root=$1
	shift
	unshare --mount --pid --fork sh -c '
		root=$1; shift
		mount -t proc proc "$root/proc"
		mount -t tmpfs tmpfs "$root/dev/shm" 2>/dev/null || { mkdir -p "$root/dev/shm"; mount -t tmpfs tmpfs "$root/dev/shm"; }
		exec chroot "$root" "$@"' sh "$root" "$@"
}

# works FOLDER PROGRAM: check that the plugin is found, loaded and played, and its state saved; and that the host serves a DAW with a plugin
# of each format.
works() {
	amp=http://lv2plug.in/plugins/eg-amp
	inside "$1" "$2" scan --format lv2 | grep -q 'Simple Amplifier' || fail "$2 scan does not find eg-amp"
	inside "$1" "$2" info $amp | grep -q -i gain || fail "$2 info does not show eg-amp"
	inside "$1" "$2" info $amp | grep -q '^library .*amp.so' || fail "$2 info does not find the library of eg-amp"
	inside "$1" "$2" bench $amp --blocks 200 --json | grep -q '"p50' || fail "$2 bench does not play eg-amp"
	inside "$1" sh -c "'$2' state save $amp /tmp/a.state && '$2' state show /tmp/a.state" | grep -q -i lv2 ||
		fail "$2 does not save a state of eg-amp"
	inside "$1" "$2" test --host "$2" | grep -q '^\([0-9]*\) of \1 points$' || fail "$2 test --host finds a fault"
}

emulate
new_system bookworm "$systems/tarball"
mkdir "$systems/tarball/opt/a folder"
tar -C "$systems/tarball/opt/a folder" -xf "$packages/maolan-plugin-host-$version-linux-$cpu.tar.xz"
works "$systems/tarball" "/opt/a folder/maolan-plugin-host-$version-linux-$cpu/maolan-plugin-host"
say "the tarball works"
rm -rf "$systems/tarball"

new_system trixie "$systems/deb"
cp /etc/resolv.conf "$systems/deb/etc"
cp "$packages/maolan-plugin-host_$version-1_$arch.deb" "$systems/deb/tmp"
inside "$systems/deb" sh -c 'apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends /tmp/maolan-*.deb' \
	>"$systems/log" 2>&1 || fail "apt does not install the package: $(tail -n 3 "$systems/log")"
works "$systems/deb" /usr/bin/maolan-plugin-host
inside "$systems/deb" apt-get -q purge -y maolan-plugin-host >"$systems/log" 2>&1
[ ! -e "$systems/deb/usr/lib/maolan-plugin-host" ] || fail "the package leaves files behind"
say "the Debian package works"
