#!/bin/sh
# The units: complete, hardened, and able to do their work within their own sandbox.
# shellcheck source=tests/package/common.sh
. "$(dirname "$0")/common.sh"
become_root
skip_without_mirror
need_packages debootstrap python3-seccomp
find_package_files
fresh_tree systemd

cp "$deb" "$root/package.deb"
chroot "$root" dpkg --install /package.deb >/dev/null
units=usr/lib/systemd/system

# The drop-ins that the manual page shows for the store, and for another directory.
drop_in() {
    sed -n "/^$1\$/,/^\\.Ed/p" "$top/src/man/promfile.1.in" | grep -v '^\.'
}
mkdir -p "$root/etc/systemd/system/promfile@app.path.d" \
    "$root/etc/systemd/system/promfile@app.service.d"
drop_in '\[Path\]' >"$root/etc/systemd/system/promfile@app.path.d/store.conf"
drop_in '\[Service\]' >"$root/etc/systemd/system/promfile@app.service.d/directory.conf"
check 'the drop-in of the store' grep -q '^PathChanged=/' \
    "$root/etc/systemd/system/promfile@app.path.d/store.conf"
check 'the drop-in of the directory' grep -q '^ReadWritePaths=/' \
    "$root/etc/systemd/system/promfile@app.service.d/directory.conf"

# With the tree's own systemd-analyze and manual pages.
in_root() {
    # shellcheck disable=SC2016 # $0 is for the inner shell
    unshare --mount --pid --fork sh -c 'mount -t proc proc "$0/proc" && exec chroot "$0" "$@"' \
        "$root" "$@"
}
check_empty 'verify' in_root systemd-analyze verify promfile.service promfile.timer \
    promfile@app.service promfile@app.timer promfile@app.path
if [ -n "$(command -v systemd-analyze)" ]; then
    check_empty 'verify from outside' systemd-analyze verify --root="$root" --man=no \
        promfile.service promfile.timer promfile@app.service promfile@app.timer promfile@app.path
fi
for unit in promfile.service promfile@app.service promfile-changed@app.service; do
    check "exposure of $unit" in_root systemd-analyze security --offline=yes --no-pager \
        --threshold=8 "$unit"
done

# The two services differ only in their configuration: the package's configuration is empty at
# first.
settings() {
    grep -v '^#' "$root/$units/$1" | grep -v '^ExecCondition=\|^Description=' |
        sed 's|/promfile/[^ ]*\.toml$|/promfile/X.toml|; s| (%i)$||'
}
check_equal 'services' "$(settings promfile.service)" "$(settings promfile@.service)"
check_equal 'timers' "$(settings promfile.timer)" "$(settings promfile@.timer)"
for line in OnCalendar=minutely Persistent=yes FixedRandomDelay=yes; do
    check "promfile.timer: $line" grep -qx "$line" "$root/$units/promfile.timer"
done
check 'StartLimitIntervalSec=0' grep -qx StartLimitIntervalSec=0 "$root/$units/promfile.service"
check_equal 'PrivateTmp' '' "$(cat "$root/$units/promfile.service" "$root/$units/promfile@.service" | grep '^PrivateTmp')"

# ExecCondition skips a run with the package's own configuration (status 1 to 254), but not a run
# with a line in it or without the file (status 0): without the file, promfile itself fails.
condition=$(sed -n 's/^ExecCondition=//p' "$root/$units/promfile.service" | sed 's/\$\$/$/g')
condition_status() {
    status=0
    chroot "$root" /bin/sh -c "$condition" 2>/dev/null || status=$?
    echo "$status"
}
config=$root/etc/promfile/promfile.toml
check_equal 'comments only: skipped' 1 "$(condition_status)"
mv "$config" "$config.away"
check_equal 'no file: not skipped' 0 "$(condition_status)"
mv "$config.away" "$config"

