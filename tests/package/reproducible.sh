#!/bin/sh
# Builds the packages of the last commit twice: in two directories, with two time zones and locales, and
# at two times. Each package and the bill of materials must have the same bytes. It takes
# as long as two builds, so no test runs it.
#   tests/package/reproducible.sh [DIRECTORY]      (the builds stay there; without it they are removed)
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
if [ $# -gt 0 ]; then
    work=$1
else
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
fi

# build SOURCE BUILD VARIABLE=VALUE...
build() {
    source=$work/$1
    binary=$work/$2
    mkdir -p "$(dirname "$source")"
    shift 2
    (
        umask 022 # which is the mode of the members of a .deb
        git clone --quiet "$top" "$source"
        env CCACHE_DISABLE=1 "$@" cmake -S "$source" -B "$binary" -DPROMFILE_STATIC=ON -DPROMFILE_TESTS=OFF
        env CCACHE_DISABLE=1 "$@" cmake --build "$binary" --target package
    ) >"$work/log" 2>&1 || { tail -20 "$work/log" >&2; exit 1; }
}
build one one.build TZ=UTC LC_ALL=C.UTF-8
build two/with/a-longer-path/source two/build TZ=Asia/Tokyo LC_ALL=C

differ=0
for file in "$work/one.build"/promfile?*.deb "$work/one.build"/promfile?*.rpm \
    "$work/one.build"/promfile?*.tar.gz "$work/one.build"/src/package/promfile.spdx.json; do
    [ -e "$file" ] || continue
    if cmp "$file" "$work/two/build/${file#"$work/one.build/"}"; then
        echo "${file##*/}: the same bytes"
    else
        differ=1
    fi
done
exit $differ
