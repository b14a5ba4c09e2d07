#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Installs missing Debian packages (as root or through sudo) and npm packages. Silent if nothing is missing.
#
#   setup.sh build   what the build needs
#   setup.sh demo    the same, and what the demo needs
#   setup.sh test    the same, and what the tests need
#   setup.sh zoo     the same, and the plugins for npm run zoo, as far as this system has packages of them
#   setup.sh package what the build and the packaging need
#
# If everything is installed, it needs neither the network nor root.
set -eu
cd "$(dirname "$0")/.."

fail() {
	echo "setup: $1" >&2
	exit 1
}

# make reads a blank as the end of a name.
case "$PWD" in
*[[:space:]]*) fail "building needs a folder without blanks in its path, unlike \"$PWD\"; the packages can be installed anywhere" ;;
esac

build_packages="make gcc libc6-dev pkg-config emscripten liblilv-dev lv2-dev dpf-source libx11-dev"
demo_packages="lv2-examples mda-lv2 alsa-utils libsndfile1 fonts-dejavu-core"
test_packages="lv2-examples mda-lv2 zam-plugins lilv-utils lv2file g++ clang libclang-rt-dev clang-format clang-tidy"
# The commands: sound files, text in pictures, the man page, shell completion; and a locale with decimal commas.
command_packages="libsndfile1 libsamplerate0 fonts-dejavu-core groff-base man-db zsh fish locales"
# A headless browser, for the page that displays states.
browser_packages="chromium"
# A headless X server, a window manager and input tools, for the tests of plugin windows.
window_packages="xvfb openbox xdotool wmctrl x11-utils x11-xserver-utils libgl1-mesa-dri libgtk2.0-0 libqt5widgets5"
# The C library of another system, cross-compilers, and tools to try a package on a bare system.
package_packages="mmdebstrap binutils patchelf xz-utils lintian qemu-user-static arch-test"
case "$(uname -m)" in
aarch64) package_packages="$package_packages gcc-x86-64-linux-gnu" ;;
*) package_packages="$package_packages gcc-aarch64-linux-gnu" ;;
esac

# Live playback, with a server that needs no sound card.
jack_packages="jackd2"

# Third-party plugins.
zoo_packages="zam-plugins mda-lv2 calf-plugins x42-plugins lsp-plugins lsp-plugins-lv2 lsp-plugins-clap lsp-plugins-vst3 dragonfly-reverb
	dragonfly-reverb-lv2 dragonfly-reverb-vst setbfree amsynth drumgizmo avldrums.lv2 samplv1 samplv1-lv2 zynaddsubfx zynaddsubfx-lv2
	carla-lv2 guitarix-lv2"

case "${1:-test}" in
build) wanted="$build_packages" optional="" ;;
demo) wanted="$build_packages" optional="$demo_packages" ;;
test) wanted="$build_packages $test_packages $command_packages $browser_packages $window_packages $jack_packages" optional="" ;;
zoo) wanted="$build_packages xvfb lilv-utils" optional="$zoo_packages" ;;
package) wanted="$build_packages $package_packages" optional="" ;;
*) fail "unknown purpose '$1'; use build, demo, test, zoo or package" ;;
esac

command -v node >/dev/null || fail "Node.js is missing; install version 20 or newer (https://nodejs.org)"
node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)' ||
	fail "Node.js $(node --version) is too old; install version 20 or newer"
command -v npm >/dev/null || fail "npm is missing; install it (it comes with Node.js)"

installed() {
	dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'ok installed'
}

missing_of() {
	for package in $1; do installed "$package" || printf ' %s' "$package"; done
}

# The packages that apt could install; no system has all of them.
offered_of() {
	for package in $1; do
		case "$(apt-cache policy "$package" 2>/dev/null)" in *"Candidate: "[0-9]*) printf ' %s' "$package" ;; esac
	done
}

as_root() {
	if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else return 1; fi
}

apt_install() {
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $1 >build/setup.log 2>&1
}

install_packages() {
	echo "setup: installing Debian packages:$1" >&2
	mkdir -p build
	apt_install "$1" || { as_root apt-get update -q >build/setup.log 2>&1 && apt_install "$1"; }
}

# The build tools, by what they are used for: on other systems than Debian, and where PATH does not lead to them. Prints what is missing.
missing_tools() {
	compiler=${CC:-cc} emscripten=${EMCC:-emcc}
	for tool in make "${compiler%% *}" ar pkg-config "${emscripten%% *}"; do
		command -v "$tool" >/dev/null || printf ' %s' "$tool"
	done
	! command -v pkg-config >/dev/null || for library in lilv-0 lv2 x11; do
		pkg-config --exists "$library" 2>/dev/null || printf ' %s' "$library (headers)"
	done
	[ -e "${VST3_TRAVESTY:-/usr/share/dpf/distrho/src}/travesty" ] || printf ' %s' "DPF's sources (VST3_TRAVESTY, CLAP_HEADERS)"
}

if command -v dpkg-query >/dev/null; then
	required=$(missing_of "$wanted")
	if [ -n "$required" ]; then
		install_packages "$required" ||
			fail "these Debian packages are missing and could not be installed:$required. Run as root: apt-get install$required"
	fi
	extra=$(offered_of "$(missing_of "$optional")")
	if [ -n "$extra" ]; then
		install_packages "$extra" || echo "setup: could not install$extra; what is there is used" >&2
	fi
fi
required=$(missing_tools)
[ -z "$required" ] || fail "building needs what is missing here, or not in PATH:$required. The Debian packages with them: $build_packages"

# Compares contents, not dates, so that a copied tree counts as installed.
are_npm_packages_there() {
	node -e '
		const { existsSync, readFileSync } = require("node:fs");
		const read = (path) => JSON.parse(readFileSync(path, "utf8")).packages;
		const there = read("node_modules/.package-lock.json");
		const wanted = Object.entries(read("package-lock.json")).filter(([path, entry]) => path !== "" && !entry.optional);
		process.exit(wanted.every(([path, { version }]) => there[path]?.version === version && existsSync(path)) ? 0 : 1);' 2>/dev/null
}

if ! are_npm_packages_there; then
	mkdir -p build
	echo "setup: installing npm packages" >&2
	npm ci --no-audit --no-fund >build/setup.log 2>&1 || fail "npm ci failed: $(tail -n 3 build/setup.log)"
fi
