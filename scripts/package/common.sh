# SPDX-License-Identifier: BSD-2-Clause
# Shared by the scripts in this folder; sourced in the repository's root.

say() { echo "package: $1" >&2; }

fail() {
	say "$1"
	exit 1
}

# version_of [package]: of an installed npm package; default: ours.
version_of() {
	node -p "require('./${1:+node_modules/$1/}package.json').version"
}

# The date of the last commit, so that packages of the same commit are identical.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || stat -c %Y CHANGELOG.md)}
export SOURCE_DATE_EPOCH

# npm_file PACKAGE VERSION PATH TO: fetch one file of a package from the registry, verified by npm; cached in
# build/package/npm.
npm_file() {
	archive=$PWD/build/package/npm/$(echo "$1" | tr -d @ | tr / -)-$2.tgz
	if [ ! -e "$archive" ]; then
		mkdir -p build/package/npm
		npm pack --silent --pack-destination build/package/npm "$1@$2" >/dev/null ||
			fail "npm cannot fetch $1@$2; a network, or $archive, is needed"
	fi
	tar xzOf "$archive" "$3" >"$4" || fail "$archive holds no $3"
}

# The maintainer of the Debian package: "Name <address>".
maintainer() {
	echo "${DEBFULLNAME:-maolan-plugin-host authors} <${DEBEMAIL:-maolan-plugin-host@users.noreply.github.com}>"
}
