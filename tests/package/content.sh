#!/bin/sh
# The content of the packages, and whether it follows Debian's policy.
# shellcheck disable=SC2016 # $0 and $1 are for the inner shell
# shellcheck source=tests/package/common.sh
. "$(dirname "$0")/common.sh"
need_packages binutils cpio file lintian rpmlint
find_package_files

expected=$(cat <<'END'
./etc/promfile/promfile.toml
./usr/bin/promfile
./usr/lib/systemd/system/promfile-changed@.service
./usr/lib/systemd/system/promfile.service
./usr/lib/systemd/system/promfile.timer
./usr/lib/systemd/system/promfile@.path
./usr/lib/systemd/system/promfile@.service
./usr/lib/systemd/system/promfile@.timer
./usr/lib/sysusers.d/promfile.conf
./usr/share/bash-completion/completions/promfile
./usr/share/doc/promfile/CHANGELOG.md
./usr/share/doc/promfile/README.md
./usr/share/doc/promfile/changelog.gz
./usr/share/doc/promfile/copyright
./usr/share/doc/promfile/examples/...
./usr/share/doc/promfile/promfile.spdx.json
./usr/share/lintian/overrides/promfile
./usr/share/man/man1/promfile.1.gz
./usr/share/man/man5/promfile.toml.5.gz
./usr/share/promfile/drop-ins/as-before.conf
./usr/share/promfile/drop-ins/crm_mon.conf
./usr/share/promfile/drop-ins/curl.conf
./usr/share/promfile/drop-ins/nvidia-smi.conf
./usr/share/promfile/drop-ins/read-every-store.conf
./usr/share/promfile/let-units-write
./usr/share/promfile/on-change
./usr/share/zsh/vendor-completions/_promfile
END
)
files() {
    grep -v '/$' | sed 's|\(/examples/\).*|\1...|' | sort -u
}
check_equal 'files of the .deb' "$expected" \
    "$(dpkg-deb --fsys-tarfile "$deb" | tar -t | files)"
check_equal 'files of the .tar.gz' "$expected" \
    "$(tar -tzf "$archive" | sed 's|^[^/]*/|./|' | files)"
check_equal 'owners' 'root/root' \
    "$(dpkg-deb --fsys-tarfile "$deb" | tar -tv | awk '{ print $2 }' | sort -u)"
check_equal 'modes' '-rw-r--r-- -rwxr-xr-x drwxr-xr-x' \
    "$(dpkg-deb --fsys-tarfile "$deb" | tar -tv | cut -c1-10 | sort -u | paste -sd' ')"
for sample in promfile.cron store.xml docker/Dockerfile; do
    check "example $sample" sh -c 'dpkg-deb --fsys-tarfile "$0" |
        tar -t "./usr/share/doc/promfile/examples/$1"' "$deb" "$sample"
done

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
dpkg-deb -R "$deb" "$scratch/deb"
binary=$scratch/deb/usr/bin/promfile
check 'static' sh -c 'file "$0" | grep -q "static-pie linked"' "$binary"
check 'stripped' sh -c 'file "$0" | grep -q ", stripped"' "$binary"
size=$(stat -c %s "$binary")
check "3,800 KiB at most, not $size bytes" [ "$size" -le $((3800 << 10)) ]
check_equal 'conffiles' /etc/promfile/promfile.toml "$(cat "$scratch/deb/DEBIAN/conffiles")"
check 'md5sums' sh -c 'cd "$0" && md5sum --quiet -c DEBIAN/md5sums' "$scratch/deb"
check_equal 'no dependencies' '' "$(dpkg-deb -f "$deb" Depends Pre-Depends)"
check_equal 'first line of the description' \
    "metrics from XML files and sensors for Prometheus' node_exporter" \
    "$(dpkg-deb -f "$deb" Description | head -1)"
