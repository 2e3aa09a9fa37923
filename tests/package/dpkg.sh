#!/bin/sh
# The package's life in a Debian 12: installed, upgraded, removed, purged.
# shellcheck source=tests/package/common.sh
. "$(dirname "$0")/common.sh"
become_root
skip_without_mirror
need_packages debootstrap dpkg-dev
find_package_files
fresh_tree dpkg

config=$root/etc/promfile/promfile.toml
textfiles=$root/var/lib/prometheus/node-exporter
# Stands in for the service manager of a running system, and tells what it was asked for.
mkdir -p "$root/run/systemd/system" "$textfiles"
cat >"$root/usr/local/bin/systemctl" <<'END'
#!/bin/sh
echo "$*" >>/systemctl.log
END
chmod +x "$root/usr/local/bin/systemctl"

in_root() {
    chroot "$root" /usr/bin/env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        DEBIAN_FRONTEND=noninteractive "$@"
}
install_package() {
    cp "$1" "$root/package.deb"
    in_root dpkg --install /package.deb
}

check 'install' install_package "$deb"
check 'dpkg finds every file unchanged' in_root dpkg --verify promfile
check 'runs' in_root promfile --version
check_equal 'is not started, nor enabled, by itself' '--system daemon-reload' \
    "$(cat "$root/systemctl.log")"
check_equal 'links of units' '' "$(find "$root/etc/systemd" -name 'promfile*')"

# As its user would: a store, the configuration, a run, and a file of somebody else's beside.
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
finish
