#!/bin/sh
# What is in the packages, and whether it keeps Debian's policy.
# shellcheck disable=SC2016 # $0 and $1 are for the inner shell
# shellcheck source=tests/package/common.sh
. "$(dirname "$0")/common.sh"
need_packages binutils file lintian
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
./usr/lib/tmpfiles.d/promfile.conf
./usr/share/bash-completion/completions/promfile
./usr/share/doc/promfile/CHANGELOG.md
./usr/share/doc/promfile/README.md
./usr/share/doc/promfile/changelog.gz
./usr/share/doc/promfile/copyright
./usr/share/doc/promfile/examples/...
./usr/share/lintian/overrides/promfile
./usr/share/man/man1/promfile.1.gz
./usr/share/man/man5/promfile.toml.5.gz
./usr/share/promfile/drop-ins/as-before.conf
./usr/share/promfile/drop-ins/crm_mon.conf
./usr/share/promfile/drop-ins/curl.conf
./usr/share/promfile/drop-ins/nvidia-smi.conf
./usr/share/promfile/drop-ins/read-every-store.conf
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
check 'static' sh -c 'file "$0" | grep -q "statically linked"' "$binary"
check 'stripped' sh -c 'file "$0" | grep -q ", stripped"' "$binary"
size=$(stat -c %s "$binary")
check "3 MiB at most, not $size bytes" [ "$size" -le $((3 << 20)) ]
check_equal 'conffiles' /etc/promfile/promfile.toml "$(cat "$scratch/deb/DEBIAN/conffiles")"
check 'md5sums' sh -c 'cd "$0" && md5sum --quiet -c DEBIAN/md5sums' "$scratch/deb"
check_equal 'no dependencies' '' "$(dpkg-deb -f "$deb" Depends Pre-Depends)"
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
finish