check_equal 'other architectures' foreign "$(dpkg-deb -f "$deb" Multi-Arch)"
check 'home page' expr "$(dpkg-deb -f "$deb" Homepage)" : 'https://'
check_empty 'lintian' lintian --no-cfg --allow-root "$deb"
mkdir "$scratch/archive"
tar -xzf "$archive" -C "$scratch/archive" --strip-components=1
check 'the .tar.gz holds what the .deb holds' diff -r "$scratch/archive" "$scratch/deb" \
    --exclude=DEBIAN
check_equal 'nothing of the configuration is active' '' \
    "$(grep -v '^#' "$scratch/deb/etc/promfile/promfile.toml" | tr -d '\n')"
sed 's/^#\([^ #]\)/\1/' "$scratch/deb/etc/promfile/promfile.toml" >"$scratch/edited.toml"
sed -i "/^sensors/d; s|^store = .*|store = [\"$top/samples/store.xml\"]|" "$scratch/edited.toml"
sed -i '/^textfile-directory/d' "$scratch/edited.toml"
check 'its commented lines are right' "$binary" --config "$scratch/edited.toml" --debug

# The bill of materials names promfile and each library, in the versions of the build.
check 'bill of materials' python3 - "$scratch/deb/usr/share/doc/promfile/promfile.spdx.json" <<'END'
import json, sys
document = json.load(open(sys.argv[1]))
packages = {package["SPDXID"]: package for package in document["packages"]}
assert document["spdxVersion"] == "SPDX-2.3" and len(packages) == 7, packages
assert all(package["versionInfo"][0].isdigit() for package in packages.values()), packages
described = {relation["relatedSpdxElement"] for relation in document["relationships"]}
assert described == packages.keys(), described
END

# Packed again elsewhere, with other settings, the same bytes; and the checksums are theirs. Nothing reads
# the modes that the members of a .deb have by the umask, and CPack cannot set them. reproducible.sh
# compares whole builds.
same_bytes() {
    case $1 in
    *.deb) [ "$(ar p "$1" | sha256sum)" = "$(ar p "$2" | sha256sum)" ] ;;
    *) cmp "$1" "$2" ;;
    esac
}
mkdir "$scratch/again"
check 'pack again' sh -c 'umask 077 && TZ=Asia/Tokyo LC_ALL=C LANG=de_DE.UTF-8 cpack --config "$0" -B "$1"' \
    "$build/CPackConfig.cmake" "$scratch/again"
for package in "$deb" "$archive" "$build"/promfile-*.rpm; do
    [ -e "$package" ] || continue
    check "$package has the same bytes again" same_bytes "$package" "$scratch/again/${package##*/}"
    check "checksum of $package" sh -c 'cd "$0" && sha256sum --quiet -c "$1.sha256"' \
        "$build" "${package##*/}"
done

# The .rpm holds what the .deb holds, by rpm2cpio; its configuration is not replaced.
rpm=$(find "$build" -maxdepth 1 -name 'promfile-*.rpm')
if [ -n "$rpm" ]; then
    mkdir "$scratch/rpm"
    check 'unpack the .rpm' sh -c 'cd "$0" && rpm2cpio "$1" | cpio -id --quiet' "$scratch/rpm" "$rpm"
    check 'the .rpm holds what the .deb holds' diff -r "$scratch/rpm" "$scratch/deb" --exclude=DEBIAN
    check_equal 'configuration of the .rpm' /etc/promfile/promfile.toml \
        "$(rpm --query --package --configfiles "$rpm")"
    check_equal 'it requires nothing but a shell for its scripts' '' \
        "$(rpm --query --package --requires "$rpm" | grep -v '^rpmlib(\|^/bin/sh\|^config(')"
    # With its findings in the log; without its configuration it ends well, and says nothing of them.
    check 'rpmlint' sh -c 'rpmlint -c "$0" "$1" >"$2" && grep -q "; 0 errors, 0 warnings," "$2" ||
        { cat "$2"; false; }' "$top/src/package/rpm/rpmlint.toml" "$rpm" "$scratch/rpmlint.log"
else
    echo "skipped: rpmbuild is not installed, no .rpm was built"
fi
finish
