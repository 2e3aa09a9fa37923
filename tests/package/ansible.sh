#!/bin/sh
# The role of samples/ansible, run on a tree of Debian 12: it installs the right files, a second run
# changes nothing, it refuses what cannot work, and it removes outputs.
# shellcheck source=tests/package/common.sh
. "$(dirname "$0")/common.sh"
become_root
skip_without_mirror
need_packages debootstrap
find_package_files
fresh_tree ansible

cp /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
cp -r /etc/apt/apt.conf.d /etc/apt/sources.list* "$root/etc/apt/" 2>/dev/null || true
chroot "$root" sh -c 'apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
    --no-install-recommends ansible-core' >"$work/ansible-apt.log" 2>&1 ||
    skip "ansible-core cannot be installed: $(tail -1 "$work/ansible-apt.log")"
cp -r "$top/samples/ansible" "$root/role"
cp "$deb" "$root/role/promfile.deb"
mkdir -p "$root/var/lib/prometheus/node-exporter" "$root/var/lib/app"
chown 120:120 "$root/var/lib/prometheus" # as in node_exporter's package
cp "$top/samples/store.xml" "$root/var/lib/app/store.xml"

# play WHAT: runs the playbook with the variables on standard input; its output is in the file $played.
play() {
    cat >"$root/role/variables.yml"
    # shellcheck disable=SC2016 # $0 is for the inner shell
    unshare --mount --pid --fork sh -c 'mount -t proc proc "$0/proc" &&
        if [ -n "$1" ]; then mount -t ramfs none "$0/var/lib/prometheus/node-exporter"; fi &&
        exec chroot "$0" \
        env ANSIBLE_LOCALHOST_WARNING=0 LC_ALL=C.UTF-8 ansible-playbook -i "db1," -c local \
        -e "{\"promfile_package\": \"/role/$2.deb\"}" -e @/role/variables.yml /role/test.yml' \
        "$root" "${without_acl:-}" "$package" >"$played" 2>&1
}
played=$root/played
package=promfile
sed 's/hosts: promfile/hosts: all/; s/become: true/become: false/' "$root/role/site.yml" >"$root/role/test.yml"
two_outputs() {
    cat <<'END'
promfile_outputs:
  app:
    config: |
      store = ["/var/lib/app/store.xml"]
      textfile-directory = "/var/lib/prometheus/node-exporter"
    watch: [/var/lib/app/store.xml]
  hourly:
    every: hourly
    config: |
      store = ["/var/lib/app/not-there-yet.xml"]
      textfile-directory = "/var/lib/prometheus/node-exporter"
END
}
ran() {
    two_outputs | play || { tail -20 "$played"; return 1; }
}
check 'the role runs' ran
check 'the package is there' chroot "$root" dpkg --status promfile
for link in timers.target.wants/promfile@app.timer timers.target.wants/promfile@hourly.timer \
    paths.target.wants/promfile@app.path; do
    check "$link" test -L "$root/etc/systemd/system/$link"
done
check 'nothing to watch' test ! -e "$root/etc/systemd/system/paths.target.wants/promfile@hourly.path"
check 'the units are right' chroot "$root" systemd-analyze verify --man=no promfile@app.service \
    promfile@app.timer promfile@app.path
check 'the user may write' chroot "$root" setpriv --reuid promfile --regid promfile --clear-groups \
    test -w /var/lib/prometheus/node-exporter
check 'the configuration publishes' chroot "$root" promfile --config /etc/promfile/app.toml
check 'a second run' ran
check 'changes nothing' grep -q 'changed=0 .*failed=0' "$played"

# A newer package is rolled out, and back.
dpkg-deb -R "$deb" "$root/newer"
sed -i "s/^Version: .*/Version: ${version}+1/" "$root/newer/DEBIAN/control"
dpkg-deb --root-owner-group -b "$root/newer" "$root/role/newer.deb" >/dev/null
installed() {
    # shellcheck disable=SC2016 # dpkg-query's own variable
    chroot "$root" dpkg-query -W -f '${Version}' promfile
}
package=newer
check 'a newer package' ran
check_equal 'is installed' "${version}+1" "$(installed)"
package=promfile
check 'the older one again' ran
check_equal 'is installed' "$version" "$(installed)"

without_acl=1
two_outputs | play && fail 'a directory that the user cannot write is accepted'
check 'the next command is told' grep -q 'setfacl -m u:promfile:rwx' "$played"
without_acl=

two_outputs | sed 's/store = /stoer = /' | play && fail 'a wrong configuration is refused'
check 'and what was there stays' grep -q '^store' "$root/etc/promfile/app.toml"

removed() {
    { two_outputs | sed '/hourly:/,$d' && echo 'promfile_outputs_removed: [hourly]'; } | play ||
        { tail -20 "$played"; return 1; }
}
: >"$root/var/lib/prometheus/node-exporter/hourly.prom"
check 'an output is removed' removed
check_equal 'nothing of it is left' '' "$(find "$root/etc/promfile" "$root/etc/systemd" \
    "$root/var/lib/prometheus" -name '*hourly*')"
check 'and again' removed
check 'without a change' grep -q 'changed=0 .*failed=0' "$played"
finish
