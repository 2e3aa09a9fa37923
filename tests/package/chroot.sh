#!/bin/sh
# The binary needs no files of the system on which it runs: it is tried in the empty root of a
# container, as in samples/docker/Dockerfile, and on Debian 11.
# shellcheck source=tests/package/common.sh
. "$(dirname "$0")/common.sh"
become_root
find_package_files

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
chmod 0755 "$root"
binary=$root/promfile
dpkg-deb --fsys-tarfile "$deb" | tar -xO ./usr/bin/promfile >"$binary"

# The root has only the files that the Dockerfile copies, and the volumes of its example as
# directories.
dockerfile=$top/samples/docker/Dockerfile
check_equal 'Dockerfile' 'FROM scratch
COPY --chmod=0755 promfile /promfile
ENTRYPOINT ["/promfile"]' "$(grep -v '^#' "$dockerfile" | grep .)"
chmod 0755 "$binary"
check 'version in an empty root' chroot "$root" /promfile --version
mkdir -p "$root/textfile" "$root/var/lib/app"
cp "$top/samples/store.xml" "$root/var/lib/app/"
arguments=$(sed -n 's/^# *promfile \(--textfile-directory .*\)/\1/p' "$dockerfile")
# shellcheck disable=SC2086 # words
check_empty 'publishing in an empty root' chroot "$root" /promfile $arguments
check 'the file is there' grep -q '^store_total_rows{path="/var/lib/app/store.xml"} 6$' \
    "$root/textfile/store.prom"
check 'as another user' chroot --userspec=65534:65534 "$root" /promfile --debug \
    /var/lib/app/store.xml

if [ -n "$(debian_mirror)" ]; then
    need_packages debootstrap
    tree bullseye
    bullseye=$work/trees/bullseye
    rm -rf "$bullseye/tmp/promfile"
    mkdir "$bullseye/tmp/promfile"
    cp "$binary" "$top/samples/store.xml" "$bullseye/tmp/promfile/"
    check 'Debian 11' chroot "$bullseye" /tmp/promfile/promfile -o /tmp/promfile \
        /tmp/promfile/store.xml
    check 'published on Debian 11' grep -q '^store_total_rows' "$bullseye/tmp/promfile/store.prom"
    cp "$deb" "$bullseye/tmp/promfile/package.deb"
    check 'Debian 11 unpacks the package' chroot "$bullseye" dpkg-deb -x \
        /tmp/promfile/package.deb /tmp/promfile/unpacked
    rm -rf "$bullseye/tmp/promfile"
else
    echo "skipped: Debian 11, apt is configured with no Debian mirror" >&2
fi
finish
