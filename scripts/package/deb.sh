#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Makes the Debian package: executables, man page, completion (package.sh has set the variables). It depends on Debian's
# Node and lilv.
set -eu
. scripts/package/common.sh
version=$(version_of)-1
folder=$work/$arch/deb
home=usr/lib/maolan-plugin-host
doc=usr/share/doc/maolan-plugin-host
rm -rf "$folder"
umask 022
mkdir -p "$folder/DEBIAN" "$folder/$home" "$folder/$doc" "$folder/usr/bin" "$folder/usr/share/man/man1" \
	"$folder/usr/share/bash-completion/completions" "$folder/usr/share/zsh/vendor-completions" \
	"$folder/usr/share/fish/vendor_completions.d"

cp -a "$stage/maolan-plugin-host" "$stage/maolan-engine-plugin-host" "$stage/lib" "$folder/$home"
# Debian's own lilv is used; the host's libraries are next to each other.
patchelf --set-rpath '$ORIGIN' "$folder/$home/lib/libmaolan-lv2.so"
for name in maolan-plugin-host maolan-engine-plugin-host; do
	ln -s "../lib/maolan-plugin-host/$name" "$folder/usr/bin/$name"
done
gzip -9n <"$stage/man/maolan-plugin-host.1" >"$folder/usr/share/man/man1/maolan-plugin-host.1.gz"
ln -s maolan-plugin-host.1.gz "$folder/usr/share/man/man1/maolan-engine-plugin-host.1.gz"
dist/maolan-plugin-host completion bash >"$folder/usr/share/bash-completion/completions/maolan-plugin-host"
dist/maolan-plugin-host completion zsh >"$folder/usr/share/zsh/vendor-completions/_maolan-plugin-host"
dist/maolan-plugin-host completion fish >"$folder/usr/share/fish/vendor_completions.d/maolan-plugin-host.fish"

cp -r README.md ARCHITECTURE.md docs "$folder/$doc"
gzip -9n <CHANGELOG.md >"$folder/$doc/changelog.gz"
{
	echo "maolan-plugin-host ($version) unstable; urgency=medium"
	printf '\n  * See changelog.gz for what is new in this version.\n\n'
	echo " -- $(maintainer)  $(date -R -u -d "@$SOURCE_DATE_EPOCH")"
} | gzip -9n >"$folder/$doc/changelog.Debian.gz"
gzip -9n <"$stage/THIRD-PARTY-NOTICES" >"$folder/$doc/THIRD-PARTY-NOTICES.gz"
{
	cat LICENSE
	printf '\nWork of others in this package; THIRD-PARTY-NOTICES.gz beside this file has the texts of its licenses,\n'
	printf '/usr/share/common-licenses/Apache-2.0 that of Apache-2.0:\n\n'
	awk '/^-{72}$/ { getline name; getline license; print " " name ": " substr(license, 10) }' "$stage/THIRD-PARTY-NOTICES"
} >"$folder/$doc/copyright"
mkdir -p "$folder/usr/share/lintian/overrides"
cat >"$folder/usr/share/lintian/overrides/maolan-plugin-host" <<END
# It is not uploaded to Debian, so it closes no request for a package there.
maolan-plugin-host: initial-upload-closes-no-bugs
END

cat >"$folder/DEBIAN/control" <<END
Package: maolan-plugin-host
Version: $version
Architecture: $arch
Maintainer: $(maintainer)
Installed-Size: $(du -k -s --apparent-size "$folder/usr" | cut -f 1)
Depends: libc6 (>= 2.31), libgcc-s1 (>= 3.0), libstdc++6 (>= 5), liblilv-0-0 (>= 0.24.12), nodejs (>= 20)
Recommends: libx11-6, libsndfile1, libsamplerate0, fonts-dejavu-core
Suggests: libgtk2.0-0, libqt5widgets5
Section: sound
Priority: optional
Homepage: $(node -p "require('./package.json').homepage")
Description: runs audio plugins in processes of their own
 Runs one VST3, LV2 or CLAP plugin in a process of its own for a DAW of the
 Maolan family. When the plugin crashes or hangs, the DAW goes on playing, and
 the plugin comes back with its settings and its window.
 .
 The same program scans plugins, renders sound files through them, compares
 and saves their states, opens their windows and measures them.
END
(cd "$folder" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$folder/DEBIAN/md5sums"
find "$folder" -newermt "@$SOURCE_DATE_EPOCH" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group --build -Zxz "$folder" "$packages/maolan-plugin-host_${version}_$arch.deb" >/dev/null
if command -v lintian >/dev/null; then
	lintian --allow-root --fail-on error,warning "$packages/maolan-plugin-host_${version}_$arch.deb" || fail "lintian found the above"
fi