# A store that only its owner can read, in a directory that only its owner can enter; a directory
# that belongs to root and that node_exporter reads as another user.
textfiles=$root/var/lib/prometheus/node-exporter
mkdir -p "$textfiles" "$root/var/lib/app" "$root/var/lib/elsewhere" "$root/home/anna"
cp "$top/samples/store.xml" "$root/var/lib/app/store.xml"
cp "$top/samples/store.xml" "$root/home/anna/store.xml"
chown -R 1234:1234 "$root/var/lib/app" "$root/home/anna"
chmod 0700 "$root/var/lib/app" "$root/home/anna"
chmod 0600 "$root/var/lib/app/store.xml" "$root/home/anna/store.xml"
cp -r "$top/samples/sys" "$root/var/lib/sys"
cat >>"$config" <<'END'
textfile-directory = "/var/lib/prometheus/node-exporter"
store = ["/var/lib/app/store.xml", "/home/anna/store.xml"]
sensors = true
sysfs = "/var/lib/sys"
END
check_equal 'edited: not skipped' 0 "$(condition_status)"

# As root with the one capability; a booted system tries the runs as a user without privileges.
unit=$work/trees/as-before.service
cat "$root/$units/promfile.service" "$root/usr/share/promfile/drop-ins/as-before.conf" >"$unit"
sandboxed() {
    unshare --mount --net --ipc --uts --propagation private \
        "$top/tests/package/sandbox.py" "$unit" "$root" "$@"
}
check_empty 'the sample job publishes' sandboxed
check_equal 'what it published' 2 "$(grep -c '^store_total_rows' "$textfiles/promfile.prom")"
check 'sensors, which a process of their own reads' grep -q '^sensor_temperature_celsius' \
    "$textfiles/promfile.prom"
check_equal 'readable by node_exporter' '644 root' \
    "$(stat -c '%a %U' "$textfiles/promfile.prom")"
check_empty 'and again' sandboxed
check_equal 'no temporary file' promfile.prom "$(ls -A "$textfiles")"
check_empty 'the condition in the sandbox' sandboxed /bin/sh -c "$condition"

# refused WHAT PATTERN COMMAND...: checks that the command fails in the sandbox, with this output.
refused() {
    what=$1
    pattern=$2
    shift 2
    if output=$(sandboxed "$@" 2>&1); then
        fail "$what is not refused"
    else
        check "$what: $output" expr "$output" : ".*$pattern"
    fi
}
refused 'another directory' 'Read-only file system' \
    promfile -o /var/lib/elsewhere /var/lib/app/store.xml
refused 'a file of the system' 'Read-only file system' touch /etc/promfile/promfile.toml
refused 'a file of another user' 'Permission denied' touch /home/anna/store.xml
refused 'another owner' 'not permitted' chown 1 /var/lib/prometheus/node-exporter/promfile.prom
refused 'a set-user-ID bit' 'not permitted' \
    chmod u+s /var/lib/prometheus/node-exporter/promfile.prom
refused 'a mount' '\(permitted\|permission\|superuser\)' mount -t tmpfs none /mnt
refused 'a socket' 'not supported' perl -e 'socket(S, 2, 1, 0) or die $!'
refused 'a namespace' 'not permitted' unshare --user true

# Each of the two permissions is needed.
unit=$work/trees/without.service
grep -v ^ReadWritePaths= "$work/trees/as-before.service" >"$unit"
refused 'no ReadWritePaths=' 'Read-only file system' promfile -c /etc/promfile/promfile.toml
sed 's/^CapabilityBoundingSet=.*/CapabilityBoundingSet=/' "$work/trees/as-before.service" >"$unit"
refused 'no capability' 'Permission denied' promfile -c /etc/promfile/promfile.toml
rm "$unit"

# A textfile directory of another user, set up in the way of the manual page.
unit=$work/trees/other.service
mkdir -p "$root/var/lib/node_exporter"
chown 1234 "$root/var/lib/node_exporter"
sed 's/^CapabilityBoundingSet=.*/CapabilityBoundingSet=CAP_DAC_OVERRIDE/' \
    "$work/trees/as-before.service" >"$unit"
grep ^ReadWritePaths= "$root/etc/systemd/system/promfile@app.service.d/directory.conf" >>"$unit"
check_empty "another user's directory" sandboxed promfile -o /var/lib/node_exporter \
    /var/lib/app/store.xml
rm "$unit"
finish
