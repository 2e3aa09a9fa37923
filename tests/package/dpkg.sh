#!/bin/sh
# The life of the .deb in Debian 12: it is installed, upgraded, removed and purged. Then the life of
# the .rpm, whose scripts find the same programs there.
# shellcheck source=tests/package/common.sh
. "$(dirname "$0")/common.sh"
become_root
skip_without_mirror
need_packages debootstrap dpkg-dev
find_package_files
fresh_tree dpkg

config=$root/etc/promfile/promfile.toml
textfiles=$root/var/lib/prometheus/node-exporter
# Replaces the service manager of a running system, and prints the requests to it.
mkdir -p "$root/run/systemd/system" "$textfiles"
cat >"$root/usr/local/bin/systemctl" <<'END'
#!/bin/sh
echo "$*" >>/systemctl.log
END
chmod +x "$root/usr/local/bin/systemctl"

# in_tree COMMAND...: with the tree's /proc.
in_tree() {
    # shellcheck disable=SC2016 # $0 and $@ are for the inner shell
    unshare --mount sh -c 'mount -t proc proc "$0/proc" && exec "$@"' "$root" "$@"
}
in_root() {
    in_tree chroot "$root" /usr/bin/env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        DEBIAN_FRONTEND=noninteractive "$@"
}
install_package() {
    cp "$1" "$root/package.deb"
    in_root dpkg --install /package.deb
}

check 'install' install_package "$deb"
check 'the user may write the textfile directory' in_root setpriv --reuid promfile --regid promfile \
    --clear-groups test -w "${textfiles#"$root"}"
check 'dpkg finds every file unchanged' in_root dpkg --verify promfile
check 'runs' in_root promfile --version
check_equal 'is not started, nor enabled, by itself' '--system daemon-reload' \
    "$(cat "$root/systemctl.log")"
check_equal 'links of units' '' "$(find "$root/etc/systemd" -name 'promfile*')"

# A directory on a file system without ACLs, a link, a user that cannot be made: the message names
# the next command, and the package is installed. For the first, systemd-tmpfiles itself reports
# success.
told() {
    if output=$(in_root dpkg --install /package.deb 2>&1); then
        check "$1 is told: $output" expr "$output" : ".*$2"
    else
        fail "$1 keeps the package from being installed: $output"
    fi
}
mount -t ramfs none "$textfiles"
trap 'umount "$textfiles"; rm -rf "$root"' EXIT
told 'a file system without ACLs' \
    'cannot write to.*next: setfacl -m u:promfile:rwx /var/lib/prometheus/node-exporter'
umount "$textfiles"
trap 'rm -rf "$root"' EXIT
mv "$textfiles" "$textfiles.target"
ln -s node-exporter.target "$textfiles"
told 'a link' 'symbolic link.*next.*let-units-write /var/lib/prometheus/node-exporter.target'
rm "$textfiles"
mv "$textfiles.target" "$textfiles"
printf '#!/bin/sh\nexit 1\n' >"$root/usr/local/bin/systemd-sysusers"
chmod +x "$root/usr/local/bin/systemd-sysusers"
in_root userdel promfile
told 'a missing user' 'next: systemd-sysusers promfile.conf'
rm "$root/usr/local/bin/systemd-sysusers"
check_equal 'all well again: nothing is told' '' \
    "$(in_root dpkg --install /package.deb 2>&1 | grep '^promfile:')"
: >"$root/systemctl.log"

# The steps of a user: a store, the configuration, a run, and a file of another program beside.
mkdir -p "$root/var/lib/app"
cp "$top/samples/store.xml" "$root/var/lib/app/store.xml"
cat >>"$config" <<'END'
textfile-directory = "/var/lib/prometheus/node-exporter"
store = ["/var/lib/app/store.xml"]
END
check_empty 'a run' in_root promfile --config /etc/promfile/promfile.toml
check 'is published' grep -q '^store_total_rows' "$textfiles/promfile.prom"
printf '# HELP other_up Up.\n# TYPE other_up gauge\nother_up 1\n' >"$textfiles/other.prom"
: >"$textfiles/.app.prom.0123456789abcdef.tmp"
ln -s promfile.prom "$textfiles/link.prom"

