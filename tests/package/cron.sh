#!/bin/sh
# cron/promfile under Debian's cron: silent when all is well, a mail when it is not.
# shellcheck source=tests/package/common.sh
. "$(dirname "$0")/common.sh"
become_root
skip_without_mirror
need_packages debootstrap
find_package_files
fresh_tree cron

cp "$deb" "$root/package.deb"
chroot "$root" dpkg --install /package.deb >/dev/null
example=$root/usr/share/doc/promfile/examples/promfile.cron
mkdir -p "$root/var/lib/prometheus/node-exporter" "$root/var/lib/app"
cp "$top/samples/store.xml" "$root/var/lib/app/store.xml"
cat >"$root/etc/promfile/promfile.toml" <<'END'
textfile-directory = "/var/lib/prometheus/node-exporter"
store = ["/var/lib/app/store.xml"]
END

# The command of the one active line, as cron runs it.
command=$(sed -n 's/^\* \* \* \* \*  root  //p' "$example")
check_equal 'one active line' 1 "$(echo "$command" | grep -c .)"
as_cron() {
    chroot "$root" /usr/bin/env -i "$(grep ^PATH= "$example")" HOME=/root LOGNAME=root \
        SHELL=/bin/sh /bin/sh -c "$1"
}
check_empty 'silent on success' as_cron "$command"
check 'published' test -e "$root/var/lib/prometheus/node-exporter/promfile.prom"
check_equal 'more often: three lines' 3 "$(grep -c '^#   \* \* \* \* \*  root  ' "$example")"
check_empty 'their commands' as_cron "$(sed -n 's/^#   \* \* \* \* \*  root  //p' "$example" |
    sed 's/sleep [0-9]*/sleep 0/')"
# A store becomes ill-formed, then ill-formed in another way, then good again: one mail for each
# change.
says() {
    case $2 in *"$1"*) ;; *) echo "it says '$2'" && return 1 ;; esac
}
mail() {
    as_cron "$command" 2>&1 || true
}
mv "$root/var/lib/app/store.xml" "$root/var/lib/app/away.xml"
check 'told when it begins to fail' says 'No such file' "$(mail)"
check_equal 'quiet while it fails' '' "$(mail)"
echo '<store><open>' >"$root/var/lib/app/store.xml"
check 'told when it fails otherwise' says 'still open' "$(mail)"
check_equal 'quiet again' '' "$(mail)"
mv "$root/var/lib/app/away.xml" "$root/var/lib/app/store.xml"
check_equal 'told when it works again' \
    'works again: promfile --config /etc/promfile/promfile.toml' "$(mail)"
check_equal 'quiet while it works' '' "$(mail)"
rm "$root/usr/bin/promfile"
check_empty 'silent where promfile is removed' as_cron "$command"
cp "$PROMFILE" "$root/usr/bin/promfile"

# Runs cron itself up to the next full minute, with a stand-in for the mail system. It runs in a
# namespace of processes, whose end cleans up.
printf '#!/bin/sh\n{ echo "to: $*"; cat; } >>/mail\n' >"$root/usr/sbin/sendmail"
chmod +x "$root/usr/sbin/sendmail"
sed 's|promfile.toml|missing.toml|' "$example" >"$root/etc/cron.d/failing"
cp "$example" "$root/etc/cron.d/promfile"
rm -f "$root/var/lib/prometheus/node-exporter/promfile.prom"
# shellcheck disable=SC2016 # $0 is for the inner shell
unshare --pid --fork --kill-child --mount sh -c '
    mount -t proc proc "$0/proc" && exec chroot "$0" timeout 75 cron -f' "$root" 2>/dev/null &
cron=$!
for _ in $(seq 74); do
    if [ -s "$root/mail" ] && [ -e "$root/var/lib/prometheus/node-exporter/promfile.prom" ]; then
        break
    fi
    sleep 1
done
sleep 1
kill "$cron" 2>/dev/null || true
wait "$cron" 2>/dev/null || true
check 'cron published' test -e "$root/var/lib/prometheus/node-exporter/promfile.prom"
check 'a failure is mailed' grep -q 'promfile: error: .*missing.toml' "$root/mail"
check_equal 'one mail, to root' 1 "$(grep -c '^Subject: Cron <root@' "$root/mail")"
finish
