#!/bin/sh
# The package in a booted Debian 12: it is installed, run by its timer and by its path unit, fails,
# is upgraded from 0.1, removed, installed again and purged. Skipped where no container can boot.
# shellcheck source=tests/package/common.sh
. "$(dirname "$0")/common.sh"
become_root
skip_without_mirror
need_packages debootstrap systemd-container
find_package_files
fresh_tree boot

# A package of version 0.1, as far as the upgrade sees it: its version, and its unit that ran as
# root.
dpkg-deb -R "$deb" "$root/old"
sed -i 's/^Version: .*/Version: 0.1.0/' "$root/old/DEBIAN/control"
rm -f "$root/old/DEBIAN/triggers" "$root/old"/usr/lib/*.d/promfile.conf
cp "$top/tests/fixtures/units-0.1/promfile.service" "$root/old/usr/lib/systemd/system/"
for script in postinst postrm prerm; do
    printf '#!/bin/sh\nsystemctl daemon-reload\n' >"$root/old/DEBIAN/$script"
done
dpkg-deb --root-owner-group -b "$root/old" "$root/old.deb" >/dev/null
rm -rf "$root/old"
cp "$deb" "$root/new.deb"
# The directories of node_exporter's package: a directory of root inside a directory of its user.
mkdir -p "$root/var/lib/prometheus/node-exporter" "$root/check"
chown 120:120 "$root/var/lib/prometheus"
cp "$top/samples/store.xml" "$root/check/store.xml"
cp "$top/tests/package/booted.sh" "$root/check/booted.sh"
cat >"$root/etc/systemd/system/booted.service" <<'END'
[Unit]
After=multi-user.target
[Service]
Type=oneshot
ExecStart=/bin/sh /check/booted.sh
ExecStopPost=systemctl poweroff --no-block
StandardOutput=file:/check/log
StandardError=file:/check/log
TimeoutStartSec=400
[Install]
WantedBy=graphical.target
END
mkdir -p "$root/etc/systemd/system/graphical.target.wants"
ln -s ../booted.service "$root/etc/systemd/system/graphical.target.wants/booted.service"

timeout 460 systemd-nspawn --boot --directory="$root" --machine="promfile-test-$$" --register=no \
    --keep-unit --private-network --console=pipe >"$work/boot.log" 2>&1 </dev/null || true
if [ ! -s "$root/check/log" ]; then
    skip "no container boots here: $(tail -1 "$work/boot.log")"
fi
while read -r verdict what; do
    case $verdict in
    ok) pass ;;
    FAILED) fail "$what" ;;
    *) echo "$verdict $what" >&2 ;;
    esac
done <"$root/check/log"
check 'every step was reached' grep -qx 'ok the end' "$root/check/log"
finish