# An upgrade whose configuration has changed, too.
: >"$root/systemctl.log"
dpkg-deb -R "$deb" "$root/newer"
sed -i "s/^Version: .*/Version: ${version}+1/" "$root/newer/DEBIAN/control"
echo '# a newer comment' >>"$root/newer/etc/promfile/promfile.toml"
dpkg-deb --root-owner-group -b "$root/newer" "$root/newer.deb" >/dev/null
check 'upgrade' in_root dpkg --force-confdef --force-confold --install /newer.deb
check 'the edited configuration stays' grep -q '^store = ' "$config"
check 'the new one lies beside it' grep -q 'a newer comment' "$config.dpkg-dist"
check 'what is published stays' test -e "$textfiles/promfile.prom"
check_equal 'timers go on' '--system daemon-reload' "$(cat "$root/systemctl.log")"

: >"$root/systemctl.log"
mkdir -p "$root/etc/systemd/system/timers.target.wants"
ln -s /lib/systemd/system/promfile.timer "$root/etc/systemd/system/timers.target.wants/"
ln -s /lib/systemd/system/promfile@.timer \
    "$root/etc/systemd/system/timers.target.wants/promfile@app.timer"
check 'remove' in_root dpkg --remove promfile
check_equal 'timers and services are stopped' \
    "stop promfile.timer promfile@*.timer promfile@*.path
stop promfile-changed@*.service promfile.service promfile@*.service
--system daemon-reload" "$(cat "$root/systemctl.log")"
check_equal 'files that promfile wrote are gone, others stay' 'link.prom other.prom' \
    "$(find "$textfiles" -mindepth 1 -printf '%f\n' | sort | paste -sd' ')"
check 'the configuration stays' test -e "$config"

check 'purge' in_root dpkg --purge promfile
check_equal 'nothing is left' '' "$(find "$root" -xdev \( -path "$root/newer*" -prune \) -o \
    -name '*promfile*' -print)"

rpm=$(find "$build" -maxdepth 1 -name 'promfile-*.rpm')
if [ -n "$rpm" ]; then
    in_root userdel promfile
    in_rpm() {
        in_tree rpm --root "$root" --force-debian "$@"
    }
    install_rpm() {
        in_rpm --install --nodeps "$rpm"
    }
    check 'install the .rpm' install_rpm
    check_equal 'all is well' '' "$(echo "$output" | grep '^promfile:')"
    check_empty 'rpm finds every file unchanged' in_rpm --verify --nodeps promfile
    check 'its user may write the textfile directory' in_root setpriv --reuid promfile \
        --regid promfile --clear-groups test -w "${textfiles#"$root"}"
    check_empty 'a run of its binary' in_root promfile -o "${textfiles#"$root"}" /var/lib/app/store.xml
    check_empty 'erase it' in_rpm --erase --nodeps promfile
    check_equal 'what it published is gone, other files stay' 'link.prom other.prom' \
        "$(find "$textfiles" -mindepth 1 -printf '%f\n' | sort | paste -sd' ')"
    check_equal 'nothing of it is left' '' "$(find "$root" -xdev \( -path "$root/newer*" -prune \) -o \
        -name '*promfile*' -print)"

    # The message names the next command, and the package is installed.
    rm -rf "$textfiles"
    check 'install the .rpm before node_exporter' install_rpm
    check 'what to do later is told' expr "$output" : '.*let-units-write DIRECTORY'
    check 'erase it again' in_rpm --erase --nodeps promfile
else
    echo "skipped: rpmbuild is not installed, no .rpm was built"
fi
finish
