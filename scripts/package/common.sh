# SPDX-License-Identifier: BSD-2-Clause
# What the scripts of this folder share; sourced in the repository's root.

say() { echo "package: $1" >&2; }

fail() {
	say "$1"
	exit 1
}

# version_of [package]: of an installed npm package, else ours.
version_of() {
	node -p "require('./${1:+node_modules/$1/}package.json').version"
}

# The date of the last commit: packages of one commit are the same.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || stat -c %Y CHANGELOG.md)}
export SOURCE_DATE_EPOCH

# npm_file PACKAGE VERSION PATH TO: one file of a package in the registry, which npm checks; kept in build/package/npm.
npm_file() {
	archive=$PWD/build/package/npm/$(echo "$1" | tr -d @ | tr / -)-$2.tgz
	if [ ! -e "$archive" ]; then
		mkdir -p build/package/npm
		npm pack --silent --pack-destination build/package/npm "$1@$2" >/dev/null ||
			fail "npm cannot fetch $1@$2; a network, or $archive, is needed"
	fi
	tar xzOf "$archive" "$3" >"$4" || fail "$archive holds no $3"
}

# Who signs the Debian package: "Name <address>".
maintainer() {
	echo "${DEBFULLNAME:-maolan-plugin-host authors} <${DEBEMAIL:-maolan-plugin-host@users.noreply.github.com}>"
}
